internal import Primitives
internal import ProofEngine
internal import System

extension SectorChecker {
    /// What is known of the labels.
    struct Labels: Sendable {
        /// All layers are there and right.
        var all: Bool
        /// A right last layer: the file itself or one labelled again; nil if there is none.
        var key: String?
    }

    /// What the padded data can be rebuilt from.
    private var dataSource: String {
        isUpdated ? "the updated replica and the sector key" : "the replica and the last layer"
    }

    private var isUpdated: Bool { store?.record.update != nil }

    /// The staged data against CommD. An update's data is held against the update.
    func checkData(_ report: inout CheckReport) async throws -> Bool {
        let path = layout.unsealed
        let record = store?.record
        let expected = record?.update.map(\.commD) ?? anchors.commD
        guard File.exists(path) else {
            let needed = record.map { !$0.isCommittedCapacity || $0.update != nil } ?? false
            let state: CheckFinding.State = needed ? .missing : .absent
            let source = needed ? dataSource : nil
            report.add(name(path), state, needed ? "is missing" : "not kept", from: source)
            return false
        }
        let size = File.size(path) ?? 0
        guard size == config.sectorBytes else {
            report.add(
                name(path), .corrupt, "has \(size) bytes, not \(config.sectorBytes)",
                from: dataSource)
            return false
        }
        let job = EngineJob()
        let twin = derived(layout.treeD)
        let commD = try await observer.stage(
            StageInfo("check of the data", "\(layout.name)", .bytes), job: job
        ) {
            try await engine.buildTreeD(twin, staged: path, sectorBytes: config.sectorBytes, job: job)
        }
        guard let expected else {
            report.add(name(path), .unverifiable, "CommD of the bytes is \(commD.cid(.unsealed))")
            return true
        }
        guard commD == expected else {
            report.add(
                name(path), .corrupt, "leads to CommD \(commD.hex), not \(expected.hex)",
                from: dataSource)
            return false
        }
        report.add(name(path), .verified, "leads to CommD")
        return true
    }

    /// The layers against CommC, through column trees made from them.
    func checkLayers(_ report: inout CheckReport) async throws -> Labels {
        let paths = layout.layers(config)
        let last = paths[paths.count - 1]
        let there = paths.filter { File.size($0) == config.sectorBytes }
        if store?.record.finalized == true, there.isEmpty {
            for path in paths { report.add(name(path), .absent, "let go when the sector was finalized") }
            return Labels(all: false, key: nil)
        }
        if there.count == paths.count {
            let root = try await deriveTreeC(paths)
            if let commC = anchors.commC, root == commC {
                for path in paths { report.add(name(path), .verified, "its columns lead to comm_c") }
                return Labels(all: true, key: last)
            }
            if anchors.commC == nil {
                for path in paths { report.add(name(path), .unverifiable, "no comm_c to hold it against") }
                return Labels(all: true, key: last)
            }
        }
        return try await findWrongLayers(paths, &report)
    }

    /// Labels the sector again and compares layer by layer.
    private func findWrongLayers(_ paths: [String], _ report: inout CheckReport) async throws -> Labels {
        guard let record = store?.record, let replicaID = record.replicaID else {
            for path in paths {
                let state: CheckFinding.State = File.exists(path) ? .corrupt : .missing
                report.add(
                    name(path), state, File.exists(path) ? "one of the layers is wrong" : "is missing")
            }
            return Labels(all: false, key: nil)
        }
        try await label(replicaID)
        var all = true
        for path in paths {
            try await compare(path, madeFrom: "the sector's ticket and data commitment", &report)
            all = all && report.findings.last?.isFault == false
        }
        if repair { _ = try await deriveTreeC(paths) }
        let last = paths[paths.count - 1]
        // Installing a derived layer moves it; otherwise the derived one serves as key.
        return Labels(all: all, key: File.exists(derived(last)) ? derived(last) : last)
    }

    /// Labels the sector into the scratch folder.
    private func label(_ replicaID: String) async throws {
        let task = LabelTask(
            replicaID: try Hex.decode(replicaID, count: 32, subject: "replica id"),
            layerPaths: layout.layers(config).map(derived))
        let job = EngineJob()
        try await observer.stage(StageInfo("labels, again", "\(layout.name)", .labels), job: job) {
            try await engine.label(config, [task], options: LabelOptions(), job: job)
        }
    }

    /// A right last layer: `key`, or where the layers were let go, one labelled again; nil without a record.
    func lastLayer(_ key: String?) async throws -> String? {
        if let key { return key }
        guard let replicaID = store?.record.replicaID else { return nil }
        let path = derived(layout.layer(config.layerCount))
        if !File.exists(path) { try await label(replicaID) }
        return path
    }

    private func deriveTreeC(_ layers: [String]) async throws -> Commitment {
        let job = EngineJob()
        let files = ReplicaFiles(
            layers: layers, staged: nil, replica: layout.sealed, treeC: layout.treeC(config).map(derived),
            treeRLast: nil)
        return try await observer.stage(StageInfo("check of the layers", "\(layout.name)", .hashes), job: job)
        {
            try await engine.replicate(config, files, job: job).commC
        }
    }

    /// The replica against comm_r_last, through trees made from it.
    func checkReplica(data: Bool, key: String?, _ report: inout CheckReport) async throws -> Bool {
        let path = layout.sealed
        let size = File.size(path)
        // Of committed capacity nothing is kept: its data are zeros, and so were those of a sector key.
        let zeros = isUpdated || !data && store?.record.isCommittedCapacity == true
        let source = zeros ? "the last layer and zeros" : data ? "the data and the last layer" : nil
        var fault = size == nil ? "is missing" : "has \(size ?? 0) bytes, not \(config.sectorBytes)"
        if size == config.sectorBytes {
            let root = try await deriveTreeRLast(path)
            guard let commRLast = anchors.commRLast else {
                report.add(name(path), .unverifiable, "no comm_r_last to hold it against")
                return true
            }
            if root == commRLast {
                report.add(name(path), .verified, "its tree leads to comm_r_last")
                return true
            }
            fault = "its tree leads to \(root.hex), not to comm_r_last \(commRLast.hex)"
        }
        guard repair, let source, let commRLast = anchors.commRLast, let key = try await lastLayer(key) else {
            let left = key == nil && store?.record.replicaID == nil ? nil : source
            report.add(name(path), size == nil ? .missing : .corrupt, fault, from: left)
            return false
        }
        let twin = derived(path) + ".sealed"
        let root = try await encode(key: key, zeros: zeros, to: twin)
        guard root == commRLast else {
            report.add(name(path), .corrupt, "\(fault); data and labels do not give it either")
            return false
        }
        try File.rename(twin, to: path)
        report.add(name(path), .repaired, "\(fault); rebuilt from \(source)")
        return true
    }

    private func deriveTreeRLast(_ replica: String) async throws -> Commitment {
        let job = EngineJob()
        let files = ReplicaFiles(
            layers: nil, staged: nil, replica: replica, treeC: nil,
            treeRLast: layout.treeRLast(config).map(derived))
        return try await observer.stage(
            StageInfo("check of the replica", "\(layout.name)", .hashes), job: job
        ) {
            try await engine.replicate(config, files, job: job).commRLast
        }
    }

    private func encode(key: String, zeros isZero: Bool, to path: String) async throws -> Commitment {
        let job = EngineJob()
        let layers = layout.layers(config).dropLast() + [key]
        // Where there is data beside a sector key, it came later.
        let zeros = "\(scratch)/zeros"
        if isZero { try File.setSize(zeros, config.sectorBytes) }
        let files = ReplicaFiles(
            layers: Array(layers), staged: isZero ? zeros : layout.unsealed, replica: path, treeC: nil,
            treeRLast: layout.treeRLast(config).map(derived))
        return try await observer.stage(StageInfo("replica, again", "\(layout.name)", .hashes), job: job) {
            try await engine.replicate(config, files, job: job).commRLast
        }
    }

    /// tree-d against the tree of the data; of an updated sector, against CommD alone.
    func checkTreeD(data: Bool, _ report: inout CheckReport) async throws {
        let path = layout.treeD
        if store?.record.finalized == true, !File.exists(path) {
            return report.add(name(path), .absent, "let go when the sector was finalized")
        }
        if store?.record.update != nil {
            // The zeros that it is the tree of are gone, but easily made again.
            let zeros = "\(scratch)/zeros"
            try File.setSize(zeros, config.sectorBytes)
            _ = try await engine.buildTreeD(derived(path), staged: zeros, sectorBytes: config.sectorBytes)
            return try await compare(path, madeFrom: "zeros", &report)
        }
        if data { return try await compare(path, madeFrom: "the data", &report) }
        let there = File.size(path) == config.treeDFileBytes
        let state: CheckFinding.State = there ? .unverifiable : File.exists(path) ? .corrupt : .missing
        report.add(name(path), state, there ? "no right data to derive it from" : "is missing or cut")
    }

    /// tree-c against the trees of the layers, else its root against comm_c.
    func checkTreeC(layers: Bool, _ report: inout CheckReport) async throws {
        let paths = layout.treeC(config)
        if store?.record.finalized == true, !paths.contains(where: File.exists) {
            for path in paths { report.add(name(path), .absent, "let go when the sector was finalized") }
            return
        }
        if layers {
            for path in paths { try await compare(path, madeFrom: "the layers", &report) }
            return
        }
        let wanted = anchors.commC
        try await checkRoots(paths, .columns, config.treeCFileBytes, wanted, &report)
    }

    /// tree-r-last against the trees of the replica, else its root against comm_r_last.
    func checkTreeRLast(replica: Bool, _ report: inout CheckReport) async throws {
        let paths = layout.treeRLast(config)
        if replica {
            for path in paths { try await compare(path, madeFrom: "the replica", &report) }
            return
        }
        try await checkRoots(paths, .replica, config.treeRLastFileBytes, anchors.commRLast, &report)
    }

    private func checkRoots(
        _ paths: [String], _ tree: Engine.ReplicaTree, _ bytes: UInt64, _ wanted: Commitment?,
        _ report: inout CheckReport
    ) async throws {
        let whole = paths.filter { File.size($0) == bytes }
        let root = whole.count == paths.count ? try? await engine.treeRoot(config, tree, files: paths) : nil
        for path in paths {
            if !whole.contains(path) {
                let state: CheckFinding.State = File.exists(path) ? .corrupt : .missing
                report.add(name(path), state, File.exists(path) ? "has the wrong size" : "is missing")
            } else if let root, let wanted, root != wanted {
                report.add(name(path), .corrupt, "its root does not lead to \(wanted.hex)")
            } else {
                let detail = root == wanted && root != nil ? "its root is right; the rest" : "it"
                report.add(name(path), .unverifiable, "\(detail) cannot be derived again")
            }
        }
    }
}
