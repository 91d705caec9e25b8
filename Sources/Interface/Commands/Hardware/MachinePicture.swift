import ProofEngine

/// The machine as lstopo draws it, with the groups of the core plan coloured.
struct MachinePicture {
    let machine: Machine
    let plan: CorePlan

    private static let colours = [
        "#8ecae6", "#ffb703", "#a7c957", "#cdb4db", "#f4978e", "#90be6d", "#f9c74f", "#9bb1ff", "#ffafcc",
        "#80cfa9", "#e5989b", "#bde0fe", "#d4a373", "#b8c0ff", "#ffd6a5", "#99d98c",
    ]
    private static let core = (width: 46.0, height: 30.0, gap: 4.0)
    private static let pad = 8.0

    /// Cores of one L3 group, in a box.
    private struct Box {
        let l3: Int
        let node: Int
        let package: Int
        let cores: [Machine.Core]

        var columns: Int { min(cores.count, cores.count <= 8 ? 4 : cores.count <= 16 ? 8 : 12) }
        var rows: Int { (cores.count + columns - 1) / max(1, columns) }
        var width: Double {
            max(96, Double(columns) * (core.width + core.gap) - core.gap + 2 * pad)
        }
        var height: Double { 18 + Double(rows) * (core.height + core.gap) - core.gap + 2 * pad }
    }

    var svg: String {
        let boxes = Dictionary(grouping: machine.cores, by: \.l3).sorted { $0.key < $1.key }.map {
            l3, cores in
            Box(l3: l3, node: cores[0].node, package: cores[0].package, cores: cores)
        }
        let packages = Dictionary(grouping: boxes, by: \.package).sorted { $0.key < $1.key }
        let columns = min(4, packages.map(\.value.count).max() ?? 1)
        let boxWidth = boxes.map(\.width).max() ?? 0
        let boxHeight = boxes.map(\.height).max() ?? 0
        let packageWidth = Double(columns) * (boxWidth + Self.pad) + Self.pad
        let heights = packages.map { _, boxes in
            let rows = (boxes.count + columns - 1) / columns
            return 24 + Double(rows) * (boxHeight + Self.pad)
        }
        let bare = machine.nodes.enumerated().filter { !$0.element.hasCores }
        let width = max(560, packageWidth + 32)
        let height = 84 + heights.reduce(0) { $0 + $1 + 12 } + (bare.isEmpty ? 0 : 40) + 12
        var svg = SVG(width: width, height: height)
        title(&svg)
        var y = 84.0
        for (number, height) in zip(packages, heights) {
            svg.rectangle(16, y, packageWidth, height, fill: "#f6f7f9", stroke: "#8a94a6", radius: 6)
            svg.label("Package \(number.key)", 16 + Self.pad, y + 17, size: 12, isBold: true)
            for (place, box) in number.value.enumerated() {
                let x = 16 + Self.pad + Double(place % columns) * (boxWidth + Self.pad)
                let top = y + 24 + Double(place / columns) * (boxHeight + Self.pad)
                draw(box, at: x, top, boxWidth, boxHeight, on: &svg)
            }
            y += height + 12
        }
        for (place, node) in bare.enumerated() {
            let x = 16 + Double(place) * 190
            svg.rectangle(x, y, 180, 28, fill: "#eef1f5", stroke: "#8a94a6", radius: 4)
            svg.label(
                "NUMA \(node.offset): \(ByteCount(node.element.memory)), no cores", x + 8, y + 18, size: 10)
        }
        return svg.text
    }

    private func title(_ svg: inout SVG) {
        let name = machine.isThisMachine ? Kernels.cpuBrand : "Described machine"
        svg.label(name, 16, 26, size: 16, isBold: true)
        svg.label(
            [
                Format.count(machine.packageCount, "package"), Format.count(machine.nodes.count, "NUMA node"),
                Format.count(machine.l3Count, "L3 group"), Format.count(machine.cores.count, "core"),
                Format.count(machine.threadCount, "thread"), ByteCount(machine.memory).description,
            ].joined(separator: ", "),
            16, 45, fill: "#555555")
        svg.rectangle(16, 56, 12, 12, fill: Self.colours[0], stroke: "#5b6472", radius: 2)
        let groups = Format.count(plan.groups.count, "group")
        let workers = Format.count(plan.cpus.count, "worker")
        svg.label("coloured: \(groups) of the core plan, \(workers)", 34, 66, fill: "#555555")
        svg.rectangle(400, 56, 12, 12, fill: "#ffffff", stroke: "#aab2bf", radius: 2, dashed: true)
        svg.label("left to other work", 418, 66, fill: "#555555")
    }

    private func draw(
        _ box: Box, at x: Double, _ y: Double, _ width: Double, _ height: Double, on svg: inout SVG
    ) {
        svg.rectangle(x, y, width, height, fill: "#ffffff", stroke: "#c3cad5", radius: 4)
        let node = machine.nodes.indices.contains(box.node) ? machine.nodes[box.node] : nil
        let memory = node.map { " (\(ByteCount($0.memory)))" } ?? ""
        let l3 = machine.isL3Known ? "L3 \(box.l3)" : "group \(box.l3)"
        svg.label(
            "\(l3) · NUMA \(box.node)\(width > 150 ? memory : "")", x + Self.pad, y + 15, size: 10,
            fill: "#555555")
        for (place, core) in box.cores.enumerated() {
            let left = x + Self.pad + Double(place % box.columns) * (Self.core.width + Self.core.gap)
            let top = y + 18 + Self.pad + Double(place / box.columns) * (Self.core.height + Self.core.gap)
            draw(core, at: left, top, on: &svg)
        }
    }

    private func draw(_ core: Machine.Core, at x: Double, _ y: Double, on svg: inout SVG) {
        let group = plan.groups.firstIndex { group in core.cpus.contains { group.cpus.contains($0) } }
        let fill = group.map { Self.colours[$0 % Self.colours.count] } ?? "#ffffff"
        svg.rectangle(
            x, y, Self.core.width, Self.core.height, fill: fill, stroke: group == nil ? "#aab2bf" : "#5b6472",
            radius: 3, dashed: group == nil)
        let used = core.cpus.filter { cpu in group.map { plan.groups[$0].cpus.contains(cpu) } ?? false }
        let others = core.cpus.filter { !used.contains($0) }
        let middle = x + Self.core.width / 2
        let first = used.isEmpty ? others : used
        svg.label(
            first.map(String.init).joined(separator: " "), middle,
            y + (others.isEmpty || used.isEmpty ? 19 : 14),
            size: 11, fill: used.isEmpty ? "#8a94a6" : "#111111", anchor: .middle)
        if !used.isEmpty && !others.isEmpty {
            svg.label(
                others.map(String.init).joined(separator: " "), middle, y + 25, size: 8, fill: "#5b6472",
                anchor: .middle)
        }
    }
}
