import ChainTypes
import IPLD
import Primitives
import System
import VMInterpreter
import WasmEngine

/// A state with one account, f0100, and one actor of a program of the test's, f0101; no official actors.
final class HostileState {
    static let actor: UInt64 = 101
    /// One for the process: its signal handlers stay.
    static let runtime = Result { try Wasmtime(functions: Syscall.functions, cacheDirectory: nil) }

    let store = MemoryBlockstore()
    let machine: Machine
    private var nonce: UInt64 = 0

    init(_ program: [UInt8], head: CID? = nil, blocks: [[UInt8]] = []) throws {
        let store = store
        func raw(_ bytes: [UInt8]) throws -> CID { try store.put(bytes, codec: CID.Codec.raw) }
        func block(_ fill: (inout CBORWriter) -> Void) throws -> CID {
            var writer = CBORWriter()
            fill(&writer)
            return try store.put(writer.bytes)
        }
        for bytes in blocks { _ = try store.put(bytes) }
        store.put(ActorState.emptyHead, [0x80])
        let code = try raw(program)
        let names = ["account", "placeholder", "ethaccount"]
        let codes = try names.map { try raw(Array($0.utf8)) }
        let manifest = try block {
            $0.array(names.count)
            for (name, code) in zip(names, codes) {
                $0.array(2)
                $0.text(name)
                $0.link(code)
            }
        }
        let actors = HAMT(store)
        func add(_ id: UInt64, _ code: CID, _ head: CID) throws {
            let actor = ActorState(
                code: code, head: head, balance: TokenAmount(atto: 1_000_000_000) * 1_000_000_000_000)
            try actors.set(Address(id: id).bytes, actor.cbor)
        }
        let empty = try HAMT(store).flush()
        try add(
            0, codes[0],
            block {
                $0.array(1)
                $0.link(manifest)
            })
        try add(
            1, codes[0],
            block {
                $0.array(3)
                $0.link(empty)
                $0.unsigned(200)
                $0.text("test")
            })
        for id: UInt64 in [2, 99, 100] { try add(id, codes[0], ActorState.emptyHead) }
        try add(Self.actor, code, head ?? ActorState.emptyHead)
        let state = try actors.flush()
        let root = try block {
            $0.array(3)
            $0.unsigned(5)
            $0.link(state)
            $0.link(ActorState.emptyHead)
        }
        machine = try Machine(
            store, root: root,
            context: MachineContext(
                epoch: 1, timestamp: 1, baseFee: TokenAmount(atto: 100),
                circulatingSupply: TokenAmount(atto: 0), chainID: 1),
            externs: NoChain(), runtime: Self.runtime.get())
    }

    /// Calls the actor.
    func call(gas: UInt64 = 10_000_000_000, params: [UInt8] = []) throws -> ApplyResult {
        let message = Message(
            to: Address(id: Self.actor), from: Address(id: 100), nonce: nonce, value: TokenAmount(atto: 0),
            gasLimit: gas, gasFeeCap: TokenAmount(atto: 200), gasPremium: TokenAmount(atto: 0), method: 2,
            params: params)
        nonce += 1
        return try Executor(machine).apply(message, .explicit, rawLength: 100)
    }

    /// Calls a program once, on a thread with a deep stack.
    static func run(
        _ program: [UInt8], gas: UInt64 = 10_000_000_000, params: [UInt8] = []
    ) async throws -> ApplyResult {
        try await DeepStack.run { try HostileState(program).call(gas: gas, params: params) }
    }
}
