internal import CCrypto
internal import CPlatform
internal import Primitives
internal import ProofEngine

/// Points of one stream, made once.
struct StreamPoints: Sendable {
    var g1: [qr_g1_affine_t] = []
    var g2: [qr_g2_affine_t] = []

    /// Points 0 to count - 1 of a stream at least.
    mutating func extend(_ stream: String, to count: Int) {
        for index in g1.count..<max(g1.count, count) {
            let scalar = Scalar.random(stream, index)
            g1.append(G1.affine(G1.product(G1.jacobian(G1.generator), scalar)))
            g2.append(G2.affine(G2.product(G2.jacobian(G2.generator), scalar)))
        }
    }
}

extension Conformance {
    /// Sums of multiples of points: "msm".
    func checkSums(_ cases: [VectorRecord], _ tally: Tally) async throws {
        var points: [String: StreamPoints] = [:]
        tally.expect(cases.count)
        for (index, element) in cases.enumerated() {
            let (kind, count) = (try element.text("kind"), Int(try element.number("n")))
            guard count <= 1 << 20 else { throw VectorError("a sum of \(count) points is too long") }
            let stream = try element.text("point_stream")
            points[stream, default: StreamPoints()].extend(stream, to: max(count, 8))
            var used = points[stream] ?? StreamPoints()
            if kind == "equal points" {
                used.g1 = Array(repeating: used.g1[7], count: count)
                used.g2 = Array(repeating: used.g2[7], count: count)
            } else {
                used.g1 = Array(used.g1.prefix(count))
                used.g2 = Array(used.g2.prefix(count))
            }
            try await record(tally, "msm[\(index)] (\(kind), \(count))") { comparison in
                try await checkSum(element, used, comparison)
            }
        }
    }

    private func checkSum(
        _ element: VectorRecord, _ points: StreamPoints, _ comparison: Comparison
    ) async throws {
        let scalars = try sumScalars(element)
        comparison.equal("scalars_sha256", try element.text("scalars_sha256"), sha256(scalars))
        let first = points.g1.flatMap { G1.uncompressed($0) }
        comparison.equal("g1_points_sha256", try element.text("g1_points_sha256"), sha256(first))
        let second = points.g2.flatMap { G2.uncompressed($0) }
        comparison.equal("g2_points_sha256", try element.text("g2_points_sha256"), sha256(second))
        let count = points.g1.count
        for form in [QR_POINTS_AFFINE, QR_POINTS_FILE] {
            let place = form == QR_POINTS_FILE ? "points of a file" : "affine points"
            let (g1, g2) = try await unsafe engine.withJob { pointer in
                let job = unsafe pointer.assumingMemoryBound(to: qr_job_t.self)
                var (g1, g2) = (qr_g1_t(), qr_g2_t())
                if form == QR_POINTS_FILE {
                    try EngineError.check(unsafe qr_msm_g1(job, &g1, first, form, scalars, count), "sum")
                    try EngineError.check(unsafe qr_msm_g2(job, &g2, second, form, scalars, count), "sum")
                } else {
                    try EngineError.check(
                        unsafe qr_msm_g1(job, &g1, points.g1, form, scalars, count), "sum")
                    try EngineError.check(
                        unsafe qr_msm_g2(job, &g2, points.g2, form, scalars, count), "sum")
                }
                return (G1.bytes(g1), G2.bytes(g2))
            }
            comparison.equal("g1, \(place)", try element.text("g1"), Hex.encode(g1))
            comparison.equal("g2, \(place)", try element.text("g2"), Hex.encode(g2))
        }
    }

    func sha256(_ bytes: [UInt8]) -> String { Hex.encode(SHA256Digest.hash(bytes)) }

    private func sumScalars(_ element: VectorRecord) throws -> [UInt8] {
        let (kind, stream) = (try element.text("kind"), try element.text("scalar_stream"))
        try check(kind, among: ["random", "edge", "small", "equal points"])
        let last = Scalar.difference(Scalar.zero, Scalar.one)
        let edges = [
            Scalar.zero, Scalar.one, last, Scalar.number(2), Scalar.number(.max),
            Scalar.difference(last, Scalar.one),
        ]
        return (0..<Int(try element.number("n"))).flatMap { index in
            switch kind {
            case "edge" where index % 7 < 6: edges[index % 7]
            case "small": Scalar.number(UInt64(VectorInputs.hash("\(stream):\(index)")[0] & 3))
            default: Scalar.random(stream, index)
            }
        }
    }

    /// Kinds of inputs: what is not among them would be taken for a plain one.
    private func check(_ kind: String, among kinds: [String]) throws {
        guard kinds.contains(kind) else { throw VectorError("kind '\(kind)' is not known") }
    }

    /// Transforms: "ntt".
    func checkTransforms(_ cases: [VectorRecord], _ tally: Tally) async throws {
        tally.expect(cases.count)
        for (index, element) in cases.enumerated() {
            let (kind, logSize) = (try element.text("kind"), UInt32(clamping: try element.number("log_n")))
            guard logSize <= 20 else { throw VectorError("a transform of 2^\(logSize) values is too long") }
            try await record(tally, "ntt[\(index)] (\(kind), 2^\(logSize))") { comparison in
                try await checkTransform(element, kind, logSize, comparison)
            }
        }
    }

    private func checkTransform(
        _ element: VectorRecord, _ kind: String, _ logSize: UInt32, _ comparison: Comparison
    ) async throws {
        let (stream, given) = (try element.text("stream"), Int(try element.number("given")))
        try check(kind, among: ["full", "edge", "short (zero padded)"])
        let isShort = kind.hasPrefix("short")
        comparison.equal("shorter than the domain", isShort, given < 1 << Int(logSize))
        guard given <= 1 << Int(logSize) else { throw VectorError("more values than the domain has") }
        let last = Scalar.difference(Scalar.zero, Scalar.one)
        let input = (0..<(1 << Int(logSize))).flatMap { index in
            switch (kind, index % 4) {
            case _ where index >= given: Scalar.zero
            case ("edge", 0): last
            case ("edge", 1): Scalar.zero
            case ("edge", 2): Scalar.one
            default: Scalar.random(stream, index)
            }
        }
        try compare("input", Array(input.prefix(32 * given)), element, comparison)
        let kinds: [(String, qr_ntt_kind_t)] = [
            ("fft", QR_NTT_FFT), ("ifft", QR_NTT_IFFT), ("coset_fft", QR_NTT_COSET_FFT),
            ("icoset_fft", QR_NTT_COSET_IFFT), ("divide_by_z_on_coset", QR_NTT_DIVIDE_BY_Z),
        ]
        for (name, transform) in kinds {
            try compare(name, try await transformed(input, logSize, transform), element, comparison)
        }
        if logSize > 0 {
            // The transform of x is the powers of omega.
            let x = Scalar.zero + Scalar.one + [UInt8](repeating: 0, count: input.count - 64)
            let powers = try await transformed(x, logSize, QR_NTT_FFT)
            comparison.equal("omega", try element.text("omega"), Hex.encode(powers[32..<64]))
        }
    }

    func transformed(
        _ input: [UInt8], _ logSize: UInt32, _ kind: qr_ntt_kind_t
    ) async throws -> [UInt8] {
        try await unsafe engine.withJob { pointer in
            let job = unsafe pointer.assumingMemoryBound(to: qr_job_t.self)
            var values = input
            try EngineError.check(unsafe qr_ntt(job, &values, logSize, kind), "transform")
            return values
        }
    }

    private func compare(
        _ name: String, _ found: [UInt8], _ element: VectorRecord, _ comparison: Comparison
    ) throws {
        comparison.equal("\(name)_sha256", try element.text("\(name)_sha256"), sha256(found))
        if element.has(name) {
            let values = stride(from: 0, to: found.count, by: 32).map { Hex.encode(found[$0..<$0 + 32]) }
            comparison.equal(name, try element.texts(name), values)
        }
    }
}
