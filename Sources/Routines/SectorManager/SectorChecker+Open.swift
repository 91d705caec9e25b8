internal import Primitives
internal import ProofEngine
internal import System

extension SectorChecker {
    /// Finds out what is known of a sector.
    static func prepare(
        _ request: CheckRequest, engine: Engine, observer: any StageObserver
    ) throws -> SectorChecker {
        let layout = request.layout
        guard File.isDirectory(layout.cache) else {
            throw SectorError.noSector(name: "\(layout.name)", root: layout.root)
        }
        let lock = try takeLock(layout, needed: request.repair)
        var remarks: [String] = []
        var store: SectorStore?
        do {
            store = try SectorStore.load(layout, exclusive: false)
        } catch let error as SectorError {
            guard case .badRecord(let path, let why) = error else { throw error }
            remarks.append("\(layout.relative(path)) \(why): only what needs no ticket can be verified")
        }
        let config = try store?.record.proof.config() ?? foreignConfig(layout)
        let anchors = try findAnchors(store?.record, layout, request.commR, &remarks)
        let scratch = try makeScratch(request, locked: lock != nil)
        return SectorChecker(
            engine: engine, observer: observer, layout: layout, repair: request.repair, config: config,
            store: store, anchors: anchors, scratch: scratch, lock: lock, remarks: remarks)
    }

    /// A folder for derived files. Under the lock its name is fixed, so that one that a killed check left goes.
    private static func makeScratch(_ request: CheckRequest, locked: Bool) throws -> String {
        let parent = request.repair ? request.layout.cache : request.scratch ?? request.layout.cache
        guard locked, parent == request.layout.cache else {
            return try Directory.makeTemporary(under: parent)
        }
        let scratch = "\(parent)/check.tmp"
        try Directory.remove(scratch)
        try Directory.create(scratch)
        return scratch
    }

    /// A check can do without the lock where nothing can be written.
    private static func takeLock(_ layout: SectorLayout, needed: Bool) throws -> HolderLock? {
        do {
            return try SectorStore.takeLock(layout)
        } catch let error as SystemError where !needed && error.isReadOnly {
            return nil
        }
    }

    /// Tree shapes follow from the size alone; the graph, which does not, is not used for such a sector.
    private static func foreignConfig(_ layout: SectorLayout) throws -> PoRepConfig {
        guard let bytes = File.size(layout.sealed) else {
            throw SectorError.damaged(
                path: layout.sealed, what: "is missing, and no record says the sector's size")
        }
        do {
            let kind = try SealProofKind(
                size: SectorSize(bytes: bytes), version: .v1_1, feature: .interactive)
            return try PoRepConfig(kind, porepID: [UInt8](repeating: 0, count: 32))
        } catch is PrimitiveError {
            throw SectorError.damaged(
                path: layout.sealed,
                what: "has \(bytes) bytes, which is no sector size, and there is no record")
        }
    }

    /// The record's commitments, else those of p_aux; both are held against each other and against `commR`.
    private static func findAnchors(
        _ record: SectorRecord?, _ layout: SectorLayout, _ commR: Commitment?, _ remarks: inout [String]
    ) throws -> Anchors {
        var anchors = Anchors(
            commD: record?.commD, commC: record?.commC, commRLast: record?.commRLast, commR: record?.commR)
        if anchors.commC == nil, let bytes = try? File.read(layout.pAux, limit: 4096),
            let pAux = try? SectorAux.decodePAux(bytes)
        {
            anchors.commC = pAux.commC
            anchors.commRLast = pAux.commRLast
        }
        anchors.commR = commR ?? anchors.commR
        if let commC = anchors.commC, let commRLast = anchors.commRLast {
            let derived = try SectorAux.commR(commC: commC, commRLast: commRLast)
            let source = record?.commC == nil ? "p_aux" : "the record"
            if let known = anchors.commR, known != derived {
                remarks.append("CommR should be \(known.hex), but \(source) leads to \(derived.hex)")
                // Neither half can be trusted then.
                anchors.commC = nil
                anchors.commRLast = nil
            }
            anchors.commR = anchors.commR ?? derived
        }
        return anchors
    }
}
