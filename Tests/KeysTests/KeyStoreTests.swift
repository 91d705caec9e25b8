import Foundation
import Keys
import Primitives
import System
import Testing

/// A text as a key's export.
private func exported(_ text: String) throws -> PrivateKey {
    let bytes = Array(text.utf8)
    return try PrivateKey(
        keyInfo: SecretBytes(capacity: bytes.count) { space in
            for (index, byte) in bytes.enumerated() { unsafe space.pointer[index] = byte }
            return bytes.count
        })
}

private func text(_ secret: SecretBytes) -> String {
    secret.withBytes { view in
        String(decoding: (0..<view.count).map { unsafe view.pointer[$0] }, as: UTF8.self)
    }
}

@Suite("Exported keys")
struct KeyInfoTests {
    @Test("keys that Lotus exported have its addresses, sign as it does, and are exported as they came")
    func lotus() throws {
        var signed = 0
        for known in KnownKeys.all {
            let key = try exported(known.export)
            let address = try key.address()
            #expect(try address == Address(known.address), "\(known.address)")
            #expect(text(try key.keyInfoHex()) == known.export)
            guard let signature = known.signature else { continue }
            let own = try key.sign(KnownKeys.signedMessage)
            #expect(Hex.encode(own.bytes) == signature)
            #expect(try own.isValid(KnownKeys.signedMessage, signer: address))
            signed += 1
        }
        #expect(signed == 2)
    }

    @Test("JSON, hexadecimal, blanks around it, either order of members, and old files' digits are read")
    func forms() throws {
        let secret = "k5Pyv3qH2sIXcCYZXYOWuE1I2n2UE9ChaUklN6iZWcE="
        let address = try Address("f1fib3pv7jua2ockdugtz7viz3cyy6lkhh7rfx3sa")
        for json in [
            #"{"Type":"secp256k1","PrivateKey":"\#(secret)"}"#,
            " {\n \"PrivateKey\" : \"\(secret)\" ,\t\"Type\" : \"secp256k1\" }\r\n",
            #"{"Type":1,"PrivateKey":"\#(secret)"}"#, #"{"Type":"1","PrivateKey":"\#(secret)"}"#,
        ] {
            #expect(try exported(json).address() == address)
            #expect(try exported("\n" + Hex.encode(Array(json.utf8)) + "\n").address() == address)
            #expect(try exported(Hex.encode(Array(json.utf8)).uppercased()).address() == address)
        }
    }

    @Test("anything else is refused, and no error repeats what was given")
    func malformed() {
        let secret = "k5Pyv3qH2sIXcCYZXYOWuE1I2n2UE9ChaUklN6iZWcE="
        let good = #"{"Type":"bls","PrivateKey":"\#(secret)"}"#
        var bad = [
            "", " \n", "{", "{}", "[]", "zz", "7", good + "x", good + good, #"{"Type":"bls"}"#,
            #"{"PrivateKey":"\#(secret)"}"#, #"{"Type":"bls","Type":"bls","PrivateKey":"\#(secret)"}"#,
            #"{"Type":"bls","PrivateKey":"\#(secret)","Other":"1"}"#,
            #"{"Type":"bls","PrivateKey":"\#(secret)",}"#,
            #"{"Type":"delegated","PrivateKey":"\#(secret)"}"#, #"{"Type":3,"PrivateKey":"\#(secret)"}"#,
            #"{"Type":"bls","PrivateKey":"\#(secret.dropLast())"}"#, #"{"Type":"bls","PrivateKey":""}"#,
            #"{"Type":"bls","PrivateKey":"AAAA"}"#, #"{"Type":"bls","PrivateKey":"\u0041"}"#,
            #"{"Type":bls,"PrivateKey":"\#(secret)"}"#, Hex.encode(Array(good.utf8)) + "0",
        ]
        // No prefix of a good text is one.
        bad += (0..<good.utf8.count).map { String(good.prefix($0)) }
        for text in bad {
            do {
                _ = try exported(text)
                Issue.record("\(text) was taken")
            } catch let error as KeyError {
                #expect(
                    !error.sentence.contains(secret.prefix(8)) && !error.remedy.contains(secret.prefix(8)))
            } catch {
                Issue.record("\(text): \(error)")
            }
        }
    }

    @Test("printing a key, even by reflection, shows no byte of its secret")
    func printing() throws {
        let key = try exported(KnownKeys.all[0].export)
        var dumped = ""
        dump(key, to: &dumped)
        let shown = "\(key)" + String(reflecting: key) + dumped
        let secret = try #require(Data(base64Encoded: "k5Pyv3qH2sIXcCYZXYOWuE1I2n2UE9ChaUklN6iZWcE="))
        #expect(!shown.lowercased().contains(Hex.encode(Array(secret.prefix(4)))))
        #expect(!shown.contains(secret.prefix(4).map { String($0) }.joined(separator: ", ")))
        #expect(!dumped.contains("- \(secret[0])\n"))
    }
}

@Suite("Key store")
struct KeyStoreTests {
    private func scratch(_ body: (String) throws -> Void) throws {
        let folder = try Directory.makeTemporary()
        defer { try? Directory.remove(folder) }
        try body(folder + "/keys")
    }

    private func mode(_ path: String) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    private func setMode(_ path: String, _ mode: Int) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    @Test("files have Lotus's names and contents, and their owner's rights alone, whatever the umask")
    func files() throws {
        try scratch { folder in
            let old = umask(0)
            defer { umask(old) }
            let store = KeyStore(directory: folder, network: .testnet)
            #expect(try store.list() == [])
            #expect(try store.defaultAddress() == nil)
            let key = try exported(KnownKeys.all[0].export)
            let address = try store.add(key)
            // base32 of "wallet-t1fib3pv7jua2ockdugtz7viz3cyy6lkhh7rfx3sa" and of "default".
            let name = "O5QWY3DFOQWXIMLGNFRDG4DWG5VHKYJSN5RWWZDVM52HUN3WNF5DGY3ZPE3GY23INA3XEZTYGNZWC"
            let names = try Directory.list(folder)
            #expect(names == [".lock", "MRSWMYLVNR2A", name])
            #expect(try mode(folder) == 0o700)
            for name in names.dropFirst() { #expect(try mode("\(folder)/\(name)") == 0o600) }
            let json = try File.readText("\(folder)/\(name)")
            #expect(
                json == #"{"Type":"secp256k1","PrivateKey":"k5Pyv3qH2sIXcCYZXYOWuE1I2n2UE9ChaUklN6iZWcE="}"#)
            #expect(text(try store.key(address).keyInfo()) == json)
        }
    }

    @Test("the first key is the default until another is chosen; deleted keys go to the trash")
    func life() throws {
        try scratch { folder in
            let store = KeyStore(directory: folder, network: .mainnet)
            let first = try store.add(PrivateKey(.bls))
            let second = try store.add(PrivateKey(.secp256k1))
            #expect(try store.list() == [second, first])
            #expect(try store.defaultAddress() == first)
            try store.setDefault(second)
            #expect(try store.defaultAddress() == second)
            #expect(throws: KeyError.exists(second)) { try store.add(store.key(second)) }
            try store.delete(second)
            #expect(try store.list() == [first])
            #expect(try store.defaultAddress() == nil)
            #expect(throws: KeyError.notFound(second, folder)) { try store.key(second) }
            #expect(throws: KeyError.notFound(second, folder)) { try store.delete(second) }
            #expect(throws: KeyError.notFound(second, folder)) { try store.setDefault(second) }
            let trash = Base32.encode(Array("trash-\(second)".utf8)).uppercased()
            #expect(try mode("\(folder)/\(trash)") == 0o600)
            #expect(try Directory.list(folder).contains { $0.hasSuffix(".new") } == false)
        }
    }

    @Test("a key written for the other network is found, listed once, and deleted with its twin")
    func networks() throws {
        try scratch { folder in
            let address = try KeyStore(directory: folder, network: .testnet).add(PrivateKey(.secp256k1))
            let store = KeyStore(directory: folder, network: .mainnet)
            #expect(try store.key(address).address() == address)
            #expect(throws: KeyError.exists(address)) { try store.add(store.key(address)) }
            let names = [AddressNetwork.mainnet, .testnet].map {
                "\(folder)/" + Base32.encode(Array("wallet-\(address.text($0))".utf8)).uppercased()
            }
            try FileManager.default.copyItem(atPath: names[1], toPath: names[0])
            #expect(try store.list() == [address])
            try store.delete(address)
            #expect(try store.list() == [])
        }
    }

    @Test("files and directories that others may read are refused")
    func permissions() throws {
        try scratch { folder in
            let store = KeyStore(directory: folder, network: .mainnet)
            let address = try store.add(PrivateKey(.bls))
            let file = "\(folder)/" + Base32.encode(Array("wallet-\(address)".utf8)).uppercased()
            for rights in [0o640, 0o604, 0o660, 0o610] {
                try setMode(file, rights)
                #expect(throws: PrivateFileError.tooOpen(file, mode: UInt32(rights))) {
                    try store.key(address)
                }
            }
            try setMode(file, 0o400)
            _ = try store.key(address)
            try setMode(folder, 0o750)
            #expect(throws: PrivateFileError.tooOpen(folder, mode: 0o750)) { try store.key(address) }
            #expect(throws: PrivateFileError.tooOpen(folder, mode: 0o750)) { try store.list() }
            #expect(throws: PrivateFileError.tooOpen(folder, mode: 0o750)) { try store.add(PrivateKey(.bls)) }
            try setMode(folder, 0o700)
        }
    }

    @Test("a link, a directory, another key's file, a cut file and a huge one are refused")
    func strangeFiles() throws {
        try scratch { folder in
            let store = KeyStore(directory: folder, network: .mainnet)
            let (address, other) = (try store.add(PrivateKey(.bls)), try store.add(PrivateKey(.bls)))
            func file(_ address: Address) -> String {
                "\(folder)/" + Base32.encode(Array("wallet-\(address)".utf8)).uppercased()
            }
            try File.remove(file(address))
            let manager = FileManager.default
            try manager.createSymbolicLink(atPath: file(address), withDestinationPath: file(other))
            #expect(throws: PrivateFileError.notAFile(file(address))) { try store.key(address) }
            try File.remove(file(address))
            try manager.copyItem(atPath: file(other), toPath: file(address))
            #expect(throws: KeyError.wrongName(file: file(address), holds: other)) { try store.key(address) }
            for contents in [[], Array("{".utf8), [UInt8](repeating: 32, count: 1 << 15)] {
                try File.writeAtomically(file(address), contents)
                try setMode(file(address), 0o600)
                #expect(throws: (any Error).self) { try store.key(address) }
            }
            try File.remove(file(address))
            try Directory.create(file(address))
            #expect(throws: (any Error).self) { try store.key(address) }
        }
    }

    @Test("what a killed writer left is neither a key nor in the way; a second writer is told to wait")
    func leftovers() throws {
        try scratch { folder in
            let store = KeyStore(directory: folder, network: .mainnet)
            let key = try exported(KnownKeys.all[1].export)
            let address = try key.address()
            let first = try store.add(PrivateKey(.secp256k1))
            let file = "\(folder)/" + Base32.encode(Array("wallet-\(address)".utf8)).uppercased()
            try File.writeAtomically(file + ".new", text: "{\"Type\":")
            #expect(try store.list() == [first])
            do {
                let lock = try FileLock(folder + "/.lock")
                #expect(throws: SystemError.self) { try store.add(key) }
                withExtendedLifetime(lock) {}
            }
            try store.add(key)
            #expect(try store.key(address).address() == address)
            #expect(!File.exists(file + ".new"))
        }
    }
}
