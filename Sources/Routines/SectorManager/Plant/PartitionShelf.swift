internal import Database
internal import Primitives
internal import ProofEngine

/// Proofs of single partitions of a statement, kept until all are there: a process that ends between two partitions
/// has not lost the first. Each is a valid proof of its partition, whoever made it, so no lease is asked.
protocol PartitionProofs: Sendable {
    /// The proof of a partition, if it was kept.
    func load(_ partition: Int) async throws -> [UInt8]?
    /// Keeps one.
    func keep(_ proof: [UInt8], _ partition: Int) async throws
}

/// In the plant's database, by what is proved.
struct PartitionShelf: PartitionProofs {
    private let database: any Database
    /// Digest of the circuit and the public inputs.
    private let statement: String
    /// Days after which what nobody came back for is forgotten.
    private static let keptDays: Int64 = 14

    init(_ statement: SnarkStatement, _ database: any Database) throws {
        self.database = database
        let name = try statement.circuit.parameterID()
        self.statement = Hex.encode(SHA256Digest.hash(Array(name.utf8) + (try statement.publicInputs())))
    }

    func load(_ partition: Int) async throws -> [UInt8]? {
        try await database.read { [statement] session in
            try session.query(
                "SELECT proof FROM partition_proofs WHERE statement = ? AND part = ?",
                [.text(statement), SQLValue(partition)]
            ).first.map { try Hex.decode($0.text(0), count: SnarkProof.partitionSize, subject: "proof") }
        }
    }

    func keep(_ proof: [UInt8], _ partition: Int) async throws {
        try await database.write { [statement] session in
            try session.execute(
                """
                INSERT INTO partition_proofs (statement, part, proof, created)
                VALUES (?, ?, ?, \(session.dialect.now)) ON CONFLICT DO NOTHING
                """, [.text(statement), SQLValue(partition), .text(Hex.encode(proof))])
            try session.execute(
                "DELETE FROM partition_proofs WHERE created < \(session.dialect.now) - ?",
                [.integer(Self.keptDays * 86_400_000)])
        }
    }

    /// Lets all of them go: the whole proof is stored, or does not hold.
    func clear() async throws {
        try await database.write { [statement] session in
            _ = try session.execute(
                "DELETE FROM partition_proofs WHERE statement = ?", [.text(statement)])
        }
    }
}
