import Keys

/// `quarry wallet verify`: whose signature is it?
enum WalletVerify: Command {
    static let path = ["wallet", "verify"]
    static let summary = "Verify the signature of bytes"
    static let example = """
        quarry wallet verify f1fib3pv7jua2ockdugtz7viz3cyy6lkhh7rfx3sa 44554b45 \
        0103bff286f1371c1a4ce8e33c29d6a20eeb53f17970190d12c5a1c0fc4be9a56e\
        766250d5a82dda2179fa90ae297696d1dfaa9eea8f2f833da0cf87b927294eb700
        """
    static let discussion = """
        Needs no key: an f1 or f3 address is enough. Prints 'valid', or 'invalid' with exit status 1. What is no \
        signature at all is an error.
        """
    static let signature = Argument<HexBytes>.positional(
        "SIGNATURE", "The signature in hexadecimal, its kind's byte in front")
    static let arguments: [any ArgumentProtocol] = [
        WalletArguments.address, WalletArguments.message, signature, Common.json,
    ]

    private struct Result: Encodable {
        let valid: Bool
    }

    static func run(_ context: CommandContext) async throws {
        let signature = try Signature(bytes: context[signature].bytes)
        let valid = try signature.isValid(
            context[WalletArguments.message].bytes, signer: context[WalletArguments.address])
        if context[Common.json] {
            try context.print(json: Result(valid: valid))
        } else {
            context.print(valid ? "valid" : "invalid")
        }
        if !valid { throw SilentFailure() }
    }
}
