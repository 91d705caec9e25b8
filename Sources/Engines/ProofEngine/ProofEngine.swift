/// # ProofEngine
///
/// The Swift face of the proof engine in C. `Engine` owns a group of pinned worker threads and runs one long
/// call at a time on it, off Swift's cooperative threads; its extensions (`Engine+Seal`, `Engine+Pieces`,
/// ...) are one method a C call. `PoRepConfig` says what kind of sector. `EngineJob` is where progress is
/// read and a stop is asked for. Failures are `EngineError`: what failed, on which file, and what to do about
/// it. Start with `Engine`.
///
/// This room knows no sector directories, no chain, no network: paths come in, commitments go out.

internal import CPlatform

/// Facts about the engine that need no threads.
public enum ProofEngineInfo {
    /// What `QUARRY_CPU` asks for must exist here; otherwise an error that says so.
    public static func checkEnvironment() throws(EngineError) {
        try EngineError.check(qr_cpu_check_environment(), "QUARRY_CPU")
    }

    /// Widest instruction set the kernels use: "portable", "avx2", "shani", "avx512ifma".
    public static var cpuVariant: String { unsafe String(cString: qr_cpu_variant(qr_cpu_features())) }
}
