internal import CPlatform
internal import CProofs
public import Primitives

/// A sector as the verifier of a proof of spacetime knows it.
public struct PoStSector: Sendable, Hashable {
    /// Its number.
    public var number: UInt64
    /// Its replica.
    public var commR: Commitment

    /// A sector of a proof's list.
    public init(number: UInt64, commR: Commitment) {
        self.number = number
        self.commR = commR
    }

    fileprivate var native: qr_post_sector_t {
        var native = qr_post_sector_t()
        native.sector_id = number
        store(commR.bytes, in: &native.comm_r)
        return native
    }
}

/// What a SNARK proof claims, in the values that the chain knows.
public struct SnarkStatement: Sendable {
    enum Claim: Sendable {
        case porep(PoRepInputs)
        case post(PoStKind, randomness: [UInt8], legacyIndex: Bool, sectors: [PoStSector])
        case update(UpdateInputs)
    }

    let claim: Claim
    /// The circuit of each partition.
    public let circuit: SnarkCircuit

    /// A sector was sealed.
    public static func porep(_ config: PoRepConfig, _ inputs: PoRepInputs) -> SnarkStatement {
        SnarkStatement(claim: .porep(inputs), circuit: SnarkCircuit(.porep, config))
    }

    /// Sectors are there, in the order of the proof. `legacyIndex` as for vanilla proofs.
    public static func post(
        _ config: PoRepConfig, _ kind: PoStKind, randomness: [UInt8], legacyIndex: Bool, sectors: [PoStSector]
    ) -> SnarkStatement {
        SnarkStatement(
            claim: .post(kind, randomness: randomness, legacyIndex: legacyIndex, sectors: sectors),
            circuit: SnarkCircuit(kind.purpose, config))
    }

    /// Data went into a sealed sector.
    public static func update(_ config: PoRepConfig, _ inputs: UpdateInputs) -> SnarkStatement {
        SnarkStatement(claim: .update(inputs), circuit: SnarkCircuit(.update, config))
    }

    /// Partitions of its proof.
    public var partitionCount: Int {
        let size = circuit.config.kind.size
        switch claim {
        case .porep: return circuit.config.partitionCount
        case .post(let kind, _, _, let sectors):
            let room = max(1, kind.sectorsPerPartition(size))
            return max(1, (sectors.count + room - 1) / room)
        case .update: return Engine.updatePartitions(size)
        }
    }

    /// Bytes of its proof.
    public var proofSize: Int { partitionCount * SnarkProof.partitionSize }

    /// Public inputs of all partitions, 32 bytes little endian each.
    public func publicInputs() throws(EngineError) -> [UInt8] {
        var all: [UInt8] = []
        for partition in 0..<partitionCount { all += try publicInputs(partition: UInt32(partition)) }
        return all
    }

    /// Public inputs of one partition, without the one.
    func publicInputs(partition: UInt32) throws(EngineError) -> [UInt8] {
        var raw = circuit.config.raw
        let count =
            switch claim {
            case .porep: unsafe qr_porep_public_input_count(&raw)
            case .post(let kind, _, _, _): qr_post_public_input_count(kind.raw, raw.sector_size)
            case .update: Int(QR_UPDATE_PUBLIC_INPUTS)
            }
        var bytes = [UInt8](repeating: 0, count: 32 * count)
        let status = unsafe bytes.withUnsafeMutableBytes { buffer in
            let out = unsafe buffer.assumingMemoryBound(to: Tuple32.self).baseAddress
            return unsafe fill(out, &raw, partition)
        }
        try EngineError.check(
            status, "public inputs of a \(circuit.purpose.rawValue) proof",
            detail: "an id, commitment or randomness that is no field element")
        return bytes
    }

    private func fill(
        _ out: UnsafeMutablePointer<Tuple32>?, _ raw: inout qr_porep_config_t, _ partition: UInt32
    ) -> qr_status_t {
        switch claim {
        case .porep(let inputs):
            var native = inputs.native
            return unsafe qr_porep_public_inputs(out, &raw, &native, partition)
        case .post(let kind, let randomness, let legacyIndex, let sectors):
            guard randomness.count == 32 else { return QR_INVALID_ARGUMENT }
            return unsafe qr_post_public_inputs(
                out, raw.sector_size, kind.raw, legacyIndex ? QR_API_1_0_0 : QR_API_1_2_0, randomness,
                sectors.map(\.native), sectors.count, partition)
        case .update(let inputs):
            var native = inputs.native
            return unsafe qr_update_public_inputs(out, raw.sector_size, &native, partition)
        }
    }
}

/// What shows a statement to be true: vanilla proofs.
public enum SnarkWitness: Sendable {
    /// C1.
    case porep(json: [UInt8])
    /// One proof a sector, in the statement's order.
    case post([[UInt8]], ProofForm)
    /// One proof a partition.
    case update([[UInt8]], ProofForm)
}

extension SnarkStatement {
    /// The circuit of one partition with the witness that its vanilla proofs give. Only their shape is checked.
    func circuit(
        _ witness: SnarkWitness, partition: Int, _ job: EngineJob, _ context: UnsafeMutablePointer<qr_job_t>
    ) throws -> CircuitHandle {
        var raw = circuit.config.raw
        return try unsafe CircuitHandle("witness of a \(circuit.purpose.rawValue) proof", job) { out in
            switch (claim, witness) {
            case (.porep(let inputs), .porep(let json)):
                var native = inputs.native
                return unsafe qr_circuit_porep(
                    context, &out, &raw, &native, UInt32(partition), json, json.count)
            case (.post(let kind, _, _, _), .post(let proofs, let form)):
                let room = kind.sectorsPerPartition(self.circuit.config.kind.size)
                let lists = NativeBytes(proofs.dropFirst(partition * room).prefix(room))
                return unsafe qr_circuit_post(
                    context, &out, &raw, kind.raw, lists.pointer, lists.count, form.raw)
            case (.update(let inputs), .update(let proofs, let form)):
                guard proofs.indices.contains(partition) else { return QR_INVALID_ARGUMENT }
                var native = inputs.native
                let proof = proofs[partition]
                return unsafe qr_circuit_update(
                    context, &out, &raw, &native, UInt32(partition), proof, proof.count, form.raw)
            default: return QR_INVALID_ARGUMENT
            }
        }
    }
}

/// Copies of byte strings as C takes a list of them.
@safe
struct NativeBytes: ~Copyable {
    let count: Int
    let pointer: UnsafeMutablePointer<qr_bytes_t>

    init(_ lists: some Collection<[UInt8]>) {
        count = lists.count
        unsafe pointer = .allocate(capacity: max(1, lists.count))
        for (index, list) in lists.enumerated() {
            let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, list.count))
            unsafe copy.initialize(from: list, count: list.count)
            let bytes = unsafe qr_bytes_t(data: copy, length: list.count, capacity: list.count)
            unsafe (pointer + index).initialize(to: bytes)
        }
    }

    deinit {
        for index in 0..<count { unsafe pointer[index].data.deallocate() }
        unsafe pointer.deallocate()
    }
}
