import ChainTypes
import ChainVerifier
import IPLD
import Primitives
import VMInterpreter

/// Which of the messages of a tipset's blocks are executed: blocks do not know of each other, so a sender's messages
/// may stand in several of them, or leave gaps (Lotus, `BlockMsgsForTipset`).
struct MessageSelection {
    private let tree: StateTree
    /// The nonce that each sender's next message must have.
    private var next: [Address: UInt64] = [:]
    /// Senders are compared as they are written until the first is written as an ID; from then on all are resolved.
    private var usesIDs = false

    /// For a tipset that begins with this state.
    init(_ tree: StateTree) { self.tree = tree }

    /// The messages of the next block that are executed, each block's in its order.
    mutating func select(_ messages: BlockMessages) throws -> [SelectedMessage] {
        var selected: [SelectedMessage] = []
        for message in messages.bls where try take(message) {
            selected.append(SelectedMessage(message: message, signed: nil))
        }
        for signed in messages.secp where try take(signed.message) {
            selected.append(SelectedMessage(message: signed.message, signed: signed))
        }
        return selected
    }

    private mutating func take(_ message: Message) throws -> Bool {
        let sender = try self.sender(message.from)
        // A sender's first message has the right nonce, or its block would not be valid.
        let expected = next[sender] ?? message.nonce
        guard expected == message.nonce else { return false }
        next[sender] = expected &+ 1
        return true
    }

    private mutating func sender(_ address: Address) throws -> Address {
        if !usesIDs, address.id == nil { return address }
        if !usesIDs {
            usesIDs = true
            for (known, nonce) in next { next[try resolve(known)] = nonce }
        }
        return try resolve(address)
    }

    private func resolve(_ address: Address) throws -> Address {
        guard let id = try tree.resolve(address) else { throw ChainError.unknownSender(address) }
        return Address(id: id)
    }
}

/// A message of a block with its signature, where it has one of its own.
struct SelectedMessage {
    let message: Message
    let signed: SignedMessage?

    /// What names it in blocks.
    var cid: CID { signed?.cid ?? message.cid }
    /// Bytes that its inclusion costs gas for.
    var chargedLength: Int { signed?.chargedLength ?? message.cbor.count }
}
