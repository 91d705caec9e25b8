internal import FoundationEssentials
internal import Primitives
public import System

/// What is known of a token; not the token itself, which nobody keeps but its bearer.
public struct TokenInfo: Sendable, Hashable, Codable {
    /// Names it in lists and for revoking: "3f9a1c20".
    public var id: String
    /// What its bearer may do.
    public var scope: Scope
    /// Who it was made for, in the words of whoever made it.
    public var label: String
    /// Seconds since 1970 of its making.
    public var created: Int
    /// Seconds since 1970 after which it is not taken any more; nil: never.
    public var expires: Int?
}

/// Why tokens cannot be looked after.
public enum TokenError: ExplainedError, Equatable {
    /// There is no token of this id.
    case unknown(String)
    /// Several tokens' ids begin so.
    case ambiguous(String)
    /// The file is not what this program writes.
    case malformed(String)

    /// What is wrong.
    public var sentence: String {
        switch self {
        case .unknown(let id): "there is no token \(id)"
        case .ambiguous(let id): "several tokens' ids begin with \(id)"
        case .malformed(let path): "\(path) is no list of tokens"
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .unknown: "`quarry auth list` shows the tokens there are"
        case .ambiguous: "write more of the id"
        case .malformed: "restore it, or remove it and make new tokens with `quarry auth create`"
        }
    }
}

/// The tokens of a node: random texts of 256 bits, of which a file (`tokens.json`, for its owner alone) keeps BLAKE2b
/// digests. Whoever reads the file cannot use what it says. A node that runs takes notice of changes within a second.
public final class TokenStore: Sendable {
    /// What the file holds of a token.
    private struct Entry: Codable, Sendable {
        var info: TokenInfo
        var digest: [UInt8]

        enum CodingKeys: String, CodingKey { case id, scope, label, created, expires, digest }

        init(_ info: TokenInfo, digest: [UInt8]) {
            self.info = info
            self.digest = digest
        }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            info = try TokenInfo(from: decoder)
            guard let digest = [UInt8](hex: try values.decode(String.self, forKey: .digest)),
                digest.count == 32
            else {
                throw DecodingError.dataCorruptedError(
                    forKey: .digest, in: values, debugDescription: "no digest")
            }
            self.digest = digest
        }

        func encode(to encoder: any Encoder) throws {
            try info.encode(to: encoder)
            var values = encoder.container(keyedBy: CodingKeys.self)
            try values.encode(digest.hex, forKey: .digest)
        }
    }

    private struct Contents: Codable, Sendable {
        var version = 1
        var tokens: [Entry] = []
    }

    private struct Known: Sendable {
        var entries: [Entry] = []
        var looked = -Double.infinity
        var status: FileStatus?
    }

    private static let sizeLimit = 4 << 20
    private static let lookSeconds = 1.0

    /// Where the digests are.
    public let path: String
    private let known = Locked(Known())

    /// The tokens in a node's home directory; none if there is no such file yet.
    public init(home: String = Environment.home) { path = home + "/tokens.json" }

    /// Makes a token. It is told this once only.
    public func create(
        scope: Scope, label: String = "", lifetime seconds: Int? = nil
    ) throws -> (token: String, info: TokenInfo) {
        let token = "quarry_" + Randomness.bytes(32).base64URL
        let digest = Self.digest(token)
        let now = Clock.unixTime
        let info = TokenInfo(
            id: String(digest.hex.prefix(8)), scope: scope, label: label, created: now,
            expires: seconds.map { now + $0 })
        try change { $0.append(Entry(info, digest: digest)) }
        return (token, info)
    }

    /// All tokens, oldest first, those that have expired too.
    public func list() throws -> [TokenInfo] { try load().tokens.map(\.info) }

    /// Takes a token back; `id` may be the beginning of one. Returns what was known of it.
    public func revoke(_ id: String) throws -> TokenInfo {
        var found: [TokenInfo] = []
        try change { entries in
            found = entries.map(\.info).filter { !id.isEmpty && $0.id.hasPrefix(id) }
            if found.isEmpty { throw TokenError.unknown(id) }
            if found.count > 1 { throw TokenError.ambiguous(id) }
            entries.removeAll { $0.info.id == found[0].id }
        }
        return found[0]
    }

    /// What the bearer of a token may do; nil: nothing. Throws if the file cannot be read: nobody is let in then.
    public func scope(of token: String) throws -> Scope? {
        guard token.utf8.count <= 256 else { return nil }
        let digest = Self.digest(token)
        let now = Clock.unixTime
        var scope: Scope?
        // All are compared, each to its end: how long it takes says nothing.
        for entry in try current() {
            let isLive = entry.info.expires.map { $0 > now } ?? true
            if Self.areEqual(entry.digest, digest), isLive { scope = entry.info.scope }
        }
        return scope
    }

    private static func digest(_ token: String) -> [UInt8] { Blake2b.hash(Array(token.utf8)) }

    private static func areEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        a.count == b.count && zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// The file's entries, read again when it has changed; looked at once a second at most.
    private func current() throws -> [Entry] {
        try known.withLock { known in
            let now = Clock.now
            guard now - known.looked >= Self.lookSeconds else { return known.entries }
            let status = try FileStatus(path)
            if status != known.status || status == nil {
                known.entries = try load().tokens
                known.status = status
            }
            known.looked = now
            return known.entries
        }
    }

    private func load() throws -> Contents {
        guard File.exists(path) else { return Contents() }
        var bytes = [UInt8](repeating: 0, count: Self.sizeLimit)
        let count = try unsafe bytes.withUnsafeMutableBytes { buffer in
            try unsafe PrivateFile.read(path, into: buffer)
        }
        do {
            return try JSONDecoder().decode(Contents.self, from: Data(bytes[..<count]))
        } catch is DecodingError {
            throw TokenError.malformed(path)
        }
    }

    /// One process at a time changes the file.
    private func change(_ body: (inout [Entry]) throws -> Void) throws {
        try Directory.create(File.parent(of: path))
        let lock = try FileLock(path + ".lock")
        var contents = try load()
        try body(&contents.tokens)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let text = Array(try encoder.encode(contents))
        try unsafe text.withUnsafeBytes { try unsafe PrivateFile.write(path, $0, replacing: true) }
        known.withLock { $0.looked = -.infinity }
        _ = consume lock
    }
}

extension [UInt8] {
    fileprivate var hex: String {
        let digits = [Unicode.Scalar]("0123456789abcdef".unicodeScalars)
        var out = String.UnicodeScalarView()
        for byte in self {
            out.append(digits[Int(byte >> 4)])
            out.append(digits[Int(byte & 15)])
        }
        return String(out)
    }

    fileprivate init?(hex: String) {
        let digits = hex.compactMap(\.hexDigitValue)
        guard digits.count == hex.count, digits.count % 2 == 0 else { return nil }
        self = stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    fileprivate var base64URL: String {
        String(
            Data(self).base64EncodedString().filter { $0 != "=" }.map {
                $0 == "+" ? "-" : $0 == "/" ? "_" : $0
            })
    }
}
