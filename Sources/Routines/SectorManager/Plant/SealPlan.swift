internal import Primitives
public import ProofEngine
public import System

/// What a machine can seal in a day, and what limits it: a forecast from a profile's rates, made without running
/// anything. Label rates are of the hash alone, so that memory which is slower than the cores makes it an upper bound.
public struct SealPlan: Sendable, Codable, Equatable {
    /// What there is to work with.
    public struct Machine: Sendable, Codable, Equatable {
        /// Cores that work.
        public var cores: Int
        /// Bytes of memory for jobs.
        public var memory: UInt64
        /// Bytes a second that the sealing paths take and give together; nil: not known, not looked at.
        public var diskRate: Double?
        /// Bytes of room on the sealing paths; nil: not known.
        public var diskRoom: UInt64?

        /// A machine.
        public init(cores: Int, memory: UInt64, diskRate: Double? = nil, diskRoom: UInt64? = nil) {
            self.cores = max(1, cores)
            self.memory = memory
            self.diskRate = diskRate
            self.diskRoom = diskRoom
        }
    }

    /// A stage of one sector.
    public struct Stage: Sendable, Codable, Equatable {
        /// "PC1".
        public let name: String
        /// Of one sector.
        public let coreSeconds: Double
        /// Of a job at work.
        public let memory: UInt64
        /// Cores that it keeps busy at the plan's rate.
        public let cores: Double
    }

    /// What keeps the rate where it is.
    public enum Limit: String, Sendable, Codable {
        case cores, memory, disk, room
    }

    /// Bytes of a sector.
    public let sectorBytes: UInt64
    /// What was looked at.
    public let machine: Machine
    /// Sectors that one core labels together.
    public let width: Int
    /// The kernel that does.
    public let kernel: String
    /// Batches that are labelled at once.
    public let batches: Int
    /// Sectors a day at most.
    public let sectorsADay: Double
    /// What limits it.
    public let limit: Limit
    /// The stages at that rate.
    public let stages: [Stage]
    /// Hours from the first stage to the proof.
    public let hours: Double
    /// Sectors under way at that rate.
    public let inWork: Int
    /// Bytes of memory in use at that rate.
    public let memory: UInt64
    /// Bytes a second that sealing paths read and write at that rate.
    public let diskRate: Double
    /// Bytes of room on sealing paths at that rate.
    public let diskRoom: UInt64
    /// Sectors a day that were asked for.
    public let asked: Double?

    /// Whether the machine does what was asked for.
    public var isEnough: Bool { asked.map { $0 <= sectorsADay } ?? true }

    /// Seconds of a core a constraint: 9.9 s for the 2,687,961 constraints of a 2 KiB proof, measured on Zen 5.
    public static let secondsAConstraint = 9.9 / 2_687_961

    /// A forecast. `constraints`: of one partition's circuit (`Engine.circuitSize`; about 130 million from 32 GiB on).
    /// `proverMemory`: bytes of a proof. `asked`: sectors a day; what the machine then needs is told instead of what it
    /// needs at its best. Throws if the profile has no rates.
    public init(
        _ config: PoRepConfig, machine: Machine, profile: HardwareProfile, constraints: UInt64,
        proverMemory: UInt64, asked: Double? = nil
    ) throws {
        let work = try PlanWork(config, profile, constraints: constraints)
        let memoryOfOthers = config.pc2Memory(workers: machine.cores) + proverMemory
        let choices = try profile.labels.kernels.map { kernel in
            try PlanChoice(kernel, config, machine, work, memoryOfOthers: memoryOfOthers)
        }
        guard let best = choices.max(by: { $0.rate < $1.rate }) else {
            throw SealPlanError.noRates(profile.name)
        }
        guard best.rate > 0 else {
            let least = choices.map(\.memory).min() ?? 0
            throw SealPlanError.tooSmall(needed: least + memoryOfOthers, memory: machine.memory)
        }
        let rate = min(best.rate, asked.map { $0 / 86_400 } ?? best.rate)
        sectorBytes = config.sectorBytes
        self.machine = machine
        width = best.kernel.sectors
        kernel = best.kernel.name
        batches = max(1, Int((rate * best.labelSeconds).rounded(.up)))
        sectorsADay = best.rate * 86_400
        limit = best.limit
        let labelMemory = best.memory * UInt64(batches)
        stages = [
            Stage(
                name: "pieces, tree-d", coreSeconds: work.data, memory: 32 << 20, cores: rate * work.data),
            Stage(
                name: "PC1", coreSeconds: best.labelSeconds, memory: best.memory,
                cores: rate * best.labelSeconds),
            Stage(
                name: "PC2", coreSeconds: work.hashes, memory: config.pc2Memory(workers: machine.cores),
                cores: rate * work.hashes),
            Stage(name: "C2", coreSeconds: work.proof, memory: proverMemory, cores: rate * work.proof),
        ]
        memory = labelMemory + memoryOfOthers
        hours = best.hours(work, machine)
        inWork = max(best.kernel.sectors * batches, Int((rate * hours * 3600).rounded(.up)))
        diskRate = rate * work.traffic
        diskRoom = UInt64(inWork) * StorageNeeds.sealing(config).total
        self.asked = asked
    }
}

/// Core-seconds and bytes of one sector, apart from its labels.
private struct PlanWork {
    let data: Double
    let hashes: Double
    let proof: Double
    /// Bytes read and written on the sealing path.
    let traffic: Double

    init(_ config: PoRepConfig, _ profile: HardwareProfile, constraints: UInt64) throws {
        let poseidon = profile.poseidon
        let column = config.layerCount == 2 ? poseidon.nanosecondsArity2 : poseidon.nanosecondsArity11
        guard profile.sha256.bytesPerSecond > 0, column > 0, poseidon.nanosecondsArity8 > 0 else {
            throw SealPlanError.noRates(profile.name)
        }
        let bytes = Double(config.sectorBytes)
        // CommP and tree-d: each hashes twice the bytes of its leaves.
        data = 4 * bytes / profile.sha256.bytesPerSecond
        let nodes = bytes / 32
        let rest = Double(config.pc2HashCount) - nodes
        hashes = (nodes * column + rest * poseidon.nanosecondsArity8) * 1e-9
        proof = Double(constraints) * Double(config.partitionCount) * SealPlan.secondsAConstraint
        let written = Double(StorageNeeds.sealing(config).total)
        // Layers are read for tree-c, data and the last layer for the replica, the replica for its tree.
        traffic = written + Double(config.layerCount + 3) * bytes
    }
}

/// What a machine does with one label kernel.
private struct PlanChoice {
    let kernel: HardwareProfile.Kernel
    /// Bytes that one batch takes.
    let memory: UInt64
    /// Core-seconds of a sector's labels.
    let labelSeconds: Double
    /// Sectors a second.
    let rate: Double
    let limit: SealPlan.Limit

    init(
        _ kernel: HardwareProfile.Kernel, _ config: PoRepConfig, _ machine: SealPlan.Machine,
        _ work: PlanWork,
        memoryOfOthers: UInt64
    ) throws {
        self.kernel = kernel
        var options = LabelOptions()
        options.kernel = kernel.name
        let forecast = try? Engine.forecastLabels(
            config, sectors: kernel.sectors, workers: 1, options: options)
        // A kernel of another kind of machine cannot be asked here: two layers a sector, and the graph.
        memory = forecast?.memory ?? UInt64(kernel.sectors * 2) * config.sectorBytes + config.sectorBytes * 2
        labelSeconds =
            Double(config.sectorBytes / 32) * Double(config.layerCount) * kernel.nanosecondsPerLabel * 1e-9
        let free = machine.memory > memoryOfOthers ? machine.memory - memoryOfOthers : 0
        let batches = min(machine.cores, Int(clamping: free / max(1, memory)))
        var rates: [(Double, SealPlan.Limit)] = [
            (Double(machine.cores) / (labelSeconds + work.data + work.hashes + work.proof), .cores)
        ]
        if batches < machine.cores { rates.append((Double(batches) / labelSeconds, .memory)) }
        if let disk = machine.diskRate { rates.append((disk / work.traffic, .disk)) }
        if let room = machine.diskRoom {
            // Little's law: what is under way has its room.
            let seconds = Self.seconds(kernel, labelSeconds, work, machine)
            let sectors = Double(room / max(1, StorageNeeds.sealing(config).total))
            rates.append((sectors / seconds, .room))
        }
        let least = rates.min { $0.0 < $1.0 } ?? (0, .cores)
        (rate, limit) = least
    }

    /// From the first stage to the proof: a batch is labelled on one core, the other stages of its sectors follow on
    /// all of them.
    private static func seconds(
        _ kernel: HardwareProfile.Kernel, _ labels: Double, _ work: PlanWork, _ machine: SealPlan.Machine
    ) -> Double {
        let sectors = Double(kernel.sectors)
        return labels * sectors + (work.data + work.hashes + work.proof) * sectors / Double(machine.cores)
    }

    func hours(_ work: PlanWork, _ machine: SealPlan.Machine) -> Double {
        Self.seconds(kernel, labelSeconds, work, machine) / 3600
    }
}

/// Why there is no plan.
public enum SealPlanError: ExplainedError, Hashable {
    /// The profile does not say how fast the machine is.
    case noRates(String)
    /// Not even one batch fits.
    case tooSmall(needed: UInt64, memory: UInt64)

    /// What is wrong.
    public var sentence: String {
        switch self {
        case .noRates(let name): "profile '\(name)' has no rates of labels, Poseidon hashes and SHA-256 trees"
        case .tooSmall(let needed, let memory):
            "sealing needs \(needed) bytes of memory, but the machine has \(memory) for jobs"
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .noRates: "measure them: 'quarry tune' on that machine writes a profile"
        case .tooSmall: "take a machine with more memory, or seal with layers on disk"
        }
    }
}
