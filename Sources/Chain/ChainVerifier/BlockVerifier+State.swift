internal import ChainTypes
internal import Primitives

extension BlockVerifier {
    /// What the parents come to: base fee, state, receipts.
    func outcome(_ blocks: [Candidate], _ run: inout CheckRun) throws {
        guard let parents = blocks.first?.setting.parents else { return }
        let fee = try chain.baseFee(after: parents)
        for block in blocks { try run.make(.baseFee, block.cid) { try baseFee(block, fee) } }
        try run.endStage()
        let state = try chain.state(after: parents)
        for block in blocks {
            try run.make(.stateRoot, block.cid) { try stateRoot(block, state) }
            try run.make(.receiptsRoot, block.cid) { try receiptsRoot(block, state) }
        }
    }

    /// The base fee is what the parents' messages make it (FIP-0115).
    func baseFee(_ block: Candidate, _ fee: TokenAmount) throws {
        guard block.header.parentBaseFee == fee else {
            throw Refused("\(block.header.parentBaseFee.atto) attoFIL, where \(fee.atto) must be")
        }
    }

    /// The state is that after the parents' messages.
    func stateRoot(_ block: Candidate, _ state: TipsetState) throws {
        guard block.header.parentStateRoot == state.root else {
            throw Refused("\(block.header.parentStateRoot), where the parents come to \(state.root)")
        }
    }

    /// The receipts are those of the parents' messages.
    func receiptsRoot(_ block: Candidate, _ state: TipsetState) throws {
        guard block.header.parentReceipts == state.receipts else {
            throw Refused("\(block.header.parentReceipts), where the parents give \(state.receipts)")
        }
    }
}
