import Foundation
import Primitives

/// Reference vectors of signatures, as the tests of this room read them.
struct SignatureVectors: Decodable {
    struct Single: Decodable {
        let what: String
        let decodes: Bool
        let msg: String
        let `public`: String
        let secret_le: String
        let signature: String
        let verify: Bool
    }
    struct Aggregate: Decodable {
        let what: String
        let aggregate: String
        let msgs: [String]
        let publics: [String]
        let verify_messages: Bool
    }
    struct BLS: Decodable {
        let single: [Single]
        let aggregate: [Aggregate]
    }
    struct Round: Decodable {
        let what: String
        let round: UInt64
        let public_g2: String
        let signature_g1: String
        let randomness_sha256_signature: String
        let verify: Bool
    }
    struct Drand: Decodable { let cases: [Round] }

    let bls_signatures: BLS
    let drand: Drand

    static func load() throws -> SignatureVectors { try read("snark/curve.json") }
}

/// Signatures of messages of the chain.
struct MessageVectors: Decodable {
    struct Signed: Decodable {
        let from: String
        let public_key: String
        let signed_bytes: String
        let signature: String
    }

    let signatures: [Signed]

    static func load() throws -> MessageVectors { try read("ipld/signatures.json") }
}

private func read<Value: Decodable>(_ name: String) throws -> Value {
    let file = URL(filePath: #filePath).appending(path: "../../Vectors/\(name)").standardized
    return try JSONDecoder().decode(Value.self, from: Data(contentsOf: file))
}

/// Keys that `lotus wallet export` and others printed, with their addresses, as tests and documents of other projects
/// have published them: worth nothing.
enum KnownKeys {
    struct Key: Sendable {
        let export: String
        let address: String
        /// What `lotus wallet sign ADDRESS 44554b45` printed.
        var signature: String?

        init(_ type: String, _ base64: String, _ address: String, signature: String? = nil) {
            export = Hex.encode(Array(#"{"Type":"\#(type)","PrivateKey":"\#(base64)"}"#.utf8))
            self.address = address
            self.signature = signature
        }
    }

    static let signedMessage = Array("DUKE".utf8)

    static let all: [Key] = [
        Key(
            "secp256k1", "k5Pyv3qH2sIXcCYZXYOWuE1I2n2UE9ChaUklN6iZWcE=",
            "f1fib3pv7jua2ockdugtz7viz3cyy6lkhh7rfx3sa",
            signature: "0103bff286f1371c1a4ce8e33c29d6a20eeb53f17970190d12c5a1c0fc4be9a56e766250d5a82dda21"
                + "79fa90ae297696d1dfaa9eea8f2f833da0cf87b927294eb700"),
        Key(
            "bls", "hbp/yFfRt9QLCqkmVaqAWRCoPUgw1KwiqqnshNIpNWQ=",
            "f3rpskqryflc2sqzzzu7j2q6fecrkdkv4p2avpf4kyk5u754he7g6cr2rbpmif7pam5oxbme2oyzot4ry3d74q",
            signature: "0280cef41af956cf6855725a5af0d8d956ea41f6da2688cc1f436a7ea5ebd15d96ba384746b819c0"
                + "836c53a54d6d30b0a70b528204e9da92f833031e7a4776f57bad83e033ea0235bad0f8a5337a4eb6"
                + "6870fc0429175ed63f91203ec1b65c6e31"),
        Key(
            "secp256k1", "5sM8O+f9UAahmxrmae53wjfpV7C8fKkBlALLD6nqzfk=",
            "f1jkzcn2xstealyngllhdjmeygrp6b5amvzhvklbi"),
        Key(
            "secp256k1", "WXsbeMQvHz6oVh4Kcrbc0Ed+16+1PvjjPO7SQI15P14=",
            "t17lxg2i2otnl7mmpw2ocd6o4e3b4un3272vny6ka"),
        Key(
            "secp256k1", "9zGm0c5xNCYIKKE/QyvumrUDC9vnpaF4GtaOdlr4YQM=",
            "t1gfpgfwrxdntcmcfqm7epsxrmsxlmsryvjkgat3i"),
    ]
}
