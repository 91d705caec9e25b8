/// The version of a seal proof as an operator names it; it decides the graph.
public enum SealVersion: String, Sendable, CaseIterable, Codable {
    /// Api version 1.0.0.
    case v1
    /// Api version 1.1.0: what the network uses.
    case v1_1 = "v1.1"
    /// Api version 1.2.0, without a feature: no registered proof uses it alone.
    case v1_2 = "v1.2"

    /// From "v1", "v1.1", "V1_1", "1.1" and the like.
    public init(_ text: String) throws(PrimitiveError) {
        var plain = text.lowercased().split(separator: "_").joined(separator: ".")
        if !plain.hasPrefix("v") { plain = "v" + plain }
        guard let version = SealVersion(rawValue: plain) else {
            throw PrimitiveError("proof version", "'\(text)' is none of v1, v1.1, v1.2")
        }
        self = version
    }
}

/// How a seal proof's challenges are made.
public enum SealFeature: String, Sendable, CaseIterable, Codable {
    /// From chain randomness after pre-commitment.
    case interactive
    /// From a set made before pre-commitment, so that layers can go (FIP-0059).
    case synthetic
    /// From the replica itself, without waiting for the chain (FIP-0092).
    case nonInteractive
}

/// What kind of proof of replication a sector has: size, version, feature, and the porep_id that seeds its
/// graph.
public struct SealProofKind: Hashable, Sendable {
    /// Bytes of the sector.
    public let size: SectorSize
    /// Which graph. Features are of api version 1.2.0, whatever version their registered name has.
    public let version: SealVersion
    /// How challenges are made.
    public let feature: SealFeature

    /// Synthetic and non-interactive proofs exist from v1.1 on; `version` is then read as v1.2.
    public init(size: SectorSize, version: SealVersion, feature: SealFeature) throws(PrimitiveError) {
        guard feature == .interactive || version != .v1 else {
            throw PrimitiveError("proof", "\(feature.rawValue) proofs need version v1.1, not v1")
        }
        self.size = size
        self.version = feature == .interactive ? version : .v1_2
        self.feature = feature
    }

    private static let registeredSizes: [UInt64] = [2 << 10, 8 << 20, 512 << 20, 32 << 30, 64 << 30]

    /// RegisteredSealProof as the network and filecoin-proofs-api number it (0 to 19); nil if there is none.
    public var registeredNumber: UInt64? {
        guard let size = Self.registeredSizes.firstIndex(of: size.bytes) else { return nil }
        let column = UInt64(size)
        switch (version, feature) {
        case (.v1, .interactive): return column
        case (.v1_1, .interactive): return 5 + column
        case (_, .synthetic): return 10 + column
        case (_, .nonInteractive): return 15 + column
        default: return nil
        }
    }

    /// The kind with this RegisteredSealProof number.
    public init(registeredNumber number: UInt64) throws(PrimitiveError) {
        guard number < 20 else {
            throw PrimitiveError("registered seal proof", "\(number) is not in 0...19")
        }
        let size = try SectorSize(bytes: Self.registeredSizes[Int(number % 5)])
        switch number / 5 {
        case 0: try self.init(size: size, version: .v1, feature: .interactive)
        case 1: try self.init(size: size, version: .v1_1, feature: .interactive)
        case 2: try self.init(size: size, version: .v1_2, feature: .synthetic)
        default: try self.init(size: size, version: .v1_2, feature: .nonInteractive)
        }
    }

    /// `StackedDrg32GiBV1_1`: the name in filecoin-proofs-api's JSON; nil if not registered.
    public var registeredName: String? {
        guard let number = registeredNumber else { return nil }
        let suffixes = ["V1", "V1_1", "V1_1_Feat_SyntheticPoRep", "V1_2_Feat_NonInteractivePoRep"]
        return "StackedDrg\(size.name)\(suffixes[Int(number / 5)])"
    }

    /// `StackedDrg32GiBV1`: the key that filecoin-proofs-api puts around labels and proofs of every version.
    public var registeredFamily: String? { registeredNumber == nil ? nil : "StackedDrg\(size.name)V1" }

    /// Layers of labels.
    public var layerCount: Int { size.bytes >= 32 << 30 ? 11 : 2 }

    /// "32GiB v1.1", "2KiB synthetic".
    public var summary: String {
        feature == .interactive ? "\(size.name) \(version.rawValue)" : "\(size.name) \(feature.rawValue)"
    }
}
