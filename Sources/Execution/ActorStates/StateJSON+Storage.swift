public import Primitives

extension MinerState {
    var json: StateJSON {
        let vesting = vesting.map { funds in
            StateJSON.object([
                (
                    "Head",
                    .object([("Epoch", .number(funds.head.epoch)), ("Amount", .amount(funds.head.amount))])
                ),
                ("Tail", .link(funds.tail)),
            ])
        }
        return .object([
            ("Info", .link(info)), ("PreCommitDeposits", .amount(preCommitDeposits)),
            ("LockedFunds", .amount(lockedFunds)), ("VestingFunds", vesting ?? .null),
            ("FeeDebt", .amount(feeDebt)), ("InitialPledge", .amount(initialPledge)),
            ("PreCommittedSectors", .link(preCommittedSectors)),
            ("PreCommittedSectorsCleanUp", .link(preCommittedSectorsCleanUp)),
            ("AllocatedSectors", .link(allocatedSectors)), ("Sectors", .link(sectors)),
            ("ProvingPeriodStart", .number(provingPeriodStart)),
            ("CurrentDeadline", .unsigned(currentDeadline)), ("Deadlines", .link(deadlines)),
            ("EarlyTerminations", .bits(earlyTerminations)),
            ("DeadlineCronActive", .flag(isDeadlineCronActive)),
        ])
    }
}

extension SectorOnChainInfo {
    /// As Lotus prints it.
    public var json: StateJSON {
        .object([
            ("SectorNumber", .unsigned(number)), ("SealProof", .number(sealProof)),
            ("SealedCID", .link(sealedCID)), ("Activation", .number(activation)),
            ("Expiration", .number(expiration)), ("DealWeight", .big(dealWeight)),
            ("VerifiedDealWeight", .big(verifiedDealWeight)), ("InitialPledge", .amount(initialPledge)),
            ("ExpectedDayReward", .amount(expectedDayReward)),
            ("ExpectedStoragePledge", .amount(expectedStoragePledge)),
            ("PowerBaseEpoch", .number(powerBaseEpoch)), ("ReplacedDayReward", .amount(replacedDayReward)),
            ("SectorKeyCID", .link(sectorKeyCID)), ("Flags", .unsigned(flags)),
            ("DailyFee", .amount(dailyFee)),
        ])
    }
}

extension Partition {
    /// Its sectors, as Lotus prints them.
    public var json: StateJSON {
        .object([
            ("AllSectors", .bits(sectors)), ("FaultySectors", .bits(faults)),
            ("RecoveringSectors", .bits(recoveries)), ("LiveSectors", .bits(liveSectors)),
            ("ActiveSectors", .bits(activeSectors)),
        ])
    }
}

extension MarketState {
    var json: StateJSON {
        .object([
            ("Proposals", .link(proposals)), ("States", .link(states)),
            ("PendingProposals", .link(pendingProposals)), ("EscrowTable", .link(escrowTable)),
            ("LockedTable", .link(lockedTable)), ("NextID", .unsigned(nextID)),
            ("DealOpsByEpoch", .link(dealOpsByEpoch)), ("LastCron", .number(lastCron)),
            ("TotalClientLockedCollateral", .amount(totalClientLockedCollateral)),
            ("TotalProviderLockedCollateral", .amount(totalProviderLockedCollateral)),
            ("TotalClientStorageFee", .amount(totalClientStorageFee)),
            ("PendingDealAllocationIds", .link(pendingDealAllocationIDs)),
            ("ProviderSectors", .link(providerSectors)),
        ])
    }
}

extension DealProposal {
    /// As Lotus prints it.
    public func json(_ network: AddressNetwork) -> StateJSON {
        let label: StateJSON =
            switch label {
            case .text(let text): .text(text)
            case .bytes(let bytes): .numbers(bytes)
            }
        return .object([
            ("PieceCID", .link(piece)), ("PieceSize", .unsigned(pieceSize)),
            ("VerifiedDeal", .flag(isVerified)),
            ("Client", .text(client.text(network))), ("Provider", .text(provider.text(network))),
            ("Label", label), ("StartEpoch", .number(startEpoch)), ("EndEpoch", .number(endEpoch)),
            ("StoragePricePerEpoch", .amount(storagePricePerEpoch)),
            ("ProviderCollateral", .amount(providerCollateral)),
            ("ClientCollateral", .amount(clientCollateral)),
        ])
    }
}

extension DealState {
    /// As Lotus prints it.
    public var json: StateJSON {
        .object([
            ("SectorNumber", .unsigned(sector)), ("SectorStartEpoch", .number(sectorStartEpoch)),
            ("LastUpdatedEpoch", .number(lastUpdatedEpoch)), ("SlashEpoch", .number(slashEpoch)),
        ])
    }
}

extension VerifiedRegistryState {
    func json(_ network: AddressNetwork) -> StateJSON {
        .object([
            ("RootKey", .text(rootKey.text(network))), ("Verifiers", .link(verifiers)),
            ("RemoveDataCapProposalIDs", .link(removeDataCapProposalIDs)),
            ("Allocations", .link(allocations)),
            ("NextAllocationId", .unsigned(nextAllocationID)), ("Claims", .link(claims)),
        ])
    }
}

extension Allocation {
    /// As Lotus prints it.
    public var json: StateJSON {
        .object([
            ("Client", .unsigned(client)), ("Provider", .unsigned(provider)), ("Data", .link(data)),
            ("Size", .unsigned(size)), ("TermMin", .number(termMin)), ("TermMax", .number(termMax)),
            ("Expiration", .number(expiration)),
        ])
    }
}

extension Claim {
    /// As Lotus prints it.
    public var json: StateJSON {
        .object([
            ("Provider", .unsigned(provider)), ("Client", .unsigned(client)), ("Data", .link(data)),
            ("Size", .unsigned(size)), ("TermMin", .number(termMin)), ("TermMax", .number(termMax)),
            ("TermStart", .number(termStart)), ("Sector", .unsigned(sector)),
        ])
    }
}

extension DataCapState {
    func json(_ network: AddressNetwork) -> StateJSON {
        .object([
            ("Governor", .text(governor.text(network))),
            (
                "Token",
                .object([
                    ("Supply", .amount(supply)), ("Balances", .link(balances)),
                    ("Allowances", .link(allowances)),
                    ("HamtBitWidth", .unsigned(hamtWidth)),
                ])
            ),
        ])
    }
}
