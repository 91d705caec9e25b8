import Foundation
import HTTP
import System
import Testing

extension Authority {
    func server(_ name: String = "server", clients: Bool = false, required: Bool = false)
        -> HTTPServerConfiguration
    {
        HTTPServerConfiguration(
            tls: HTTPServerTLS(
                certificate: path("\(name).pem"), privateKey: path("\(name).key"),
                clientAuthorities: clients ? path("authority.pem") : nil, requiresClientCertificate: required),
            stopSeconds: 5)
    }

    func client(_ certificate: String? = nil, trusting authority: String = "authority") throws -> HTTPClient {
        var configuration = HTTPClientConfiguration()
        configuration.authorities = path("\(authority).pem")
        configuration.certificate = certificate.map { path("\($0).pem") }
        configuration.privateKey = certificate.map { path("\($0).key") }
        return try HTTPClient(configuration)
    }
}

@Suite(.serialized) struct TLSTests {
    /// What a server says to a client with a certificate, or without.
    private static func get(
        _ port: UInt16, _ path: String = "/who", as certificate: String? = nil,
        trusting authority: String = "authority"
    ) async throws -> String {
        let client = try Authority.shared.client(certificate, trusting: authority)
        let response = try await client.send(
            HTTPClientRequest("GET", "https://127.0.0.1:\(port)\(path)", seconds: 10))
        return String(decoding: response.body, as: UTF8.self)
    }

    private func expect(
        _ text: String, of port: UInt16, _ path: String = "/who", as certificate: String? = nil,
        trusting authority: String = "authority"
    ) async throws {
        let said = try await Self.get(port, path, as: certificate, trusting: authority)
        #expect(said == text)
    }

    private func isNotTrusted(_ body: () async throws -> String) async -> Bool {
        do {
            _ = try await body()
            return false
        } catch HTTPClientError.notTrusted {
            return true
        } catch HTTPClientError.broken {
            // With TLS 1.3 a client may learn of the refusal when it reads.
            return true
        } catch {
            return false
        }
    }

    @Test func serversAreKnownByTheirAuthority() async throws {
        try await withServer(Authority.shared.server()) { port, _ in
            try await expect("hello\n", of: port, "/hello")
            #expect(
                await isNotTrusted { try await Self.get(port, trusting: "stranger") }
            )
            // Clients are not asked who they are.
            try await expect("nobody", of: port, as: "worker")
        }
    }

    @Test func largeTransfersComeThrough() async throws {
        let path = try Authority.shared.path("large")
        let bytes = (0..<5_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7 >> 2) }
        try File.writeAtomically(path, bytes)
        let handler = EchoHandler(file: path)
        try await withServer(Authority.shared.server(), handler: handler) { port, _ in
            let client = try Authority.shared.client()
            let target = try Authority.shared.path("target")
            try File.remove(target)
            let request = HTTPClientRequest("GET", "https://127.0.0.1:\(port)/file")
            _ = try await client.download(request, to: target).checked()
            #expect(try File.read(target) == bytes)
            let upload = HTTPClientRequest(
                "PUT", "https://127.0.0.1:\(port)/upload",
                body: .file(path: path, offset: 0, count: 5_000_000))
            #expect(try await client.send(upload).body == Array("5000000".utf8))
        }
    }

    @Test func clientsThatMustShowACertificate() async throws {
        let configuration = try Authority.shared.server(clients: true, required: true)
        try await withServer(configuration) { port, _ in
            try await expect("CN=worker,O=Quarry", of: port, as: "worker")
            #expect(await isNotTrusted { try await Self.get(port) })
            #expect(await isNotTrusted { try await Self.get(port, as: "foreign") })
        }
    }

    @Test func clientsThatMayShowACertificate() async throws {
        try await withServer(Authority.shared.server(clients: true)) { port, _ in
            try await expect("CN=worker,O=Quarry", of: port, as: "worker")
            try await expect("nobody", of: port)
            #expect(await isNotTrusted { try await Self.get(port, as: "foreign") })
        }
    }

    @Test func certificatesAreReloaded() async throws {
        let authority = try Authority.shared
        let certificate = authority.path("live.pem"), key = authority.path("live.key")
        let install: @Sendable (String) throws -> Void = { name in
            try File.writeAtomically(certificate, try File.read(authority.path("\(name).pem")))
            try File.writeAtomically(key, try File.read(authority.path("\(name).key")))
        }
        try install("foreign")
        let tls = HTTPServerTLS(certificate: certificate, privateKey: key)
        try await withServer(HTTPServerConfiguration(tls: tls, stopSeconds: 5)) { port, server in
            #expect(await isNotTrusted { try await Self.get(port) })
            // A key that does not fit is refused, and what was there stays.
            try File.writeAtomically(key, try File.read(authority.path("renewed.key")))
            #expect(throws: HTTPServerError.self) { try server.reloadCertificates() }
            try await expect("hello\n", of: port, "/hello", trusting: "stranger")
            try install("renewed")
            try server.reloadCertificates()
            try await expect("hello\n", of: port, "/hello")
        }
    }

    @Test func whatIsNoTLSIsClosed() async throws {
        var configuration = try Authority.shared.server()
        configuration.limits.headSeconds = 0.6
        try await withServer(configuration) { port, server in
            try await offPool {
                let plain = try RawClient(port)
                plain.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")
                #expect(plain.isClosedByServer())
                let silent = try RawClient(port)
                #expect(silent.isClosedByServer())
            }
            try await expect("hello\n", of: port, "/hello")
        }
    }
}
