internal import CPlatform
internal import CProofs
internal import Primitives
internal import System

/// Which transcript an aggregate has.
public enum AggregateVersion: String, Sendable, CaseIterable {
    /// SnarkPack as the network began with it.
    case v1
    /// SnarkPack v2, the only one for updates and non-interactive proofs.
    case v2

    var raw: qr_aggregate_version_t { self == .v1 ? QR_AGGREGATE_V1 : QR_AGGREGATE_V2 }
}

/// The structured reference string that aggregates are made and checked with.
///
/// Safe: read only once loaded, and freed with the last reference.
@safe
public final class AggregationString: @unchecked Sendable {
    let pointer: OpaquePointer

    init(_ path: String, proofs: Int, _ job: EngineJob, _ context: UnsafeMutablePointer<qr_job_t>) throws {
        var loaded: OpaquePointer?
        let status = unsafe qr_srs_load(context, &loaded, path, proofs)
        try EngineError.check(status, "SRS \(path)", job)
        guard let pointer = unsafe loaded else { throw EngineError(.outOfMemory, "SRS \(path)", "") }
        unsafe self.pointer = unsafe pointer
    }

    deinit { unsafe qr_srs_destroy(pointer) }

    /// Powers in the file's shortest vector.
    public var powers: UInt64 {
        var info = qr_srs_info_t()
        unsafe qr_srs_info(&info, pointer)
        return min(min(info.powers.0, info.powers.1), min(info.powers.2, info.powers.3))
    }
}

extension ParameterStore {
    /// Path of the SRS, whether it is there or not.
    public var srsPath: String { "\(directory)/\(PublishedParameters.srsName)" }

    /// Whether the SRS was made by `generateAggregationString`.
    public var isSRSLocal: Bool {
        File.exists("\(srsPath.dropLast(".srs".count))\(ParameterFile.localMark.rawValue)")
    }
}

extension Engine {
    /// Most proofs of an aggregate: partitions, not statements.
    public nonisolated static let aggregateLimit = Int(QR_AGGREGATE_MAX_PROOFS)

    /// Loads what aggregates of so many proofs need; to verify, 2 is enough for aggregates of any size. A local
    /// one is refused for a public network.
    public func loadAggregationString(
        in store: ParameterStore, proofs: Int, for network: ProofNetwork, job: EngineJob = EngineJob()
    ) async throws -> AggregationString {
        let path = store.srsPath
        if network == .public, store.isSRSLocal {
            throw ParameterError.local("aggregates", directory: store.directory)
        }
        guard File.exists(path) else { throw ParameterError.missing("aggregates", path: path) }
        return try await loadAggregationString(path, proofs: proofs, job: job)
    }

    /// Loads what aggregates of so many proofs need from a file of any origin: for private networks and trials.
    public func loadAggregationString(
        _ path: String, proofs: Int, job: EngineJob = EngineJob()
    ) async throws -> AggregationString {
        try await unsafe run(job) { context in
            try unsafe AggregationString(path, proofs: proofs, job, context)
        }
    }

    /// Checks that what was loaded are powers of one alpha and one beta.
    public func check(_ srs: AggregationString, job: EngineJob = EngineJob()) async throws {
        try await unsafe run(job) { context in
            try EngineError.check(unsafe qr_srs_check(context, srs.pointer), "powers of the SRS", job)
        }
    }

    /// Makes an SRS for aggregates of up to `proofs` proofs from a seed, and marks it as local.
    public func generateAggregationString(
        in store: ParameterStore, proofs: Int, seed: [UInt8], job: EngineJob = EngineJob()
    ) async throws {
        let padded = qr_aggregate_padded(max(2, proofs))
        guard padded > 0 else {
            throw EngineError(
                .invalidArgument, "SRS", "\(proofs) proofs; an aggregate has \(Self.aggregateLimit) at most")
        }
        try Directory.create(store.directory)
        try await unsafe run(job) { context in
            let status = unsafe qr_srs_generate(context, store.directory, 2 * padded, seed, seed.count)
            try EngineError.check(status, "SRS", job)
        }
    }

    /// One proof of all the statements, which must be of one kind. Whether their proofs hold is not looked at.
    public func aggregate(
        _ claims: [(statement: SnarkStatement, proof: [UInt8])], _ srs: AggregationString,
        _ version: AggregateVersion, job: EngineJob = EngineJob()
    ) async throws -> [UInt8] {
        let binding = try SnarkStatement.binding(claims.map(\.statement))
        for (index, claim) in claims.enumerated() where claim.proof.count != claim.statement.proofSize {
            throw EngineError(
                .malformed, "aggregate",
                "proof \(index + 1) has \(claim.proof.count) bytes, not \(claim.statement.proofSize)")
        }
        return try await aggregate(
            proofs: claims.flatMap(\.proof), binding: binding, srs, version, job: job)
    }

    /// One proof of proofs of one partition each, bound to 32 bytes.
    public func aggregate(
        proofs: [UInt8], binding: [UInt8], _ srs: AggregationString, _ version: AggregateVersion,
        job: EngineJob = EngineJob()
    ) async throws -> [UInt8] {
        guard binding.count == 32, proofs.count.isMultiple(of: SnarkProof.partitionSize) else {
            throw EngineError(.invalidArgument, "aggregate", "proofs or binding of another length")
        }
        let count = proofs.count / SnarkProof.partitionSize
        return try await unsafe run(job) { context in
            var out = [UInt8](repeating: 0, count: qr_aggregate_size(count))
            let status = unsafe qr_aggregate_prove(
                context, &out, out.count, srs.pointer, version.raw, binding, proofs, count)
            try EngineError.check(status, "aggregate", job)
            return out
        }
    }

    /// Checks an aggregate against its statements, in order.
    public func verifyAggregate(
        _ statements: [SnarkStatement], aggregate: [UInt8], _ key: VerifyingKey, _ srs: AggregationString,
        _ version: AggregateVersion, job: EngineJob = EngineJob()
    ) async throws -> Verdict {
        let binding = try SnarkStatement.binding(statements)
        let inputs = try statements.flatMap { try $0.publicInputs() }
        let count = statements.reduce(0) { $0 + $1.partitionCount }
        try key.check(inputs: inputs.count / 32, partitions: count)
        return try await verifyAggregate(
            aggregate, inputs: inputs, partitions: count, binding: binding, key, srs, version, job: job)
    }

    /// Checks an aggregate against public inputs (32 bytes each) of so many partitions.
    public func verifyAggregate(
        _ aggregate: [UInt8], inputs: [UInt8], partitions: Int, binding: [UInt8], _ key: VerifyingKey,
        _ srs: AggregationString, _ version: AggregateVersion, job: EngineJob = EngineJob()
    ) async throws -> Verdict {
        guard binding.count == 32, inputs.count.isMultiple(of: 32) else {
            throw EngineError(
                .invalidArgument, "check of an aggregate", "inputs or binding of another length")
        }
        return try await unsafe run(job) { context in
            var valid = false
            let status = unsafe qr_aggregate_verify(
                context, &valid, key.pointer, srs.pointer, version.raw, binding, aggregate, aggregate.count,
                inputs, inputs.count / 32, partitions)
            return try Verdict(status, valid, job, "check of an aggregate")
        }
    }
}

extension Verdict {
    /// From what a verifier of outside bytes returned: bytes that are no proof are refused, not an error.
    init(_ status: qr_status_t, _ valid: Bool, _ job: EngineJob, _ operation: String) throws(EngineError) {
        if status == QR_MALFORMED || status == QR_MISMATCH {
            let detail = job.failure.detail
            self.init(valid: false, reason: detail.isEmpty ? "is no proof" : detail, isProof: false)
        } else {
            try EngineError.check(status, operation, job)
            self.init(valid: valid, reason: valid ? "" : "does not show what it claims")
        }
    }
}

extension SnarkStatement {
    /// What an aggregate of statements of one kind is bound to.
    static func binding(_ statements: [SnarkStatement]) throws(EngineError) -> [UInt8] {
        var seeds: [UInt8] = []
        var commR: [UInt8] = []
        var updates: [(h: UInt8, inputs: UpdateInputs)] = []
        for statement in statements {
            switch statement.claim {
            case .porep(let inputs):
                seeds += inputs.seed
                commR += inputs.commR.bytes
            case .post: throw EngineError(.unsupported, "aggregate", "of proofs of spacetime")
            case .update(let inputs): updates.append((statement.updateHighBits, inputs))
            }
        }
        let features = Set(statements.map(\.circuit.config.kind.feature))
        let isUniform = updates.isEmpty ? features.count <= 1 : commR.isEmpty
        guard !statements.isEmpty, isUniform else {
            throw EngineError(.invalidArgument, "aggregate", "needs proofs of one kind, at least one")
        }
        var out = [UInt8](repeating: 0, count: 32)
        if !updates.isEmpty {
            unsafe qr_aggregate_bind_update(
                &out, updates.map(\.h), updates.flatMap(\.inputs.commROld.bytes),
                updates.flatMap(\.inputs.commRNew.bytes), updates.flatMap(\.inputs.commDNew.bytes),
                updates.count)
        } else if features.contains(.nonInteractive) {
            unsafe qr_aggregate_bind_ni_porep(&out, commR, statements.count)
        } else {
            unsafe qr_aggregate_bind_porep(&out, seeds, commR, statements.count)
        }
        return out
    }

    /// High bits of a node's number that choose rho, as the network fixes them for each size.
    private var updateHighBits: UInt8 { circuit.config.sectorBytes <= 32 << 10 ? 1 : 10 }
}
