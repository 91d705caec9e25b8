internal import CCrypto
internal import Primitives
internal import ProofEngine

extension Conformance {
    /// Arithmetic in G1 or G2: "g1", "g2".
    func checkGroup<Group: CurveGroup>(
        _ group: Group.Type, _ record: VectorRecord, _ tally: Tally
    ) throws {
        let prefix = "\(Group.name)."
        func bytes(_ point: Group.Point) -> String { Hex.encode(Group.bytes(point)) }
        try tally.record("\(prefix)generator") {
            $0.equal(
                "generator", try record.text("generator"), Hex.encode(Group.uncompressed(Group.generator)))
        }
        try tally.records(record, "unary", prefix) { element, comparison in
            let affine = try Group.point(element.bytes("a"))
            let point = Group.jacobian(affine)
            comparison.equal("a", try element.text("a"), Hex.encode(Group.uncompressed(affine)))
            let compressed = Group.compressed(affine)
            comparison.equal("compressed", try element.text("compressed"), Hex.encode(compressed))
            let again = try Group.point(compressed)
            comparison.equal("decompressed", try element.text("a"), Hex.encode(Group.uncompressed(again)))
            comparison.equal("neg", try element.text("neg"), bytes(Group.negated(point)))
            comparison.equal("double", try element.text("double"), bytes(Group.doubled(point)))
        }
        try tally.records(record, "add", prefix) { element, comparison in
            let (a, b) = (try Group.point(element.bytes("a")), try Group.point(element.bytes("b")))
            let point = Group.jacobian(a)
            let expected = try element.text("add")
            comparison.equal("add", expected, bytes(Group.sum(point, Group.jacobian(b))))
            comparison.equal("add an affine point", expected, bytes(Group.sum(point, affine: b)))
        }
        try tally.records(record, "mul", prefix) { element, comparison in
            let (a, k) = (try Group.point(element.bytes("a")), try element.bytes("k", count: 32))
            let expected = try element.text("mul")
            comparison.equal("mul", expected, bytes(Group.product(Group.jacobian(a), k)))
            comparison.equal("mul by a secret", expected, bytes(Group.secretProduct(a, k)))
        }
    }

    /// Which byte strings are points: "encodings".
    func checkEncodings<Group: CurveGroup>(
        _ group: Group.Type, _ record: VectorRecord, _ tally: Tally
    ) throws {
        var story = EncodingStory<Group>()
        try tally.records(record, Group.name, "encodings.") { element, comparison in
            let bytes = try element.bytes("bytes")
            let form = try element.text("form")
            guard ["compressed", "uncompressed"].contains(form) else {
                throw VectorError("form '\(form)' is not known")
            }
            let isCompressed = form == "compressed"
            let size = isCompressed ? Group.size : 2 * Group.size
            guard bytes.count == size else { throw VectorError("a point of \(bytes.count) bytes") }
            switch try story.claim(element.text("what"), isCompressed: isCompressed, bytes) {
            case .bytes(let expected):
                comparison.equal("bytes by their description", Hex.encode(expected), Hex.encode(bytes))
            case .point(let repaired):
                let status = Group.decode(repaired, checkSubgroup: true).status
                comparison.equal("valid but for what was added", QR_OK.rawValue, status.rawValue)
            case .free: break
            }
            let full = Group.decode(bytes, checkSubgroup: true)
            let quick = Group.decode(bytes, checkSubgroup: false)
            comparison.equal("accepted", try element.flag("accepted"), full.status == QR_OK)
            comparison.equal(
                "accepted_without_subgroup_check", try element.flag("accepted_without_subgroup_check"),
                quick.status == QR_OK)
            let code: (String, qr_status_t) =
                switch try element.text("blst_code") {
                case "BLST_BAD_ENCODING": ("bad encoding", QR_MALFORMED)
                case "BLST_POINT_NOT_ON_CURVE": ("not on the curve", QR_MISMATCH)
                case "BLST_SUCCESS": ("no error", QR_OK)
                case let other: throw VectorError("blst_code '\(other)' is not known")
                }
            comparison.equal("status (\(code.0))", code.1.rawValue, quick.status.rawValue)
            if element.has("infinity") {
                comparison.equal(
                    "infinity", try element.flag("infinity"), Group.isInfinity(full.point))
            }
            if element.has("point") {
                let expected = try element.text("point")
                comparison.equal("point", expected, Hex.encode(Group.uncompressed(full.point)))
                comparison.equal("unchecked point", expected, Hex.encode(Group.uncompressed(quick.point)))
            }
        }
    }
}
