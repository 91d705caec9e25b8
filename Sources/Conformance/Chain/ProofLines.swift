internal import ChainVerifier

/// `winning` and `proof-messages` of a captured chain: what each line proves is verified by itself.
struct ProofLines {
    private let folder: ChainFolder
    private let proofs: ProofVerifier

    init(_ folder: ChainFolder, _ proofs: ProofVerifier) {
        self.folder = folder
        self.proofs = proofs
    }

    func run() throws -> [Tally] {
        [
            try each("winning") { try WinningVector($0).check(proofs, $1) },
            try each("proof-messages") { try ProofMessageVector($0).check(proofs, $1) },
        ]
    }

    private func each(
        _ name: String, _ check: (VectorRecord, Comparison) throws -> Void
    ) throws -> Tally {
        let tally = folder.tally(name)
        for (place, line) in try folder.lines(name).enumerated() {
            try folder.checkCancellation()
            try tally.record("\(place + 1)") { try check(VectorRecord(parsing: line), $0) }
        }
        return tally
    }
}
