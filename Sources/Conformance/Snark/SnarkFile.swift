/// Kinds of `.json` vector files, told apart by their fields.
enum SnarkFile {
    case curve, circuit, smallProof, proofs, aggregates

    init?(_ root: VectorRecord) {
        if root.has("verify_with"), root.has("cases") {
            self = root.has("srs") ? .aggregates : .proofs
        } else if root.has("secrets"), root.has("params") {
            self = .smallProof
        } else if root.has("constraints_sha256"), root.has("name") {
            self = .circuit
        } else if root.has("made_by"), CurveVectors.kinds.contains(where: root.has) {
            self = .curve
        } else {
            return nil
        }
    }
}

extension Conformance {
    /// Runs a `.json` file. nil: not a vector file, or one that is only data for another.
    func checkDocument(_ file: String, _ tally: Tally) async throws -> ConformanceReport? {
        guard let root = try VectorRecord(document: file) else { return nil }
        return try await checkDocument(root, tally)
    }

    /// Runs a document; what it names by relative paths is beside the tally's file.
    func checkDocument(_ root: VectorRecord, _ tally: Tally) async throws -> ConformanceReport? {
        if let kind = IpldFile(root) {
            try checkIpld(kind, root, tally)
            return tally.report
        }
        if root.has("messages"), root.has("start_car") {
            try await checkMessages(root, tally)
            return tally.report
        }
        if root.has("modules"), root.has("rejected") {
            try checkInstrumentation(root, tally)
            return tally.report
        }
        guard let kind = SnarkFile(root) else { return nil }
        switch kind {
        case .curve: try await checkCurve(root, tally)
        case .circuit: try await checkCircuit(root, tally)
        case .smallProof: try await checkSmallProof(root, tally)
        case .proofs: try await checkProofs(root, tally)
        case .aggregates: try await checkAggregates(root, tally)
        }
        return tally.report
    }

    /// One record of a document.
    func record(
        _ tally: Tally, _ place: String,
        _ body: nonisolated(nonsending) (Comparison) async throws -> Void
    ) async throws {
        let comparison = try tally.begin(place)
        do {
            try await body(comparison)
        } catch let error as CancellationError {
            throw error
        } catch {
            comparison.fail("could not be run: \(error)")
        }
        tally.end(comparison)
    }
}

/// Lists of small records in `curve.json`, by the key that they are under.
enum CurveVectors {
    static let kinds = [
        "fr", "fp", "g1", "g2", "encodings", "pairing", "hash_to_curve", "bls_signatures", "drand", "msm",
        "ntt",
    ]
}

extension Conformance {
    /// Fields, groups, pairing, signatures, sums and transforms.
    func checkCurve(_ root: VectorRecord, _ tally: Tally) async throws {
        for kind in CurveVectors.kinds where root.has(kind) {
            switch kind {
            case "fr": try checkScalars(root.record(kind), tally)
            case "fp": try checkTower(root.record(kind), tally)
            case "g1": try checkGroup(G1.self, root.record(kind), tally)
            case "g2": try checkGroup(G2.self, root.record(kind), tally)
            case "encodings":
                try checkEncodings(G1.self, root.record(kind), tally)
                try checkEncodings(G2.self, root.record(kind), tally)
            case "pairing": try checkPairing(root.record(kind), tally)
            case "hash_to_curve": try checkHashToCurve(root.record(kind), tally)
            case "bls_signatures": try checkSignatures(root.record(kind), tally)
            case "drand": try checkDrand(root.record(kind), tally)
            case "msm": try await checkSums(root.records(kind), tally)
            default: try await checkTransforms(root.records(kind), tally)
            }
        }
    }
}
