import FoundationEssentials
import Primitives
import ProofEngine
import SectorManager
import System
import Testing

/// A seal case of the reference vectors, as far as these tests need it.
struct SealCase: Decodable {
    struct Piece: Decodable {
        let data_seed: String?
        let unpadded_size: UInt64
        let comm_p: String
        let padded_offset: UInt64
    }

    struct CacheFile: Decodable {
        let name: String
        let sha256: String
        let size: UInt64
    }

    struct Range: Decodable {
        let offset: UInt64
        let len: UInt64
        let sha256: String
        let written: UInt64
    }

    let `case`: String
    let sector_size: UInt64
    let api_version: String
    let porep_id: String
    let prover_id: String
    let sector_id: UInt64
    let ticket: String
    let seed: String
    let pieces: [Piece]
    let cache_files: [CacheFile]
    let synth_files: [CacheFile]?
    let comm_d: String
    let comm_c: String
    let comm_r: String
    let comm_r_last: String
    let replica_id: String
    let sealed_sha256: String
    let staged_sha256: String
    let pc1_output_json: String
    let pc2_output_json: String
    let registered_proof: String?
    let unseal: [Range]
    let c1_json_sha256: String?

    var kind: SealProofKind {
        get throws {
            let feature: SealFeature =
                `case`.contains("Synthetic")
                ? .synthetic : `case`.contains("NonInteractive") ? .nonInteractive : .interactive
            let version: SealVersion = api_version == "1.0.0" ? .v1 : api_version == "1.1.0" ? .v1_1 : .v1_2
            return try SealProofKind(size: SectorSize(bytes: sector_size), version: version, feature: feature)
        }
    }
}

/// An update case.
struct UpdateCase: Decodable {
    let `case`: String
    let sector_key_case: String
    let pieces: [SealCase.Piece]
    let cache_files: [SealCase.CacheFile]
    let comm_d_new: String
    let comm_r_new: String
    let replica_sha256: String
    let staged_sha256: String
    let sector_key_sha256: String
}

enum Vectors {
    /// Folder of the sealing vectors: QUARRY_VECTORS, or those that ship.
    static var folder: String {
        if let path = Environment.value("QUARRY_VECTORS") {
            return File.exists("\(path)/seals-2KiB.jsonl") ? path : "\(path)/sealing"
        }
        return File.parent(of: File.parent(of: #filePath)) + "/Vectors/sealing"
    }

    static func read<Record: Decodable>(_ file: String, as type: Record.Type) throws -> [Record] {
        try File.readText("\(folder)/\(file)").split(separator: "\n").map {
            try JSONDecoder().decode(type, from: Data($0.utf8))
        }
    }

    static func seal(_ name: String, in file: String = "seals-2KiB.jsonl") throws -> SealCase {
        try #require(try read(file, as: SealCase.self).first { $0.case == name })
    }

    static func update(_ name: String) throws -> UpdateCase {
        try #require(try read("update-small.jsonl", as: UpdateCase.self).first { $0.case == name })
    }

    /// The data stream of a seed, cut to `count` bytes.
    static func stream(_ seed: String, _ count: UInt64) -> [UInt8] {
        var bytes: [UInt8] = []
        var block = 0
        while bytes.count < Int(count) {
            bytes += SHA256Digest.hash(Array("quarry-vector:\(seed):\(block)".utf8))
            block += 1
        }
        return Array(bytes.prefix(Int(count)))
    }
}

/// A directory that goes when the test ends, with a sector in it.
final class Workshop: Sendable {
    let folder: String
    let root: String
    let engine: Engine

    init() throws {
        folder = try Directory.makeTemporary()
        root = "\(folder)/sectors"
        engine = try Engine(.unbound(2))
    }

    deinit { try? Directory.remove(folder) }

    /// Writes the data of pieces to files.
    func files(_ pieces: [SealCase.Piece], prefix: String = "piece") throws -> [String] {
        try pieces.enumerated().compactMap { index, piece in
            guard let seed = piece.data_seed else { return nil }
            let path = "\(folder)/\(prefix)-\(index)"
            try File.writeAtomically(path, Vectors.stream(seed, piece.unpadded_size))
            return path
        }
    }

    func request(_ vector: SealCase, count: Int = 1) throws -> SealRequest {
        let kind = try vector.kind
        let config = try PoRepConfig(kind, porepID: Hex.decode(vector.porep_id))
        let pieces = try files(vector.pieces)
        let orders = try (0..<UInt64(count)).map { index in
            SectorOrder(
                name: SectorName(miner: MinerAddress(id: 1000), number: vector.sector_id + index),
                ticket: try Hex.decode(vector.ticket), pieces: pieces,
                proverID: try Hex.decode(vector.prover_id))
        }
        var request = SealRequest(root: root, config: config, sectors: orders)
        request.cachePath = "cache"
        return request
    }

    func manager(_ observer: any StageObserver = SilentObserver()) -> SectorManager {
        SectorManager(engine: engine, observer: observer)
    }

    func layout(_ vector: SealCase) -> SectorLayout {
        SectorLayout(root: root, name: SectorName(miner: MinerAddress(id: 1000), number: vector.sector_id))
    }

    /// Seals a case from the start.
    func seal(_ vector: SealCase) async throws -> SealedSector {
        try #require(try await manager().seal(request(vector)).sectors.first)
    }
}

func sha256(_ path: String) throws -> String { Hex.encode(SHA256Digest.hash(try File.read(path))) }

/// Every file of a sector against the vector.
func expectEqual(_ layout: SectorLayout, _ vector: SealCase) throws {
    for file in vector.cache_files + (vector.synth_files ?? []) {
        let path = "\(layout.cache)/\(file.name)"
        #expect(File.size(path) == file.size, "\(file.name)")
        #expect(try sha256(path) == file.sha256, "\(file.name)")
    }
    #expect(try sha256(layout.sealed) == vector.sealed_sha256)
    #expect(try sha256(layout.unsealed) == vector.staged_sha256)
    guard vector.registered_proof != nil else { return }
    #expect(try File.readText(layout.precommit1Output) == vector.pc1_output_json)
    #expect(try File.readText(layout.precommit2Output) == vector.pc2_output_json)
}

/// Stops a run as a crash would: nothing more is done after stage number `stage` began, or after it ended.
final class StoppingObserver: StageObserver {
    struct Stop: Error {}

    private let countdown: Locked<Int>
    private let after: Bool

    init(stage: Int, after: Bool) {
        countdown = Locked(stage)
        self.after = after
    }

    func stage<Value: Sendable>(
        _ info: StageInfo, job: EngineJob, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let isLast = countdown.withLock { left in
            left -= 1
            return left < 0
        }
        guard isLast else { return try await body() }
        if after { _ = try await body() }
        throw Stop()
    }

    func note(_ text: String) {}
}
