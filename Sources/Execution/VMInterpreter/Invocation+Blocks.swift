import IPLD
import Primitives

extension Invocation {
    /// The links of a block, at the price of the scan.
    private func scan(_ codec: UInt64, _ bytes: [UInt8]) throws(ExecutionError) -> [CID] {
        let scan = LinkScanner.scan(codec, bytes, available: manager.gas.available)
        try manager.charge(GasCharge("OnScanIpldLinks", scan.gas))
        if let error = scan.error { throw error }
        return scan.links
    }

    func blockOpen(
        _ arguments: inout SyscallArguments, _ memory: GuestMemory, _ result: inout GuestResult
    ) throws(ExecutionError) {
        let cid = try memory.cid(arguments.u32())
        try manager.charge(PriceList.blockOpenBase)
        guard blocks.isReachable(cid) else { throw .syscall(.notFound, "\(cid) is not reachable") }
        let bytes = try ExecutionError.orFatal { try machine.store.require(cid) }
        manager.note(.blockRead(cid, bytes.count))
        let links = try scan(cid.codec, bytes)
        try manager.charge(PriceList.blockOpen(bytes: bytes.count, links: links.count))
        let id = try blocks.putReachable(Block(codec: cid.codec, bytes: bytes, links: links))
        result.put(cid.codec)
        result.put(id)
        result.put(UInt32(bytes.count))
    }

    func blockCreate(
        _ arguments: inout SyscallArguments, _ memory: GuestMemory, _ result: inout GuestResult
    ) throws(ExecutionError) {
        let codec = arguments.u64()
        let bytes = try memory.bytes(arguments.u32(), arguments.u32())
        guard bytes.count <= Machine.maxBlockSize else {
            throw .syscall(.limitExceeded, "a block of \(bytes.count) bytes")
        }
        guard LinkScanner.allowed.contains(codec) else {
            throw .syscall(.illegalCodec, "codec \(codec) is not allowed")
        }
        let links = try scan(codec, bytes)
        try manager.charge(PriceList.blockCreate(bytes: bytes.count, links: links.count))
        result.put(try blocks.putChecked(Block(codec: codec, bytes: bytes, links: links)))
    }

    func blockRead(
        _ arguments: inout SyscallArguments, _ memory: GuestMemory, _ result: inout GuestResult
    ) throws(ExecutionError) {
        let (id, offset) = (arguments.u32(), arguments.u32())
        let (place, length) = (arguments.u32(), arguments.u32())
        try memory.check(place, length)
        guard let end = Int32(exactly: UInt64(offset) + UInt64(length)) else {
            throw .syscall(.illegalArgument, "offset and length do not fit 31 bits")
        }
        let bytes = try blocks.get(id).bytes
        let count = min(max(0, bytes.count - Int(offset)), Int(length))
        try manager.charge(PriceList.blockRead(bytes: count))
        if count > 0 { memory.write(bytes[Int(offset)..<Int(offset) + count], at: Int(place)) }
        result.put(Int32(bytes.count) - end)
    }

    func blockStat(
        _ arguments: inout SyscallArguments, _ result: inout GuestResult
    ) throws(ExecutionError) {
        try manager.charge(PriceList.blockStat)
        let block = try blocks.get(arguments.u32())
        result.put(block.codec)
        result.put(UInt32(block.bytes.count))
    }

    func blockLink(
        _ arguments: inout SyscallArguments, _ memory: GuestMemory, _ result: inout GuestResult
    ) throws(ExecutionError) {
        let (id, function, length) = (arguments.u32(), arguments.u64(), arguments.u32())
        let (place, room) = (arguments.u32(), arguments.u32())
        try memory.check(place, room)
        guard function == CID.HashCode.blake2b256, length == 32 else {
            throw .syscall(.illegalCID, "a CID must be BLAKE2b of 32 bytes")
        }
        let block = try blocks.get(id)
        try manager.charge(PriceList.blockLink(bytes: block.bytes.count))
        let cid = CID(of: block.bytes, codec: block.codec)
        machine.store.put(cid, block.bytes)
        blocks.markReachable(cid)
        manager.note(.blockWritten(cid, block.bytes.count))
        result.put(try memory.write(cid, place, room))
    }

    func root(
        _ arguments: inout SyscallArguments, _ memory: GuestMemory, _ result: inout GuestResult
    ) throws(ExecutionError) {
        let (place, room) = (arguments.u32(), arguments.u32())
        try memory.check(place, room)
        try manager.charge(PriceList.getRoot)
        guard let actor = try manager.actor(actorID) else {
            throw .syscall(.illegalOperation, "the actor was deleted")
        }
        blocks.markReachable(actor.head)
        result.put(try memory.write(actor.head, place, room))
    }

    func setRoot(_ arguments: inout SyscallArguments, _ memory: GuestMemory) throws(ExecutionError) {
        let cid = try memory.cid(arguments.u32())
        guard !isReadOnly else { throw .syscall(.readOnly, "cannot set the root in a read-only call") }
        try manager.charge(PriceList.setRoot)
        guard blocks.isReachable(cid) else { throw .syscall(.notFound, "\(cid) is not reachable") }
        guard var actor = try manager.actor(actorID) else {
            throw .syscall(.illegalOperation, "the actor was deleted")
        }
        actor.head = cid
        try manager.set(actorID, actor)
    }
}
