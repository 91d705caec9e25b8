import Node
import Primitives
import System

/// `quarry sealer init`: a plant's home.
enum SealerInit: Command {
    static let path = ["sealer", "init"]
    static let summary = "Set a sealing plant up: its configuration in QUARRY_HOME"
    static let example = "quarry sealer init --miner t01000 --sector-size 2KiB"
    static let discussion = """
        Writes config.toml, which has a line on every setting. Without --database the plant is of one machine, with \
        an SQLite file beside the configuration; a postgres:// URL makes it one of many ('quarry worker run'). \
        Sectors are sealed and stored in QUARRY_HOME/storage unless other paths are attached before ('quarry \
        storage attach'). There is no chain yet: tickets and seeds are drawn from [local_chain], and messages are \
        kept in the database.
        """
    static let miner = Argument<MinerAddress>.required("--miner", "Miner's ID address, such as t01000")
    static let size = Argument<SectorSize>.required("--sector-size", "Size of the sectors")
    static let proof = Argument<ProofFeature>.option("--proof", "Kind of proof", default: .interactive)
    static let database = Argument<String>.option(
        "--database", "A file or a postgres:// URL; empty: jobs.sqlite in QUARRY_HOME", default: "")
    static let port = Argument<Int>.option("--port", "Port of the API and the dashboard", default: 3456)
    static let maxWait = Argument<Int>.option(
        "--max-wait", "Seconds that a deal waits at most for its sector to fill and its batch to gather",
        default: 600)
    static let arguments: [any ArgumentProtocol] = [miner, size, proof, database, port, maxWait]

    /// How challenges are made.
    enum ProofFeature: String, CaseIterable, ArgumentValue {
        case interactive, synthetic
        case nonInteractive = "non-interactive"
    }

    static func validate(_ arguments: ParsedArguments) throws {
        guard (0...65_535).contains(arguments[port]) else {
            throw UsageError("--port: \(arguments[port]) is not from 0 to 65535")
        }
        guard (0...1_000_000).contains(arguments[maxWait]) else {
            throw UsageError("--max-wait: \(arguments[maxWait]) is not from 0 to 1000000")
        }
    }

    static func run(_ context: CommandContext) async throws {
        var configuration = PlantConfiguration(miner: context[miner], sectorSize: context[size])
        configuration.proof = context[proof].rawValue
        configuration.database = context[database]
        configuration.api.port = context[port]
        configuration.batch.maxWait = Double(context[maxWait])
        let home = PlantHome()
        try home.create(configuration)
        context.print(
            "a plant of \(context[miner]) for sectors of \(context[size].name): \(home.configuration)")
        context.note(
            """
            next: quarry params generate --sector-size \(context[size].name)   (parameters of proofs, once)
                  quarry auth create --scope admin                  (a token for the dashboard)
                  quarry sealer pledge --count 1                    (or 'quarry sealer add FILE')
                  quarry sealer run
            """)
    }
}
