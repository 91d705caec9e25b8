import FoundationEssentials
internal import HTTP
internal import System

extension SectorTransferService {
    /// Takes the next chunk of a file; with the last one the file gets its name.
    func put(_ path: TransferPath, _ request: HTTPRequest) async throws -> HTTPResponse {
        guard let range = TransferField.readRange(request.header("content-range")) else {
            return .text(400, "a PUT needs 'Content-Range: bytes FIRST-LAST/TOTAL'\n")
        }
        guard let digest = request.header(TransferField.chunkDigest), digest.utf8.count == 64 else {
            return .text(400, "a PUT needs the bytes' digest in \(TransferField.chunkDigest)\n")
        }
        let isLast = range.offset + range.count == range.total
        guard range.offset % chunk == 0, isLast || range.count == chunk else {
            return .text(400, "chunks are \(chunk) bytes, and begin at multiples of that\n")
        }
        let (_, root) = try await target(request)
        let outcome = try await alone(with: path.part(root)) {
            if let refusal = try await refusal(path, root, range.offset) { return refusal }
            let taken = try await take(path.part(root), range.offset, range.count, digest, request)
            guard taken == .kept else {
                return answer(422, range.offset, "the bytes are not those that the digest is of")
            }
            guard isLast else { return answer(200, range.offset + range.count, "kept") }
            return try await complete(path, root, range.total, request.header(TransferField.digest))
        }
        return outcome ?? .text(409, "somebody else sends this file just now\n")
    }

    private func answer(_ status: Int, _ length: UInt64, _ text: String) -> HTTPResponse {
        let fields = [
            (name: TransferField.length, value: "\(length)"), (name: TransferField.chunk, value: "\(chunk)"),
        ]
        return HTTPResponse(status, headers: fields, body: .bytes(Array((text + "\n").utf8)))
    }

    /// Why a chunk at `offset` cannot be taken.
    private func refusal(_ path: TransferPath, _ root: String, _ offset: UInt64) async throws -> HTTPResponse?
    {
        let chunk = chunk
        let (isLink, isThere, length) = try await threads.run { _ in
            try (
                path.isThroughLink(root), FileStatus(path.final(root)) != nil,
                ChunkSink.soundLength(path.part(root), chunk: chunk)
            )
        }
        if isLink { return .text(403, "a link is in the way\n") }
        if isThere { return .text(409, "the file is there already\n") }
        return offset == 0 || offset == length
            ? nil : answer(409, length, "the file goes on at byte \(length)")
    }

    private func take(
        _ part: String, _ offset: UInt64, _ count: UInt64, _ digest: String, _ request: HTTPRequest
    ) async throws -> ChunkSink.Outcome {
        let sink = try await threads.run { _ in try ChunkSink(part, at: offset) }
        do {
            while let bytes = try await request.stream?.next() {
                let room = count - min(count, sink.count)
                guard UInt64(bytes.count) <= room else { break }
                try await threads.run { _ in try sink.write(bytes) }
            }
            return try await threads.run { _ in try sink.finish(count: count, digest: digest) }
        } catch {
            _ = try? await threads.run { _ in sink.abandon() }
            if let error = error as? SystemError, error.isFull {
                throw StorageError.full(path: part, needed: count)
            }
            throw error
        }
    }

    /// The file has all its bytes: it gets its name if they are the right ones.
    private func complete(
        _ path: TransferPath, _ root: String, _ total: UInt64, _ digest: String?
    ) async throws -> HTTPResponse {
        let (part, staged) = (path.part(root), path.staged(root))
        guard let digest else { return .text(400, "the last PUT needs \(TransferField.digest)\n") }
        let isRight = try await threads.run { _ in
            let record = try FileDigest.record(part)
            guard record.bytes == total, TransferField.text(record) == digest else {
                try File.remove(part)
                return false
            }
            try File.rename(part, to: staged)
            return true
        }
        return isRight
            ? answer(201, total, "complete") : answer(422, 0, "the file is not the one that the digest is of")
    }

    /// A folder whose files are all there gets its name. Asking again is no error.
    func publish(_ path: TransferPath, _ request: HTTPRequest) async throws -> HTTPResponse {
        guard let listing = try? JSONDecoder().decode(TransferListing.self, from: Data(request.body)),
            !listing.files.isEmpty, listing.files.allSatisfy({ TransferPath.isGood($0.name) })
        else { return .text(400, "a list of the folder's files is needed\n") }
        let (_, root) = try await target(request)
        let outcome = try await alone(with: path.part(root)) {
            try await threads.run { _ in try Self.publish(path, root, listing) }
        }
        return outcome ?? .text(409, "somebody else completes this folder just now\n")
    }

    private static func publish(
        _ path: TransferPath, _ root: String, _ listing: TransferListing
    ) throws -> HTTPResponse {
        if try path.isThroughLink(root) { return .text(403, "a link is in the way\n") }
        let (final, stage) = (path.base(root), temporary(path.base(root)))
        let isThere = try FileStatus(final)?.kind == .directory
        for file in listing.files {
            let places = isThere ? [final, stage] : [stage]
            let found = try places.contains { place in
                let status = try FileStatus("\(place)/\(file.name)")
                return status?.kind == .file && status?.bytes == file.bytes
            }
            guard found else { return .text(409, "\(file.name) is not complete\n") }
        }
        let names = Set(listing.files.map(\.name))
        for name in try FileStatus(stage) == nil ? [] : Directory.list(stage) {
            if !names.contains(name) {
                try File.remove("\(stage)/\(name)")
            } else if isThere, try FileStatus("\(final)/\(name)") == nil {
                try File.rename("\(stage)/\(name)", to: "\(final)/\(name)")
            }
        }
        if isThere { try Directory.remove(stage) } else { try File.rename(stage, to: final) }
        return .text(201, "complete\n")
    }

    /// Removes a sector's file or folder, and what is unfinished of it.
    func delete(_ path: TransferPath, _ request: HTTPRequest) async throws -> HTTPResponse {
        guard path.file == nil else { return .text(405, "a folder is removed as a whole\n") }
        let (_, root) = try await target(request)
        return try await threads.run { _ in
            if try path.isThroughLink(root) { return .text(403, "a link is in the way\n") }
            try StoredFiles.remove(root, path.type, path.sector)
            let rest = temporary(path.base(root))
            if try FileStatus(rest)?.kind == .directory {
                try Directory.remove(rest)
            } else {
                try File.remove(rest)
            }
            return .text(200, "removed\n")
        }
    }
}
