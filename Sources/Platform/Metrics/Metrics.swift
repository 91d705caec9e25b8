/// # Metrics
///
/// Counters, gauges and histograms that Prometheus reads, shaped like swift-metrics so that the package can take its
/// place. Start with `Metrics`. Names and labels of labels are the code's own; values of labels may come from outside,
/// so each name has at most so many series, and what is past them is counted under "other". It must never serve
/// anything itself: `RPC` hands the text out.

internal import CMetrics

/// A set of metrics. Metrics of the same name and labels are the same one, however often they are asked for.
///
/// Safe: the C set locks; it is freed when nobody holds it or one of its metrics any more.
@safe
public final class Metrics: @unchecked Sendable {
    /// Label and value.
    public typealias Labels = KeyValuePairs<String, String>

    /// Series of one name unless asked otherwise.
    public static let seriesLimit = 200

    let set: OpaquePointer

    /// An empty set.
    public init() {
        guard let set = unsafe quarry_metrics_create() else { preconditionFailure("out of memory") }
        unsafe self.set = set
    }

    deinit { unsafe quarry_metrics_free(set) }

    /// A number that only rises; its name ends in "_total".
    public func counter(
        _ name: String, help: String, labels: Labels = [:], limit: Int = Metrics.seriesLimit
    ) -> Counter {
        Counter(metric: metric(QUARRY_COUNTER, name, help, labels, limit))
    }

    /// A number that rises and falls.
    public func gauge(
        _ name: String, help: String, labels: Labels = [:], limit: Int = Metrics.seriesLimit
    ) -> Gauge {
        Gauge(metric: metric(QUARRY_GAUGE, name, help, labels, limit))
    }

    /// How often values fell between rising bounds.
    public func histogram(
        _ name: String, help: String, bounds: [Double], labels: Labels = [:], limit: Int = Metrics.seriesLimit
    ) -> Histogram {
        Histogram(metric: metric(QUARRY_HISTOGRAM, name, help, labels, limit, bounds: bounds))
    }

    /// Replaces all series of a gauge at once: those that are not among `series` are gone. A name is used either
    /// here or in `gauge`.
    public func replaceGauge(
        _ name: String, help: String, labels: [String], series: [(values: [String], number: Double)],
        limit: Int = Metrics.seriesLimit
    ) {
        let status = unsafe withFamily(QUARRY_GAUGE, name, help, limit, bounds: []) { family in
            unsafe quarry_metrics_replace(
                set, family, terminated(labels), labels.count, terminated(series.flatMap(\.values)),
                series.map(\.number), series.count)
        }
        precondition(status == 0, "\(name) is no name of a metric, or is used for another kind")
    }

    /// All metrics in Prometheus' text format 0.0.4.
    public var text: String {
        guard let text = unsafe quarry_metrics_text(set) else { return "" }
        defer { unsafe quarry_metrics_text_free(text) }
        return unsafe String(cString: text)
    }

    private func metric(
        _ kind: quarry_metric_kind_t, _ name: String, _ help: String, _ labels: Labels, _ limit: Int,
        bounds: [Double] = []
    ) -> Metric {
        let metric = unsafe withFamily(kind, name, help, limit, bounds: bounds) { family in
            unsafe quarry_metrics_get(
                set, family, terminated(labels.flatMap { [$0.key, $0.value] }), labels.count)
        }
        guard let metric = unsafe metric else {
            preconditionFailure("\(name) is no name of a metric, or is used for another kind")
        }
        return unsafe Metric(metric, of: self)
    }

    private func withFamily<Result>(
        _ kind: quarry_metric_kind_t, _ name: String, _ help: String, _ limit: Int, bounds: [Double],
        _ body: (UnsafePointer<quarry_metric_family_t>) -> Result
    ) -> Result {
        unsafe name.withCString { name in
            unsafe help.withCString { help in
                unsafe bounds.withUnsafeBufferPointer { bounds in
                    var family = unsafe quarry_metric_family_t(
                        kind: kind, name: name, help: help, bounds: bounds.baseAddress,
                        bound_count: bounds.count, max_series: max(1, limit))
                    return unsafe body(&family)
                }
            }
        }
    }
}

/// One series of a set.
///
/// Safe: the C metric is atomic or locks, and lives as long as the set that is held here.
@safe
final class Metric: @unchecked Sendable {
    private let metric: OpaquePointer
    private let set: Metrics

    init(_ metric: OpaquePointer, of set: Metrics) {
        unsafe self.metric = metric
        self.set = set
    }

    func add(_ value: Double) { unsafe quarry_metric_add(metric, value) }
    func set(_ value: Double) { unsafe quarry_metric_set(metric, value) }
}

/// A number that only rises.
public struct Counter: Sendable {
    let metric: Metric

    /// Counts further; a negative number counts nothing.
    public func increment(by amount: Double = 1) { metric.add(amount) }
    /// Raises the count to a total that is kept elsewhere.
    public func raise(to total: Double) { metric.set(total) }
}

/// A number that rises and falls.
public struct Gauge: Sendable {
    let metric: Metric

    /// Sets it.
    public func set(_ value: Double) { metric.set(value) }
    /// Adds to it.
    public func adjust(by amount: Double) { metric.add(amount) }
}

/// How often values fell between bounds.
public struct Histogram: Sendable {
    let metric: Metric

    /// Counts a value.
    public func record(_ value: Double) { metric.add(value) }
}

/// The texts with a NUL after each, as the shim reads them.
private func terminated(_ texts: [String]) -> String {
    var bytes: [UInt8] = []
    for text in texts { bytes += text.utf8.filter { $0 != 0 } + [0] }
    return String(decoding: bytes, as: UTF8.self)
}
