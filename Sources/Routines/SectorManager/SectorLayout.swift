public import Primitives
public import ProofEngine

/// Where a sector's files are: the names and folders that Lotus and rust-fil-proofs use.
public struct SectorLayout: Sendable, Hashable {
    /// The directory that holds `sealed/`, `cache/`, `unsealed/`, `update/`, `update-cache/`, as it was
    /// given.
    public let root: String
    /// Which sector.
    public let name: SectorName

    /// The files of sector `name` under `root`.
    public init(root: String, name: SectorName) {
        var root = root
        while root.count > 1, root.hasSuffix("/") { root.removeLast() }
        self.root = root.isEmpty ? "." : root
        self.name = name
    }

    /// The replica.
    public var sealed: String { "\(root)/sealed/\(name)" }
    /// Padded data: the staged sector file.
    public var unsealed: String { "\(root)/unsealed/\(name)" }
    /// Folder of trees, layers and small files.
    public var cache: String { "\(root)/cache/\(name)" }
    /// The replica of an update.
    public var update: String { "\(root)/update/\(name)" }
    /// Folder of an update's trees and small files.
    public var updateCache: String { "\(root)/update-cache/\(name)" }

    /// Labels of layer 1, 2, ...
    public func layer(_ number: Int) -> String { "\(cache)/sc-02-data-layer-\(number).dat" }
    /// Tree of the data.
    public var treeD: String { "\(cache)/sc-02-data-tree-d.dat" }
    /// Roots of tree-c and tree-r-last.
    public var pAux: String { "\(cache)/p_aux" }
    /// Store configurations.
    public var tAux: String { "\(cache)/t_aux" }
    /// Vanilla proofs of all synthetic challenges.
    public var synthetic: String { "\(cache)/syn-porep-vanilla-proofs.dat" }
    /// What this program knows of the sector.
    public var record: String { "\(cache)/sector.json" }
    /// Held while a process works on the sector.
    public var lock: String { "\(cache)/sector.lock" }
    /// PreCommit1's output as Lotus passes it on; only registered proofs have it.
    public var precommit1Output: String { "\(cache)/pc1-output.json" }
    /// PreCommit2's output as Lotus passes it on.
    public var precommit2Output: String { "\(cache)/pc2-output.json" }

    /// Tree of an update's data.
    public var updateTreeD: String { "\(updateCache)/sc-02-data-tree-d.dat" }
    /// Roots of an update's trees.
    public var updatePAux: String { "\(updateCache)/p_aux" }
    /// Store configurations: those of the sector key.
    public var updateTAux: String { "\(updateCache)/t_aux" }

    /// All layers, layer 1 first.
    public func layers(_ config: PoRepConfig) -> [String] { (1...config.layerCount).map(layer) }
    /// Files of tree-c, one a base tree.
    public func treeC(_ config: PoRepConfig) -> [String] { Self.trees(cache, "tree-c", config) }
    /// Files of tree-r-last, one a base tree.
    public func treeRLast(_ config: PoRepConfig) -> [String] { Self.trees(cache, "tree-r-last", config) }
    /// Files of an update's tree-r-last.
    public func updateTreeRLast(_ config: PoRepConfig) -> [String] {
        Self.trees(updateCache, "tree-r-last", config)
    }

    private static func trees(_ folder: String, _ name: String, _ config: PoRepConfig) -> [String] {
        guard config.baseTreeCount > 1 else { return ["\(folder)/sc-02-data-\(name).dat"] }
        return (0..<config.baseTreeCount).map { "\(folder)/sc-02-data-\(name)-\($0).dat" }
    }

    /// A path under `root` as records name it.
    func relative(_ path: String) -> String {
        path.hasPrefix(root + "/") ? String(path.dropFirst(root.count + 1)) : path
    }

    /// The path of a file that a record names.
    func absolute(_ relative: String) -> String { "\(root)/\(relative)" }
}

/// The name a file has until it is complete.
func temporary(_ path: String) -> String { path + ".tmp" }
