import Blockstore
import Foundation
import IPLD
import Primitives
import System
import Testing
import VMInterpreter

@testable import ActorStates

/// What a Lotus node answered about the states of a chain of its own, and those states.
@Suite struct StateJSONTests {
    private static let here = "/" + #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
    private static let folder = here + "/Vectors/chain"
    /// State that the last tipset of the chain begins with.
    private static let root = "bafy2bzaced7fymgisfgjgwzj2qqsjqbsdxqpdjpjxp2bogmnv6pw5wxj3ehvk"

    /// One question and its answer.
    private struct Question {
        let method: String
        let params: [Any]
        let result: Any

        static func all() throws -> [Question] {
            try File.readText(folder + "/states.jsonl").split(separator: "\n").map { line in
                let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
                return Question(
                    method: object?["method"] as? String ?? "", params: object?["params"] as? [Any] ?? [],
                    result: object?["result"] ?? NSNull())
            }
        }

        func address() throws -> Address {
            let text = try #require(params[0] as? String)
            return try Address(text)
        }

        func number(_ place: Int) throws -> UInt64 { try #require(params[place] as? NSNumber).uint64Value }
    }

    /// Our answer, as JSON is compared: by value.
    private func answer(_ question: Question, _ states: States) throws -> StateJSON {
        let id = try states.tree.resolve(question.address())
        let actor = try question.method == "StateMarketStorageDeal" ? 5 : #require(id)
        switch question.method {
        case "StateReadState": return try states.json(actor)
        case "StateSectorGetInfo":
            return try states.read(actor, MinerState.self).sector(question.number(1), states.store)?.json
                ?? .null
        case "StateSectorPreCommitInfo":
            let found = try states.read(actor, MinerState.self).preCommit(question.number(1), states.store)
            return found == nil ? .null : .text("a pre-commit")
        case "StateMinerPartitions":
            let deadlines = try states.read(actor, MinerState.self).deadlines(states.store)
            return .list(try deadlines[Int(question.number(1))].partitions(states.store).map(\.json))
        case "StateMinerActiveSectors":
            let miner = try states.read(actor, MinerState.self)
            let active = try miner.activeSectors(states.store)
            return .list(
                try miner.allSectors(states.store).filter { active.contains($0.number) }.map(\.json))
        case "StateMarketBalance":
            let (escrow, locked) = try states.read(5, MarketState.self).balance(actor, states.store)
            return .object([("Escrow", .amount(escrow)), ("Locked", .amount(locked))])
        case "StateVerifierStatus":
            let cap = try states.read(6, VerifiedRegistryState.self).dataCap(verifier: actor, states.store)
            return cap.map { .big($0) } ?? .null
        case "StateGetAllocation":
            return try states.read(6, VerifiedRegistryState.self)
                .allocation(question.number(1), client: actor, states.store)?.json ?? .null
        case "StateGetClaim":
            return try states.read(6, VerifiedRegistryState.self)
                .claim(question.number(1), provider: actor, states.store)?.json ?? .null
        default: throw IPLDError.outOfRange(question.method)
        }
    }

    private func deal(_ question: Question, _ states: States) throws -> StateJSON {
        let market = try states.read(5, MarketState.self)
        let number = try question.number(0)
        let proposal = try #require(try market.proposal(number, states.store))
        let state = try #require(try market.dealState(number, states.store))
        return .object([("Proposal", proposal.json(.testnet)), ("State", state.json)])
    }

    /// Answers all questions; what differs.
    private func differences(_ states: States) throws -> [String] {
        try Question.all().compactMap { question in
            let isDeal = question.method == "StateMarketStorageDeal"
            let ours = isDeal ? try deal(question, states) : try answer(question, states)
            var theirs = question.result
            if question.method == "StateReadState" {
                theirs = (question.result as? [String: Any])?["State"] ?? NSNull()
            }
            let text = String(decoding: try JSONEncoder().encode([ours]), as: UTF8.self)
            let value = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? NSArray
            return value == [theirs] as NSArray ? nil : "\(question.method) \(question.params): \(text)"
        }
    }

    /// A state tree and its blocks.
    private struct States {
        let tree: StateTree
        let store: any Blockstore
        let manifest: ActorManifest

        init(_ store: any Blockstore, _ root: String = StateJSONTests.root) throws {
            self.store = store
            tree = try StateTree(store, root: CID(root))
            manifest = try ActorManifest(tree)
        }

        func read<State: CBORDecodable>(_ id: UInt64, _ type: State.Type) throws -> State {
            let actor = try #require(try tree.actor(id))
            return try State(cbor: store.require(actor.head))
        }

        func json(_ id: UInt64) throws -> StateJSON {
            let actor = try #require(try tree.actor(id))
            let program = try #require(manifest.name(actor.code))
            return try StateJSON(program: program, state: store.require(actor.head), .testnet)
        }
    }

    private static func load(_ car: String) throws -> MemoryBlockstore {
        let store = MemoryBlockstore()
        var reader = try CARFile.open(car)
        while let (cid, block) = try reader.next() { store.put(cid, block) }
        return store
    }

    @Test func `states are printed as Lotus prints them`() throws {
        #expect(try Question.all().count >= 40)
        let found = try differences(States(Self.load(Self.folder + "/states.car")))
        #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
    }

    @Test func `programs that are not known are an error`() {
        #expect(throws: IPLDError.self) { try StateJSON(program: "market", state: [0x80], .testnet) }
    }

    private static var corpus: String? {
        let root = here.split(separator: "/").dropLast().joined(separator: "/")
        let folder = (Environment.value("QUARRY_CORPUS") ?? "/\(root)/../shared/vectors") + "/chain"
        return File.exists(folder + "/chain.car.zst") ? folder : nil
    }

    @Test func `every actor of the captured chain can be read`() throws {
        guard let corpus = Self.corpus else { return print("skipped: no corpus") }
        let states = try States(Self.load(corpus + "/chain.car.zst"))
        var programs: Set<String> = []
        try states.tree.forEach { id, actor in
            programs.insert(try #require(states.manifest.name(actor.code)))
            _ = try states.json(id)
        }
        // All but payment channels: this chain collected its one.
        #expect(programs.count == states.manifest.entries.count - 1)
    }

    /// A payment channel and pre-commits, which were there at epoch 945.
    @Test func `what the captured chain once had`() throws {
        guard let corpus = Self.corpus else { return print("skipped: no corpus") }
        let states = try States(
            Self.load(corpus + "/chain.car.zst"),
            "bafy2bzacec2h3irbensqxyhxsbmocgi6ekfxdy4gugwqws6ezd6syjckv66te")
        let channel = try #require(
            try states.tree.resolve(Address("t2ru2rnrdwf6faclah3w6hx5q27to2a3onccrin6a")))
        let lanes = try states.read(channel, PaymentChannelState.self).lanes(states.store)
        #expect(lanes.map(\.lane) == [0, 1, 2])
        let preCommit = try #require(
            try states.read(1009, MinerState.self).preCommit(100_200, states.store))
        #expect(preCommit.number == 100_200 && preCommit.sealProof == 5 && preCommit.epoch == 934)
        #expect(preCommit.sealRandomnessEpoch == 33 && preCommit.expiration == 951_343)
        #expect(preCommit.deposit.atto.description == "893426904537" && preCommit.unsealedCID == nil)
        #expect(
            preCommit.sealedCID.description
                == "bagboea4b5abcbsspcvgzgmzq3ghqsmcoevsq3gqo6wzg2xw7hd6sivmwuiuaanz3")
    }

    /// Makes the file of states anew: QUARRY_CUT names the folder that it is written to.
    @Test(.enabled(if: Environment.value("QUARRY_CUT") != nil))
    func `the states are cut out`() throws {
        let corpus = try #require(Self.corpus)
        let folder = try #require(Environment.value("QUARRY_CUT"))
        let whole = try Self.load(corpus + "/chain.car.zst")
        let read = Reading(whole)
        #expect(try differences(States(read)).isEmpty)
        var car: [UInt8] = []
        let writer = try CARWriter(roots: [CID(Self.root)]) { car += $0 }
        for cid in read.read.sorted() { try writer.append(cid, whole.require(cid)) }
        try Data(car).write(to: URL(fileURLWithPath: folder + "/states.car"))
    }

    /// A store that knows what was read.
    private final class Reading: Blockstore {
        private let below: MemoryBlockstore
        var read: Set<CID> = []

        init(_ below: MemoryBlockstore) { self.below = below }

        func get(_ cid: CID) -> [UInt8]? {
            read.insert(cid)
            return below.get(cid)
        }
        func put(_ cid: CID, _ block: [UInt8]) { below.put(cid, block) }
        func has(_ cid: CID) -> Bool { below.has(cid) }
    }
}
