internal import CCrypto
internal import COpenSSL
import IPLD
import Primitives

/// The hash functions that actors may ask for, by multicodec.
enum HashFunction {
    static func digest(_ function: UInt64, _ input: [UInt8]) -> [UInt8]? {
        switch function {
        case 0x12: return SHA2.sha256(input)
        case 0xb220: return Blake2b.hash(input)
        case 0xb240: return Blake2b.hash(input, count: 64)
        case 0x1b:
            var digest = [UInt8](repeating: 0, count: 32)
            unsafe qr_keccak256_hash(&digest, input, input.count)
            return digest
        case 0x1053:
            var digest = [UInt8](repeating: 0, count: 20)
            unsafe quarry_ripemd160(&digest, input, input.count)
            return digest
        default: return nil
        }
    }
}
