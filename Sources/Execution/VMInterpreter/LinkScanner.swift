import IPLD
import Primitives

/// Finds the links of a block, as the reference scans it: item by item, whatever their depth, at a price.
enum LinkScanner {
    /// What a scan came to.
    struct Result {
        var links: [CID] = []
        var gas: UInt64 = 0
        var error: ExecutionError?
    }

    /// Scans a block of a codec with so much gas left. The gas is to be charged even where there is an error.
    static func scan(_ codec: UInt64, _ block: [UInt8], available: UInt64) -> Result {
        var scan = Scan(available: available)
        do {
            try scan.block(codec, block)
        } catch {
            scan.result.error = error
        }
        return scan.result
    }

    /// The links of a block of one's own making, without a price.
    static func links(in block: [UInt8]) throws -> [CID] {
        let result = scan(CID.Codec.dagCBOR, block, available: .max)
        if let error = result.error { throw error }
        return result.links
    }

    /// Codecs that actors may use.
    static let allowed: Set<UInt64> = [CID.Codec.cbor, CID.Codec.dagCBOR, CID.Codec.raw]
    private static let ignored: Set<UInt64> = [CID.Codec.commitmentUnsealed, CID.Codec.commitmentSealed]

    private struct Scan {
        let available: UInt64
        var result = Result()

        init(available: UInt64) { self.available = available }

        mutating func charge(_ gas: UInt64) throws(ExecutionError) {
            guard available - result.gas >= gas else {
                result.gas = available
                throw .outOfGas
            }
            result.gas += gas
        }

        mutating func block(_ codec: UInt64, _ bytes: [UInt8]) throws(ExecutionError) {
            switch codec {
            case CID.Codec.dagCBOR: try items(bytes)
            case CID.Codec.raw, CID.Codec.cbor: return
            default: throw .syscall(.illegalCodec, "codec \(codec) is not allowed")
            }
        }

        private mutating func items(_ bytes: [UInt8]) throws(ExecutionError) {
            var rest = Cursor(bytes)
            var remaining: UInt64 = 1
            while remaining > 0 {
                remaining -= 1
                try charge(PriceList.scanField)
                let (major, argument) = try rest.head()
                switch major {
                case 2, 3: try rest.skip(argument)
                case 4: remaining = try Self.sum(remaining, argument)
                case 5: remaining = try Self.sum(remaining, Self.sum(argument, argument))
                case 6:
                    if argument == 42 { try link(&rest) } else { remaining += 1 }
                default: break
                }
            }
            guard rest.count == 0 else {
                throw .syscall(.serialization, "\(rest.count) bytes after the block")
            }
        }

        private mutating func link(_ rest: inout Cursor) throws(ExecutionError) {
            try charge(PriceList.scanCID)
            let (major, count) = try rest.head()
            guard major == 2, count <= UInt64(rest.count), count > 0, rest.next == 0 else {
                throw .syscall(.serialization, "a link is no byte string with a CID")
            }
            var content = rest.take(Int(count)).dropFirst()
            let cid: CID
            do {
                cid = try CID(reading: &content)
            } catch {
                throw .syscall(.serialization, "invalid CID: \(error)")
            }
            guard content.isEmpty else { throw .syscall(.serialization, "a CID with bytes behind it") }
            try visit(cid)
        }

        private mutating func visit(_ cid: CID) throws(ExecutionError) {
            if LinkScanner.ignored.contains(cid.codec) { return }
            guard LinkScanner.allowed.contains(cid.codec) else {
                throw .syscall(.notFound, "a link to forbidden codec \(cid.codec)")
            }
            if cid.hashCode == CID.HashCode.identity { return try block(cid.codec, cid.digest.bytes) }
            guard cid.hashCode == CID.HashCode.blake2b256, cid.digest.count == 32 else {
                throw .syscall(.notFound, "a link with forbidden hash function \(cid.hashCode)")
            }
            result.links.append(cid)
        }

        private static func sum(_ a: UInt64, _ b: UInt64) throws(ExecutionError) -> UInt64 {
            let (sum, overflow) = a.addingReportingOverflow(b)
            guard !overflow else { throw .syscall(.serialization, "too many items") }
            return sum
        }
    }

    /// A place in a block.
    private struct Cursor {
        private let bytes: [UInt8]
        private var position = 0

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        var count: Int { bytes.count - position }
        var next: UInt8? { position < bytes.count ? bytes[position] : nil }

        /// Major type and argument of an item.
        mutating func head() throws(ExecutionError) -> (major: UInt8, argument: UInt64) {
            guard let first = next else { throw Self.cut }
            position += 1
            let low = first & 31
            guard low >= 24 else { return (first >> 5, UInt64(low)) }
            guard low <= 27, count >= 1 << Int(low - 24) else { throw Self.cut }
            var argument: UInt64 = 0
            for _ in 0..<1 << Int(low - 24) {
                argument = argument << 8 | UInt64(bytes[position])
                position += 1
            }
            return (first >> 5, argument)
        }

        mutating func skip(_ count: UInt64) throws(ExecutionError) {
            guard count <= UInt64(self.count) else { throw Self.cut }
            position += Int(count)
        }

        /// So many bytes, which must be there.
        mutating func take(_ count: Int) -> ArraySlice<UInt8> {
            defer { position += count }
            return bytes[position..<position + count]
        }

        private static let cut = ExecutionError.syscall(.serialization, "invalid CBOR header")
    }
}
