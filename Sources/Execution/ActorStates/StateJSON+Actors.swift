internal import IPLD
public import Primitives

extension StateJSON {
    /// The state of an actor from its block, by the name of its program in the manifest ("storageminer"); null for
    /// actors without one. Throws for programs that are not known.
    public init(program: String, state block: [UInt8], _ network: AddressNetwork) throws {
        switch program {
        case "system": self = try SystemState(cbor: block).json
        case "init": self = try InitializerState(cbor: block).json
        case "cron": self = try CronState(cbor: block).json(network)
        case "reward": self = try RewardState(cbor: block).json
        case "storagepower": self = try PowerState(cbor: block).json
        case "storagemarket": self = try MarketState(cbor: block).json
        case "storageminer": self = try MinerState(cbor: block).json
        case "verifiedregistry": self = try VerifiedRegistryState(cbor: block).json(network)
        case "datacap": self = try DataCapState(cbor: block).json(network)
        case "account": self = try AccountState(cbor: block).json(network)
        case "multisig": self = try MultisigState(cbor: block).json(network)
        case "paymentchannel": self = try PaymentChannelState(cbor: block).json(network)
        case "evm": self = try EVMState(cbor: block).json
        case "eam", "placeholder", "ethaccount": self = .null
        default: throw IPLDError.outOfRange("there is no actor program \(program)")
        }
    }
}

extension SystemState {
    var json: StateJSON { .object([("BuiltinActors", .link(builtinActors))]) }
}

extension InitializerState {
    var json: StateJSON {
        .object([
            ("AddressMap", .link(addressMap)), ("NextID", .unsigned(nextID)),
            ("NetworkName", .text(networkName)),
        ])
    }
}

extension CronState {
    func json(_ network: AddressNetwork) -> StateJSON {
        let entries = entries.map { entry in
            StateJSON.object([
                ("Receiver", .text(entry.receiver.text(network))), ("MethodNum", .unsigned(entry.method)),
            ])
        }
        return .object([("Entries", .slice(entries))])
    }
}

extension FilterEstimate {
    var json: StateJSON {
        .object([("PositionEstimate", .big(position)), ("VelocityEstimate", .big(velocity))])
    }
}

extension RewardState {
    var json: StateJSON {
        .object([
            ("CumsumBaseline", .big(cumulativeBaseline)), ("CumsumRealized", .big(cumulativeRealized)),
            ("EffectiveNetworkTime", .number(effectiveNetworkTime)),
            ("EffectiveBaselinePower", .big(effectiveBaselinePower)),
            ("ThisEpochReward", .amount(thisEpochReward)),
            ("ThisEpochRewardSmoothed", thisEpochRewardSmoothed.json),
            ("ThisEpochBaselinePower", .big(thisEpochBaselinePower)), ("Epoch", .number(epoch)),
            ("TotalStoragePowerReward", .amount(totalStoragePowerReward)),
            ("SimpleTotal", .amount(simpleTotal)), ("BaselineTotal", .amount(baselineTotal)),
        ])
    }
}

extension PowerState {
    var json: StateJSON {
        .object([
            ("TotalRawBytePower", .big(totalRawBytePower)),
            ("TotalBytesCommitted", .big(totalBytesCommitted)),
            ("TotalQualityAdjPower", .big(totalQualityAdjustedPower)),
            ("TotalQABytesCommitted", .big(totalQABytesCommitted)),
            ("TotalPledgeCollateral", .amount(totalPledgeCollateral)),
            ("ThisEpochRawBytePower", .big(thisEpochRawBytePower)),
            ("ThisEpochQualityAdjPower", .big(thisEpochQualityAdjustedPower)),
            ("ThisEpochPledgeCollateral", .amount(thisEpochPledgeCollateral)),
            ("ThisEpochQAPowerSmoothed", thisEpochQAPowerSmoothed.json), ("MinerCount", .number(minerCount)),
            ("MinerAboveMinPowerCount", .number(minerAboveMinPowerCount)),
            ("RampStartEpoch", .number(rampStartEpoch)),
            ("RampDurationEpochs", .unsigned(rampDurationEpochs)),
            ("CronEventQueue", .link(cronEventQueue)), ("FirstCronEpoch", .number(firstCronEpoch)),
            ("Claims", .link(claims)), ("ProofValidationBatch", .link(proofValidationBatch)),
        ])
    }
}

extension AccountState {
    func json(_ network: AddressNetwork) -> StateJSON {
        .object([("Address", .text(address.text(network)))])
    }
}

extension MultisigState {
    func json(_ network: AddressNetwork) -> StateJSON {
        .object([
            ("Signers", .slice(signers.map { .text($0.text(network)) })),
            ("NumApprovalsThreshold", .unsigned(threshold)), ("NextTxnID", .number(nextTransactionID)),
            ("InitialBalance", .amount(initialBalance)), ("StartEpoch", .number(startEpoch)),
            ("UnlockDuration", .number(unlockDuration)), ("PendingTxns", .link(pendingTransactions)),
        ])
    }
}

extension PaymentChannelState {
    func json(_ network: AddressNetwork) -> StateJSON {
        .object([
            ("From", .text(from.text(network))), ("To", .text(to.text(network))), ("ToSend", .amount(toSend)),
            ("SettlingAt", .number(settlingAt)), ("MinSettleHeight", .number(minSettleHeight)),
            ("LaneStates", .link(lanes)),
        ])
    }
}

extension EVMState {
    var json: StateJSON {
        func origin(_ origin: Origin) -> StateJSON {
            .object([("Origin", .unsigned(origin.origin)), ("Nonce", .unsigned(origin.nonce))])
        }
        let transient = transientData.map { data in
            StateJSON.object([
                ("TransientDataState", .link(data.state)), ("TransientDataLifespan", origin(data.lifespan)),
            ])
        }
        return .object([
            ("Bytecode", .link(bytecode)), ("BytecodeHash", .numbers(bytecodeHash)),
            ("ContractState", .link(contractState)), ("TransientData", transient ?? .null),
            ("Nonce", .unsigned(nonce)), ("Tombstone", tombstone.map(origin) ?? .null),
        ])
    }
}
