import Primitives
import ProofEngine
import System

/// Sectors of a benchmark sealed, with the vanilla proofs and parameters that a SNARK proof of them takes.
struct ProvedSector: Sendable {
    let statement: SnarkStatement
    let witness: SnarkWitness
    let parameters: SnarkParameters
    let key: VerifyingKey

    private static let randomness = [UInt8](repeating: 9, count: 32)

    /// Seals one sector and makes its vanilla proof.
    init(_ purpose: SnarkCircuit.Purpose, _ context: BenchmarkContext) async throws {
        let config = try context.config()
        let sector = try SectorFiles(0, context, config)
        (statement, witness) =
            purpose == .porep
            ? try await Self.replication(sector, context)
            : try await Self.spacetime(sector, purpose == .winning ? .winning : .window, context)
        let store = try await Self.store(statement.circuit, context)
        parameters = try await context.engine.openParameters(statement.circuit, in: store, for: .private)
        key = try await context.engine.loadVerifyingKey(statement.circuit, in: store, for: .private)
    }

    /// A proof of all partitions.
    func prove(_ context: BenchmarkContext, _ name: String) async throws -> [UInt8] {
        var proof: [UInt8] = []
        for partition in 0..<statement.partitionCount {
            proof += try await context.engine.prove(
                statement, witness, partition: partition, parameters, job: context.job(name))
        }
        return proof
    }

    /// The node's parameters if it has them, else local ones in the scratch directory.
    private static func store(
        _ circuit: SnarkCircuit, _ context: BenchmarkContext
    ) async throws -> ParameterStore {
        let store = ParameterStore()
        if try store.has(circuit, .parameters), try store.has(circuit, .verifyingKey) { return store }
        let own = ParameterStore("\(context.scratch)/params")
        try await context.engine.generateParameters(
            circuit, in: own, seed: Array("benchmark".utf8), job: context.job("parameters"))
        return own
    }

    private static func spacetime(
        _ sector: SectorFiles, _ kind: PoStKind, _ context: BenchmarkContext
    ) async throws -> (SnarkStatement, SnarkWitness) {
        let job = context.job("sector to prove")
        try await SectorFiles.label(
            [sector], replicaIDs: [sector.fixedReplicaID], context, job: job)
        try await PC2Benchmark.stage(sector, context)
        let sealed = try await PC2Benchmark.replicate(sector, context, job: context.job("replica"))
        let leaves = try kind.leaves(
            size: context.sectorSize, legacyIndex: true, randomness: randomness, number: 0, index: 0)
        let vanilla = try await context.engine.provePoSt(
            sector.config, sector.proofFiles, sectorNumber: 0, commC: sealed.commC,
            commRLast: sealed.commRLast, leaves: leaves, form: .bincode, job: context.job("vanilla proof"))
        let statement = SnarkStatement.post(
            sector.config, kind, randomness: randomness, legacyIndex: true,
            sectors: [PoStSector(number: 0, commR: sealed.commR)])
        return (statement, .post([vanilla], .bincode))
    }

    private static func replication(
        _ sector: SectorFiles, _ context: BenchmarkContext
    ) async throws -> (SnarkStatement, SnarkWitness) {
        try await PC2Benchmark.stage(sector, context)
        let commD = try await context.engine.buildTreeD(
            sector.treeD, staged: sector.staged, sectorBytes: sector.config.sectorBytes,
            job: context.job("tree-d"))
        let ticket = [UInt8](repeating: 5, count: 32)
        let id = try sector.config.replicaID(
            proverID: [UInt8](repeating: 7, count: 32), sectorNumber: 0, ticket: ticket, commD: commD)
        try await SectorFiles.label([sector], replicaIDs: [id], context, job: context.job("labels"))
        let sealed = try await PC2Benchmark.replicate(sector, context, job: context.job("replica"))
        let inputs = PoRepInputs(
            replicaID: id, commD: commD, commR: sealed.commR, commC: sealed.commC,
            commRLast: sealed.commRLast, seed: randomness, ticket: ticket)
        let json = try await context.engine.provePoRep(
            sector.config, sector.proofFiles, inputs, job: context.job("C1"))
        return (.porep(sector.config, inputs), .porep(json: json))
    }
}

extension SectorFiles {
    /// As the prover takes them.
    fileprivate var proofFiles: ProofEngine.SectorFiles {
        ProofEngine.SectorFiles(
            layers: layers, treeD: treeD, treeC: treeC, treeRLast: treeRLast, replica: replica,
            synthetic: nil)
    }
}
