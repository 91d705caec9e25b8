import Primitives
import ProofEngine
import SectorManager
import System
import Testing

@Suite("Data out of sectors: unseal, update, extract, proofs")
struct DataTests {
    @Test("unsealed ranges are the reference's, aligned or not")
    func ranges() async throws {
        let vector = try Vectors.seal("2KiBV1_1-pieces")
        let workshop = try Workshop()
        let layout = try await workshop.seal(vector).layout
        let out = "\(workshop.folder)/out"
        for range in vector.unseal {
            let request = UnsealRequest(
                [UnsealRequest.Item(layout: layout, output: out)],
                .bytes(offset: range.offset, length: range.len))
            let files = try await workshop.manager().unseal(request)
            #expect(files[0].bytes == range.written)
            #expect(try sha256(out) == range.sha256)
        }
    }

    @Test(
        "pieces come back as they went in; sectors without layers are labelled again together"
    )
    func wholePieces() async throws {
        let vector = try Vectors.seal("2KiBV1_1-full")
        let workshop = try Workshop()
        var request = try workshop.request(vector, count: 3)
        let short = "\(workshop.folder)/short"
        try File.writeAtomically(short, (0..<1500).map { UInt8(truncatingIfNeeded: $0 &* 13) })
        for index in request.sectors.indices { request.sectors[index].pieces = [short] }
        request.finalize = true
        let sectors = try await workshop.manager().seal(request).sectors
        let items = sectors.map {
            UnsealRequest.Item(layout: $0.layout, output: "\(workshop.folder)/\($0.layout.name)")
        }
        for range in [UnsealRequest.Range.data, .piece(0)] {
            let files = try await workshop.manager().unseal(UnsealRequest(items, range))
            for file in files { #expect(try File.read(file.output) == File.read(short)) }
        }
        let whole = try await workshop.manager().unseal(UnsealRequest(items, .whole))
        #expect(whole.allSatisfy { $0.bytes == 2032 })
        #expect(try Directory.list(sectors[0].layout.cache).allSatisfy { !$0.contains("tmp") })
        await #expect(throws: SectorError.self) {
            try await workshop.manager().unseal(UnsealRequest(items, .bytes(offset: 2000, length: 100)))
        }
        await #expect(throws: SectorError.self) {
            try await workshop.manager().unseal(UnsealRequest(items, .piece(1)))
        }
    }

    @Test(
        "an update is the reference's and goes on after a stop; data and old replica come out again"
    )
    func update() async throws {
        let vector = try Vectors.seal("2KiBV1_1-cc")
        let update = try Vectors.update("2KiBV1_1-cc-update-pieces")
        let workshop = try Workshop()
        let layout = try await workshop.seal(vector).layout
        let pieces = try workshop.files(update.pieces, prefix: "new")
        let request = UpdateRequest(layout: layout, pieces: pieces)
        for stage in 0..<4 {
            await #expect(throws: StoppingObserver.Stop.self) {
                try await workshop.manager(StoppingObserver(stage: stage, after: false)).update(request)
            }
            if stage == 0 { try File.remove(layout.unsealed) }
            if stage == 2 { break }
        }
        let outcome = try await workshop.manager().update(request)
        #expect(outcome.record.update?.commR?.hex == update.comm_r_new)
        #expect(outcome.record.update?.commD?.hex == update.comm_d_new)
        for file in update.cache_files {
            #expect(try sha256("\(layout.updateCache)/\(file.name)") == file.sha256, "\(file.name)")
        }
        #expect(try sha256(layout.update) == update.replica_sha256)
        #expect(try sha256(layout.unsealed) == update.staged_sha256)
        #expect(try await workshop.manager().update(request).stages.isEmpty)
        try await expectExtracted(update, pieces, layout, workshop)
        let other = UpdateRequest(layout: layout, pieces: [pieces[0]])
        await #expect(throws: SectorError.self) { try await workshop.manager().update(other) }
    }

    private func expectExtracted(
        _ update: UpdateCase, _ pieces: [String], _ layout: SectorLayout, _ workshop: Workshop
    ) async throws {
        let out = "\(workshop.folder)/out"
        for (index, piece) in pieces.enumerated() {
            let request = ExtractRequest(layout: layout, range: .piece(index), output: out)
            _ = try await workshop.manager().extract(request)
            #expect(try File.read(out) == File.read(piece))
        }
        let whole = ExtractRequest(layout: layout, range: .whole, output: out)
        _ = try await workshop.manager().extract(whole)
        let all = try File.read(out)
        for (offset, length): (Int, Int) in [(0, 1), (1, 126), (126, 3), (127, 127), (1000, 1032)] {
            let range = UnsealRequest.Range.bytes(offset: UInt64(offset), length: UInt64(length))
            _ = try await workshop.manager().extract(
                ExtractRequest(layout: layout, range: range, output: out))
            #expect(try File.read(out) == Array(all[offset..<offset + length]))
        }
        _ = try await workshop.manager().restoreSectorKey(layout, to: out)
        #expect(try sha256(out) == update.sector_key_sha256)
    }

    @Test("only committed capacity can be updated")
    func updateOfData() async throws {
        let vector = try Vectors.seal("2KiBV1_1-full")
        let workshop = try Workshop()
        let layout = try await workshop.seal(vector).layout
        let request = UpdateRequest(layout: layout, pieces: try workshop.files(vector.pieces))
        await #expect(throws: SectorError.self) { try await workshop.manager().update(request) }
    }

    @Test(
        "vanilla proofs are the reference's and hold; with a changed byte they do not",
        arguments: [
            "2KiBV1_1-full", "2KiBV1_1_Feat_SyntheticPoRep-full", "2KiBV1_2_Feat_NonInteractivePoRep-full",
        ])
    func proofs(_ name: String) async throws {
        let vector = try Vectors.seal(name)
        let workshop = try Workshop()
        let sector = try await workshop.seal(vector)
        let seed = try Hex.decode(vector.seed)
        let proof = try await workshop.manager().provePoRep(sector.layout, seed: seed)
        #expect(Hex.encode(SHA256Digest.hash(proof)) == vector.c1_json_sha256)
        let config = try PoRepConfig(vector.kind)
        let inputs = try SectorProofs.publicInputs(sector.record, seed: seed)
        #expect(try await workshop.engine.verifyPoRep(config, proof, inputs).valid)
        var wrong = inputs
        wrong.replicaID[0] ^= 1
        let refused = try await workshop.engine.verifyPoRep(config, proof, wrong)
        #expect(!refused.valid && !refused.reason.isEmpty)
    }
}
