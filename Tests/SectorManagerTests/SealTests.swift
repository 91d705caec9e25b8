import FoundationEssentials
import Primitives
import ProofEngine
import SectorManager
import System
import Testing

@Suite("Sealing")
struct SealTests {
    static let names = [
        "2KiBV1-full", "2KiBV1_1-full", "2KiBV1_1-pieces", "2KiBV1_1-tail", "2KiBV1_1-cc",
        "2KiBV1_1_Feat_SyntheticPoRep-full", "2KiBV1_2_Feat_NonInteractivePoRep-pieces",
        "2KiB-V1_2-unregistered-full",
    ]

    @Test("every file is the reference's, byte for byte", arguments: names)
    func equalsReference(_ name: String) async throws {
        let vector = try Vectors.seal(name)
        let workshop = try Workshop()
        let sector = try await workshop.seal(vector)
        #expect(sector.record.commD?.hex == vector.comm_d)
        #expect(sector.record.commC?.hex == vector.comm_c)
        #expect(sector.record.commRLast?.hex == vector.comm_r_last)
        #expect(sector.record.commR?.hex == vector.comm_r)
        #expect(sector.record.replicaID == vector.replica_id)
        try expectEqual(sector.layout, vector)
    }

    @Test("an 8 MiB sector, and one whose trees are split over files")
    func largerSectors() async throws {
        for (name, file) in [
            ("8MiBV1_1-pieces", "seals-8MiB.jsonl"), ("32KiB-V1_1-unregistered-pieces", "seals-small.jsonl"),
        ] {
            let vector = try Vectors.seal(name, in: file)
            let workshop = try Workshop()
            try expectEqual(try await workshop.seal(vector).layout, vector)
        }
    }

    @Test("a batch gives what its sectors give alone")
    func batch() async throws {
        let vector = try Vectors.seal("2KiBV1_1-pieces")
        let together = try Workshop()
        let batch = try await together.manager().seal(together.request(vector, count: 5))
        try expectEqual(try #require(batch.sectors.first).layout, vector)
        let alone = try Workshop()
        var request = try alone.request(vector, count: 5)
        request.sectors = [request.sectors[3]]
        let single = try await alone.manager().seal(request)
        #expect(single.sectors[0].record.commR == batch.sectors[3].record.commR)
        #expect(Set(batch.sectors.map(\.record.commR)).count == 5)
    }

    @Test("a run stopped at any stage goes on to the same files", arguments: [false, true])
    func stopAndGoOn(after: Bool) async throws {
        let vector = try Vectors.seal("2KiBV1_1_Feat_SyntheticPoRep-full")
        for stage in 0..<5 {
            let workshop = try Workshop()
            let request = try workshop.request(vector)
            let stopping = StoppingObserver(stage: stage, after: after)
            await #expect(throws: StoppingObserver.Stop.self) {
                try await workshop.manager(stopping).seal(request)
            }
            let outcome = try await workshop.manager().seal(request)
            try expectEqual(outcome.sectors[0].layout, vector)
            let left = try temporaries(workshop.root)
            #expect(left.isEmpty)
        }
    }

    @Test("a run stopped after one layer goes on with the next")
    func stopBetweenLayers() async throws {
        let vector = try Vectors.seal("2KiBV1_1-full")
        let workshop = try Workshop()
        let layout = workshop.layout(vector)
        _ = try await workshop.seal(vector)
        // As a crash between the layers leaves it: layer 2 without its name, the record without it and what
        // follows.
        var record = try JSONDecoder().decode(SectorRecord.self, from: Data(File.read(layout.record)))
        record.stages.removeAll { ["layer-2", "replica"].contains($0.stage) }
        try File.writeAtomically(layout.record, Array(JSONEncoder().encode(record)))
        try File.remove(layout.layer(2))
        let outcome = try await workshop.manager().seal(workshop.request(vector))
        #expect(outcome.stages.map(\.stage) == ["labels (PC1)", "replica, trees (PC2)"])
        try expectEqual(layout, vector)
    }

    @Test("a finished sector is verified, and nothing runs again")
    func rerun() async throws {
        let vector = try Vectors.seal("2KiBV1_1-full")
        let workshop = try Workshop()
        _ = try await workshop.seal(vector)
        let again = try await workshop.manager().seal(workshop.request(vector))
        #expect(again.stages.isEmpty)
        #expect(again.sectors[0].record.commR?.hex == vector.comm_r)
    }

    @Test("finalizing lets layers and large trees go, and a rerun does not miss them")
    func finalize() async throws {
        let vector = try Vectors.seal("2KiBV1_1-full")
        let workshop = try Workshop()
        var request = try workshop.request(vector)
        request.finalize = true
        let layout = try await workshop.manager().seal(request).sectors[0].layout
        #expect(!File.exists(layout.layer(1)) && !File.exists(layout.treeD))
        #expect(File.exists(layout.treeRLast(request.config)[0]))
        let again = try await workshop.manager().seal(request)
        #expect(again.stages.isEmpty)
    }

    private func temporaries(_ root: String) throws -> [String] {
        try Directory.list(root).flatMap { name in
            let path = "\(root)/\(name)"
            return File.isDirectory(path) ? try temporaries(path) : name.contains(".tmp") ? [path] : []
        }
    }
}
