import Configuration
public import Primitives
public import ProofEngine
import System

/// What a command is handed: its arguments, its outputs, its progress display and the hardware profile.
public struct CommandContext: Sendable {
    /// The checked arguments.
    public let arguments: ParsedArguments
    /// Shows the progress of stages.
    public let progress: Progress
    private let output: @Sendable (String) -> Void

    init(arguments: ParsedArguments, progress: Progress, output: @escaping @Sendable (String) -> Void) {
        self.arguments = arguments
        self.progress = progress
        self.output = output
    }

    /// The value of an argument that the command declares.
    public subscript<Value>(_ argument: Argument<Value>) -> Value { arguments[argument] }

    /// Writes a result to standard output and ends its line.
    public func print(_ text: String) { output(text.hasSuffix("\n") ? text : text + "\n") }

    /// Writes a result to standard output as JSON, addresses with a network's letter.
    public func print(json value: some Encodable, _ network: AddressNetwork = .mainnet) throws {
        print(try JSON.text(value, network))
    }

    /// Writes a remark for the user to standard error.
    public func note(_ text: String) { Terminal.write(text + "\n", to: .error) }

    /// Runs `body` and shows how far it is as `sample` says.
    public nonisolated(nonsending) func stage<Result>(
        _ name: String, unit: ProgressUnit, sample: @escaping @Sendable () -> ProgressSample,
        _ body: nonisolated(nonsending) () async throws -> Result
    ) async throws -> Result {
        try await progress.stage(name, unit: unit, sample: sample, body)
    }

    /// The hardware profile: that of `--profile`, else profile.toml of QUARRY_HOME, else one that suits any machine.
    public func profile() throws -> HardwareProfile {
        if let path = self[Common.profile] { return try TOML.decode(HardwareProfile.self, file: path) }
        let path = Environment.home + "/profile.toml"
        return File.exists(path) ? try TOML.decode(HardwareProfile.self, file: path) : HardwareProfile()
    }

    /// Workers on the cores that the profile's plan of this machine names, `cores` of them at most.
    public func engine(cores: Int? = nil) throws -> Engine {
        if let cores, cores < 1 { throw UsageError("--cores: \(cores) is less than 1") }
        try ProofEngineInfo.checkEnvironment()
        let plan = try Machine().plan(profile().cores, maxCores: cores)
        return try Engine(.cpus(plan.cpus.map { UInt32($0) }))
    }
}
