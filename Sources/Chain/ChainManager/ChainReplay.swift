public import ChainTypes
public import ChainVerifier
public import Primitives
public import System
import VMInterpreter

/// What a replay came to.
public struct ReplayReport: Sendable, Encodable {
    /// Tipsets executed.
    public var tipsets = 0
    /// Epochs without blocks between them.
    public var nullRounds = 0
    /// Messages of blocks.
    public var messages = 0
    /// Gas of those messages.
    public var gas: UInt64 = 0
    /// Heights of the first and last.
    public var first: Int64?
    /// Height of the last.
    public var last: Int64?
    /// State root after the last.
    public var state: String?
    /// Receipts of the last.
    public var receipts: String?
}

/// A tipset came to something else than the blocks on it say.
public struct ReplayMismatch: ExplainedError {
    /// Its height.
    public let height: Int64
    /// "state root" or "receipts root".
    public let what: String
    /// What the next block says.
    public let expected: CID
    /// What it came to here.
    public let found: CID

    /// What is wrong.
    public var sentence: String {
        "executing epoch \(height) gives the \(what) \(found), the next block says \(expected)"
    }
    /// What to do about it.
    public var remedy: String {
        "see 'quarry state compute --tipset @\(height) --trace'; if other nodes agree with the block, please "
            + "report it with the file"
    }
}

extension ChainManager {
    /// Tipsets between two commits: what a killed replay does again.
    private static let commitStride = 64

    /// Executes the tipsets of the head's chain from one height to another on the calling thread, which must have a
    /// deep stack, and compares each result with the block after it. Tipsets that were executed before are passed over
    /// unless `again`. `observe` gets each tipset with its messages.
    public func replay(
        from first: Int64 = 0, through last: Int64 = .max, again: Bool = false, isTracing: Bool = false,
        isCancelled: () -> Bool = { false }, progress: (ChainProgress) -> Void = { _ in },
        observe: ((Tipset, TipsetState, [AppliedMessage]) throws -> Void)? = nil
    ) throws -> ReplayReport {
        let head = try head()
        let end = min(last, head.height)
        let keys = try index.tipsets(from: first, through: end)
        let next = try index.nearest(end + 1, before: false)
        var report = ReplayReport()
        var previous: Int64?
        for (place, key) in keys.enumerated() {
            if isCancelled() {
                try commit()
                throw CancellationError()
            }
            let tipset = try tipset(key)
            defer { previous = tipset.height }
            progress(ChainProgress(done: UInt64(place), total: UInt64(keys.count)))
            let child = place + 1 < keys.count ? keys[place + 1] : next
            // A validation may have executed it, and compared nothing: what does not fit is executed once more.
            if !again, let known = try index.state(after: key),
                try child.map({ try mismatch(known, of: tipset, with: self.tipset($0)) == nil }) ?? true
            {
                continue
            }
            var applied: [AppliedMessage] = []
            let state = try execute(tipset, isTracing: isTracing) { message in
                if !message.isImplicit {
                    report.messages += 1
                    report.gas += message.result.gasUsed
                }
                if observe != nil { applied.append(message) }
            }
            if let child, let mismatch = try mismatch(state, of: tipset, with: self.tipset(child)) {
                // What it came to stays in the store, to be looked at.
                try commit()
                throw mismatch
            }
            try index.setState(after: key, state)
            report.tipsets += 1
            if let previous { report.nullRounds += Int(tipset.height - previous - 1) }
            report.first = report.first ?? tipset.height
            (report.last, report.state) = (tipset.height, state.root.description)
            report.receipts = state.receipts.description
            try observe?(tipset, state, applied)
            if report.tipsets.isMultiple(of: Self.commitStride) { try commit() }
        }
        try commit()
        progress(ChainProgress(done: UInt64(keys.count), total: UInt64(keys.count)))
        return report
    }

    private func mismatch(
        _ state: TipsetState, of tipset: Tipset, with child: Tipset
    ) -> ReplayMismatch? {
        let block = child.blocks[0]
        let roots = [
            ("state root", block.parentStateRoot, state.root),
            ("receipts root", block.parentReceipts, state.receipts),
        ]
        return roots.first { $0.1 != $0.2 }.map { what, expected, found in
            ReplayMismatch(height: tipset.height, what: what, expected: expected, found: found)
        }
    }
}

extension ChainManager {
    /// Applies a message of the head's chain again with its trace, on the calling thread, which must have a deep stack.
    /// `height` nil: it is looked for from the head down.
    public func replay(
        message cid: CID, at height: Int64? = nil, isCancelled: () -> Bool = { false },
        progress: (ChainProgress) -> Void = { _ in }
    ) throws -> AppliedMessage {
        let head = try head()
        let keys = try index.tipsets(from: height ?? 0, through: height ?? head.height)
        for (place, key) in keys.reversed().enumerated() {
            if isCancelled() { throw CancellationError() }
            progress(ChainProgress(done: UInt64(place), total: UInt64(keys.count)))
            let tipset = try tipset(key)
            let holds = try tipset.blocks.contains { block in
                let messages = try messages(block)
                return messages.bls.contains { $0.cid == cid } || messages.secp.contains { $0.cid == cid }
            }
            guard holds else { continue }
            var found: AppliedMessage?
            _ = try execute(tipset, isTracing: true) { applied in
                if applied.cid == cid { found = applied }
            }
            if let found { return found }
        }
        throw ChainError.absent(cid, what: "on the head's chain, message")
    }
}
