internal import Primitives
internal import ProofEngine

/// The high-level values of a proof, which cases change one by one.
struct ProofStatement {
    private(set) var record: VectorRecord

    /// A PoRep case, a PoSt or an update; nested values are brought to the top.
    init(_ element: VectorRecord) throws {
        var fields = element.fields
        if element.has("sector") { fields.merge(try element.record("sector").fields) { first, _ in first } }
        record = VectorRecord(fields)
    }

    init(fields: [String: VectorValue]) { record = VectorRecord(fields) }

    /// Records of sectors alone are about a PoRep.
    private var kind: String {
        get throws { record.has("kind") ? try record.text("kind") : "porep" }
    }

    /// The verifying key's name in `verify_with`.
    var keyName: String {
        get throws {
            switch try kind {
            case "winning_post": "winning_post.vk"
            case "window_post": "window_post.vk"
            case "empty_sector_update": "update.vk"
            case "porep": "porep.vk"
            case let other: throw VectorError("kind '\(other)' is not known")
            }
        }
    }

    /// What it claims. A value that no sector can have is an error, as it is for the reference.
    func claim() throws -> SnarkStatement {
        switch try kind {
        case "winning_post": try post(.winning)
        case "window_post": try post(.window)
        case "empty_sector_update": try update()
        default: try porep()
        }
    }

    private func porep() throws -> SnarkStatement {
        let config = try record.sealConfig()
        let commD = try record.commitment("comm_d")
        for name in ["comm_d", "comm_r"] where try record.bytes(name).allSatisfy({ $0 == 0 }) {
            throw VectorError("\(name) is all zero")
        }
        let replicaID = try config.replicaID(
            proverID: record.bytes("prover_id"), sectorNumber: record.number("sector_id"),
            ticket: record.bytes("ticket"), commD: commD)
        return .porep(
            config,
            PoRepInputs(
                replicaID: replicaID, commD: commD, commR: try record.commitment("comm_r"),
                seed: try record.bytes("seed"), ticket: try record.bytes("ticket")))
    }

    private func post(_ kind: PoStKind) throws -> SnarkStatement {
        let sectors = try record.records("sectors")
        guard let first = sectors.first else { throw VectorError("a proof of spacetime without sectors") }
        return .post(
            try first.sealConfig(), kind, randomness: try record.bytes("randomness"),
            legacyIndex: try record.isLegacyIndex(),
            sectors: try sectors.map {
                PoStSector(number: try $0.number("sector_id"), commR: try $0.commitment("comm_r"))
            })
    }

    private func update() throws -> SnarkStatement {
        let kind = try SealProofKind(
            size: SectorSize(bytes: record.record("old_sector").number("sector_size")), version: .v1_1,
            feature: .interactive)
        return .update(
            try PoRepConfig(kind),
            UpdateInputs(
                commROld: try record.commitment("comm_r_old"), commRNew: try record.commitment("comm_r_new"),
                commDNew: try record.commitment("comm_d_new")))
    }

    /// The change that a case describes in words.
    mutating func change(_ what: String) throws {
        let words = what.split(separator: " ").map(String.init)
        var fields = record.fields
        if what == "last sector left out" {
            fields["sectors"] = .array(try record.list("sectors").dropLast())
        } else if ["comm_r of the first sector: lowest bit of byte 0", "number of the first sector - 1"]
            .contains(what)
        {
            var sectors = try record.records("sectors").map(\.fields)
            guard !sectors.isEmpty else { throw VectorError("no sector to change") }
            var first = ProofStatement(fields: sectors[0])
            try first.change(
                what.hasPrefix("number") ? "sector_id - 1" : "comm_r: lowest bit of byte 0")
            sectors[0] = first.record.fields
            fields["sectors"] = .array(sectors.map { .object($0) })
        } else if what.hasSuffix(": lowest bit of byte 0") || what == Self.proverID,
            let name = words.first?.dropLast()
        {
            fields[String(name)] = .string(try flipped(String(name)))
        } else if what.hasSuffix("exchanged"), words.count == 4 {
            (fields[words[0]], fields[words[2]]) = (fields[words[2]], fields[words[0]])
        } else if what.hasSuffix(" all zero") {
            fields[words[0]] = .string(String(repeating: "00", count: 32))
        } else if what.hasSuffix(" all ones (not below r)") {
            fields[words[0]] = .string(String(repeating: "ff", count: 32))
        } else if words.count == 3, words[1] == "+" || words[1] == "-", let step = Int64(words[2]) {
            let number = Int64(try record.number(words[0]))
            fields[words[0]] = .number(words[1] == "+" ? number + step : number - step)
        } else {
            throw VectorError("change \(what) is not known")
        }
        record = VectorRecord(fields)
    }

    /// The one change of which more is said.
    private static let proverID = "prover_id: lowest bit of byte 0 (not an input of the circuit)"

    private func flipped(_ name: String) throws -> String {
        var bytes = try record.bytes(name)
        guard !bytes.isEmpty else { throw VectorError("\(name) is empty") }
        bytes[0] ^= 1
        return Hex.encode(bytes)
    }
}

extension VectorRecord {
    /// Whether a proof of spacetime counts challenges through a partition, as before API 1.2.0.
    func isLegacyIndex() throws -> Bool {
        switch try text("api_version") {
        case "1.0.0", "1.1.0": true
        case "1.2.0": false
        case let other: throw VectorError("api_version '\(other)' is not known")
        }
    }

    /// The name of a registered proof is that of the porep_id's number, or says that there is none.
    func checkRegistered(_ comparison: Comparison) throws {
        guard has("registered_seal_proof") else { return }
        let number = try bytes("porep_id", count: 32).prefix(8).reversed().reduce(UInt64(0)) {
            $0 << 8 | UInt64($1)
        }
        let name = try SealProofKind(registeredNumber: number).registeredName ?? ""
        let unregistered = "2KiB, API version 1.2.0, interactive (no registered number)"
        let expected =
            try text("api_version") == "1.2.0" && !has("api_features") ? [name, unregistered] : [name]
        comparison.equal(
            "registered_seal_proof", true, expected.contains(try text("registered_seal_proof")))
    }

    /// As `config`, with the feature that the registered proof's name says.
    func sealConfig() throws -> PoRepConfig {
        var fields = fields
        let name = (try? text("registered_seal_proof")) ?? ""
        let features: [(String, String)] = [
            ("Synthetic", "synthetic-porep"), ("NonInteractive", "non-interactive-porep"),
        ]
        fields["api_features"] = .array(
            features.filter { name.contains($0.0) }.map { .string($0.1) })
        return try VectorRecord(fields).config()
    }
}
