internal import ProofEngine
internal import SectorManager
public import System

/// Where a plant keeps its things:
///
///     config.toml     how it is set up
///     profile.toml    the hardware profile that 'quarry tune' wrote; optional
///     jobs.sqlite     its database, unless the configuration names another
///     tokens.json     digests of the API's tokens
///     storage/        a storage path of its own, unless others are attached
///     cores/          which process works on which CPUs of which machine
///     sealer.lock     held by the sealer that runs
public struct PlantHome: Sendable, Hashable {
    /// The directory.
    public let path: String

    /// A home; QUARRY_HOME, or ~/.quarry, unless one is given.
    public init(_ path: String? = nil) { self.path = path ?? Environment.home }

    /// How the plant is set up.
    public var configuration: String { PlantConfiguration.path(home: path) }
    /// The hardware profile.
    public var profile: String { path + "/profile.toml" }
    /// The storage path that a plant has from the start.
    public var storage: String { path + "/storage" }
    /// Held by the sealer that runs.
    public var lock: String { path + "/sealer.lock" }

    /// Sets a plant up: writes its configuration, and makes a storage path. Throws `exists` if there is one.
    public func create(_ configuration: PlantConfiguration) throws {
        guard !File.exists(self.configuration) else { throw PlantHomeError.exists(self.configuration) }
        _ = try configuration.kind()
        _ = try configuration.minerAddress()
        try Directory.create(path)
        try File.writeAtomically(self.configuration, text: configuration.text)
    }

    /// Becomes the one sealer of this home.
    func take() throws -> HolderLock {
        try Directory.create(path)
        switch try HolderLock.take(lock) {
        case .taken(let lock): return lock
        case .heldBy(let pid): throw PlantHomeError.running(home: path, pid: pid)
        }
    }

    /// The description of the storage path in `storage`, made if it is not there.
    func ownPath() throws -> StoragePathFile {
        if File.exists("\(storage)/\(StoragePathFile.name)") { return try StoragePathFile.read(storage) }
        try Directory.create(storage)
        var file = StoragePathFile()
        file.canSeal = true
        file.canStore = true
        try file.write(storage)
        return file
    }
}

/// Why a home cannot be used.
public enum PlantHomeError: ExplainedError, Hashable {
    /// Another sealer runs on it.
    case running(home: String, pid: Int?)
    /// It is set up already.
    case exists(String)

    /// What is wrong.
    public var sentence: String {
        switch self {
        case .running(let home, let pid):
            "a sealer\(pid.map { " (process \($0))" } ?? "") runs on \(home) already"
        case .exists(let path): "there is a plant already: \(path)"
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .running: "stop it first, or use another home (QUARRY_HOME)"
        case .exists: "edit the file, or choose another home (QUARRY_HOME)"
        }
    }
}
