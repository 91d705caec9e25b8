import Blockstore
import ChainTypes
public import ChainVerifier
public import System

/// What a validation came to.
public struct ValidationReport: Sendable, Encodable {
    /// Tipsets checked.
    public var tipsets = 0
    /// Blocks of them.
    public var blocks = 0
    /// Tipsets that were checked before.
    public var known = 0
    /// Height of the first.
    public var first: Int64?
    /// Height of the last.
    public var last: Int64?
}

/// A tipset of the chain breaks a rule.
public struct InvalidTipset: ExplainedError {
    /// Its height.
    public let height: Int64
    /// Which rules.
    public let refusal: TipsetRefusal

    /// What is wrong.
    public var sentence: String { "the tipset of epoch \(height) is refused by \(refusal)" }
    /// What to do about it.
    public var remedy: String {
        "do not use this chain; if other nodes take the block, please report it with the file"
    }
}

extension ChainManager {
    /// Tipsets between two commits: what a killed validation does again.
    private static let validationStride = 32

    /// Makes every check of the blocks of the head's chain from one height to another, on the calling thread, which
    /// must have a deep stack, and on others beside it. What parents come to is executed where it is not known. What
    /// was validated before is passed over unless `again`.
    public func validate(
        from first: Int64 = 0, through last: Int64 = .max, again: Bool = false,
        isCancelled: () -> Bool = { false }, progress: (ChainProgress) -> Void = { _ in }
    ) throws -> ValidationReport {
        guard let execution else { throw ChainError.empty(path: store.path) }
        let verifier = BlockVerifier(self, proofs: execution.proofs, depth: .all)
        let keys = try index.tipsets(from: first, through: min(last, head().height))
        var report = ValidationReport()
        for (place, key) in keys.enumerated() {
            if isCancelled() {
                try commit()
                throw CancellationError()
            }
            progress(ChainProgress(done: UInt64(place), total: UInt64(keys.count)))
            if !again, try index.isValid(key) {
                report.known += 1
                continue
            }
            let tipset = try tipset(key)
            do {
                try verifier.validate(tipset)
            } catch let refusal as TipsetRefusal {
                try commit()
                throw InvalidTipset(height: tipset.height, refusal: refusal)
            }
            try index.setValid(key)
            report.tipsets += 1
            report.blocks += tipset.blocks.count
            report.first = report.first ?? tipset.height
            report.last = tipset.height
            if report.tipsets.isMultiple(of: Self.validationStride) { try commit() }
        }
        try commit()
        progress(ChainProgress(done: UInt64(keys.count), total: UInt64(keys.count)))
        return report
    }
}
