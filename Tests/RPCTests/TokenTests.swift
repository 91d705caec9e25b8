import Glibc
import HTTP
import Logging
import RPC
import System
import Testing

@Suite struct TokenTests {
    private static let quiet = Logger(label: "test", level: .critical) { _, _, _, _ in }

    /// A store in a directory of its own.
    private func withStore(_ body: (TokenStore, String) throws -> Void) throws {
        let home = try Directory.makeTemporary()
        defer { try? Directory.remove(home) }
        try body(TokenStore(home: home), home)
    }

    private func request(_ headers: [(name: String, value: String)], certificate: String? = nil)
        -> HTTPRequest
    {
        HTTPRequest(method: "GET", path: "/", headers: headers, clientCertificate: certificate)
    }

    @Test func tokensOpenWhatTheirScopeSaysUntilRevoked() throws {
        try withStore { store, _ in
            let reader = try store.create(scope: .read, label: "prometheus")
            let admin = try store.create(scope: .admin)
            #expect(reader.token != admin.token && reader.token.utf8.count > 48)
            #expect(try store.scope(of: reader.token) == .read)
            #expect(try store.scope(of: admin.token) == .admin)
            #expect(try store.scope(of: String(admin.token.dropLast())) == nil)
            #expect(try store.scope(of: admin.token + "x") == nil)
            #expect(try store.scope(of: "") == nil)
            #expect(try store.list().map(\.label) == ["prometheus", ""])
            #expect(try store.revoke(reader.info.id) == reader.info)
            #expect(try store.scope(of: reader.token) == nil)
            #expect(try store.scope(of: admin.token) == .admin)
            #expect(throws: TokenError.unknown(reader.info.id)) { try store.revoke(reader.info.id) }
            #expect(throws: TokenError.unknown("")) { try store.revoke("") }
        }
    }

    @Test func fileKeepsNoTokenAndIsItsOwnersAlone() throws {
        try withStore { store, home in
            let token = try store.create(scope: .write).token
            let text = try File.readText(home + "/tokens.json")
            #expect(!text.contains(token) && !text.contains(String(token.dropFirst(7).prefix(16))))
            var status = stat()
            #expect(stat(home + "/tokens.json", &status) == 0 && status.st_mode & 0o777 == 0o600)
            chmod(home + "/tokens.json", 0o644)
            // Whoever could have written it could have let himself in.
            #expect(throws: PrivateFileError.self) { try TokenStore(home: home).scope(of: token) }
            let authenticator = Authenticator(tokens: TokenStore(home: home), log: Self.quiet)
            #expect(authenticator.scope(of: request([("authorization", "Bearer \(token)")])) == nil)
        }
    }

    @Test func runningNodeTakesNoticeOfAnotherProcess() async throws {
        let home = try Directory.makeTemporary()
        defer { try? Directory.remove(home) }
        let node = TokenStore(home: home)
        let command = TokenStore(home: home)
        #expect(try node.scope(of: "nothing") == nil)
        let made = try command.create(scope: .write)
        await Clock.sleep(seconds: 1.1)
        #expect(try node.scope(of: made.token) == .write)
        _ = try command.revoke(made.info.id)
        await Clock.sleep(seconds: 1.1)
        #expect(try node.scope(of: made.token) == nil)
    }

    @Test func tokensExpire() throws {
        try withStore { store, _ in
            let gone = try store.create(scope: .admin, lifetime: 0)
            let live = try store.create(scope: .admin, lifetime: 100)
            #expect(try store.scope(of: gone.token) == nil)
            #expect(try store.scope(of: live.token) == .admin)
        }
    }

    @Test func onlyOneWellFormedFieldCounts() throws {
        try withStore { store, _ in
            let token = try store.create(scope: .read).token
            let authenticator = Authenticator(
                tokens: store, certificates: ["CN=worker-1": .write], log: Self.quiet)
            #expect(authenticator.scope(of: request([("authorization", "bearer \(token)")])) == .read)
            #expect(authenticator.scope(of: request([("authorization", token)])) == nil)
            #expect(authenticator.scope(of: request([("authorization", "Basic \(token)")])) == nil)
            let twice = [("authorization", "Bearer \(token)"), ("authorization", "Bearer x")]
            #expect(authenticator.scope(of: request(twice)) == nil)
            #expect(authenticator.scope(of: request([])) == nil)
            #expect(authenticator.scope(of: request([], certificate: "CN=worker-1")) == .write)
            #expect(authenticator.scope(of: request([], certificate: "CN=worker-2")) == nil)
            // A wrong token is not made good by a right certificate.
            let both = request([("authorization", "Bearer x")], certificate: "CN=worker-1")
            #expect(authenticator.scope(of: both) == nil)
        }
    }

    @Test func damagedFileLetsNobodyIn() throws {
        try withStore { store, home in
            let token = try store.create(scope: .admin).token
            let path = home + "/tokens.json"
            let text = try File.readText(path)
            for broken in [
                "", "{}", String(text.dropLast(20)),
                text.replacing("\"digest\" : \"", with: "\"digest\" : \"zz"),
            ] {
                try File.remove(path)
                try Array(broken.utf8).withUnsafeBytes { try PrivateFile.write(path, $0, replacing: true) }
                #expect(throws: TokenError.malformed(path)) { try TokenStore(home: home).scope(of: token) }
            }
        }
    }
}

@Suite struct HostTests {
    private struct Inner: HTTPHandler {
        var isAuthenticating: Bool { true }
        func accept(_ head: HTTPRequest) async -> HTTPAcceptance { .body(limit: 0) }
        func respond(to request: HTTPRequest) async -> HTTPResponse { .text(200, "") }
        func serve(_ socket: any WebSocketConnection, _ request: HTTPRequest) async {}
    }

    @Test(arguments: [
        ("localhost", true), ("LOCALHOST:80", true), ("127.0.0.1:3456", true), ("10.1.2.3", true),
        ("[::1]:1", true),
        ("node.example", true), ("evil.example", false), ("localhost.evil.example", false),
        ("127.0.0.1.evil", false),
        ("127.0.0.1:80:80", false), ("localhost:x", false), ("[evil]", false), ("[::1", false), ("", false),
        ("1.2.3.400", false),
    ])
    func pagesThatPointTheirNameHereGetNothing(host: String, isTaken: Bool) async {
        let door = HostGuard(Inner(), names: ["Node.Example"])
        #expect(door.isAuthenticating)
        let request = HTTPRequest(method: "GET", path: "/", headers: [("host", host)])
        switch await door.accept(request) {
        case .refuse(let response): #expect(!isTaken && response.status == 421)
        default: #expect(isTaken)
        }
    }
}
