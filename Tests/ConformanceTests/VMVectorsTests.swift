import Conformance
import ProofEngine
import System
import Testing

/// Reference vectors of the virtual machine: QUARRY_VM_VECTORS names their folder. They need the official actors, which
/// are users' files and do not ship.
@Suite struct VMVectorsTests {
    @Test(.enabled(if: Environment.value("QUARRY_VM_VECTORS") != nil))
    func everyMessageIsAppliedAsTheReferenceDoes() async throws {
        let folder = Environment.value("QUARRY_VM_VECTORS") ?? ""
        let conformance = try Conformance(engine: Engine(.single), options: .init())
        for file in try Conformance.files(at: folder) {
            guard let report = try await conformance.check(file) else { continue }
            #expect(report.equal == report.total, "\(report.firstDifference ?? file)")
        }
        try await conformance.finish()
    }
}
