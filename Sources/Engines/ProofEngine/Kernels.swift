internal import CCrypto
internal import CPlatform
internal import CProofs

/// The variants of the engine's kernels on this CPU.
public enum Kernels {
    /// A label kernel.
    public struct Label: Sendable, Equatable {
        /// "avx512x32".
        public let name: String
        /// Sectors that it labels together.
        public let sectors: Int
        /// Whether this CPU, as QUARRY_CPU allows, can run it.
        public let isAvailable: Bool
    }

    /// Every label kernel.
    public static var labels: [Label] {
        var kernels: [Label] = []
        var name: UnsafePointer<CChar>?
        var sectors: UInt32 = 0
        var isAvailable = false
        while unsafe qr_label_kernel_info(kernels.count, &name, &sectors, &isAvailable) {
            let text = unsafe name.map { unsafe String(cString: $0) } ?? ""
            kernels.append(Label(name: text, sectors: Int(sectors), isAvailable: isAvailable))
        }
        return kernels
    }

    /// The kernel of rows of SHA-256 trees.
    public static var sha256Tree: String { unsafe String(cString: qr_sha256_tree_kernel()) }
    /// The kernel of Poseidon hashes.
    public static var poseidon: String { unsafe String(cString: qr_poseidon_kernel()) }

    /// The CPU's name.
    public static var cpuBrand: String {
        var text = [CChar](repeating: 0, count: 128)
        unsafe qr_cpu_brand(&text, text.count)
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Instruction sets that the kernels know, and whether this CPU has each and the process may use it.
    public static var instructionSets: [(name: String, isPresent: Bool, isUsed: Bool)] {
        let (present, used) = (qr_cpu_detected(), qr_cpu_features())
        let sets = [
            ("AVX2", QR_CPU_AVX2), ("BMI2+ADX", QR_CPU_BMI2_ADX), ("SHA", QR_CPU_SHANI),
            ("AVX-512", QR_CPU_AVX512), ("AVX-512 IFMA", QR_CPU_AVX512IFMA),
        ]
        return sets.map { ($0, present & $1.rawValue != 0, used & $1.rawValue != 0) }
    }

    /// From here on only kernels for these instruction sets run: "portable", "avx2", "shani"; nil: as QUARRY_CPU
    /// says. Not while a job runs.
    public static func restrict(to variant: String?) {
        // Read before the first restriction, or that would be taken for the environment's.
        let allowed = environment
        let avx2 = QR_CPU_AVX2.rawValue | QR_CPU_BMI2_ADX.rawValue
        switch variant {
        case "portable": qr_cpu_restrict(0)
        case "avx2": qr_cpu_restrict(allowed & avx2)
        case "shani": qr_cpu_restrict(allowed & (avx2 | QR_CPU_SHANI.rawValue))
        default: qr_cpu_restrict(allowed)
        }
    }

    /// What QUARRY_CPU allowed at first use.
    private static let environment = qr_cpu_features()
}
