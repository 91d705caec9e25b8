import Metrics
import Testing

/// What Prometheus reads.
@Suite struct MetricsTests {
    private func lines(_ metrics: Metrics, _ name: String) -> [String] {
        metrics.text.split(separator: "\n").map(String.init).filter { $0.hasPrefix(name) }.sorted()
    }

    @Test func countersRiseAndNeverFall() {
        let metrics = Metrics()
        let counter = metrics.counter("jobs_total", help: "Jobs.", labels: ["kind": "pc1"])
        counter.increment()
        counter.increment(by: 2)
        counter.increment(by: -7)
        #expect(lines(metrics, "jobs_total") == [#"jobs_total{kind="pc1"} 3"#])
        counter.raise(to: 10)
        counter.raise(to: 4)
        #expect(lines(metrics, "jobs_total") == [#"jobs_total{kind="pc1"} 10"#])
        #expect(metrics.text.contains("# HELP jobs_total Jobs.\n# TYPE jobs_total counter\n"))
    }

    @Test func sameNameAndLabelsAreTheSameSeries() {
        let metrics = Metrics()
        metrics.gauge("room", help: "", labels: ["a": "1", "b": "2"]).set(4)
        metrics.gauge("room", help: "", labels: ["b": "2", "a": "1"]).adjust(by: 1)
        #expect(lines(metrics, "room") == [#"room{a="1",b="2"} 5"#])
    }

    @Test func histogramsCountByBounds() {
        let metrics = Metrics()
        let histogram = metrics.histogram("seconds", help: "", bounds: [1, 10])
        for value in [0.5, 1, 3, 30] { histogram.record(value) }
        #expect(
            lines(metrics, "seconds") == [
                #"seconds_bucket{le="+Inf"} 4"#, #"seconds_bucket{le="1"} 2"#,
                #"seconds_bucket{le="10"} 3"#, "seconds_count 4", "seconds_sum 34.5",
            ])
    }

    @Test func labelsFromOutsideAreEscapedAndBounded() {
        let metrics = Metrics()
        for number in 0..<1000 {
            metrics.counter("peers_total", help: "", labels: ["peer": "p\(number)"], limit: 10).increment()
        }
        let series = lines(metrics, "peers_total")
        #expect(series.count == 11)
        #expect(series.contains(#"peers_total{peer="other"} 990"#))
        metrics.gauge("odd", help: "", labels: ["text": "a\"b\\c\nd\0e"]).set(1)
        #expect(lines(metrics, "odd") == [#"odd{text="a\"b\\c\nde"} 1"#])
    }

    @Test func replacedGaugesForgetWhatIsGone() {
        let metrics = Metrics()
        func set(_ counts: [(String, String, Double)]) {
            metrics.replaceGauge(
                "jobs", help: "Jobs.", labels: ["kind", "state"],
                series: counts.map { (values: [$0.0, $0.1], number: $0.2) }, limit: 2)
        }
        set([("pc1", "ready", 3), ("pc2", "ready", 4)])
        set([("pc1", "ready", 1), ("c2", "running", 5)])
        #expect(
            lines(metrics, "jobs") == [
                #"jobs{kind="c2",state="running"} 5"#, #"jobs{kind="pc1",state="ready"} 1"#,
            ])
        set((0..<5).map { ("k\($0)", "ready", 1) })
        #expect(lines(metrics, "jobs").contains(#"jobs{kind="other",state="other"} 3"#))
        set([])
        #expect(lines(metrics, "jobs").isEmpty)
    }

    @Test func metricsMayBeCountedFromManyThreads() async {
        let metrics = Metrics()
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for _ in 0..<1000 {
                        metrics.counter("hits_total", help: "", labels: ["task": "\(task % 2)"]).increment()
                    }
                    metrics.replaceGauge(
                        "now", help: "", labels: ["task"], series: [(values: ["\(task)"], number: 1)])
                    _ = metrics.text
                }
            }
        }
        #expect(
            lines(metrics, "hits_total") == [#"hits_total{task="0"} 4000"#, #"hits_total{task="1"} 4000"#])
    }
}
