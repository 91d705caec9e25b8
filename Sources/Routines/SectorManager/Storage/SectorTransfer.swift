import FoundationEssentials
public import HTTP
public import Primitives
internal import ProofEngine
public import Scheduler
public import System

/// Sends requests of transfers. `HTTPClient` is one; tests bring the service into the process.
public protocol TransferClient: Sendable {
    /// Sends a request and takes the answer, at most `limit` bytes of it.
    func send(_ request: HTTPClientRequest, limit: Int) async throws -> HTTPClientResponse
}

extension HTTPClient: TransferClient {}

/// Why files did not come over.
public enum TransferError: ExplainedError, Hashable {
    /// The other store has no such file.
    case missing(url: String)
    /// It refused.
    case refused(url: String, status: Int, text: String)
    /// Bytes or digests were wrong again and again.
    case garbled(url: String, what: String)
    /// It answered something that no store answers.
    case senseless(url: String, what: String)

    /// What is wrong.
    public var sentence: String {
        switch self {
        case .missing(let url): "\(url): there is no such file"
        case .refused(let url, let status, let text): "\(url) answered \(status): \(text)"
        case .garbled(let url, let what): "\(url): \(what), however often it is sent"
        case .senseless(let url, let what): "\(url) is no store of Quarry's: \(what)"
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .missing: "take inventory there: quarry storage sweep --dry-run"
        case .refused(_, let status, _):
            status == 401
                ? "give this machine a token or certificate that may do it" : "see what the store says"
        case .garbled: "check the network card, the memory and the disk of both machines"
        case .senseless: "check the address: quarry storage list"
        }
    }
}

/// Brings a sector's files between this machine's paths and another machine's store, chunk by chunk with a
/// digest each. What broke off goes on at the last durable chunk; a wrong byte is sent again.
public struct SectorTransfer: Sendable {
    let client: any TransferClient
    let threads: BlockingThreads
    let base: String
    let sector: SectorName
    /// Failures of one chunk before giving up.
    var retries = 5
    /// Seconds before the first retry; each further one waits twice as long.
    var pause = 0.5
    let report: @Sendable (JobProgress) -> Void
    let check: @Sendable () throws -> Void

    /// Transfers of a sector with the store at `base` ("https://host:port").
    public init(
        _ sector: SectorName, with base: String, client: any TransferClient, threads: BlockingThreads,
        report: @escaping @Sendable (JobProgress) -> Void = { _ in },
        check: @escaping @Sendable () throws -> Void = {}
    ) {
        self.client = client
        self.threads = threads
        self.base = base.hasSuffix("/") ? String(base.dropLast()) : base
        self.sector = sector
        self.report = report
        self.check = check
    }

    /// Removes a file or folder from the other store.
    public func remove(_ type: SectorFileType, path id: String) async throws {
        let path = TransferPath(type, sector, nil)
        _ = try await ask(HTTPClientRequest("DELETE", url(path, id)), accepts: [200, 404])
    }

    // MARK: Requests

    func url(_ path: TransferPath, _ id: String) -> String { "\(base)\(path.text)?path=\(Self.encoded(id))" }

    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let character = Character(UnicodeScalar(byte))
            return character.isASCII && (character.isLetter || character.isNumber)
                || "-._".contains(character)
                ? String(character) : "%" + Hex.encode([byte]).uppercased()
        }.joined()
    }

    /// Sends a request, again if nobody answers or the server is in trouble.
    func ask(
        _ request: HTTPClientRequest, accepts: Set<Int>, limit: Int = 1 << 20
    ) async throws -> HTTPClientResponse {
        var wait = pause
        for attempt in 0... {
            try Task.checkCancellation()
            try check()
            do {
                let answer = try await client.send(request, limit: limit)
                if accepts.contains(answer.status) { return answer }
                let text = String(decoding: answer.body.prefix(300), as: UTF8.self)
                    .trimmed
                switch answer.status {
                case 404: throw TransferError.missing(url: request.url)
                case 507: throw StorageError.full(path: request.url, needed: 0)
                case 500..<600 where attempt < retries: break
                default: throw TransferError.refused(url: request.url, status: answer.status, text: text)
                }
            } catch let error as HTTPClientError where Self.mayPass(error) && attempt < retries {}
            await Clock.sleep(seconds: wait)
            wait = min(wait * 2, 30)
        }
        throw CancellationError()
    }

    /// Whether the same request may succeed later.
    private static func mayPass(_ error: HTTPClientError) -> Bool {
        switch error {
        case .cannotConnect, .tooSlow, .broken: true
        default: false
        }
    }

    /// What the other store has of a file.
    struct Head: Sendable {
        var length: UInt64
        var isComplete: Bool
        var digest: String?
        var chunk: UInt64
    }

    func head(_ path: TransferPath, _ id: String) async throws -> Head {
        let url = url(path, id)
        let answer = try await ask(HTTPClientRequest("HEAD", url), accepts: [200, 404])
        guard let chunk = answer.header(TransferField.chunk).flatMap({ UInt64($0) }),
            (1...(64 << 20)).contains(chunk)
        else {
            if answer.status == 404 { throw TransferError.missing(url: url) }
            throw TransferError.senseless(url: url, what: "its answer lacks fields")
        }
        if answer.status == 404 { return Head(length: 0, isComplete: false, digest: nil, chunk: chunk) }
        guard let length = answer.header(TransferField.length).flatMap({ UInt64($0) }), length <= 1 << 48,
            let complete = answer.header(TransferField.complete)
        else { throw TransferError.senseless(url: url, what: "its answer lacks fields") }
        let digest = answer.header(TransferField.digest)
        return Head(length: length, isComplete: complete == "true", digest: digest, chunk: chunk)
    }
}

extension String {
    /// Without line ends.
    fileprivate var trimmed: String {
        var text = self
        while let last = text.last, last.isNewline || last == " " { text.removeLast() }
        return text
    }
}
