import Primitives
import ProofEngine
import Testing

/// Bytes from memory; fails when asked to.
private final class BytesSource: ByteSource {
    struct Failure: Error {}

    private var bytes: ArraySlice<UInt8>
    private let failing: Bool

    init(_ bytes: [UInt8], failing: Bool = false) {
        self.bytes = bytes[...]
        self.failing = failing
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        if failing { throw Failure() }
        let part = bytes.prefix(buffer.count)
        buffer.copyBytes(from: part)
        bytes = bytes.dropFirst(part.count)
        return part.count
    }
}

private func kind(_ size: String, _ version: SealVersion = .v1_1) throws -> SealProofKind {
    try SealProofKind(size: SectorSize(size), version: version, feature: .interactive)
}

@Suite("The engine's jobs")
struct EngineTests {
    @Test("calls that arrive together run one after the other, each with its own job")
    func takesTurns() async throws {
        let engine = try Engine(.unbound(2))
        let running = Counter()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    try await engine.runBlocking {
                        running.enter()
                        running.leave()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(running.most == 1)
        #expect(running.calls == 16)
    }

    @Test("a cancelled task stops its call, and the engine goes on working")
    func cancellation() async throws {
        let engine = try Engine(.unbound(1))
        let task = Task {
            try await engine.commitPiece(Endless())
        }
        task.cancel()
        await #expect(throws: EngineError.self) { try await task.value }
        let piece = try await engine.commitPiece(BytesSource([1, 2, 3]))
        #expect(piece.rawBytes == 3)
    }

    @Test("an error of the source comes back as it was thrown")
    func sourceErrors() async throws {
        let engine = try Engine(.single)
        await #expect(throws: BytesSource.Failure.self) {
            try await engine.commitPiece(BytesSource([1], failing: true))
        }
    }

    @Test("a missing file is an error that names it and has a remedy")
    func missingFile() async throws {
        let engine = try Engine(.single)
        let config = try PoRepConfig(kind("2KiB"))
        let error = await #expect(throws: EngineError.self) {
            _ = try await engine.treeRoot(config, .columns, files: ["/nonexistent/tree"])
        }
        #expect(error?.kind == .notFound)
        #expect(error?.description.contains("/nonexistent/tree") == true)
        #expect(error?.remedy.isEmpty == false)
    }

    @Test("every status has a text and a remedy")
    func statuses() {
        for kind in EngineError.Kind.allCases {
            let error = EngineError(kind, "test", "detail")
            #expect(error.description.count > "test: : detail".count)
            #expect(!error.remedy.isEmpty)
        }
    }

    /// Never ends by itself.
    private final class Endless: ByteSource {
        func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int { buffer.count }
    }

    /// How many are inside at a time.
    // Safe: only touched by jobs of one engine, which run one at a time; what is under test is exactly that.
    private final class Counter: @unchecked Sendable {
        private var inside = 0
        private(set) var most = 0
        private(set) var calls = 0

        func enter() {
            inside += 1
            most = max(most, inside)
            calls += 1
        }

        func leave() { inside -= 1 }
    }
}

@Suite("Pieces and configurations")
struct PieceTests {
    @Test("CommP does not depend on how the bytes arrive")
    func chunks() async throws {
        let engine = try Engine(.unbound(2))
        let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 251 >> 3) }
        let whole = try await engine.commitPiece(BytesSource(bytes))
        #expect(whole.rawBytes == 300_000)
        #expect(whole.paddedBytes == 512 << 10)
        let single = try await Engine(.single).commitPiece(BytesSource(bytes))
        #expect(single == whole)
    }

    @Test("an empty piece is refused")
    func empty() async throws {
        let engine = try Engine(.single)
        await #expect(throws: EngineError.self) { try await engine.commitPiece(BytesSource([])) }
    }

    @Test("CommD of the zero sector, by the list and by the table")
    func zeros() throws {
        let size = try SectorSize("2KiB")
        let zero = try Pieces.zeroCommitment(size.padded)
        #expect(zero.hex == "fc7e928296e516faade986b28f92d44a4f24b935485223376a799027bc18f833")
        #expect(try Pieces.commD([], in: size) == zero)
    }

    @Test("padding and back gives the bytes")
    func padding() {
        let raw = (0..<127 * 5).map { UInt8(truncatingIfNeeded: $0 &* 97 + 3) }
        let padded = Pieces.pad(raw)
        #expect(padded.count == 128 * 5)
        #expect(Pieces.unpad(padded) == raw)
    }

    @Test("the sizes the engine knows are those of Primitives")
    func sizes() throws {
        #expect(PoRepConfig.engineSizes == SectorSize.all.map(\.bytes))
        #expect(try PoRepConfig(kind("32GiB")).layerCount == 11)
        #expect(throws: EngineError.self) { try PoRepConfig(kind("4KiB")) }
        #expect(throws: EngineError.self) { try PoRepConfig(kind("4KiB"), porepID: [1, 2]) }
    }

    @Test("the file of synthetic proofs is as long as forecast")
    func syntheticSize() throws {
        let kind = try SealProofKind(size: SectorSize("2KiB"), version: .v1_1, feature: .synthetic)
        #expect(try PoRepConfig(kind).syntheticFileBytes == 575_072)
    }

    @Test("p_aux and t_aux read what they write")
    func aux() throws {
        let config = try PoRepConfig(kind("2KiB"))
        let one = try Commitment([1] + [UInt8](repeating: 0, count: 31))
        let two = try Commitment([2] + [UInt8](repeating: 0, count: 31))
        let decoded = try SectorAux.decodePAux(SectorAux.encodePAux(commC: one, commRLast: two))
        #expect(decoded.commC == one && decoded.commRLast == two)
        let tAux = try SectorAux.encodeTAux(config, cachePath: "some/path")
        #expect(try SectorAux.decodeTAux(config, tAux) == "some/path")
        #expect(throws: EngineError.self) { try SectorAux.decodeTAux(config, Array(tAux.dropLast())) }
        #expect(throws: EngineError.self) { try SectorAux.decodePAux([1, 2, 3]) }
    }
}
