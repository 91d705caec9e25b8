import ChainTypes
import IPLD
import Primitives
import System
import VMInterpreter
import WasmEngine

/// Messages applied one after the other on a warm machine, on one thread, without signatures and the chain.
public enum VMBenchmark: Benchmark {
    /// As typed.
    public static let name = "vm"
    /// What it measures.
    public static let summary = "The virtual machine: transfers, calls of actors, a token of the EVM, a flush"

    /// Measures.
    public static func run(_ context: BenchmarkContext) async throws -> [BenchmarkResult] {
        guard let bundle = context.actors else { throw MissingActors() }
        let results = Locked<[BenchmarkResult]>([])
        let compiled = try await Compiled(bundle, context)
        try await DeepStack.run {
            let measured = try VMMeasurement(bundle, context, compiled).results()
            results.withLock { $0 = measured }
        }
        return results.withLock { $0 }
    }

    /// The bundle's modules, compiled and loaded again.
    fileprivate struct Compiled {
        let runtime: Wasmtime
        /// Seconds, of all threads together for the second.
        let cold: Double
        let coldCPU: Double
        let warm: Double

        init(_ bundle: String, _ context: BenchmarkContext) async throws {
            let state = try VMState(bundle: bundle)
            let programs = try state.codes.values.sorted().map {
                (id: $0.description, code: try state.store.require($0))
            }
            let cache = "\(context.scratch)/wasm"
            try Directory.remove(cache)
            let (start, startCPU) = (Clock.now, Clock.processTime)
            try await Wasmtime(functions: Syscall.functions, cacheDirectory: cache).prepare(programs)
            (cold, coldCPU) = (Clock.now - start, Clock.processTime - startCPU)
            let again = Clock.now
            runtime = try Wasmtime(functions: Syscall.functions, cacheDirectory: cache)
            try await runtime.prepare(programs)
            warm = Clock.now - again
        }
    }

    /// There is no bundle of actors.
    struct MissingActors: ExplainedError {
        let sentence = "there are no actors to run"
        let remedy = "name a bundle of built-in actors with --actors: a CAR file of a builtin-actors release"
    }
}

/// One run over a state of its own.
private final class VMMeasurement {
    private let context: BenchmarkContext
    private let state: VMState
    private let executor: Executor
    private var nonce: UInt64 = 0
    private let compiled: VMBenchmark.Compiled

    private static let batch = 200
    private static let warmUp = 100

    init(_ bundle: String, _ context: BenchmarkContext, _ compiled: VMBenchmark.Compiled) throws {
        self.context = context
        self.compiled = compiled
        let state = try VMState(bundle: bundle)
        self.state = state
        let machine = try Machine(
            state.store, root: state.root,
            context: MachineContext(
                epoch: 1, timestamp: 1, baseFee: TokenAmount(atto: 100),
                circulatingSupply: TokenAmount(atto: 0), chainID: 31_415_926),
            externs: NoChain(), runtime: compiled.runtime)
        executor = Executor(machine)
    }

    func results() throws -> [BenchmarkResult] {
        let multisig = try createMultisig()
        let token = try createToken()
        var results = [
            result("compile all actors, two threads", Samples([compiled.cold]), unit: "s"),
            result("compile all actors, CPU time", Samples([compiled.coldCPU]), unit: "s"),
            result("load compiled actors", Samples([compiled.warm]), unit: "s"),
        ]
        let receiver = state.accounts[1]
        let transfer = bytes(TokenContract.transfer(to: receiver.id, amount: 1))
        results.append(try measure("transfer", to: receiver.address, value: 1))
        results.append(try measure("account PubkeyAddress", to: receiver.address, method: 2))
        results.append(
            try measure("multisig propose and send", to: multisig, method: 2, params: proposal(receiver.id)))
        results.append(
            try measure("EVM token transfer", to: token, method: 3_844_450_837, params: transfer))
        for _ in 0..<Self.batch { try apply(token, 3_844_450_837, 0, transfer) }
        let start = Clock.threadTime
        let root = try executor.flush()
        let flush = (Clock.threadTime - start) * 1e9 / Double(Self.batch)
        results.append(result("flush after \(Self.batch) of them", Samples([flush])))
        return results.map { result in
            var result = result
            result.check = root.description.suffix(16).description
            return result
        }
    }

    private func result(_ variant: String, _ samples: Samples, unit: String = "ns/message") -> BenchmarkResult
    {
        var result = BenchmarkResult(VMBenchmark.self, variant, context, samples, unit: unit, check: "")
        (result.sectors, result.cores, result.sectorSize) = (1, 1, 0)
        return result
    }

    /// Applies one kind of message again and again; what one takes of the thread's time.
    private func measure(
        _ name: String, to: Address, method: UInt64 = 0, value: Int = 0, params: [UInt8] = []
    ) throws -> BenchmarkResult {
        for _ in 0..<Self.warmUp { try apply(to, method, value, params) }
        let store = executor.machine.store
        var (blocks, read, hashed) = (0, 0, 0)
        var samples: [Double] = []
        for _ in 0..<context.runs {
            let before = (store.blocksRead, store.bytesRead, store.bytesWritten)
            let start = Clock.threadTime
            for _ in 0..<Self.batch { try apply(to, method, value, params) }
            samples.append((Clock.threadTime - start) * 1e9 / Double(Self.batch))
            blocks += store.blocksRead - before.0
            read += store.bytesRead - before.1
            hashed += store.bytesWritten - before.2
            // As after a tipset: what no root reaches is forgotten.
            _ = try executor.flush()
        }
        let count = Double(context.runs * Self.batch)
        var result = result(name, Samples(samples))
        result.blocksRead = Double(blocks) / count
        result.bytesRead = Double(read) / count
        result.bytesHashed = Double(hashed) / count
        result.floor = result.bytesHashed.map { $0 * Self.hashing() }
        return result
    }

    /// Nanoseconds that BLAKE2b takes for a byte of a block.
    private static func hashing() -> Double {
        let block = [UInt8](repeating: 1, count: 4096)
        let samples = (0..<5).map { _ in
            let start = Clock.threadTime
            for _ in 0..<16 { _ = Blake2b.hash(block) }
            return (Clock.threadTime - start) * 1e9 / Double(16 * block.count)
        }
        return samples.min() ?? 0
    }

    @discardableResult
    private func apply(_ to: Address, _ method: UInt64, _ value: Int, _ params: [UInt8]) throws -> ApplyResult
    {
        let message = Message(
            to: to, from: state.accounts[0].address, nonce: nonce, value: TokenAmount(atto: value),
            gasLimit: 1_000_000_000, gasFeeCap: TokenAmount(atto: 200), gasPremium: TokenAmount(atto: 10),
            method: method, params: params)
        nonce += 1
        let result = try executor.apply(message, .explicit, rawLength: 200)
        guard result.code.isSuccess else {
            throw IPLDError.badNode("a message failed with \(result.code): \(result.failure ?? "")")
        }
        return result
    }

    // MARK: What is called

    private func createMultisig() throws -> Address {
        var constructor = CBORWriter()
        constructor.array(4)
        constructor.array(1)
        state.accounts[0].address.encode(to: &constructor)
        for number: UInt64 in [1, 0, 0] { constructor.unsigned(number) }
        var params = CBORWriter()
        params.array(2)
        params.link(try state.code("multisig"))
        params.byteString(constructor.bytes)
        return try created(Address(id: 1), method: 2, value: 1_000_000_000, params.bytes)
    }

    private func createToken() throws -> Address {
        try created(Address(id: 10), method: 4, value: 0, bytes(TokenContract.initCode))
    }

    /// Sends what creates an actor, whose ID is the first thing returned.
    private func created(_ to: Address, method: UInt64, value: Int, _ params: [UInt8]) throws -> Address {
        var reader = CBORReader(try apply(to, method, value, params).returned)
        _ = try reader.array()
        if try reader.peek() >> 5 == 0 { return Address(id: try reader.unsigned()) }
        return try Address(from: &reader)
    }

    private func proposal(_ to: UInt64) -> [UInt8] {
        var writer = CBORWriter()
        writer.array(4)
        Address(id: to).encode(to: &writer)
        TokenAmount(atto: 1).encode(to: &writer)
        writer.unsigned(0)
        writer.byteString([])
        return writer.bytes
    }

    private func bytes(_ value: [UInt8]) -> [UInt8] {
        var writer = CBORWriter()
        writer.byteString(value)
        return writer.bytes
    }
}
