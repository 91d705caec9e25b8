internal import IPLD
internal import Primitives

extension Conformance {
    /// `addresses.json`.
    func checkAddresses(_ root: VectorRecord, _ tally: Tally) throws {
        try tally.records(root, "valid") { element, comparison in
            let address = try Address(bytes: element.bytes("bytes"))
            comparison.equal("mainnet", try element.text("mainnet"), address.text(.mainnet))
            comparison.equal("testnet", try element.text("testnet"), address.text(.testnet))
            comparison.equal("protocol", try element.number("protocol"), UInt64(address.kind.rawValue))
            comparison.equal("payload", try element.text("payload"), Hex.encode(Array(address.payload)))
            comparison.equal("cbor", try element.text("cbor"), Hex.encode(address.cbor))
            for (name, network) in [("mainnet", AddressNetwork.mainnet), ("testnet", .testnet)] {
                comparison.equal(name, address, try Address(element.text(name), network: network))
            }
            comparison.equal("from cbor", address, try Address(cbor: element.bytes("cbor")))
        }
        try tally.records(root, "strings") { element, comparison in
            let address = try? Address(element.text("string"), network: .mainnet, range: .machine)
            comparison.equal("ok", try element.flag("ok"), address != nil)
            guard let address else { return }
            comparison.equal("bytes", try element.text("bytes"), Hex.encode(address.bytes))
            comparison.equal("canonical", try element.text("canonical"), address.text(.mainnet))
        }
        try tally.records(root, "bytes") { element, comparison in
            let address = try? Address(bytes: element.bytes("bytes"), range: .machine)
            comparison.equal("ok", try element.flag("ok"), address != nil)
            guard let address else { return }
            comparison.equal("mainnet", try element.text("mainnet"), address.text(.mainnet))
            comparison.equal("reencoded", try element.text("reencoded"), Hex.encode(address.bytes))
        }
        try tally.records(root, "from_keys") { try checkKeyAddress($0, $1) }
    }

    private func checkKeyAddress(_ element: VectorRecord, _ comparison: Comparison) throws {
        let address =
            switch try element.text("type") {
            case "secp256k1": try Address(secp256k1PublicKey: element.bytes("public_key_uncompressed"))
            case "bls": try Address(blsPublicKey: element.bytes("public_key"))
            default: Address(actorData: try element.bytes("hashed_data"))
            }
        comparison.equal("mainnet", try element.text("mainnet"), address.text(.mainnet))
        guard element.has("eth_address") else { return }
        let delegated = try Address(namespace: 10, subaddress: element.bytes("eth_address"))
        comparison.equal("f410", try element.text("f410"), delegated.text(.mainnet))
    }

    /// `numbers.json`.
    func checkNumbers(_ root: VectorRecord, _ tally: Tally) throws {
        try tally.records(root, "uvarint") { element, comparison in
            let number = UInt64(try element.text("n"))
            comparison.equal("bytes", try element.text("bytes"), number.map { Hex.encode(Varint.encode($0)) })
            var bytes = try element.bytes("bytes")[...]
            comparison.equal("n", number, try Varint.decode(&bytes))
        }
        try tally.records(root, "token_amounts") { element, comparison in
            guard let atto = BigInt(try element.text("atto")) else { throw VectorError("atto is no number") }
            let amount = TokenAmount(atto: atto)
            comparison.equal("cbor", try element.text("cbor"), Hex.encode(amount.cbor))
            comparison.equal("fil", try element.text("fil"), amount.description)
            comparison.equal("atto", try element.text("atto"), amount.atto.description)
            comparison.equal("from cbor", amount, try TokenAmount(cbor: element.bytes("cbor")))
        }
        try tally.records(root, "token_amount_inputs") { element, comparison in
            let amount = try? TokenAmount(cbor: element.bytes("cbor"))
            comparison.equal("ok", try element.flag("ok"), amount != nil)
            guard let amount else { return }
            comparison.equal("atto", try element.text("atto"), amount.atto.description)
            comparison.equal("reencoded", try element.text("reencoded"), Hex.encode(amount.cbor))
        }
    }

    /// `bitfields.json`.
    func checkBitFields(_ root: VectorRecord, _ tally: Tally) throws {
        try tally.records(root, "encode") { element, comparison in
            let field = BitField(try ranges(element))
            comparison.equal("count", try element.text("count"), "\(field.count)")
            comparison.equal("rle", try element.text("rle"), Hex.encode(field.rle))
            comparison.equal("cbor", try element.text("cbor"), Hex.encode(field.cbor))
            comparison.equal("from cbor", field, try BitField(cbor: element.bytes("cbor")))
        }
        try tally.records(root, "decode") { element, comparison in
            let field = try? BitField(rle: element.bytes("rle"))
            comparison.equal("ok", try element.flag("ok"), field != nil)
            guard let field else { return }
            comparison.equal("ranges", try ranges(element), field.ranges)
            comparison.equal("reencoded", try element.text("reencoded"), Hex.encode(field.rle))
        }
        try tally.records(root, "cbor") { element, comparison in
            // The rest of a long one is zeros, but for a last byte that the bit field needs.
            var bytes = try element.bytes("cbor_prefix")
            bytes += [UInt8](repeating: 0, count: Int(try element.number("cbor_length")) - bytes.count)
            comparison.equal("ok", try element.flag("ok"), (try? BitField(cbor: bytes)) != nil)
        }
    }

    private func ranges(_ element: VectorRecord) throws -> [Range<UInt64>] {
        try element.list("ranges").map { range in
            guard case .array(let ends) = range, ends.count == 2, case .string(let start) = ends[0],
                case .string(let end) = ends[1], let start = UInt64(start), let end = UInt64(end),
                start <= end
            else { throw VectorError("a range is not [start, end)") }
            return start..<end
        }
    }

    /// `dag_cbor.json`.
    func checkCBOR(_ root: VectorRecord, _ tally: Tally) throws {
        try tally.records(root, "inputs") { element, comparison in
            let bytes = try element.bytes("cbor")
            let value = try? IPLDValue(cbor: bytes)
            comparison.equal("ok", try element.flag("ok"), value != nil)
            guard let value else { return }
            let again = value.isFinite ? Hex.encode(value.cbor) : nil
            comparison.equal("reencoded", try? element.text("reencoded"), again)
            comparison.equal("canonical", try element.flag("canonical"), again == Hex.encode(bytes))
            // What is passed over unread is judged alike.
            var reader = CBORReader(bytes)
            try reader.skip()
            comparison.equal("skipped", bytes.count, reader.position)
        }
        try tally.records(root, "typed_tuple_u64_bytes_i64") { element, comparison in
            let bytes = try element.bytes("cbor")
            var reader = CBORReader(bytes)
            let tuple = try? readTuple(&reader)
            comparison.equal("ok", try element.flag("ok"), tuple != nil)
            guard let tuple else { return }
            let expected = try element.list("value")
            comparison.equal("value", expected, tuple)
        }
    }

    private func readTuple(_ reader: inout CBORReader) throws(CBORError) -> [VectorValue] {
        try reader.tuple(3)
        let first = try reader.unsigned()
        let second = try reader.byteString()
        let third = try reader.integer()
        try reader.finish()
        return [.number(Int64(truncatingIfNeeded: first)), .string(Hex.encode(second)), .number(third)]
    }

    /// `cids.json`.
    func checkCIDs(_ root: VectorRecord, _ tally: Tally) throws {
        try tally.records(root, "valid") { element, comparison in
            let cid = try CID(element.text("string"))
            comparison.equal("bytes", try element.text("bytes"), Hex.encode(cid.bytes))
            comparison.equal("version", try element.number("version"), UInt64(cid.version))
            comparison.equal("codec", try element.number("codec"), cid.codec)
            comparison.equal("hash_code", try element.number("hash_code"), cid.hashCode)
            comparison.equal("digest", try element.text("digest"), Hex.encode(cid.digest.bytes))
            comparison.equal("dag_cbor", try element.text("dag_cbor"), Hex.encode(cid.cbor))
            comparison.equal("string", try element.text("string"), cid.description)
            comparison.equal("from bytes", cid, try CID(bytes: element.bytes("bytes")))
        }
        try tally.records(root, "byte_inputs") { element, comparison in
            let cid = try? CID(bytes: element.bytes("bytes"))
            comparison.equal("ok", try element.flag("ok"), cid != nil)
            if let cid { comparison.equal("string", try element.text("string"), cid.description) }
        }
    }
}
