/// What things cost from network version 25 on, in milligas (FIP-0032, FIP-0079 and later; ref-fvm's price list).
enum PriceList {
    static let actorLookup: UInt64 = 500_000_000
    static let actorUpdate: UInt64 = 475_000_000
    static let actorCreateStorage: UInt64 = 650_000_000
    static let addressAssignment: UInt64 = 1_000_000_000
    static let addressLookup: UInt64 = 1_050_000_000
    static let linkTracked: UInt64 = 300_000
    static let linkChecked: UInt64 = 300_000
    static let scanField: UInt64 = 35_000
    static let scanCID: UInt64 = 400_000
    static let memoryByte: UInt64 = 400
    static let memcpyByte: UInt64 = 400
    static let allocateByte: UInt64 = 2_000
    static let retentionByte: UInt64 = 10_000
    static let blake2bByte: UInt64 = 10_000
    static let secp256k1 = Scaling(flat: 1_637_292_000, scale: 10_000)
    static let bls = Scaling(flat: 16_598_605_000, scale: 26_000)

    /// Actors that cost nothing to read or write.
    static let preloadedActors: [UInt64] = [0, 1, 2, 3, 4, 5, 6, 7, 10, 99]
    static let hostCall = GasCharge("OnSyscall", 14_000_000)

    /// A price with a part for each unit.
    struct Scaling {
        let flat: UInt64
        let scale: UInt64
        func apply(_ count: UInt64) -> UInt64 { flat.addingSaturating(scale.multipliedSaturating(count)) }
    }

    static func onChainMessage(bytes: Int) -> GasCharge {
        GasCharge("OnChainMessage", 38_863_000, actorUpdate + 46_800_000 + 1_300_000 * UInt64(bytes))
    }

    static let valueTransfer = GasCharge("OnValueTransfer", 6_000_000)

    static func methodInvocation(links: Int) -> GasCharge {
        GasCharge("OnMethodInvocation", 75_000_000 + linkTracked * UInt64(links))
    }

    static func methodReturn(depth: Int, bytes: Int, links: Int) -> GasCharge {
        depth == 1
            ? GasCharge("OnChainReturnValue", 0, 1_300_000 * UInt64(bytes))
            : GasCharge("OnReturnValue", linkTracked * UInt64(links))
    }

    static let actorLookupCharge = GasCharge("OnActorLookup", 0, actorLookup)
    static let actorUpdateCharge = GasCharge("OnActorUpdate", 0, actorUpdate)

    static func createActor(newAddress: Bool) -> GasCharge {
        GasCharge(
            "OnCreateActor", 0, actorCreateStorage + (newAddress ? addressAssignment + addressLookup : 0))
    }

    static let blockOpenBase = GasCharge("OnBlockOpenBase", linkChecked, 187_440_000)

    static func blockOpen(bytes: Int, links: Int) -> GasCharge {
        let size = UInt64(bytes)
        let compute = linkTracked * UInt64(links)
        let open = (allocateByte + memcpyByte) * size
        let surcharge = (retentionByte * size).subtractingSaturating(compute + open)
        return GasCharge("OnBlockOpen", compute, open + surcharge)
    }

    static func blockRead(bytes: Int) -> GasCharge { GasCharge("OnBlockRead", memcpyByte * UInt64(bytes)) }

    static func blockCreate(bytes: Int, links: Int) -> GasCharge {
        let size = UInt64(bytes)
        let compute = (memcpyByte + allocateByte) * size + linkChecked * UInt64(links)
        return GasCharge("OnBlockCreate", compute, (retentionByte * size).subtractingSaturating(compute))
    }

    static func blockLink(bytes: Int) -> GasCharge {
        let size = UInt64(bytes)
        return GasCharge(
            "OnBlockLink", (memcpyByte + allocateByte + blake2bByte) * size + linkTracked,
            172_000_000 + 334_000_000 + 3_340_000 * size)
    }

    static let blockStat = GasCharge("OnBlockStat", 0)
    static let getRoot = GasCharge("OnActorGetRoot", linkTracked)
    static let setRoot = GasCharge("OnActorSetRoot", linkChecked)

    static func lookback(_ name: String, _ epochs: Int64) -> GasCharge {
        // A negative distance is huge as an unsigned number: the message runs out of gas.
        GasCharge(
            name, 0,
            Scaling(flat: 146_200_000, scale: 75_000).apply(UInt64(bitPattern: epochs)))
    }

    static func event(entries: Int, keyBytes: Int, valueBytes: Int) -> GasCharge {
        let size = 12 + 9 * UInt64(entries) + UInt64(keyBytes) + UInt64(valueBytes)
        let memory = (memcpyByte + allocateByte) * size
        let checks =
            Scaling(flat: 2_000_000, scale: 1_400_000).apply(UInt64(entries))
            + Scaling(flat: 500_000, scale: 16_000).apply(UInt64(keyBytes))
        return GasCharge("OnActorEvent", 2 * memory + checks, blake2bByte * size + memory)
    }

    static func hashing(_ function: UInt64, bytes: Int) -> GasCharge? {
        let scales: [UInt64: UInt64] = [
            0x12: 7_000, 0xb220: 10_000, 0xb240: 10_000, 0x1b: 33_000, 0x1053: 35_000,
        ]
        return scales[function].map { GasCharge("OnHashing", $0 * UInt64(bytes)) }
    }

    static func verifyBLSAggregate(signers: Int, bytes: Int) -> GasCharge {
        GasCharge(
            "OnVerifyBlsAggregateSignature", 8_299_302_000 * (UInt64(signers) + 1) + 7_000 * UInt64(bytes))
    }

    static let recoverPublicKey = GasCharge("OnRecoverSecpPublicKey", 1_637_292_000)
    static let unsealedSectorCID = GasCharge("OnComputeUnsealedSectorCid", 98_647_000)
    static let verifySeal = GasCharge("OnVerifySeal", 42_000_000_000)
    static let verifyReplicaUpdate = GasCharge("OnVerifyReplicaUpdate", 36_316_136_000)
    static let verifyConsensusFault = GasCharge("OnVerifyConsensusFault", 0, 516_422_000)

    /// All types that have a price have the same.
    static func verifyPoSt(sectors: Int) -> GasCharge {
        GasCharge(
            "OnVerifyPost", Scaling(flat: 117_680_921_000, scale: 43_780_000).apply(UInt64(sectors)))
    }

    /// `proof`: RegisteredSealProof's number; what is not in the table costs as 32 GiB does.
    static func verifyAggregateSeals(proof: Int64, count: Int) -> GasCharge {
        let table = aggregateTables[proof] ?? aggregate32GiB
        let step = table.steps.last { $0.start <= count }?.cost ?? 0
        return GasCharge(
            "OnVerifyAggregateSeals", table.each.multipliedSaturating(UInt64(count)).addingSaturating(step))
    }

    private struct AggregateTable {
        let each: UInt64
        let steps: [(start: Int, cost: UInt64)]

        /// Prices in gas for counts from each start on.
        init(_ each: UInt64, _ starts: [Int], _ costs: [UInt64]) {
            self.each = each * 1000
            steps = zip(starts, costs).map { ($0, $1 * 1000) }
        }
    }

    private static let starts = [4, 7, 13, 26, 52, 103, 205, 410]
    private static let niStarts = [1, 2, 3, 5, 9, 17, 33]
    private static let costs32: [UInt64] = [
        103_994_170, 112_356_810, 122_912_610, 137_559_930, 162_039_100, 210_960_780, 318_351_180,
        528_274_980,
    ]
    private static let costs64: [UInt64] = [
        102_581_240, 110_803_030, 120_803_700, 134_642_130, 157_357_890, 203_017_690, 304_253_590,
        509_880_640,
    ]
    private static let aggregate32GiB = AggregateTable(449_900, starts, costs32)
    private static let aggregateTables: [Int64: AggregateTable] = [
        8: aggregate32GiB, 9: AggregateTable(359_272, starts, costs64),
        18: AggregateTable(5_668_740, niStarts, Array(costs32.dropFirst())),
        19: AggregateTable(4_526_928, niStarts, Array(costs64.dropFirst())),
    ]
}
