/// Unsigned LEB128, as multiformats and ID addresses use it: seven bits a byte, low bits first.
public enum Varint {
    /// The shortest encoding of `value`: 1 to 10 bytes.
    public static func encode(_ value: UInt64) -> [UInt8] {
        var bytes: [UInt8] = []
        append(value, to: &bytes)
        return bytes
    }

    /// Bytes of the shortest encoding.
    static func count(_ value: UInt64) -> Int { max(1, (70 - value.leadingZeroBitCount) / 7) }

    /// Puts the shortest encoding behind `bytes`.
    static func append(_ value: UInt64, to bytes: inout [UInt8]) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7f) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// Reads one number, moves `bytes` behind it. Over-long forms and values past 64 bits are refused.
    public static func decode(_ bytes: inout ArraySlice<UInt8>) throws(PrimitiveError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while let byte = bytes.popFirst() {
            guard shift < 63 || (shift == 63 && byte <= 1) else {
                throw PrimitiveError("varint", "does not fit 64 bits")
            }
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 {
                guard byte != 0 || shift == 0 else {
                    throw PrimitiveError("varint", "is not the shortest form")
                }
                return value
            }
            shift += 7
        }
        throw PrimitiveError("varint", "ends early")
    }
}
