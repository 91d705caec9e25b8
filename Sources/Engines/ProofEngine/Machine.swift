internal import CPlatform

/// A machine as the engine sees it: this one, cut to what the process may use, or a described one.
///
/// Safe: the C machine is not changed after loading, so that any thread may read it.
@safe
public final class Machine: @unchecked Sendable {
    /// One core that may be used.
    public struct Core: Sendable, Equatable, Codable {
        /// Package, dense from 0.
        public let package: Int
        /// NUMA node with memory nearest to it, dense from 0.
        public let node: Int
        /// L3 group, dense from 0.
        public let l3: Int
        /// Its hardware threads by their OS numbers.
        public let cpus: [Int]
        /// 0: fastest kind; higher: slower kinds.
        public let efficiency: Int
    }

    /// Memory that the operating system counts as near to some cores.
    public struct Node: Sendable, Equatable, Codable {
        /// Its number in the operating system.
        public let osNode: Int
        /// Bytes.
        public let memory: UInt64
        /// False for memory without cores (HBM, CXL).
        public let hasCores: Bool
    }

    /// Sizes of a core's caches in bytes; 0: unknown.
    public struct Caches: Sendable, Equatable, Codable {
        /// Data cache of the core.
        public let l1d: UInt64
        /// Second level.
        public let l2: UInt64
        /// Third level, shared by the L3 group.
        public let l3: UInt64
    }

    /// Cores by package, node, L3 group.
    public let cores: [Core]
    /// NUMA nodes.
    public let nodes: [Node]
    /// Caches of the first core.
    public let caches: Caches
    /// Packages (sockets).
    public let packageCount: Int
    /// Groups of cores that share an L3, or what stands in for them.
    public let l3Count: Int
    /// Hardware threads that may be used.
    public let threadCount: Int
    /// False for a described machine.
    public let isThisMachine: Bool
    /// False: no L3 information, groups are made per NUMA node or package.
    public let isL3Known: Bool
    /// True if a cpuset or offline CPUs hide part of the machine.
    public let isRestricted: Bool
    /// Bytes of all nodes.
    public let memory: UInt64
    /// Bytes available now, with a cgroup limit applied.
    public let memoryAvailable: UInt64
    /// Bytes of an explicit huge page.
    public let hugePageBytes: UInt64
    /// Explicit huge pages free now.
    public let hugePagesFree: UInt64
    /// Whether the kernel gives huge pages on request.
    public let hasTransparentHugePages: Bool

    private let handle: OpaquePointer

    /// `source` nil: this machine; "FILE.xml": hwloc's XML; else a synthetic description ("pack:2 l3:8 core:8 pu:2").
    public init(_ source: String? = nil) throws(EngineError) {
        let job = EngineJob()
        let text = COptionalString(source)
        var handle: OpaquePointer?
        let status = unsafe qr_machine_load(job.attach(nil), &handle, text.pointer)
        try EngineError.check(status, "machine description", job)
        guard let handle = unsafe handle else { throw EngineError(.notFound, "machine description", "") }
        unsafe self.handle = unsafe handle
        var info = qr_machine_info_t()
        unsafe qr_machine_info(&info, handle)
        packageCount = Int(info.packages)
        l3Count = Int(info.l3_groups)
        threadCount = Int(info.threads)
        isThisMachine = info.this_machine
        isL3Known = info.l3_known
        isRestricted = info.restricted
        memory = info.memory
        memoryAvailable = info.memory_available
        hugePageBytes = info.huge_page_size
        hugePagesFree = info.huge_pages_free
        hasTransparentHugePages = info.transparent_huge_pages
        cores = try unsafe Self.cores(handle, count: info.cores)
        nodes = (0..<info.nodes).map { unsafe Self.node(handle, $0) }
        var sizes: (UInt64, UInt64, UInt64) = (0, 0, 0)
        unsafe qr_machine_caches(&sizes.0, &sizes.1, &sizes.2, handle, 0)
        caches = Caches(l1d: sizes.0, l2: sizes.1, l3: sizes.2)
    }

    deinit { unsafe qr_machine_destroy(handle) }

    private static func cores(_ handle: OpaquePointer, count: UInt32) throws(EngineError) -> [Core] {
        var cores: [Core] = []
        for number in 0..<count {
            var core = qr_core_t()
            try EngineError.check(unsafe qr_machine_core(&core, handle, number), "core \(number)")
            let siblings = unsafe withUnsafeBytes(of: core.os_siblings) { bytes in
                unsafe bytes.bindMemory(to: UInt32.self).prefix(Int(core.threads)).map { Int($0) }
            }
            cores.append(
                Core(
                    package: Int(core.package), node: Int(core.node), l3: Int(core.l3), cpus: siblings,
                    efficiency: Int(core.efficiency)))
        }
        return cores
    }

    private static func node(_ handle: OpaquePointer, _ number: UInt32) -> Node {
        var bytes: UInt64 = 0
        var osNode: UInt32 = 0
        var hasCores = false
        unsafe qr_machine_node(&bytes, &osNode, &hasCores, handle, number)
        return Node(osNode: Int(osNode), memory: bytes, hasCores: hasCores)
    }

    /// Cuts the machine into groups of cores as the profile says, with at most `maxCores` cores.
    public func plan(_ profile: HardwareProfile.Cores, maxCores: Int? = nil) throws(EngineError) -> CorePlan {
        var options = qr_plan_options_t()
        options.cores_per_group = profile.perGroup
        options.reserve_cores = profile.reserve
        options.use_siblings = profile.useSiblings
        options.use_efficiency_cores = profile.useEfficiencyCores
        options.max_cores = UInt32(max(0, maxCores ?? 0))
        let job = EngineJob()
        var plan = unsafe qr_plan_t()
        let status = unsafe qr_plan_make(job.attach(nil), &plan, handle, &options)
        try EngineError.check(status, "core plan", job)
        defer { unsafe qr_plan_free(&plan) }
        let groups = unsafe UnsafeBufferPointer(start: plan.groups, count: Int(plan.group_count))
        return CorePlan(
            groups: unsafe groups.map { group in
                let cpus = unsafe UnsafeBufferPointer(start: group.cpus, count: Int(group.cpu_count))
                return unsafe CorePlan.Group(
                    package: Int(group.package), node: Int(group.node), l3: Int(group.l3),
                    osNode: Int(group.os_node), cpus: cpus.map { Int($0) })
            })
    }
}

/// Which cores work together.
public struct CorePlan: Sendable, Equatable, Codable {
    /// Cores that share an L3, with their memory on one NUMA node.
    public struct Group: Sendable, Equatable, Codable {
        /// Package, dense from 0.
        public let package: Int
        /// NUMA node, dense from 0.
        public let node: Int
        /// L3 group, dense from 0.
        public let l3: Int
        /// NUMA node by its OS number.
        public let osNode: Int
        /// One worker for each of these OS CPUs.
        public let cpus: [Int]
    }

    /// All groups.
    public let groups: [Group]
    /// All CPUs of all groups.
    public var cpus: [Int] { groups.flatMap(\.cpus) }
}
