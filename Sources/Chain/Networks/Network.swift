/// # Networks
///
/// What differs between the networks that run the protocol: names, delays, beacon, supply. Start with `Network`. Pure
/// values: nothing here reads a file or a state.
public import Primitives

/// Where a chain's randomness comes from.
public enum BeaconKind: Hashable, Sendable {
    /// drand's quicknet: unchained, signatures in G1, a round each three seconds.
    case quicknet
    /// The mock of test networks: the entry of round r is BLAKE2b-256 of r; an epoch's round is the epoch plus 100.
    case mock
}

/// A network's parameters at network version 28.
public struct Network: Hashable, Sendable {
    /// Its name, as the init actor has it.
    public var name: String
    /// `f` or `t`.
    public var addresses: AddressNetwork
    /// Ethereum's chain id.
    public var chainID: UInt64
    /// Seconds an epoch.
    public var blockDelay: UInt64
    /// The beacon.
    public var beacon: BeaconKind
    /// Bytes of raw power that let a miner mine for itself alone.
    public var consensusMinerMinPower: BigInt
    /// Epoch that vesting counts from (the lift-off upgrade).
    public var vestingStart: Int64
    /// What the reserve actor held at genesis, as the supply counts it since network version 25 (FIP-0100).
    public var initialReserve: TokenAmount
    /// First epoch of network version 28; -1 where it holds from genesis on.
    public var upgradeEpoch: Int64

    /// Whether actors run with debugging on, which costs gas: so on local networks, as Lotus's `2k` build has it.
    public var actorDebugging = false

    /// Whether messages may be in blocks below the present price of that. On networks that had all upgrades from
    /// genesis on, Lotus checks blocks by its very first price list; executing such a message fails all the same.
    public var hasFirstInclusionPrice = false

    /// Epochs after which a fork is no longer taken.
    public static let finality: Int64 = 900
    /// Leaders an epoch expected.
    public static let blocksPerEpoch: Int64 = 5
    /// Gas of all messages of a block at most.
    public static let blockGasLimit: UInt64 = 10_000_000_000
    /// Messages of a block at most.
    public static let blockMessageLimit = 10_000
    /// The base fee at least, in attoFIL.
    public static let minimumBaseFee: Int64 = 100
    /// Epochs between an election and the ticket it draws from.
    public static let ticketLookback: Int64 = 1
    /// Seconds that a block's time may be ahead of the clock.
    public static let allowedClockDrift: UInt64 = 1
    /// The version that this program executes.
    public static let version: UInt32 = 28

    /// The main network.
    public static let mainnet = Network(
        name: "mainnet", addresses: .mainnet, chainID: 314, blockDelay: 30, beacon: .quicknet,
        consensusMinerMinPower: BigInt(10 << 40), vestingStart: 148_888,
        initialReserve: .whole(300_000_000), upgradeEpoch: 6_052_800)

    /// The calibration network.
    public static let calibration = Network(
        name: "calibrationnet", addresses: .testnet, chainID: 314_159, blockDelay: 30, beacon: .quicknet,
        consensusMinerMinPower: BigInt(32 << 30), vestingStart: -5,
        initialReserve: .whole(1_200_000_000), upgradeEpoch: 3_694_534)

    /// A local network of 2 KiB sectors, as Lotus's `2k` build has it.
    public static func local(_ name: String) -> Network {
        Network(
            name: name, addresses: .testnet, chainID: 31_415_926, blockDelay: 4, beacon: .mock,
            consensusMinerMinPower: BigInt(2048), vestingStart: -6,
            initialReserve: .whole(1_400_000_000), upgradeEpoch: -1, actorDebugging: true,
            hasFirstInclusionPrice: true)
    }

    /// The network of a name: a public one, or a local one of that name.
    public static func named(_ name: String) -> Network {
        [mainnet, calibration].first { $0.name == name } ?? local(name)
    }

    /// The public network that a genesis block begins; its state names it otherwise, or not in a form that is read
    /// here.
    public static func begun(by genesis: CID) -> Network? {
        switch genesis.description {
        case "bafy2bzacecnamqgqmifpluoeldx7zzglxcljo6oja4vrmtj7432rphldpdmm2": mainnet
        case "bafy2bzacecyaggy24wol5ruvs6qm73gjibs2l2iyhcqmvi7r7a4ph7zx3yqd4": calibration
        default: nil
        }
    }

    /// Whether anybody may join: only the ceremony's parameters will do there.
    public var isPublic: Bool { self == .mainnet || self == .calibration }

    /// Gas that a message of so many bytes must at least be allowed to be in a block: it reads and writes the sender,
    /// and is kept for ever.
    public func inclusionGas(bytes: Int) -> UInt64 {
        hasFirstInclusionPrice
            ? 38_863 + 1000 * (36 + UInt64(bytes)) : 38_863 + 475_000 + 1300 * (36 + UInt64(bytes))
    }

    /// FIL that has vested at an epoch: the genesis schedule as the Calico upgrade has it, each part linear from
    /// `vestingStart` on (Lotus, `setupPostCalicoVesting`).
    public func vested(at epoch: Int64) -> TokenAmount {
        let elapsed = epoch - vestingStart
        return Self.schedule.reduce(.zero) { sum, part in
            guard elapsed < part.epochs else { return sum + part.amount }
            guard elapsed >= 0 else { return sum }
            // Divided before it is multiplied: the first actors' rounding, which the supply still follows.
            let locked = (part.amount.atto / BigInt(part.epochs)) * BigInt(part.epochs - elapsed)
            return sum + part.amount - TokenAmount(atto: locked)
        }
    }

    /// The newest round that a block of an epoch may use: the last one that was out a block delay before its time.
    /// `genesisTime`: seconds since 1970 of epoch 0.
    public func beaconRound(at epoch: Int64, genesisTime: UInt64) -> UInt64 {
        switch beacon {
        case .mock: return UInt64(max(0, epoch &+ 100))
        case .quicknet:
            let delay = Int64(blockDelay)
            // Any epoch may be asked for: one that no time belongs to has a round that nobody made.
            let latest = Int64(bitPattern: genesisTime) &+ delay &* epoch &- delay
            guard latest >= Self.quicknetGenesis else { return 1 }
            return UInt64((latest - Self.quicknetGenesis) / Self.quicknetPeriod) + 1
        }
    }

    /// Time of quicknet's first round, and seconds between two.
    private static let quicknetGenesis: Int64 = 1_692_803_367
    private static let quicknetPeriod: Int64 = 3

    private static let day: Int64 = 2880
    private static let schedule: [(epochs: Int64, amount: TokenAmount)] = [
        (0, .whole(10_632_000)), (183 * day, .whole(19_015_887 + 32_787_700)),
        (365 * day, .whole(22_421_712 + 9_400_000)), (2 * 365 * day, .whole(7_223_364)),
        (3 * 365 * day, .whole(87_637_883 + 898_958)),
        (6 * 365 * day, .whole(100_000_000 + 300_000_000 + 9_805_053)),
    ]
}

extension TokenAmount {
    /// So many FIL.
    static func whole(_ fil: Int64) -> TokenAmount {
        TokenAmount(atto: BigInt(fil) * BigInt(1_000_000_000_000_000_000 as Int64))
    }
}
