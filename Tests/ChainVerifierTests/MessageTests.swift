import ChainTypes
import IPLD
import Keys
import Networks
import Primitives
import Testing

@testable import ChainVerifier

/// Messages of a block, changed by a miner that makes roots, aggregate and signature anew.
@Suite struct MessageTests {
    private func refusal(
        _ height: Int64 = 38, _ change: (inout Forgery) throws -> Void
    ) throws -> [BlockCheck] {
        var forgery = try Forgery(height: height)
        try change(&forgery)
        try forgery.sign()
        return try forgery.verdict()
    }

    /// What becomes of a block with one message of the worker's.
    private func refusal(of change: (inout Message) -> Void) throws -> [BlockCheck] {
        try refusal { try $0.replace(bls: [$0.message(change)]) }
    }

    @Test func `a message of the worker's is taken`() throws {
        #expect(try refusal { _ in } == [])
        same(
            try refusal { forgery in
                // Under both of its addresses, nonces going on.
                let (id, nonce) = try forgery.account()
                let second = try forgery.message {
                    $0.from = Address(id: id)
                    $0.nonce = nonce + 1
                }
                try forgery.replace(bls: [forgery.message(), second])
            }, [])
        #expect(try refusal { try $0.replace(bls: []) } == [])
    }

    @Test func `messages that the header does not name`() throws {
        same(
            try refusal { forgery in
                forgery.messages = BlockMessages(
                    bls: forgery.messages.bls, secp: Array(forgery.messages.secp.dropLast()))
            }, [.messageRoots])
    }

    @Test func `another order of messages`() throws {
        same(
            try refusal { forgery in
                #expect(forgery.messages.secp.count == 2)
                forgery.messages = BlockMessages(
                    bls: forgery.messages.bls, secp: forgery.messages.secp.reversed())
            }, [.messageRoots])
        same(
            try refusal { forgery in
                let nonce = try forgery.account().nonce
                let second = try forgery.message { $0.nonce = nonce + 1 }
                try forgery.replace(bls: [second, forgery.message()])
            }, [.nonce])
    }

    @Test func `a message twice`() throws {
        same(
            try refusal { forgery in
                let message = try forgery.message()
                try forgery.replace(bls: [message, message])
            }, [.nonce, .blsAggregate])
    }

    @Test func nonces() throws {
        #expect(try refusal { $0.nonce += 1 } == [.nonce])
        #expect(try refusal { $0.nonce -= 1 } == [.nonce])
    }

    @Test func syntax() throws {
        let bytes = try Forgery(height: 38).message().cbor.count
        // Local networks go by the first price list, public ones by the present one.
        let least = 38_863 + 1_000 * UInt64(36 + bytes)
        #expect(Network.mainnet.inclusionGas(bytes: bytes) == 560_663 + 1_300 * UInt64(bytes))
        #expect(try refusal { $0.gasLimit = least } == [])
        #expect(try refusal { $0.gasLimit = least - 1 } == [.messageSyntax])
        #expect(try refusal { $0.gasLimit = 0 } == [.messageSyntax])
        #expect(try refusal { $0.gasLimit = Network.blockGasLimit + 1 } == [.messageSyntax, .blockGas])
        #expect(try refusal { $0.version = 1 } == [.messageSyntax])
        #expect(try refusal { $0.value = TokenAmount(atto: -1) } == [.messageSyntax])
        let supply = BigInt("2000000000000000000000000000") ?? 0
        #expect(try refusal { $0.value = TokenAmount(atto: supply) } == [])
        #expect(try refusal { $0.value = TokenAmount(atto: supply + 1) } == [.messageSyntax])
        #expect(try refusal { $0.gasFeeCap = .zero } == [.messageSyntax])
        #expect(try refusal { $0.gasPremium = TokenAmount(atto: -1) } == [.messageSyntax])
        same(
            try refusal {
                $0.gasFeeCap = TokenAmount(atto: -1)
                $0.gasPremium = TokenAmount(atto: -1)
            }, [.messageSyntax])
        let zero = try Address(
            "f3yaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaby2smx7a")
        #expect(try refusal { $0.to = zero } == [.messageSyntax])
    }

    @Test func `gas of all messages`() throws {
        func block(_ limits: [UInt64]) throws -> [BlockCheck] {
            try refusal { forgery in
                let nonce = try forgery.account().nonce
                let messages = try limits.enumerated().map { place, limit in
                    try forgery.message {
                        $0.gasLimit = limit
                        $0.nonce = nonce + UInt64(place)
                    }
                }
                try forgery.replace(bls: messages)
            }
        }
        #expect(try block([6_000_000_000, 4_000_000_000]) == [])
        #expect(try block([6_000_000_000, 4_000_000_001]) == [.blockGas])
    }

    @Test func `the number of messages`() throws {
        let forgery = try Forgery(height: 38)
        let messages = [Message](repeating: try forgery.message(), count: Network.blockMessageLimit + 1)
        let setting = Setting(
            parents: forgery.tipset,
            lookback: Lookback(tipset: forgery.tipset, state: forgery.header.messages),
            previousEntry: BeaconEntry(round: 0, data: []), weight: 0)
        let candidate = Candidate(
            header: forgery.header, cid: forgery.header.cid, setting: setting, miner: 1000,
            ticket: Ticket(proof: []), electionProof: ElectionProof(winCount: 1, proof: []),
            workerKey: Address(id: 1))
        let verifier = ChainCut.verifier(forgery.chain)
        let most = try MessageList(candidate, BlockMessages(bls: messages.dropLast(), secp: []))
        try verifier.messageCount(most)
        let more = try MessageList(candidate, BlockMessages(bls: messages, secp: []))
        #expect(throws: Refused.self) { try verifier.messageCount(more) }
    }

    @Test func senders() throws {
        // A miner is no account, and has no key; an address that nobody has.
        #expect(try refusal { $0.from = Address(id: 1000) }.first == .sender)
        #expect(try refusal { $0.from = Address(actorData: [1]) }.first == .sender)
    }

    @Test func `a BLS message among the others`() throws {
        same(
            try refusal { forgery in
                let message = try forgery.message()
                let signature = try Signature(kind: .bls, data: forgery.worker.sign(message.cid.bytes))
                try forgery.replace(bls: [], secp: [SignedMessage(message: message, signature: signature)])
            }, [.signatureKind])
    }

    @Test func `signatures of messages, each in turn`() throws {
        var kinds: Set<Signature.Kind> = []
        for (height, block) in [(38, 0), (38, 1), (41, 0)] as [(Int64, Int)] {
            for place in try Forgery(height: height, block: block).messages.secp.indices {
                var forgery = try Forgery(height: height, block: block)
                let (bls, aggregate) = (forgery.messages.bls, forgery.header.blsAggregate)
                var secp = forgery.messages.secp
                let signature = secp[place].signature
                kinds.insert(signature.kind)
                var data = signature.data
                data[10] ^= 1
                secp[place].signature = try Signature(kind: signature.kind, data: data)
                try forgery.replace(bls: bls, secp: secp)
                forgery.header.blsAggregate = aggregate
                try forgery.sign()
                #expect(try forgery.verdict() == [.messageSignature])
            }
        }
        #expect(kinds == [.secp256k1, .delegated])
    }
}

@Suite struct DelegatedSignatureTests {
    /// A real one of the cut, by a transaction of EIP-1559.
    private func real() throws -> SignedMessage {
        let found = try Forgery(height: 41).messages.secp.first { $0.signature.kind == .delegated }
        return try #require(found)
    }

    @Test func `a transaction comes back from its message`() throws {
        let signed = try real()
        let transaction = try EthereumTransaction(signed, chainID: 31_415_926)
        #expect(try transaction.standsFor(signed.message))
        #expect(try transaction.message() == signed.message)
        #expect(try transaction.signature() == signed.signature)
        #expect(try EthereumTransaction(raw: transaction.raw) == transaction)
        // Another chain's transaction is another one's.
        let other = try EthereumTransaction(signed, chainID: 314)
        #expect(try other.sender() != signed.message.from)
    }

    @Test func `messages that no transaction stands for`() throws {
        func transaction(_ change: (inout SignedMessage) throws -> Void) throws -> EthereumTransaction {
            var signed = try real()
            try change(&signed)
            return try EthereumTransaction(signed, chainID: 31_415_926)
        }
        let changes: [(inout SignedMessage) throws -> Void] = [
            { $0.message.method = 2 }, { $0.message.version = 1 }, { $0.message.params = [0x40] },
            { $0.message.params = [0x41, 1, 2] }, { $0.message.from = Address(actorData: [1]) },
            { $0.message.to = Address(actorData: [1]) },
            { $0.signature = try Signature(kind: .secp256k1, data: $0.signature.data) },
            { $0.signature = try Signature(kind: .delegated, data: [3] + $0.signature.data) },
            { $0.signature = try Signature(kind: .delegated, data: $0.signature.data.dropLast() + [2]) },
        ]
        for change in changes {
            #expect(throws: (any Error).self) { try transaction(change) }
        }
        // In a longer form than its own, parameters read the same and are not the same.
        let longer = try real()
        var message = longer.message
        message.params = [0x58, 1, 7]
        let read = try EthereumTransaction(
            SignedMessage(message: message, signature: longer.signature), chainID: 31_415_926)
        #expect(try !read.standsFor(message))
    }

    @Test func `legacy transactions, with a chain id and without`() throws {
        // r and s are any numbers: what they sign is not asked.
        let halves = [UInt8](repeating: 5, count: 64)
        var signed = try real()
        signed.message.gasPremium = signed.message.gasFeeCap
        signed.signature = try Signature(kind: .delegated, data: [1] + halves + [27])
        let homestead = try EthereumTransaction(signed, chainID: 314)
        #expect(homestead.kind == .homestead)
        #expect(try homestead.standsFor(signed.message))
        #expect(try homestead.signature() == signed.signature)
        // v of chain 314: 663 or 664.
        signed.signature = try Signature(kind: .delegated, data: [2] + halves + [2, 0x97])
        let legacy = try EthereumTransaction(signed, chainID: 314)
        #expect(legacy.kind == .eip155)
        #expect(try legacy.signature() == signed.signature)
        #expect(throws: (any Error).self) { try EthereumTransaction(signed, chainID: 315) }
        signed.message.gasPremium = .zero
        #expect(try !EthereumTransaction(signed, chainID: 314).standsFor(signed.message))
        for end in [[UInt8(0)], [26], [29]] {
            signed.signature = try Signature(kind: .delegated, data: [1] + halves + end)
            #expect(throws: (any Error).self) { try EthereumTransaction(signed, chainID: 314) }
        }
    }
}
