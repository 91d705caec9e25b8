import Primitives
import ProofEngine
import System
import Testing

@testable import Benchmarks

@Suite("Benchmarks", .serialized)
struct BenchmarksTests {
    private func run(
        _ benchmark: any Benchmark.Type, sectors: Int = 1, cores: Int = 1
    ) async throws -> [BenchmarkResult] {
        let scratch = try Directory.makeTemporary()
        defer { try? Directory.remove(scratch) }
        let context = BenchmarkContext(
            sectorSize: try SectorSize("2KiB"), sectors: sectors, runs: 2,
            engine: try Engine(.unbound(cores)),
            scratch: scratch, profile: HardwareProfile())
        return try await benchmark.run(context)
    }

    @Test("Every definition runs at a small size and gives whole figures")
    func allRun() async throws {
        for benchmark in BenchmarkList.all {
            let results = try await run(benchmark, sectors: 2)
            let name = benchmark.name
            #expect(!results.isEmpty, "\(name)")
            for result in results {
                #expect(result.name == name && !result.variant.isEmpty)
                #expect(result.min > 0 && result.min <= result.median && result.median <= result.max)
                #expect(!result.check.isEmpty && result.runs == 2 && result.cores == 1)
                #expect(result.floor.map { $0 > 0 } ?? true)
            }
        }
    }

    @Test("All label kernels give one and the same label, and figures a label")
    func labelsAgree() async throws {
        let results = try await run(LabelsBenchmark.self)
        #expect(Set(results.map(\.check)).count == 1)
        for result in results { #expect(result.nsPerLabel == result.min && result.unit == "ns/label") }
    }

    @Test(
        "Two workers and one give the same sectors, and one sector is the same alone as in a batch of itself")
    func resultsDoNotDependOnCores() async throws {
        for benchmark in [PC1Benchmark.self, PC2Benchmark.self, UpdateBenchmark.self] as [any Benchmark.Type]
        {
            let one = try await run(benchmark, sectors: 2)
            let two = try await run(benchmark, sectors: 2, cores: 2)
            let name = benchmark.name
            #expect(one.map(\.check) == two.map(\.check), "\(name)")
        }
    }

    @Test("A run with portable kernels leaves the kernels as they were")
    func kernelsAreRestored() async throws {
        let before = (Kernels.sha256Tree, Kernels.poseidon)
        for benchmark in [SHA256Benchmark.self, PoseidonBenchmark.self] as [any Benchmark.Type] {
            _ = try await run(benchmark)
            #expect(Kernels.sha256Tree == before.0 && Kernels.poseidon == before.1)
        }
    }

    @Test("SHA-256 by our kernels, portable and OpenSSL's is one and the same")
    func digestsAgree() async throws {
        let results = try await run(SHA256Benchmark.self)
        #expect(Set(results.filter { $0.variant.hasPrefix("stream") }.map(\.check)).count == 1)
        #expect(Set(results.filter { $0.variant.hasPrefix("tree row") }.map(\.check)).count == 1)
    }

    @Test("Poseidon by each kernel is one and the same for each arity")
    func poseidonAgrees() async throws {
        let results = try await run(PoseidonBenchmark.self)
        for arity in ["arity 2,", "arity 4,", "arity 8,", "arity 11,"] {
            #expect(Set(results.filter { $0.variant.hasPrefix(arity) }.map(\.check)).count == 1, "\(arity)")
        }
    }

    @Test("A circuit of a size asked for is proved, with its memory beside the forecast")
    func synthetic() async throws {
        let scratch = try Directory.makeTemporary()
        defer { try? Directory.remove(scratch) }
        let context = BenchmarkContext(
            sectorSize: try SectorSize("2KiB"), sectors: 1, runs: 1, engine: try Engine(.unbound(2)),
            scratch: scratch, profile: HardwareProfile(), constraints: 60_000)
        let results = try await C2Benchmark.run(context)
        #expect(results.map(\.unit) == ["s", "ns/constraint", "bytes", "s"])
        #expect(results.allSatisfy { $0.check == "2^17" && $0.min > 0 })
        // The prover stays within what it said.
        #expect(results[2].min <= results[2].floor ?? 0)
        #expect(try Directory.list(scratch).isEmpty)
    }

    @Test("Without a bundle of actors the virtual machine's says what to give")
    func missingActors() async throws {
        await #expect(throws: VMBenchmark.MissingActors.self) { try await run(VMBenchmark.self) }
    }

    @Test(
        "Messages run on a state made from a bundle, and read and hash what they must",
        .enabled(if: Environment.value("QUARRY_BENCH_ACTORS") != nil))
    func messages() async throws {
        let scratch = try Directory.makeTemporary()
        defer { try? Directory.remove(scratch) }
        let context = BenchmarkContext(
            sectorSize: try SectorSize("2KiB"), sectors: 1, runs: 2, engine: try Engine(.unbound(1)),
            scratch: scratch, profile: HardwareProfile(), actors: Environment.value("QUARRY_BENCH_ACTORS"))
        let results = try await VMBenchmark.run(context)
        #expect(results.count == 8 && Set(results.map(\.check)).count == 1)
        #expect(results.allSatisfy { $0.min > 0 })
        // A transfer writes no block of its own; a proposal writes the multisig's state.
        #expect(results[3].bytesHashed == 0 && results[5].bytesHashed ?? 0 > 100)
    }

    @Test("Medians of even and odd numbers of samples")
    func samples() {
        #expect(Samples([3, 1, 2]).median == 2)
        #expect(Samples([4, 1, 2, 3]).median == 2.5)
        #expect(Samples([4, 1]).min == 1 && Samples([4, 1]).max == 4)
    }

    @Test("Peers name a benchmark that there is, with their machine")
    func peers() {
        let names = Set((BenchmarkList.all + BenchmarkList.long + BenchmarkList.fed).map { $0.name })
        for peer in Peers.all {
            #expect(names.contains(peer.benchmark) && !peer.machine.isEmpty && peer.value > 0)
        }
    }
}
