public import ActorStates
import Blockstore
public import IPLD
public import Primitives
import VMInterpreter

/// An object found by a path.
public struct FoundObject: Sendable {
    /// The block that it is in.
    public let cid: CID
    /// Itself.
    public let value: IPLDValue
    /// An actor's state with names, where the path ended in `@state`.
    public let state: StateJSON?
}

/// Follows a path through objects (Lotus, `chain get`): numbers are places in lists, texts keys of maps; `@Ha:ADDRESS`,
/// `@Hi:NUMBER`, `@Hu:NUMBER` and `@H:TEXT` look into a HAMT, `@A:NUMBER` into an AMT, and `@state` shows the state of
/// an actor. Links are followed on the way.
struct ObjectPath {
    let view: StateView
    private var cid: CID
    private var value: IPLDValue
    private var state: StateJSON?

    init(_ view: StateView, from root: CID) throws {
        self.view = view
        cid = root
        value = .null
        try follow(root)
    }

    var found: FoundObject { FoundObject(cid: cid, value: value, state: state) }

    mutating func step(_ step: Substring) throws {
        guard state == nil else { throw QueryError.path("\(step)", why: "nothing is below @state") }
        if case .link(let next) = value { try follow(next) }
        if step == "@state" { return try showState() }
        if step.hasPrefix("@H") || step.hasPrefix("@A") { return try lookUp(step) }
        switch value {
        case .array(let items):
            guard let place = Int(step), items.indices.contains(place) else {
                throw QueryError.path("\(step)", why: "the list has \(items.count) items, counted from 0")
            }
            value = items[place]
        case .map(let pairs):
            guard let pair = pairs.first(where: { $0.key == step }) else {
                throw QueryError.path("\(step)", why: "the map has no such key")
            }
            value = pair.value
        default: throw QueryError.path("\(step)", why: "there is neither a list nor a map")
        }
    }

    /// A link at the end of the path is followed too.
    mutating func finish() throws {
        if case .link(let next) = value { try follow(next) }
    }

    private mutating func follow(_ next: CID) throws {
        guard let block = try view.store.get(next) else { throw ChainError.absent(next, what: "object") }
        cid = next
        guard next.codec == CID.Codec.dagCBOR || next.codec == CID.Codec.cbor else {
            value = .bytes(block)
            return
        }
        do {
            value = try IPLDValue(cbor: block)
        } catch {
            throw ChainError.malformed(next, what: "object", why: "\(error)")
        }
    }

    private mutating func lookUp(_ step: Substring) throws {
        guard let colon = step.firstIndex(of: ":") else {
            throw QueryError.path("\(step)", why: "no key is behind a colon")
        }
        let (kind, key) = (step[..<colon], step[step.index(after: colon)...])
        let root = cid
        let found: [UInt8]?
        do {
            if kind == "@A" {
                guard let index = UInt64(key) else {
                    throw QueryError.path("\(step)", why: "'\(key)' is no number")
                }
                found = try array(root, index)
            } else {
                found = try HAMT(view.store, root: root).get(Self.key(kind, key, step))
            }
        } catch let error as IPLDError {
            throw QueryError.path("\(step)", why: "\(root) is no \(kind == "@A" ? "AMT" : "HAMT") (\(error))")
        }
        guard let found else { throw QueryError.path("\(step)", why: "nothing is under that key") }
        value = try IPLDValue(cbor: found)
    }

    /// The root of an AMT names its width; the old form, with 3 bits, does not.
    private func array(_ root: CID, _ index: UInt64) throws -> [UInt8]? {
        if case .array(let fields) = value, fields.count == 4, case .unsigned(let width) = fields[0] {
            guard (1...8).contains(width) else { throw IPLDError.badNode("\(width) bits a level") }
            return try AMT(view.store, root: root, bitWidth: Int(width)).get(index)
        }
        return try AMT(view.store, root: root, version: .v0).get(index)
    }

    private static func key(_ kind: Substring, _ key: Substring, _ step: Substring) throws -> [UInt8] {
        switch kind {
        case "@Ha": return try Address(String(key)).bytes
        case "@Hi":
            guard let number = Int64(key) else { break }
            return Varint.encode(UInt64(bitPattern: number << 1 ^ number >> 63))
        case "@Hu":
            guard let number = UInt64(key) else { break }
            return Varint.encode(number)
        case "@H": return Array(key.utf8)
        default: throw QueryError.path("\(step)", why: "'\(kind)' is none of @H, @Ha, @Hi, @Hu and @A")
        }
        throw QueryError.path("\(step)", why: "'\(key)' is no number")
    }

    private mutating func showState() throws {
        let actor: ActorState
        do {
            actor = try ActorState(cbor: value.cbor)
        } catch {
            throw QueryError.path("@state", why: "there is no actor (\(error))")
        }
        try follow(actor.head)
        state = try view.json(actor)
    }
}

extension ChainManager {
    /// The object under a path: `/ipfs/CID/…`, `/ipld/CID/…`, `CID/…`, or `/pstate/…` from the state that `tipset`'s
    /// blocks begin with.
    public func object(path: String, on view: StateView) throws -> FoundObject {
        var steps = path.split(separator: "/")
        let root: CID
        if steps.first == "pstate" {
            root = view.root
        } else {
            if steps.first == "ipfs" || steps.first == "ipld" { steps.removeFirst() }
            guard let first = steps.first else { throw QueryError.path(path, why: "it names nothing") }
            root = try CID(String(first))
        }
        var walk = try ObjectPath(view, from: root)
        for step in steps.dropFirst() { try walk.step(step) }
        try walk.finish()
        return walk.found
    }
}
