import Foundation
import System
import Testing

/// Certificates made by the openssl program, a set for all tests.
struct Authority {
    let directory: String
    func path(_ name: String) -> String { directory + "/" + name }

    private static let made = Result { try Authority() }
    static var shared: Authority { get throws { try made.get() } }

    private init() throws {
        directory = try Directory.makeTemporary()
        for authority in ["authority", "stranger"] {
            try run(
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
                "2",
                "-subj", "/CN=\(authority)", "-keyout", path("\(authority).key"), "-out",
                path("\(authority).pem"))
        }
        let extensions = path("names")
        try File.writeAtomically(extensions, text: "subjectAltName=IP:127.0.0.1,DNS:localhost\n")
        for (name, authority) in [
            ("server", "authority"), ("renewed", "authority"), ("worker", "authority"),
            ("foreign", "stranger"),
        ] {
            try run(
                "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
                "/O=Quarry/CN=\(name)", "-keyout", path("\(name).key"), "-out", path("\(name).csr"))
            try run(
                "x509", "-req", "-in", path("\(name).csr"), "-CA", path("\(authority).pem"), "-CAkey",
                path("\(authority).key"), "-CAcreateserial", "-days", "2", "-extfile", extensions, "-out",
                path("\(name).pem"))
        }
    }

    private func run(_ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "openssl \(arguments)")
    }
}
