internal import CPlatform
internal import CProofs
public import Primitives

/// A circuit that Groth16 proofs are made for: what it proves, for which kind of sector.
public struct SnarkCircuit: Sendable {
    /// What a circuit proves.
    public enum Purpose: String, Sendable, CaseIterable {
        /// A sector was sealed.
        case porep
        /// The leaves that a block asks for.
        case winning
        /// The daily proof of a deadline's sectors.
        case window
        /// Data went into a sealed sector.
        case update
    }

    /// What it proves.
    public let purpose: Purpose
    /// The kind of sector.
    public let config: PoRepConfig

    /// A circuit of a kind of sector.
    public init(_ purpose: Purpose, _ config: PoRepConfig) {
        self.purpose = purpose
        self.config = config
    }

    /// A circuit of a size. Version and graph are in no circuit's structure, apart from the challenge count of
    /// non-interactive proofs.
    public init(_ purpose: Purpose, size: SectorSize) throws {
        let kind = try SealProofKind(size: size, version: .v1_1, feature: .interactive)
        let isRegistered = kind.registeredNumber != nil
        try self.init(
            purpose, PoRepConfig(kind, porepID: isRegistered ? nil : [UInt8](repeating: 0, count: 32)))
    }

    /// The circuits of a size, in the order of `Purpose`.
    public static func all(size: SectorSize) throws -> [SnarkCircuit] {
        try Purpose.allCases.map { try SnarkCircuit($0, size: size) }
    }

    /// "2KiB winning".
    public var summary: String { "\(config.kind.size.name) \(purpose.rawValue)" }

    /// What stands between "v28-" and the suffix in the names of its parameter files, as rust-fil-proofs has it.
    public func parameterID() throws(EngineError) -> String {
        var text = [CChar](repeating: 0, count: Int(QR_PARAMS_ID_SIZE))
        var raw = config.raw
        let status =
            switch purpose {
            case .porep: porepID(&text, &raw)
            case .winning: unsafe qr_params_post_id(&text, raw.sector_size, 1, 66)
            case .window:
                unsafe qr_params_post_id(
                    &text, raw.sector_size, 10,
                    qr_post_sectors_per_partition(QR_POST_WINDOW, raw.sector_size))
            case .update: unsafe qr_params_update_id(&text, raw.sector_size)
            }
        try EngineError.check(status, "names of the parameters of \(summary)")
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private func porepID(_ text: inout [CChar], _ raw: inout qr_porep_config_t) -> qr_status_t {
        unsafe qr_params_porep_id(&text, &raw)
        return QR_OK
    }
}

extension PoStKind {
    /// What its circuit proves.
    public var purpose: SnarkCircuit.Purpose { self == .winning ? .winning : .window }

    /// Sectors that one partition of a proof has room for: 1 for a winning proof.
    public func sectorsPerPartition(_ size: SectorSize) -> Int {
        Int(qr_post_sectors_per_partition(raw, size.bytes))
    }
}

/// One partition's circuit, made by the engine: constraints and, if it is to be proved, a witness.
///
/// Safe: read only once made, and freed with the last reference.
@safe
final class CircuitHandle: @unchecked Sendable {
    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) { unsafe self.pointer = unsafe pointer }

    /// What `make` makes; `operation` names it in errors.
    convenience init(
        _ operation: String, _ job: EngineJob, _ make: (inout OpaquePointer?) -> qr_status_t
    ) throws {
        var made: OpaquePointer?
        try EngineError.check(unsafe make(&made), operation, job)
        guard let pointer = unsafe made else { throw EngineError(.outOfMemory, operation, "") }
        unsafe self.init(pointer)
    }

    /// The structure alone: what parameters are made from.
    convenience init(
        blank circuit: SnarkCircuit, _ job: EngineJob, _ context: UnsafeMutablePointer<qr_job_t>
    ) throws {
        var raw = circuit.config.raw
        try unsafe self.init("circuit \(circuit.summary)", job) { out in
            switch circuit.purpose {
            case .porep: unsafe qr_circuit_porep_blank(context, &out, &raw)
            case .winning: unsafe qr_circuit_post_blank(context, &out, &raw, QR_POST_WINNING, 0)
            case .window: unsafe qr_circuit_post_blank(context, &out, &raw, QR_POST_WINDOW, 0)
            case .update: unsafe qr_circuit_update_blank(context, &out, &raw)
            }
        }
    }

    deinit { unsafe qr_circuit_destroy(pointer) }
}
