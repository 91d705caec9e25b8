import Primitives
import ProofEngine
import System
import Testing

@Suite("SNARK parameters and statements")
struct SnarkTests {
    private let zeros = [UInt8](repeating: 0, count: 32)

    private func winning(_ number: UInt64 = 1) throws -> SnarkStatement {
        try .post(
            SnarkCircuit(.winning, size: SectorSize("2KiB")).config, .winning, randomness: zeros,
            legacyIndex: true, sectors: [PoStSector(number: number, commR: Commitment(zeros))])
    }

    @Test("every published circuit is found by the name that its settings give")
    func publishedNames() throws {
        for size in ["2KiB", "8MiB", "512MiB", "32GiB", "64GiB"] {
            for circuit in try SnarkCircuit.all(size: SectorSize(size)) {
                #expect(
                    try PublishedParameters.digest(circuit, .parameters)?.count == 32, "\(circuit.summary)")
                #expect(try PublishedParameters.digest(circuit, .verifyingKey)?.count == 32)
            }
        }
        let unregistered = try SnarkCircuit(.winning, size: SectorSize("4KiB"))
        #expect(try PublishedParameters.digest(unregistered, .parameters) == nil)
    }

    @Test("local parameters are marked, equal for equal seeds, and refused for a public network")
    func localParameters() async throws {
        let scratch = try Directory.makeTemporary()
        defer { try? Directory.remove(scratch) }
        let engine = try Engine(.unbound(2))
        let circuit = try SnarkCircuit(.window, size: SectorSize("2KiB"))
        var digests: Set<String> = []
        for folder in ["a", "b"] {
            let store = ParameterStore("\(scratch)/\(folder)")
            try await engine.generateParameters(circuit, in: store, seed: [1, 2, 3])
            #expect(try store.isLocal(circuit))
            digests.insert(try await engine.parameterDigest(store.path(circuit, .parameters)))
        }
        #expect(digests.count == 1)
        let store = ParameterStore("\(scratch)/a")
        let parameters = try await engine.openParameters(circuit, in: store, for: .private)
        let size = try await engine.circuitSize(circuit)
        #expect(parameters.info.inputs == size.inputs)
        await #expect(throws: ParameterError.self) {
            _ = try await engine.openParameters(circuit, in: store, for: .public)
        }
        await #expect(throws: ParameterError.self) {
            _ = try await engine.loadVerifyingKey(circuit, in: store, for: .public)
        }
        let key = try store.path(circuit, .verifyingKey)
        await #expect(throws: ParameterError.self) {
            _ = try await engine.loadVerifyingKey(key, for: .public)
        }
        // Another circuit's key, and bytes that are no proof.
        let window = try await engine.loadVerifyingKey(key, for: .private)
        let proof = [UInt8](repeating: 0, count: SnarkProof.partitionSize)
        await #expect(throws: EngineError.self) {
            _ = try await engine.verify(try winning(), proof: proof, window)
        }
        let short = try await engine.verify(try winning(), proof: [1], window)
        #expect(!short.valid)
    }

    @Test("missing parameters are named, with what to do")
    func missingParameters() async throws {
        let engine = try Engine(.single)
        let circuit = try SnarkCircuit(.update, size: SectorSize("2KiB"))
        let error = await #expect(throws: ParameterError.self) {
            _ = try await engine.openParameters(
                circuit, in: ParameterStore("/nonexistent"), for: .private)
        }
        #expect(error?.sentence.contains("/nonexistent/v28-empty-sector-update") == true)
        #expect(error?.remedy.isEmpty == false)
    }

    @Test("public inputs are those of the partitions, and no field element is refused")
    func publicInputs() throws {
        #expect(try winning().publicInputs().count == 132 * 32)
        #expect(try winning(1).publicInputs() != winning(2).publicInputs())
        let config = try SnarkCircuit(.window, size: SectorSize("2KiB")).config
        let sectors = try (0..<3).map { PoStSector(number: UInt64($0), commR: try Commitment(zeros)) }
        let window = SnarkStatement.post(
            config, .window, randomness: zeros, legacyIndex: false, sectors: sectors)
        #expect(window.partitionCount == 2 && window.proofSize == 384)
        #expect(try window.publicInputs().count == 2 * 22 * 32)
        let large = SnarkStatement.post(
            config, .window, randomness: [UInt8](repeating: 255, count: 32), legacyIndex: false,
            sectors: sectors)
        #expect(throws: EngineError.self) { _ = try large.publicInputs() }
    }
}
