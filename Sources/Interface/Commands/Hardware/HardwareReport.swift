import ProofEngine

/// What `quarry hardware` tells.
struct HardwareReport: Encodable {
    struct Kernel: Encodable {
        let name: String
        let sectors: Int
        let available: Bool
    }
    struct ChosenKernels: Encodable {
        let labels: [Kernel]
        let sha256_tree: String
        let poseidon: String
    }
    struct Memory: Encodable {
        let bytes: UInt64
        let available: UInt64
        let huge_page_bytes: UInt64
        let huge_pages_free: UInt64
        let transparent_huge_pages: Bool
    }
    struct InstructionSet: Encodable {
        let name: String
        let present: Bool
        let used: Bool
    }

    let this_machine: Bool
    let cpu: String?
    let packages: Int
    let numa_nodes: [Machine.Node]
    let l3_groups: Int
    let l3_known: Bool
    let restricted: Bool
    let threads: Int
    let cores: [Machine.Core]
    let caches: Machine.Caches
    let memory: Memory
    let instruction_sets: [InstructionSet]?
    let kernels: ChosenKernels?
    let profile: String
    let plan: CorePlan
    var forecast: JobForecast?

    init(machine: Machine, plan: CorePlan, profile: HardwareProfile) {
        this_machine = machine.isThisMachine
        packages = machine.packageCount
        numa_nodes = machine.nodes
        l3_groups = machine.l3Count
        l3_known = machine.isL3Known
        restricted = machine.isRestricted
        threads = machine.threadCount
        cores = machine.cores
        caches = machine.caches
        memory = Memory(
            bytes: machine.memory, available: machine.memoryAvailable, huge_page_bytes: machine.hugePageBytes,
            huge_pages_free: machine.hugePagesFree, transparent_huge_pages: machine.hasTransparentHugePages)
        self.profile = profile.name
        self.plan = plan
        // A description says nothing of the CPU's instructions, so these are told of the machine at hand only.
        let here = machine.isThisMachine
        cpu = here ? Kernels.cpuBrand : nil
        instruction_sets =
            here
            ? Kernels.instructionSets.map {
                InstructionSet(name: $0.name, present: $0.isPresent, used: $0.isUsed)
            }
            : nil
        let labels = Kernels.labels.map {
            Kernel(name: $0.name, sectors: $0.sectors, available: $0.isAvailable)
        }
        kernels =
            here
            ? ChosenKernels(labels: labels, sha256_tree: Kernels.sha256Tree, poseidon: Kernels.poseidon) : nil
    }

    var text: String {
        var rows = [["Machine", cpu ?? "described, not this one"]]
        rows.append(["Packages", "\(packages)"])
        rows.append(["NUMA nodes", numa_nodes.enumerated().map(describe).joined(separator: ", ")])
        rows.append([
            "L3 groups", "\(l3_groups)\(l3_known ? ", \(size(caches.l3)) each" : " (no L3 information)")",
        ])
        rows.append(["Cores", coreText])
        rows.append(["Caches of a core", "L1d \(size(caches.l1d)), L2 \(size(caches.l2))"])
        rows.append(["Memory", memoryText])
        rows.append(["Huge pages", hugePageText])
        if let sets = instruction_sets {
            rows.append(["Instructions", sets.filter(\.present).map(\.name).joined(separator: ", ")])
            let off = sets.filter { $0.present && !$0.used }.map(\.name)
            if !off.isEmpty { rows.append(["", "not used (QUARRY_CPU): " + off.joined(separator: ", ")]) }
        }
        if let kernels {
            let labels = kernels.labels.filter(\.available).map { "\($0.name) (\($0.sectors))" }
            rows.append(["Label kernels", labels.joined(separator: ", ")])
            rows.append(["SHA-256 trees", kernels.sha256_tree])
            rows.append(["Poseidon", kernels.poseidon])
        }
        rows.append(["Profile", profile])
        return Format.table([], rows) + "\n" + planText + (forecast.map { "\n" + $0.text } ?? "")
    }

    private func describe(_ number: Int, _ node: Machine.Node) -> String {
        "#\(number) \(size(node.memory))\(node.hasCores ? "" : " without cores")"
    }

    private func size(_ bytes: UInt64) -> String { bytes == 0 ? "unknown" : ByteCount(bytes).description }

    private var coreText: String {
        let kinds = Set(cores.map(\.efficiency)).sorted()
        let mix = kinds.map { kind in "\(cores.count { $0.efficiency == kind }) of kind \(kind)" }
        let cut = restricted ? "; part of the machine is hidden from this process" : ""
        let kindText = kinds.count > 1 ? " (\(mix.joined(separator: ", ")); kind 0 is fastest)" : ""
        return "\(cores.count), \(threads) hardware threads\(kindText)\(cut)"
    }

    private var memoryText: String {
        this_machine
            ? "\(size(memory.bytes)), \(ByteCount(memory.available)) available now" : size(memory.bytes)
    }

    private var hugePageText: String {
        guard this_machine else { return "unknown" }
        let transparent = memory.transparent_huge_pages ? "transparent on request" : "no transparent ones"
        if memory.huge_page_bytes == 0 || memory.huge_pages_free == 0 {
            return "\(transparent), none reserved"
        }
        return "\(transparent), \(memory.huge_pages_free) of \(ByteCount(memory.huge_page_bytes)) reserved"
    }

    private var planText: String {
        let rows = plan.groups.enumerated().map { number, group in
            [
                "\(number)", "\(group.package)", "\(group.node)", "\(group.l3)", "\(group.cpus.count)",
                Self.ranges(group.cpus),
            ]
        }
        return
            "Core plan: \(Format.count(plan.groups.count, "group")), \(Format.count(plan.cpus.count, "worker"))\n"
            + Format.table(
                ["group", "package", "node", "L3", "workers", "CPUs"], rows, rightAligned: [0, 1, 2, 3, 4])
    }

    /// "0-3,8", or "0-14 step 2" where siblings alternate.
    static func ranges(_ numbers: [Int]) -> String {
        let sorted = numbers.sorted()
        if sorted.count > 3 {
            let steps = Set(zip(sorted, sorted.dropFirst()).map { $1 - $0 })
            if let step = steps.first, steps.count == 1, step > 1 {
                return "\(sorted[0])-\(sorted[sorted.count - 1]) step \(step)"
            }
        }
        var parts: [ClosedRange<Int>] = []
        for number in sorted {
            if let last = parts.last, last.upperBound + 1 == number {
                parts[parts.count - 1] = last.lowerBound...number
            } else {
                parts.append(number...number)
            }
        }
        return parts.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
            .joined(separator: ",")
    }
}
