import FoundationEssentials
internal import HTTP
internal import Primitives
internal import ProofEngine
internal import Scheduler
internal import System

extension SectorTransfer {
    /// Brings a file or folder from here to a path of the other store; it has its final name there afterwards.
    public func send(_ type: SectorFileType, from root: String, path id: String) async throws {
        let whole = TransferPath(type, sector, nil)
        guard type.isFolder else { return try await send(whole, root, id) }
        let files = try await threads.run { _ in
            try StoredFiles.list(whole.base(root), type).map {
                TransferListing.Entry(name: $0.name, bytes: $0.bytes)
            }
        }
        for file in files {
            guard TransferPath.isGood(file.name) else {
                throw SectorError.damaged(
                    path: "\(whole.base(root))/\(file.name)", what: "has a name that is no file of ours")
            }
            try await send(TransferPath(type, sector, file.name), root, id)
        }
        let list = Array(try JSONEncoder().encode(TransferListing(files: files)))
        _ = try await ask(HTTPClientRequest("POST", url(whole, id), body: .bytes(list)), accepts: [201])
    }

    private func send(_ path: TransferPath, _ root: String, _ id: String) async throws {
        let (url, source) = (url(path, id), path.final(root))
        let record = try await threads.run { _ in try FileDigest.record(source) }
        let digest = TransferField.text(record)
        for failures in 0...retries {
            let head = try await head(path, id)
            if head.isComplete {
                guard head.digest == digest else {
                    throw TransferError.refused(url: url, status: 409, text: "another file is there")
                }
                return
            }
            if try await send(path, source, id, head, record) { return }
            await Clock.sleep(seconds: pause * Double(failures))
        }
        throw TransferError.garbled(url: url, what: "what arrives is not what is sent")
    }

    /// Sends from where the other side is; false if what arrived was wrong, or it is elsewhere by now.
    private func send(
        _ path: TransferPath, _ source: String, _ id: String, _ head: Head, _ record: FileRecord
    ) async throws -> Bool {
        var offset = min(head.length, record.bytes)
        // All bytes but no name: the last chunk again.
        if offset == record.bytes, offset > 0 { offset = (offset - 1) / head.chunk * head.chunk }
        repeat {
            let (place, count) = (offset, min(head.chunk, record.bytes - offset))
            let bytes = try await threads.run { _ in
                count == 0 ? [] : try FileReader(source).read(at: place, count: Int(count))
            }
            guard bytes.count == Int(count) else {
                throw SectorError.damaged(path: source, what: "became shorter while it was sent")
            }
            switch try await put(path, id, offset, bytes, record).status {
            case 201: return true
            case 200: offset += count
            default: return false
            }
            report(JobProgress(stage: "sending", done: offset, total: record.bytes))
        } while offset < record.bytes
        return false
    }

    private func put(
        _ path: TransferPath, _ id: String, _ offset: UInt64, _ bytes: [UInt8], _ record: FileRecord
    ) async throws -> HTTPClientResponse {
        let headers = [
            (
                name: "content-range",
                value: TransferField.range(offset, UInt64(bytes.count), of: record.bytes)
            ), (TransferField.chunkDigest, FileDigest.text(SHA256Digest.hash(bytes))),
            (TransferField.digest, TransferField.text(record)),
        ]
        let request = HTTPClientRequest("PUT", url(path, id), headers: headers, body: .bytes(bytes))
        return try await ask(request, accepts: [200, 201, 409, 422])
    }
}
