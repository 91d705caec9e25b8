import Primitives
import Testing

@testable import ChainManager

/// Cases of FIP-0115, as the network's other implementations have them.
@Suite struct BaseFeeTests {
    private static let steps: [(fee: Int64, premium: Int64, next: Int64)] = [
        (100, 0, 100), (100, 13, 100), (100, 14, 101), (100, 26, 113), (801, 0, 700), (801, 100, 800),
        (801, 201, 901), (808, 0, 707), (808, 1, 708), (808, 202, 909), (808, 203, 909),
    ]

    @Test func theFeeFollowsThePremiumByAnEighthAtMost() {
        for (fee, premium, next) in Self.steps {
            let found = BaseFee.next(after: TokenAmount(atto: fee), premium: TokenAmount(atto: premium))
            #expect(found == TokenAmount(atto: next), "fee \(fee), premium \(premium)")
        }
    }

    private static let gas: UInt64 = 1_000_000_000
    private static let fillings: [(bids: [(premium: Int64, limit: UInt64)], premium: Int64)] = [
        ([], 0),
        ([(123, 5_999_999_999), (100, 2_000_000_000)], 0),
        ([(123, 5_999_999_999), (0, 2_000_000_001)], 0),
        ([(123, 5_999_999_999), (100, 2_000_000_001)], 100),
        ([(123, 7_999_999_999), (100, 2_000_000_001)], 100),
        ([(123, 8_000_000_000), (100, 2_000_000_000)], 123),
        (
            [
                (100, 4 * gas), (200, gas), (300, 2 * gas), (400, gas), (500, 2 * gas), (600, 2 * gas),
                (700, 3 * gas),
            ], 400
        ),
    ]

    @Test func theMarginalPremiumIsThatOfTheMessageAtFourFifthsOfABlock() {
        for (bids, premium) in Self.fillings {
            let found = BaseFee.marginalPremium(bids.map { (TokenAmount(atto: $0.premium), $0.limit) })
            #expect(found == TokenAmount(atto: premium), "\(bids)")
        }
    }
}
