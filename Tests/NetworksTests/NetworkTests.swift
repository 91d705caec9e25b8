import Networks
import Primitives
import Testing

@Suite struct NetworkTests {
    private static let fil = BigInt(1_000_000_000_000_000_000 as Int64)
    private static let sixYears: Int64 = 6 * 365 * 2880

    /// FIL and epochs of the parts that vest over time.
    private static let parts: [(fil: Int64, epochs: Int64)] = [
        (51_803_587, 183 * 2880), (31_821_712, 365 * 2880), (7_223_364, 730 * 2880),
        (88_536_841, 1095 * 2880),
        (409_805_053, sixYears),
    ]

    /// What has vested so many epochs after the start: whole parts are divided before they are multiplied, so that what
    /// the divisions leave over is there from the start.
    private static func vested(_ elapsed: Int64) -> TokenAmount {
        TokenAmount(
            atto: parts.reduce(10_632_000 * fil) { sum, part in
                let whole = BigInt(part.fil) * fil
                return sum + whole - whole / BigInt(part.epochs) * BigInt(part.epochs - elapsed)
            })
    }

    @Test func nothingHasVestedBeforeTheScheduleBegins() {
        #expect(Network.mainnet.vested(at: 148_887) == .zero)
        #expect(Network.mainnet.vested(at: 148_888) == Self.vested(0))
        #expect(Network.mainnet.vested(at: 148_889) == Self.vested(1))
        #expect(Network.mainnet.vested(at: 148_888 + 500_000) == Self.vested(500_000))
    }

    @Test func everythingHasVestedAfterSixYears() {
        let all: BigInt =
            (10_632_000 + 19_015_887 + 32_787_700 + 22_421_712 + 9_400_000 + 7_223_364 + 87_637_883 + 898_958
                + 100_000_000 + 300_000_000 + 9_805_053) * Self.fil
        let end = 148_888 + Self.sixYears
        #expect(Network.mainnet.vested(at: end) == TokenAmount(atto: all))
        #expect(Network.mainnet.vested(at: end - 1) < TokenAmount(atto: all))
    }

    @Test func aBlockUsesTheBeaconsRoundOfADelayBefore() {
        // Quicknet's first round was out at 1692803367, a new one each three seconds.
        let genesis: UInt64 = 1_692_803_367
        #expect(Network.mainnet.beaconRound(at: 0, genesisTime: genesis) == 1)
        #expect(Network.mainnet.beaconRound(at: 1, genesisTime: genesis) == 1)
        #expect(Network.mainnet.beaconRound(at: 2, genesisTime: genesis) == 11)
        #expect(Network.local("x").beaconRound(at: 7, genesisTime: genesis) == 107)
    }

    @Test func aNameThatIsNoPublicNetworksIsALocalOnes() {
        #expect(Network.named("mainnet").isPublic && Network.named("calibrationnet").isPublic)
        #expect(!Network.named("testing").isPublic)
        #expect(Network.named("testing").inclusionGas(bytes: 100) < Network.mainnet.inclusionGas(bytes: 100))
    }
}
