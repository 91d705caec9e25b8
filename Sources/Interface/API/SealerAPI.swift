public import System

/// What a person or a program may ask of the plant. `Node` implements it over the database; `RPC` serves it
/// over HTTP
/// under the same names, and the command line calls it directly.
public protocol SealerAPI: Sendable {
    /// The whole plant. Reads a snapshot, never waits for running work.
    func status() async throws -> SealerStatus
    /// Sectors, by number; `state` nil: all.
    func sectors(state: String?, after: String?, limit: Int) async throws -> [SectorView]
    /// One sector with its log.
    func sector(_ name: String) async throws -> SectorView
    /// Sends a failed sector back to where it can go on.
    func retry(sector: String) async throws
    /// Removes a sector's files and strikes it off.
    func remove(sector: String) async throws
    /// Live jobs, most urgent first, or ended ones, latest first.
    func jobs(state: String?, kind: String?, limit: Int) async throws -> [JobView]
    /// One job.
    func job(_ id: Int64) async throws -> JobView
    /// Ends a job.
    func cancel(job: Int64) async throws
    /// Makes a failed job ready again.
    func retry(job: Int64) async throws
    /// Holds new work back (kinds empty: all) or lets it go on; work under way is finished.
    func setPaused(_ paused: Bool, kinds: [String], worker: String?) async throws
    /// Takes a piece into the queue: a file that the sealer can read. Returns the piece's number.
    func addPiece(path: String, label: String?) async throws -> Int64
    /// Orders sectors without data.
    func pledge(count: Int) async throws
    /// Orders proofs of spacetime; returns them as they are now.
    func prove(_ order: PoStOrder) async throws -> [PoStView]
    /// Proofs of spacetime, latest first.
    func posts(limit: Int) async throws -> [PoStView]
    /// One of them.
    func post(_ id: Int64) async throws -> PoStView
    /// After each change of anything that `status` tells, at most some times a second.
    func changes() -> AsyncStream<Void>
}

/// Why a request was refused.
public enum APIError: ExplainedError, Hashable {
    /// There is no such thing.
    case notFound(String)
    /// It cannot be done now.
    case conflict(String, remedy: String)
    /// The request makes no sense.
    case bad(String, remedy: String)

    /// What is wrong.
    public var sentence: String {
        switch self {
        case .notFound(let what): "there is no \(what)"
        case .conflict(let why, _), .bad(let why, _): why
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .notFound: "list what there is first"
        case .conflict(_, let remedy), .bad(_, let remedy): remedy
        }
    }
}
