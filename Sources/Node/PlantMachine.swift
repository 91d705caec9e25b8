internal import Configuration
internal import ProofEngine
internal import Scheduler
internal import System

/// What of this machine a plant's worker has: its cores in groups, and memory.
struct PlantMachine: Sendable {
    /// OS CPUs by groups that share an L3 cache.
    let groups: [[Int]]
    /// Bytes of memory for jobs.
    let memory: UInt64
    /// The hardware profile.
    let profile: HardwareProfile

    /// Cores in all.
    var cores: Int { groups.reduce(0) { $0 + $1.count } }
    /// Cores of the largest group.
    var widest: Int { groups.map(\.count).max() ?? 1 }

    /// `cpus`: those to use; empty: what the profile plans. `memory`: bytes; 0: three quarters of what is available.
    init(home: PlantHome, cpus: [Int], memory: UInt64) throws {
        profile =
            File.exists(home.profile)
            ? try TOML.decode(HardwareProfile.self, file: home.profile) : HardwareProfile()
        let machine = try Machine()
        groups =
            cpus.isEmpty ? try machine.plan(profile.cores).groups.map(\.cpus) : try Self.group(cpus, machine)
        self.memory = memory > 0 ? memory : machine.memoryAvailable / 4 * 3
    }

    /// CPUs by the L3 group of their core.
    private static func group(_ cpus: [Int], _ machine: Machine) throws -> [[Int]] {
        var groups: [Int: Int] = [:]
        for core in machine.cores { for cpu in core.cpus { groups[cpu] = core.l3 } }
        let unknown = cpus.filter { groups[$0] == nil }
        guard unknown.isEmpty else { throw CoreError.unknown(cpus: unknown.sorted()) }
        return Dictionary(grouping: Set(cpus)) { groups[$0] ?? 0 }.sorted { $0.key < $1.key }.map {
            $0.value.sorted()
        }
    }
}
