import Primitives

/// The JSON that Lotus prints: `{"Cids": …, "Blocks": …, "Height": …}`.
extension Tipset: Encodable {
    private enum CodingKeys: String, CodingKey { case Cids, Blocks, Height }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(key.cids.map { ["/": $0.description] }, forKey: .Cids)
        try container.encode(blocks, forKey: .Blocks)
        try container.encode(height, forKey: .Height)
    }
}
