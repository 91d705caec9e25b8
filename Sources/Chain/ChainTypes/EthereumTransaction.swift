import IPLD
public import Keys
public import Primitives

/// A signed Ethereum transaction that a Filecoin message stands for (FIP-0055, FIP-0091): of EIP-1559, or of the kind
/// before it, with a chain id (EIP-155) or without (Homestead).
public struct EthereumTransaction: Hashable, Sendable {
    /// How it is signed.
    public enum Kind: Hashable, Sendable {
        case homestead
        case eip155
        case eip1559
    }

    /// How it is signed.
    public let kind: Kind
    /// 314 on the main network; 0 for Homestead.
    public let chainID: UInt64
    /// Messages that the sender sent before.
    public let nonce: UInt64
    /// Most that is paid for a unit of gas beyond the base fee.
    public let maxPriorityFee: BigInt
    /// Most that is paid for a unit of gas, in all.
    public let maxFee: BigInt
    /// Most gas.
    public let gasLimit: UInt64
    /// 20 bytes; nil creates a contract.
    public let to: [UInt8]?
    /// What is transferred.
    public let value: BigInt
    /// Input of the contract.
    public let input: [UInt8]
    /// As the transaction writes it: parity of the point, with the chain id in it for EIP-155.
    public let v: BigInt
    /// 32 bytes, without leading zeros.
    public let r: [UInt8]
    /// 32 bytes, without leading zeros.
    public let s: [UInt8]

    /// What is wrong with a transaction.
    public struct Failure: Error, Hashable, CustomStringConvertible {
        /// One sentence.
        public let description: String
        init(_ description: String) { self.description = description }
    }

    /// Method of a contract that is called, and of the manager that makes one.
    static let invokeContract: UInt64 = 3_844_450_837
    static let createExternal: UInt64 = 4

    /// From its raw form.
    public init(raw: [UInt8]) throws {
        guard let first = raw.first else { throw Failure("the transaction is empty") }
        switch first {
        case 1: throw Failure("EIP-2930 transactions are not supported")
        case 2: try self.init(eip1559: RLP(Array(raw.dropFirst())))
        case 0xc0...: try self.init(legacy: RLP(raw))
        default: throw Failure("transaction type \(first) is not supported")
        }
    }

    private init(eip1559 list: RLP) throws {
        let fields = try Fields(list, count: 12)
        kind = .eip1559
        chainID = try fields.number(0)
        nonce = try fields.number(1)
        maxPriorityFee = try fields.amount(2)
        maxFee = try fields.amount(3)
        gasLimit = try fields.number(4)
        to = try fields.address(5)
        value = try fields.amount(6)
        input = try fields.bytes(7)
        guard case .list(let accesses) = fields.items[8], accesses.isEmpty else {
            throw Failure("access lists are not supported")
        }
        v = try fields.amount(9)
        r = try fields.bytes(10)
        s = try fields.bytes(11)
        guard v == 0 || v == 1 else { throw Failure("v is \(v), not 0 or 1") }
    }

    private init(legacy list: RLP) throws {
        let fields = try Fields(list, count: 9)
        nonce = try fields.number(0)
        maxFee = try fields.amount(1)
        maxPriorityFee = maxFee
        gasLimit = try fields.number(2)
        to = try fields.address(3)
        value = try fields.amount(4)
        input = try fields.bytes(5)
        v = try fields.amount(6)
        r = try fields.bytes(7)
        s = try fields.bytes(8)
        if v == 27 || v == 28 {
            kind = .homestead
            chainID = 0
        } else {
            guard v >= 35, let id = ((v - 35) / 2).exactly(UInt64.self) else {
                throw Failure("v is \(v), which no chain has")
            }
            kind = .eip155
            chainID = id
        }
    }

    /// The fields of a transaction's list.
    private struct Fields {
        let items: [RLP]

        init(_ list: RLP, count: Int) throws(Failure) {
            guard case .list(let items) = list, items.count == count else {
                throw Failure("the transaction is no list of \(count)")
            }
            self.items = items
        }

        func bytes(_ index: Int) throws(Failure) -> [UInt8] {
            guard case .bytes(let bytes) = items[index] else { throw Failure("field \(index) is a list") }
            return bytes
        }

        func amount(_ index: Int) throws(Failure) -> BigInt {
            let bytes = try bytes(index)
            guard bytes.count <= 32 else { throw Failure("field \(index) has \(bytes.count) bytes") }
            return BigInt(bigEndian: bytes)
        }

        func number(_ index: Int) throws(Failure) -> UInt64 {
            guard let number = try amount(index).exactly(UInt64.self), number <= UInt64(Int64.max) else {
                throw Failure("field \(index) is too large")
            }
            return number
        }

        func address(_ index: Int) throws(Failure) -> [UInt8]? {
            let bytes = try bytes(index)
            guard bytes.isEmpty || bytes.count == 20 else {
                throw Failure("an address of \(bytes.count) bytes")
            }
            return bytes.isEmpty ? nil : bytes
        }
    }

    private func number(_ value: UInt64) -> RLP { .number(BigInt(value).bigEndianMagnitude) }
    private func amount(_ value: BigInt) -> RLP { .number(value.bigEndianMagnitude) }

    /// What is signed.
    public var unsigned: [UInt8] {
        let tail = [number(gasLimit), RLP.bytes(to ?? []), amount(value), RLP.bytes(input)]
        switch kind {
        case .eip1559:
            let list = [number(chainID), number(nonce), amount(maxPriorityFee), amount(maxFee)] + tail
            return [2] + RLP.list(list + [.list([])]).encoded
        case .homestead: return RLP.list([number(nonce), amount(maxFee)] + tail).encoded
        case .eip155:
            return RLP.list(
                [number(nonce), amount(maxFee)] + tail + [number(chainID), .bytes([]), .bytes([])]
            ).encoded
        }
    }

    /// The raw form.
    public var raw: [UInt8] {
        let seal = [amount(v), RLP.number(r), RLP.number(s)]
        let tail = [number(gasLimit), RLP.bytes(to ?? []), amount(value), RLP.bytes(input)]
        if kind == .eip1559 {
            let list = [number(chainID), number(nonce), amount(maxPriorityFee), amount(maxFee)] + tail
            return [2] + RLP.list(list + [.list([])] + seal).encoded
        }
        return RLP.list([number(nonce), amount(maxFee)] + tail + seal).encoded
    }

    /// Keccak-256 of the raw form: what Ethereum's tools call the transaction.
    public var hash: [UInt8] { Keccak256.hash(raw) }

    /// 0 or 1: which of two points the signature means.
    private var parity: UInt8 {
        switch kind {
        case .eip1559: v == 1 ? 1 : 0
        case .homestead: v == 28 ? 1 : 0
        case .eip155: (v - 35).quotientAndRemainder(dividingBy: 2).remainder == 1 ? 1 : 0
        }
    }

    private static func padded(_ bytes: [UInt8]) throws -> [UInt8] {
        guard bytes.count <= 32 else { throw Failure("a half of the signature has \(bytes.count) bytes") }
        return [UInt8](repeating: 0, count: 32 - bytes.count) + bytes
    }

    /// The f410 address whose key signed it.
    public func sender() throws -> Address {
        let signature = try Self.padded(r) + Self.padded(s) + [parity]
        guard let key = try Secp256k1.recover(signature, hash: Keccak256.hash(unsigned)) else {
            throw Failure("no key can have signed it")
        }
        return try Address(
            namespace: 10, subaddress: Array(Keccak256.hash(Array(key.dropFirst())).suffix(20)))
    }

    /// The signature as messages carry it: r, s and v, behind a byte that tells the kinds before EIP-1559.
    public func signature() throws -> Signature {
        let halves = try Self.padded(r) + Self.padded(s)
        switch kind {
        case .eip1559: return try Signature(kind: .delegated, data: halves + [parity])
        case .homestead: return try Signature(kind: .delegated, data: [1] + halves + v.bigEndianMagnitude)
        case .eip155: return try Signature(kind: .delegated, data: [2] + halves + v.bigEndianMagnitude)
        }
    }

    /// The message that it stands for.
    public func message() throws -> Message { try message(from: sender()) }
}
