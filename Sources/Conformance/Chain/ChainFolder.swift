internal import Blockstore
internal import ChainManager
internal import ChainTypes
internal import ChainVerifier
internal import Primitives
internal import System
internal import WasmEngine

extension Conformance {
    /// Whether a directory holds a captured chain: tipsets with what executing them came to, and CAR files.
    public static func isChain(_ folder: String) -> Bool { ChainFolder.path("tipsets", in: folder) != nil }

    /// Imports the CAR files of `bases` and of a captured chain's folder, validates and executes each of its tipsets,
    /// and compares every line: a report for each of its files.
    public func checkChain(
        _ folder: String, bases: [String], progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws -> [ConformanceReport] {
        let run = ChainFolder(
            folder: folder, bases: bases, runtime: try vmRuntime(), store: "\(scratch)/chain",
            progress: progress)
        defer { try? Directory.remove("\(scratch)/chain") }
        return try await withTaskCancellationHandler {
            try await DeepStack.run { try run.reports() }
        } onCancel: {
            run.cancel()
        }
    }
}

/// A folder with a captured chain: its CAR files, and lines about it.
struct ChainFolder: Sendable {
    let folder: String
    let bases: [String]
    let runtime: Wasmtime
    /// Directory for the store while it runs.
    let store: String
    let progress: @Sendable (Int, Int) -> Void
    private let isCancelled = Locked(false)

    init(
        folder: String, bases: [String], runtime: Wasmtime, store: String,
        progress: @escaping @Sendable (Int, Int) -> Void
    ) {
        (self.folder, self.bases, self.runtime) = (folder, bases, runtime)
        (self.store, self.progress) = (store, progress)
    }

    func cancel() { isCancelled.withLock { $0 = true } }

    func checkCancellation() throws {
        if isCancelled.withLock({ $0 }) { throw CancellationError() }
    }

    /// A file of lines whose name begins so, packed or not; nil where there is none.
    static func path(_ name: String, in folder: String) -> String? {
        let files = (try? Directory.list(folder).sorted()) ?? []
        return files.first {
            $0.hasPrefix(name) && ($0.hasSuffix(".jsonl") || $0.hasSuffix(".jsonl.zst"))
        }.map { "\(folder)/\($0)" }
    }

    /// The lines of a file; none where it is not there.
    func lines(_ name: String) throws -> [Substring] {
        guard let path = Self.path(name, in: folder) else { return [] }
        let bytes = path.hasSuffix(".zst") ? try Zstd.read(path) : try File.read(path)
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    }

    /// A tally of the file's lines.
    func tally(_ name: String) -> Tally {
        Tally(Self.path(name, in: folder) ?? "\(folder)/\(name).jsonl") { _, _ in }
    }

    func reports() throws -> [ConformanceReport] {
        for directory in bases + [folder] {
            for file in try Self.cars(in: directory) {
                try checkCancellation()
                do {
                    _ = try ChainImport.run(
                        file, into: store, keepsBlocks: true, isCancelled: { isCancelled.withLock { $0 } })
                } catch ChainError.roots, ChainError.noGenesis {
                    // The lines say which blocks are tipsets; a file need not.
                }
            }
        }
        let proofs = ChainKeys.verifier(try ChainKeys.folder(near: [folder] + bases))
        let chain = try ChainManager(
            store, execution: ExecutionServices(runtime: runtime, proofs: proofs))
        let tallies = try TipsetVectors(self, chain, proofs).run() + ProofLines(self, proofs).run()
        return tallies.map(\.report).filter { $0.total > 0 }
    }

    /// The CAR files of a folder: genesis first, then the chain. Snapshots hold nothing that these do not.
    private static func cars(in folder: String) throws -> [String] {
        let files = try Directory.list(folder).filter {
            ($0.hasSuffix(".car") || $0.hasSuffix(".car.zst")) && !$0.hasPrefix("export")
        }
        let first = files.filter { $0.hasPrefix("genesis") }
        return (first + files.filter { !first.contains($0) }.sorted()).map { "\(folder)/\($0)" }
    }
}
