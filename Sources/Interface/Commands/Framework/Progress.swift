import FoundationEssentials
import System

/// How progress is shown.
public enum ProgressMode: String, CaseIterable, ArgumentValue {
    /// A bar on a terminal, plain lines elsewhere.
    case auto
    /// A line now and then.
    case plain
    /// A JSON object a line.
    case json
    /// Not at all.
    case none
}

/// What the units of a stage are.
public enum ProgressUnit: Sendable {
    /// Bytes.
    case bytes
    /// Anything else that can be counted: "labels", "hashes".
    case count(String)

    var name: String {
        switch self {
        case .bytes: "bytes"
        case .count(let name): name
        }
    }

    func rate(_ perSecond: Double) -> String {
        switch self {
        case .bytes: Format.bytesPerSecond(perSecond)
        case .count(let name): "\(Format.scaled(perSecond))\(name)/s"
        }
    }
}

/// How far a stage is.
public struct ProgressSample: Sendable {
    /// Units done.
    public let done: UInt64
    /// Units in all; 0 while unknown.
    public let total: UInt64

    /// So far of so much.
    public init(done: UInt64, total: UInt64) {
        self.done = done
        self.total = total
    }
}

/// Shows the progress of stages on standard error, so that standard output is the result's alone.
public struct Progress: Sendable {
    let mode: ProgressMode
    let isInteractive: Bool
    let write: @Sendable (String) -> Void

    /// A line about what is being done now, where there is no bar to disturb.
    public func note(_ text: String) {
        if mode == .plain || mode == .auto && !isInteractive { write(text + "\n") }
    }

    /// Runs `body` and shows how far it is as `sample` says.
    public nonisolated(nonsending) func stage<Result>(
        _ name: String, unit: ProgressUnit, sample: @escaping @Sendable () -> ProgressSample,
        _ body: nonisolated(nonsending) () async throws -> Result
    ) async throws -> Result {
        if mode == .none { return try await body() }
        let display = StageDisplay(
            progress: self, name: name, unit: unit, start: Clock.now, base: sample().done)
        display.begin()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                while !Task.isCancelled {
                    await Clock.sleep(seconds: display.interval)
                    if !Task.isCancelled { display.show(sample()) }
                }
            }
            defer { group.cancelAll() }
            do {
                let result = try await body()
                display.end(sample(), succeeded: true)
                return result
            } catch {
                display.end(sample(), succeeded: false)
                throw error
            }
        }
    }
}

/// The lines of one stage.
private struct StageDisplay: Sendable {
    let progress: Progress
    let name: String
    let unit: ProgressUnit
    let start: Double
    /// Units that were done before this run (a stage that goes on where it was).
    let base: UInt64

    private struct Event: Encodable {
        var event: String
        var stage: String
        var done: UInt64?
        var total: UInt64?
        var unit: String
        var per_second: Double?
        var seconds: Double
        var seconds_left: Double?
    }

    var isBar: Bool { progress.mode == .auto && progress.isInteractive }
    var interval: Double { isBar ? 0.2 : progress.mode == .json ? 1 : 10 }

    func begin() {
        if progress.mode == .json {
            emit(Event(event: "begin", stage: name, unit: unit.name, seconds: 0))
        } else if !isBar {
            progress.write("\(name): started\n")
        }
    }

    func show(_ sample: ProgressSample) {
        let seconds = Clock.now - start
        let rate = seconds > 0 ? Double(sample.done - min(base, sample.done)) / seconds : 0
        let left = rate > 0 && sample.total > sample.done ? Double(sample.total - sample.done) / rate : nil
        if progress.mode == .json {
            emit(
                Event(
                    event: "progress", stage: name, done: sample.done, total: sample.total, unit: unit.name,
                    per_second: rate, seconds: seconds, seconds_left: left))
            return
        }
        let part = sample.total > 0 ? Double(sample.done) / Double(sample.total) : 0
        let percent = sample.total > 0 ? "\(Int(min(1, part) * 100)) %" : ""
        let words = [
            percent, rate > 0 ? unit.rate(rate) : "", left.map { Format.duration($0) + " left" } ?? "",
        ]
        .filter { !$0.isEmpty }.joined(separator: "  ")
        if isBar {
            let width = max(10, min(40, Terminal.columns(.error) - name.count - words.count - 8))
            let filled = Int(min(1, part) * Double(width))
            let bar =
                String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
            progress.write("\r\u{1B}[K\(name)  \(bar)  \(words)")
        } else {
            progress.write("\(name): \(words)\n")
        }
    }

    func end(_ sample: ProgressSample, succeeded: Bool) {
        let seconds = Clock.now - start
        let rate = seconds > 0 ? Double(sample.done - min(base, sample.done)) / seconds : 0
        if progress.mode == .json {
            emit(
                Event(
                    event: succeeded ? "end" : "failed", stage: name, done: sample.done, total: sample.total,
                    unit: unit.name, per_second: rate, seconds: seconds))
            return
        }
        let clear = isBar ? "\r\u{1B}[K" : ""
        let speed = succeeded && rate > 0 ? ", \(unit.rate(rate))" : ""
        progress.write(
            "\(clear)\(name): \(succeeded ? "done in" : "stopped after") \(Format.duration(seconds))\(speed)\n"
        )
    }

    private func emit(_ event: Event) {
        if let line = try? JSON.line(event) { progress.write(line + "\n") }
    }
}
