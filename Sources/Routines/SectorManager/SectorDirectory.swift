public import Primitives
internal import System

/// Finds sectors on disk.
public enum SectorDirectory {
    /// The layouts of the sectors that `names` lists under `path`; all that are there if `names` is empty.
    /// `path` is the directory that holds `cache/`, `sealed/`..., or any folder or file of one sector in it.
    public static func find(_ path: String, names: [SectorName] = []) throws -> [SectorLayout] {
        var root = path
        while root.count > 1, root.hasSuffix("/") { root.removeLast() }
        if let one = try? SectorName(File.name(of: root)), !File.isDirectory("\(root)/cache") {
            let layout = SectorLayout(root: File.parent(of: File.parent(of: root)), name: one)
            guard names.isEmpty || names == [one], File.isDirectory(layout.cache) else {
                throw SectorError.noSector(name: "\(names.first ?? one)", root: layout.root)
            }
            return [layout]
        }
        let caches = "\(root)/cache"
        guard File.isDirectory(caches) else {
            throw SectorError.noSector(name: names.first.map { "\($0)" } ?? "at all", root: root)
        }
        let found = try Directory.list(caches).compactMap { try? SectorName($0) }
        for name in names where !found.contains(name) {
            throw SectorError.noSector(name: "\(name)", root: root)
        }
        let chosen =
            names.isEmpty ? found.sorted { ($0.miner.id, $0.number) < ($1.miner.id, $1.number) } : names
        guard !chosen.isEmpty else { throw SectorError.noSector(name: "at all", root: root) }
        return chosen.map { SectorLayout(root: root, name: $0) }
    }
}

/// The porep_id of sizes that no network has registered.
public enum UnregisteredPorepID {
    /// SHA-256 of `quarry:porep_id:SIZE:VERSION`, for instance `quarry:porep_id:4KiB:v1.1`; nil for
    /// registered kinds, whose porep_id the protocol fixes.
    public static func of(_ kind: SealProofKind) -> [UInt8]? {
        guard kind.registeredNumber == nil else { return nil }
        return digest("quarry:porep_id:\(kind.size.name):\(kind.version.rawValue)")
    }
}
