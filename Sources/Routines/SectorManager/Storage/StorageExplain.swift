public import Database
public import Primitives

/// Where a sector's files are, and what each path says to more of them.
public struct StorageExplanation: Sendable, Codable, Hashable {
    /// A copy of a file.
    public struct Copy: Sendable, Codable, Hashable {
        /// Which file.
        public var type: SectorFileType
        /// ID of the path.
        public var path: String
        /// Its directory on this machine; nil: not reachable from here.
        public var root: String?
        /// The copy that others are made from.
        public var isPrimary: Bool
    }

    /// Room set aside for it.
    public struct Room: Sendable, Codable, Hashable {
        /// ID of the path.
        public var path: String
        /// What for.
        public var role: String
        /// Who holds it.
        public var owner: String
        /// Bytes, of its whole batch.
        public var bytes: UInt64
        /// Of them on disk when last looked.
        public var written: UInt64
        /// Sectors of the batch.
        public var sectors: Int
    }

    /// Which sector.
    public var sector: String
    /// Its files.
    public var copies: [Copy]
    /// Room set aside.
    public var rooms: [Room]
    /// What each path says to its sealing, the best first.
    public var sealing: [StorageVerdict]
    /// What each path says to keeping it, the best first.
    public var longTerm: [StorageVerdict]
}

extension SQLStorageIndex {
    /// Where a sector's files are, what is set aside for it, and why each path was, or was not, taken for these
    /// needs. `places`: tags of the machines that would use it; empty: all.
    public func explain(
        _ sector: SectorName, sealing: StorageNeeds, longTerm: StorageNeeds, places asked: [String],
        in session: any SQLSession
    ) throws -> StorageExplanation {
        var copies: [StorageExplanation.Copy] = []
        for type in SectorFileType.allCases {
            for (number, copy) in try locate(sector, type, in: session).enumerated() {
                copies.append(.init(type: type, path: copy.path, root: copy.root, isPrimary: number == 0))
            }
        }
        var rooms: [StorageExplanation.Room] = []
        let rows = try session.query(
            "SELECT path, role, owner, bytes, written, sectors FROM storage_reservations ORDER BY id")
        for row in rows {
            let sectors = try Self.texts(row.text(5))
            guard sectors.contains("\(sector)") else { continue }
            rooms.append(
                try .init(
                    path: row.text(0), role: row.text(1), owner: row.text(2), bytes: row.uint64(3),
                    written: row.uint64(4), sectors: sectors.count))
        }
        let all = try paths(in: session).flatMap(\.places).map(\.place)
        func ask(_ role: StorageRole, _ needs: StorageNeeds) throws -> [StorageVerdict] {
            let request = StorageRequest(
                needs, for: [sector], role: role, owner: "", places: asked.isEmpty ? all : asked)
            return try verdicts(request, in: session)
        }
        return try StorageExplanation(
            sector: "\(sector)", copies: copies, rooms: rooms, sealing: ask(.sealing, sealing),
            longTerm: ask(.longTerm, longTerm))
    }
}
