public import Keys
public import Primitives
import System

/// What the commands on keys share.
enum WalletArguments {
    static let keystore = Argument<String?>.option(
        "--keystore", "Directory of the keys; keystore of QUARRY_HOME otherwise",
        environment: "QUARRY_KEYSTORE")
    static let network = Argument<AddressNetwork>.option(
        "--network", "Network whose letter addresses are printed with", default: .mainnet,
        environment: "QUARRY_NETWORK")
    static let address = Argument<Address>.positional("ADDRESS", "Address of the key (f1 or f3)")
    static let message = Argument<HexBytes>.positional("HEX", "The message's bytes in hexadecimal")

    /// The store that --keystore means.
    static func store(_ context: CommandContext) -> KeyStore {
        KeyStore(
            directory: context[keystore] ?? Environment.home + "/keystore", network: context[network])
    }

    /// An address with the network's letter.
    static func text(_ address: Address, _ context: CommandContext) -> String {
        address.text(context[network])
    }
}

/// Bytes written in hexadecimal.
public struct HexBytes: ArgumentValue {
    /// The bytes.
    public let bytes: [UInt8]

    /// "HEX".
    public static var valueName: String { "HEX" }
    /// From digits of either case, `0x` in front or not.
    public init(argument: String) throws { bytes = try Hex.decode(argument, subject: "hexadecimal text") }
}

extension Address: ArgumentValue {
    /// "ADDRESS".
    public static var valueName: String { "ADDRESS" }
    /// The text of either network.
    public init(argument: String) throws { try self.init(argument) }
}

extension AddressNetwork: ArgumentValue {}

extension KeyType: ArgumentValue {
    /// "TYPE".
    public static var valueName: String { "TYPE" }
}

/// A key as the commands print it in JSON.
struct WalletEntry: Encodable {
    let address: String
    let type: KeyType
    let isDefault: Bool

    enum CodingKeys: String, CodingKey {
        case address, type
        case isDefault = "default"
    }

    init(_ address: Address, default chosen: Address?, _ context: CommandContext) {
        self.address = WalletArguments.text(address, context)
        type = address.kind == .bls ? .bls : .secp256k1
        isDefault = address == chosen
    }
}
