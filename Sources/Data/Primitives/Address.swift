/// The first byte of an address: what names the actor.
public enum AddressProtocol: UInt8, Sendable, CaseIterable {
    /// f0: the actor's number.
    case id = 0
    /// f1: BLAKE2b-160 of an uncompressed secp256k1 public key.
    case secp256k1 = 1
    /// f2: BLAKE2b-160 of what an actor was created from.
    case actor = 2
    /// f3: a BLS public key.
    case bls = 3
    /// f4: the number of an address manager and a name that it gave out.
    case delegated = 4
}

/// Which actor numbers and name spaces an address may have.
public enum AddressRange: Sendable {
    /// Below 2^63: what a node lets into messages and shows.
    case node
    /// Any 64 bits: what the virtual machine lets actors use.
    case machine

    func contains(_ number: UInt64) -> Bool { self == .machine || number <= UInt64(Int64.max) }
}

/// An address of Filecoin. Equal addresses are equal bytes; two addresses of one actor (f0 and f3, say) are not
/// equal, only the chain's state knows that they mean the same.
public struct Address: Hashable, Sendable {
    /// The binary form, as it is in messages and state: the protocol's byte, then the payload.
    public let bytes: [UInt8]

    /// Longest name below an address manager, in bytes.
    public static let maximumSubaddress = 54
    /// The Ethereum address manager: its f4 addresses are Ethereum's 20 bytes.
    public static let ethereumManager: UInt64 = 10

    /// By its bytes at once.
    public func hash(into hasher: inout Hasher) {
        unsafe bytes.withUnsafeBytes { bytes in unsafe hasher.combine(bytes: bytes) }
    }

    private init(_ kind: AddressProtocol, _ payload: some Collection<UInt8>) {
        bytes = [kind.rawValue] + payload
    }

    /// Actor number `id`.
    public init(id: UInt64) { self.init(.id, Varint.encode(id)) }

    /// The f1 address of an uncompressed public key of 65 bytes.
    public init(secp256k1PublicKey key: [UInt8]) throws(PrimitiveError) {
        guard key.count == 65, key[0] == 4 else {
            throw PrimitiveError("address", "a secp256k1 public key has 65 bytes and begins with 04")
        }
        self.init(.secp256k1, Blake2b.hash(key, count: 20))
    }

    /// The f2 address of an actor created from `data`.
    public init(actorData data: [UInt8]) { self.init(.actor, Blake2b.hash(data, count: 20)) }

    /// The f3 address of a compressed BLS public key of 48 bytes; that it is a point is not checked.
    public init(blsPublicKey key: [UInt8]) throws(PrimitiveError) {
        guard key.count == 48 else {
            throw PrimitiveError("address", "a BLS public key has 48 bytes, but \(key.count) were given")
        }
        self.init(.bls, key)
    }

    /// The f4 address that manager `namespace` knows as `subaddress`, at most 54 bytes.
    public init(namespace: UInt64, subaddress: [UInt8]) throws(PrimitiveError) {
        guard subaddress.count <= Self.maximumSubaddress else {
            let count = subaddress.count
            throw PrimitiveError(
                "address",
                "an f4 address has at most \(Self.maximumSubaddress) bytes, but \(count) were given")
        }
        self.init(.delegated, Varint.encode(namespace) + subaddress)
    }

    /// From the binary form. Refused: another protocol, a wrong length, a number that is not in its shortest form
    /// or outside `range`.
    public init(bytes: [UInt8], range: AddressRange = .node) throws(PrimitiveError) {
        guard let first = bytes.first else { throw PrimitiveError("address", "is empty") }
        guard let kind = AddressProtocol(rawValue: first) else {
            throw PrimitiveError("address", "begins with \(first), which is no protocol (0 to 4)")
        }
        var rest = bytes.dropFirst()
        switch kind {
        case .id, .delegated:
            let number = try Varint.decode(&rest)
            guard range.contains(number) else { throw Self.tooLarge(number) }
            let most = kind == .id ? 0 : Self.maximumSubaddress
            guard rest.count <= most else {
                throw PrimitiveError(
                    "address", "has \(rest.count) bytes behind its number, at most \(most) fit")
            }
        case .secp256k1, .actor: try Self.check(rest, count: 20)
        case .bls: try Self.check(rest, count: 48)
        }
        self.bytes = bytes
    }

    static func tooLarge(_ number: UInt64) -> PrimitiveError {
        PrimitiveError("address", "the number \(number) is not below 2^63")
    }

    private static func check(_ payload: ArraySlice<UInt8>, count: Int) throws(PrimitiveError) {
        guard payload.count == count else {
            throw PrimitiveError(
                "address", "needs \(count) bytes of payload, but \(payload.count) were given")
        }
    }

    /// What names the actor. Never nil in effect: every initializer checks the first byte.
    public var kind: AddressProtocol { AddressProtocol(rawValue: bytes[0]) ?? .id }

    /// What follows the protocol's byte.
    public var payload: ArraySlice<UInt8> { bytes.dropFirst() }

    /// The actor's number, of an f0 address.
    public var id: UInt64? { kind == .id ? leadingNumber?.0 : nil }

    /// Manager and name, of an f4 address.
    public var delegated: (namespace: UInt64, subaddress: [UInt8])? {
        guard kind == .delegated, let (number, rest) = leadingNumber else { return nil }
        return (number, Array(rest))
    }

    private var leadingNumber: (UInt64, ArraySlice<UInt8>)? {
        var rest = payload
        guard let number = try? Varint.decode(&rest) else { return nil }
        return (number, rest)
    }
}

extension MinerAddress {
    /// As any actor's.
    public var address: Address { Address(id: id) }
}
