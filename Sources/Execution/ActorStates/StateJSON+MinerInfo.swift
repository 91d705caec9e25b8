import FoundationEssentials
public import Primitives

extension MinerInfo {
    /// As Lotus' `StateMinerInfo` answers.
    public func json(_ network: AddressNetwork) -> StateJSON {
        func text(_ address: Address) -> StateJSON { .text(address.text(network)) }
        let term = StateJSON.object([
            ("Quota", .amount(beneficiaryTerm.quota)), ("UsedQuota", .amount(beneficiaryTerm.usedQuota)),
            ("Expiration", .number(beneficiaryTerm.expiration)),
        ])
        return .object([
            ("Owner", text(owner)), ("Worker", text(worker)),
            // Where no worker is to come, Lotus writes its empty address.
            ("NewWorker", .text(pendingWorkerKey?.worker.text(network) ?? "<empty>")),
            ("ControlAddresses", .slice(controlAddresses.map(text))),
            ("WorkerChangeEpoch", .number(pendingWorkerKey?.effectiveAt ?? -1)),
            ("PeerId", peerID.isEmpty ? .null : .text(Base58.encode(peerID))),
            (
                "Multiaddrs",
                .slice(multiaddresses.map { .text(Data($0).base64EncodedString()) })
            ),
            ("WindowPoStProofType", .number(windowPoStProof)), ("SectorSize", .unsigned(sectorSize)),
            ("WindowPoStPartitionSectors", .unsigned(windowPoStPartitionSectors)),
            ("ConsensusFaultElapsed", .number(consensusFaultElapsed)),
            ("PendingOwnerAddress", pendingOwner.map(text) ?? .null), ("Beneficiary", text(beneficiary)),
            ("BeneficiaryTerm", term),
            ("PendingBeneficiaryTerm", pendingBeneficiaryTerm?.json(network) ?? .null),
        ])
    }
}

extension PendingBeneficiaryChange {
    func json(_ network: AddressNetwork) -> StateJSON {
        .object([
            ("NewBeneficiary", .text(newBeneficiary.text(network))), ("NewQuota", .amount(newQuota)),
            ("NewExpiration", .number(newExpiration)),
            ("ApprovedByBeneficiary", .flag(isApprovedByBeneficiary)),
            ("ApprovedByNominee", .flag(isApprovedByNominee)),
        ])
    }
}
