internal import ProofEngine

/// Inputs that vector files name by a string instead of spelling them out.
enum VectorInputs {
    /// SHA-256 of `quarry-vector:` followed by `name`.
    static func hash(_ name: String) -> [UInt8] { SHA256Digest.hash(Array("quarry-vector:\(name)".utf8)) }
}

/// The data of a seed string: hash(seed:0), hash(seed:1) … cut to a length.
final class VectorStream: ByteSource {
    private let prefix: [UInt8]
    private let length: UInt64
    private var position: UInt64 = 0
    private var block: [UInt8] = []

    init(_ seed: String, length: UInt64) {
        prefix = Array("quarry-vector:\(seed):".utf8)
        self.length = length
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let wanted = Int(min(UInt64(buffer.count), length - position))
        var filled = 0
        while filled < wanted {
            let skip = Int(position % 32)
            if skip == 0 || block.isEmpty { block = SHA256Digest.hash(prefix + decimal(position / 32)) }
            let part = min(32 - skip, wanted - filled)
            for index in 0..<part { unsafe buffer[filled + index] = block[skip + index] }
            filled += part
            position += UInt64(part)
        }
        return wanted
    }

    /// All of it.
    static func bytes(_ seed: String, length: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: length)
        let stream = VectorStream(seed, length: UInt64(length))
        unsafe bytes.withUnsafeMutableBytes { buffer in _ = unsafe stream.read(into: buffer) }
        return bytes
    }

    private func decimal(_ number: UInt64) -> [UInt8] {
        var rest = number
        var digits: [UInt8] = []
        repeat {
            digits.append(48 + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        return digits.reversed()
    }
}
