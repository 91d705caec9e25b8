import Benchmarks
import Primitives
import ProofEngine
import System

/// `quarry tune`: measures the kernels here and writes a hardware profile.
enum Tune: Command {
    static let path = ["tune"]
    static let summary = "Measure the kernels here and write a hardware profile"
    static let example = "quarry tune --out ~/.quarry/profile.toml"
    static let discussion = """
        Commands read profile.toml of QUARRY_HOME by themselves; another one is named with --profile. With --quick the \
        prefetch distance stays at the engine's default and each kernel is measured once.
        """
    static let out = Argument<String?>.option(
        "-o,--out", "File to write; standard output otherwise, as for '-'")
    static let quick = Argument<Bool>.flag("--quick", "A few seconds instead of a minute")
    static let scratch = BenchArguments.scratch
    static let arguments: [any ArgumentProtocol] = [out, quick, scratch]

    static func run(_ context: CommandContext) async throws {
        let scratch = try Directory.makeTemporary(under: context[Self.scratch])
        defer { try? Directory.remove(scratch) }
        let tuner = Tuner(
            engine: try context.engine(cores: 1), scratch: scratch, isQuick: context[quick],
            base: try context.profile().cores, announce: { context.progress.note($0) })
        let profile = try await context.stage(
            "tune", unit: .count("steps"), sample: { tuner.sample }
        ) { try await tuner.measure() }
        let text = ProfileText.toml(profile)
        guard let path = context[out], path != "-" else {
            context.print(text)
            return
        }
        try Directory.create(File.parent(of: path))
        try File.writeAtomically(path, text: text)
        context.note("wrote \(path)")
    }
}
