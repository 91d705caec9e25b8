public import System

/// Why the node's store cannot be used.
public enum StoreError: ExplainedError, Hashable {
    /// SQLite refused something.
    case refused(path: String, why: String)
    /// The disk is full.
    case full(path: String)
    /// The file is damaged, or no store.
    case damaged(path: String, why: String)
    /// Another process holds it.
    case busy(path: String)
    /// It was written by a later version of this program.
    case later(path: String, version: Int)

    /// What is wrong.
    public var sentence: String {
        switch self {
        case .refused(let path, let why): "the store \(path) cannot be used: \(why)"
        case .full(let path): "the store \(path): the disk is full"
        case .damaged(let path, let why): "the store \(path) is damaged: \(why)"
        case .busy(let path): "the store \(path) is used by another process"
        case .later(let path, let version): "the store \(path) has layout \(version), which is not known here"
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .refused: "check the path and the user's rights"
        case .full: "free space, then run the same command again: it goes on where it was"
        case .damaged: "move the file away and import the chain again"
        case .busy: "wait for the other process, or stop it"
        case .later: "use the version of quarry that wrote it"
        }
    }
}
