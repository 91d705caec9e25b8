/// Conformance: runs reference vectors against the engine, for users (`quarry vectors`) and for tests. Start reading
/// at `Conformance.check`; each kind of vector has a file of its own, in `Sealing` (`.jsonl`: a record a line) or
/// `Snark` (`.json`: records by their place in one document). It must never contain expected values of its own: they
/// come from the vector files alone.

internal import ChainVerifier
internal import Primitives
public import ProofEngine
internal import System
internal import WasmEngine

/// What one vector file came to.
public struct ConformanceReport: Sendable, Encodable {
    /// Path of the file as given.
    public let file: String
    /// Records that are equal in every value.
    public var equal = 0
    /// Records in all, without those left out.
    public var total = 0
    /// Records left out because of their size.
    public var leftOut = 0
    /// The first difference in full, or why a record could not be run.
    public var firstDifference: String?
}

/// Runs vector files. Sectors that several files need are sealed once and kept until the end.
public actor Conformance {
    /// How to run.
    public struct Options: Sendable {
        /// Records of larger sectors are left out.
        public var largestSector: UInt64 = .max
        /// Directory for sealed sectors while it runs.
        public var scratch: String?
        /// Directory of verifying keys; nil: the SNARK vectors near a file.
        public var verifyingKeys: String?
        /// Every record.
        public init() {}
    }

    let engine: Engine
    let options: Options
    let scratch: String
    var sealed: [String: SealedCase] = [:]
    var runtime: Wasmtime?
    var chainProofs: ProofVerifier?

    /// A run with a scratch directory of its own.
    public init(engine: Engine, options: Options) throws {
        self.engine = engine
        self.options = options
        scratch = try Directory.makeTemporary(under: options.scratch)
    }

    /// Removes the sealed sectors.
    public func finish() throws { try Directory.remove(scratch) }

    /// The files at `path` that may hold vectors: itself, or all `.jsonl` and `.json` files under a directory, in
    /// order of name. A captured chain is one: its directory.
    public static func files(at path: String) throws -> [String] {
        guard File.isDirectory(path), !isChain(path) else { return [path] }
        var found: [String] = []
        for name in try Directory.list(path).sorted() {
            let child = path.hasSuffix("/") ? path + name : "\(path)/\(name)"
            if File.isDirectory(child) {
                found += try files(at: child)
            } else if name.hasSuffix(".jsonl") || name.hasSuffix(".json") {
                found.append(child)
            }
        }
        return found
    }

    /// Runs every record of a file. `progress` gets the records done and in all. nil: no kind that we understand.
    public func check(
        _ file: String, progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws -> ConformanceReport? {
        if file.hasSuffix(".json") {
            return try await checkDocument(file, Tally(file, progress: progress))
        }
        let lines = try File.readText(file).split(separator: "\n")
        let tally = Tally(file, expected: lines.count, progress: progress)
        for (number, line) in lines.enumerated() {
            let comparison = try tally.begin("\(number + 1)")
            do {
                let record = try VectorRecord(parsing: line)
                guard let kind = VectorKind(record) else { return nil }
                if try kind.sectorBytes(record) > options.largestSector {
                    tally.leaveOut()
                    continue
                }
                try await run(kind, record, in: File.parent(of: file), comparison)
            } catch let error as CancellationError {
                throw error
            } catch {
                comparison.fail("could not be run: \(error)")
            }
            tally.end(comparison)
        }
        return lines.isEmpty ? nil : tally.report
    }

    private func run(
        _ kind: VectorKind, _ record: VectorRecord, in folder: String, _ comparison: Comparison
    ) async throws {
        switch kind {
        case .graph: try await checkGraph(record, comparison)
        case .poseidonConstants: try checkPoseidonConstants(record, comparison)
        case .poseidonHash: try checkPoseidonHash(record, comparison)
        case .piece(let what): try await checkPiece(what, record, comparison)
        case .porepChallenges: try checkPoRepChallenges(record, comparison)
        case .winningSector: checkWinningSector(record, comparison)
        case .leafChallenges: try checkLeafChallenges(record, comparison)
        case .seal: try await checkSeal(record, comparison)
        case .vanillaPoSt: try await checkVanillaPoSt(record, in: folder, comparison)
        case .update: try await checkUpdate(record, in: folder, comparison)
        case .winning: try WinningVector(record).check(proofs(near: folder), comparison)
        case .proofMessage: try ProofMessageVector(record).check(proofs(near: folder), comparison)
        }
    }

    /// What verifies the proofs of a chain's messages and blocks, made once.
    func proofs(near folder: String) throws -> ProofVerifier {
        if let chainProofs { return chainProofs }
        let found = try options.verifyingKeys.map(ChainKeys.verifier) ?? ChainKeys.find(near: folder)
        chainProofs = found
        return found
    }
}

/// Kinds of records, told apart by their fields.
enum VectorKind {
    case graph, poseidonConstants, poseidonHash, piece(String), porepChallenges, winningSector, leafChallenges
    case seal, vanillaPoSt, update
    case winning, proofMessage

    init?(_ record: VectorRecord) {
        switch try? record.text("kind") {
        case "constants": self = .poseidonConstants
        case "hash": self = .poseidonHash
        case "winning_sector_challenge": self = .winningSector
        case "leaf_challenges": self = .leafChallenges
        case "vanilla": self = .vanillaPoSt
        case "interactive", "synthetic-porep", "non-interactive-porep": self = .porepChallenges
        case let what?:
            guard PieceVectors.kinds.contains(what) else { return nil }
            self = .piece(what)
        case nil:
            if record.has("drg_seed") {
                self = .graph
            } else if record.has("sector_key_case") {
                self = .update
            } else if record.has("comm_r"), record.has("cache_files") {
                self = .seal
            } else if record.has("winning_post") {
                self = .winning
            } else if record.has("method_name") {
                self = .proofMessage
            } else {
                return nil
            }
        }
    }

    /// Size of the sectors that a record works on in full; 0 where none is sealed.
    func sectorBytes(_ record: VectorRecord) throws -> UInt64 {
        switch self {
        case .seal, .vanillaPoSt, .update: try record.number("sector_size")
        default: 0
        }
    }
}

/// The comparisons of one record: how many, and the first that differed.
final class Comparison {
    let place: String
    private(set) var count = 0
    private(set) var firstDifference: String?

    init(_ place: String) { self.place = place }

    /// Compares two values by what they print.
    func equal<Value: Equatable>(_ what: String, _ expected: Value, _ actual: Value) {
        count += 1
        if expected != actual {
            fail("\(what)\n  expected \(expected)\n  found    \(actual)")
        }
    }

    /// A result that the reference gives, or refuses to give.
    func refused(_ what: String, _ body: () throws -> Void) {
        count += 1
        if (try? body()) != nil { fail("\(what): the reference refuses this, it was accepted") }
    }

    /// Takes over what was compared elsewhere.
    func take(_ result: ComparisonResult) {
        count += result.count
        if let difference = result.firstDifference { firstDifference = firstDifference ?? difference }
    }

    func fail(_ what: String) {
        firstDifference = firstDifference ?? "\(place): \(what)"
    }
}
