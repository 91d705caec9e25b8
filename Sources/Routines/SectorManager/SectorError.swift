import Primitives
public import System

/// Why work on a sector stopped, other than a failure of the engine or the operating system.
public enum SectorError: ExplainedError, Hashable, CustomStringConvertible {
    /// Another process works on it.
    case inUse(sector: String, pid: Int?)
    /// The directory holds a sector made from something else.
    case differentInputs(sector: String, what: String, record: String)
    /// A file that a finished stage left is not what the stage wrote.
    case damaged(path: String, what: String)
    /// The pieces do not fit the sector.
    case piecesTooLarge(needed: UInt64, room: UInt64)
    /// A piece cannot be used.
    case badPiece(path: String, why: String)
    /// The file system has too little room for what is to be written.
    case noSpace(path: String, needed: UInt64, free: UInt64)
    /// The memory limit is below the need.
    case memoryLimit(needed: UInt64, limit: UInt64)
    /// There is no such sector.
    case noSector(name: String, root: String)
    /// The sector's record cannot be read.
    case badRecord(path: String, why: String)
    /// What was asked for does not go with this sector or request.
    case unsuitable(sector: String, why: String, remedy: String)
    /// Two values that must be equal are not.
    case contradiction(sector: String, what: String, expected: String, found: String)

    /// What is wrong.
    public var sentence: String {
        switch self {
        case .inUse(let sector, let pid):
            "sector \(sector) is in use by " + (pid.map { "process \($0)" } ?? "another process")
        case .differentInputs(let sector, let what, let record):
            "sector \(sector) exists already with another \(what) (see \(record))"
        case .damaged(let path, let what): "\(path): \(what)"
        case .piecesTooLarge(let needed, let room):
            "the pieces need \(needed) unpadded bytes with alignment, but the sector has room for \(room)"
        case .badPiece(let path, let why): "piece \(path): \(why)"
        case .noSpace(let path, let needed, let free):
            "\(path): \(needed) bytes are still to be written, but only \(free) are free"
        case .memoryLimit(let needed, let limit):
            "labels need \(needed) bytes of memory, which is more than the limit of \(limit)"
        case .noSector(let name, let root): "there is no sector \(name) in \(root)"
        case .badRecord(let path, let why): "\(path): \(why)"
        case .unsuitable(let sector, let why, _): "sector \(sector): \(why)"
        case .contradiction(let sector, let what, let expected, let found):
            "sector \(sector): \(what) should be \(expected), but is \(found)"
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .inUse: "wait for it to end, or choose another directory"
        case .differentInputs: "use the same inputs to go on, another sector number, or another directory"
        case .damaged: "run 'quarry sector check DIR --repair', then the same command again"
        case .piecesTooLarge: "choose a larger sector, fewer pieces, or put the largest piece first"
        case .badPiece: "check the file"
        case .noSpace: "free space or choose another file system, then run the same command again"
        case .memoryLimit: "raise --memory, seal fewer sectors at once, or use --layers-on-disk DIR"
        case .noSector: "check the directory and the sector's name (s-t01000-1)"
        case .badRecord: "restore it from a backup, or remove it and run the same 'quarry seal' again"
        case .unsuitable(_, _, let remedy): remedy
        case .contradiction: "run 'quarry sector check DIR', which says which file is wrong"
        }
    }

    /// As `sentence`.
    public var description: String { sentence }
}
