import Configuration
import Primitives
import ProofEngine
import SectorManager
import System

/// `quarry sealer plan`: what a machine can seal.
enum SealerPlan: Command {
    static let path = ["sealer", "plan"]
    static let summary = "Forecast what a machine can seal in a day, and what limits it"
    static let example =
        "quarry sealer plan --machine epyc-zen4-2s.toml --cores 128 --memory 1TiB --sector-size 32GiB"
    static let discussion = """
        Reckons from the rates of a hardware profile ('quarry tune' measures one; tools/profiles has some); nothing \
        is run. Label rates are of the hash alone: where memory is slower than the cores, the plan is an upper bound. \
        With --sectors-a-day it says what that many need, and exit status 1 says that the machine is not enough.
        """
    static let machine = Argument<String?>.option(
        "--machine", "Hardware profile of the machine; the one of this machine otherwise")
    static let topology = Argument<String?>.option(
        "--topology",
        "Its cores and memory: hwloc XML file or synthetic description; this machine's otherwise")
    static let size = Argument<SectorSize>.required("--sector-size", "Size of the sectors")
    static let asked = Argument<Int?>.option("--sectors-a-day", "Sectors a day that are wanted")
    static let memory = Argument<ByteCount?>.option(
        "--memory", "Memory for jobs; what is available here otherwise")
    static let diskRate = Argument<ByteCount?>.option(
        "--disk-rate", "Bytes a second that the sealing paths take and give together; not looked at otherwise"
    )
    static let diskRoom = Argument<ByteCount?>.option(
        "--disk-room", "Room on the sealing paths; not looked at otherwise")
    static let arguments: [any ArgumentProtocol] = [
        machine, topology, size, asked, Common.cores, memory, diskRate, diskRoom, Common.json,
    ]

    static func validate(_ arguments: ParsedArguments) throws {
        if let asked = arguments[asked], asked < 1 {
            throw UsageError("--sectors-a-day: \(asked) is less than 1")
        }
        if let cores = arguments[Common.cores], cores < 1 {
            throw UsageError("--cores: \(cores) is less than 1")
        }
    }

    static func run(_ context: CommandContext) async throws {
        let profile =
            try context[machine].map { try TOML.decode(HardwareProfile.self, file: $0) } ?? context.profile()
        let here = try Machine(context[topology])
        let cores = try context[Common.cores] ?? here.plan(profile.cores).cpus.count
        let kind = try SealProofKind(size: context[size], version: .v1_1, feature: .interactive)
        let config = try PoRepConfig(kind, porepID: UnregisteredPorepID.of(kind))
        let circuit = try await Engine(.single).circuitSize(SnarkCircuit(.porep, config))
        let plan = try SealPlan(
            config,
            machine: SealPlan.Machine(
                cores: cores,
                memory: context[memory]?.bytes
                    ?? (context[topology] == nil ? here.memoryAvailable : here.memory),
                diskRate: context[diskRate].map { Double($0.bytes) }, diskRoom: context[diskRoom]?.bytes),
            profile: profile, constraints: circuit.constraints, proverMemory: circuit.proverMemory,
            asked: context[asked].map(Double.init))
        if context[Common.json] { try context.print(json: plan) } else { context.print(text(plan, profile)) }
        if !plan.isEnough { throw SilentFailure() }
    }

    private static func text(_ plan: SealPlan, _ profile: HardwareProfile) -> String {
        let asked =
            plan.asked.map { asked in
                "\(Format.number(asked)) a day are wanted: \(plan.isEnough ? "enough" : "NOT ENOUGH")\n"
            } ?? ""
        let rows = plan.stages.map { stage in
            [
                stage.name, Format.duration(stage.coreSeconds), Format.number(stage.cores),
                ByteCount(stage.memory).description,
            ]
        }
        return """
            \(profile.name): \(Format.count(plan.machine.cores, "core")), \(ByteCount(plan.machine.memory)) for jobs
            \(Format.number(plan.sectorsADay)) sectors of \(ByteCount(plan.sectorBytes)) a day at most; limit: \
            \(plan.limit.rawValue)
            \(asked)\(plan.batches) PC1 at a time, each of \(plan.width) sectors by \
            \(plan.kernel); \(Format.number(plan.hours)) h from first stage to proof, \(plan.inWork) sectors under way

            """
                + Format.table(
                    ["stage", "core time a sector", "cores busy", "memory of a job"], rows,
                    rightAligned: [1, 2, 3])
                    + """

                    memory in use \(ByteCount(plan.memory)), disks \(Format.bytesPerSecond(plan.diskRate)), room \
                    \(ByteCount(plan.diskRoom))
                    """
    }
}
