/// A figure of another program on a machine of the same kind, measured by us unless its source is named.
public struct Peer: Sendable, Equatable {
    /// The benchmark that it is a peer in.
    public let benchmark: String
    /// Program and what it did.
    public let what: String
    /// The machine, and the source if others measured it.
    public let machine: String
    /// The figure, in `unit`.
    public let value: Double
    /// That of the benchmark's results, or "bytes/s".
    public let unit: String
}

/// What other programs reach. Machines: "Zen 4" about 3.4 GHz, "Xeon" with AVX-512 IFMA 3.7 to 4.0 GHz; both
/// virtual, of two cores. One core unless said.
public enum Peers {
    private static let mebibyte = 1048576.0

    /// All figures.
    public static let all: [Peer] = [
        Peer(
            benchmark: "labels", what: "supraseal's kernel, two sectors, hash only", machine: "Zen 4",
            value: 375, unit: "ns/label"),
        Peer(
            benchmark: "labels", what: "supraseal's kernel, two sectors, hash only", machine: "Xeon",
            value: 506, unit: "ns/label"),
        Peer(
            benchmark: "pc1", what: "filecoin-proofs, one sector, SHA-NI inlined", machine: "Xeon",
            value: 1030,
            unit: "ns/label"),
        Peer(
            benchmark: "pc1", what: "filecoin-proofs, one sector, stock build", machine: "Xeon", value: 4100,
            unit: "ns/label"),
        Peer(
            benchmark: "poseidon", what: "neptune, arity 2", machine: "Xeon", value: 12_000, unit: "ns/hash"),
        Peer(
            benchmark: "poseidon", what: "neptune, arity 8", machine: "Xeon", value: 37_200, unit: "ns/hash"),
        Peer(
            benchmark: "poseidon", what: "neptune, arity 11", machine: "Xeon", value: 53_000, unit: "ns/hash"),
        Peer(
            benchmark: "pc2", what: "filecoin-proofs, 8 MiB", machine: "Xeon", value: 8 * mebibyte / 6.5,
            unit: "bytes/s"),
        Peer(
            benchmark: "pc2", what: "filecoin-proofs, 512 MiB", machine: "Xeon", value: 512 * mebibyte / 410,
            unit: "bytes/s"),
        Peer(
            benchmark: "commp", what: "filecoin-proofs, 512 MiB", machine: "Xeon",
            value: 512 * mebibyte / 2.1, unit: "bytes/s"),
        Peer(
            benchmark: "unseal", what: "filecoin-proofs, 8 MiB", machine: "Xeon", value: 8 * mebibyte / 2.2,
            unit: "bytes/s"),
        Peer(
            benchmark: "sha256", what: "OpenSSL 3.0, stream", machine: "Xeon", value: 1.98e9, unit: "bytes/s"),
        Peer(
            benchmark: "seal", what: "lotus-bench, 32 GiB, preCommit phase 1",
            machine: "EPYC 7502, 32 cores, lotus issue 5250", value: 32768 * mebibyte / 10320, unit: "bytes/s"
        ),
        Peer(
            benchmark: "seal", what: "lotus-bench, 32 GiB, preCommit phase 2",
            machine: "EPYC 7502, 32 cores, lotus issue 5250", value: 32768 * mebibyte / 2880, unit: "bytes/s"),
        Peer(
            benchmark: "msm", what: "blst, G1, 2^18", machine: "Xeon", value: 9500, unit: "ns/point"),
        Peer(
            benchmark: "msm", what: "blst, G1, 2^20", machine: "Xeon", value: 7400, unit: "ns/point"),
        Peer(
            benchmark: "ntt", what: "bellperson, in a C2 of 2 KiB", machine: "Xeon", value: 68,
            unit: "ns/butterfly"),
        Peer(
            benchmark: "pairing", what: "blst, a pairing", machine: "Xeon", value: 600_000,
            unit: "ns/operation"),
        Peer(
            benchmark: "verify", what: "bellperson, a PoRep proof", machine: "Xeon", value: 0.0012, unit: "s"),
        Peer(
            benchmark: "verify", what: "bellperson, ten PoRep proofs together", machine: "Xeon",
            value: 0.0073, unit: "s"),
        Peer(
            benchmark: "aggregate", what: "SnarkPack, 8 proofs, made", machine: "Xeon", value: 0.08, unit: "s"
        ),
        Peer(
            benchmark: "aggregate", what: "SnarkPack, 8 proofs, verified", machine: "Xeon", value: 0.027,
            unit: "s"),
        Peer(
            benchmark: "c2", what: "bellperson, 2 KiB", machine: "Xeon", value: 90.5, unit: "s"),
        Peer(
            benchmark: "winning", what: "bellperson, 2 KiB", machine: "Xeon", value: 8.2, unit: "s"),
        Peer(
            benchmark: "window", what: "bellperson, 2 KiB, a partition", machine: "Xeon", value: 2.25,
            unit: "s"),
        Peer(
            benchmark: "vm", what: "fvm 4.8.4, transfer to an account", machine: "Xeon", value: 2200,
            unit: "ns/message"),
        Peer(
            benchmark: "vm", what: "fvm 4.8.4, smallest call, 14 µs of it the system's", machine: "Xeon",
            value: 30_000, unit: "ns/message"),
        Peer(
            benchmark: "vm", what: "fvm 4.8.4, multisig propose and send, user time", machine: "Xeon",
            value: 54_000, unit: "ns/message"),
        Peer(
            benchmark: "vm", what: "fvm 4.8.4, EVM token transfer, user time", machine: "Xeon", value: 58_000,
            unit: "ns/message"),
        Peer(
            benchmark: "vm", what: "fvm 4.8.4 and wasmtime 36, compile 16 modules", machine: "Xeon",
            value: 10, unit: "s"),
    ]
}
