/// Documents of encodings and data structures, told apart by their fields.
enum IpldFile {
    case addresses, numbers, bitFields, cbor, cids, hamt, kamt, amt, car, messages, chain

    init?(_ root: VectorRecord) {
        let kinds: [(IpldFile, [String])] = [
            (.addresses, ["valid", "strings", "from_keys"]), (.numbers, ["uvarint", "token_amounts"]),
            (.bitFields, ["encode", "decode", "cbor"]), (.cbor, ["typed_tuple_u64_bytes_i64"]),
            (.cids, ["valid", "byte_inputs"]), (.amt, ["sequences", "events_amt"]),
            (.car, ["cars", "altered"]), (.chain, ["block_headers", "tipset_keys"]),
        ]
        if let kind = kinds.first(where: { $0.1.allSatisfy(root.has) })?.0 {
            self = kind
        } else if root.has("messages"), (try? root.records("messages").first?.has("signed_bytes")) == true {
            self = .messages
        } else if root.has("sequences"), let first = try? root.records("sequences").first {
            self = first.has("max_array_width") ? .kamt : .hamt
        } else {
            return nil
        }
    }
}

extension Conformance {
    /// Encodings, maps and archives.
    func checkIpld(_ kind: IpldFile, _ root: VectorRecord, _ tally: Tally) throws {
        switch kind {
        case .addresses: try checkAddresses(root, tally)
        case .numbers: try checkNumbers(root, tally)
        case .bitFields: try checkBitFields(root, tally)
        case .cbor: try checkCBOR(root, tally)
        case .cids: try checkCIDs(root, tally)
        case .hamt:
            try checkSequences(root, tally) { HAMTSequence($0, bitWidth: Int(try $1.number("bit_width"))) }
        case .kamt: try checkSequences(root, tally) { store, _ in KAMTSequence(store) }
        case .amt:
            try checkSequences(root, tally) { AMTSequence($0, bitWidth: Int(try $1.number("bit_width"))) }
            try checkEventArrays(root, tally)
        case .car: try checkCARs(root, tally)
        case .messages: try checkMessageForms(root, tally)
        case .chain: try checkChain(root, tally)
        }
    }
}
