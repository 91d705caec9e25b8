import Foundation
import Primitives
import Testing

/// Tests/Vectors/ipld/addresses.json: what fvm_shared makes of addresses.
private struct AddressVectors: Decodable {
    struct Valid: Decodable {
        let mainnet: String
        let testnet: String
        let `protocol`: UInt8
        let bytes: String
        let payload: String
    }
    struct Text: Decodable {
        let string: String
        let ok: Bool
        let bytes: String?
        let canonical: String?
    }
    struct Binary: Decodable {
        let bytes: String
        let ok: Bool
        let mainnet: String?
        let reencoded: String?
    }
    struct Key: Decodable {
        let type: String
        let public_key_uncompressed: String?
        let public_key: String?
        let hashed_data: String?
        let mainnet: String
        let eth_address: String?
        let f410: String?
    }

    let valid: [Valid]
    let strings: [Text]
    let bytes: [Binary]
    let from_keys: [Key]

    static func load() throws -> AddressVectors {
        let file = URL(filePath: #filePath).appending(path: "../../Vectors/ipld/addresses.json").standardized
        return try JSONDecoder().decode(AddressVectors.self, from: Data(contentsOf: file))
    }
}

@Suite("Addresses")
struct AddressTests {
    @Test("every protocol on both networks: text and bytes each give the other")
    func valid() throws {
        let vectors = try AddressVectors.load().valid
        #expect(Set(vectors.map(\.protocol)) == [0, 1, 2, 3, 4])
        for vector in vectors {
            let address = try Address(bytes: Hex.decode(vector.bytes), range: .machine)
            #expect(address.kind.rawValue == vector.protocol)
            #expect(Hex.encode(address.payload) == vector.payload)
            #expect(address.text(.mainnet) == vector.mainnet)
            #expect(address.text(.testnet) == vector.testnet)
            #expect(try Address(vector.mainnet, network: .mainnet, range: .machine) == address)
            #expect(try Address(vector.testnet, network: .testnet, range: .machine) == address)
            #expect(throws: PrimitiveError.self) {
                try Address(vector.testnet, network: .mainnet, range: .machine)
            }
        }
    }

    @Test("texts are taken and refused as the virtual machine's parser does, and stricter by a node")
    func texts() throws {
        var stricter: [String] = []
        for vector in try AddressVectors.load().strings {
            let address = try? Address(vector.string, network: .mainnet, range: .machine)
            #expect((address != nil) == vector.ok, "\(vector.string)")
            #expect(address.map { Hex.encode($0.bytes) } == vector.bytes)
            #expect(address?.description == vector.canonical)
            let node = try? Address(vector.string, network: .mainnet)
            if node != address { stricter.append(vector.string) }
        }
        #expect(stricter == ["f0+1", "f09223372036854775808"])
    }

    @Test("bytes are taken and refused as the virtual machine does, and stricter by a node")
    func bytes() throws {
        var stricter: [String] = []
        for vector in try AddressVectors.load().bytes {
            let bytes = try Hex.decode(vector.bytes)
            let address = try? Address(bytes: bytes, range: .machine)
            #expect((address != nil) == vector.ok, "\(vector.bytes)")
            #expect(address?.description == vector.mainnet)
            #expect(address.map { Hex.encode($0.bytes) } == vector.reencoded)
            if (try? Address(bytes: bytes)) != address { stricter.append(vector.bytes) }
        }
        // 2^64 - 1.
        #expect(stricter == ["00ffffffffffffffffff01"])
    }

    @Test("the address of a public key, of an actor's data, and its Ethereum form")
    func keys() throws {
        for vector in try AddressVectors.load().from_keys {
            switch vector.type {
            case "secp256k1":
                let key = try Hex.decode(#require(vector.public_key_uncompressed))
                #expect(try Address(secp256k1PublicKey: key).description == vector.mainnet)
                let ethereum = try #require(vector.eth_address)
                let address = try Address(ethereum: "0x" + ethereum)
                #expect(address.description == vector.f410)
                #expect(address.ethereumText == "0x" + ethereum)
            case "bls":
                let key = try Hex.decode(#require(vector.public_key))
                #expect(try Address(blsPublicKey: key).description == vector.mainnet)
            default:
                let data = try Hex.decode(#require(vector.hashed_data))
                #expect(Address(actorData: data).description == vector.mainnet)
            }
        }
    }

    @Test("addresses that the specification and the networks know")
    func known() throws {
        // The chain's burnt-funds account, a test of go-address, and the first actor numbers.
        #expect(Address(id: 99).description == "f099")
        let known = try Address("t15ihq5ibzwki2b4ep2f46avlkrqzhpqgtga7pdrq")
        #expect(known.kind == .secp256k1)
        #expect(Hex.encode(known.payload) == "ea0f0ea039b291a0f08fd179e0556a8c3277c0d3")
        #expect(MinerAddress(id: 1000).address.text(.testnet) == "t01000")
    }

    @Test("Ethereum's form of a number is masked, and nothing else may look like it")
    func ethereum() throws {
        let masked = "0xff00000000000000000000000000000000000065"
        #expect(Address(id: 101).ethereumText == masked)
        #expect(try Address(ethereum: masked) == Address(id: 101))
        let disguised = try Address(namespace: 10, subaddress: Hex.decode(masked))
        #expect(disguised.ethereumBytes == nil)
        #expect(try Address(namespace: 11, subaddress: [UInt8](repeating: 1, count: 20)).ethereumBytes == nil)
        #expect(try Address(namespace: 10, subaddress: [1]).ethereumBytes == nil)
        #expect(throws: PrimitiveError.self) {
            try Address(ethereum: "0xff000000000000000000000080000000000000ff")
        }
        #expect(throws: PrimitiveError.self) { try Address(ethereum: "0x1234") }
        #expect(throws: PrimitiveError.self) { try Address(ethereum: String(repeating: "1", count: 40)) }
    }

    @Test("an f4 name has at most 54 bytes")
    func bounds() throws {
        let longest = try Address(namespace: .max, subaddress: [UInt8](repeating: 7, count: 54))
        #expect(try Address(longest.description, range: .machine) == longest)
        #expect(throws: PrimitiveError.self) { try Address(longest.description) }
        #expect(throws: PrimitiveError.self) {
            try Address(namespace: 10, subaddress: [UInt8](repeating: 7, count: 55))
        }
    }

    @Test("one mistyped character anywhere is refused")
    func mistyped() throws {
        for text in [
            "f1kk3ztqozjjcs6gm2l7e6pmoyme33bhvluloh3ei", "f410flqnxobcaa4ody6e3o2isw4ubtxe3sgloei26w3q",
            "f3spepr2yc6vgz4comjmjilgbalhigyibrejtmzgq4fqu64m5nl2odmmvumuloziwurnvchqzryxqj5abiccfq",
        ] {
            _ = try Address(text)
            let plain = Array(text)
            for place in plain.indices.dropFirst() {
                var other = plain
                other[place] = plain[place] == "a" ? "b" : "a"
                #expect(throws: PrimitiveError.self) { try Address(String(other)) }
            }
        }
    }

    @Test("JSON is the text")
    func json() throws {
        let list = try JSONDecoder().decode([Address].self, from: Data(#"["t099","f410fbtt5w6q"]"#.utf8))
        #expect(list[0] == Address(id: 99))
        #expect(
            String(decoding: try JSONEncoder().encode(list), as: UTF8.self) == #"["f099","f410fbtt5w6q"]"#)
    }
}
