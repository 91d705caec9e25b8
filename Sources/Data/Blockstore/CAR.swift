internal import IPLD
public import Primitives
public import System

/// Why a CAR file cannot be read.
public enum CARError: ExplainedError, Hashable {
    /// It ends inside a header, a length or a block.
    case cut(at: UInt64)
    /// Its header is not one.
    case header(String)
    /// A section is longer than any block, or shorter than its CID.
    case section(at: UInt64, String)
    /// A block does not hash to its CID.
    case wrongHash(CID, at: UInt64)
    /// A block's CID names a hash function that is not known here.
    case unknownHash(UInt64, at: UInt64)

    /// What is wrong.
    public var sentence: String {
        switch self {
        case .cut(let place): "the CAR file ends too early, at byte \(place)"
        case .header(let why): "the CAR file's header \(why)"
        case .section(let place, let why): "the CAR file has a section at byte \(place) that \(why)"
        case .wrongHash(let cid, let place): "the CAR file's block at byte \(place) is not \(cid)"
        case .unknownHash(let code, let place):
            "the CAR file's block at byte \(place) has a CID with hash function \(code), which is not known here"
        }
    }

    /// What to do about it.
    public var remedy: String { "fetch or copy the file again, and compare its digest with its source's" }
}

/// Reads a CAR file (version 1, or the version 1 inside a version 2) from front to back.
public struct CARReader {
    /// Longest header or block that is read.
    public static let maxSection: UInt64 = 64 << 20

    /// What the file is about.
    public let roots: [CID]
    /// 1 or 2.
    public let version: Int
    private var input: ByteReader
    /// Where the data end (version 2), or nil for the end of the file.
    private let end: UInt64?

    /// Reads the header from `read`, which gives up to so many bytes and none at the end.
    public init(_ read: @escaping (Int) throws -> [UInt8]) throws {
        var input = ByteReader(read)
        var end: UInt64?
        var header = try Self.header(&input)
        if header.version == 2 {
            end = try Self.version2(&input)
            header = try Self.header(&input)
            guard header.version == 1 else {
                throw CARError.header("names version \(header.version) inside version 2")
            }
        }
        guard header.version == 1 else { throw CARError.header("names version \(header.version)") }
        guard !header.roots.isEmpty else { throw CARError.header("has no roots") }
        guard Set(header.roots).count == header.roots.count else {
            throw CARError.header("names a root twice")
        }
        roots = header.roots
        version = end == nil ? 1 : 2
        self.input = input
        self.end = end
    }

    /// A file in memory.
    public init(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        try self.init { count in
            defer { rest = rest.dropFirst(count) }
            return Array(rest.prefix(count))
        }
    }

    /// The next block, its hash checked; nil at the end.
    public mutating func next() throws -> (cid: CID, block: [UInt8])? {
        if let end, input.position >= end { return nil }
        let start = input.position
        // Version 2 says where its data end.
        guard let length = try input.varint(orEnd: end == nil) else { return nil }
        guard length <= Self.maxSection else { throw CARError.section(at: start, "has \(length) bytes") }
        let section = try input.take(Int(length))
        var rest = section[...]
        let cid: CID
        do {
            cid = try CID(reading: &rest)
        } catch {
            throw CARError.section(at: start, "has no CID: \(error)")
        }
        let block = Array(rest)
        guard try cid.matches(block, at: start) else { throw CARError.wrongHash(cid, at: start) }
        return (cid, block)
    }

    private static func header(_ input: inout ByteReader) throws -> (version: UInt64, roots: [CID]) {
        guard let length = try input.varint(orEnd: false), length <= maxSection else {
            throw CARError.header("is longer than anything real")
        }
        let bytes = try input.take(Int(length))
        do {
            var reader = CBORReader(bytes)
            guard case .map(let pairs) = try IPLDValue(from: &reader) else {
                throw CBORError.invalid("no map")
            }
            try reader.finish()
            var (version, roots): (UInt64?, [CID]) = (nil, [])
            for (key, value) in pairs {
                switch (key, value) {
                case ("version", .unsigned(let number)): version = number
                case ("roots", .array(let items)):
                    roots = try items.map { item throws(CBORError) in
                        guard case .link(let cid) = item else { throw .badLink }
                        return cid
                    }
                default: throw CBORError.invalid("unknown field \(key)")
                }
            }
            guard let version else { throw CBORError.invalid("no version") }
            // Version 2 begins with a header that has a version alone.
            guard version != 2 || pairs.count == 1 else { throw CBORError.invalid("version 2 with roots") }
            return (version, roots)
        } catch let error as CBORError {
            throw CARError.header("is malformed (\(error))")
        }
    }

    /// Passes over the characteristics of version 2 and what is before the data; where the data end.
    private static func version2(_ input: inout ByteReader) throws -> UInt64 {
        let fixed = try input.take(40)
        func number(_ offset: Int) -> UInt64 {
            (0..<8).reduce(0) { $0 | UInt64(fixed[offset + $1]) << UInt64($1 * 8) }
        }
        let (offset, size) = (number(16), number(24))
        let (end, overflow) = offset.addingReportingOverflow(size)
        guard offset >= input.position, !overflow else { throw CARError.header("has its data at \(offset)") }
        while input.position < offset { _ = try input.take(Int(min(1 << 20, offset - input.position))) }
        return end
    }
}

/// Writes a CAR file of version 1.
public struct CARWriter {
    private let write: ([UInt8]) throws -> Void

    /// Writes the header through `write`.
    public init(roots: [CID], _ write: @escaping ([UInt8]) throws -> Void) throws {
        self.write = write
        var header = CBORWriter()
        header.map(2)
        header.text("roots")
        header.array(roots.count)
        for root in roots { header.link(root) }
        header.text("version")
        header.unsigned(1)
        try write(Varint.encode(UInt64(header.bytes.count)) + header.bytes)
    }

    /// Writes a block.
    public func append(_ cid: CID, _ block: [UInt8]) throws {
        let name = cid.bytes
        try write(Varint.encode(UInt64(name.count + block.count)) + name + block)
    }
}

extension CID {
    /// Whether a block hashes to this CID. `place` is named where the hash function is not known.
    public func matches(_ block: [UInt8], at place: UInt64) throws(CARError) -> Bool {
        switch hashCode {
        case HashCode.identity: digest.bytes == block
        case HashCode.sha256: digest.bytes == SHA2.sha256(block)
        case HashCode.blake2b256: digest.bytes == Blake2b.hash(block)
        default: throw .unknownHash(hashCode, at: place)
        }
    }
}

/// Bytes from front to back, in pieces of any size.
private struct ByteReader {
    private let read: (Int) throws -> [UInt8]
    private var buffer: [UInt8] = []
    private var offset = 0
    private(set) var position: UInt64 = 0

    init(_ read: @escaping (Int) throws -> [UInt8]) { self.read = read }

    /// Exactly so many bytes; what is asked for is never reserved before it is there.
    mutating func take(_ count: Int) throws -> [UInt8] {
        var result: [UInt8] = []
        while result.count < count {
            if offset == buffer.count {
                buffer = try read(1 << 18)
                offset = 0
                guard !buffer.isEmpty else { throw CARError.cut(at: position) }
            }
            let part = min(count - result.count, buffer.count - offset)
            result.append(contentsOf: buffer[offset..<offset + part])
            offset += part
            position += UInt64(part)
        }
        return result
    }

    /// A length; nil at the end, where that may be.
    mutating func varint(orEnd: Bool) throws -> UInt64? {
        var bytes: [UInt8] = []
        repeat {
            do {
                bytes += try take(1)
            } catch CARError.cut(let place) {
                if bytes.isEmpty, orEnd { return nil }
                throw CARError.cut(at: place)
            }
        } while bytes.count < 10 && bytes.last.map { $0 >= 0x80 } == true
        var rest = bytes[...]
        do {
            return try Varint.decode(&rest)
        } catch {
            throw CARError.section(at: position, "has a malformed length")
        }
    }
}
