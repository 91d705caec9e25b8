internal import CPlatform
internal import CProofs

/// Verification on the calling thread, which blocks for milliseconds: for the virtual machine and block validation,
/// whose threads are their own.
extension VerifyingKey {
    /// Loads the verifying key of a file.
    public convenience init(contentsOf path: String) throws {
        let job = EngineJob()
        try unsafe self.init(path, job, job.attach(nil))
    }

    /// Checks a proof of all partitions of a statement. Bytes that are no proof give a verdict too.
    public func verify(_ statement: SnarkStatement, proof: [UInt8]) throws -> Verdict {
        guard proof.count == statement.proofSize else {
            return Verdict(
                valid: false, reason: "has \(proof.count) bytes; the proof needs \(statement.proofSize)",
                isProof: false)
        }
        let inputs = try statement.publicInputs()
        try check(inputs: inputs.count / 32, partitions: statement.partitionCount)
        let job = EngineJob()
        var valid = false
        let status = unsafe qr_groth16_verify(
            job.attach(nil), &valid, pointer, proof, proof.count, inputs, inputs.count / 32,
            statement.partitionCount)
        return try Verdict(status, valid, job, "check of a proof")
    }

    /// Checks an aggregate against its statements, in order.
    public func verifyAggregate(
        _ statements: [SnarkStatement], aggregate: [UInt8], _ srs: AggregationString,
        _ version: AggregateVersion
    ) throws -> Verdict {
        let binding = try SnarkStatement.binding(statements)
        let inputs = try statements.flatMap { try $0.publicInputs() }
        let count = statements.reduce(0) { $0 + $1.partitionCount }
        try check(inputs: inputs.count / 32, partitions: count)
        let job = EngineJob()
        var valid = false
        let status = unsafe qr_aggregate_verify(
            job.attach(nil), &valid, pointer, srs.pointer, version.raw, binding, aggregate, aggregate.count,
            inputs, inputs.count / 32, count)
        return try Verdict(status, valid, job, "check of an aggregate")
    }
}

extension AggregationString {
    /// Loads what aggregates of any size are verified with.
    public convenience init(contentsOf path: String) throws {
        let job = EngineJob()
        try unsafe self.init(path, proofs: 2, job, job.attach(nil))
    }
}
