/// Counts the records of one file while they are compared.
final class Tally {
    private(set) var report: ConformanceReport
    private let progress: @Sendable (Int, Int) -> Void
    /// Records expected, for the display.
    private var expected: Int

    init(_ file: String, expected: Int = 0, progress: @escaping @Sendable (Int, Int) -> Void) {
        report = ConformanceReport(file: file)
        self.expected = expected
        self.progress = progress
    }

    /// Says that `count` more records will come.
    func expect(_ count: Int) { expected += count }

    /// A record begins; the caller ends it.
    func begin(_ place: String) throws -> Comparison {
        try Task.checkCancellation()
        let done = report.total + report.leftOut
        progress(done, max(expected, done + 1))
        return Comparison("\(report.file):\(place)")
    }

    func end(_ comparison: Comparison) {
        report.total += 1
        if let difference = comparison.firstDifference {
            report.firstDifference = report.firstDifference ?? difference
        } else if comparison.count > 0 {
            report.equal += 1
        }
    }

    func leaveOut() { report.leftOut += 1 }

    /// A record that needs no waiting.
    func record(_ place: String, _ body: (Comparison) throws -> Void) throws {
        let comparison = try begin(place)
        do {
            try body(comparison)
        } catch {
            comparison.fail("could not be run: \(error)")
        }
        end(comparison)
    }

    /// All elements of a list, each a record with its place in it.
    func records(
        _ root: VectorRecord, _ name: String, _ prefix: String = "",
        _ body: (VectorRecord, Comparison) throws -> Void
    ) throws {
        guard root.has(name) else { return }
        let list = try root.records(name)
        expect(list.count)
        for (index, element) in list.enumerated() {
            let what = (try? element.text("what")).map { " (\($0))" } ?? ""
            try record("\(prefix)\(name)[\(index)]\(what)") { try body(element, $0) }
        }
    }
}
