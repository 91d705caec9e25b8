/// The files of the trusted setup that Filecoin's public networks use, as rust-fil-proofs' parameters.json and
/// srs-inner-product.json list them.
public enum PublishedParameters {
    /// First 32 hex digits of the Blake2b-512 of a circuit's published file; nil if none was published.
    public static func digest(
        _ circuit: SnarkCircuit, _ file: ParameterFile
    ) throws(EngineError) -> String? {
        let settings = try circuit.parameterID().suffix(64).prefix(16)
        guard let row = rows.first(where: { $0.hasPrefix(settings) }) else { return nil }
        let words = row.split(separator: " ")
        switch file {
        case .parameters: return String(words[1])
        case .verifyingKey: return String(words[2])
        case .meta, .localMark: return nil
        }
    }

    /// The file that aggregates are made and checked with.
    public static let srsName = "v28-fil-inner-product-v1.srs"
    /// Its digest.
    public static let srsDigest = "ae20310138f5ba81451d723f858e3797"

    /// First digits of the settings' SHA-256 in the name, digest of .params, digest of .vk: 2 KiB to 64 GiB.
    private static let rows = """
        032d3138d22506ec 434fb1338ecfaf0f59256f30dde4968f dc1ade9929ade1708238f155343044ac
        0170db1f394b35d9 7610b9f82bfc88405b7a832b651ce2f6 0e0958009936b9d5e515ec97b8cb792d
        3ea05428c9d11689 82c88066be968bb550a05e30ff6c2413 ffd79788d614d27919ae5bd2d94eacb6
        fb9e095bebdd7751 311f92a3e75036ced01b1c0025f1fa0c eadad9784969890d30f2749708c79771
        ecd683648512ab17 09e612e4eeb7a0eb95679a88404f960c b687beb9adbd9dabe265a7e3620813e4
        50c7368dea9593ed 700171ecf7334e3199437c930676af82 79ebb55f56fda427743e35053edad8fc
        5294475db5237a2e c49499bb76a0762884896f9683403f55 34d4feeacd9abf788d69ef1bb4d8fd00
        92180959e1918d26 5aedd2cf3e5c0a15623d56a1b43110ad abd80269054d391a734febdac0d2e687
        6babf46ce344ae49 6c77597eb91ab936c1cef4cf19eba1b3 065179da19fbe515507267677f02823e
        0cfb4f178bbb71cf 1a7d4a9c8a502a497ed92a54366af33f 4dae975de4f011f101f5a2f86d1daaba
        7d739b8cf60f1b07 827359440349fe8f5a016e7598993b79 bd2cd62f65c1ab84f19ca27e97b7c731
        61fa69f38b9cc771 c3ad7bb549470b82ad52ed070aebb4f4 994c5b7d450ca9da348c910689f2dc7f
        82a357d2f2ca81dc 6a388072a518cf46ebd661f5cc46900a 0c7b4aac1c40fdb7eb82bc355b41addf
        0377ded656c6f524 2cf49eb26f1fee94c85781a390ddb4c8 0f8ec542485568fa3468c066e9fed82b
        559e581f022bb4e4 d84f79a16fe40e9e25a36e2107bb1ba0 fc02943678dd119e69e7fab8420e8819
        3b7f44a9362e3985 1b3cfd761a961543f9eb273e435a06a2 3a6941983754737fde880d29c7094905
        96f1b4a04c5c51e4 1801f8a6e1b00bceb00cc27314bb5ce3 a89884252c04c298d0b3c81bfd884164
        2627e4006b67f99c 3810b7780ac0e299b22ae70f1f94c9bc 59d2bf1857adc59a4f08fcf2afaa916b
        b62098629d07946e 2170a91ad5bae22ea61f2ea766630322 6d3789148fb6466d07ee1e24d6292fd6
        102e1444a7e9a97e 1a392e7b759fb18e036c7559b5ece816 80e366df2f1011953c2d01c7b7c9ee8e
        """.split(separator: "\n")
}
