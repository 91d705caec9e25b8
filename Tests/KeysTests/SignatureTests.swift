import Foundation
import Keys
import Primitives
import Testing

/// Runs `body`; nil if it finds that the bytes are none of what they claim to be.
private func verdict(_ body: () throws -> Bool) throws -> Bool? {
    do {
        return try body()
    } catch KeyError.malformedSignature, KeyError.malformedPublicKey {
        return nil
    }
}

private func secret(_ bytes: [UInt8]) throws -> SecretBytes {
    try SecretBytes(capacity: bytes.count) { space in
        for (index, byte) in bytes.enumerated() { unsafe space.pointer[index] = byte }
        return bytes.count
    }
}

@Suite("BLS signatures")
struct BLSTests {
    @Test("keys, signatures and verdicts are the reference's")
    func single() throws {
        for vector in try SignatureVectors.load().bls_signatures.single {
            let message = try Hex.decode(vector.msg)
            let (key, signature) = (try Hex.decode(vector.public), try Hex.decode(vector.signature))
            let found = try verdict { try BLS.verify(signature, message, publicKey: key) }
            #expect(found == (vector.decodes ? vector.verify : nil), "\(vector.what)")
            let batch = try verdict { try BLS.verifyBatch([(key, message, signature)]) }
            #expect(batch == found, "\(vector.what)")
            if vector.what == "valid" {
                let own = try BLSKey(secret: secret(Hex.decode(vector.secret_le)))
                #expect(own.publicKey == key)
                #expect(try own.sign(message) == signature)
            }
        }
    }

    @Test("aggregates have the reference's verdicts: repeated messages, no messages, infinity")
    func aggregates() throws {
        var accepted = 0
        for vector in try SignatureVectors.load().bls_signatures.aggregate {
            guard vector.publics.count == vector.msgs.count else { continue }
            let signers = try zip(vector.publics, vector.msgs).map {
                (try Hex.decode($0), try Hex.decode($1))
            }
            let found = try BLS.verifyAggregate(
                try Hex.decode(vector.aggregate), signers.map { (publicKey: $0.0, message: $0.1) })
            #expect(found == vector.verify_messages, "\(vector.what)")
            accepted += found ? 1 : 0
        }
        #expect(accepted > 1)
    }

    @Test("an aggregate of own signatures, of any lengths of message, verifies until one byte changes")
    func ownAggregate() throws {
        let keys = try (0..<3).map { _ in try BLSKey() }
        let messages: [[UInt8]] = [[], [1], Array(repeating: 7, count: 300)]
        let signatures = try zip(keys, messages).map { try $0.sign($1) }
        let sum = try BLS.aggregate(signatures)
        var signers = zip(keys, messages).map { (publicKey: $0.publicKey, message: $1) }
        #expect(try BLS.verifyAggregate(sum, signers))
        signers[2].message[299] = 8
        #expect(try BLS.verifyAggregate(sum, signers) == false)
        #expect(throws: KeyError.self) { try BLS.aggregate([]) }
        #expect(throws: KeyError.self) { try BLS.aggregate([Array(signatures[0].dropLast())]) }
    }

    @Test("0 and the group's order are no secret keys")
    func secrets() throws {
        let order = try Hex.decode("01000000fffffffffe5bfeff02a4bd5305d8a10908d83933487d9d2953a7ed73")
        var last = order
        last[0] = 0
        #expect(throws: KeyError.invalidSecret(.bls)) { try BLSKey(secret: secret(order)) }
        #expect(throws: KeyError.invalidSecret(.bls)) {
            try BLSKey(secret: secret([UInt8](repeating: 0, count: 32)))
        }
        #expect(throws: KeyError.invalidSecret(.bls)) { try BLSKey(secret: secret([1])) }
        _ = try BLSKey(secret: secret(last))
    }

    @Test("two new keys differ")
    func generation() throws {
        #expect(try BLSKey().publicKey != BLSKey().publicKey)
        #expect(try Secp256k1Key().publicKey != Secp256k1Key().publicKey)
    }
}

@Suite("VRF and beacon")
struct RandomnessTests {
    @Test("a VRF proof holds for its key and input alone, and its output is its BLAKE2b-256")
    func vrf() throws {
        let key = try BLSKey()
        let input = VRF.draw(tag: 5, base: Array("base".utf8), epoch: 1 << 40, entropy: [1, 2])
        // Put together by hand: numbers are big endian, the base is hashed first.
        let byHand =
            [0, 0, 0, 0, 0, 0, 0, 5] + Blake2b.hash(Array("base".utf8)) + [0, 0, 1, 0, 0, 0, 0, 0, 1, 2]
        #expect(input == Blake2b.hash(byHand))
        let proof = try key.prove(input)
        #expect(try VRF.verify(proof, input, publicKey: key.publicKey))
        #expect(try VRF.output(proof) == Blake2b.hash(proof))
        let other = VRF.draw(tag: 6, base: Array("base".utf8), epoch: 1 << 40, entropy: [1, 2])
        #expect(try VRF.verify(proof, other, publicKey: key.publicKey) == false)
        #expect(try VRF.verify(proof, input, publicKey: BLSKey().publicKey) == false)
        #expect(try VRF.verify(proof, input + [0], publicKey: key.publicKey) == false)
    }

    @Test("rounds of the beacon have the reference's verdicts and randomness")
    func beacon() throws {
        for vector in try SignatureVectors.load().drand.cases {
            let (key, signature) = (try Hex.decode(vector.public_g2), try Hex.decode(vector.signature_g1))
            let found = try verdict { try Drand.verify(signature, round: vector.round, publicKey: key) }
            #expect(found ?? false == vector.verify, "\(vector.what)")
            #expect(Hex.encode(try Drand.randomness(signature)) == vector.randomness_sha256_signature)
            #expect(throws: KeyError.self) { try Drand.randomness(signature + [0]) }
            #expect(throws: KeyError.self) {
                try Drand.verify(Array(signature.dropLast()), round: 1, publicKey: key)
            }
        }
    }
}

@Suite("secp256k1 signatures")
struct Secp256k1Tests {
    @Test("r, s or v out of range are no signature; a changed message is another key's")
    func malformed() throws {
        let key = try Secp256k1Key()
        let good = try key.sign([1, 2, 3])
        #expect(try Secp256k1.recover(good, [1, 2, 3]) == key.publicKey)
        #expect(try Secp256k1.recover(good, [1, 2, 4]) != key.publicKey)
        #expect(try key.sign([1, 2, 3]) == good)
        var recovery = good
        recovery[64] = 4
        let largeR = [UInt8](repeating: 0xff, count: 32) + good[32...]
        for bad in [recovery, largeR, Array(good.dropLast()), good + [0]] {
            #expect(throws: KeyError.self) { try Secp256k1.recover(bad, [1, 2, 3]) }
        }
        let zeros = [UInt8](repeating: 0, count: 65)
        #expect(try Secp256k1.recover(zeros, [1]) == nil)
    }

    @Test("0 and the group's order are no secret keys")
    func secrets() throws {
        let order = try Hex.decode("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")
        #expect(throws: KeyError.invalidSecret(.secp256k1)) { try Secp256k1Key(secret: secret(order)) }
        #expect(throws: KeyError.invalidSecret(.secp256k1)) {
            try Secp256k1Key(secret: secret([UInt8](repeating: 0, count: 32)))
        }
        // Twice the generator's key, known everywhere.
        let two = try Secp256k1Key(secret: secret([UInt8](repeating: 0, count: 31) + [2]))
        #expect(
            Hex.encode(two.publicKey).hasPrefix(
                "04c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5"))
    }
}

@Suite("Signatures of messages")
struct MessageSignatureTests {
    @Test("the reference's signatures are valid for their senders, and for nobody else")
    func messages() throws {
        let vectors = try MessageVectors.load().signatures
        var kinds: Set<Keys.Signature.Kind> = []
        for vector in vectors {
            let signature = try Keys.Signature(bytes: Hex.decode(vector.signature))
            kinds.insert(signature.kind)
            let (message, sender) = (try Hex.decode(vector.signed_bytes), try Address(vector.from))
            #expect(try signature.isValid(message, signer: sender))
            #expect(Hex.encode(signature.bytes) == vector.signature)
            for other in vectors where other.from != vector.from {
                #expect(try signature.isValid(message, signer: Address(other.from)) == false)
            }
            #expect(try signature.isValid(message + [0], signer: sender) == false)
        }
        #expect(kinds == [.bls, .secp256k1])
    }

    @Test("bytes that are no signature, and addresses without a key, are errors and not 'false'")
    func malformed() throws {
        for bytes: [UInt8] in [
            [], [0], [4] + .init(repeating: 1, count: 65), [1] + .init(repeating: 1, count: 96),
        ] {
            #expect(throws: KeyError.self) { try Keys.Signature(bytes: bytes) }
        }
        let key = try PrivateKey(.bls)
        let signature = try key.sign([1])
        #expect(throws: KeyError.noPublicKey(Address(id: 7))) {
            try signature.isValid([1], signer: Address(id: 7))
        }
        let ethereum = try Address(ethereum: "0x" + String(repeating: "12", count: 20))
        #expect(throws: KeyError.unsupportedType("delegated")) {
            try signature.isValid([1], signer: ethereum)
        }
        let noPoint = try Keys.Signature(kind: .bls, data: [UInt8](repeating: 1, count: 96))
        #expect(throws: KeyError.self) { try noPoint.isValid([1], signer: key.address()) }
    }
}
