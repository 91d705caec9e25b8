import Primitives
import ProofEngine
import SectorManager
import System
import Testing

@Suite("Check and repair")
struct CheckTests {
    @Test(
        "each kind of file, harmed in each way, is found, named and rebuilt as it was",
        arguments: ["flip", "cut", "remove"])
    func everyFile(_ how: String) async throws {
        let vector = try Vectors.seal("2KiBV1_1_Feat_SyntheticPoRep-full")
        let workshop = try Workshop()
        let layout = try await workshop.seal(vector).layout
        let config = try PoRepConfig(vector.kind)
        let files =
            [
                layout.unsealed, layout.sealed, layout.treeD, layout.pAux, layout.tAux, layout.synthetic,
                layout.precommit1Output, layout.precommit2Output,
            ] + layout.layers(config) + layout.treeC(config) + layout.treeRLast(config)
        for path in files {
            try await expectRepair(path, how, workshop, layout) { try expectEqual(layout, vector) }
        }
    }

    @Test("files of an updated sector are rebuilt too", arguments: ["flip", "remove"])
    func updatedSector(_ how: String) async throws {
        let vector = try Vectors.seal("2KiBV1_1-cc")
        let update = try Vectors.update("2KiBV1_1-cc-update-pieces")
        let workshop = try Workshop()
        let layout = try await workshop.seal(vector).layout
        let pieces = try workshop.files(update.pieces, prefix: "new")
        _ = try await workshop.manager().update(UpdateRequest(layout: layout, pieces: pieces))
        let config = try PoRepConfig(vector.kind)
        let files =
            [
                layout.unsealed, layout.sealed, layout.treeD, layout.update, layout.updateTreeD,
                layout.updatePAux,
            ]
            + [layout.updateTAux] + layout.updateTreeRLast(config)
        for path in files {
            let before = try sha256(path)
            try await expectRepair(path, how, workshop, layout) {
                let after = try sha256(path)
                #expect(after == before)
            }
        }
    }

    @Test("a sector of another program is held against CommR, and its p_aux rebuilt from the trees")
    func foreignSector() async throws {
        let vector = try Vectors.seal("2KiBV1_1-full")
        let workshop = try Workshop()
        let layout = try await workshop.seal(vector).layout
        try File.remove(layout.record)
        var request = CheckRequest(layout: layout)
        let report = try await workshop.manager().check(request)
        #expect(report.isHealthy)
        #expect(!report.remarks.isEmpty)
        try File.remove(layout.pAux)
        #expect(try await workshop.manager().check(request).isHealthy == false)
        request.commR = try Commitment(hex: vector.comm_r)
        request.repair = true
        _ = try await workshop.manager().check(request)
        try expectEqual(layout, vector)
        request.commR = try Commitment(hex: vector.comm_d)
        let wrong = try await workshop.manager().check(request)
        #expect(wrong.remarks.contains { $0.contains("CommR should be") })
    }

    @Test(
        "data and replica of a finalized sector are rebuilt by labelling again",
        arguments: ["flip", "remove"])
    func finalizedSector(_ how: String) async throws {
        let vector = try Vectors.seal("2KiBV1_1-pieces")
        let workshop = try Workshop()
        var request = try workshop.request(vector)
        request.finalize = true
        let layout = try await workshop.manager().seal(request).sectors[0].layout
        for path in [layout.unsealed, layout.sealed] {
            let before = try sha256(path)
            try await expectRepair(path, how, workshop, layout) {
                let after = try sha256(path)
                #expect(after == before)
            }
        }
        #expect(!File.exists(layout.layer(1)))
    }

    @Test("checking changes nothing and leaves nothing behind")
    func readOnly() async throws {
        let vector = try Vectors.seal("2KiBV1_1-full")
        let workshop = try Workshop()
        let layout = try await workshop.seal(vector).layout
        try damage(layout.layer(1), "flip")
        let before = try Directory.list(layout.cache)
        let report = try await workshop.manager().check(CheckRequest(layout: layout))
        #expect(
            report.findings.filter(\.isFault).map(\.file) == ["cache/\(layout.name)/sc-02-data-layer-1.dat"])
        #expect(try Directory.list(layout.cache) == before)
    }

    private func expectRepair(
        _ path: String, _ how: String, _ workshop: Workshop, _ layout: SectorLayout,
        _ verify: () throws -> Void
    ) async throws {
        try damage(path, how)
        var request = CheckRequest(layout: layout)
        let found = try await workshop.manager().check(request)
        let relative = String(path.dropFirst(layout.root.count + 1))
        #expect(found.findings.filter(\.isFault).map(\.file) == [relative], "\(how)")
        #expect(found.findings.first { $0.file == relative }?.rebuiltFrom != nil, "\(relative)")
        request.repair = true
        #expect(try await workshop.manager().check(request).isHealthy, "\(relative)")
        try verify()
        request.repair = false
        #expect(try await workshop.manager().check(request).isHealthy, "\(relative)")
    }
}
