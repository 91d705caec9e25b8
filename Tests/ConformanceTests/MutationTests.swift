import ProofEngine
import System
import Testing

@testable import Conformance

/// The repository, found from this file.
private let vectors =
    File.parent(of: File.parent(of: File.parent(of: #filePath))) + "/Tests/Vectors/snark"

/// Vector checks are of use only if they notice every change of a value. Values that no check can be sensitive to are
/// listed here with the reason.
@Suite("A change of any value of a vector file is noticed")
struct MutationTests {
    /// Words for people: who made a file, what a record or a circuit is.
    static let descriptive: Set<String> = [
        "made_by", "what", "root_of_unity_rule", "built", "circuit", "g1", "g2",
    ]

    private func document(_ name: String) throws -> [String: VectorValue] {
        try #require(try VectorRecord(document: "\(vectors)/\(name)")).fields
    }

    private func run(_ file: String, _ body: (inout MutationRun) async throws -> Void) async throws {
        let conformance = try Conformance(engine: Engine(.cpus([0, 1])), options: Conformance.Options())
        var run = MutationRun(conformance, "\(vectors)/\(file)")
        try await body(&run)
        try await conformance.finish()
        #expect(
            run.unnoticed.isEmpty,
            "\(run.unnoticed.count) of \(run.changes): \(run.unnoticed.joined(separator: "\n"))")
        #expect(run.changes > 5)
    }

    /// Lists whose records are told by those before them: all of them are looked at, each kind of fault is another
    /// check.
    static let stories: Set<String> = ["encodings", "bls_signatures", "drand"]

    /// The reference's own words for what it refuses; their class is compared.
    private func isReason(_ leaf: Leaf) -> Bool {
        guard leaf.name == "verdict", case .string(let text) = leaf.value else { return false }
        return text.hasPrefix("error: ")
    }

    /// A first, a middle and a last record; of stories all.
    private func sample(_ kind: String, _ list: [VectorValue]) -> [Int] {
        if Self.stories.contains(kind) { return Array(list.indices) }
        if kind == "msm" || kind == "ntt" {
            return Array(
                list.indices.filter {
                    guard case .object(let fields) = list[$0] else { return false }
                    return fields["n"].map { $0 == .number(17) } ?? (fields["log_n"] == .number(2))
                })
        }
        return Set([0, list.count / 2, list.count - 1].filter(list.indices.contains)).sorted()
    }

    /// An x off the curve is as good as any other one; infinity times anything is infinity.
    private func isFree(_ record: VectorValue, _ leaf: Leaf) -> Bool {
        guard case .object(let fields) = record else { return false }
        switch leaf.name {
        case "bytes":
            return fields["what"] == .string("arbitrary x") && fields["blst_code"] != .string("BLST_SUCCESS")
        case "k":
            guard case .string(let point)? = fields["a"] else { return false }
            return point.hasPrefix("40")
        default: return false
        }
    }

    @Test(
        "curve.json",
        arguments: [
            "fr", "fp", "g1", "g2", "encodings", "pairing", "hash_to_curve", "bls_signatures", "drand", "msm",
            "ntt",
        ])
    func curve(_ kind: String) async throws {
        let all = try document("curve.json")
        let madeBy = try #require(all["made_by"])
        let part = try #require(all[kind])
        func wrapped(_ value: VectorValue) -> VectorValue { .object(["made_by": madeBy, kind: value]) }
        try await run("curve.json") { run in
            if case .array(let list) = part {
                for place in sample(kind, list) {
                    #expect(try await run.holds(wrapped(.array([list[place]]))))
                    try await run.change(list[place], at: "\(kind)[\(place)].") {
                        Self.descriptive.contains($0.name)
                    } document: {
                        wrapped(.array([$0]))
                    }
                }
                return
            }
            guard case .object(let fields) = part else { return }
            let plain = fields.filter { if case .array = $0.value { false } else { true } }
            for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
                guard case .array(let list) = value else { continue }
                for place in sample(kind, list) {
                    // Encodings are told by those before them, and tell about those after.
                    let isStory = Self.stories.contains(kind)
                    let before = isStory ? Array(list[..<place]) : []
                    let after = isStory ? Array(list[(place + 1)...].prefix(1)) : []
                    func whole(_ record: VectorValue) -> VectorValue {
                        wrapped(.object(plain.merging([name: .array(before + [record] + after)]) { $1 }))
                    }
                    #expect(try await run.holds(whole(list[place])), "\(name)[\(place)]")
                    try await run.change(list[place], at: "\(kind).\(name)[\(place)].") {
                        Self.descriptive.contains($0.name) && !isStory || isFree(list[place], $0)
                    } document: {
                        whole($0)
                    }
                }
            }
        }
    }

    @Test("circuits of gadgets")
    func circuits() async throws {
        // Where a constraint lies, and how it was built, is for people; the reference counts no zero terms.
        let left = Self.descriptive.union([
            "namespaces", "raw_stream", "raw_aux", "zero_coefficient_terms_left_out",
        ])
        for name in [
            "gadget_insert_4_at2", "gadget_num", "gadget_uint64", "gadget_por_poseidon_8", "gadget_sha256_8",
        ] {
            let all = VectorValue.object(try document("r1cs/\(name).json"))
            try await run("r1cs/\(name).json") { run in
                #expect(try await run.holds(all))
                try await run.change(all, at: "\(name).") {
                    left.contains($0.name)
                } document: {
                    $0
                }
            }
        }
    }

    @Test("a complete instance with its secrets, steps, parameters and proof")
    func instance() async throws {
        let all = VectorValue.object(try document("groth16_small/toy/instance.json"))
        try await run("groth16_small/toy/instance.json") { run in
            #expect(try await run.holds(all))
            try await run.change(all, at: "") {
                Self.descriptive.contains($0.name)
            } document: {
                $0
            }
        }
    }

    @Test(
        "verdicts over proofs", arguments: ["groth16/post.json", "groth16/porep.json", "groth16/update.json"])
    func proofs(_ name: String) async throws {
        var all = try document(name)
        guard case .array(let cases)? = all["cases"], let first = cases.first else { return }
        all["cases"] = .array([first])
        all["batch"] = nil
        // A case's name is used by batches alone; who proves a proof of spacetime is no input of its circuit;
        // randomness that came after sealing is none of these sectors'; how an update's data came about is seen
        // with the update's circuit.
        let left = Self.descriptive.union(["name", "public_input_order", "new_data_stream"])
            .union(name.hasSuffix("porep.json") ? [] : ["seed"])
        try await run(name) { run in
            #expect(try await run.holds(.object(all)))
            try await run.change(first, at: "\(name): cases[0].", most: 1) {
                left.contains($0.name) || isReason($0) || $0.text == "prover_id"
            } document: {
                .object(all.merging(["cases": .array([$0])]) { $1 })
            }
        }
    }

    @Test("an aggregate, its challenges and verdicts")
    func aggregate() async throws {
        var all = try document("aggregation/porep.json")
        guard case .array(let cases)? = all["cases"], let first = cases.first else { return }
        all["cases"] = .array([first])
        let left = Self.descriptive
        try await run("aggregation/porep.json") { run in
            #expect(try await run.holds(.object(all)))
            try await run.change(first, at: "cases[0].", most: 2) {
                left.contains($0.name) || isReason($0)
            } document: {
                .object(all.merging(["cases": .array([$0])]) { $1 })
            }
        }
    }
}
