/// RFC 4648 base 32, lower case, without padding: what multibase calls `b`.
public enum Base32 {
    private static let digits = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

    /// The text of `bytes`.
    public static func encode(_ bytes: some Collection<UInt8>) -> String {
        var text: [UInt8] = []
        var pending: UInt32 = 0
        var bits = 0
        for byte in bytes {
            pending = pending << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(digits[Int(pending >> UInt32(bits) & 31)])
            }
        }
        if bits > 0 { text.append(digits[Int(pending << UInt32(5 - bits) & 31)]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of `text`, which must be canonical: no stray bits in the last digit.
    public static func decode(_ text: some StringProtocol) throws(PrimitiveError) -> [UInt8] {
        var bytes: [UInt8] = []
        var pending: UInt32 = 0
        var bits = 0
        for digit in text.utf8 {
            guard let value = digits.firstIndex(of: digit) else {
                throw PrimitiveError("base32", "'\(text.prefix(80))' has a character outside a-z and 2-7")
            }
            pending = (pending << 5 | UInt32(value)) & 0xfff
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(pending >> UInt32(bits) & 255))
            }
        }
        guard bits < 5, pending & (1 << UInt32(bits) - 1) == 0 else {
            throw PrimitiveError("base32", "'\(text.prefix(80))' is cut or not canonical")
        }
        return bytes
    }
}
