import Node
import System

/// `quarry worker run`: a machine more for a plant.
enum WorkerRun: Command {
    static let path = ["worker", "run"]
    static let summary = "Take jobs of a plant from its database, on this machine"
    static let example = "quarry worker run --database postgres://quarry@db/plant --role pc1 --role c2"
    static let discussion = """
        The plant is one with a PostgreSQL database ('quarry sealer init --database'). Storage on shared file systems \
        is used in place: attach it on each machine that has it mounted, with the same --place. Other sector files are \
        fetched from the machine that has them: its sealer's API, or with --store-address its worker, answers for its \
        storage paths; --token lets this machine in there, or its certificate, which it shows to others too.
        """
    static let database = Argument<String>.required(
        "--database", "The plant's postgres:// URL", environment: "QUARRY_DATABASE")
    static let places = Argument<[String]>.list(
        "--place", "Names of shared storage that this machine reaches")
    static let storeAddress = Argument<String?>.option(
        "--store-address", "Address at which this machine's storage paths answer for others")
    static let storePort = Argument<Int>.option("--store-port", "Its port; 0: any free one", default: 3457)
    static let certificate = Argument<String>.option(
        "--certificate", "PEM file of its certificate", default: "")
    static let key = Argument<String>.option("--key", "PEM file of its private key", default: "")
    static let token = Argument<String?>.option(
        "--token", "Token by which other machines let this one fetch files", environment: "QUARRY_TOKEN")
    static let authorities = Argument<String?>.option(
        "--authorities", "PEM file of the authorities of other machines' certificates")
    static let clientAuthority = Argument<String>.option(
        "--client-authority", "PEM file: others must show a certificate of it to this machine's store",
        default: "")
    static let clients = Argument<[String]>.list(
        "--client", "Subjects whose certificate lets them fetch from and write to its store without a token")
    static let arguments: [any ArgumentProtocol] =
        [
            database, places, storeAddress, storePort, certificate, key, token, authorities, clientAuthority,
            clients,
        ]
        + RunArguments.arguments

    static func validate(_ arguments: ParsedArguments) throws {
        try RunArguments.validate(arguments)
        guard arguments[certificate].isEmpty == arguments[key].isEmpty else {
            throw UsageError("--certificate and --key go together")
        }
        guard (0...65_535).contains(arguments[storePort]) else {
            throw UsageError("--store-port: \(arguments[storePort]) is not from 0 to 65535")
        }
    }

    static func run(_ context: CommandContext) async throws {
        var options = try RunArguments.options(context)
        options.token = context[token]
        options.authorities = context[authorities]
        if !context[certificate].isEmpty {
            options.certificate = context[certificate]
            options.key = context[key]
        }
        if let address = context[storeAddress] {
            var listening = PlantConfiguration.Listening()
            listening.address = address
            listening.port = context[storePort]
            listening.certificate = context[certificate]
            listening.key = context[key]
            listening.clientAuthority = context[clientAuthority]
            listening.clients = context[clients].map { "write \($0)" }
            options.store = listening
        }
        let node = try await WorkerNode.open(
            database: context[database], places: context[places], home: PlantHome(), options: options)
        let cores = node.cores.reduce(0) { $0 + $1.count }
        let store = node.storePort.map { "; storage answers at port \($0)" } ?? ""
        context.note("worker runs on \(Format.count(cores, "core"))\(store)")
        try await node.run()
    }
}
