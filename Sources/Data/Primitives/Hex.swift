/// Lower-case hexadecimal text of bytes, first byte first.
public enum Hex {
    private static let digits = Array("0123456789abcdef".utf8)

    /// Two digits a byte.
    public static func encode(_ bytes: some Collection<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of `text`; an optional `0x` in front, either case of digits. `subject` names the value in an
    /// error.
    public static func decode(_ text: String, subject: String = "hex") throws(PrimitiveError) -> [UInt8] {
        var digits = Array(text.utf8)
        if digits.starts(with: Array("0x".utf8)) { digits.removeFirst(2) }
        guard digits.count.isMultiple(of: 2) else {
            throw PrimitiveError(subject, "\(digits.count) hex digits make no whole number of bytes")
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = value(digits[index]), let low = value(digits[index + 1]) else {
                throw PrimitiveError(subject, "'\(text.prefix(80))' is not hexadecimal")
            }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    /// As `decode`, for exactly `count` bytes.
    public static func decode(_ text: String, count: Int, subject: String) throws(PrimitiveError) -> [UInt8] {
        let bytes = try decode(text, subject: subject)
        guard bytes.count == count else {
            throw PrimitiveError(
                subject, "needs \(count) bytes (\(count * 2) hex digits), but \(bytes.count) were given")
        }
        return bytes
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
