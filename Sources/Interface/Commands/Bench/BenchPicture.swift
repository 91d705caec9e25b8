import Benchmarks

/// Results as bars, with floors as marks and peers beside them. One chart a unit.
struct BenchPicture {
    private struct Bar {
        let label: String
        let note: String
        let value: Double
        let floor: Double?
        let isPeer: Bool
    }
    private struct Chart {
        let title: String
        let unit: String
        let bars: [Bar]
    }

    private let charts: [Chart]

    init(_ results: [BenchmarkResult]) {
        let units = ["ns/label", "ns/hash", "bytes/s"]
        charts = units.compactMap { unit in
            let own = results.compactMap { Self.bar($0, unit: unit) }
            guard !own.isEmpty else { return nil }
            let names = Set(results.map(\.name))
            let peers = Peers.all.filter { names.contains($0.benchmark) && $0.unit == unit }.map {
                Bar(label: $0.what, note: $0.machine, value: $0.value, floor: nil, isPeer: true)
            }
            return Chart(title: Self.title(unit), unit: unit, bars: own + peers)
        }
    }

    private static func title(_ unit: String) -> String {
        switch unit {
        case "ns/label": "Time of a label on one core: shorter is better"
        case "ns/hash": "Time of a hash on one core: shorter is better"
        default: "Bytes a second: longer is better"
        }
    }

    /// A result in the unit of a chart; nil if it has no figure in that unit, or is better shown in another.
    private static func bar(_ result: BenchmarkResult, unit: String) -> Bar? {
        let size = ByteCount(result.sectorSize).description
        let note = "\(size), \(Format.count(result.sectors, "sector")), \(Format.count(result.cores, "core"))"
        let label = "\(result.name) \(result.variant)"
        if unit == "ns/label", let value = result.nsPerLabel {
            return Bar(label: label, note: note, value: value, floor: result.floorNsPerLabel, isPeer: false)
        }
        if unit == "ns/hash", result.unit == unit {
            return Bar(label: label, note: note, value: result.min, floor: result.floor, isPeer: false)
        }
        guard unit == "bytes/s", result.nsPerLabel == nil, result.unit == "s",
            let rate = result.bytesPerSecond
        else { return nil }
        let best = result.floor.flatMap { $0 > 0 ? rate * result.min / $0 : nil }
        return Bar(label: label, note: note, value: rate, floor: best, isPeer: false)
    }

    private static let left = 330.0
    private static let barWidth = 380.0
    private static let rowHeight = 34.0

    var svg: String {
        let rows = charts.reduce(0) { $0 + $1.bars.count }
        let height = 60 + Double(charts.count) * 44 + Double(rows) * Self.rowHeight + 16
        var svg = SVG(width: Self.left + Self.barWidth + 130, height: height)
        legend(&svg)
        var y = 60.0
        for chart in charts {
            draw(chart, at: y, on: &svg)
            y += 44 + Double(chart.bars.count) * Self.rowHeight
        }
        return svg.text
    }

    private func legend(_ svg: inout SVG) {
        svg.rectangle(16, 22, 12, 12, fill: "#2a7fba", radius: 2)
        svg.label("Quarry, measured here", 34, 32)
        svg.rectangle(190, 22, 12, 12, fill: "#e0a458", radius: 2)
        svg.label("peer, on the machine named", 208, 32)
        svg.line(396, 20, 396, 36, stroke: "#c0392b", width: 2)
        svg.label("best that this machine allows, measured in the same run", 404, 32)
    }

    private func draw(_ chart: Chart, at top: Double, on svg: inout SVG) {
        svg.label(chart.title, 16, top + 22, size: 14, isBold: true)
        // A bar far longer than the others would hide them: it is cut, and marked so.
        let values = chart.bars.map(\.value).sorted()
        let most = min(values.last ?? 1, 4 * values[values.count / 2])
        let scale = most > 0 ? Self.barWidth / most : 0
        for (row, bar) in chart.bars.enumerated() {
            let y = top + 36 + Double(row) * Self.rowHeight
            svg.label(bar.label, Self.left - 10, y + 11, anchor: .end)
            svg.label(bar.note, Self.left - 10, y + 23, size: 9, fill: "#777777", anchor: .end)
            let width = max(1, min(bar.value, most) * scale)
            svg.rectangle(
                Self.left, y, width, Self.rowHeight - 12, fill: bar.isPeer ? "#e0a458" : "#2a7fba", radius: 2)
            if bar.value > most {
                svg.rectangle(Self.left + width - 24, y, 5, Self.rowHeight - 12, fill: "#ffffff")
            }
            if let floor = bar.floor, floor <= most {
                let x = Self.left + floor * scale
                svg.line(x, y - 3, x, y + Self.rowHeight - 9, stroke: "#c0392b", width: 2)
            }
            let end = min(most, max(bar.value, bar.floor ?? 0)) * scale
            svg.label(Self.text(bar.value, chart.unit), Self.left + end + 8, y + 15)
        }
        svg.line(
            Self.left, top + 32, Self.left, top + 32 + Double(chart.bars.count) * Self.rowHeight,
            stroke: "#999999")
    }

    private static func text(_ value: Double, _ unit: String) -> String {
        unit == "bytes/s" ? Format.bytesPerSecond(value) : Format.duration(value * 1e-9)
    }
}
