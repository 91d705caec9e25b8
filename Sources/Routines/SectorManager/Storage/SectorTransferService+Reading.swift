import FoundationEssentials
internal import HTTP
internal import Primitives
internal import ProofEngine
internal import System

extension SectorTransferService {
    /// What a request to read found.
    private enum Found: Sendable {
        case file(path: String, bytes: UInt64)
        case folder(TransferListing)
        /// An upload that goes on at this length.
        case part(UInt64)
        case link
        case nothing
    }

    func read(_ path: TransferPath, _ request: HTTPRequest) async throws -> HTTPResponse {
        let roots = try await roots(request)
        let chunk = chunk
        let found = try await threads.run { _ in try Self.find(path, roots, chunk) }
        switch found {
        case .nothing:
            var answer = HTTPResponse.text(404, "there is no such file here\n")
            answer.headers.append((TransferField.chunk, "\(chunk)"))
            return answer
        case .link: return .text(403, "a link is in the way\n")
        case .part(let length):
            guard request.method == "HEAD" else { return .text(404, "the file is not complete here\n") }
            return HTTPResponse(200, headers: fields(length, isComplete: false))
        case .folder(let listing):
            let body = request.method == "HEAD" ? [] : Array(try JSONEncoder().encode(listing))
            let fields = fields(UInt64(listing.files.count), isComplete: true)
            return HTTPResponse(
                200, headers: fields + [("content-type", "application/json")], body: .bytes(body))
        case .file(let path, let bytes): return try await answer(path, bytes, request)
        }
    }

    private func fields(_ length: UInt64, isComplete: Bool) -> [(name: String, value: String)] {
        [
            (TransferField.length, "\(length)"), (TransferField.complete, "\(isComplete)"),
            (TransferField.chunk, "\(chunk)"),
        ]
    }

    private static func find(_ path: TransferPath, _ roots: [String], _ chunk: UInt64) throws -> Found {
        for root in roots {
            if try path.isThroughLink(root) { return .link }
            let final = path.final(root)
            guard let status = try FileStatus(final) else { continue }
            if path.type.isFolder, path.file == nil {
                guard status.kind == .directory else { continue }
                let files = try StoredFiles.list(final, path.type).filter { TransferPath.isGood($0.name) }
                return .folder(TransferListing(files: files.map { .init(name: $0.name, bytes: $0.bytes) }))
            }
            if status.kind == .file { return .file(path: final, bytes: status.bytes) }
        }
        for root in roots {
            if path.file != nil, let status = try FileStatus(path.staged(root)), status.kind == .file {
                return .file(path: path.staged(root), bytes: status.bytes)
            }
            if try FileStatus(path.part(root))?.kind == .file {
                return .part(try ChunkSink.soundLength(path.part(root), chunk: chunk))
            }
        }
        return .nothing
    }

    private func answer(_ path: String, _ bytes: UInt64, _ request: HTTPRequest) async throws -> HTTPResponse
    {
        var fields = fields(bytes, isComplete: true)
        guard request.method == "GET" else {
            let record = try await record(path)
            fields.append((TransferField.digest, TransferField.text(record)))
            return HTTPResponse(200, headers: fields)
        }
        if case .part(let offset, let count) = HTTPByteRange.read(request.header("range"), size: bytes),
            count <= chunk
        {
            // The digest is of what the disk has now; the bytes themselves are sent from the same pages.
            let digest = try await threads.run { _ in
                FileDigest.text(SHA256Digest.hash(try FileReader(path).read(at: offset, count: Int(count))))
            }
            fields.append((TransferField.chunkDigest, digest))
        }
        return HTTPByteRange.answer(request.header("range"), size: bytes, path: path, headers: fields)
    }

    /// The file's digest, remembered while its size and times stay.
    func record(_ path: String) async throws -> FileRecord {
        let digests = digests
        return try await threads.run { _ in
            guard let status = try FileStatus(path) else {
                throw SectorError.damaged(path: path, what: "is missing")
            }
            if let known = digests.withLock({ $0[path] }), known.status == status { return known.record }
            let record = try FileDigest.record(path)
            digests.withLock { known in
                if known.count >= 1024 { known.removeAll() }
                known[path] = (status, record)
            }
            return record
        }
    }
}

extension FileDigest {
    /// As `record(_:in:)`, of a file that has no place in a layout: its name is its path.
    static func record(_ path: String) throws -> FileRecord {
        let layout = SectorLayout(root: "/", name: .init(miner: .init(id: 0), number: 0))
        return try record(path, in: layout)
    }
}
