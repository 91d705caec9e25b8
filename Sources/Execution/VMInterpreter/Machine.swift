public import IPLD
public import Primitives
public import WasmEngine

/// Where and when messages are applied.
public struct MachineContext: Hashable, Sendable {
    /// The epoch.
    public var epoch: Int64
    /// Seconds since 1970.
    public var timestamp: UInt64
    /// What a unit of gas costs at least.
    public var baseFee: TokenAmount
    /// FIL in circulation.
    public var circulatingSupply: TokenAmount
    /// Network version.
    public var networkVersion: UInt32
    /// Ethereum's chain id: 314 on the main network.
    public var chainID: UInt64
    /// Whether actors are told that debugging is on, which changes what they do and the gas they use: a rule of the
    /// network, not of the node.
    public var isDebugging: Bool

    /// A context.
    public init(
        epoch: Int64, timestamp: UInt64, baseFee: TokenAmount, circulatingSupply: TokenAmount,
        networkVersion: UInt32 = 28, chainID: UInt64, isDebugging: Bool = false
    ) {
        self.epoch = epoch
        self.timestamp = timestamp
        self.baseFee = baseFee
        self.circulatingSupply = circulatingSupply
        self.networkVersion = networkVersion
        self.chainID = chainID
        self.isDebugging = isDebugging
    }
}

/// A state on which messages can be applied.
public final class Machine {
    /// Where and when.
    public let context: MachineContext
    /// The actors.
    public let tree: StateTree
    /// Which actor program is which.
    public let manifest: ActorManifest
    /// The blocks, those written by messages in front.
    public let store: BufferedBlockstore
    let externs: any Externs
    private let runtime: any WasmRuntime
    private var modules: [CID: any WasmModule] = [:]
    /// Whether traces are kept.
    public var isTracing = false

    static let maxCallDepth = 1024
    static let maxBlockSize = 1 << 20
    static let maxMemory = 2 << 30
    static let maxInstanceMemory = 512 << 20

    /// The state under `root`.
    public convenience init(
        _ base: any Blockstore, root: CID, context: MachineContext, externs: any Externs,
        runtime: any WasmRuntime
    ) throws {
        try self.init(base, root: root, externs: externs, runtime: runtime) { _, _ in context }
    }

    /// The state under `root`, where the context depends on it: `context` is handed its actors and blocks.
    public init(
        _ base: any Blockstore, root: CID, externs: any Externs, runtime: any WasmRuntime,
        context: (StateTree, any Blockstore) throws -> MachineContext
    ) throws {
        store = BufferedBlockstore(base)
        // Every actor may refer to the empty array.
        store.put(ActorState.emptyHead, [0x80])
        self.externs = externs
        self.runtime = runtime
        tree = try StateTree(store, root: root)
        manifest = try ActorManifest(tree)
        self.context = try context(tree, store)
    }

    /// A program, ready to run.
    func module(_ code: CID) throws -> any WasmModule {
        if let module = modules[code] { return module }
        let name = code.description
        if let module = runtime.loaded(name) {
            modules[code] = module
            return module
        }
        guard let bytes = try store.get(code) else { throw ExecutionError.fatal("actor not found") }
        let module = try runtime.module(bytes, id: name)
        modules[code] = module
        return module
    }

    /// Writes the state to the store below; its root.
    public func flush() throws -> CID {
        let root = try tree.flush()
        try store.flush(root)
        return root
    }
}

/// The programs of the built-in actors: `[[name, code]]`; their numbers are their places, from 1.
public struct ActorManifest: Sendable {
    private let codes: [CID]
    private let places: [CID: UInt32]
    private let names: [String]
    /// Programs that the machine itself needs.
    let account: CID
    let placeholder: CID
    let ethAccount: CID

    /// That of the system actor's state.
    public init(_ tree: StateTree) throws {
        guard let system = try tree.actor(0) else { throw IPLDError.badNode("there is no system actor") }
        var state = CBORReader(try tree.store.require(system.head))
        try state.tuple(1)
        try self.init(cbor: tree.store.require(state.link()))
    }

    /// From its block.
    public init(cbor: [UInt8]) throws {
        var reader = CBORReader(cbor)
        var entries: [(name: String, code: CID)] = []
        for _ in 0..<(try reader.array()) {
            try reader.tuple(2)
            entries.append((try reader.text(), try reader.link()))
        }
        try reader.finish()
        names = entries.map(\.name)
        codes = entries.map(\.code)
        places = Dictionary(
            zip(codes, UInt32(1)...).map { ($0, $1) }, uniquingKeysWith: { _, last in last })
        func code(_ name: String) throws(IPLDError) -> CID {
            guard let entry = entries.first(where: { $0.name == name }) else {
                throw .badNode("the manifest has no \(name) actor")
            }
            return entry.code
        }
        account = try code("account")
        placeholder = try code("placeholder")
        ethAccount = try code("ethaccount")
    }

    /// The number of a program; 0 for others.
    func number(_ code: CID) -> UInt32 { places[code] ?? 0 }
    /// The program of a number.
    func code(_ number: UInt32) -> CID? {
        number >= 1 && Int(number) <= codes.count ? codes[Int(number) - 1] : nil
    }

    /// "storageminer"; nil for other programs.
    public func name(_ code: CID) -> String? { places[code].map { names[Int($0) - 1] } }
    /// All programs with their names.
    public var entries: [(name: String, code: CID)] { Array(zip(names, codes)) }
}
