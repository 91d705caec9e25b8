import IPLD
import Primitives
import WasmEngine

/// What a call came to.
struct InvocationResult {
    var code: ExitCode = .ok
    var block: Block?
}

/// What is called.
enum Entrypoint: Equatable {
    /// A method, as a message or an actor asked for it.
    case invoke(UInt64)
    /// The constructor of an account that came to be by being sent to.
    case implicitConstructor

    var method: UInt64 {
        switch self {
        case .invoke(let method): method
        case .implicitConstructor: 1
        }
    }
}

/// Runs one message: the stack of calls, the gas, the accesses paid for, the events.
final class CallManager {
    let machine: Machine
    let origin: UInt64
    let originAddress: Address
    let nonce: UInt64
    let gasPremium: TokenAmount
    let gas: GasTracker
    private let isTracing: Bool
    private(set) var trace: [TraceEvent] = []
    private(set) var backtrace: [BacktraceFrame] = []
    private(set) var events: [ActorEvent] = []
    private let accesses = AccessTracker()
    private var created: UInt64 = 0
    private var depth = 0
    /// Bytes of memory and tables of all instances that are on the stack.
    var memoryInUse = 0

    static let eamActor: UInt64 = 10
    static let systemActor: UInt64 = 0
    static let initActor: UInt64 = 1
    static let burntFundsActor: UInt64 = 99

    init(
        _ machine: Machine, gasLimit: UInt64, origin: UInt64, originAddress: Address, receiver: UInt64?,
        receiverAddress: Address, nonce: UInt64, gasPremium: TokenAmount
    ) {
        self.machine = machine
        self.origin = origin
        self.originAddress = originAddress
        self.nonce = nonce
        self.gasPremium = gasPremium
        gas = GasTracker(gas: gasLimit)
        isTracing = machine.isTracing
        accesses.recordUpdate(origin)
        accesses.recordLookup(originAddress)
        if let receiver { accesses.recordRead(receiver) }
        accesses.recordLookup(receiverAddress)
    }

    // MARK: Gas and traces

    func charge(_ charge: GasCharge) throws(ExecutionError) {
        if isTracing { trace.append(.gas(charge)) }
        try gas.charge(charge.total)
    }

    func note(_ event: @autoclosure () -> TraceEvent) {
        if isTracing { trace.append(event()) }
    }

    func append(_ event: ActorEvent) { events.append(event) }

    // MARK: Actors

    func resolve(_ address: Address) throws(ExecutionError) -> UInt64? {
        if let id = address.id { return id }
        if !accesses.knows(address) { try charge(GasCharge("OnResolveAddress", 0)) }
        let id = try ExecutionError.orFatal { try machine.tree.resolve(address) }
        if id != nil { accesses.recordLookup(address) }
        return id
    }

    func actor(_ id: UInt64) throws(ExecutionError) -> ActorState? {
        if accesses.access(id) < .read { try charge(PriceList.actorLookupCharge) }
        let actor = try ExecutionError.orFatal { try machine.tree.actor(id) }
        accesses.recordRead(id)
        return actor
    }

    /// Writes an actor; nil deletes it.
    func set(_ id: UInt64, _ actor: ActorState?) throws(ExecutionError) {
        try chargeUpdate(id)
        machine.tree.set(id, actor)
        accesses.recordUpdate(id)
    }

    private func chargeUpdate(_ id: UInt64) throws(ExecutionError) {
        let access = accesses.access(id)
        if access < .read { try charge(PriceList.actorLookupCharge) }
        if access < .updated { try charge(PriceList.actorUpdateCharge) }
    }

    func transfer(from: UInt64, to: UInt64, _ value: TokenAmount) throws(ExecutionError) {
        guard !value.isNegative else { throw .syscall(.illegalArgument, "a negative transfer") }
        guard let balance = try balance(from) else {
            throw .syscall(.insufficientFunds, "sender f0\(from) does not exist")
        }
        guard balance >= value else {
            throw .syscall(.insufficientFunds, "f0\(from) has \(balance) FIL, less than \(value)")
        }
        if from == to { return }
        guard try self.balance(to) != nil else { throw .syscall(.notFound, "f0\(to) does not exist") }
        try add(from, .zero - value)
        try add(to, value)
    }

    /// What an actor owns, at the price of reading it.
    func balance(_ id: UInt64) throws(ExecutionError) -> TokenAmount? {
        if accesses.access(id) < .read { try charge(PriceList.actorLookupCharge) }
        let balance = try ExecutionError.orFatal { try machine.tree.balance(id) }
        accesses.recordRead(id)
        return balance
    }

    /// Adds to what an actor owns, at the price of writing it.
    private func add(_ id: UInt64, _ amount: TokenAmount) throws(ExecutionError) {
        try chargeUpdate(id)
        _ = try ExecutionError.orFatal { try machine.tree.add(id, amount) }
        accesses.recordUpdate(id)
    }

    /// The f2 address of the next actor that the message creates.
    var nextActorAddress: Address {
        var seed = originAddress.cbor
        for number in [nonce, created] {
            for shift in stride(from: 56, through: 0, by: -8) {
                seed.append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
            }
        }
        return Address(actorData: seed)
    }

    func createActor(code: CID, id: UInt64, delegated: Address?) throws(ExecutionError) {
        let manifest = machine.manifest
        guard code != manifest.placeholder else {
            throw .syscall(.forbidden, "a placeholder cannot be constructed")
        }
        let made: ActorState
        if var old = try actor(id) {
            guard old.code == manifest.placeholder else {
                throw .syscall(.forbidden, "actor f0\(id) exists already")
            }
            guard old.delegatedAddress != nil else {
                throw .fatal("placeholder f0\(id) has no delegated address")
            }
            guard old.delegatedAddress == delegated else {
                throw .syscall(.forbidden, "the placeholder has another delegated address")
            }
            old.code = code
            made = old
        } else {
            try charge(PriceList.createActor(newAddress: false))
            made = ActorState(code: code, delegatedAddress: delegated)
        }
        try set(id, made)
        created += 1
    }

    // MARK: Transactions

    /// Runs `body`; undoes what it did unless it succeeds.
    func transaction(
        _ body: () throws(ExecutionError) -> InvocationResult
    ) throws(ExecutionError) -> InvocationResult {
        let tree = machine.tree
        let (treeMark, accessMark, eventCount) = (tree.begin(), accesses.mark, events.count)
        func end(revert: Bool) {
            tree.end(treeMark, revert: revert)
            if revert {
                accesses.revert(to: accessMark)
                events.removeLast(events.count - eventCount)
            }
        }
        do {
            let result = try body()
            end(revert: !result.code.isSuccess)
            return result
        } catch {
            end(revert: true)
            throw error
        }
    }

    // MARK: Calls

    /// Calls an actor. `gasLimit` in milligas; nil: what is left.
    func call(
        from: UInt64, to: Address, _ entry: Entrypoint, params: Block?, value: TokenAmount, gasLimit: UInt64?,
        isReadOnly: Bool
    ) throws(ExecutionError) -> InvocationResult {
        note(
            .call(
                from: from, to: to, method: entry.method, params: params?.traced, value: value,
                gasLimit: min((gasLimit ?? .max).gasRoundedUp, gas.available.gasRoundedUp),
                isReadOnly: isReadOnly))
        if let gasLimit { gas.push(limit: gasLimit) }
        var outcome: Result<InvocationResult, ExecutionError>
        do {
            outcome = .success(
                try stacked { () throws(ExecutionError) in
                    try callUnchecked(from: from, to: to, entry, params, value, isReadOnly)
                })
        } catch {
            outcome = .failure(error)
        }
        if gasLimit != nil { gas.pop() }
        if case .failure(.outOfGas) = outcome, gas.available > 0 {
            outcome = .success(InvocationResult(code: .outOfGas))
        }
        note(Self.traced(outcome))
        return try outcome.get()
    }

    private static func traced(_ outcome: Result<InvocationResult, ExecutionError>) -> TraceEvent {
        switch outcome {
        case .success(let result): .returned(result.code, result.block?.traced)
        case .failure(.outOfGas): .returned(.outOfGas, nil)
        case .failure(.fatal): .failed(.forbidden, "fatal")
        case .failure(.syscall(let number, let text)): .failed(number, text)
        }
    }

    private func stacked(
        _ body: () throws(ExecutionError) -> InvocationResult
    ) throws(ExecutionError) -> InvocationResult {
        guard depth < Machine.maxCallDepth else {
            throw .syscall(.limitExceeded, "the message calls deeper than \(Machine.maxCallDepth)")
        }
        depth += 1
        let memory = memoryInUse
        defer {
            depth -= 1
            memoryInUse = memory
        }
        return try body()
    }

    private func callUnchecked(
        from: UInt64, to: Address, _ entry: Entrypoint, _ params: Block?, _ value: TokenAmount,
        _ isReadOnly: Bool
    ) throws(ExecutionError) -> InvocationResult {
        let id: UInt64
        if let known = try resolve(to) {
            id = known
        } else {
            switch to.kind {
            case .bls, .secp256k1:
                guard !isReadOnly else { throw .syscall(.readOnly, "cannot create account \(to)") }
                id = try createAccount(to)
            case .delegated where to.delegated?.namespace == Self.eamActor:
                guard !isReadOnly else { throw .syscall(.readOnly, "cannot create account \(to)") }
                id = try create(
                    to, ActorState(code: machine.manifest.placeholder, delegatedAddress: to))
            default: throw .syscall(.notFound, "actor \(to) does not exist")
            }
        }
        return try callResolved(from: from, to: id, entry, params, value, isReadOnly)
    }

    private func create(_ address: Address, _ actor: ActorState) throws(ExecutionError) -> UInt64 {
        try charge(PriceList.createActor(newAddress: true))
        let id = try ExecutionError.orFatal { try machine.tree.register(address) }
        accesses.recordLookup(address)
        try set(id, actor)
        return id
    }

    private func createAccount(_ address: Address) throws(ExecutionError) -> UInt64 {
        guard !address.isBLSZero else {
            throw .syscall(.illegalArgument, "the BLS zero address is nobody's")
        }
        let id = try create(address, ActorState(code: machine.manifest.account))
        let params = Block(codec: CID.Codec.cbor, bytes: address.cbor)
        // Whatever the constructor says, the account is there.
        _ = try callResolved(from: Self.systemActor, to: id, .implicitConstructor, params, .zero, false)
        return id
    }

    private func callResolved(
        from: UInt64, to: UInt64, _ entry: Entrypoint, _ params: Block?, _ value: TokenAmount,
        _ isReadOnly: Bool
    ) throws(ExecutionError) -> InvocationResult {
        guard let state = try actor(to) else { throw .syscall(.notFound, "actor f0\(to) does not exist") }
        if entry != .implicitConstructor { note(.invoke(id: to, state: state)) }
        if !value.isZero {
            try charge(PriceList.valueTransfer)
            try transfer(from: from, to: to, value)
        }
        if entry == .invoke(0) { return InvocationResult() }
        try charge(PriceList.methodInvocation(links: params?.links.count ?? 0))
        let invocation = Invocation(
            self, caller: from, actor: to, method: entry.method, value: value, isReadOnly: isReadOnly)
        let handle = try params.map { block throws(ExecutionError) in
            try invocation.blocks.putReachable(block)
        }
        let abort: Abort?
        var result = InvocationResult()
        do {
            result.block = try invocation.run(code: state.code, params: handle ?? BlockRegistry.noData)
            abort = nil
        } catch {
            abort = error
        }
        var failure: ExecutionError?
        if let abort {
            (result, failure) = settle(abort, invocation, entry)
        }
        if failure == nil, let block = result.block {
            try charge(
                PriceList.methodReturn(depth: depth, bytes: block.bytes.count, links: block.links.count))
        }
        if let failure { throw failure }
        return result
    }

    /// What a call that did not return came to.
    private func settle(
        _ abort: Abort, _ invocation: Invocation, _ entry: Entrypoint
    ) -> (InvocationResult, ExecutionError?) {
        var result = InvocationResult()
        var failure: ExecutionError?
        var text = ""
        switch abort {
        case .exit(let code, let message, let handle):
            (result.code, text) = (code, message)
            if handle != BlockRegistry.noData {
                do {
                    result.block = try invocation.blocks.get(handle)
                } catch {
                    result.code = .missingReturn
                    failure = .fatal("the exit's data block does not exist")
                }
            }
        case .outOfGas:
            (result.code, text, failure) = (.outOfGas, "out of gas", .outOfGas)
        case .fatal(let why):
            (result.code, text, failure) = (.assertionFailed, why, .fatal(why))
        }
        if !result.code.isSuccess, case .invoke(let method) = entry {
            backtrace.append(
                BacktraceFrame(actor: invocation.actorID, method: method, code: result.code, message: text))
        }
        return (result, failure)
    }
}

/// How a run of a module ended other than by returning.
enum Abort: Error {
    case exit(ExitCode, String, UInt32)
    case outOfGas
    case fatal(String)

    /// A refused syscall outside of one is the machine's fault.
    init(_ error: ExecutionError) {
        switch error {
        case .outOfGas: self = .outOfGas
        case .fatal(let why): self = .fatal(why)
        case .syscall(_, let text): self = .fatal("unexpected syscall error: \(text)")
        }
    }
}
