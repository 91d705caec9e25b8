import ProofEngine

/// `quarry params path`: where parameters are looked for.
enum ParamsPath: Command {
    static let path = ["params", "path"]
    static let summary = "Say where parameter files are looked for"
    static let example = "quarry params path --sector-size 32GiB --kind window"
    static let discussion = """
        The directory is that of --parameters or FIL_PROOFS_PARAMETER_CACHE, else params of QUARRY_HOME. With \
        --sector-size or --kind the path of each such circuit's .params file, whether it is there or not.
        """
    static let arguments: [any ArgumentProtocol] = [
        ParamsArguments.sizes, ParamsArguments.kinds, ProofArguments.parameters,
    ]

    static func run(_ context: CommandContext) async throws {
        let store = ProofArguments.store(context)
        if context[ParamsArguments.sizes].isEmpty, context[ParamsArguments.kinds].isEmpty {
            return context.print(store.directory)
        }
        for circuit in try ParamsArguments.circuits(context) {
            context.print(try store.path(circuit, .parameters))
        }
        if context[ParamsArguments.kinds].contains(.aggregate) { context.print(store.srsPath) }
    }
}
