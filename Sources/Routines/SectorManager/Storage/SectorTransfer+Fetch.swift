import FoundationEssentials
internal import HTTP
internal import Primitives
internal import ProofEngine
internal import Scheduler
internal import System

extension SectorTransfer {
    /// Brings a file or folder here, under its final name once it is whole.
    public func fetch(_ type: SectorFileType, path id: String, into root: String) async throws {
        let whole = TransferPath(type, sector, nil)
        guard type.isFolder else { return try await fetch(whole, id, root) }
        let url = url(whole, id)
        let answer = try await ask(HTTPClientRequest("GET", url), accepts: [200])
        guard let listing = try? JSONDecoder().decode(TransferListing.self, from: Data(answer.body)),
            listing.files.count <= 4096, listing.files.allSatisfy({ TransferPath.isGood($0.name) })
        else { throw TransferError.senseless(url: url, what: "its list of files cannot be read") }
        for file in listing.files { try await fetch(TransferPath(type, sector, file.name), id, root) }
        try await threads.run { _ in
            let (stage, final) = (temporary(whole.base(root)), whole.base(root))
            guard try FileStatus(stage) != nil else { return try Directory.create(final) }
            guard try FileStatus(final) != nil else { return try File.rename(stage, to: final) }
            for file in listing.files where try FileStatus("\(stage)/\(file.name)") != nil {
                try File.rename("\(stage)/\(file.name)", to: "\(final)/\(file.name)")
            }
            try Directory.remove(stage)
        }
    }

    private func fetch(_ path: TransferPath, _ id: String, _ root: String) async throws {
        let url = url(path, id)
        let head = try await head(path, id)
        guard head.isComplete, let digest = head.digest else {
            throw TransferError.missing(url: url)
        }
        for _ in 0..<2 {
            if try await isHere(path, root, digest) { return }
            var offset = try await threads.run { _ in
                let sound = try ChunkSink.soundLength(path.part(root), chunk: head.chunk)
                return sound <= head.length ? sound : 0
            }
            repeat {
                let count = min(head.chunk, head.length - offset)
                try await fetchChunk(path, id, root, offset, count)
                offset += count
                report(JobProgress(stage: "fetching", done: offset, total: head.length))
            } while offset < head.length
            if try await complete(path, root, digest) { return }
        }
        throw TransferError.garbled(url: url, what: "the file is not the one that its digest is of")
    }

    private func isHere(_ path: TransferPath, _ root: String, _ digest: String) async throws -> Bool {
        try await threads.run { _ in
            if try path.isThroughLink(root) {
                throw StorageError.badCopy(path: path.final(root), what: "a link is in the way")
            }
            for place in [path.final(root), path.staged(root)] where try FileStatus(place)?.kind == .file {
                if try TransferField.text(FileDigest.record(place)) == digest { return true }
                try File.remove(place)
            }
            return false
        }
    }

    /// One chunk, fetched until it is what its digest says.
    private func fetchChunk(
        _ path: TransferPath, _ id: String, _ root: String, _ offset: UInt64, _ count: UInt64
    ) async throws {
        let part = path.part(root)
        if count == 0 {
            _ = try await threads.run { _ in try ChunkSink(part, at: 0) }
            return
        }
        let url = url(path, id)
        let range = (name: "range", value: "bytes=\(offset)-\(offset + count - 1)")
        for attempt in 0...retries {
            let request = HTTPClientRequest("GET", url, headers: [range])
            let answer = try await ask(request, accepts: [206], limit: Int(count) + 1)
            if answer.body.count == Int(count), let digest = answer.header(TransferField.chunkDigest),
                try await keep(answer.body, part, offset, digest) == .kept
            {
                return
            }
            await Clock.sleep(seconds: pause * Double(attempt))
        }
        throw TransferError.garbled(
            url: url, what: "bytes from \(offset) on are not those that their digest is of")
    }

    private func keep(
        _ bytes: [UInt8], _ part: String, _ offset: UInt64, _ digest: String
    ) async throws -> ChunkSink.Outcome {
        try await threads.run { _ in
            do {
                let sink = try ChunkSink(part, at: offset)
                try sink.write(bytes)
                return try sink.finish(count: UInt64(bytes.count), digest: digest)
            } catch let error as SystemError where error.isFull {
                try File.remove(part)
                throw StorageError.full(path: part, needed: UInt64(bytes.count))
            }
        }
    }

    /// The file's digest decides whether it gets its name; a wrong one goes.
    private func complete(_ path: TransferPath, _ root: String, _ digest: String) async throws -> Bool {
        try await threads.run { _ in
            let part = path.part(root)
            guard try TransferField.text(FileDigest.record(part)) == digest else {
                try File.remove(part)
                return false
            }
            try File.rename(part, to: path.staged(root))
            return true
        }
    }
}
