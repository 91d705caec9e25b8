public import Database
public import Primitives
public import ProofEngine
public import Scheduler
internal import System

/// Into the long-term path that has the most room and weight, or that has the sector already.
public struct LongTermMover: SectorMover {
    private let database: any Database
    private let index: SQLStorageIndex
    private let mover: StorageMover

    /// A mover over the index, as seen from this machine.
    public init(database: any Database, index: SQLStorageIndex, mover: StorageMover) {
        self.database = database
        self.index = index
        self.mover = mover
    }

    /// Who holds the room that a sector moves to.
    static func owner(_ sector: SectorName) -> String { "move-\(sector)" }

    /// See `SectorMover`.
    public func move(_ sector: SectorName, _ config: PoRepConfig, work: JobWork) async throws -> String? {
        let present = try await types(of: sector)
        if let place = try await placeIfThere(sector, present) { return place.isEmpty ? nil : place }
        let owner = Self.owner(sector)
        let needs = StorageNeeds.longTerm(config, keepUnsealed: present.contains(.unsealed))
        let index = index
        let room = try await database.write { session in
            try index.reserve(
                needs.total, for: [sector], role: .longTerm, owner: owner, places: index.places, in: session)
        }
        do {
            _ = try await mover.move(
                sector, present, to: room.path, report: work.report, checkLease: work.checkLease)
        } catch let failure as JobFailure where failure.isWait {
            // What waits holds no room.
            try await release(owner)
            throw failure
        }
        try await release(owner)
        return room.place.isEmpty ? nil : room.place
    }

    private func release(_ owner: String) async throws {
        let index = index
        try await database.write { try index.release(owner: owner, in: $0) }
    }

    /// Types of files that the sector has.
    private func types(of sector: SectorName) async throws -> [SectorFileType] {
        let index = index
        return try await database.read { session in
            try SectorFileType.allCases.filter { try !index.locate(sector, $0, in: session).isEmpty }
        }
    }

    /// The tag of the path that has all of them, and no other has any, if it is for long-term storage.
    private func placeIfThere(_ sector: SectorName, _ types: [SectorFileType]) async throws -> String? {
        let index = index
        return try await database.read { session in
            let copies = try types.flatMap { try index.locate(sector, $0, in: session).map(\.path) }
            guard let first = copies.first, copies.allSatisfy({ $0 == first }), copies.count == types.count,
                let path = try index.paths(in: session).first(where: { $0.id == first }), path.file.canStore
            else { return nil }
            return path.places.first { index.places.contains($0.place) }?.place ?? ""
        }
    }
}
