import Conformance
import ProofEngine
import System
import Testing

/// The vectors of encodings and maps that ship with Quarry; QUARRY_VECTORS names another folder of such files.
@Suite struct EncodingVectorsTests {
    static let folder =
        Environment.value("QUARRY_VECTORS")
        ?? File.parent(of: File.parent(of: #filePath)) + "/Vectors/ipld"

    @Test func everyEncodingAndMapIsTheReferences() async throws {
        let conformance = try Conformance(engine: Engine(.single), options: .init())
        var files = 0
        for file in try Conformance.files(at: Self.folder) {
            guard let report = try await conformance.check(file) else { continue }
            files += 1
            #expect(report.total > 0, "\(file) has no records")
            #expect(report.equal == report.total, "\(report.firstDifference ?? file)")
        }
        try await conformance.finish()
        #expect(files > 0)
    }
}
