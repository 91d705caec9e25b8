internal import ChainTypes
internal import Foundation
internal import IPLD
internal import Keys
internal import Primitives

extension Conformance {
    /// `messages.json`.
    func checkMessageForms(_ root: VectorRecord, _ tally: Tally) throws {
        try tally.records(root, "messages") { element, comparison in
            let bytes = try element.bytes("cbor")
            let message = try Message(cbor: bytes)
            comparison.equal("cbor", Hex.encode(bytes), Hex.encode(message.cbor))
            comparison.equal("message_cid", try element.text("message_cid"), message.cid.description)
            try checkFields(element.record("message"), message, comparison)
            guard element.has("signed_cbor") else { return }
            let signed = try SignedMessage(cbor: element.bytes("signed_cbor"))
            comparison.equal("signed_cbor", try element.text("signed_cbor"), Hex.encode(signed.cbor))
            comparison.equal("signed_cid", try element.text("signed_cid"), signed.cid.description)
            comparison.equal("signature", try element.text("signature"), Hex.encode(signed.signature.bytes))
            comparison.equal(
                "raw_length_charged", try element.number("raw_length_charged"), UInt64(signed.chargedLength))
            comparison.equal("signed_bytes", try element.text("signed_bytes"), Hex.encode(message.cid.bytes))
            comparison.equal(
                "valid", true, try signed.signature.isValid(message.cid.bytes, signer: message.from))
        }
    }

    private func checkFields(_ fields: VectorRecord, _ message: Message, _ comparison: Comparison) throws {
        comparison.equal("version", try fields.number("version"), message.version)
        comparison.equal("to", try fields.text("to"), message.to.text(.mainnet))
        comparison.equal("from", try fields.text("from"), message.from.text(.mainnet))
        comparison.equal("nonce", try digits(fields, "nonce"), "\(message.nonce)")
        comparison.equal("value", try fields.text("value"), message.value.atto.description)
        comparison.equal("gas_limit", try digits(fields, "gas_limit"), "\(message.gasLimit)")
        comparison.equal("gas_fee_cap", try fields.text("gas_fee_cap"), message.gasFeeCap.atto.description)
        comparison.equal("gas_premium", try fields.text("gas_premium"), message.gasPremium.atto.description)
        comparison.equal("method", try digits(fields, "method"), "\(message.method)")
        comparison.equal("params", try fields.text("params"), Hex.encode(message.params))
    }

    /// A number of up to 64 bits.
    private func digits(_ fields: VectorRecord, _ name: String) throws -> String {
        switch try fields.value(name) {
        case .number(let number): return "\(number)"
        case .string(let text): return text
        default: throw VectorError("\(name) is no number")
        }
    }

    /// `chain.json`.
    func checkChain(_ root: VectorRecord, _ tally: Tally) throws {
        try tally.records(root, "block_headers") { element, comparison in
            let bytes = try element.bytes("cbor")
            let header = try BlockHeader(cbor: bytes)
            comparison.equal("cbor", Hex.encode(bytes), Hex.encode(header.cbor))
            comparison.equal("cid", try element.text("cid"), header.cid.description)
            if element.has("signing_bytes") {
                comparison.equal(
                    "signing_bytes", try element.text("signing_bytes"), Hex.encode(header.signingBytes))
            }
            if element.has("last_ticket_vrf_hash") {
                comparison.equal(
                    "last_ticket_vrf_hash", try element.text("last_ticket_vrf_hash"),
                    header.ticket.map { Hex.encode(SHA2.sha256($0.proof)) })
            }
            let json = try JSONDecoder().decode(VectorValue.self, from: JSONEncoder().encode(header))
            comparison.equal("json", TraceText.text(try element.value("json")), TraceText.text(json))
        }
        try tally.records(root, "tipset_keys") { element, comparison in
            let key = try TipsetKey(bytes: element.bytes("bytes"))
            comparison.equal("cids", (try? element.texts("cids")) ?? [], key.cids.map(\.description))
            comparison.equal("bytes", try element.text("bytes"), Hex.encode(key.bytes))
            comparison.equal("cbor", try element.text("cbor"), Hex.encode(key.cbor))
            if element.has("key_cid") {
                comparison.equal("key_cid", try element.text("key_cid"), key.cid.description)
            }
        }
        try tally.records(root, "tipsets") { element, comparison in
            let blocks = try element.texts("blocks").map {
                try BlockHeader(cbor: Hex.decode($0, subject: "block"))
            }
            guard element.has("cids_in_order") else {
                return comparison.refused("tipset") { _ = try Tipset(blocks) }
            }
            for order in [blocks, blocks.reversed()] {
                let tipset = try Tipset(order)
                comparison.equal(
                    "cids_in_order", try element.texts("cids_in_order"), tipset.key.cids.map(\.description))
                comparison.equal("key_cid", try element.text("key_cid"), tipset.key.cid.description)
                comparison.equal(
                    "min_ticket_block", try element.text("min_ticket_block"),
                    tipset.minTicketBlock.cid.description)
            }
        }
        try tally.records(root, "message_roots") { element, comparison in
            func cids(_ name: String) throws -> [CID] {
                element.has(name) ? try element.texts(name).map { try CID($0) } : []
            }
            let roots = try MessageRoots(
                bls: cids("bls_message_cids"), secp: cids("secpk_message_cids"), store: MemoryBlockstore())
            comparison.equal("bls_root", try element.text("bls_root"), roots.bls.description)
            comparison.equal("secpk_root", try element.text("secpk_root"), roots.secp.description)
            comparison.equal(
                "messages_cid", try element.text("messages_cid"), CID(of: roots.cbor).description)
        }
        try tally.records(root, "ethereum_transactions") { try checkEthereum($0, $1) }
    }

    private func checkEthereum(_ element: VectorRecord, _ comparison: Comparison) throws {
        let raw = try element.bytes("raw")
        let parses = element.has("parses") ? try element.flag("parses") : true
        let transaction = try? EthereumTransaction(raw: raw)
        comparison.equal("parses", parses, transaction != nil)
        guard let transaction, parses else { return }
        comparison.equal("raw", Hex.encode(raw), Hex.encode(transaction.raw))
        comparison.equal("sender", try element.text("sender"), try transaction.sender().text(.mainnet))
        guard element.has("message_cbor") else { return }
        let message = try transaction.message()
        let signature = try transaction.signature()
        comparison.equal("unsigned", try element.text("unsigned"), Hex.encode(transaction.unsigned))
        comparison.equal("tx_hash", try element.text("tx_hash"), "0x" + Hex.encode(transaction.hash))
        comparison.equal("message_cbor", try element.text("message_cbor"), Hex.encode(message.cbor))
        comparison.equal("message_cid", try element.text("message_cid"), message.cid.description)
        comparison.equal("signature", try element.text("signature"), Hex.encode(signature.data))
        let signed = SignedMessage(message: message, signature: signature)
        comparison.equal("signed_cbor", try element.text("signed_cbor"), Hex.encode(signed.cbor))
        comparison.equal("signed_cid", try element.text("signed_cid"), signed.cid.description)
    }
}
