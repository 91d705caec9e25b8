import ChainTypes
import IPLD
import Keys
import Primitives
import Testing
import VMInterpreter

@testable import ChainVerifier

@Suite struct ConsensusFaultTests {
    /// What two headers come to for messages of the epoch after the cut's last tipset.
    private func fault(
        _ a: BlockHeader, _ b: BlockHeader, _ extra: BlockHeader? = nil, epoch: Int64 = 1613
    ) throws -> ConsensusFault? {
        try faults(epoch).fault(a.cbor, b.cbor, extra?.cbor ?? [])
    }

    private func faults(_ epoch: Int64) throws -> ConsensusFaults {
        let chain = try ChainCut.chain.get()
        let base = try chain.tipset(of: 1612)
        return ConsensusFaults(
            chain, base: base, epoch: epoch, stateRoot: try chain.state(after: base).root)
    }

    /// A block of the cut and another one by the same miner.
    private func pair(_ change: (inout BlockHeader) -> Void) throws -> (BlockHeader, BlockHeader) {
        var forgery = try Forgery(height: 1612)
        let first = forgery.header
        change(&forgery.header)
        try forgery.sign()
        return (first, forgery.header)
    }

    @Test func `two blocks of one height`() throws {
        let (a, b) = try pair { $0.forkSignaling = 1 }
        let miner = try #require(a.miner.id)
        #expect(try fault(a, b) == ConsensusFault(target: miner, epoch: 1612, kind: 1))
        #expect(try fault(b, a) == ConsensusFault(target: miner, epoch: 1612, kind: 1))
        #expect(try fault(a, a) == nil)
    }

    @Test func `two blocks on the same parents`() throws {
        let (a, b) = try pair { $0.height += 1 }
        let miner = try #require(a.miner.id)
        #expect(try fault(a, b) == ConsensusFault(target: miner, epoch: 1613, kind: 3))
        // The first may not be later.
        #expect(try fault(b, a) == nil)
    }

    @Test func `a block that leaves its own sibling out`() throws {
        let tipset = try ChainCut.chain.get().tipset(of: 1612)
        let (own, sibling) = (tipset.blocks[0], tipset.blocks[1])
        let (a, b) = try pair { header in
            header.height += 1
            header.parents = [sibling.cid]
        }
        #expect(a == own)
        let miner = try #require(a.miner.id)
        #expect(try fault(a, b, sibling) == ConsensusFault(target: miner, epoch: 1613, kind: 2))
        #expect(try fault(a, b) == nil)
        // A witness that is no parent, or that is the block itself.
        #expect(try fault(a, b, a) == nil)
        let (_, honest) = try pair { header in
            header.height += 1
            header.parents = tipset.key.cids
        }
        #expect(try fault(a, honest, sibling) == nil)
    }

    @Test func `what proves nothing`() throws {
        let (a, b) = try pair { $0.forkSignaling = 1 }
        var unsigned = b
        unsigned.signature = nil
        #expect(try fault(a, unsigned) == nil)
        var forged = b
        forged.forkSignaling = 2
        #expect(try fault(a, forged) == nil)
        // Of two miners.
        let other = try ChainCut.chain.get().tipset(of: 1612).blocks[1]
        #expect(try fault(a, other) == nil)
        // Older than finality.
        #expect(try fault(a, b, epoch: 1612 + 900) != nil)
        #expect(try fault(a, b, epoch: 1612 + 901) == nil)
    }

    @Test func `headers as Lotus reads them`() throws {
        let (a, b) = try pair { $0.forkSignaling = 1 }
        let judge = try faults(1613)
        // Bytes after a header do not matter; other forms of numbers, cut headers and broken witnesses do.
        #expect(try judge.fault(a.cbor + [1, 2, 3], b.cbor, []) != nil)
        #expect(try judge.fault(Array(a.cbor.dropLast()), b.cbor, []) == nil)
        #expect(try judge.fault([], b.cbor, []) == nil)
        #expect(try judge.fault(a.cbor, b.cbor, [0x80]) == nil)
        // The number before the base fee is the fork signal, 1 in a single byte: the same in two.
        let fee = b.parentBaseFee.cbor
        let longer = Array(b.cbor.dropLast(fee.count + 1)) + [0x18, 1] + fee
        #expect(try BlockHeader(cbor: longer) == b)
        #expect(try judge.fault(a.cbor, longer, []) == nil)
    }

    @Test(
        arguments: [
            ([0x17], true), ([0x18, 0x17], false), ([0x18, 0x18], true), ([0x19, 0, 0xff], false),
            ([0x19, 1, 0], true), ([0x1a, 0, 0, 0xff, 0xff], false), ([0x1a, 0, 1, 0, 0], true),
            ([0x1b, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff], false), ([0x1b, 0, 0, 0, 1, 0, 0, 0, 0], true),
            ([0x42, 0x18, 0x17, 0x01], true), ([0x81, 0x18, 0x01], false), ([0xf6], true),
        ] as [([UInt8], Bool)])
    func `numbers in their shortest form`(bytes: [UInt8], isShortest: Bool) {
        #expect(ConsensusFaults.isShortest(bytes[...]) == isShortest)
    }
}
