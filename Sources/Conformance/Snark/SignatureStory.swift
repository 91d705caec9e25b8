internal import CCrypto
internal import Primitives
internal import ProofEngine

/// Records of signatures come after a valid one, of which their words say what was changed. What a refused record has
/// in common with it, and the change, are compared: without this, further changes of a false signature would pass.
struct SignatureStory {
    private var base: VectorRecord?

    /// Compares a record of one signature with the last valid one. `fields`: what both have in common unless the words
    /// say otherwise; `signature` and `key` are the names of those fields.
    mutating func compare(
        _ element: VectorRecord, _ fields: [String], signature: String, key: String, _ comparison: Comparison
    ) throws {
        let what = try element.text("what")
        guard what != "valid" else {
            base = element
            return
        }
        guard let base else { throw VectorError("'\(what)' without a valid signature before it") }
        var changed: [String: String?] = [:]
        let infinity = { (name: String) in
            "c0" + String(repeating: "00", count: try element.bytes(name).count - 1)
        }
        switch what {
        case "message with a byte appended": changed["msg"] = try base.text("msg") + "00"
        case "another key": changed[key] = .some(nil)
        case "negated signature", "negated":
            changed[signature] = Hex.encode(try Self.flipped(base.bytes(signature), first: 0x20))
        case "signature byte flipped", "byte flipped":
            changed[signature] = Hex.encode(try Self.flipped(base.bytes(signature), last: 1))
        case "wrong round": break
        case "signature at infinity", "infinity": changed[signature] = try infinity(signature)
        case "public key at infinity": changed[key] = try infinity(key)
        case "public key at infinity, signature at infinity":
            changed = [key: try infinity(key), signature: try infinity(signature)]
        case "signature outside the subgroup": changed[signature] = .some(nil)
        default: throw VectorError("change '\(what)' is not known")
        }
        for field in fields {
            guard let expected = try changed[field] ?? .some(base.text(field)) else { continue }
            comparison.equal("\(field) by its description", expected, try element.text(field))
        }
        if base.has("round") {
            let round = try base.number("round") + (what == "wrong round" ? 1 : 0)
            comparison.equal("round by its description", round, try element.number("round"))
        }
    }

    private static func flipped(_ bytes: [UInt8], first: UInt8 = 0, last: UInt8 = 0) throws -> [UInt8] {
        guard bytes.count > 1 else { throw VectorError("no signature to change") }
        var out = bytes
        out[0] ^= first
        out[out.count - 1] ^= last
        return out
    }

    /// Compares an aggregate with the last valid one.
    mutating func compareAggregate(_ element: VectorRecord, _ comparison: Comparison) throws {
        let what = try element.text("what")
        if what == "valid" { base = element }
        guard let base else { throw VectorError("'\(what)' without a valid aggregate before it") }
        let (keys, messages) = (try base.texts("publics"), try base.texts("msgs"))
        let (ownKeys, own) = (try element.texts("publics"), try element.texts("msgs"))
        let aggregate = try element.text("aggregate")
        // What holds of the aggregate, once that is taken away for which it is refused.
        var rest: (keys: [String], messages: [String])?
        switch what {
        case "valid", "one key signs two different messages": return
        case "empty lists":
            comparison.equal("lists", [[], []], [ownKeys, own])
            comparison.equal("aggregate by its description", try base.text("aggregate"), aggregate)
            return
        case "two messages swapped":
            let moved = zip(messages, own).filter { $0 != $1 }.count
            comparison.equal("messages that moved", 2, moved)
            comparison.equal("messages", messages.sorted(), own.sorted())
            rest = (keys, messages)
        case "one signature missing":
            comparison.equal("messages", messages, own)
            let last = (Array(keys.dropLast()), Array(messages.dropLast()))
            let isLast = try Self.holds(last.0, last.1, aggregate)
            rest = isLast ? last : (Array(keys.dropFirst()), Array(messages.dropFirst()))
        case "all messages equal, each signature right (duplicates are refused)":
            comparison.equal("messages", messages.map { _ in messages[0] }, own)
            rest = (keys, own)
        case "first and last message equal (refused)":
            comparison.equal("messages", Array(messages.dropLast()) + messages.prefix(1), own)
            rest = (keys, own)
        case "fewer messages than keys":
            comparison.equal("messages", Array(messages.dropLast()), own)
            rest = (keys, messages)
        case "a public key at infinity, its signature left out":
            let place = ownKeys.firstIndex { $0.hasPrefix("c0") } ?? 0
            var expected = keys
            expected[place] = "c0" + String(repeating: "00", count: 47)
            comparison.equal("keys", expected, ownKeys)
            comparison.equal("messages", messages, own)
            rest = (keys, messages)
            rest?.keys.remove(at: place)
            rest?.messages.remove(at: place)
        default: throw VectorError("change '\(what)' is not known")
        }
        if !what.hasPrefix("a public key at infinity") { comparison.equal("keys", keys, ownKeys) }
        if let rest {
            let holds = try Self.holds(rest.keys, rest.messages, aggregate)
            comparison.equal("valid but for why it is refused", true, holds)
        }
    }

    /// Whether the signatures add up to the aggregate; keys of one message are added first.
    private static func holds(
        _ keys: [String], _ messages: [String], _ aggregate: String
    ) throws -> Bool {
        var sums: [String: qr_g1_t] = [:]
        for (key, message) in zip(keys, messages) {
            let point = try G1.point(Hex.decode(key, count: G1.size, subject: "public key"))
            sums[message] = sums[message].map { G1.sum($0, affine: point) } ?? G1.jacobian(point)
        }
        let signers = try sums.map { (G1.compressed(G1.affine($1)), try Hex.decode($0, subject: "message")) }
        let signature = try Hex.decode(aggregate, count: G2.size, subject: "aggregate")
        var valid = false
        let flat = signers.flatMap(\.0)
        let status = unsafe withUnsafeMessages(signers.map(\.1)) { pointers, lengths in
            unsafe qr_bls_verify_aggregate(&valid, signature, flat, pointers, lengths, signers.count)
        }
        return status == QR_OK && valid
    }
}
