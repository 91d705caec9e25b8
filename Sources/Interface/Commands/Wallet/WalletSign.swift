import Keys
import Primitives

/// `quarry wallet sign`: a signature of any bytes.
enum WalletSign: Command {
    static let path = ["wallet", "sign"]
    static let summary = "Sign bytes with a key"
    static let example = "quarry wallet sign f1kk3ztqozjjcs6gm2l7e6pmoyme33bhvluloh3ei 68656c6c6f"
    static let discussion = """
        Prints the signature in hexadecimal, its kind's byte (01 secp256k1, 02 bls) in front, as Lotus does. A message \
        of the chain is signed over the bytes of its CID.
        """
    static let arguments: [any ArgumentProtocol] = [
        WalletArguments.address, WalletArguments.message, WalletArguments.keystore, WalletArguments.network,
        Common.json,
    ]

    private struct Result: Encodable {
        let address: String
        let signature: String
    }

    static func run(_ context: CommandContext) async throws {
        let address = context[WalletArguments.address]
        let key = try WalletArguments.store(context).key(address)
        let signature = Hex.encode(try key.sign(context[WalletArguments.message].bytes).bytes)
        if context[Common.json] {
            try context.print(
                json: Result(address: WalletArguments.text(address, context), signature: signature))
        } else {
            context.print(signature)
        }
    }
}
