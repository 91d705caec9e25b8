/// What an item of a state is: how it is read, and how Lotus writes it as JSON.
public indirect enum StateItem: Sendable {
    /// A link: `{"/": CID}`.
    case link
    /// An amount or another large number: decimal digits in a string.
    case amount
    /// A number.
    case integer
    /// A truth value.
    case boolean
    /// An address.
    case address
    /// A text.
    case text
    /// Bytes of a fixed number: a list of numbers.
    case byteArray
    /// A bit field: lengths of runs, the first of numbers that are not in it.
    case bitField
    /// Something, or null.
    case optional(StateItem)
    /// A list of items of one kind.
    case list(StateItem)
    /// A tuple with names.
    case tuple([StateField])
}

/// A field of a tuple.
public struct StateField: Sendable {
    let name: String
    let item: StateItem

    init(_ name: String, _ item: StateItem) {
        self.name = name
        self.item = item
    }
}

/// The states of the built-in actors (v18), field by field under the names that Lotus's JSON has.
public enum StateSchema {
    /// The state of an actor by its name in the manifest; nil where it has none that can be shown: the Ethereum address
    /// manager, Ethereum accounts, placeholders, and programs that are not known.
    public static func state(of actor: String) -> StateItem? { states[actor].map(StateItem.tuple) }

    private static let states: [String: [StateField]] = [
        "system": [StateField("BuiltinActors", .link)],
        "init": [
            StateField("AddressMap", .link), StateField("NextID", .integer), StateField("NetworkName", .text),
        ],
        "cron": [
            StateField(
                "Entries",
                .list(.tuple([StateField("Receiver", .address), StateField("MethodNum", .integer)])))
        ],
        "account": [StateField("Address", .address)],
        "multisig": multisig, "paymentchannel": paymentChannel, "reward": reward, "storagepower": power,
        "storagemarket": market, "storageminer": miner, "verifiedregistry": verifiedRegistry,
        "datacap": dataCap, "evm": evm,
    ]

    private static let estimate = StateItem.tuple([
        StateField("PositionEstimate", .amount), StateField("VelocityEstimate", .amount),
    ])

    private static let multisig = [
        StateField("Signers", .list(.address)), StateField("NumApprovalsThreshold", .integer),
        StateField("NextTxnID", .integer), StateField("InitialBalance", .amount),
        StateField("StartEpoch", .integer), StateField("UnlockDuration", .integer),
        StateField("PendingTxns", .link),
    ]

    private static let paymentChannel = [
        StateField("From", .address), StateField("To", .address), StateField("ToSend", .amount),
        StateField("SettlingAt", .integer), StateField("MinSettleHeight", .integer),
        StateField("LaneStates", .link),
    ]

    private static let reward = [
        StateField("CumsumBaseline", .amount), StateField("CumsumRealized", .amount),
        StateField("EffectiveNetworkTime", .integer), StateField("EffectiveBaselinePower", .amount),
        StateField("ThisEpochReward", .amount), StateField("ThisEpochRewardSmoothed", estimate),
        StateField("ThisEpochBaselinePower", .amount), StateField("Epoch", .integer),
        StateField("TotalStoragePowerReward", .amount), StateField("SimpleTotal", .amount),
        StateField("BaselineTotal", .amount),
    ]

    private static let power = [
        StateField("TotalRawBytePower", .amount), StateField("TotalBytesCommitted", .amount),
        StateField("TotalQualityAdjPower", .amount), StateField("TotalQABytesCommitted", .amount),
        StateField("TotalPledgeCollateral", .amount), StateField("ThisEpochRawBytePower", .amount),
        StateField("ThisEpochQualityAdjPower", .amount), StateField("ThisEpochPledgeCollateral", .amount),
        StateField("ThisEpochQAPowerSmoothed", estimate), StateField("MinerCount", .integer),
        StateField("MinerAboveMinPowerCount", .integer), StateField("RampStartEpoch", .integer),
        StateField("RampDurationEpochs", .integer), StateField("CronEventQueue", .link),
        StateField("FirstCronEpoch", .integer), StateField("Claims", .link),
        StateField("ProofValidationBatch", .optional(.link)),
    ]

    private static let market = [
        StateField("Proposals", .link), StateField("States", .link), StateField("PendingProposals", .link),
        StateField("EscrowTable", .link), StateField("LockedTable", .link), StateField("NextID", .integer),
        StateField("DealOpsByEpoch", .link), StateField("LastCron", .integer),
        StateField("TotalClientLockedCollateral", .amount),
        StateField("TotalProviderLockedCollateral", .amount), StateField("TotalClientStorageFee", .amount),
        StateField("PendingDealAllocationIds", .link), StateField("ProviderSectors", .link),
    ]

    private static let vesting = StateItem.tuple([
        StateField("Head", .tuple([StateField("Epoch", .integer), StateField("Amount", .amount)])),
        StateField("Tail", .link),
    ])

    private static let miner = [
        StateField("Info", .link), StateField("PreCommitDeposits", .amount),
        StateField("LockedFunds", .amount), StateField("VestingFunds", .optional(vesting)),
        StateField("FeeDebt", .amount), StateField("InitialPledge", .amount),
        StateField("PreCommittedSectors", .link), StateField("PreCommittedSectorsCleanUp", .link),
        StateField("AllocatedSectors", .link), StateField("Sectors", .link),
        StateField("ProvingPeriodStart", .integer), StateField("CurrentDeadline", .integer),
        StateField("Deadlines", .link), StateField("EarlyTerminations", .bitField),
        StateField("DeadlineCronActive", .boolean),
    ]

    private static let verifiedRegistry = [
        StateField("RootKey", .address), StateField("Verifiers", .link),
        StateField("RemoveDataCapProposalIDs", .link), StateField("Allocations", .link),
        StateField("NextAllocationId", .integer), StateField("Claims", .link),
    ]

    private static let dataCap = [
        StateField("Governor", .address),
        StateField(
            "Token",
            .tuple([
                StateField("Supply", .amount), StateField("Balances", .link), StateField("Allowances", .link),
                StateField("HamtBitWidth", .integer),
            ])),
    ]

    private static let origin = StateItem.tuple([
        StateField("Origin", .integer), StateField("Nonce", .integer),
    ])

    private static let evm = [
        StateField("Bytecode", .link), StateField("BytecodeHash", .byteArray),
        StateField("ContractState", .link),
        StateField(
            "TransientData",
            .optional(
                .tuple([
                    StateField("TransientDataState", .link), StateField("TransientDataLifespan", origin),
                ]))),
        StateField("Nonce", .integer), StateField("Tombstone", .optional(origin)),
    ]
}
