internal import CPlatform
internal import CProofs
internal import Primitives
internal import ProofEngine

extension VectorRecord {
    /// The kind of proof that a record is about, with its porep_id where it has one of its own.
    func config() throws -> PoRepConfig {
        let features = (try? texts("api_features")) ?? []
        let feature: SealFeature =
            features.contains("synthetic-porep")
            ? .synthetic : features.contains("non-interactive-porep") ? .nonInteractive : .interactive
        let versions: [String: SealVersion] = ["1.0.0": .v1, "1.1.0": .v1_1, "1.2.0": .v1_2]
        guard let version = versions[try text("api_version")] else {
            throw VectorError("api_version \(try text("api_version")) is not known")
        }
        let kind = try SealProofKind(
            size: SectorSize(bytes: number("sector_size")), version: version, feature: feature)
        return try PoRepConfig(kind, porepID: has("porep_id") ? bytes("porep_id") : nil)
    }
}

extension Conformance {
    /// Parents of the SDR graph: sampled nodes, and the digest over all of them.
    func checkGraph(_ record: VectorRecord, _ comparison: Comparison) async throws {
        let config = try record.config()
        var raw = config.raw
        var graph = qr_graph_t()
        unsafe qr_graph_init(&graph, &raw)
        comparison.equal("layers", try record.number("layers"), UInt64(config.layerCount))
        comparison.equal("partitions", try record.number("partitions"), UInt64(config.partitionCount))
        comparison.equal("porep_id", try record.text("porep_id"), Hex.encode(config.porepID))
        let seed = unsafe withUnsafeBytes(of: &graph.drg_seed_full) { unsafe Array($0) }
        comparison.equal("drg_seed", try record.text("drg_seed"), Hex.encode(seed))
        let keys = unsafe withUnsafeBytes(of: &graph.feistel_keys) { unsafe Array($0) }
        comparison.equal("feistel_seed", try record.text("feistel_seed"), Hex.encode(keys))
        for sample in try record.records("parents") {
            let node = try sample.number("node")
            var parents = [UInt32](repeating: 0, count: Int(QR_PARENTS))
            unsafe qr_graph_parents(&graph, &parents, node)
            let expected = try sample.numbers("base") + sample.numbers("exp")
            comparison.equal("parents of node \(node)", expected, parents.map { UInt64($0) })
        }
        if record.has("all_parents_sha256") {
            let digest = try await allParentsDigest(graph)
            comparison.equal("all_parents_sha256", try record.text("all_parents_sha256"), Hex.encode(digest))
        }
    }

    /// SHA-256 over the 14 parents of every node. Blocks of nodes are computed by all workers, hashed in order.
    private func allParentsDigest(_ graph: qr_graph_t) async throws -> [UInt8] {
        try await unsafe engine.withJob { job in
            let group = unsafe job.assumingMemoryBound(to: qr_job_t.self).pointee.group
            let block: UInt64 = 1 << 18
            var digest = SHA256Digest()
            var start: UInt64 = 0
            var parents = [UInt32](
                repeating: 0, count: Int(min(block, graph.node_count)) * Int(QR_PARENTS))
            while start < graph.node_count {
                let count = min(block, graph.node_count - start)
                unsafe parents.withUnsafeMutableBufferPointer { buffer in
                    guard let base = buffer.baseAddress else { return }
                    var task = unsafe ParentsTask(graph: graph, start: start, out: base)
                    unsafe qr_group_for(group, count, 1 << 12, nil, ParentsTask.run, &task)
                }
                let bytes = unsafe parents.withUnsafeBytes { unsafe Array($0) }
                digest.update(bytes, count: Int(count) * Int(QR_PARENTS) * 4)
                start += count
            }
            return digest.digest()
        }
    }
}

/// Parents of the nodes from `start` on, for the workers.
@unsafe
private struct ParentsTask {
    var graph: qr_graph_t
    let start: UInt64
    let out: UnsafeMutablePointer<UInt32>

    static let run: @convention(c) (UnsafeMutableRawPointer?, Int, UInt64, UInt64) -> Void = {
        context, _, first, end in
        guard let context = unsafe context else { return }
        let task = unsafe context.assumingMemoryBound(to: ParentsTask.self)
        unsafe qr_graph_parents_range(
            &task.pointee.graph, task.pointee.out + Int(first) * Int(QR_PARENTS), task.pointee.start + first,
            end - first)
    }
}
