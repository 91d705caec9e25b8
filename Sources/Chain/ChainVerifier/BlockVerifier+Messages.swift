internal import ChainTypes
internal import IPLD
internal import Keys
internal import Networks
internal import Primitives
internal import VMInterpreter

/// A message of a block, and what its checks need more than once.
struct ListedMessage: Sendable {
    let message: Message
    /// nil for a message whose signature is in the aggregate.
    let signature: Signature?
    /// Of the message without its signature.
    let cid: CID
    /// Bytes that it takes in a block.
    let bytes: Int

    /// "message 5 (bafy…)".
    func name(_ place: Int) -> String { "message \(place) (\(cid))" }
}

/// A block's messages: BLS ones, then the others, as they are numbered and run.
struct MessageList: Sendable {
    let block: Candidate
    let bls: [ListedMessage]
    let secp: [ListedMessage]
    /// What `messages` of the header should be.
    let root: CID

    var all: [ListedMessage] { bls + secp }

    init(_ block: Candidate, _ messages: BlockMessages) throws {
        self.block = block
        bls = messages.bls.map { message in
            let cbor = message.cbor
            return ListedMessage(
                message: message, signature: nil, cid: CID(of: cbor), bytes: cbor.count)
        }
        let others = messages.secp.map { ($0, $0.cbor) }
        secp = others.map { signed, cbor in
            ListedMessage(
                message: signed.message, signature: signed.signature, cid: signed.message.cid,
                bytes: cbor.count)
        }
        // Those with a BLS signature, which are refused, go by the message's own CID.
        let names = others.map { $0.signature.kind == .bls ? $0.message.cid : CID(of: $1) }
        root = CID(of: try MessageRoots(bls: bls.map(\.cid), secp: names, store: MemoryBlockstore()).cbor)
    }
}

extension BlockVerifier {
    /// The messages of blocks, which are checked by themselves; those that are the header's can be checked further.
    func messageLists(
        _ blocks: [Candidate], _ tipset: Tipset, _ given: [BlockMessages]?, _ run: inout CheckRun
    ) throws -> [MessageList] {
        let places = Dictionary(
            zip(tipset.key.cids, tipset.blocks.indices), uniquingKeysWith: { first, _ in first })
        let jobs = blocks.map { block in
            {
                @Sendable () throws -> (list: MessageList?, failures: [CheckFailure]) in
                var run = CheckRun(depth: .all)
                var list: MessageList?
                try run.make(.messageRoots, block.cid) {
                    let given = places[block.cid].flatMap { given?[$0] }
                    let found = try MessageList(block, given ?? chain.messages(block.header))
                    try messageRoots(found)
                    list = found
                }
                guard let list else { return (nil, run.failures) }
                try run.make(.messageCount, block.cid) { try messageCount(list) }
                try run.make(.messageSyntax, block.cid) { try messageSyntax(list) }
                try run.make(.blockGas, block.cid) { try blockGas(list) }
                try run.make(.signatureKind, block.cid) { try signatureKind(list) }
                return (list, run.failures)
            }
        }
        let results = try CheckRun.together(jobs)
        run.add(results.flatMap(\.failures))
        return results.compactMap(\.list)
    }

    /// The messages are those that the header names, in that order (`ValidateMsgMeta` of Lotus).
    func messageRoots(_ list: MessageList) throws {
        guard list.root == list.block.header.messages else {
            throw Refused("the header has \(list.block.header.messages), its messages make \(list.root)")
        }
    }

    /// There are not too many.
    func messageCount(_ list: MessageList) throws {
        let count = list.bls.count + list.secp.count
        guard count <= Network.blockMessageLimit else {
            throw Refused("\(count) messages, more than \(Network.blockMessageLimit)")
        }
    }

    /// Each is one that a block may hold.
    func messageSyntax(_ list: MessageList) throws {
        for (place, each) in list.all.enumerated() {
            if let fault = MessageRules.fault(
                each.message, bytes: each.bytes, on: chain.network)
            {
                throw Refused("\(each.name(place)): \(fault)")
            }
        }
    }

    /// Their gas limits fit into a block.
    func blockGas(_ list: MessageList) throws {
        var sum: UInt64 = 0
        for each in list.all {
            let (next, overflow) = sum.addingReportingOverflow(each.message.gasLimit)
            guard !overflow, next <= Network.blockGasLimit else {
                throw Refused("gas limits add up to more than \(Network.blockGasLimit)")
            }
            sum = next
        }
    }

    /// Those with signatures of their own have secp256k1 or delegated ones.
    func signatureKind(_ list: MessageList) throws {
        for (place, each) in list.secp.enumerated() where each.signature?.kind == .bls {
            throw Refused("\(each.name(list.bls.count + place)) has a BLS signature")
        }
    }

    /// Signatures that one job verifies.
    private static let chunk = 32

    /// The checks of a block's messages on the state after the parents.
    func messageJobs(_ list: MessageList, state root: CID) -> [CheckJob] {
        let cid = list.block.cid
        func job(_ check: BlockCheck, _ body: @escaping @Sendable (StateReader) throws -> Void) -> CheckJob {
            {
                try CheckRun.failures(check, cid) {
                    try body(StateReader(chain.blockstore(), root: root))
                }
            }
        }
        let chunks = stride(from: 0, to: list.secp.count, by: Self.chunk).map { start in
            job(.messageSignature) { state in
                try messageSignatures(list, from: start, state)
            }
        }
        return [
            { try senders(list, StateReader(chain.blockstore(), root: root)) },
            job(.blsAggregate) { try blsAggregate(list, $0) },
        ] + chunks
    }

    /// Senders and nonces, message by message, up to the first that is wrong.
    private func senders(_ list: MessageList, _ state: StateReader) throws -> [CheckFailure] {
        let manifest = try ActorManifest(state.tree)
        var run = CheckRun(depth: .all)
        var nonces: [UInt64: UInt64] = [:]
        for (place, each) in list.all.enumerated() where run.failures.isEmpty {
            let from = each.message.from
            try run.make(.sender, list.block.cid) {
                guard let id = try state.tree.resolve(from), let actor = try state.tree.actor(id) else {
                    throw Refused("\(each.name(place)): there is no actor \(from)")
                }
                guard nonces[id] == nil else { return }
                guard Self.maySend(actor, manifest) else {
                    throw Refused("\(each.name(place)): \(from) is no account")
                }
                nonces[id] = actor.nonce
            }
            guard run.failures.isEmpty, let id = try state.tree.resolve(from), let next = nonces[id] else {
                continue
            }
            try run.make(.nonce, list.block.cid) {
                guard each.message.nonce == next else {
                    throw Refused("\(each.name(place)): nonce \(each.message.nonce), where \(next) is next")
                }
            }
            nonces[id] = next + 1
        }
        return run.failures
    }

    /// Whether an actor may be a message's sender: an account, an Ethereum account, or a fresh placeholder of an
    /// Ethereum address, which its first message makes one (FIP-0055).
    static func maySend(_ actor: ActorState, _ manifest: ActorManifest) -> Bool {
        switch manifest.name(actor.code) {
        case "account", "ethaccount": true
        case "placeholder":
            actor.nonce == 0
                && actor.delegatedAddress?.delegated?.namespace == Address.ethereumManager
        default: false
        }
    }

    /// The aggregate is of all BLS messages' senders, over the messages' CIDs. Where there are none, it is not looked
    /// at.
    func blsAggregate(_ list: MessageList, _ state: StateReader) throws {
        guard let aggregate = list.block.header.blsAggregate, aggregate.data.count >= BLS.signatureCount
        else {
            throw Refused("the aggregate is too short for a BLS signature")
        }
        guard !list.bls.isEmpty else { return }
        let signers = try list.bls.enumerated().map { place, each in
            let key = try state.keyAddress(each.message.from)
            guard key.kind == .bls else { throw Refused("\(each.name(place)): \(key) is no BLS key") }
            return (publicKey: Array(key.payload), message: each.cid.bytes)
        }
        let signature = Array(aggregate.data.prefix(BLS.signatureCount))
        guard try BLS.verifyAggregate(signature, signers) else {
            throw Refused("it is not of the \(signers.count) BLS messages' senders")
        }
    }

    /// Each message's own signature is of its sender.
    private func messageSignatures(_ list: MessageList, from start: Int, _ state: StateReader) throws {
        for (place, each) in list.secp.enumerated().dropFirst(start).prefix(Self.chunk) {
            let key = try state.keyAddress(each.message.from)
            guard try messageSignature(each, key) else {
                throw Refused("\(each.name(list.bls.count + place)): \(key) did not sign it")
            }
        }
    }

    /// Whether a key signed a message (`AuthenticateMessage` of Lotus): over its CID, or over the Ethereum transaction
    /// that it stands for.
    func messageSignature(_ each: ListedMessage, _ key: Address) throws -> Bool {
        guard let signature = each.signature else { return false }
        guard signature.kind == .delegated else { return try signature.isValid(each.cid.bytes, signer: key) }
        let transaction = try EthereumTransaction(
            SignedMessage(message: each.message, signature: signature), chainID: chain.network.chainID)
        guard try transaction.standsFor(each.message) else {
            throw Refused("\(each.cid) is not the message of its transaction")
        }
        return try transaction.sender() == key
    }
}
