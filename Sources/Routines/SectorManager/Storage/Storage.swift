public import Database
public import Primitives

/// What a sector's files are, by type; each lies at `<path>/<folder>/<sector>`.
public enum SectorFileType: String, Sendable, Codable, Hashable, CaseIterable {
    case unsealed, sealed, cache, update
    case updateCache = "update-cache"
}

/// What a storage path is for.
public enum StorageRole: String, Sendable, Codable, Hashable, CaseIterable {
    /// Sectors are sealed there.
    case sealing
    /// Proven sectors stay there.
    case longTerm = "long-term"
}

/// Room set aside for files that a job will write, so that no two jobs count on the same bytes.
public struct StorageReservation: Sendable, Hashable, Codable {
    /// Its number in the table.
    public var id: Int64
    /// The path it is on.
    public var path: String
    /// Directory of that path on this machine.
    public var root: String
    /// Bytes set aside.
    public var bytes: UInt64
    /// Tag of the machines that reach it as `root`: the work is to be done there.
    public var place: String

    /// A reservation.
    public init(id: Int64, path: String, root: String, bytes: UInt64, place: String = "") {
        self.id = id
        self.path = path
        self.root = root
        self.bytes = bytes
        self.place = place
    }
}

/// Where sectors' files are, and where new ones may go. The tables are `storage_paths`, `sector_files`,
/// `storage_reservations`; the rows of a machine's own paths come from its `sectorstore.json` files.
/// `SQLStorageIndex` is the one there is; `StorageKeeper` keeps it true to the disks.
public protocol StorageIndex: Sendable {
    /// Sets room aside for a whole batch on one path of this role that this machine can reach, or throws
    /// `StorageError.noRoom` with the reason for each path. `owner`: who holds it ("job-12-fence-3"); a path
    /// that holds files of these sectors already is preferred, then by weight and free room.
    func reserve(
        _ bytes: UInt64, for sectors: [SectorName], role: StorageRole, owner: String, places: [String],
        in session: any SQLSession
    ) throws -> StorageReservation
    /// Gives the room back.
    func release(owner: String, in session: any SQLSession) throws
    /// Keeps the sources of moves from being removed while somebody reads them; ends by itself after `seconds`.
    func hold(_ sectors: [SectorName], owner: String, seconds: Double, in session: any SQLSession) throws
    /// The reader is done.
    func letGo(owner: String, in session: any SQLSession) throws
    /// Notes that a file of a sector lies on a path; `isPrimary`: the copy that others are made from.
    func declare(
        _ sector: SectorName, _ type: SectorFileType, path: String, isPrimary: Bool,
        in session: any SQLSession
    ) throws
    /// Notes that it no longer does.
    func drop(_ sector: SectorName, _ type: SectorFileType, path: String, in session: any SQLSession) throws
    /// Copies of a file, primary first: path and its directory on this machine (nil: not reachable from here).
    func locate(
        _ sector: SectorName, _ type: SectorFileType, in session: any SQLSession
    ) throws -> [(path: String, root: String?)]
}
