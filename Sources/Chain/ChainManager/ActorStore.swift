import Blockstore
import IPLD
import Primitives
public import System
import VMInterpreter
public import WasmEngine

/// Actors' programs that belong together, as a release has them for a network.
public struct ActorBundle: Sendable, Encodable {
    /// A program.
    public struct Actor: Sendable, Encodable {
        /// "storageminer".
        public let name: String
        /// CID of its code.
        public let code: String
        /// Bytes of its code.
        public let bytes: Int

        let cid: CID

        private enum CodingKeys: String, CodingKey { case name, code, bytes }
    }

    /// CID of the manifest, which names the bundle.
    public let manifest: String
    /// Version of the manifest's form.
    public let version: UInt64
    /// CID of the list of programs: the state of the system actor.
    public let data: String
    /// Name of the file that it came from.
    public let source: String
    /// The programs, in the order of the manifest.
    public let actors: [Actor]
}

/// Why a bundle is none.
public struct BundleError: ExplainedError, Hashable {
    /// The file or manifest.
    public let name: String
    /// What is wrong with it.
    public let why: String

    /// What is wrong.
    public var sentence: String { "\(name) is no bundle of actors: \(why)" }
    /// What to do about it.
    public var remedy: String { "give a CAR file of a release of the built-in actors" }
}

/// The bundles that this node knows, in one file.
public final class ActorStore: Sendable {
    private let store: SQLiteBlockstore
    private static let cacheBytes = 16 << 20
    private static let manifestVersion: UInt64 = 1

    /// Opens or makes the file.
    public init(_ path: String) throws {
        try Directory.create(File.parent(of: path))
        store = try SQLiteBlockstore(path, cacheBytes: Self.cacheBytes)
    }

    /// Takes a bundle: all of it, or nothing.
    public func take(_ path: String) throws -> ActorBundle {
        var file = try CARFile.open(path)
        guard file.roots.count == 1, let manifest = file.roots.first else {
            throw BundleError(name: path, why: "it has \(file.roots.count) roots")
        }
        let blocks = MemoryBlockstore()
        while let (cid, block) = try file.next() { blocks.put(cid, block) }
        let bundle = try Self.bundle(manifest, source: File.name(of: path), name: path, blocks)
        for (cid, block) in blocks.blocks { try store.put(cid, block) }
        try store.setNote(manifest.bytes, Array(bundle.source.utf8))
        try store.commit()
        return bundle
    }

    /// All bundles.
    public func bundles() throws -> [ActorBundle] {
        try store.notes(from: [], through: [UInt8](repeating: 0xff, count: 8)).map { key, value in
            let manifest = try CID(bytes: key)
            return try Self.bundle(
                manifest, source: String(decoding: value, as: UTF8.self), name: manifest.description, store)
        }
    }

    /// Compiles a bundle's programs on all processors; those that were compiled before are only looked at.
    public func compile(
        _ bundle: ActorBundle, _ runtime: Wasmtime, isCancelled: @Sendable () -> Bool,
        progress: @Sendable (ChainProgress) -> Void
    ) throws {
        let failure = Locked<(any Error)?>(nil)
        let done = Locked(UInt64(0))
        let total = UInt64(bundle.actors.count)
        progress(ChainProgress(done: 0, total: total))
        // The longest first, so that no processor ends with it alone.
        let actors = bundle.actors.sorted { $0.bytes > $1.bytes }
        Parallel.forEach(actors.count) { place in
            guard !isCancelled(), failure.withLock({ $0 == nil }) else { return }
            do {
                let actor = actors[place]
                _ = try runtime.module(store.require(actor.cid), id: actor.code)
                let count = done.withLock { done in
                    done += 1
                    return done
                }
                progress(ChainProgress(done: count, total: total))
            } catch {
                failure.withLock { $0 = error }
            }
        }
        if let error = failure.withLock({ $0 }) { throw error }
        if isCancelled() { throw CancellationError() }
    }

    /// `[version, link to [[name, code]]]`, with every code there.
    private static func bundle(
        _ manifest: CID, source: String, name: String, _ store: any Blockstore
    ) throws -> ActorBundle {
        do {
            var reader = CBORReader(try store.require(manifest))
            try reader.tuple(2)
            let version = try reader.unsigned()
            guard version == manifestVersion else {
                throw BundleError(name: name, why: "its manifest has version \(version)")
            }
            let data = try reader.link()
            let actors = try ActorManifest(cbor: store.require(data)).entries.map { entry in
                let code = try store.require(entry.code)
                return ActorBundle.Actor(
                    name: entry.name, code: entry.code.description, bytes: code.count, cid: entry.code)
            }
            return ActorBundle(
                manifest: manifest.description, version: version, data: data.description, source: source,
                actors: actors)
        } catch let error as CBORError {
            throw BundleError(name: name, why: "its manifest is malformed (\(error))")
        } catch let error as IPLDError {
            throw BundleError(name: name, why: "\(error)")
        }
    }
}
