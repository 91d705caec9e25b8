import IPLD
import Keys
import Primitives
import Testing

@testable import ChainTypes
@testable import ChainVerifier

/// Which fault two headers show; their signatures are another matter.
@Suite struct FaultKindTests {
    private let parents = [CID(of: [0x01]), CID(of: [0x02])]

    private func header(height: Int64, parents: [CID], timestamp: UInt64 = 0) -> BlockHeader {
        let empty = CID(of: [0x80])
        return BlockHeader(
            miner: Address(id: 1000), ticket: nil, electionProof: nil, beaconEntries: [], winningPoSt: [],
            parents: parents, parentWeight: 0, height: height, parentStateRoot: empty, parentReceipts: empty,
            messages: empty, blsAggregate: nil, timestamp: timestamp, signature: nil, forkSignaling: 0,
            parentBaseFee: .zero)
    }

    @Test func parentsInAnotherOrderAreTheSameParents() {
        let first = header(height: 5, parents: parents)
        let second = header(height: 6, parents: parents.reversed())
        #expect(ConsensusFaults.kind(first, second, witness: nil) == .timeOffset)
        let other = header(height: 6, parents: [parents[0], CID(of: [0x03])])
        #expect(ConsensusFaults.kind(first, other, witness: nil) == nil)
    }

    @Test func aSiblingWhoseParentsAreInAnotherOrderWitnessesGrinding() {
        let first = header(height: 5, parents: parents)
        let witness = header(height: 5, parents: parents.reversed(), timestamp: 9)
        let second = header(height: 6, parents: [witness.cid])
        #expect(ConsensusFaults.kind(first, second, witness: witness) == .parentGrinding)
        #expect(ConsensusFaults.kind(first, second, witness: nil) == nil)
    }

    @Test func aHeaderWithASignatureOfAnyLengthIsRead() throws {
        var odd = header(height: 5, parents: parents)
        odd.blsAggregate = try .init(carried: [2] + [UInt8](repeating: 7, count: 97))
        let read = try #require(ConsensusFaults.header(odd.cbor))
        #expect(read == odd)
    }
}
