import Primitives

extension Invocation {
    func messageContext(_ result: inout GuestResult) throws(ExecutionError) {
        try manager.charge(GasCharge("OnMessageContext", 0))
        result.put(manager.origin)
        result.put(manager.nonce)
        result.put(caller)
        result.put(actorID)
        result.put(method)
        try result.put(value)
        try result.put(manager.gasPremium)
        result.put(UInt64(isReadOnly ? 1 : 0))
    }

    func networkContext(_ result: inout GuestResult) throws(ExecutionError) {
        try manager.charge(GasCharge("OnNetworkContext", 0))
        let context = machine.context
        result.put(context.epoch)
        result.put(context.timestamp)
        try result.put(context.baseFee)
        result.put(context.chainID)
        result.put(context.networkVersion)
    }

    func tipsetCID(
        _ arguments: inout SyscallArguments, _ memory: GuestMemory, _ result: inout GuestResult
    ) throws(ExecutionError) {
        let (epoch, offset, length) = (arguments.i64(), arguments.u32(), arguments.u32())
        try memory.check(offset, length)
        guard epoch >= 0, epoch < machine.context.epoch else {
            throw .syscall(.illegalArgument, "epoch \(epoch) is not in the past")
        }
        try manager.charge(PriceList.lookback("OnTipsetCid", machine.context.epoch - epoch))
        let cid = try ExecutionError.orFatal { try machine.externs.tipsetCID(epoch) }
        result.put(try memory.write(cid, offset, length))
    }

    func randomness(
        _ syscall: Syscall, _ arguments: inout SyscallArguments, _ result: inout GuestResult
    ) throws(ExecutionError) {
        let epoch = arguments.i64()
        let (distance, overflow) = machine.context.epoch.subtractingReportingOverflow(epoch)
        guard !overflow else { throw .syscall(.illegalArgument, "randomness of epoch \(epoch)") }
        try manager.charge(PriceList.lookback("OnGetRandomness", distance))
        do {
            let externs = machine.externs
            result.put(
                try syscall == .chainRandomness
                    ? externs.chainRandomness(epoch) : externs.beaconRandomness(epoch))
        } catch {
            throw .syscall(.illegalArgument, "\(error)")
        }
    }

    func chargeGas(_ arguments: inout SyscallArguments, _ memory: GuestMemory) throws(ExecutionError) {
        let text = try memory.bytes(arguments.u32(), arguments.u32())
        guard let name = String(validating: text, as: UTF8.self) else {
            throw .syscall(.illegalArgument, "a name that is no UTF-8")
        }
        try manager.charge(GasCharge(name, arguments.u64().multipliedSaturating(1000)))
    }

    func send(
        _ arguments: inout SyscallArguments, _ memory: GuestMemory, _ result: inout GuestResult
    ) throws(ExecutionError) {
        let recipient = try memory.address(arguments.u32(), arguments.u32())
        let (method, handle) = (arguments.u64(), arguments.u32())
        let (high, low) = (arguments.u64(), arguments.u64())
        let amount = TokenAmount(atto: UInt128(high) << 64 | UInt128(low))
        let (limit, flags) = (arguments.u64(), arguments.u64())
        guard flags <= 1 else { throw .syscall(.illegalArgument, "invalid send flags \(flags)") }
        let isReadOnly = isReadOnly || flags & 1 == 1
        guard !isReadOnly || amount.isZero else {
            throw .syscall(.readOnly, "cannot transfer in a read-only call")
        }
        let params = handle == BlockRegistry.noData ? nil : try blocks.get(handle)
        guard !blocks.isFull else { throw .syscall(.limitExceeded, "no room for the returned block") }
        let outcome = try manager.transaction { () throws(ExecutionError) in
            try manager.call(
                from: actorID, to: recipient, .invoke(method), params: params, value: amount,
                gasLimit: limit == .max ? nil : limit.multipliedSaturating(1000), isReadOnly: isReadOnly)
        }
        result.put(outcome.code.rawValue)
        guard let block = outcome.block else {
            result.put(BlockRegistry.noData)
            result.put(UInt64(0))
            result.put(UInt32(0))
            return
        }
        let id: UInt32
        do {
            id = try blocks.putReachable(block)
        } catch {
            throw .fatal("the returned block could not be kept")
        }
        result.put(id)
        result.put(block.codec)
        result.put(UInt32(block.bytes.count))
    }

    func emitEvent(_ arguments: inout SyscallArguments, _ memory: GuestMemory) throws(ExecutionError) {
        let (offset, count) = (arguments.u32(), arguments.u32())
        let (size, overflow) = count.multipliedReportingOverflow(by: 24)
        guard !overflow else { throw .syscall(.illegalArgument, "too many event entries") }
        let headers = try memory.bytes(offset, size)
        let keys = try memory.bytes(arguments.u32(), arguments.u32())
        let values = try memory.bytes(arguments.u32(), arguments.u32())
        guard !isReadOnly else { throw .syscall(.readOnly, "cannot emit events in a read-only call") }
        try manager.charge(
            PriceList.event(entries: Int(count), keyBytes: keys.count, valueBytes: values.count))
        let entries = try EventEntries.read(headers, keys, values)
        manager.append(ActorEvent(emitter: actorID, entries: entries))
    }
}

/// The entries of an event as actors hand them over: fixed headers, all keys, all values.
private enum EventEntries {
    static let maxEntries = 255
    static let maxKey = 31
    static let maxValues = 8 << 10

    static func read(
        _ headers: [UInt8], _ keys: [UInt8], _ values: [UInt8]
    ) throws(ExecutionError) -> [ActorEvent.Entry] {
        guard headers.count / 24 <= maxEntries else { throw .syscall(.limitExceeded, "too many entries") }
        guard values.count <= maxValues else { throw .syscall(.limitExceeded, "values too large") }
        guard String(validating: keys, as: UTF8.self) != nil else {
            throw .syscall(.illegalArgument, "keys that are no UTF-8")
        }
        var (keyStart, valueStart) = (0, 0)
        var entries: [ActorEvent.Entry] = []
        for start in stride(from: 0, to: headers.count, by: 24) {
            func number(_ offset: Int, _ bytes: Int) -> UInt64 {
                (0..<bytes).reduce(0) { $0 | UInt64(headers[start + offset + $1]) << UInt64($1 * 8) }
            }
            let (flags, codec) = (number(0, 8), number(8, 8))
            let (keyCount, valueCount) = (Int(number(16, 4)), Int(number(20, 4)))
            guard flags <= 3 else { throw .syscall(.illegalArgument, "invalid event flags \(flags)") }
            guard keyCount <= maxKey else { throw .syscall(.limitExceeded, "a key of \(keyCount) bytes") }
            guard valueCount <= maxValues else { throw .syscall(.illegalArgument, "a value out of range") }
            // A key may not begin or end within a character.
            guard keyStart + keyCount <= keys.count,
                let key = String(validating: keys[keyStart..<keyStart + keyCount], as: UTF8.self)
            else { throw .syscall(.illegalArgument, "a key out of range") }
            guard valueStart + valueCount <= values.count else {
                throw .syscall(.illegalArgument, "a value out of range")
            }
            guard codec == CID.Codec.raw || codec == CID.Codec.cbor else {
                throw .syscall(.illegalCodec, "event codec \(codec)")
            }
            entries.append(
                ActorEvent.Entry(
                    flags: flags, key: key, codec: codec,
                    value: Array(values[valueStart..<valueStart + valueCount])))
            keyStart += keyCount
            valueStart += valueCount
        }
        guard keyStart == keys.count, valueStart == values.count else {
            throw .syscall(.illegalArgument, "more keys or values than entries")
        }
        return entries
    }
}
