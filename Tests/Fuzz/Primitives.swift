import Primitives

@Sendable func fuzzAddress(_ input: [UInt8]) {
    for range: AddressRange in [.node, .machine] {
        if let address = try? Address(bytes: input, range: range) {
            require((try? Address(address.description, range: range)) == address, "its text reads back")
            require((try? Address(bytes: address.bytes, range: range)) == address, "its bytes read back")
            _ = (address.ethereumText, address.id, address.delegated == nil)
        }
        let text = String(decoding: input, as: UTF8.self)
        if let address = try? Address(text, range: range) {
            require((try? Address(address.text(.testnet), range: range)) == address, "a text reads back")
        }
    }
    if let address = try? Address(ethereum: input) {
        require((try? Address(bytes: address.bytes)) == address, "Ethereum's bytes make an address")
    }
}

@Sendable func fuzzCID(_ input: [UInt8]) {
    if let cid = try? CID(bytes: input) {
        require((try? CID(bytes: cid.bytes)) == cid, "its bytes read back")
        require((try? CID(cid.description)) == cid, "its text reads back")
    }
    if let cid = try? CID(String(decoding: input, as: UTF8.self)) {
        require((try? CID(cid.description)) == cid, "a text reads back")
    }
}

@Sendable func fuzzBitField(_ input: [UInt8]) {
    guard let field = try? BitField(rle: input) else { return }
    require((try? BitField(rle: field.rle)) == field, "it reads back")
    let half = BitField(field.ranges.enumerated().filter { $0.offset % 2 == 0 }.map(\.element))
    let rest = field.subtracting(half)
    require(half.union(rest) == field && half.intersection(rest).isEmpty, "its halves are the whole")
    require(half.count &+ rest.count == field.count, "its halves have its members")
    if let last = field.ranges.last { require(field.contains(last.upperBound - 1), "the last is a member") }
}

@Sendable func fuzzNumber(_ input: [UInt8]) {
    if let amount = try? TokenAmount(bytes: input) {
        require((try? TokenAmount(bytes: amount.bytes)) == amount, "an amount reads back")
        require(BigInt(amount.atto.description) == amount.atto, "its text reads back")
        let (quotient, remainder) = amount.atto.quotientAndRemainder(dividingBy: BigInt(10_000_019))
        require(quotient * BigInt(10_000_019) + remainder == amount.atto, "division is exact")
        require((amount.atto << 37) >> 37 == amount.atto, "shifts undo each other")
        _ = amount.description
    }
    if let number = BigInt(String(decoding: input, as: UTF8.self)) {
        require(BigInt(number.description) == number, "a number reads back")
    }
    var rest = input[...]
    if let value = try? Varint.decode(&rest) {
        require(input.starts(with: Varint.encode(value)), "the shortest form alone is read")
    }
}
