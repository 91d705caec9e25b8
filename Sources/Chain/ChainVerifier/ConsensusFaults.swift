internal import ActorStates
public import ChainTypes
internal import IPLD
internal import Keys
internal import Networks
public import Primitives
public import VMInterpreter

/// Whether two headers prove that their miner broke the rules (specification, "Consensus Faults";
/// `VerifyConsensusFault` of Lotus). Headers need not have been in any chain; what is wrong with them means "no fault".
public struct ConsensusFaults {
    private let chain: any ChainView
    private let base: Tipset
    private let epoch: Int64
    private let stateRoot: CID

    /// For messages that are applied at `epoch` on the state `stateRoot`, in the execution of the tipset `base`.
    public init(_ chain: any ChainView, base: Tipset, epoch: Int64, stateRoot: CID) {
        self.chain = chain
        self.base = base
        self.epoch = epoch
        self.stateRoot = stateRoot
    }

    /// The fault that `first` and `second` prove, with a witness in `extra` where one is needed; nil for none.
    public func fault(_ first: [UInt8], _ second: [UInt8], _ extra: [UInt8]) throws -> ConsensusFault? {
        guard let a = Self.header(first), let b = Self.header(second) else { return nil }
        let witness: BlockHeader?
        if extra.isEmpty {
            witness = nil
        } else {
            guard let header = Self.header(extra) else { return nil }
            witness = header
        }
        guard let kind = Self.kind(a, b, witness: witness) else { return nil }
        guard let target = a.miner.id, try isSigned(a), try isSigned(b) else { return nil }
        return ConsensusFault(target: target, epoch: b.height, kind: kind.rawValue)
    }

    /// The kinds, numbered as actors know them.
    enum Kind: UInt32 {
        case doubleFork = 1
        case parentGrinding = 2
        case timeOffset = 3
    }

    /// What two headers of one miner show, the first not later than the second; later kinds go before earlier ones.
    static func kind(_ a: BlockHeader, _ b: BlockHeader, witness: BlockHeader?) -> Kind? {
        guard a.cid != b.cid, a.miner == b.miner, a.height <= b.height else { return nil }
        var kind: Kind?
        if a.height == b.height { kind = .doubleFork }
        if a.height != b.height, areSame(a.parents, b.parents) { kind = .timeOffset }
        // The witness is a sibling of the first and a parent of the second, which left the first out.
        if let witness, areSame(a.parents, witness.parents), witness.height == a.height,
            b.parents.contains(witness.cid), !b.parents.contains(a.cid)
        {
            kind = .parentGrinding
        }
        return kind
    }

    /// Whether its miner's worker, as of the header's own look-back, signed it. Headers older than finality are not
    /// judged.
    private func isSigned(_ header: BlockHeader) throws -> Bool {
        guard header.height >= epoch - Network.finality, let signature = header.signature,
            let key = try workerKey(header)
        else { return false }
        return (try? signature.isValid(header.signingBytes, signer: key)) ?? false
    }

    private func workerKey(_ header: BlockHeader) throws -> Address? {
        guard let miner = header.miner.id else { return nil }
        do {
            let store = try chain.blockstore()
            let then = try StateReader(store, root: chain.lookback(of: header.height, on: base).state)
            let worker = try then.miner(miner).info(store).worker
            return try StateReader(store, root: stateRoot).keyAddress(worker)
        } catch let error where error is StateFailure || error is CBORError || error is PrimitiveError {
            // No miner, or one whose state is none: whoever it is, he has not signed.
            return nil
        } catch IPLDError.badNode {
            return nil
        }
    }

    /// The same parents in any order, as Lotus compares them: as many, and all of the second's among the first's.
    private static func areSame(_ first: [CID], _ second: [CID]) -> Bool {
        first.count == second.count && second.allSatisfy(Set(first).contains)
    }

    /// A header as Lotus reads it: bytes behind it do not matter, numbers that are not in their shortest form do.
    static func header(_ bytes: [UInt8]) -> BlockHeader? {
        var reader = CBORReader(bytes)
        guard let header = try? BlockHeader(from: &reader), isShortest(bytes.prefix(reader.position)) else {
            return nil
        }
        return header
    }

    /// Whether all heads of well-formed DAG-CBOR are as short as can be.
    static func isShortest(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        while let first = rest.popFirst() {
            let (major, minor) = (first >> 5, first & 31)
            var argument = UInt64(minor)
            if minor >= 24 {
                let count = 1 << Int(minor - 24)
                argument = rest.prefix(count).reduce(0) { $0 << 8 | UInt64($1) }
                rest = rest.dropFirst(count)
                let least = count == 1 ? 24 : UInt64(1) << UInt64(count * 4)
                guard argument >= least else { return false }
            }
            // What byte strings and texts hold has no heads.
            if major == 2 || major == 3 { rest = rest.dropFirst(Int(argument)) }
        }
        return true
    }
}
