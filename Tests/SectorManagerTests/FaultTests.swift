import Primitives
import ProofEngine
import SectorManager
import System
import Testing

@Suite("What a user does wrong, and what disks do")
struct FaultTests {
    @Test("another ticket, kind or piece in the same directory is refused, and nothing is lost")
    func differentInputs() async throws {
        let vector = try Vectors.seal("2KiBV1_1-full")
        let workshop = try Workshop()
        _ = try await workshop.seal(vector)
        var ticket = try workshop.request(vector)
        ticket.sectors[0].ticket[0] ^= 1
        var kind = try workshop.request(vector)
        kind.config = try PoRepConfig(
            SealProofKind(size: SectorSize("2KiB"), version: .v1, feature: .interactive))
        var piece = try workshop.request(vector)
        piece.sectors[0].pieces = ["\(workshop.folder)/other"]
        try File.writeAtomically(piece.sectors[0].pieces[0], [UInt8](repeating: 7, count: 2032))
        for request in [ticket, kind, piece] {
            let error = await #expect(throws: SectorError.self) { try await workshop.manager().seal(request) }
            guard case .differentInputs = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
        }
        try expectEqual(workshop.layout(vector), vector)
    }

    @Test("the same piece under another name goes on")
    func sameBytesElsewhere() async throws {
        let vector = try Vectors.seal("2KiBV1_1-full")
        let workshop = try Workshop()
        _ = try await workshop.seal(vector)
        var request = try workshop.request(vector)
        let copy = "\(workshop.folder)/copy"
        try File.writeAtomically(copy, File.read(request.sectors[0].pieces[0]))
        request.sectors[0].pieces = [copy]
        #expect(try await workshop.manager().seal(request).stages.isEmpty)
    }

    @Test("pieces that do not fit, are empty or not there are refused before anything is written")
    func badPieces() async throws {
        let vector = try Vectors.seal("2KiBV1_1-full")
        let workshop = try Workshop()
        let large = "\(workshop.folder)/large"
        let empty = "\(workshop.folder)/empty"
        try File.writeAtomically(large, [UInt8](repeating: 1, count: 2033))
        try File.writeAtomically(empty, [])
        for path in [large, empty, "\(workshop.folder)/nothing", workshop.folder] {
            var request = try workshop.request(vector)
            request.sectors[0].pieces = [path]
            await #expect(throws: SectorError.self) { try await workshop.manager().seal(request) }
        }
        #expect(!File.exists(workshop.root))
    }

    @Test("a sector in use is refused, with the holder's number")
    func inUse() async throws {
        let vector = try Vectors.seal("2KiBV1_1-full")
        let workshop = try Workshop()
        let layout = try await workshop.seal(vector).layout
        guard case .taken(let lock) = try HolderLock.take(layout.lock) else {
            Issue.record("the lock was not free")
            return
        }
        let error = await #expect(throws: SectorError.self) {
            try await workshop.manager().seal(workshop.request(vector))
        }
        guard case .inUse(_, let pid) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(pid != nil)
        withExtendedLifetime(lock) {}
    }

    @Test(
        "a file that was cut or changed between runs stops the next run",
        arguments: ["flip", "cut", "remove"])
    func damaged(_ how: String) async throws {
        let vector = try Vectors.seal("2KiBV1_1-full")
        let workshop = try Workshop()
        let request = try workshop.request(vector)
        _ = try? await workshop.manager(StoppingObserver(stage: 3, after: false)).seal(request)
        let layout = workshop.layout(vector)
        for path in [layout.unsealed, layout.treeD, layout.layer(1), layout.layer(2)] {
            let whole = try File.read(path)
            try damage(path, how)
            let error = await #expect(throws: SectorError.self) { try await workshop.manager().seal(request) }
            #expect(error?.sentence.contains(path) == true)
            #expect(error?.remedy.contains("sector check") == true)
            try File.writeAtomically(path, whole)
        }
        let sealed = try await workshop.manager().seal(request)
        try expectEqual(sealed.sectors[0].layout, vector)
    }

    @Test("repair of an unfinished sector makes the damaged stages run again")
    func repairUnfinished() async throws {
        let vector = try Vectors.seal("2KiBV1_1-full")
        let workshop = try Workshop()
        let request = try workshop.request(vector)
        _ = try? await workshop.manager(StoppingObserver(stage: 3, after: false)).seal(request)
        let layout = workshop.layout(vector)
        try damage(layout.layer(2), "flip")
        var check = CheckRequest(layout: layout)
        #expect(try await workshop.manager().check(check).isHealthy == false)
        check.repair = true
        #expect(try await workshop.manager().check(check).isHealthy)
        try expectEqual(try await workshop.manager().seal(request).sectors[0].layout, vector)
    }

    @Test("too little memory and a record that is cut are errors that say so")
    func limits() async throws {
        let vector = try Vectors.seal("2KiBV1_1-full")
        let workshop = try Workshop()
        var request = try workshop.request(vector)
        request.memoryLimit = 1
        await #expect(throws: SectorError.self) { try await workshop.manager().seal(request) }
        let layout = try await workshop.seal(vector).layout
        try File.writeAtomically(layout.record, Array(File.read(layout.record).prefix(200)))
        request.memoryLimit = 0
        let settled = request
        let error = await #expect(throws: SectorError.self) { try await workshop.manager().seal(settled) }
        guard case .badRecord = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("a directory that cannot be written to is an error that names it")
    func notWritable() async throws {
        let vector = try Vectors.seal("2KiBV1_1-full")
        let workshop = try Workshop()
        var request = try workshop.request(vector)
        request.root = "/proc/quarry"
        let settled = request
        await #expect(throws: SystemError.self) { try await workshop.manager().seal(settled) }
    }
}

/// Harms a file.
func damage(_ path: String, _ how: String) throws {
    if how == "remove" { return try File.remove(path) }
    var bytes = try File.read(path)
    if how == "cut" { bytes.removeLast() } else { bytes[bytes.count / 2] ^= 4 }
    try File.writeAtomically(path, bytes)
}
