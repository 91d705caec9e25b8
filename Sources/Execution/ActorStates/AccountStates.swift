public import IPLD
public import Primitives

/// State of an account: the address of its key.
public struct AccountState: Hashable, Sendable, CBORDecodable {
    /// f1 or f3.
    public let address: Address

    /// Reads it.
    public init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(1)
        address = try Address(from: &reader)
    }
}

/// State of a multisig wallet (builtin-actors `actors/multisig/src/state.rs`).
public struct MultisigState: Sendable, CBORDecodable {
    /// Who may propose and approve.
    public let signers: [Address]
    /// Approvals that a transaction needs.
    public let threshold: UInt64
    /// Number of the next transaction.
    public let nextTransactionID: Int64
    /// What vests.
    public let initialBalance: TokenAmount
    /// From when on.
    public let startEpoch: Int64
    /// In how many epochs.
    public let unlockDuration: Int64
    /// HAMT of transactions that wait, by number.
    public let pendingTransactions: CID

    /// Reads it.
    public init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(7)
        signers = try reader.list { reader throws(CBORError) in try Address(from: &reader) }
        threshold = try reader.unsigned()
        nextTransactionID = try reader.integer()
        initialBalance = try TokenAmount(from: &reader)
        startEpoch = try reader.integer()
        unlockDuration = try reader.integer()
        pendingTransactions = try reader.link()
    }

    /// Transactions that wait for approvals, by number.
    public func pending(
        _ store: any Blockstore
    ) throws -> [(id: Int64, transaction: MultisigTransaction)] {
        var found: [(id: Int64, transaction: MultisigTransaction)] = []
        try HAMT(store, root: pendingTransactions).forEach { key, value in
            // Signed numbers as keys: the sign in the lowest bit.
            var rest = key[...]
            let zigzag = try Varint.decode(&rest)
            let id = Int64(bitPattern: zigzag >> 1) ^ -Int64(bitPattern: zigzag & 1)
            found.append((id, try MultisigTransaction(cbor: value)))
        }
        return found.sorted { $0.id < $1.id }
    }

    /// What is still locked at an epoch, rounded up.
    public func locked(at epoch: Int64) -> TokenAmount {
        let elapsed = epoch - startEpoch
        guard elapsed < unlockDuration else { return .zero }
        guard elapsed > 0 else { return initialBalance }
        let left = initialBalance.atto * BigInt(unlockDuration - elapsed)
        return TokenAmount(atto: -((-left).dividedDown(by: BigInt(unlockDuration))))
    }
}

/// A transaction of a multisig wallet that waits for approvals.
public struct MultisigTransaction: Hashable, Sendable, CBORDecodable {
    /// Whom it is to.
    public let to: Address
    /// What is transferred.
    public let value: TokenAmount
    /// Method of the receiver.
    public let method: UInt64
    /// Its parameters.
    public let params: [UInt8]
    /// Who approved it.
    public let approved: [Address]

    /// Reads it.
    public init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(5)
        to = try Address(from: &reader)
        value = try TokenAmount(from: &reader)
        method = try reader.unsigned()
        params = try reader.byteString()
        approved = try reader.list { reader throws(CBORError) in try Address(from: &reader) }
    }
}

/// State of a payment channel (builtin-actors `actors/paych/src/state.rs`).
public struct PaymentChannelState: Sendable, CBORDecodable {
    /// Who pays.
    public let from: Address
    /// Who is paid.
    public let to: Address
    /// What was redeemed.
    public let toSend: TokenAmount
    /// When it can be collected; 0 before it settles.
    public let settlingAt: Int64
    /// Earliest epoch of settling.
    public let minSettleHeight: Int64
    /// AMT (3 bits) of lanes.
    public let lanes: CID

    /// Reads it.
    public init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(6)
        from = try Address(from: &reader)
        to = try Address(from: &reader)
        toSend = try TokenAmount(from: &reader)
        settlingAt = try reader.integer()
        minSettleHeight = try reader.integer()
        lanes = try reader.link()
    }

    /// The lanes, by number: what was redeemed, and the last nonce.
    public func lanes(
        _ store: any Blockstore
    ) throws -> [(lane: UInt64, redeemed: TokenAmount, nonce: UInt64)] {
        try AMT(store, root: lanes).items().map { lane, value in
            var reader = CBORReader(value)
            try reader.tuple(2)
            return (lane, try TokenAmount(from: &reader), try reader.unsigned())
        }
    }
}

/// State of an Ethereum contract (builtin-actors `actors/evm/src/state.rs`).
public struct EVMState: Sendable, CBORDecodable {
    /// A message: who sent it, and its nonce.
    public struct Origin: Hashable, Sendable {
        /// The sender.
        public let origin: UInt64
        /// The nonce.
        public let nonce: UInt64

        init(from reader: inout CBORReader) throws(CBORError) {
            try reader.tuple(2)
            origin = try reader.unsigned()
            nonce = try reader.unsigned()
        }
    }

    /// Its program.
    public let bytecode: CID
    /// Keccak-256 of it.
    public let bytecodeHash: [UInt8]
    /// KAMT of its storage.
    public let contractState: CID
    /// Transient storage (EIP-1153), and the message that it belongs to.
    public let transientData: (state: CID, lifespan: Origin)?
    /// Contracts that it made.
    public let nonce: UInt64
    /// The message that destroyed it.
    public let tombstone: Origin?

    /// Reads it.
    public init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(6)
        bytecode = try reader.link()
        bytecodeHash = try reader.byteString(limit: 32)
        contractState = try reader.link()
        if try reader.null() {
            transientData = nil
        } else {
            try reader.tuple(2)
            transientData = (try reader.link(), try Origin(from: &reader))
        }
        nonce = try reader.unsigned()
        tombstone = try reader.null() ? nil : Origin(from: &reader)
    }
}
