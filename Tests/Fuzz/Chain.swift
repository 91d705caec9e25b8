import ChainTypes
import IPLD
import Primitives

@Sendable func fuzzHeader(_ input: [UInt8]) {
    if let header = try? BlockHeader(cbor: input) {
        require((try? BlockHeader(cbor: header.cbor)) == header, "a header reads back")
        _ = try? Tipset([header, header])
    }
    if let roots = try? MessageRoots(cbor: input) {
        require((try? MessageRoots(cbor: roots.cbor)) == roots, "roots read back")
    }
    if let key = try? TipsetKey(bytes: input) {
        require((try? TipsetKey(bytes: key.bytes)) == key, "a key reads back")
    }
}

@Sendable func fuzzMessage(_ input: [UInt8]) {
    for range: AddressRange in [.node, .machine] {
        guard let message = try? Message(cbor: input, range: range) else { continue }
        require((try? Message(cbor: message.cbor, range: range)) == message, "a message reads back")
    }
    guard let signed = try? SignedMessage(cbor: input) else { return }
    require((try? SignedMessage(cbor: signed.cbor)) == signed, "a signed message reads back")
    _ = signed.cid
}

@Sendable func fuzzEthereum(_ input: [UInt8]) {
    if let item = try? RLP(input) {
        guard let back = try? RLP(item.encoded) else { return require(false, "what is written is read") }
        require(back == item, "an item reads back")
    }
    _ = try? EthereumTransaction(raw: input)
}
