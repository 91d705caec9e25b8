import Foundation
import Testing

/// A PostgreSQL server of the test process's own, started when first asked for; it ends with the process.
final class PostgresServer: Sendable {
    /// Its directory.
    let directory: String
    /// Where it is reached.
    let url: String

    private static let started = Task { try await onThread { try PostgresServer() } }

    /// The one that tests share.
    static func shared() async throws -> PostgresServer { try await started.value }

    /// Runs what blocks on a thread of its own: on Swift's it would hold up other tests.
    static func onThread<Value: Sendable>(
        _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { done in
            Thread.detachNewThread { done.resume(with: Result { try body() }) }
        }
    }

    /// Whether the machine has PostgreSQL's programs.
    static let isPresent: Bool = {
        let installed = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        return !installed.isEmpty
    }()

    /// Says why tests are skipped.
    static let absence: Comment = "no PostgreSQL on this machine: tools/setup tests installs it"

    /// Starts a server. `canStep`: its clock can be set.
    init(canStep: Bool = false) throws {
        directory = NSTemporaryDirectory() + "/quarry-postgres-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let library = canStep ? try Self.script(["make", directory], name: "stepclock") : ""
        url = try Self.script(
            ["start", directory, "\(ProcessInfo.processInfo.processIdentifier)"],
            environment: canStep
                ? "QUARRY_STEP_LIBRARY=\(library) QUARRY_STEP_FILE=\(directory)/step " : "")
    }

    /// Sets the server's clock: so many seconds ahead of the machine's.
    func setClock(_ seconds: Int) throws {
        _ = try Self.script(["set", directory, "\(seconds)"], name: "stepclock")
    }

    /// `kill`, `restart` or `stop`.
    func run(_ verb: String) async throws {
        let directory = directory
        _ = try await Self.onThread { try Self.script([verb, directory]) }
    }

    /// The URL with a schema of its own as the place of all tables; made by `CREATE SCHEMA name`.
    func url(schema: String) -> String { url + "?options=-csearch_path%3D" + schema }

    private static func script(
        _ arguments: [String], name: String = "postgres", environment: String = ""
    ) throws -> String {
        var root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        while !FileManager.default.fileExists(atPath: root.path + "/Package.swift"), root.path != "/" {
            root.deleteLastPathComponent()
        }
        struct Failed: Error { var arguments: [String], status: Int32 }
        // Not Foundation's Process: it waits until the server, too, has ended.
        let words = ([root.path + "/Tests/Support/" + name] + arguments).map { "'\($0)'" }
        guard let output = popen(environment + words.joined(separator: " "), "r") else {
            throw Failed(arguments: arguments, status: errno)
        }
        var said: [UInt8] = []
        while case let character = fgetc(output), character != EOF { said.append(UInt8(character)) }
        let status = pclose(output)
        guard status == 0 else { throw Failed(arguments: arguments, status: status) }
        return String(decoding: said, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
