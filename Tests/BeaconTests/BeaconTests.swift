import Beacon
import ChainTypes
import Networks
import Primitives
import Testing

/// Two rounds as drand's quicknet published them.
private let round123 = BeaconEntry(
    round: 123,
    data: bytes(
        "b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482e26cd02df835d3546d23c4b13e0dfc92"))
private let round1000 = BeaconEntry(
    round: 1000,
    data: bytes(
        "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39"))

private func bytes(_ hex: String) -> [UInt8] { (try? Hex.decode(hex)) ?? [] }

/// A network on which epoch 7 has round 123 and epoch 8 round 1000.
private var slow: Beacon {
    var network = Network.mainnet
    network.blockDelay = (1000 - 123) * 3
    return Beacon(network, genesisTime: 1_692_803_367 + 122 * 3 - 6 * network.blockDelay)
}

@Suite struct BeaconTests {
    @Test func `the main network's rounds are those of a block delay before the epoch`() {
        let beacon = Beacon(.mainnet, genesisTime: 1_598_306_400)
        // 2023-08-23 15:09:27, the first round, comes just before that time of epoch 3,149,900.
        #expect(beacon.round(at: 3_149_898) == 1)
        #expect(beacon.round(at: 3_149_899) == 1)
        #expect(beacon.round(at: 3_149_900) == 2)
        #expect(beacon.round(at: 3_149_901) == 12)
        #expect(beacon.round(at: 6_052_800) == 29_029_002)
        #expect(beacon.rounds(after: 6_052_797, through: 6_052_800) == [29_028_982, 29_028_992, 29_029_002])
        #expect(beacon.rounds(after: 5, through: 5).isEmpty)
    }

    @Test func `real rounds are taken, null rounds included`() throws {
        #expect(slow.rounds(after: 6, through: 8) == [123, 1000])
        let before = BeaconEntry(round: 1, data: [])
        try slow.check([round123, round1000], epoch: 8, parentEpoch: 6, previous: before)
        try slow.check([round1000], epoch: 8, parentEpoch: 7, previous: round123)
        try slow.check([], epoch: 8, parentEpoch: 7, previous: round1000)
    }

    @Test(arguments: [
        ([round123], BeaconFailure.lastRound(123, expected: 1000)),
        ([], .absent),
        ([round1000], .round(1000, expected: 123, epoch: 7)),
        ([round123, round123, round1000], .round(123, expected: 1000, epoch: 8)),
    ])
    func `other rounds are refused`(entries: [BeaconEntry], failure: BeaconFailure) {
        let before = BeaconEntry(round: 1, data: [])
        #expect(throws: failure) {
            try slow.check(entries, epoch: 8, parentEpoch: 6, previous: before)
        }
    }

    @Test func `an entry where the parents have the round is refused`() {
        #expect(throws: BeaconFailure.unwanted(count: 1)) {
            try slow.check([round1000], epoch: 8, parentEpoch: 7, previous: round1000)
        }
    }

    @Test func `a forged entry is named`() {
        let before = BeaconEntry(round: 1, data: [])
        let forged = BeaconEntry(round: 123, data: round1000.data)
        #expect(throws: BeaconFailure.forged(round: 123, "drand did not sign it")) {
            try slow.check([forged, round1000], epoch: 8, parentEpoch: 6, previous: before)
        }
        let short = BeaconEntry(round: 123, data: [1, 2])
        #expect(throws: BeaconFailure.self) {
            try slow.check([short, round1000], epoch: 8, parentEpoch: 6, previous: before)
        }
    }

    @Test func `the mock's entries are digests of their rounds`() throws {
        let beacon = Beacon(.local("testing"), genesisTime: 1)
        // As the captured chain has it in its second block.
        let first = try #require(beacon.entry(101))
        #expect(
            Hex.encode(first.data) == "ae7c4c7d705110eaefdb503901312a77ae785192332484ce74032eb3b08fb35c")
        let second = try #require(beacon.entry(102))
        try beacon.check([second], epoch: 2, parentEpoch: 1, previous: first)
        #expect(throws: BeaconFailure.lastRound(102, expected: 103)) {
            try beacon.check([second], epoch: 3, parentEpoch: 1, previous: first)
        }
        var forged = second
        forged.data[0] ^= 1
        #expect(throws: BeaconFailure.forged(round: 102, "it is not the digest of its round")) {
            try beacon.check([forged], epoch: 2, parentEpoch: 1, previous: first)
        }
        // After genesis, whose round is 0, anything goes.
        try beacon.check([forged], epoch: 1, parentEpoch: 0, previous: BeaconEntry(round: 0, data: []))
        #expect(Beacon(.mainnet, genesisTime: 1).entry(5) == nil)
    }
}
