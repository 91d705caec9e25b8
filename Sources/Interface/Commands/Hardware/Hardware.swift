import Primitives
import ProofEngine
import System

/// `quarry hardware`: the machine, the kernels chosen, the core plan, and what a job will take.
enum Hardware: Command {
    static let path = ["hardware"]
    static let summary = "Show the machine, the kernels chosen and the core plan"
    static let example = "quarry hardware --plan --sector-size 32GiB --sectors 16 --svg plan.svg"
    static let discussion = """
        A machine can be described instead of being at hand: by hwloc's XML (lstopo machine.xml) or by a synthetic \
        description such as 'pack:2 [numa(memory=384GB)] l3:8(size=32MiB) l2:8 core:1 pu:2'.
        """
    static let topology = Argument<String?>.option(
        "--topology", "Another machine: hwloc XML file or synthetic description")
    static let plan = Argument<Bool>.flag("--plan", "Also forecast memory, disk and time of a job")
    static let sectorSize = Argument<SectorSize>.option(
        "--sector-size", "Sector size of the forecast",
        default: SectorSize.all.first { $0.name == "32GiB" } ?? SectorSize.all[0])
    static let sectors = Argument<Int>.option("--sectors", "Sectors of the forecast", default: 1)
    static let svg = Argument<String?>.option("--svg", "Draw the machine and the plan to this file")
    static let arguments: [any ArgumentProtocol] = [
        topology, plan, sectorSize, sectors, Common.cores, svg, Common.json,
    ]

    static func validate(_ arguments: ParsedArguments) throws {
        guard (1...1024).contains(arguments[sectors]) else {
            throw UsageError("--sectors: \(arguments[sectors]) is not between 1 and 1024")
        }
    }

    static func run(_ context: CommandContext) async throws {
        let profile = try context.profile()
        let machine = try Machine(context[topology])
        let plan = try machine.plan(profile.cores, maxCores: context[Common.cores])
        var report = HardwareReport(machine: machine, plan: plan, profile: profile)
        if context[Self.plan] {
            report.forecast = try JobForecast(
                size: context[sectorSize], sectors: context[sectors], cores: plan.cpus.count, profile: profile
            )
        }
        if let file = context[svg] {
            try File.writeAtomically(file, text: MachinePicture(machine: machine, plan: plan).svg)
        }
        if context[Common.json] { try context.print(json: report) } else { context.print(report.text) }
    }
}
