internal import ChainManager
internal import ChainTypes
internal import ChainVerifier
internal import Foundation
internal import IPLD
internal import Networks
internal import Primitives
internal import System
internal import VMInterpreter

/// `tipsets` and `traces`: each tipset validated and executed, in order, with what the reference came to.
struct TipsetVectors {
    private let folder: ChainFolder
    private let chain: ChainManager
    private let verifier: BlockVerifier

    init(_ folder: ChainFolder, _ chain: ChainManager, _ proofs: ProofVerifier) {
        self.folder = folder
        self.chain = chain
        verifier = BlockVerifier(chain, proofs: proofs)
    }

    func run() throws -> [Tally] {
        let lines = try folder.lines("tipsets")
        let (tipsets, traces) = (folder.tally("tipsets"), folder.tally("traces"))
        let traced = Dictionary(
            try folder.lines("traces").map { line in
                let record = try VectorRecord(parsing: line)
                return (try record.integer("height"), record)
            }, uniquingKeysWith: { first, _ in first })
        for (place, line) in lines.enumerated() {
            try folder.checkCancellation()
            folder.progress(place, lines.count)
            let comparison = try tipsets.begin("\(place + 1)")
            do {
                let record = try VectorRecord(parsing: line)
                let height = try record.integer("height")
                let trace = traced[height]
                let traceComparison = try trace.map { _ in try traces.begin("epoch \(height)") }
                try check(record, comparison, trace, traceComparison)
                if let traceComparison { traces.end(traceComparison) }
            } catch {
                comparison.fail("could not be run: \(error)")
            }
            tipsets.end(comparison)
        }
        return [tipsets, traces]
    }

    private func check(
        _ record: VectorRecord, _ comparison: Comparison, _ trace: VectorRecord?,
        _ traceComparison: Comparison?
    ) throws {
        let key = TipsetKey(try record.links("key"))
        let tipset = try chain.tipset(key)
        try checkHeaders(record, tipset, comparison)
        do {
            try verifier.validate(tipset)
        } catch {
            comparison.fail("validation: \(error)")
        }
        var applied: [AppliedMessage] = []
        let state = try chain.execute(tipset, isTracing: trace != nil) { applied.append($0) }
        try chain.record(state, after: tipset)
        comparison.equal("state_after", try record.link("state_after"), state.root.description)
        comparison.equal("receipts_after", try record.link("receipts_after"), state.receipts.description)
        try checkMessages(record, applied.filter { !$0.isImplicit }, comparison)
        if let trace, let traceComparison {
            try TraceVectors.check(trace, state, applied, chain.network.addresses, traceComparison)
        }
    }

    private func checkHeaders(
        _ record: VectorRecord, _ tipset: Tipset, _ comparison: Comparison
    ) throws {
        let first = tipset.blocks[0]
        comparison.equal("key", try record.links("key"), tipset.key.cids)
        comparison.equal("height", try record.integer("height"), tipset.height)
        comparison.equal("parents", try record.links("parents"), first.parents)
        comparison.equal(
            "parent_state_root", try record.link("parent_state_root"), first.parentStateRoot.description)
        comparison.equal(
            "parent_receipts", try record.link("parent_receipts"), first.parentReceipts.description)
        comparison.equal("parent_weight", try record.text("parent_weight"), first.parentWeight.description)
        comparison.equal("base_fee", try record.text("base_fee"), first.parentBaseFee.atto.description)
        comparison.equal("timestamp", try record.number("timestamp"), first.timestamp)
        comparison.equal("weight", try record.text("weight"), try chain.weight(tipset).description)
        comparison.equal(
            "next_base_fee", try record.text("next_base_fee"),
            try chain.baseFee(after: tipset).atto.description)
        comparison.equal(
            "min_ticket_block", try record.link("min_ticket_block"), tipset.key.cids[0].description)
        for (block, expected) in zip(tipset.blocks, try record.records("blocks")) {
            comparison.equal("cbor_hex", try expected.text("cbor_hex"), Hex.encode(block.cbor))
            let messages = try chain.messages(block)
            comparison.equal(
                "bls_messages", try expected.texts("bls_messages"), messages.bls.map(\.cid.description))
            comparison.equal(
                "secp_messages", try expected.texts("secp_messages"), messages.secp.map(\.cid.description))
        }
    }

    private func checkMessages(
        _ record: VectorRecord, _ applied: [AppliedMessage], _ comparison: Comparison
    ) throws {
        let name = "messages_in_execution_order"
        let expected = record.has(name) ? try record.records(name) : []
        comparison.equal("messages", try expected.map { try $0.link("cid") }, applied.map(\.cid.description))
        for (expected, applied) in zip(expected, applied) {
            let receipt = try expected.record("receipt")
            let (result, cid) = (applied.result, applied.cid)
            comparison.equal(
                "message \(cid)", try expected.text("unsigned_cbor_hex"), Hex.encode(applied.message.cbor))
            comparison.equal(
                "exit code of \(cid)", try receipt.number("exit_code"), UInt64(result.code.rawValue))
            comparison.equal("gas of \(cid)", try receipt.number("gas_used"), result.gasUsed)
            comparison.equal("return of \(cid)", try receipt.text("return_hex"), Hex.encode(result.returned))
            let root = receipt.has("events_root") ? try receipt.link("events_root") : nil
            comparison.equal("events root of \(cid)", root, result.eventsRoot?.description)
        }
    }
}

extension VectorRecord {
    /// `{"/": CID}`, as text.
    func link(_ name: String) throws -> String { try record(name).text("/") }

    /// A list of links; none for null.
    func links(_ name: String) throws -> [CID] {
        guard has(name) else { return [] }
        return try records(name).map { try CID($0.text("/")) }
    }
}
