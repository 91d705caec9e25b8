public import ChainTypes
internal import IPLD
internal import Keys
public import Networks
internal import Primitives

/// What a message must hold to be in a block, whatever the state is (specification, "Message syntax validation";
/// `ValidForBlockInclusion` of Lotus).
public enum MessageRules {
    /// FIL that there will ever be.
    private static let totalSupply = TokenAmount(
        atto: 2_000_000_000 * BigInt(1_000_000_000_000_000_000 as Int64))

    /// The f3 address of the point at infinity, which nobody has the key of.
    static let zeroKey = try? Address(blsPublicKey: [0xc0] + [UInt8](repeating: 0, count: 47))

    /// What is wrong with a message that takes `bytes` in a block; nil if nothing is.
    public static func fault(_ message: Message, bytes: Int, on network: Network) -> String? {
        if message.version != 0 { return "version \(message.version)" }
        if message.to == zeroKey { return "the receiver is the zero key" }
        if message.value.isNegative { return "a value below zero" }
        if message.value > totalSupply { return "a value of \(message.value) FIL, more than there is" }
        if message.gasFeeCap.isNegative { return "a fee cap below zero" }
        if message.gasPremium.isNegative { return "a premium below zero" }
        if message.gasPremium > message.gasFeeCap { return "a premium above the fee cap" }
        if message.gasLimit > Network.blockGasLimit {
            return "a gas limit of \(message.gasLimit), more than a block's \(Network.blockGasLimit)"
        }
        if message.gasLimit == 0 { return "a gas limit of 0" }
        let least = network.inclusionGas(bytes: bytes)
        if message.gasLimit < least {
            return "a gas limit of \(message.gasLimit), less than the \(least) of being in a block"
        }
        return nil
    }
}
