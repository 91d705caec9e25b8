import IPLD
import Primitives
import WasmEngine

/// One call of an actor's method: its instance, its blocks, and the syscalls that it makes.
final class Invocation: WasmHost {
    let manager: CallManager
    let caller: UInt64
    let actorID: UInt64
    let method: UInt64
    let value: TokenAmount
    let isReadOnly: Bool
    var blocks = BlockRegistry()

    private var abort: Abort?
    private var isStarting = false
    /// Gas that was left when the instance's counter was last set, and memory in use then.
    // Nothing here calls out while one of these changes.
    @exclusivity(unchecked) private var lastGas: UInt64 = 0
    @exclusivity(unchecked) private var lastMemory = 0
    /// Bytes in use without this instance's memory: those of outer calls, and its tables.
    @exclusivity(unchecked) private var otherMemory = 0

    init(
        _ manager: CallManager, caller: UInt64, actor: UInt64, method: UInt64, value: TokenAmount,
        isReadOnly: Bool
    ) {
        self.manager = manager
        self.caller = caller
        actorID = actor
        self.method = method
        self.value = value
        self.isReadOnly = isReadOnly
    }

    var machine: Machine { manager.machine }

    /// Runs the program; what it returned.
    func run(code: CID, params: UInt32) throws(Abort) -> Block? {
        let module = try module(code)
        try chargeInit(module)
        unsafe otherMemory = manager.memoryInUse + module.tableElements * 8
        let instance = try instantiate(module)
        guard instance.exports("invoke") else {
            throw .exit(.invalidReceiver, "the actor has no 'invoke'", BlockRegistry.noData)
        }
        setGas(instance, memory: instance.memoryBytes)
        let outcome = instance.call("invoke", [params])
        try chargeExecution(instance, memory: instance.memoryBytes)
        switch outcome {
        case .value(BlockRegistry.noData): return nil
        case .value(let handle):
            do {
                return try blocks.get(handle)
            } catch {
                throw .exit(.missingReturn, "the returned block does not exist", BlockRegistry.noData)
            }
        case .trap(let what): throw .exit(.illegalInstruction, what, BlockRegistry.noData)
        case .stopped: throw abort ?? .fatal("an instance stopped by itself")
        case .failed(let why): throw .fatal(why)
        }
    }

    private func module(_ code: CID) throws(Abort) -> any WasmModule {
        do {
            return try machine.module(code)
        } catch {
            throw .fatal("program \(code): \(error)")
        }
    }

    private func chargeInit(_ module: any WasmModule) throws(Abort) {
        do {
            if let elements = module.exportedTableElements {
                try manager.charge(
                    GasCharge("wasm_table_init", PriceList.memoryByte * UInt64(elements) * 8))
            }
            try manager.charge(
                GasCharge("wasm_memory_init", PriceList.memoryByte * UInt64(module.minimumMemory)))
        } catch {
            throw Abort(error)
        }
    }

    private func instantiate(_ module: any WasmModule) throws(Abort) -> any WasmInstance {
        let limit = min(Machine.maxInstanceMemory, Machine.maxMemory - memoryElsewhere)
        let instance: any WasmInstance
        do {
            instance = try module.instantiate(memoryLimit: limit, host: self)
        } catch {
            try charge("wasm_exec", 0)
            throw .exit(.illegalInstruction, error.reason, BlockRegistry.noData)
        }
        if module.hasStart {
            try start(instance)
        } else {
            // Nothing ran that is metered; the reference traces a charge of nothing.
            try charge("wasm_exec", 0)
        }
        return instance
    }

    /// Runs the start function, which is part of instantiation and can reach nothing outside of its instance.
    private func start(_ instance: any WasmInstance) throws(Abort) {
        setGas(instance, memory: instance.memoryBytes)
        isStarting = true
        let outcome = instance.start()
        isStarting = false
        try chargeExecution(instance, memory: instance.memoryBytes)
        guard case .value = outcome else {
            throw .exit(.illegalInstruction, "the start function ended with \(outcome)", BlockRegistry.noData)
        }
    }

    private var memoryElsewhere: Int { unsafe otherMemory }

    private func charge(_ name: String, _ milligas: UInt64) throws(Abort) {
        do {
            try manager.charge(GasCharge(name, milligas))
        } catch {
            throw Abort(error)
        }
    }

    /// Tells the instance what gas is left. `memory`: bytes that its memory has now.
    private func setGas(_ instance: any WasmInstance, memory: Int) {
        let gas = manager.gas.available
        instance.gas = Int64(gas)
        unsafe lastGas = gas
        unsafe lastMemory = otherMemory + memory
    }

    /// Takes the gas that the instance used since it was last told. `memory`: bytes that its memory has now.
    private func chargeExecution(_ instance: any WasmInstance, memory: Int) throws(Abort) {
        let left = instance.gas
        var execution =
            unsafe left < 0
            ? lastGas.addingSaturating(left.magnitude) : lastGas.subtractingSaturating(left.magnitude)
        let grown = unsafe max(0, otherMemory + memory - lastMemory)
        // What memory.grow cost is part of it, and only shown apart.
        let growth = min(PriceList.memoryByte * UInt64(grown), execution)
        execution -= growth
        try charge("wasm_exec", execution)
        if growth > 0 { try charge("wasm_memory_grow", growth) }
    }

    func hostCall(
        _ index: Int, _ arguments: UnsafeBufferPointer<UInt64>, _ instance: any WasmInstance
    ) -> UInt32? {
        // The reference has no memory for it yet: a start function that asks for anything ends.
        guard !isStarting else { return nil }
        // Only the instance itself makes its memory grow: not while a syscall runs.
        let memory = unsafe GuestMemory(instance.memory)
        do {
            try chargeExecution(instance, memory: memory.count)
            try charge("OnSyscall", PriceList.hostCall.compute)
        } catch {
            abort = error
            return nil
        }
        let resultBytes = Syscall.resultSizes[index]
        let place = unsafe UInt32(truncatingIfNeeded: arguments.first ?? 0)
        if resultBytes > 0, Int(place) > memory.count || memory.count - Int(place) < resultBytes {
            // Without telling the instance its gas: the next charge counts from the same point again.
            return ErrorNumber.illegalArgument.rawValue
        }
        manager.memoryInUse = memoryElsewhere + memory.count
        let values = unsafe SyscallArguments(arguments, from: resultBytes > 0 ? 1 : 0)
        let result = serve(index, values, memory, GuestResult(memory, at: place))
        setGas(instance, memory: memory.count)
        return result
    }

    /// Does a syscall; its error number, 0 for success, nil to stop.
    private func serve(
        _ index: Int, _ arguments: SyscallArguments, _ memory: GuestMemory, _ result: GuestResult
    ) -> UInt32? {
        guard let syscall = Syscall(rawValue: index) else {
            abort = .fatal("there is no syscall \(index)")
            return nil
        }
        if syscall == .exit {
            abort = exit(arguments, memory)
            return nil
        }
        do {
            try dispatch(syscall, arguments, memory, result)
            return 0
        } catch {
            switch error {
            case .syscall(let number, _): return number.rawValue
            case .outOfGas: abort = .outOfGas
            case .fatal(let why): abort = .fatal(why)
            }
            return nil
        }
    }

    private func exit(_ arguments: SyscallArguments, _ memory: GuestMemory) -> Abort {
        var arguments = arguments
        let code = ExitCode(rawValue: arguments.u32())
        let handle = arguments.u32()
        if !code.isSuccess && code.isSystem {
            return .exit(.illegalExitCode, "the actor exited with system code \(code)", handle)
        }
        let (offset, length) = (arguments.u32(), arguments.u32())
        // What the actor says is for people: the first kilobyte is enough.
        let text = (try? memory.bytes(offset, min(length, 1024))) ?? []
        return .exit(code, String(decoding: text, as: UTF8.self), handle)
    }
}
