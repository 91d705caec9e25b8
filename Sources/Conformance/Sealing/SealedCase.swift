internal import Primitives
internal import ProofEngine
internal import System

/// Where the files of a seal case are.
struct CasePaths {
    let config: PoRepConfig
    let folder: String

    var staged: String { "\(folder)/staged" }
    var replica: String { "\(folder)/sealed" }
    var treeD: String { cache("sc-02-data-tree-d.dat") }
    var layers: [String] { (1...config.layerCount).map { cache("sc-02-data-layer-\($0).dat") } }
    var treeC: [String] { CasePaths.treeNames(config, "tree-c").map(cache) }
    var treeRLast: [String] { CasePaths.treeNames(config, "tree-r-last").map(cache) }

    func cache(_ name: String) -> String { "\(folder)/cache/\(name)" }

    static func treeNames(_ config: PoRepConfig, _ name: String) -> [String] {
        let count = config.baseTreeCount
        return count == 1
            ? ["sc-02-data-\(name).dat"] : (0..<count).map { "sc-02-data-\(name)-\($0).dat" }
    }
}

/// A sealed case of the vectors.
@dynamicMemberLookup
struct SealedCase {
    let record: VectorRecord
    let paths: CasePaths
    let replicaID: [UInt8]
    let commD: Commitment
    let commitments: ReplicaCommitments

    subscript<Value>(dynamicMember member: KeyPath<CasePaths, Value>) -> Value { paths[keyPath: member] }

    func cache(_ name: String) -> String { paths.cache(name) }

    var files: SectorFiles {
        SectorFiles(
            layers: paths.layers, treeD: paths.treeD, treeC: paths.treeC, treeRLast: paths.treeRLast,
            replica: paths.replica, synthetic: nil)
    }

    func inputs() throws -> PoRepInputs {
        PoRepInputs(
            replicaID: replicaID, commD: commD, commR: commitments.commR, commC: commitments.commC,
            commRLast: commitments.commRLast, seed: try record.bytes("seed"),
            ticket: try record.bytes("ticket"))
    }
}

extension Conformance {
    /// The case of that name, sealed now if it has not been; looked for in the `.jsonl` files of `folder`.
    func sealedCase(_ name: String, in folder: String) async throws -> SealedCase {
        if let known = sealed[name] { return known }
        for file in try Conformance.files(at: folder) where file.hasSuffix(".jsonl") {
            for line in try File.readText(file).split(separator: "\n") where line.contains("\"\(name)\"") {
                let record = try VectorRecord(parsing: line)
                if case .seal? = VectorKind(record), try record.text("case") == name {
                    return try await seal(record)
                }
            }
        }
        throw VectorError("seal case \(name) is not in \(folder)")
    }

    /// Seals the case of a record into the scratch directory, or gives the files that are there already.
    func seal(_ record: VectorRecord) async throws -> SealedCase {
        let name = try record.text("case")
        if let known = sealed[name] { return known }
        let config = try record.config()
        let folder = "\(scratch)/\(sealed.count)"
        try Directory.create("\(folder)/cache")
        let paths = CasePaths(config: config, folder: folder)
        try await stage(record, to: paths.staged, sectorBytes: config.sectorBytes)
        let pieces = try record.records("pieces").map {
            PieceInfo(
                commitment: try $0.commitment("comm_p"), unpaddedBytes: try $0.number("unpadded_size"))
        }
        let commD = try Pieces.commD(pieces, in: config.kind.size)
        _ = try await engine.buildTreeD(paths.treeD, staged: paths.staged, sectorBytes: config.sectorBytes)
        let replicaID = try config.replicaID(
            proverID: record.bytes("prover_id"), sectorNumber: record.number("sector_id"),
            ticket: record.bytes("ticket"), commD: commD)
        try await engine.label(
            config, [LabelTask(replicaID: replicaID, layerPaths: paths.layers)], options: LabelOptions())
        let commitments = try await engine.replicate(
            config,
            ReplicaFiles(
                layers: paths.layers, staged: paths.staged, replica: paths.replica, treeC: paths.treeC,
                treeRLast: paths.treeRLast))
        let done = SealedCase(
            record: record, paths: paths, replicaID: replicaID, commD: commD, commitments: commitments)
        try File.writeAtomically(
            paths.cache("p_aux"),
            SectorAux.encodePAux(commC: commitments.commC, commRLast: commitments.commRLast))
        // The reference ran with the relative path `cache`.
        try File.writeAtomically(paths.cache("t_aux"), SectorAux.encodeTAux(config, cachePath: "cache"))
        sealed[name] = done
        return done
    }

    /// The padded data of a record's pieces, each at its place, in a sparse file.
    func stage(_ record: VectorRecord, to path: String, sectorBytes: UInt64) async throws {
        try File.setSize(path, sectorBytes)
        for piece in try record.records("pieces") where piece.has("data_seed") {
            let seed = try piece.text("data_seed")
            let size = try piece.number("unpadded_size")
            let offset = try piece.number("padded_offset")
            try await engine.runBlocking {
                let stream = VectorStream(seed, length: size)
                var place = offset
                var raw = [UInt8](repeating: 0, count: 127 << 13)
                while place < offset + size / 127 * 128 {
                    let got = unsafe raw.withUnsafeMutableBytes { unsafe stream.read(into: $0) }
                    let padded = Pieces.pad(Array(raw.prefix(got)))
                    try File.write(padded, at: place, of: path)
                    place += UInt64(padded.count)
                }
            }
        }
    }

    /// SHA-256 of a file, in hex.
    func digest(_ path: String) throws -> String { Hex.encode(try SHA256Digest.hash(file: path)) }

    /// Compares size and digest of the files that a record lists.
    func compareFiles(
        _ listed: [VectorRecord], in folder: String, _ comparison: Comparison
    ) throws {
        for file in listed {
            let name = try file.text("name")
            let path = "\(folder)/\(name)"
            comparison.equal("size of \(name)", try file.number("size"), File.size(path) ?? 0)
            comparison.equal("sha256 of \(name)", try file.text("sha256"), try digest(path))
        }
    }
}
