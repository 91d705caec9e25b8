public import Primitives
public import Scheduler
public import System

/// Why storage did not do what was asked.
public enum StorageError: ExplainedError, Hashable, CustomStringConvertible {
    /// No path has the room; each with its reasons.
    case noRoom(bytes: UInt64, role: StorageRole, verdicts: [StorageVerdict])
    /// The device became full while something was written; nothing of it is left.
    case full(path: String, needed: UInt64)
    /// The directory is no storage path.
    case noPathFile(root: String)
    /// Its `sectorstore.json` cannot be used.
    case badPathFile(path: String, why: String)
    /// Two directories of one machine have the same ID: one is a copy.
    case twice(id: String, root: String, other: String)
    /// The directory does not hold the path now: not mounted, or exchanged.
    case away(id: String, root: String, why: String)
    /// There is no such path.
    case unknownPath(String)
    /// It is needed still.
    case inUse(path: String, what: String)
    /// No copy of a file is within reach.
    case noCopy(sector: SectorName, type: SectorFileType, places: [String])
    /// A copy is not what it was made from.
    case badCopy(path: String, what: String)
    /// Somebody writes to the sector.
    case busy(sector: SectorName, pid: Int?)

    /// What is wrong.
    public var sentence: String {
        switch self {
        case .noRoom(let bytes, let role, let verdicts):
            "no storage path has room for \(bytes) bytes (\(role.rawValue)): "
                + (verdicts.isEmpty
                    ? "none is attached"
                    : verdicts.map { "\($0.path): \($0.reasons.joined(separator: ", "))" }
                        .joined(separator: "; "))
        case .full(let path, let needed): "\(path): the device is full (\(needed) bytes were to be written)"
        case .noPathFile(let root): "\(root) is no storage path: it has no \(StoragePathFile.name)"
        case .badPathFile(let path, let why): "\(path): \(why)"
        case .twice(let id, let root, let other):
            "storage path \(id) is attached as \(other) already, not \(root)"
        case .away(let id, let root, let why): "storage path \(id) is not at \(root) now: \(why)"
        case .unknownPath(let id): "there is no storage path \(id)"
        case .inUse(let path, let what): "storage path \(path) is in use: \(what)"
        case .noCopy(let sector, let type, let places):
            "no copy of sector \(sector)'s \(type.rawValue) file is within reach"
                + (places.isEmpty ? "" : " (there is one at \(places.joined(separator: ", ")))")
        case .badCopy(let path, let what): "\(path): \(what)"
        case .busy(let sector, let pid):
            "sector \(sector) is being written by " + (pid.map { "process \($0)" } ?? "another process")
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .noRoom, .full:
            "free space, or attach another path: quarry storage attach DIR; work goes on by itself then"
        case .noPathFile: "make it one: quarry storage attach DIR --seal --store"
        case .badPathFile: "correct the file, or restore it from a backup"
        case .twice:
            "if one is a copy, give it an ID of its own: remove its \(StoragePathFile.name), attach it again"
        case .away: "mount it, or detach it: quarry storage detach ID"
        case .unknownPath: "list them: quarry storage list"
        case .inUse: "wait, or use --force to forget it with its files' entries (files are left alone)"
        case .noCopy: "mount the path, or run the work where it is"
        case .badCopy: "check the device (dmesg) and run 'quarry sector check'; the old copy is untouched"
        case .busy: "wait for it to end"
        }
    }

    /// As `sentence`.
    public var description: String { sentence }

    /// Whether time or freed space may help, so that a job should wait rather than fail.
    public var isWait: Bool {
        switch self {
        case .noRoom, .full, .busy: true
        default: false
        }
    }

    /// As a job's failure: waiting for space is a wait, not an attempt.
    public var failure: JobFailure {
        switch self {
        case .noRoom, .full: JobFailure(sentence, remedy: remedy, waitingFor: .space)
        default: JobFailure(sentence, remedy: remedy, isWait: isWait)
        }
    }
}
