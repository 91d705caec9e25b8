internal import ProofEngine
internal import System

/// Brings one file to another path so that its new name appears only when every byte was read back from the
/// new place. Goes on where an earlier attempt stopped. Blocks.
struct FileCopy {
    /// How a file came to its new place.
    enum Way { case there, linked, copied }

    let source: String
    let target: String
    /// What the sector's record says of it; nil: nothing.
    let expected: FileRecord?
    /// Hears of bytes done; throws to stop.
    let step: (UInt64) throws -> Void

    /// Bytes read at once.
    var block = 4 << 20
    /// Whether a second name on the same file system will do.
    var mayLink = true

    func run() throws -> Way {
        guard let from = try FileStatus(source), from.kind == .file else {
            throw SectorError.damaged(path: source, what: "is no regular file")
        }
        if try isThere(from) {
            try step(from.bytes)
            return .there
        }
        if let expected { try check(source, expected, from.bytes) }
        if mayLink, try FileStatus(target) == nil, try File.link(source, to: target) {
            try File.syncDirectory(File.parent(of: target))
            try step(from.bytes)
            return .linked
        }
        do {
            try copy(from)
        } catch let error as SystemError where error.isFull {
            try File.remove(temporary(target))
            throw StorageError.full(path: target, needed: from.bytes)
        }
        return .copied
    }

    /// Whether the target is the source's copy already. Its name alone says that it was compared whole once.
    private func isThere(_ from: FileStatus) throws -> Bool {
        guard let to = try FileStatus(target), to.kind == .file else { return false }
        if to.device == from.device && to.inode == from.inode { return true }
        guard to.bytes == from.bytes else { return false }
        if let expected { return (try? check(target, expected, to.bytes)) != nil }
        return try FileDigest.whole(source) == FileDigest.whole(target)
    }

    private func check(_ path: String, _ record: FileRecord, _ bytes: UInt64) throws {
        guard bytes == record.bytes else {
            let what = "has \(bytes) bytes, but \(record.bytes) were written"
            throw SectorError.damaged(path: path, what: what)
        }
        guard try FileDigest.digest(path, record) == record.sha256 else {
            throw SectorError.damaged(path: path, what: "its bytes are not those that were written")
        }
    }

    private func copy(_ from: FileStatus) throws {
        let part = temporary(target)
        let appender = try FileAppender(part)
        if appender.length > from.bytes { try appender.cut(to: 0) }
        let resumed = appender.length
        let digest = try stream(into: appender)
        guard appender.length == from.bytes else {
            throw SectorError.damaged(path: source, what: "changed while it was copied")
        }
        try appender.sync()
        appender.dropCache()
        if try FileDigest.whole(part) != digest {
            try File.remove(part)
            // What an earlier attempt left may be torn by a power cut; what this one wrote may not.
            guard resumed > 0 else {
                throw StorageError.badCopy(path: part, what: "reads back other bytes than were written")
            }
            return try copy(from)
        }
        try File.rename(part, to: target)
    }

    /// Reads the whole source and appends what the copy lacks; returns the source's digest.
    private func stream(into appender: FileAppender) throws -> String {
        let reader = try FileReader(source)
        var context = SHA256Digest()
        var buffer = [UInt8](repeating: 0, count: block)
        var place: UInt64 = 0
        while true {
            let got = try unsafe buffer.withUnsafeMutableBytes { try unsafe reader.read(into: $0) }
            if got == 0 { return FileDigest.text(context.digest()) }
            context.update(buffer, count: got)
            let end = place + UInt64(got)
            if end > appender.length {
                let skip = Int(appender.length - place)
                try appender.write(skip == 0 ? buffer : Array(buffer[skip..<got]), count: got - skip)
            }
            place = end
            try step(UInt64(got))
        }
    }
}

extension FileDigest {
    /// Of a file in the way that `record` was made.
    static func digest(_ path: String, _ record: FileRecord) throws -> String {
        record.sampled ? try sample(path, record.bytes) : try whole(path)
    }
}
