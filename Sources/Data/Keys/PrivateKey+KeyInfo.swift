internal import CSodium

/// Lotus's form of a key: `{"Type":"bls","PrivateKey":"<base64>"}` in its key files; the hexadecimal text of that is
/// what `lotus wallet export` prints.
extension PrivateKey {
    /// Longest text that is read.
    public static let keyInfoLimit = 1 << 14

    /// The JSON, as a key file has it.
    public func keyInfo() throws -> SecretBytes {
        let head = Array(#"{"Type":"\#(type.rawValue)","PrivateKey":""#.utf8)
        let tail = Array("\"}".utf8)
        let base64 = (secret.count + 2) / 3 * 4
        // C ends the text with a zero, which the tail then overwrites.
        return try SecretBytes(capacity: head.count + base64 + tail.count) { space in
            space.write(head, at: 0)
            secret.withBytes { bytes in
                unsafe (space.pointer + head.count).withMemoryRebound(to: CChar.self, capacity: base64 + 1) {
                    _ = unsafe sodium_bin2base64(
                        $0, base64 + 1, bytes.pointer, bytes.count, sodium_base64_VARIANT_ORIGINAL)
                }
            }
            space.write(tail, at: head.count + base64)
            return head.count + base64 + tail.count
        }
    }

    /// The hexadecimal text, without an end of line.
    public func keyInfoHex() throws -> SecretBytes {
        let json = try keyInfo()
        return try SecretBytes(capacity: 2 * json.count + 1) { space in
            json.withBytes { bytes in
                unsafe space.pointer.withMemoryRebound(to: CChar.self, capacity: space.count) {
                    _ = unsafe sodium_bin2hex($0, space.count, bytes.pointer, bytes.count)
                }
            }
            return 2 * json.count
        }
    }

    /// From the JSON or its hexadecimal text, with blanks around it.
    public init(keyInfo text: SecretBytes) throws {
        self = try text.withBytes { bytes in
            let blanks = Array(" \t\r\n".utf8)
            let places = 0..<bytes.count
            guard let first = places.first(where: { !blanks.contains(bytes[$0]) }),
                let last = places.last(where: { !blanks.contains(bytes[$0]) })
            else { throw KeyError.malformedKeyInfo("it is empty") }
            let plain = bytes[first..<last + 1]
            if plain[0] == UInt8(ascii: "{") { return try Self.read(plain) }
            let json = try SecretBytes(capacity: plain.count / 2) { space in
                let count = Self.decode(plain) { text, count in
                    unsafe sodium_hex2bin(
                        space.pointer, space.count, text.pointer, plain.count, nil, &count, nil)
                }
                guard let count, 2 * count == plain.count else {
                    throw KeyError.malformedKeyInfo("it is neither hexadecimal nor JSON")
                }
                return count
            }
            return try json.withBytes { try Self.read($0) }
        }
    }

    /// Runs one of libsodium's decoders over a text; nil if it is none of the sort.
    private static func decode(
        _ text: SecretView, _ body: (TextPointer, inout Int) -> Int32
    ) -> Int? {
        var count = 0
        let status = unsafe text.pointer.withMemoryRebound(to: CChar.self, capacity: text.count) {
            body(unsafe TextPointer(pointer: $0), &count)
        }
        return status == 0 ? count : nil
    }

    /// A text as C has it.
    @safe
    private struct TextPointer {
        let pointer: UnsafePointer<CChar>
    }

    private static func read(_ json: SecretView) throws -> PrivateKey {
        let info = try KeyInfoReader.read(json)
        guard let type = KeyType(rawValue: info.type) else { throw KeyError.unsupportedType(info.type) }
        let text = json[info.secret]
        let secret = try SecretBytes(capacity: text.count) { space in
            let count = decode(text) { text, count in
                unsafe sodium_base642bin(
                    space.pointer, space.count, text.pointer, info.secret.count, nil, &count, nil,
                    sodium_base64_VARIANT_ORIGINAL)
            }
            guard let count else { throw KeyError.malformedKeyInfo("its PrivateKey is no base64") }
            return count
        }
        return try PrivateKey(type, secret: secret)
    }
}

/// Reads the two members of a key's JSON without copying the secret one. Escapes are refused: neither member needs
/// any.
struct KeyInfoReader {
    let type: String
    /// Where the base64 of the secret is.
    let secret: Range<Int>

    private static let names = ["bls": "bls", "secp256k1": "secp256k1", "1": "secp256k1", "2": "bls"]

    static func read(_ json: SecretView) throws(KeyError) -> KeyInfoReader {
        var place = 0
        var type: Range<Int>?
        var secret: Range<Int>?
        func fault(_ why: String) -> KeyError { .malformedKeyInfo(why) }
        func skipBlanks() {
            while place < json.count, [0x20, 0x09, 0x0a, 0x0d].contains(json[place]) { place += 1 }
        }
        func take(_ sign: Unicode.Scalar) -> Bool {
            skipBlanks()
            guard place < json.count, json[place] == UInt8(ascii: sign) else { return false }
            place += 1
            return true
        }
        func string() throws(KeyError) -> Range<Int> {
            guard take("\"") else { throw fault("its JSON has no text where one must be") }
            let start = place
            while place < json.count, json[place] != UInt8(ascii: "\"") {
                guard json[place] != UInt8(ascii: "\\") else { throw fault("its JSON has an escape") }
                place += 1
            }
            guard place < json.count else { throw fault("its JSON ends early") }
            place += 1
            return start..<place - 1
        }
        /// Old files have a digit for the type.
        func stringOrDigit() throws(KeyError) -> Range<Int> {
            skipBlanks()
            guard place < json.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(json[place])
            else { return try string() }
            place += 1
            return place - 1..<place
        }
        func text(_ range: Range<Int>) -> String { String(decoding: range.map { json[$0] }, as: UTF8.self) }

        guard take("{") else { throw fault("its JSON is no object") }
        repeat {
            let name = text(try string())
            guard take(":") else { throw fault("its JSON has no ':' behind a name") }
            switch name {
            case "Type" where type == nil: type = try stringOrDigit()
            case "PrivateKey" where secret == nil: secret = try string()
            default: throw fault("its JSON has other members than one Type and one PrivateKey")
            }
        } while take(",")
        guard take("}") else { throw fault("its JSON does not end where it should") }
        skipBlanks()
        guard place == json.count else { throw fault("something follows its JSON") }
        guard let type, let secret else { throw fault("its JSON lacks Type or PrivateKey") }
        let name = String(text(type).prefix(40))
        return KeyInfoReader(type: names[name] ?? name, secret: secret)
    }
}
