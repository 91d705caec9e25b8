public import HTTP
internal import Primitives
internal import System

/// Measures how fast a file comes from a store to another directory of the same machine, over the loopback interface,
/// beside what cannot be saved: a copy that is read back, and a SHA-256 of the bytes.
public struct TransferTrial: Sendable {
    /// Seconds that each took.
    public struct Figures: Sendable {
        /// Bytes of the file.
        public let bytes: UInt64
        /// Over HTTP: chunks with a digest each, durable, named when whole.
        public let transfer: Double
        /// To another path of the same machine, read back and durable.
        public let copy: Double
        /// SHA-256 of the file.
        public let digest: Double

        /// What cannot be saved.
        public var floor: Double { copy + digest }
    }

    /// Folder for the two paths; both are removed.
    public let folder: String
    /// Bytes of the file.
    public let bytes: UInt64

    /// A trial in an empty folder.
    public init(folder: String, bytes: UInt64) {
        self.folder = folder
        self.bytes = bytes
    }

    /// Runs it. `makeServer`: a server on a free port of the loopback interface.
    public func run(_ makeServer: (any HTTPHandler) -> HTTPServer) async throws -> Figures {
        let sector = try SectorName("s-t01000-1")
        let threads = try BlockingThreads(2)
        let (near, far) = ("\(folder)/near", "\(folder)/far")
        let file = "\(far)/\(SectorFileType.sealed.rawValue)/\(sector)"
        let bytes = bytes
        try await threads.run { _ in
            for root in [near, far] { try Directory.create("\(root)/\(SectorFileType.sealed.rawValue)") }
            var path = StoragePathFile()
            path.id = "far"
            try path.write(far)
            try Self.fill(file, bytes)
        }
        let (copy, digest) = try await threads.run { _ in
            let start = Clock.now
            _ = try FileCopy(
                source: file, target: "\(near)/copy", expected: nil, step: { _ in }, mayLink: false
            ).run()
            let middle = Clock.now
            _ = try FileDigest.whole(file)
            return (middle - start, Clock.now - middle)
        }
        let server = makeServer(
            SectorTransferService(threads: threads, stores: { ["far": far] }, authorize: { _, _ in true }))
        let port = try server.bind()
        let seconds = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            let transfer = SectorTransfer(
                sector, with: "http://127.0.0.1:\(port)", client: try HTTPClient(), threads: threads)
            let start = Clock.now
            do {
                try await transfer.fetch(.sealed, path: "far", into: near)
            } catch {
                server.stop()
                throw error
            }
            let seconds = Clock.now - start
            server.stop()
            try await group.waitForAll()
            return seconds
        }
        await threads.stop()
        return Figures(bytes: bytes, transfer: seconds, copy: copy, digest: digest)
    }

    /// Bytes that no file system can pack.
    private static func fill(_ path: String, _ bytes: UInt64) throws {
        let writer = try FileWriter(path)
        let block = Randomness.bytes(1 << 20)
        var left = bytes
        while left > 0 {
            let count = Int(min(left, UInt64(block.count)))
            try writer.write(count == block.count ? block : Array(block[..<count]))
            left -= UInt64(count)
        }
        try writer.finish()
    }
}
