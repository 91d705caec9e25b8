import FoundationEssentials
import Keys
import Primitives

/// The JSON that Lotus prints of messages: amounts in decimal digits, parameters in base 64 or null, and the CID.
extension Message: Encodable {
    private enum CodingKeys: String, CodingKey {
        case Version, To, From, Nonce, Value, GasLimit, GasFeeCap, GasPremium, Method, Params, CID
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(version, forKey: .Version)
        try container.encode(to, forKey: .To)
        try container.encode(from, forKey: .From)
        try container.encode(nonce, forKey: .Nonce)
        try container.encode(value.atto.description, forKey: .Value)
        try container.encode(gasLimit, forKey: .GasLimit)
        try container.encode(gasFeeCap.atto.description, forKey: .GasFeeCap)
        try container.encode(gasPremium.atto.description, forKey: .GasPremium)
        try container.encode(method, forKey: .Method)
        try container.encode(
            params.isEmpty ? nil : Data(params).base64EncodedString(), forKey: .Params)
        try container.encode(["/": cid.description], forKey: .CID)
    }
}

extension SignedMessage: Encodable {
    private struct Form: Encodable {
        let Message: ChainTypes.Message
        let Signature: Seal
        let CID: [String: String]
    }

    private struct Seal: Encodable {
        let `Type`: UInt8
        let Data: String
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        let bytes = Data(signature.data).base64EncodedString()
        try Form(
            Message: message, Signature: Seal(Type: signature.kind.rawValue, Data: bytes),
            CID: ["/": cid.description]
        ).encode(to: encoder)
    }
}
