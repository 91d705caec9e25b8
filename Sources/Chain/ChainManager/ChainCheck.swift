import Blockstore
import ChainTypes
import Primitives
import System

/// What a check of the store came to.
public struct ChainCheckReport: Sendable, Encodable {
    /// Blocks read.
    public var blocks = 0
    /// Bytes of them.
    public var bytes: UInt64 = 0
    /// Tipsets that the index names.
    public var tipsets = 0
    /// Blocks that do not hash to their CIDs.
    public var damaged: [String] = []
    /// What the index says and the blocks do not.
    public var index: [String] = []
    /// Damaged blocks that were taken out.
    public var removed = 0

    /// Whether all is well.
    public var isSound: Bool { damaged.isEmpty && index.isEmpty }
}

/// Holds a store against its CIDs, whatever is damaged in it.
public enum ChainCheck {
    private static let cacheBytes = 1 << 20

    /// Reads every block of a chain's directory, then walks the index up to the head. `repair`: damaged blocks are
    /// taken out, so that an import brings them again.
    public static func run(
        _ directory: String, repair: Bool, isCancelled: () -> Bool = { false },
        progress: (ChainProgress) -> Void = { _ in }
    ) throws -> ChainCheckReport {
        let path = ChainManager.path(in: directory)
        guard File.exists(path) else { throw ChainError.empty(path: directory) }
        let store = try SQLiteBlockstore(path, cacheBytes: cacheBytes)
        var report = ChainCheckReport()
        var damaged: [CID] = []
        let total = UInt64(try store.blockCount())
        try store.forEach { cid, block in
            report.blocks += 1
            report.bytes += UInt64(block.count)
            if try !cid.matches(block, at: 0) { damaged.append(cid) }
            guard report.blocks.isMultiple(of: 1024) else { return }
            if isCancelled() { throw CancellationError() }
            progress(ChainProgress(done: UInt64(report.blocks), total: total))
        }
        progress(ChainProgress(done: total, total: total))
        report.damaged = damaged.map(\.description)
        if damaged.isEmpty { try checkIndex(ChainManager(store, nil), &report) }
        guard repair, !damaged.isEmpty else { return report }
        for cid in damaged { try store.remove(cid) }
        try store.commit()
        report.removed = damaged.count
        return report
    }

    /// Each tipset of the index has as its parents the one below it, up to the head.
    private static func checkIndex(_ chain: ChainManager, _ report: inout ChainCheckReport) throws {
        let head = try chain.head()
        var below: TipsetKey?
        for key in try chain.index.tipsets(from: 0, through: .max) {
            report.tipsets += 1
            let tipset = try chain.tipset(key)
            if let below, tipset.blocks[0].parents != below.cids {
                report.index.append("epoch \(tipset.height) is not on the tipset that the index has below it")
            }
            below = key
        }
        if below != head.key { report.index.append("the head is not the newest tipset of the index") }
    }
}
