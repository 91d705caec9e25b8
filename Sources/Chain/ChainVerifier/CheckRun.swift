internal import Beacon
internal import ChainTypes
internal import IPLD
internal import Keys
internal import Primitives
internal import System

/// Work that gives the checks that failed.
typealias CheckJob = @Sendable () throws -> [CheckFailure]

/// The checks of one tipset as they are made: what failed so far, and whether to go on.
struct CheckRun {
    let depth: BlockVerifier.Depth
    private(set) var failures: [CheckFailure] = []

    init(depth: BlockVerifier.Depth) { self.depth = depth }

    /// Makes one check now. Throws what is no verdict.
    mutating func make(_ check: BlockCheck, _ block: CID? = nil, _ body: () throws -> Void) throws {
        failures += try Self.failures(check, block, body)
    }

    /// Makes checks on all processors, then ends the stage.
    mutating func stage(_ jobs: [CheckJob]) throws {
        failures += try Self.together(jobs).flatMap { $0 }
        try endStage()
    }

    /// Adds what failed elsewhere.
    mutating func add(_ more: [CheckFailure]) { failures += more }

    /// Refuses the tipset if something failed and nobody wants to know more.
    func endStage() throws {
        if depth == .first { try finish() }
    }

    /// Refuses the tipset if something failed.
    func finish() throws {
        guard !failures.isEmpty else { return }
        let order = Dictionary(uniqueKeysWithValues: zip(BlockCheck.allCases, 0...))
        let sorted = failures.enumerated().sorted {
            (order[$0.element.check] ?? 0, $0.offset) < (order[$1.element.check] ?? 0, $1.offset)
        }
        throw TipsetRefusal(failures: sorted.map(\.element))
    }

    /// The results of jobs, done on all processors.
    static func together<Value: Sendable>(_ jobs: [@Sendable () throws -> Value]) throws -> [Value] {
        let results = Locked([Result<Value, any Error>?](repeating: nil, count: jobs.count))
        Parallel.forEach(jobs.count) { index in
            let result = Result { try jobs[index]() }
            results.withLock { $0[index] = result }
        }
        return try results.withLock { $0 }.compactMap { try $0?.get() }
    }

    /// What a check comes to: nothing, or a failure. Throws what says nothing about the block.
    static func failures(
        _ check: BlockCheck, _ block: CID?, _ body: () throws -> Void
    ) throws -> [CheckFailure] {
        do {
            try body()
            return []
        } catch {
            guard let reason = verdict(error) else { throw error }
            return [CheckFailure(check: check, block: block, reason: reason)]
        }
    }

    /// The facts in an error that is the block's fault; nil for one that is ours.
    private static func verdict(_ error: any Error) -> String? {
        switch error {
        case let refused as Refused: refused.reason
        case let failure as KeyError: failure.sentence
        case IPLDError.absent: nil
        case is BeaconFailure, is StateFailure, is RandomnessError, is ProofFailure, is PrimitiveError,
            is EthereumTransaction.Failure, is CBORError, is IPLDError, is TipsetError:
            "\(error)"
        default: nil
        }
    }
}
