import ChainTypes
import ChainVerifier
import Networks
import Primitives

/// What a unit of gas must at least cost in the next epoch (FIP-0115): it follows the premium that the last message
/// would bid if blocks were filled to four fifths.
enum BaseFee {
    /// A message's bid: what it would pay the miner for a unit of gas, and for how many.
    typealias Bid = (premium: TokenAmount, limit: UInt64)

    /// Gas up to which messages of the highest premiums are counted, less one.
    private static let targetIndex = Network.blockGasLimit / 100 * 80 - 1
    /// It changes by an eighth at most.
    private static let maxChangeDenominator: BigInt = 8

    /// Of blocks on a tipset whose own base fee was `baseFee` and whose blocks have these messages, in order.
    static func next(after baseFee: TokenAmount, messages: [BlockMessages]) -> TokenAmount {
        next(after: baseFee, premium: marginalPremium(bids(messages, baseFee)))
    }

    /// Up by what the marginal premium exceeds a step, by a step at most; down by a step at most.
    static func next(after baseFee: TokenAmount, premium: TokenAmount) -> TokenAmount {
        let step = (baseFee.atto + maxChangeDenominator - 1) / maxChangeDenominator
        let next = baseFee.atto + min(step, premium.atto - step)
        return TokenAmount(atto: max(BigInt(Network.minimumBaseFee), next))
    }

    /// The premium of the bid at the target, counting from the highest; zero if the bids do not reach it.
    static func marginalPremium(_ bids: [Bid]) -> TokenAmount {
        var sum: UInt64 = 0
        for bid in bids.sorted(by: { $0.premium > $1.premium }) {
            sum &+= bid.limit
            if sum > targetIndex { return bid.premium }
        }
        return .zero
    }

    private static func bids(_ blocks: [BlockMessages], _ baseFee: TokenAmount) -> [Bid] {
        var seen = Set<SenderNonce>()
        var bids: [Bid] = []
        for block in blocks {
            for message in block.bls + block.secp.map(\.message)
            where seen.insert(SenderNonce(sender: message.from, nonce: message.nonce)).inserted {
                let available = max(.zero, message.gasFeeCap - baseFee)
                bids.append((min(message.gasPremium, available), message.gasLimit))
            }
        }
        return bids
    }

    /// A message by its sender as it is written: one of several blocks counts once.
    private struct SenderNonce: Hashable {
        let sender: Address
        let nonce: UInt64
    }
}
