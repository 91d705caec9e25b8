import FoundationEssentials
import Glibc
import Logging
import Testing

/// What ends up in a log file.
@Suite struct LoggingTests {
    /// Lines of the log that `body` writes, after it is closed.
    private func lines(_ options: LogOptions, _ body: (LogSink) -> Void) throws -> [String] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "log-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var options = options
        options.file = folder + "/test.log"
        do {
            let sink = try LogSink(options)
            body(sink)
        }
        return try text(folder + "/test.log")
    }

    private func text(_ path: String) throws -> [String] {
        let data = try Data(contentsOf: URL(filePath: path))
        return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test func textLinesTellTimeLevelLabelMessageAndFacts() throws {
        let lines = try lines(LogOptions()) { sink in
            let log = sink.logger("scheduler")
            log.debug("not wanted")
            log.notice("claimed a job", ["kind": "pc1", "id": "7"])
            log.warning("forged\n2026-01-01T00:00:00.000Z info     node: line\u{1b}[2J")
        }
        #expect(lines.count == 2)
        #expect(lines[0].hasSuffix("Z notice   scheduler: claimed a job id=7 kind=pc1"))
        let time = try #require(lines[0].split(separator: " ").first)
        #expect(time.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
        #expect(lines[1].hasSuffix(#"forged\n2026-01-01T00:00:00.000Z info     node: line\u001b[2J"#))
    }

    @Test func jsonLinesAreJSON() throws {
        let nasty = "a \"quoted\" \\ back\u{0}slash,\ttab, newline\n, ü, {} %v"
        let lines = try lines(LogOptions(level: .trace, format: .json)) { sink in
            sink.logger("rpc").critical(nasty, ["path": nasty, "z\"": "1"])
            sink.logger("rpc").trace("low")
        }
        let first = try JSONDecoder().decode([String: String].self, from: Data(lines[0].utf8))
        let told = nasty.replacing("\u{0}", with: "")
        #expect(first["level"] == "critical" && first["label"] == "rpc" && first["time"]?.count == 24)
        #expect(first["message"] == told)
        #expect(first["path"] == told && first["z\""] == "1")
        let second = try JSONDecoder().decode([String: String].self, from: Data(lines[1].utf8))
        #expect(second["level"] == "trace" && second["message"] == "low")
    }

    @Test func aSpinningLoopLeavesFewLinesAndItsCount() throws {
        let lines = try lines(LogOptions(alike: 3, window: 60)) { sink in
            for _ in 0..<100_000 { sink.logger("scheduler").error("no space", ["job": "1"]) }
            sink.logger("scheduler").error("another")
        }
        #expect(lines.count == 5)
        #expect(lines.filter { $0.hasSuffix("no space job=1") }.count == 3)
        #expect(lines.contains { $0.hasSuffix("scheduler: no space repeated=99997") })
        #expect(lines.contains { $0.hasSuffix("another") })
    }

    @Test func whatWasHeldBackIsToldWhenTheWindowIsOver() throws {
        var seen: [String] = []
        _ = try lines(LogOptions(alike: 1, window: 0.05)) { sink in
            let log = sink.logger("a")
            for _ in 0..<5 { log.info("again") }
            usleep(80_000)
            log.info("other")
            usleep(80_000)
            log.info("again")
        }.map { seen.append(String($0.split(separator: "a: ", maxSplits: 1)[1])) }
        #expect(seen == ["again", "again repeated=4", "other", "again"])
    }

    @Test func aLabelThatFloodsIsCutAndOthersAreNot() throws {
        let lines = try lines(LogOptions(ofALabel: 10, window: 60)) { sink in
            for number in 0..<500 { sink.logger("peer").info("message \(number)") }
            sink.logger("sealer").info("calm")
        }
        #expect(lines.filter { $0.contains(" peer: message ") }.count == 10)
        #expect(lines.contains { $0.contains("peer: more lines than") && $0.hasSuffix("repeated=490") })
        #expect(lines.contains { $0.hasSuffix("sealer: calm") })
    }

    @Test func filesRotateAndOldOnesGo() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "log-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        do {
            let sink = try LogSink(
                LogOptions(file: folder + "/deep/node.log", maxFileBytes: 2000, maxFiles: 2))
            for number in 0..<200 { sink.logger("a").info("line \(number)") }
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: folder + "/deep").sorted()
        #expect(files == ["node.1.log", "node.2.log", "node.log"])
        for file in files {
            let size = try Data(contentsOf: URL(filePath: folder + "/deep/" + file)).count
            #expect(size > 0 && size <= 2000)
        }
        #expect(try text(folder + "/deep/node.log").last?.hasSuffix("line 199") == true)
    }

    @Test func linesAreThereOnceALogIsFinishedAndLaterOnesDoNoHarm() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "log-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let sink = try LogSink(LogOptions(file: path))
        let log = sink.logger("a")
        for number in 0..<1000 { log.info("line \(number)") }
        sink.finish()
        #expect(try text(path).count == 1000)
        log.info("late")
        sink.finish()
        #expect(try text(path).count == 1000)
        #expect(sink.dropped == 0)
    }

    @Test func theLastLinesOfAProcessAreWrittenWhenItExits() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "log-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        await #expect(processExitsWith: .exitCode(3)) { [path = path as String] in
            let sink = try LogSink(LogOptions(file: path))
            for number in 0..<1000 { sink.logger("a").info("line \(number)") }
            withExtendedLifetime(sink) { exit(3) }
        }
        #expect(try text(path).count == 1000)
    }

    @Test func aPlaceThatCannotBeWrittenIsAnError() {
        #expect(throws: LoggingError.self) { try LogSink(LogOptions(file: "/proc/none/node.log")) }
    }

    @Test func levelsHaveNames() {
        #expect(Logger.Level(name: "warning") == .warning)
        #expect(Logger.Level(name: "loud") == nil)
        #expect(
            Logger.Level.allCases.map(\.name).joined(separator: " ")
                == "trace debug info notice warning error critical")
    }
}
