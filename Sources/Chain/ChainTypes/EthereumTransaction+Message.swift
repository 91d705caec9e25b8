internal import IPLD
internal import Keys
internal import Primitives

/// The way back: which transaction a message with a delegated signature stands for.
extension EthereumTransaction {
    private static let halfCount = 32

    /// Of a signed message on a chain. Throws for messages that no transaction can stand for: other signatures, a
    /// sender or receiver without Ethereum's form, other methods, parameters that are not one byte string.
    public init(_ signed: SignedMessage, chainID: UInt64) throws {
        let message = signed.message
        guard signed.signature.kind == .delegated else { throw Failure("the signature is not delegated") }
        guard message.from.ethereumBytes != nil else {
            throw Failure("the sender has no address of Ethereum")
        }
        guard message.version == 0 else { throw Failure("the message is of version \(message.version)") }
        let seal = try Seal(signed.signature.data)
        kind = seal.kind
        self.chainID = seal.kind == .homestead ? 0 : chainID
        if seal.kind == .eip155 {
            guard seal.v >= 35, (seal.v - 35) / 2 == BigInt(chainID) else {
                throw Failure("v is \(seal.v), which is not of chain \(chainID)")
            }
        }
        (v, r, s) = (seal.v, seal.r, seal.s)
        to = try Self.receiver(message)
        input = try Self.input(message.params)
        nonce = message.nonce
        maxFee = message.gasFeeCap.atto
        maxPriorityFee = seal.kind == .eip1559 ? message.gasPremium.atto : message.gasFeeCap.atto
        gasLimit = message.gasLimit
        value = message.value.atto
    }

    /// The message that it stands for, from a sender.
    func message(from sender: Address) throws -> Message {
        var params = CBORWriter()
        if !input.isEmpty { params.byteString(input) }
        return Message(
            to: try to.map { try Address(ethereum: $0) } ?? Address(id: Address.ethereumManager),
            from: sender, nonce: nonce, value: TokenAmount(atto: value), gasLimit: gasLimit,
            gasFeeCap: TokenAmount(atto: maxFee), gasPremium: TokenAmount(atto: maxPriorityFee),
            method: to == nil ? Self.createExternal : Self.invokeContract, params: params.bytes)
    }

    /// Whether it stands for exactly this message: every field comes back.
    public func standsFor(_ message: Message) throws -> Bool {
        try self.message(from: message.from) == message
    }

    private static func receiver(_ message: Message) throws -> [UInt8]? {
        if message.to.id == Address.ethereumManager {
            guard message.method == createExternal else {
                throw Failure("method \(message.method) of the address manager")
            }
            return nil
        }
        guard message.method == invokeContract else {
            throw Failure("method \(message.method), where a transaction calls a contract")
        }
        guard let to = message.to.ethereumBytes else {
            throw Failure("the receiver has no address of Ethereum")
        }
        return to
    }

    private static func input(_ params: [UInt8]) throws -> [UInt8] {
        guard !params.isEmpty else { return [] }
        var reader = CBORReader(params)
        let input = try reader.byteString()
        try reader.finish()
        guard !input.isEmpty else { throw Failure("parameters of an empty byte string") }
        return input
    }

    /// A delegated signature taken apart: r, s and v, behind a byte that tells the kinds before EIP-1559.
    private struct Seal {
        let kind: Kind
        let r: [UInt8]
        let s: [UInt8]
        let v: BigInt

        init(_ data: [UInt8]) throws {
            let halves = 2 * EthereumTransaction.halfCount
            let body: ArraySlice<UInt8>
            switch (data.count, data.first) {
            case (halves + 1, _): (kind, body) = (.eip1559, data[...])
            case (halves + 2, 1): (kind, body) = (.homestead, data.dropFirst())
            case ((halves + 2)..., 2): (kind, body) = (.eip155, data.dropFirst())
            default: throw Failure("a signature of \(data.count) bytes of no known kind")
            }
            r = Array(body.prefix(EthereumTransaction.halfCount).drop { $0 == 0 })
            s = Array(
                body.dropFirst(EthereumTransaction.halfCount).prefix(EthereumTransaction.halfCount)
                    .drop { $0 == 0 })
            let end = body.dropFirst(halves)
            v = BigInt(bigEndian: end)
            switch kind {
            case .eip1559: guard v == 0 || v == 1 else { throw Failure("v is \(v), not 0 or 1") }
            case .homestead: guard v == 27 || v == 28 else { throw Failure("v is \(v), not 27 or 28") }
            case .eip155: guard end.first != 0 else { throw Failure("v begins with a zero") }
            }
        }
    }
}
