import IPLD
import Keys
import Primitives

extension Invocation {
    func dispatchCrypto(
        _ syscall: Syscall, _ arguments: inout SyscallArguments, _ memory: GuestMemory,
        _ result: inout GuestResult
    ) throws(ExecutionError) {
        switch syscall {
        case .verifySignature: try verifySignature(&arguments, memory, &result)
        case .verifyBLSAggregate: try verifyBLSAggregate(&arguments, memory, &result)
        case .recoverPublicKey: try recoverPublicKey(&arguments, memory, &result)
        case .hash: try hash(&arguments, memory, &result)
        case .unsealedSectorCID: try unsealedSectorCID(&arguments, memory, &result)
        case .verifyPoSt: try verifyPoSt(&arguments, memory, &result)
        case .verifyConsensusFault: try verifyConsensusFault(&arguments, memory, &result)
        case .verifyAggregateSeals: try verifyAggregateSeals(&arguments, memory, &result)
        case .verifyReplicaUpdate: try verifyReplicaUpdate(&arguments, memory, &result)
        case .batchVerifySeals: try batchVerifySeals(&arguments, memory)
        default: throw .fatal("syscall \(syscall) is not dispatched")
        }
    }

    private func put(_ isValid: Bool, _ result: inout GuestResult) { result.put(Int32(isValid ? 0 : -1)) }

    private func verifySignature(
        _ arguments: inout SyscallArguments, _ memory: GuestMemory, _ result: inout GuestResult
    ) throws(ExecutionError) {
        let type = arguments.u32()
        guard type == 1 || type == 2 else { throw .syscall(.illegalArgument, "signature type \(type)") }
        let bytes = try memory.bytes(arguments.u32(), arguments.u32())
        let signer = try memory.address(arguments.u32(), arguments.u32())
        let message = try memory.bytes(arguments.u32(), arguments.u32())
        let price = type == 1 ? PriceList.secp256k1 : PriceList.bls
        try manager.charge(GasCharge("OnVerifySignature", price.apply(UInt64(message.count))))
        guard signer.kind == .secp256k1 || signer.kind == .bls else {
            throw .syscall(.illegalArgument, "the address of a signer must be f1 or f3")
        }
        let kind: Signature.Kind = type == 1 ? .secp256k1 : .bls
        let signature = try? Signature(kind: kind, data: bytes)
        put((try? signature?.isValid(message, signer: signer)) ?? false, &result)
    }

    private func verifyBLSAggregate(
        _ arguments: inout SyscallArguments, _ memory: GuestMemory, _ result: inout GuestResult
    ) throws(ExecutionError) {
        let count = arguments.u32()
        let (keyBytes, overflow) = count.multipliedReportingOverflow(by: 48)
        guard !overflow else { throw .syscall(.illegalArgument, "too many signers") }
        let signature = try memory.bytes(arguments.u32(), 96)
        let keys = try memory.bytes(arguments.u32(), keyBytes)
        let place = arguments.u32()
        let lengthBytes = try memory.bytes(arguments.u32(), count * 4)
        let lengths = (0..<Int(count)).map { index -> UInt32 in
            let word = lengthBytes[index * 4..<index * 4 + 4]
            return word.reversed().reduce(0) { sum, byte in sum << 8 | UInt32(byte) }
        }
        // The reference's sum wraps round at 32 bits, and is looked at again afterwards.
        let joined = try memory.bytes(place, lengths.reduce(0, &+))
        try manager.charge(PriceList.verifyBLSAggregate(signers: Int(count), bytes: joined.count))
        var signers: [(publicKey: [UInt8], message: [UInt8])] = []
        var start = 0
        for (index, length) in lengths.enumerated() {
            guard start + Int(length) <= joined.count else {
                throw .syscall(.illegalArgument, "a message is out of bounds")
            }
            signers.append(
                (Array(keys[index * 48..<(index + 1) * 48]), Array(joined[start..<start + Int(length)])))
            start += Int(length)
        }
        guard start == joined.count else { throw .syscall(.illegalArgument, "more bytes than messages") }
        put((try? BLS.verifyAggregate(signature, signers)) ?? false, &result)
    }

    private func recoverPublicKey(
        _ arguments: inout SyscallArguments, _ memory: GuestMemory, _ result: inout GuestResult
    ) throws(ExecutionError) {
        let hash = try memory.bytes(arguments.u32(), 32)
        let signature = try memory.bytes(arguments.u32(), 65)
        try manager.charge(PriceList.recoverPublicKey)
        guard let key = try? Secp256k1.recover(signature, hash: hash) else {
            throw .syscall(.illegalArgument, "no key can be recovered")
        }
        result.put(key)
    }

    private func hash(
        _ arguments: inout SyscallArguments, _ memory: GuestMemory, _ result: inout GuestResult
    ) throws(ExecutionError) {
        let (function, offset, length) = (arguments.u64(), arguments.u32(), arguments.u32())
        let (place, room) = (arguments.u32(), arguments.u32())
        try memory.check(place, room)
        let input = try memory.bytes(offset, length)
        guard let price = PriceList.hashing(function, bytes: input.count),
            let digest = HashFunction.digest(function, input)
        else { throw .syscall(.illegalArgument, "hash function \(function)") }
        try manager.charge(price)
        let count = min(digest.count, Int(room))
        memory.write(digest[..<count], at: Int(place))
        result.put(UInt32(count))
    }

    /// Reads an argument in CBOR.
    private func argument<Value>(
        _ arguments: inout SyscallArguments, _ memory: GuestMemory,
        _ read: (inout CBORReader) throws(CBORError) -> Value
    ) throws(ExecutionError) -> Value {
        var reader = CBORReader(try memory.bytes(arguments.u32(), arguments.u32()))
        do {
            let value = try read(&reader)
            try reader.finish()
            return value
        } catch {
            throw .syscall(.illegalArgument, "\(error)")
        }
    }

    /// What the proofs' verifier throws is the actor's fault: it asked about what cannot be judged.
    private func judged<Value>(_ body: () throws -> Value) throws(ExecutionError) -> Value {
        do {
            return try body()
        } catch {
            throw .syscall(.illegalArgument, "\(error)")
        }
    }

    private func unsealedSectorCID(
        _ arguments: inout SyscallArguments, _ memory: GuestMemory, _ result: inout GuestResult
    ) throws(ExecutionError) {
        let proof = arguments.i64()
        guard (0...19).contains(proof) else { throw .syscall(.illegalArgument, "proof type \(proof)") }
        let pieces = try argument(&arguments, memory) { reader throws(CBORError) in
            try reader.list { reader throws(CBORError) in try SectorPiece(from: &reader) }
        }
        let (place, room) = (arguments.u32(), arguments.u32())
        try memory.check(place, room)
        try manager.charge(PriceList.unsealedSectorCID)
        let cid = try judged { try machine.externs.unsealedSectorCID(proof, pieces) }
        result.put(try memory.write(cid, place, room))
    }

    private func verifyPoSt(
        _ arguments: inout SyscallArguments, _ memory: GuestMemory, _ result: inout GuestResult
    ) throws(ExecutionError) {
        let info = try argument(&arguments, memory) { reader throws(CBORError) in
            try WindowPoStInfo(from: &reader)
        }
        try manager.charge(PriceList.verifyPoSt(sectors: info.sectors.count))
        put(try judged { try machine.externs.verifyPoSt(info) }, &result)
    }

    private func verifyConsensusFault(
        _ arguments: inout SyscallArguments, _ memory: GuestMemory, _ result: inout GuestResult
    ) throws(ExecutionError) {
        let header1 = try memory.bytes(arguments.u32(), arguments.u32())
        let header2 = try memory.bytes(arguments.u32(), arguments.u32())
        let extra = try memory.bytes(arguments.u32(), arguments.u32())
        try manager.charge(PriceList.verifyConsensusFault)
        let fault = try judged { try machine.externs.consensusFault(header1, header2, extra) }
        result.put(fault?.epoch ?? 0)
        result.put(fault?.target ?? 0)
        result.put(fault?.kind ?? 0)
    }

    private func verifyAggregateSeals(
        _ arguments: inout SyscallArguments, _ memory: GuestMemory, _ result: inout GuestResult
    ) throws(ExecutionError) {
        let info = try argument(&arguments, memory) { reader throws(CBORError) in
            try AggregateSealInfo(from: &reader)
        }
        try manager.charge(
            PriceList.verifyAggregateSeals(proof: info.sealProof, count: info.members.count))
        put(try judged { try machine.externs.verifyAggregateSeals(info) }, &result)
    }

    private func verifyReplicaUpdate(
        _ arguments: inout SyscallArguments, _ memory: GuestMemory, _ result: inout GuestResult
    ) throws(ExecutionError) {
        let info = try argument(&arguments, memory) { reader throws(CBORError) in
            try ReplicaUpdateInfo(from: &reader)
        }
        try manager.charge(PriceList.verifyReplicaUpdate)
        put(try judged { try machine.externs.verifyReplicaUpdate(info) }, &result)
    }

    private func batchVerifySeals(
        _ arguments: inout SyscallArguments, _ memory: GuestMemory
    ) throws(ExecutionError) {
        let seals = try argument(&arguments, memory) { reader throws(CBORError) in
            try reader.list { reader throws(CBORError) in try SealInfo(from: &reader) }
        }
        let place = arguments.u32()
        try memory.check(place, UInt32(seals.count))
        for _ in seals { try manager.charge(PriceList.verifySeal) }
        let verdicts = try ExecutionError.orFatal { try machine.externs.verifySeals(seals) }
        guard verdicts.count == seals.count else {
            throw .fatal("\(verdicts.count) verdicts on \(seals.count) seals")
        }
        memory.write(verdicts.map { $0 ? 1 : 0 }, at: Int(place))
    }
}
