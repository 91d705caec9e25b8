import FoundationEssentials
public import HTTP
internal import Primitives
internal import ProofEngine
public import System

/// The face of this machine's storage paths towards other machines, over HTTP:
///
///     HEAD   /remote/<type>/<sector>[/<file>]   length and digest; of an unfinished upload what is durable
///     GET    /remote/<type>/<sector>[/<file>]   bytes, with Range; a folder's list of files
///     PUT    /remote/<type>/<sector>[/<file>]   the next chunk (Content-Range), checked, synced, read back
///     POST   /remote/<type>/<sector>            a folder that is whole gets its name
///     DELETE /remote/<type>/<sector>            removes it
///
/// Writing names a storage path with `?path=ID`; reading may. Nothing is done through links, and no name leads
/// out of a storage path. Who may do what is asked of `authorize`, for every request.
public struct SectorTransferService: HTTPHandler {
    /// What a request wants to do.
    public enum Right: Sendable, Hashable { case read, write }

    /// Every request is asked about.
    public var isAuthenticating: Bool { true }

    let stores: @Sendable () async throws -> [String: String]
    let authorize: @Sendable (HTTPRequest, Right) async -> Bool
    let threads: BlockingThreads
    let chunk: UInt64
    private let busy = Locked<Set<String>>([])
    let digests = Locked<[String: (status: FileStatus, record: FileRecord)]>([:])

    /// A service. `stores`: directories of this machine by storage path; `authorize`: whether a request may
    /// read or write (by its token or its client's certificate); `threads`: where files are read and written;
    /// `chunk`: bytes that an upload brings at once, and after which it may go on.
    public init(
        threads: BlockingThreads, chunk: UInt64 = 16 << 20,
        stores: @escaping @Sendable () async throws -> [String: String],
        authorize: @escaping @Sendable (HTTPRequest, Right) async -> Bool
    ) {
        self.stores = stores
        self.authorize = authorize
        self.threads = threads
        self.chunk = chunk
    }

    /// Whether a path is one of this service's.
    public static func serves(_ path: String) -> Bool { path.hasPrefix("/remote/") }

    /// Refuses what is not allowed or makes no sense before any body is read.
    public func accept(_ head: HTTPRequest) async -> HTTPAcceptance {
        let isRead = head.method == "GET" || head.method == "HEAD"
        guard await authorize(head, isRead ? .read : .write) else {
            return .refuse(.text(401, "this needs a token or certificate that may do it\n"))
        }
        guard let path = TransferPath(head.path) else {
            return .refuse(.text(404, "no such file type, sector or file name\n"))
        }
        switch head.method {
        case "GET", "HEAD": return .body(limit: 0)
        case "DELETE": return .body(limit: 0)
        case "POST":
            guard path.type.isFolder, path.file == nil else {
                return .refuse(.text(405, "only folders are completed\n"))
            }
            return .body(limit: 1 << 20)
        case "PUT":
            if path.type.isFolder, path.file == nil {
                return .refuse(.text(405, "a folder is sent file by file\n"))
            }
            guard let range = TransferField.readRange(head.header("content-range")) else {
                return .refuse(.text(400, "a PUT needs 'Content-Range: bytes FIRST-LAST/TOTAL'\n"))
            }
            guard range.count <= chunk else {
                return .refuse(.text(413, "a PUT brings \(chunk) bytes at most\n"))
            }
            return .stream
        default: return .refuse(.text(405, "GET, HEAD, PUT, POST and DELETE are known\n"))
        }
    }

    /// Answers a request that `accept` let through.
    public func respond(to request: HTTPRequest) async -> HTTPResponse {
        guard let path = TransferPath(request.path) else { return .text(404, "no such name\n") }
        do {
            switch request.method {
            case "GET", "HEAD": return try await read(path, request)
            case "PUT": return try await put(path, request)
            case "POST": return try await publish(path, request)
            default: return try await delete(path, request)
            }
        } catch let error as StorageError {
            return Self.answer(error)
        } catch let error as SystemError {
            return .text(error.isFull ? 507 : 500, error.sentence + "\n")
        } catch let error as any ExplainedError {
            return .text(500, error.sentence + "\n")
        } catch {
            return .text(500, "\(error)\n")
        }
    }

    private static func answer(_ error: StorageError) -> HTTPResponse {
        let status =
            switch error {
            case .noRoom, .full: 507
            case .busy: 409
            case .unknownPath, .noCopy, .noPathFile: 404
            case .away: 503
            default: 500
            }
        return .text(status, error.sentence + "\n")
    }

    /// There are no WebSockets here.
    public func serve(_ socket: any WebSocketConnection, _ request: HTTPRequest) async { socket.close() }

    // MARK: Shared by requests

    /// The directory of the path that a request names; every one of this machine for nil.
    func roots(_ request: HTTPRequest) async throws -> [String] {
        let all = try await stores()
        guard let id = request.parameter("path") else { return all.sorted { $0.key < $1.key }.map(\.value) }
        guard let root = all[id] else { throw StorageError.unknownPath(id) }
        return [root]
    }

    /// The directory that a request writes to, if the path is there now.
    func target(_ request: HTTPRequest) async throws -> (id: String, root: String) {
        guard let id = request.parameter("path"), let root = try await stores()[id] else {
            throw StorageError.unknownPath(request.parameter("path") ?? "(none named)")
        }
        try await threads.run { _ in
            guard try StoragePathFile.read(root).id == id else {
                throw StorageError.away(id: id, root: root, why: "another path is there")
            }
        }
        return (id, root)
    }

    /// Runs `body` alone with a name; nil if somebody else has it.
    func alone<Value: Sendable>(with name: String, _ body: () async throws -> Value) async throws -> Value? {
        guard busy.withLock({ $0.insert(name).inserted }) else { return nil }
        defer { busy.withLock { _ = $0.remove(name) } }
        return try await body()
    }
}
