public import IPLD
public import Primitives

/// A message: what someone wants done, and what they pay for it.
public struct Message: Hashable, Sendable {
    /// 0 in every message that may be in a block.
    public var version: UInt64
    /// Whom it is to.
    public var to: Address
    /// Whom it is from.
    public var from: Address
    /// Messages that the sender sent before.
    public var nonce: UInt64
    /// What is transferred.
    public var value: TokenAmount
    /// Most gas that it may use.
    public var gasLimit: UInt64
    /// Most that the sender pays for a unit of gas, in all.
    public var gasFeeCap: TokenAmount
    /// Most that the sender pays the block's miner for a unit of gas.
    public var gasPremium: TokenAmount
    /// Method of the receiver.
    public var method: UInt64
    /// Its parameters.
    public var params: [UInt8]

    /// A message.
    public init(
        version: UInt64 = 0, to: Address, from: Address, nonce: UInt64, value: TokenAmount, gasLimit: UInt64,
        gasFeeCap: TokenAmount, gasPremium: TokenAmount, method: UInt64, params: [UInt8]
    ) {
        self.version = version
        self.to = to
        self.from = from
        self.nonce = nonce
        self.value = value
        self.gasLimit = gasLimit
        self.gasFeeCap = gasFeeCap
        self.gasPremium = gasPremium
        self.method = method
        self.params = params
    }

    /// Of its binary form.
    public var cid: CID { CID(of: cbor) }
}

extension Message: CBORCodable {
    /// Reads one, as a node takes it.
    public init(from reader: inout CBORReader) throws(CBORError) {
        try self.init(from: &reader, range: .node)
    }

    /// From a whole block, with addresses in a range.
    public init(cbor bytes: [UInt8], range: AddressRange) throws(CBORError) {
        var reader = CBORReader(bytes)
        try self.init(from: &reader, range: range)
        try reader.finish()
    }

    private init(from reader: inout CBORReader, range: AddressRange) throws(CBORError) {
        try reader.tuple(10)
        version = try reader.unsigned()
        to = try Address(from: &reader, range: range)
        from = try Address(from: &reader, range: range)
        nonce = try reader.unsigned()
        value = try TokenAmount(from: &reader)
        // Written as a signed number by some; never below zero.
        let limit = try reader.integer()
        guard limit >= 0 else { throw .invalid("a gas limit below zero") }
        gasLimit = UInt64(limit)
        gasFeeCap = try TokenAmount(from: &reader)
        gasPremium = try TokenAmount(from: &reader)
        method = try reader.unsigned()
        params = try reader.byteString()
    }

    /// Writes it.
    public func encode(to writer: inout CBORWriter) {
        writer.array(10)
        writer.unsigned(version)
        to.encode(to: &writer)
        from.encode(to: &writer)
        writer.unsigned(nonce)
        value.encode(to: &writer)
        writer.unsigned(gasLimit)
        gasFeeCap.encode(to: &writer)
        gasPremium.encode(to: &writer)
        writer.unsigned(method)
        writer.byteString(params)
    }
}
