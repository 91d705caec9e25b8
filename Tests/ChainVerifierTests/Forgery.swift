import ChainTypes
import IPLD
import Keys
import Primitives
import Testing
import VMInterpreter

@testable import ChainVerifier

/// A real block of the cut that a dishonest miner changes: it has the worker's key, and signs what it made.
struct Forgery {
    let chain: RecordedChain
    let tipset: Tipset
    var header: BlockHeader
    var messages: BlockMessages
    private let workers: [UInt64: BLSKey]

    /// Of a block of a tipset of the cut.
    init(height: Int64, block: Int = 0) throws {
        chain = try ChainCut.chain.get()
        tipset = try chain.tipset(of: height)
        header = tipset.blocks[block]
        messages = try chain.messages(header)
        workers = try ChainCut.workers()
    }

    /// The worker's key.
    var worker: BLSKey {
        get throws {
            let miner = try #require(header.miner.id)
            return try #require(workers[miner])
        }
    }

    /// The account of the worker in the state after the parents.
    func account() throws -> (id: UInt64, nonce: UInt64) {
        let parents = try chain.tipset(TipsetKey(header.parents))
        let state = try StateReader(chain.blockstore(), root: chain.state(after: parents).root)
        let address = try Address(blsPublicKey: worker.publicKey)
        let id = try #require(try state.tree.resolve(address))
        let actor = try #require(try state.tree.actor(id))
        return (id, actor.nonce)
    }

    /// Signs it anew.
    mutating func sign() throws {
        header.signature = try Signature(kind: .bls, data: worker.sign(header.signingBytes))
    }

    /// Gives it other messages: roots and aggregate are made anew, BLS messages being the worker's own.
    mutating func replace(bls: [Message], secp: [SignedMessage] = []) throws {
        messages = BlockMessages(bls: bls, secp: secp)
        let roots = try MessageRoots(
            bls: bls.map(\.cid), secp: secp.map(\.cid), store: MemoryBlockstore())
        header.messages = CID(of: roots.cbor)
        guard !bls.isEmpty else { return }
        let signatures = try bls.map { try worker.sign($0.cid.bytes) }
        header.blsAggregate = try Signature(kind: .bls, data: BLS.aggregate(signatures))
    }

    /// A message of the worker's that may be in the block.
    func message(_ change: (inout Message) -> Void = { _ in }) throws -> Message {
        let address = try Address(blsPublicKey: worker.publicKey)
        var message = Message(
            to: Address(id: 99), from: address, nonce: try account().nonce, value: .zero,
            gasLimit: 10_000_000, gasFeeCap: TokenAmount(atto: 1_000_000_000),
            gasPremium: TokenAmount(atto: 1), method: 0, params: [])
        change(&message)
        return message
    }

    /// All checks that it fails; none if it is taken.
    func verdict(_ depth: BlockVerifier.Depth = .all, now: UInt64? = nil) throws -> [BlockCheck] {
        try verdict(Tipset([header]), [messages], depth, now: now)
    }

    /// All checks that a tipset fails.
    func verdict(
        _ tipset: Tipset, _ messages: [BlockMessages]? = nil, _ depth: BlockVerifier.Depth = .all,
        now: UInt64? = nil, on chain: (any ChainView)? = nil
    ) throws -> [BlockCheck] {
        let time = now ?? 4_000_000_000
        let verifier = BlockVerifier(
            chain ?? self.chain, proofs: ChainCut.proofs, depth: depth, now: { time })
        do {
            try verifier.validate(tipset, messages: messages)
            return []
        } catch let refusal as TipsetRefusal {
            return refusal.failures.map(\.check)
        }
    }
}

/// Expects these checks to have failed and no others.
func same(
    _ found: [BlockCheck], _ expected: [BlockCheck], sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(found == expected, sourceLocation: sourceLocation)
}
