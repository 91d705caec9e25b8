internal import CCrypto
internal import System

/// SHA-256 of bytes that come in pieces.
public struct SHA256Digest: Sendable {
    private var context = qr_sha256_t()

    /// Of nothing yet.
    public init() { unsafe qr_sha256_init(&context) }

    /// Adds bytes.
    public mutating func update(_ bytes: [UInt8]) {
        unsafe bytes.withUnsafeBytes { unsafe qr_sha256_update(&context, $0.baseAddress, $0.count) }
    }

    /// Adds the first `count` bytes.
    public mutating func update(_ bytes: [UInt8], count: Int) {
        let count = min(count, bytes.count)
        unsafe bytes.withUnsafeBytes { unsafe qr_sha256_update(&context, $0.baseAddress, count) }
    }

    /// The 32-byte digest of what was added; more may be added and asked for after.
    public func digest() -> [UInt8] {
        var copy = context
        var out = [UInt8](repeating: 0, count: 32)
        unsafe qr_sha256_final(&copy, &out)
        return out
    }

    /// Of one run of bytes.
    public static func hash(_ bytes: [UInt8]) -> [UInt8] {
        var context = SHA256Digest()
        context.update(bytes)
        return context.digest()
    }

    /// Of all bytes of a file.
    public static func hash(file path: String) throws -> [UInt8] {
        let reader = try FileReader(path)
        var context = SHA256Digest()
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let got = try unsafe buffer.withUnsafeMutableBytes { try unsafe reader.read(into: $0) }
            if got == 0 { return context.digest() }
            context.update(buffer, count: got)
        }
    }
}
