import Primitives
import ProofEngine
import System

/// `quarry proof aggregate`: many proofs as one.
enum ProofAggregate: Command {
    static let path = ["proof", "aggregate"]
    static let summary = "Aggregate proofs of replication or updates into one (SnarkPack)"
    static let example = "quarry proof aggregate a.proof b.proof --dir DIR --seed 00..00 --out both.aggregate"
    static let discussion = """
        The proofs come in the order of --sector (or of the sectors' numbers without it), or of --c1. Each is \
        verified first. A non-interactive sector's proof of several partitions becomes one aggregate too. \
        Needs the SRS file beside the parameters: 'quarry params generate --kind aggregate' makes a local one.
        """
    static let files = Argument<[String]>.positionals("PROOF", "Proofs, in order", minimum: 1)
    static let out = Argument<String>.required("--out", "File to write")
    static let arguments: [any ArgumentProtocol] = [files, out] + AggregateArguments.common

    static func validate(_ arguments: ParsedArguments) throws {
        try AggregateArguments.validate(arguments)
    }

    static func run(_ context: CommandContext) async throws {
        let statements = try AggregateArguments.statements(context)
        try AggregateArguments.check(statements, context)
        guard statements.count == context[files].count else {
            throw UsageError(
                "there are \(Format.count(context[files].count, "proof")) of "
                    + Format.count(statements.count, "sector"))
        }
        let proofs = try context[files].map { try File.read($0, limit: 1 << 24) }
        let engine = try context.engine(cores: context[Common.cores])
        let (store, network) = (
            ProofArguments.store(context), AggregateArguments.network(statements, context)
        )
        let key = try await engine.loadVerifyingKey(statements[0].circuit, in: store, for: network)
        for (index, file) in context[files].enumerated() {
            let verdict = try await engine.verify(statements[index], proof: proofs[index], key)
            guard verdict.valid else {
                throw CommandFailure(
                    "\(file): \(verdict.reason)", remedy: "check the order of proofs and sectors, and --seed")
            }
        }
        let partitions = statements.reduce(0) { $0 + $1.partitionCount }
        let srs = try await engine.loadAggregationString(in: store, proofs: partitions, for: network)
        let claims = zip(statements, proofs).map { (statement: $0, proof: $1) }
        let job = EngineJob()
        let aggregate = try await context.stage(
            "aggregate of \(Format.count(partitions, "proof"))", unit: .count("proofs"),
            sample: { ProgressSample(done: job.done, total: job.total) }
        ) {
            try await engine.aggregate(claims, srs, context[AggregateArguments.version], job: job)
        }
        try File.writeAtomically(context[out], aggregate)
        context.note("\(context[out]): \(aggregate.count) bytes")
    }
}

/// `quarry proof verify-aggregate`: an aggregate against its members' public inputs.
enum ProofVerifyAggregate: Command {
    static let path = ["proof", "verify-aggregate"]
    static let summary = "Verify an aggregate against the public inputs of its members"
    static let example = "quarry proof verify-aggregate both.aggregate --dir DIR --seed 00..00"
    static let discussion = """
        The members are named in the order in which they were aggregated, by the same options. Exit status 1 \
        if the aggregate does not hold.
        """
    static let file = Argument<String>.positional("FILE", "The aggregate")
    static let arguments: [any ArgumentProtocol] = [file] + AggregateArguments.common + [Common.json]

    static func validate(_ arguments: ParsedArguments) throws {
        try AggregateArguments.validate(arguments)
    }

    static func run(_ context: CommandContext) async throws {
        let statements = try AggregateArguments.statements(context)
        try AggregateArguments.check(statements, context)
        let aggregate = try File.read(context[file], limit: 1 << 24)
        let engine = try context.engine(cores: context[Common.cores])
        let (store, network) = (
            ProofArguments.store(context), AggregateArguments.network(statements, context)
        )
        let key = try await engine.loadVerifyingKey(statements[0].circuit, in: store, for: network)
        let srs = try await engine.loadAggregationString(in: store, proofs: 2, for: network)
        let verdict = try await engine.verifyAggregate(
            statements, aggregate: aggregate, key, srs, context[AggregateArguments.version])
        try ProofArguments.report(
            verdict, file: context[file], kind: "aggregate of \(context[AggregateArguments.kind].rawValue)",
            context)
    }
}
