import Blockstore
import IPLD
import Primitives
import System
import VMInterpreter

/// A small state for the virtual machine: the system's actors of a bundle, and two funded accounts.
struct VMState {
    let store = MemoryBlockstore()
    let root: CID
    /// The programs, by name.
    let codes: [String: CID]
    /// The accounts: numbers and key addresses.
    let accounts: [(id: UInt64, address: Address)]

    static let firstAccount: UInt64 = 100
    static let accountCount: UInt64 = 2

    /// From a bundle of built-in actors: a CAR file, packed with zstd or not.
    init(bundle path: String) throws {
        var reader = try CARFile.open(path)
        while let (cid, block) = try reader.next() { store.put(cid, block) }
        guard let bundle = reader.roots.first else { throw IPLDError.badNode("\(path) has no root") }
        var root = CBORReader(try store.require(bundle))
        try root.tuple(2)
        _ = try root.unsigned()
        let manifest = try root.link()
        let entries = try ActorManifest(cbor: store.require(manifest)).entries
        codes = Dictionary(entries.map { ($0.name, $0.code) }, uniquingKeysWith: { first, _ in first })
        accounts = try (Self.firstAccount..<Self.firstAccount + Self.accountCount).map { id in
            (id, try Address(secp256k1PublicKey: [4] + [UInt8](repeating: UInt8(id), count: 64)))
        }
        self.root = try Self.write(store, codes, accounts, manifest)
    }

    func code(_ name: String) throws -> CID { try Self.code(name, codes) }

    private static func code(_ name: String, _ codes: [String: CID]) throws -> CID {
        guard let code = codes[name] else { throw IPLDError.badNode("the bundle has no \(name) actor") }
        return code
    }

    private static func write(
        _ store: MemoryBlockstore, _ codes: [String: CID], _ accounts: [(id: UInt64, address: Address)],
        _ manifest: CID
    ) throws -> CID {
        let actors = HAMT(store)
        func add(_ id: UInt64, _ name: String, head: CID = ActorState.emptyHead, fil: Int = 0) throws {
            let balance = TokenAmount(atto: 1_000_000_000_000_000_000) * fil
            let actor = ActorState(code: try code(name, codes), head: head, balance: balance)
            try actors.set(Address(id: id).bytes, actor.cbor)
        }
        func state(_ fill: (inout CBORWriter) throws -> Void) throws -> CID {
            var writer = CBORWriter()
            try fill(&writer)
            return try store.put(writer.bytes)
        }
        store.put(ActorState.emptyHead, [0x80])
        let addresses = HAMT(store)
        for (id, address) in accounts {
            var value = CBORWriter()
            value.unsigned(id)
            try addresses.set(address.bytes, value.bytes)
            let head = try state {
                $0.array(1)
                address.encode(to: &$0)
            }
            try add(id, "account", head: head, fil: 1_000_000)
        }
        let names = try addresses.flush()
        try add(
            0, "system",
            head: state {
                $0.array(1); $0.link(manifest)
            })
        try add(
            1, "init",
            head: state {
                $0.array(3)
                $0.link(names)
                $0.unsigned(firstAccount + accountCount)
                $0.text("bench")
            })
        try add(2, "reward", fil: 1)
        try add(10, "eam")
        try add(99, "account")
        let root = try actors.flush()
        return try state {
            $0.array(3)
            $0.unsigned(5)
            $0.link(root)
            $0.link(ActorState.emptyHead)
        }
    }
}
