internal import CPlatform
internal import CProofs
internal import CVectors
internal import Primitives
internal import ProofEngine

/// What a circuit of the vectors is made from.
enum CircuitSource: Sendable {
    case gadget(String, data: [UInt8], numbers: [UInt64])
    case porep(qr_porep_config_t)
    case post(qr_porep_config_t, qr_post_type_t, sectors: UInt32)
    case update(qr_porep_config_t)
    case porepWitness(qr_porep_config_t, qr_porep_inputs_t, json: [UInt8])
    case postWitness(qr_porep_config_t, qr_post_type_t, proofs: [[UInt8]])
    case updateWitness(qr_porep_config_t, qr_update_inputs_t, proof: [UInt8])

    /// Makes the circuit. The caller destroys it.
    func make(_ job: UnsafeMutablePointer<qr_job_t>) throws -> OpaquePointer {
        var circuit: OpaquePointer?
        let status =
            switch self {
            case .gadget(let name, let data, let numbers):
                unsafe qr_circuit_gadget(job, &circuit, name, data, data.count, numbers)
            case .porep(var config): unsafe qr_circuit_porep_blank(job, &circuit, &config)
            case .post(var config, let type, let sectors):
                unsafe qr_circuit_post_blank(job, &circuit, &config, type, sectors)
            case .update(var config): unsafe qr_circuit_update_blank(job, &circuit, &config)
            case .porepWitness(var config, var inputs, let json):
                unsafe qr_circuit_porep(job, &circuit, &config, &inputs, 0, json, json.count)
            case .postWitness(var config, let type, let proofs):
                unsafe post(job, &circuit, &config, type, proofs)
            case .updateWitness(var config, var inputs, let proof):
                unsafe qr_circuit_update(
                    job, &circuit, &config, &inputs, 0, proof, proof.count, QR_FORM_BINCODE)
            }
        try EngineError.check(status, "circuit")
        guard let circuit = unsafe circuit else { throw VectorError("no circuit was made") }
        return unsafe circuit
    }

    private func post(
        _ job: UnsafeMutablePointer<qr_job_t>, _ out: inout OpaquePointer?, _ config: inout qr_porep_config_t,
        _ type: qr_post_type_t, _ proofs: [[UInt8]]
    ) -> qr_status_t {
        // All proofs in one run of bytes, which C only reads.
        var all = proofs.flatMap { $0 }
        return unsafe all.withUnsafeMutableBufferPointer { buffer in
            var offset = 0
            let lists = unsafe proofs.map { proof in
                defer { offset += proof.count }
                return unsafe qr_bytes_t(
                    data: buffer.baseAddress?.advanced(by: offset), length: proof.count,
                    capacity: proof.count)
            }
            return unsafe qr_circuit_post(job, &out, &config, type, lists, lists.count, QR_FORM_BINCODE)
        }
    }
}

/// What the engine finds about a circuit.
struct CircuitDigest: Sendable {
    var totals = qr_circuit_digest_t()
    /// First 16 bytes of the digest after each 10,000 constraints or values, in hex.
    var constraints: [String] = []
    var aux: [String] = []

    /// All inputs, then all aux, 32 bytes each: of gadgets alone.
    var values: [UInt8] = []
    /// Terms of A, B and C.
    var terms: [UInt64] = [0, 0, 0]

    init(_ source: CircuitSource, _ job: UnsafeMutablePointer<qr_job_t>) throws {
        let circuit = try unsafe source.make(job)
        defer { unsafe qr_circuit_destroy(circuit) }
        try unsafe self.init(circuit, job)
        guard case .gadget = source else { return }
        values = [UInt8](repeating: 0, count: 32 * Int(totals.inputs + totals.aux))
        try EngineError.check(unsafe quarry_vectors_witness(job, &values, circuit), "witness of a gadget")
    }

    init(_ circuit: OpaquePointer, _ job: UnsafeMutablePointer<qr_job_t>) throws {
        try EngineError.check(unsafe quarry_vectors_terms(job, &terms, circuit), "terms of a circuit")
        var (rows, inputs, values): (UInt64, UInt64, UInt64) = (0, 0, 0)
        unsafe qr_circuit_counts(&rows, &inputs, &values, circuit)
        var rowBytes = [UInt8](repeating: 0, count: 16 * (Int(rows / 10000) + 1))
        var valueBytes = [UInt8](repeating: 0, count: 16 * (Int(values / 10000) + 1))
        let status = unsafe rowBytes.withUnsafeMutableBytes { rowBuffer in
            unsafe valueBytes.withUnsafeMutableBytes { valueBuffer in
                var checkpoints = unsafe qr_circuit_checkpoints_t()
                unsafe checkpoints.constraints = rowBuffer.assumingMemoryBound(to: Half.self).baseAddress
                unsafe checkpoints.aux = valueBuffer.assumingMemoryBound(to: Half.self).baseAddress
                return unsafe qr_circuit_digest(job, &totals, &checkpoints, circuit)
            }
        }
        try EngineError.check(status, "digest of a circuit")
        constraints = CircuitDigest.halves(rowBytes, rows)
        if totals.has_witness { aux = CircuitDigest.halves(valueBytes, values) }
    }

    /// 16 bytes as the tuple that C arrays are imported as.
    private typealias Half = (
        UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8,
        UInt8, UInt8
    )

    private static func halves(_ bytes: [UInt8], _ count: UInt64) -> [String] {
        (0..<Int(count / 10000)).map { Hex.encode(bytes[16 * $0..<16 * $0 + 16]) }
    }
}

/// Which circuit a vector file is about, by its name.
struct CircuitName {
    let parts: [Substring]
    let size: UInt64

    /// "porep_32gib_2_challenges_11_layers"; size 0 for a gadget.
    init(_ name: String) throws {
        let allowed = name.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
        }
        guard allowed else { throw VectorError("'\(name)' is no name of a circuit") }
        parts = name.split(separator: "_")
        size = parts.lazy.compactMap(CircuitName.bytes).first ?? 0
    }

    private static func bytes(_ text: Substring) -> UInt64? {
        let units: [(String, UInt64)] = [("kib", 1 << 10), ("mib", 1 << 20), ("gib", 1 << 30)]
        for (unit, bytes) in units where text.hasSuffix(unit) {
            return UInt64(text.dropLast(unit.count)).map { $0 * bytes }
        }
        return nil
    }

    /// The number that stands before a word: "2" before "sectors" or "sector".
    private func number(before word: String) -> UInt32? {
        for (index, part) in parts.enumerated().dropFirst() where part == word || part == word + "s" {
            return UInt32(parts[index - 1])
        }
        return nil
    }

    var postType: qr_post_type_t { parts.first == "winning" ? QR_POST_WINNING : QR_POST_WINDOW }

    /// The circuit without witness.
    func blank() throws -> CircuitSource {
        var config = qr_porep_config_t()
        let porepID = [UInt8](repeating: 0, count: 32)
        let status = unsafe qr_porep_config_init(&config, size, QR_API_1_1_0, QR_FEATURE_NONE, porepID)
        try EngineError.check(status, "kind of sector")
        switch parts.first {
        case "porep":
            config.challenges_per_partition =
                number(before: "challenge") ?? config.challenges_per_partition
            config.layers = number(before: "layer") ?? config.layers
            return .porep(config)
        case "winning", "window":
            return .post(config, postType, sectors: number(before: "sector") ?? 0)
        case "update": return .update(config)
        default: throw VectorError("no circuit of that name is known")
        }
    }

    /// A gadget with the inputs that `about` describes.
    func gadget(_ about: VectorRecord) throws -> CircuitSource {
        let name = parts.dropFirst().joined(separator: "_")
        let kinds: [(prefix: String, gadget: String, elements: Int)] = [
            ("create_label", "create_label", (try? about.number("layer")) == 1 ? 7 : 15),
            ("decode", "decode", 2), ("encode", "encode", 2), ("num", "num", 3),
            ("insert", "insert", parts.count > 2 ? Int(parts[2]) ?? 0 : 0),
            ("poseidon_hash2", "poseidon", 2),
            ("poseidon", "poseidon", parts.count > 2 ? Int(parts[2]) ?? 0 : 0),
            ("select_8", "select", 8), ("sha256_tree_node", "sha256_tree_node", 2),
        ]
        if name == "multipack" {
            return .gadget("multipack", data: try stream(about, "stream", 38), numbers: [300, 0])
        } else if name == "uint64" {
            return .gadget("uint64", data: try stream(about, "stream", 8), numbers: [0, 0])
        } else if about.has("message_stream") {
            let length = Int(try about.number("message_bytes"))
            return .gadget("sha256", data: try stream(about, "message_stream", length), numbers: [0, 0])
        } else if about.has("path") {
            return try path(name.hasPrefix("por_poseidon") ? "por_poseidon" : "por_sha256", about)
        }
        guard let kind = kinds.first(where: { name.hasPrefix($0.prefix) }) else {
            throw VectorError("no gadget of that name is known")
        }
        let source = try about.text("stream")
        let data = (0..<kind.elements).flatMap { Scalar.random(source, $0) }
        let first: UInt64 =
            switch kind.gadget {
            case "create_label": try about.number("layer")
            case "insert": try about.number("position")
            case "select": 5
            default: 0
            }
        let second = about.has("node") ? try about.number("node") : 0
        return .gadget(kind.gadget, data: data, numbers: [first, second])
    }

    private func stream(_ about: VectorRecord, _ name: String, _ length: Int) throws -> [UInt8] {
        VectorStream.bytes(try about.text(name), length: length)
    }

    /// Leaf, root and siblings of a path, and the leaf's number.
    private func path(_ gadget: String, _ about: VectorRecord) throws -> CircuitSource {
        let path = try about.record("path")
        var data = try path.bytes("leaf") + path.bytes("root")
        let arity: UInt64 = gadget == "por_poseidon" ? 8 : 2
        var (number, weight): (UInt64, UInt64) = (0, 1)
        for row in try path.list("path_siblings_then_index") {
            guard case .array(let pair) = row, pair.count == 2, case .array(let siblings) = pair[0] else {
                throw VectorError("a path has an odd element")
            }
            for case .string(let sibling) in siblings { data += try Hex.decode(sibling, subject: "sibling") }
            number += weight * (try pair[1].unsigned("index"))
            weight *= arity
        }
        return .gadget(gadget, data: data, numbers: [number, 0])
    }
}
