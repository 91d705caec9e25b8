import FoundationEssentials
import HTTP
import PlantDouble
import Testing

@testable import RPC

/// The dashboard's files as they are served, and what a browser may send.
@Suite struct PageTests {
    private let caller = Caller()

    private var folder: URL {
        URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Sources/Interface/RPC/Pages").standardized
    }

    @Test func eachFileOfTheFolderIsInTheBinaryAsItIs() async throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(names.count == Pages.routes.count && names.count > 10)
        for name in names {
            let answer = await caller.get(name == "index.html" ? "/" : "/\(name)", scope: nil)
            #expect(answer.status == 200, "\(name) has no line in pages.c")
            #expect(answer.bytes == Array(try Data(contentsOf: folder.appending(path: name))), "\(name)")
        }
    }

    @Test func pagesHaveTypesTagsAndAPolicyThatForbidsInlineCode() async throws {
        let types = [
            "/": "text/html; charset=utf-8", "/app.css": "text/css; charset=utf-8",
            "/main.js": "text/javascript; charset=utf-8", "/favicon.svg": "image/svg+xml",
        ]
        for (path, type) in types {
            let first = await caller.get(path, scope: nil)
            #expect(first.header("content-type") == type)
            let policy = try #require(first.header("content-security-policy"))
            #expect(policy.contains("script-src 'self'") && !policy.contains("unsafe"))
            let tag = try #require(first.header("etag"))
            for condition in [tag, "W/\(tag)", "\"other\", \(tag)"] {
                let again = await caller.get(path, scope: nil, headers: [("if-none-match", condition)])
                #expect(again.status == 304 && again.bytes.isEmpty && again.header("etag") == tag)
            }
            #expect(await caller.get(path, scope: nil, headers: [("if-none-match", "\"0\"")]).status == 200)
        }
    }

    @Test func pagesLoadNothingFromElsewhereAndHoldNoInlineCode() throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let text = String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
            let outside = text.replacing("http://www.w3.org/2000/svg", with: "")
            #expect(!outside.contains("http:") && !outside.contains("https://"), "\(name)")
            if name.hasSuffix(".html") {
                #expect(!text.contains("style=") && text.firstMatch(of: /<script[^>]*>[^<]/) == nil)
                #expect(text.firstMatch(of: /\son\w+=/) == nil)
            }
        }
    }

    @Test func aTokenIsKeptInACookieThatScriptsCannotRead() async throws {
        let opened = await caller.post("/api/v1/session", scope: .write)
        #expect(opened.text == #"{"scope":"write"}"#)
        let cookie = try #require(opened.header("set-cookie"))
        #expect(cookie == "quarry-2345=write; Path=/; HttpOnly; SameSite=Strict")
        let sent = [(name: "cookie", value: "other=1; quarry-2345=write")]
        #expect(await caller.get("/api/v1/session", scope: nil, headers: sent).text == #"{"scope":"write"}"#)
        #expect(await caller.get("/api/v1/status", scope: nil, headers: sent).status == 200)
        let foreignPort = [(name: "cookie", value: "quarry-1=write")]
        #expect(await caller.get("/api/v1/status", scope: nil, headers: foreignPort).status == 401)
        #expect(await caller.post("/api/v1/session", scope: nil).status == 401)
        let closed = await caller.answer(caller.request("DELETE", "/api/v1/session", scope: .read))
        #expect(closed.header("set-cookie")?.contains("Max-Age=0") == true)
    }

    @Test func tokensOverTLSAreNeverSentBackInClear() async {
        var request = caller.request("POST", "/api/v1/session")
        request.isEncrypted = true
        #expect(await caller.answer(request).header("set-cookie")?.hasSuffix("; Secure") == true)
    }

    @Test func otherSitesCannotUseTheBrowsersCookie() async {
        func order(_ headers: [(name: String, value: String)]) async -> Int {
            let sent = [(name: "cookie", value: "quarry-2345=write")] + headers
            return await caller.answer(caller.request("POST", "/api/v1/pause", scope: nil, headers: sent))
                .status
        }
        #expect(await order([("origin", "http://localhost:2345")]) == 200)
        #expect(await order([("origin", "http://evil.example")]) == 403)
        #expect(await order([("origin", "null")]) == 403)
        #expect(await order([]) == 403)
        #expect(caller.plant.now.orders == ["pause /"])
        // A token in the header is no cookie, but a page from elsewhere stays one.
        let foreign = [(name: "origin", value: "http://evil.example")]
        #expect(await caller.answer(caller.request("POST", "/api/v1/pause", headers: foreign)).status == 403)
    }

    @Test func theLiveStreamIsAWebSocketForThisHostsPagesAlone() async {
        func accept(_ headers: [(name: String, value: String)], scope: Scope?) async -> Int {
            switch await caller.handler.accept(
                caller.request("GET", "/api/v1/live", scope: scope, headers: headers))
            {
            case .webSocket: return 101
            case .refuse(let answer): return answer.status
            default: return 0
            }
        }
        let upgrade = (name: "upgrade", value: "websocket")
        #expect(await accept([upgrade], scope: .read) == 101)
        #expect(await accept([], scope: .read) == 426)
        #expect(await accept([upgrade], scope: nil) == 401)
        let cookie = (name: "cookie", value: "quarry-2345=read")
        #expect(await accept([upgrade, cookie, ("origin", "http://localhost:2345")], scope: nil) == 101)
        #expect(await accept([upgrade, cookie, ("origin", "http://evil.example")], scope: nil) == 403)
        #expect(await accept([upgrade, cookie], scope: nil) == 403)
    }
}
