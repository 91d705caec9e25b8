internal import Blockstore
internal import IPLD
internal import Primitives
internal import System

/// The official bundles of actors that vectors run, found beside them: users' files, none of them ours.
struct ActorBundles {
    /// Blocks of the bundle whose manifest this is, read into `store`. Looked for in QUARRY_ACTORS, and in `actors`
    /// folders above the vectors.
    static func load(_ manifest: CID, near file: String, into store: MemoryBlockstore) throws {
        var tried: [String] = []
        for folder in folders(near: file) {
            for path in try bundles(in: folder) {
                tried.append(path)
                let blocks = MemoryBlockstore()
                try read(path, into: blocks)
                guard blocks.has(manifest) else { continue }
                for (cid, block) in blocks.blocks { store.put(cid, block) }
                return
            }
        }
        throw VectorError(
            "no bundle with manifest \(manifest) among \(tried.count) files: set QUARRY_ACTORS to its folder")
    }

    private static func folders(near file: String) -> [String] {
        var found = Environment.value("QUARRY_ACTORS").map { [$0] } ?? []
        var folder = (try? File.absolutePath(file)).map(File.parent(of:)) ?? File.parent(of: file)
        while folder != "/" && folder != "." {
            let actors = "\(folder)/actors"
            if File.isDirectory(actors) { found.append(actors) }
            folder = File.parent(of: folder)
        }
        return found
    }

    private static func bundles(in folder: String) throws -> [String] {
        var found: [String] = []
        for name in try Directory.list(folder).sorted() {
            let path = "\(folder)/\(name)"
            if File.isDirectory(path) {
                found += try bundles(in: path)
            } else if name.hasSuffix(".car") || name.hasSuffix(".car.zst") {
                found.append(path)
            }
        }
        return found
    }

    /// Reads a CAR file, packed or not.
    static func read(_ path: String, into store: MemoryBlockstore) throws {
        var reader = try CARFile.open(path)
        while let (cid, block) = try reader.next() { store.put(cid, block) }
    }
}
