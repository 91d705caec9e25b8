import Primitives
import ProofEngine
import System

/// `quarry params check`: are the files that are there good?
enum ParamsCheck: Command {
    static let path = ["params", "check"]
    static let summary = "Check parameter files, and say which sector sizes they allow"
    static let example = "quarry params check --sector-size 32GiB --kind winning"
    static let discussion = """
        A published file is compared with the digest that rust-fil-proofs lists. Of any other the structure, \
        every point, and the verifying key beside it are checked. Exit status 1 if a file is bad.
        """
    static let arguments: [any ArgumentProtocol] = [
        ParamsArguments.sizes, ParamsArguments.kinds, ProofArguments.parameters, Common.cores, Common.json,
    ]

    static func run(_ context: CommandContext) async throws {
        let check = ParameterCheck(
            store: ProofArguments.store(context), engine: try context.engine(cores: context[Common.cores]),
            context: context)
        var rows: [ParameterCheck.Finding] = []
        for circuit in try ParamsArguments.circuits(context) {
            if let finding = try await check.examine(circuit) { rows.append(finding) }
        }
        if ParamsArguments.includesSRS(context), let finding = try await check.examineSRS() {
            rows.append(finding)
        }
        if context[Common.json] {
            try context.print(json: rows)
        } else if rows.isEmpty {
            context.print("no parameters in \(check.store.directory)")
        } else {
            context.print(
                Format.table(
                    ["size", "kind", "origin", "result"],
                    rows.map { [$0.sectorSize, $0.kind, $0.origin, $0.result] }))
            let summary = summary(rows)
            if !summary.isEmpty { context.print(summary) }
        }
        if !rows.allSatisfy(\.isGood) { throw SilentFailure() }
    }

    /// A line a size: what can be proved.
    private static func summary(_ rows: [ParameterCheck.Finding]) -> String {
        var text = ""
        for size in SectorSize.all {
            let good = rows.filter { $0.sectorSize == size.name && $0.isGood && $0.canProve }
            if good.isEmpty { continue }
            let local = good.contains { $0.origin == ParameterCheck.madeHere }
            text += "\(size.name): can prove \(good.map(\.kind).joined(separator: ", "))"
            text += local ? " (on private networks)\n" : "\n"
        }
        return text
    }
}

/// Checks the parameters of one circuit after the other.
struct ParameterCheck {
    static let madeHere = "made here"

    /// What was found of a circuit's files.
    struct Finding: Encodable {
        let sectorSize: String
        let kind: String
        let origin: String
        let result: String
        let isGood: Bool
        /// Not only verify.
        var canProve = true

        enum CodingKeys: String, CodingKey {
            case kind, origin, result
            case sectorSize = "sector_size"
            case isGood = "good"
            case canProve = "prover"
        }
    }

    let store: ParameterStore
    let engine: Engine
    let context: CommandContext

    /// What is to be said of a circuit's files; nil if none is there.
    func examine(_ circuit: SnarkCircuit) async throws -> Finding? {
        let (hasParameters, hasKey) = (
            try store.has(circuit, .parameters), try store.has(circuit, .verifyingKey)
        )
        guard hasParameters || hasKey else { return nil }
        var origin = try store.isLocal(circuit) ? Self.madeHere : "from outside"
        func finding(_ result: String, good: Bool, prover: Bool = true) -> Finding {
            Finding(
                sectorSize: circuit.config.kind.size.name, kind: circuit.purpose.rawValue, origin: origin,
                result: result, isGood: good, canProve: prover)
        }
        do {
            if try await isPublished(circuit, .parameters) {
                origin = "published"
            } else if hasParameters {
                let parameters = try await engine.openParameters(circuit, in: store, for: .private)
                try await stage("points of \(circuit.summary)", .count("points")) {
                    try await engine.check(parameters, job: $0)
                }
            }
            guard hasKey else { return finding("good, but without its verifying key (.vk)", good: false) }
            if try await !isPublished(circuit, .verifyingKey) {
                _ = try await engine.loadVerifyingKey(circuit, in: store, for: .private)
                if hasParameters, try !keyIsOfParameters(circuit) {
                    return finding("the verifying key is not that of the parameters", good: false)
                }
            }
            guard hasParameters else {
                return finding("good: verifying key alone", good: true, prover: false)
            }
            return finding("good", good: true)
        } catch let error as EngineError where error.kind != .cancelled {
            return finding("bad: \(error)", good: false)
        }
    }

    /// The file of aggregates, if it is there under its name.
    func examineSRS() async throws -> Finding? {
        let path = store.srsPath
        guard File.exists(path) else { return nil }
        func finding(_ origin: String, _ result: String, good: Bool) -> Finding {
            Finding(
                sectorSize: "all", kind: ParameterKind.aggregate.rawValue, origin: origin, result: result,
                isGood: good)
        }
        let isLocal = store.isSRSLocal
        if !isLocal, try await digest(path) == PublishedParameters.srsDigest {
            return finding("published", "good", good: true)
        }
        let origin = isLocal ? Self.madeHere : "from outside"
        do {
            let head = try await engine.loadAggregationString(in: store, proofs: 2, for: .private)
            let proofs = min(Int(head.powers / 2), Engine.aggregateLimit)
            let srs = try await engine.loadAggregationString(
                in: store, proofs: 1 << (Int.bitWidth - 1 - proofs.leadingZeroBitCount), for: .private)
            try await stage("powers of the SRS", .count("points")) { try await engine.check(srs, job: $0) }
            return finding(origin, "good: aggregates of up to \(proofs) proofs", good: true)
        } catch let error as EngineError where error.kind != .cancelled {
            return finding(origin, "bad: \(error)", good: false)
        }
    }

    /// Whether the file is the published one, by its digest.
    private func isPublished(_ circuit: SnarkCircuit, _ file: ParameterFile) async throws -> Bool {
        guard let published = try PublishedParameters.digest(circuit, file), try store.has(circuit, file),
            try !store.isLocal(circuit)
        else { return false }
        return try await digest(store.path(circuit, file)) == published
    }

    /// Whether the parameters begin with the verifying key.
    private func keyIsOfParameters(_ circuit: SnarkCircuit) throws -> Bool {
        let key = try File.read(store.path(circuit, .verifyingKey), limit: 1 << 24)
        var head = [UInt8](repeating: 0, count: key.count)
        let reader = try FileReader(store.path(circuit, .parameters))
        let got = try unsafe head.withUnsafeMutableBytes { try unsafe reader.read(into: $0) }
        return got == key.count && head == key
    }

    private func digest(_ path: String) async throws -> String {
        try await stage("digest of \(File.name(of: path))", .bytes) {
            try await engine.parameterDigest(path, job: $0)
        }
    }

    private func stage<Value: Sendable>(
        _ name: String, _ unit: ProgressUnit, _ body: (EngineJob) async throws -> Value
    ) async throws -> Value {
        let job = EngineJob()
        return try await context.stage(
            name, unit: unit, sample: { ProgressSample(done: job.done, total: job.total) }
        ) { try await body(job) }
    }
}
