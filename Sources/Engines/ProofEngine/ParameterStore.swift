public import Primitives
public import System

/// Files that belong to one circuit's parameters.
public enum ParameterFile: String, Sendable, CaseIterable {
    /// What the prover reads; begins with the verifying key.
    case parameters = ".params"
    /// What the verifier reads.
    case verifyingKey = ".vk"
    /// The sector size, for rust-fil-proofs.
    case meta = ".meta"
    /// Says that the parameters were made here, from a seed that somebody knows.
    case localMark = ".local"
}

/// The directory of parameter files, named as rust-fil-proofs names them.
public struct ParameterStore: Sendable {
    /// Where the files are.
    public let directory: String

    /// FIL_PROOFS_PARAMETER_CACHE, else params of QUARRY_HOME, unless one is given.
    public init(_ directory: String? = nil) {
        self.directory =
            directory ?? Environment.value("FIL_PROOFS_PARAMETER_CACHE") ?? Environment.home + "/params"
    }

    /// Path of a file, whether it is there or not.
    public func path(_ circuit: SnarkCircuit, _ file: ParameterFile) throws(EngineError) -> String {
        "\(directory)/v28-\(try circuit.parameterID())\(file.rawValue)"
    }

    /// Whether a file is there.
    public func has(_ circuit: SnarkCircuit, _ file: ParameterFile) throws(EngineError) -> Bool {
        File.exists(try path(circuit, file))
    }

    /// Whether the parameters were made by `generate`: whoever knows the seed can make false proofs with them.
    public func isLocal(_ circuit: SnarkCircuit) throws(EngineError) -> Bool {
        try has(circuit, .localMark)
    }

    /// Path of a file that is there and may be used on this kind of network.
    func admitted(
        _ circuit: SnarkCircuit, _ file: ParameterFile, _ network: ProofNetwork
    ) throws -> String {
        if network == .public, try isLocal(circuit) {
            throw ParameterError.local(circuit.summary, directory: directory)
        }
        let path = try path(circuit, file)
        guard File.exists(path) else { throw ParameterError.missing(circuit.summary, path: path) }
        return path
    }
}

/// What a proof is for.
public enum ProofNetwork: String, Sendable, CaseIterable {
    /// One that anybody may join, mainnet or calibration: only the ceremony's parameters will do.
    case `public`
    /// One whose members trust each other, or none at all.
    case `private`

    /// Public networks have sectors of 32 and 64 GiB, others are seldom larger than 512 MiB.
    public init(of size: SectorSize) { self = size.bytes >= 32 << 30 ? .public : .private }
}

/// Parameters cannot be used.
public enum ParameterError: ExplainedError {
    /// Made here, but wanted for a public network.
    case local(String, directory: String)
    /// Not there.
    case missing(String, path: String)

    /// What is wrong.
    public var sentence: String {
        switch self {
        case .local(let circuit, let directory):
            "the parameters of \(circuit) in \(directory) were made locally: a public network refuses their proofs"
        case .missing(let circuit, let path): "the parameters of \(circuit) are not there: \(path)"
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .local:
            "get the published files into another directory and name it in FIL_PROOFS_PARAMETER_CACHE, or say "
                + "--network private"
        case .missing:
            "get the published files and name their directory in FIL_PROOFS_PARAMETER_CACHE, or make local ones "
                + "with 'quarry params generate'"
        }
    }
}
