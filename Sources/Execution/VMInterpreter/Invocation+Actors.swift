import Primitives

extension Invocation {
    func currentBalance() throws(ExecutionError) -> TokenAmount {
        try manager.charge(GasCharge("OnSelfBalance", 0))
        return try manager.balance(actorID) ?? .zero
    }

    func selfDestruct(_ arguments: inout SyscallArguments) throws(ExecutionError) {
        guard !isReadOnly else { throw .syscall(.readOnly, "cannot self-destruct in a read-only call") }
        try manager.charge(GasCharge("OnDeleteActor", 0))
        let balance = try currentBalance()
        if !balance.isZero {
            guard arguments.u32() > 0 else { throw .syscall(.illegalOperation, "there are unspent funds") }
            do {
                try manager.transfer(from: actorID, to: CallManager.burntFundsActor, balance)
            } catch .syscall(_, let text) {
                throw .fatal(text)
            }
        }
        try manager.set(actorID, nil)
    }

    func resolveAddress(
        _ arguments: inout SyscallArguments, _ memory: GuestMemory, _ result: inout GuestResult
    ) throws(ExecutionError) {
        let address = try memory.address(arguments.u32(), arguments.u32())
        try manager.charge(GasCharge("OnResolveAddress", 0))
        guard let id = try manager.resolve(address) else { throw .syscall(.notFound, "actor not found") }
        result.put(id)
    }

    func lookupDelegatedAddress(
        _ arguments: inout SyscallArguments, _ memory: GuestMemory, _ result: inout GuestResult
    ) throws(ExecutionError) {
        let (id, place, room) = (arguments.u64(), arguments.u32(), arguments.u32())
        try memory.check(place, room)
        try manager.charge(GasCharge("OnLookupAddress", 0))
        guard let address = try existing(id).delegatedAddress else { return result.put(UInt32(0)) }
        guard address.bytes.count <= Int(room) else {
            throw .syscall(.bufferTooSmall, "no room for an address")
        }
        memory.write(address.bytes, at: Int(place))
        result.put(UInt32(address.bytes.count))
    }

    private func existing(_ id: UInt64) throws(ExecutionError) -> ActorState {
        guard let actor = try manager.actor(id) else { throw .syscall(.notFound, "actor not found") }
        return actor
    }

    func actorCode(
        _ arguments: inout SyscallArguments, _ memory: GuestMemory, _ result: inout GuestResult
    ) throws(ExecutionError) {
        let (id, place, room) = (arguments.u64(), arguments.u32(), arguments.u32())
        try memory.check(place, room)
        try manager.charge(GasCharge("OnGetActorCodeCid", 0))
        result.put(try memory.write(existing(id).code, place, room))
    }

    func nextActorAddress(
        _ arguments: inout SyscallArguments, _ memory: GuestMemory, _ result: inout GuestResult
    ) throws(ExecutionError) {
        let (place, room) = (arguments.u32(), arguments.u32())
        try memory.check(place, room)
        guard room >= 21 else { throw .syscall(.bufferTooSmall, "an address needs 21 bytes") }
        let bytes = manager.nextActorAddress.bytes
        memory.write(bytes, at: Int(place))
        result.put(UInt32(bytes.count))
    }

    func createActor(_ arguments: inout SyscallArguments, _ memory: GuestMemory) throws(ExecutionError) {
        let (id, place) = (arguments.u64(), arguments.u32())
        let code = try memory.cid(place)
        let (offset, length) = (arguments.u32(), arguments.u32())
        let delegated = length > 0 ? try memory.address(offset, length) : nil
        guard actorID == CallManager.initActor else {
            throw .syscall(.forbidden, "only the init actor creates actors")
        }
        guard !isReadOnly else { throw .syscall(.readOnly, "cannot create an actor in a read-only call") }
        try manager.createActor(code: code, id: id, delegated: delegated)
    }

    func builtinType(
        _ arguments: inout SyscallArguments, _ memory: GuestMemory, _ result: inout GuestResult
    ) throws(ExecutionError) {
        let code = try memory.cid(arguments.u32())
        try manager.charge(GasCharge("OnGetBuiltinActorType", 0))
        result.put(machine.manifest.number(code))
    }

    func codeForType(
        _ arguments: inout SyscallArguments, _ memory: GuestMemory, _ result: inout GuestResult
    ) throws(ExecutionError) {
        let (number, place, room) = (arguments.u32(), arguments.u32(), arguments.u32())
        try memory.check(place, room)
        try manager.charge(GasCharge("OnGetCodeCidForType", 0))
        guard let code = machine.manifest.code(number) else {
            throw .syscall(.illegalArgument, "there is no actor type \(number)")
        }
        result.put(try memory.write(code, place, room))
    }

    func balanceOf(
        _ arguments: inout SyscallArguments, _ result: inout GuestResult
    ) throws(ExecutionError) {
        let id = arguments.u64()
        try manager.charge(GasCharge("OnBalanceOf", 0))
        try result.put(existing(id).balance)
    }
}

extension Address {
    /// The f3 address of the point at infinity, which anyone could sign for.
    var isBLSZero: Bool {
        kind == .bls && payload.first == 0xc0 && payload.dropFirst().allSatisfy { $0 == 0 }
    }
}
