internal import CProofs
internal import Primitives
internal import ProofEngine
internal import System

/// What an aggregate is about, as its verifier knows it.
private struct AggregateClaim: Sendable {
    /// PoRep: seeds and comm_r; update: h, comm_r_old, comm_r_new and comm_d_new; each member's.
    var bound: [[String: [UInt8]]]
    var isUpdate = false
    var isNonInteractive = false
    /// Public inputs of each proof.
    var inputs: [[[UInt8]]]
    var version: AggregateVersion

    private func all(_ name: String) -> [UInt8] { bound.flatMap { $0[name] ?? [] } }

    var binding: [UInt8] {
        var out = [UInt8](repeating: 0, count: 32)
        if isUpdate {
            unsafe qr_aggregate_bind_update(
                &out, all("h"), all("comm_r_old"), all("comm_r_new"), all("comm_d_new"), bound.count)
        } else if isNonInteractive {
            unsafe qr_aggregate_bind_ni_porep(&out, all("comm_r"), bound.count)
        } else {
            unsafe qr_aggregate_bind_porep(&out, all("seed"), all("comm_r"), bound.count)
        }
        return out
    }

    /// The change that a case describes in words; false: one that this interface cannot even express.
    mutating func change(_ what: String) throws -> Bool {
        let isPair = what.contains("first two") || what.contains("of the second")
        guard bound.count > (isPair ? 1 : 0), inputs.count >= bound.count else {
            throw VectorError("change \(what) of \(bound.count) members")
        }
        switch what {
        case "verified as the other version", "version V1":
            version = version == .v1 ? .v2 : .v1
        case "first seed changed in the transcript only": bound[0]["seed"]?[0] ^= 1
        case "last comm_r changed in the transcript only": bound[bound.count - 1]["comm_r"]?[0] ^= 1
        case "comm_r_new of the first, in the transcript only": bound[0]["comm_r_new"]?[0] ^= 1
        case "comm_r of the first inputs + 1": increase(0, 2)
        case "comm_r_old field of the second inputs + 1": increase(1, 1)
        case "last field of the last inputs + 1":
            increase(inputs.count - 1, (inputs.last?.count ?? 1) - 1)
        case "first two input vectors exchanged": inputs.swapAt(0, 1)
        case "first two (comm_r, seed) pairs exchanged": bound.swapAt(0, 1)
        case "last inputs left out": inputs.removeLast()
        case "last comm_r and seed left out": bound.removeLast()
        case "last seed left out": return false
        case "one field missing in the first inputs": inputs[0].removeLast()
        default: throw VectorError("change \(what) is not known")
        }
        return true
    }

    private mutating func increase(_ proof: Int, _ field: Int) {
        guard inputs[proof].indices.contains(field) else { return }
        inputs[proof][field] = Scalar.sum(inputs[proof][field], Scalar.one)
    }
}

extension Conformance {
    /// SnarkPack: aggregates made here are the reference's, byte for byte, and verdicts over true and false ones.
    func checkAggregates(_ root: VectorRecord, _ tally: Tally) async throws {
        let folder = File.parent(of: tally.report.file)
        let file = try root.record("srs")
        let path = "\(folder)/\(try file.text("file"))"
        try await record(tally, "srs") { comparison in
            comparison.equal("sha256", try file.text("sha256"), try digest(path))
        }
        let key = try await engine.loadVerifyingKey(
            "\(folder)/../\(try root.text("verify_with"))", for: .private)
        let cases = try root.records("cases")
        tally.expect(cases.count + 1)
        for (index, element) in cases.enumerated() {
            let version = try element.text("version")
            try await record(tally, "cases[\(index)] (\(version))") { comparison in
                let (claim, proofs) = try aggregateClaim(root, element, comparison)
                let count = claim.inputs.count
                let srs = try await engine.loadAggregationString(path, proofs: count)
                let made = try await engine.aggregate(
                    proofs: proofs, binding: claim.binding, srs, claim.version)
                comparison.equal(
                    "transcript_include", try element.record("insides").text("transcript_include"),
                    Hex.encode(claim.binding))
                comparison.equal("aggregate", try element.text("aggregate"), Hex.encode(made))
                try await compareInsides(element, made, claim.binding, claim.version, comparison)
                let found = try await verdict(claim, made, key, srs)
                comparison.equal("verdict", try ProofClass(text: element.text("verdict")), found)
                try await checkTampered(element, claim, made, key, srs, comparison)
                try await checkChanged(root, element, claim, made, key, srs, comparison)
            }
        }
    }

    private func checkTampered(
        _ element: VectorRecord, _ claim: AggregateClaim, _ aggregate: [UInt8], _ key: VerifyingKey,
        _ srs: AggregationString, _ comparison: Comparison
    ) async throws {
        for spoilt in element.has("tampered") ? try element.records("tampered") : [] {
            let what = try spoilt.text("changed")
            let bytes = try tampered(aggregate, what)
            if spoilt.has("aggregate") {
                comparison.equal("\(what): bytes", try spoilt.text("aggregate"), Hex.encode(bytes))
            }
            let found = try await verdict(claim, bytes, key, srs)
            comparison.equal(what, try ProofClass(text: spoilt.text("verdict")), found)
        }
        guard element.has("of_a_member_with_a_negated") else { return }
        let other = try element.record("of_a_member_with_a_negated")
        let found = try await verdict(claim, other.bytes("aggregate"), key, srs)
        comparison.equal(
            "a member's proof with a negated", try ProofClass(text: other.text("verdict")), found)
    }

    private func tampered(_ aggregate: [UInt8], _ what: String) throws -> [UInt8] {
        if what == "one byte short" { return aggregate.dropLast() }
        if what == "one byte long" { return aggregate + [0] }
        guard let number = what.split(separator: " ").last?.dropLast(), let offset = Int(number),
            aggregate.indices.contains(offset)
        else { throw VectorError("change \(what) is not known") }
        var bytes = aggregate
        bytes[offset] ^= what.contains("sign") ? 0x20 : what.hasPrefix("nproofs") ? 3 : 1
        return bytes
    }

    private func checkChanged(
        _ root: VectorRecord, _ element: VectorRecord, _ claim: AggregateClaim, _ aggregate: [UInt8],
        _ key: VerifyingKey, _ srs: AggregationString, _ comparison: Comparison
    ) async throws {
        let name = element.has("with_changed_inputs") ? "with_changed_inputs" : "changed"
        for changed in element.has(name) ? try element.records(name) : [] {
            let what = try changed.text("changed")
            var other = claim
            if element.has("sector") {
                var statement = try ProofStatement(element)
                try statement.change(what.hasPrefix("seed") ? "seed: lowest bit of byte 0" : what)
                other = try nonInteractiveClaim(statement, version: claim.version)
            } else if try !other.change(what) {
                continue
            }
            let found = try await verdict(other, aggregate, key, srs)
            comparison.equal(what, try ProofClass(text: changed.text("verdict")), found)
        }
    }

    private func verdict(
        _ claim: AggregateClaim, _ aggregate: [UInt8], _ key: VerifyingKey, _ srs: AggregationString
    ) async throws -> ProofClass {
        // The network has no first version of these.
        if claim.isUpdate && claim.version == .v1 { return .error }
        let flat: [UInt8] = claim.inputs.flatMap { $0.flatMap { $0 } }
        return try await ProofClass {
            try await engine.verifyAggregate(
                aggregate, inputs: flat, partitions: claim.inputs.count, binding: claim.binding, key, srs,
                claim.version)
        }
    }

    /// What a case claims, and its members' proofs.
    private func aggregateClaim(
        _ root: VectorRecord, _ element: VectorRecord, _ comparison: Comparison
    ) throws -> (AggregateClaim, proofs: [UInt8]) {
        guard let version = AggregateVersion(rawValue: try element.text("version").lowercased()) else {
            throw VectorError("version '\(try element.text("version"))' is not known")
        }
        if element.has("sector") {
            let statement = try ProofStatement(element)
            let claim = try nonInteractiveClaim(statement, version: version)
            comparison.equal("public inputs", try inputs(element), claim.inputs)
            return (claim, try element.bytes("partition_proofs"))
        }
        let isUpdate = root.has("updates")
        let all = try root.records(isUpdate ? "updates" : "sectors")
        var claim = AggregateClaim(bound: [], isUpdate: isUpdate, inputs: [], version: version)
        var proofs: [UInt8] = []
        for member in try element.numbers("members") {
            guard member < all.count else { throw VectorError("no member \(member)") }
            let chosen = all[Int(member)]
            proofs += try chosen.bytes("proof")
            claim.inputs += try inputs(chosen)
            if isUpdate {
                claim.bound.append([
                    "h": [UInt8(truncatingIfNeeded: try chosen.number("h"))],
                    "comm_r_old": try chosen.bytes("comm_r_old", count: 32),
                    "comm_r_new": try chosen.bytes("comm_r_new", count: 32),
                    "comm_d_new": try chosen.bytes("comm_d_new", count: 32),
                ])
            } else {
                let sector = try chosen.record("sector")
                claim.bound.append([
                    "seed": try sector.bytes("seed", count: 32),
                    "comm_r": try sector.bytes("comm_r", count: 32),
                ])
                let expected = try inputs(chosen).flatMap { $0.map { Hex.encode($0) } }
                try comparePublicInputs(expected, ProofStatement(chosen).claim(), comparison)
            }
        }
        return (claim, proofs)
    }

    private func nonInteractiveClaim(
        _ statement: ProofStatement, version: AggregateVersion
    ) throws -> AggregateClaim {
        let claim = try statement.claim()
        let flat = try claim.publicInputs()
        let each = flat.count / 32 / claim.partitionCount
        let fields = stride(from: 0, to: flat.count, by: 32).map { Array(flat[$0..<$0 + 32]) }
        let inputs = stride(from: 0, to: fields.count, by: each).map { Array(fields[$0..<$0 + each]) }
        return AggregateClaim(
            bound: [["comm_r": try statement.record.bytes("comm_r")]], isNonInteractive: true,
            inputs: inputs, version: version)
    }

    private func inputs(_ element: VectorRecord) throws -> [[[UInt8]]] {
        try element.list("public_inputs").map { partition in
            try VectorRecord(["list": partition]).texts("list").map {
                try Hex.decode($0, count: 32, subject: "input")
            }
        }
    }
}
