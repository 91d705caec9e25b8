public import ProofEngine
internal import System

/// The bytes of a piece's file and, after them, zeros to the piece's size. A file that is not as long as it
/// was when the sector was planned is an error.
final class PieceSource: ByteSource {
    private let path: String
    private let reader: FileReader
    private var rawLeft: UInt64
    private var zerosLeft: UInt64

    init(_ input: InputRecord, pieceBytes: UInt64) throws {
        path = input.path
        reader = try FileReader(input.path)
        rawLeft = input.bytes
        zerosLeft = pieceBytes - input.bytes
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        if rawLeft > 0 {
            let want = min(buffer.count, Int(clamping: rawLeft))
            let got = try unsafe reader.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<want]))
            guard got == want else {
                throw SectorError.badPiece(path: path, why: "became shorter while it was read")
            }
            rawLeft -= UInt64(got)
            return got
        }
        let zeros = min(buffer.count, Int(clamping: zerosLeft))
        for index in 0..<zeros { unsafe buffer[index] = 0 }
        zerosLeft -= UInt64(zeros)
        return zeros
    }
}

/// A file or standard input, for CommP.
public final class StreamSource: ByteSource {
    private let reader: FileReader

    /// The file at `path`; "-" is standard input.
    public init(_ path: String) throws {
        reader = path == "-" ? FileReader(standardInput: ()) : try FileReader(path)
    }

    /// Reads the next bytes.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        try unsafe reader.read(into: buffer)
    }
}
