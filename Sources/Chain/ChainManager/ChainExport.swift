import Blockstore
public import ChainTypes
import IPLD
import Primitives
import System

/// What an export leaves out.
public struct ExportOptions: Sendable {
    /// States, receipts and events of so many epochs below the tipset, and of genesis; nil: of all.
    public var recentStates: Int64?
    /// Leave out the messages of tipsets before those.
    public var skipsOldMessages = false

    /// All, or the states of some epochs.
    public init(recentStates: Int64? = nil, skipsOldMessages: Bool = false) {
        self.recentStates = recentStates
        self.skipsOldMessages = skipsOldMessages
    }
}

/// What an export came to.
public struct ExportReport: Sendable, Encodable {
    /// The blocks that the file is about.
    public let roots: [String]
    /// Their height.
    public let height: Int64
    /// Tipsets' block headers in it.
    public let headers: Int
    /// Blocks of data in it, headers too.
    public let blocks: Int
    /// Bytes of the file.
    public let bytes: UInt64
}

extension ChainManager {
    /// Writes the chain up to a tipset as a CAR file of version 1, under a temporary name until it is whole. A file of
    /// that name is replaced.
    public func export(
        _ tipset: Tipset, to path: String, _ options: ExportOptions = ExportOptions(),
        isCancelled: () -> Bool = { false }, progress: (ChainProgress) -> Void = { _ in }
    ) throws -> ExportReport {
        let temporary = path + ".partial"
        try File.remove(temporary)
        do {
            let file = try FileAppender(temporary)
            var walk = try ExportWalk(self, tipset, options, file)
            try walk.run(isCancelled: isCancelled, progress: progress)
            try file.sync()
            try File.rename(temporary, to: path)
            return ExportReport(
                roots: tipset.key.cids.map(\.description), height: tipset.height, headers: walk.headers,
                blocks: walk.blocks, bytes: file.length)
        } catch {
            try? File.remove(temporary)
            throw error
        }
    }
}

/// Finds what an export holds, and writes each block once: from the newest header down, each with what it names.
private struct ExportWalk {
    private let chain: ChainManager
    private let tipset: Tipset
    private let options: ExportOptions
    private let file: FileAppender
    private let writer: CARWriter
    private let buffer = Buffer()
    private var seen: Set<CID> = []
    private(set) var headers = 0
    private(set) var blocks = 0

    /// Bytes between two writes.
    private static let stride = 1 << 20
    /// Blocks between two looks at whether to stop.
    private static let patience = 1024

    private final class Buffer { var bytes: [UInt8] = [] }

    init(
        _ chain: ChainManager, _ tipset: Tipset, _ options: ExportOptions, _ file: FileAppender
    ) throws {
        self.chain = chain
        self.tipset = tipset
        self.options = options
        self.file = file
        writer = try CARWriter(roots: tipset.key.cids) { [buffer] in buffer.bytes += $0 }
    }

    mutating func run(isCancelled: () -> Bool, progress: (ChainProgress) -> Void) throws {
        var level = tipset.key.cids
        let recent = tipset.height - (options.recentStates ?? .max / 2)
        while !level.isEmpty {
            var parents: [CID] = []
            for cid in level where seen.insert(cid).inserted {
                let header = try ChainManager.header(cid, chain.store)
                try write(cid, chain.store.require(cid))
                headers += 1
                var roots: [CID] = []
                if !options.skipsOldMessages || header.height > recent { roots.append(header.messages) }
                if header.height == 0 || header.height > recent {
                    roots += [header.parentStateRoot, header.parentReceipts]
                }
                for root in roots { try copy(root, isCancelled) }
                if header.height > 0 {
                    parents += header.parents
                } else {
                    try copyOptional(header.parents)
                }
                let done = UInt64(max(0, tipset.height - header.height))
                progress(ChainProgress(done: done, total: UInt64(tipset.height)))
            }
            level = parents
        }
        try flush()
    }

    /// What the first header names as its parent is no header, and not everywhere.
    private mutating func copyOptional(_ cids: [CID]) throws {
        for cid in cids where seen.insert(cid).inserted {
            if let block = try chain.store.get(cid) { try write(cid, block) }
        }
    }

    /// A block and all that it reaches.
    private mutating func copy(_ root: CID, _ isCancelled: () -> Bool) throws {
        var stack = [root]
        while let cid = stack.popLast() {
            guard Self.isWritten(cid), seen.insert(cid).inserted else { continue }
            guard let block = try chain.store.get(cid) else {
                throw ChainError.absent(cid, what: "block")
            }
            try write(cid, block)
            if cid.codec == CID.Codec.dagCBOR { stack += try CBORReader.links(in: block).reversed() }
            if blocks.isMultiple(of: Self.patience), isCancelled() { throw CancellationError() }
        }
    }

    /// Commitments are links to what is no block; an identity CID is its block.
    private static func isWritten(_ cid: CID) -> Bool {
        cid.hashCode != CID.HashCode.identity
            && [CID.Codec.raw, CID.Codec.cbor, CID.Codec.dagCBOR].contains(cid.codec)
    }

    private mutating func write(_ cid: CID, _ block: [UInt8]) throws {
        try writer.append(cid, block)
        blocks += 1
        if buffer.bytes.count >= Self.stride { try flush() }
    }

    private func flush() throws {
        try file.write(buffer.bytes)
        buffer.bytes.removeAll(keepingCapacity: true)
    }
}
