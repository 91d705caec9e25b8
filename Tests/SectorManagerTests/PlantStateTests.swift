import Scheduler
import Testing

@testable import SectorManager

@Suite("Life of a sector")
struct PlantStateTests {
    /// Steps from one state to the next.
    static func steps(_ state: SectorState) -> [(SectorEvent, SectorState)] {
        SectorEvent.allCases.compactMap { event in state.next(event).map { (event, $0) } }
    }

    /// States that can be reached from a state, by events that `allowed` admits.
    static func reachable(
        from start: SectorState, _ allowed: (SectorEvent) -> Bool = { _ in true }
    ) -> Set<SectorState> {
        var seen: Set<SectorState> = [start]
        var open = [start]
        while let state = open.popLast() {
            for (event, next) in steps(state) where allowed(event) && seen.insert(next).inserted {
                open.append(next)
            }
        }
        return seen
    }

    @Test("every state can be reached")
    func reachesAll() {
        #expect(Self.reachable(from: .empty) == Set(SectorState.allCases))
    }

    @Test("an undisturbed life goes through these states, in this order")
    func undisturbed() {
        let events: [SectorEvent] = [
            .pieceAssigned, .admitted, .jobDone, .ticketReceived, .batched, .jobDone, .jobDone, .messageSent,
            .messageLanded, .seedReceived, .jobDone, .jobDone, .messageSent, .messageLanded, .confirmed,
            .jobDone,
            .jobDone,
        ]
        var state = SectorState.empty
        var path = [state.rawValue]
        for event in events {
            guard let next = state.next(event) else {
                Issue.record("\(event) means nothing in \(state)")
                return
            }
            state = next
            path.append(state.rawValue)
        }
        #expect(
            path == [
                "Empty", "WaitDeals", "Packing", "GetTicket", "WaitBatch", "PreCommit1", "PreCommit2",
                "PreCommitting", "PreCommitWait", "WaitSeed", "Committing", "Proving", "SubmitCommit",
                "CommitWait", "Proven", "FinalizeSector", "Moving", "Available",
            ])
    }

    @Test("what a state waits for can happen in it", arguments: SectorState.allCases)
    func dutyHasItsEvents(_ state: SectorState) {
        let events = Set(Self.steps(state).map(\.0))
        switch state.duty {
        case .job, .batch: #expect(events.isSuperset(of: [.jobDone, .jobFailed]))
        case .planner: #expect(!events.isDisjoint(with: [.admitted, .batched]))
        case .chain:
            #expect(
                !events.isDisjoint(with: [.ticketReceived, .seedReceived, .messageSent, .messageLanded]))
        case .timer: #expect(events.contains(.confirmed))
        case .person: #expect(events == [.retry, .remove])
        case .nobody: #expect(events.isSubset(of: [.upgradeOrdered, .faultFound, .remove]))
        }
        #expect(state == .removed || state == .removing || events.contains(.remove))
    }

    @Test(
        "a failed state has a cause, a remedy, and a retry that leads to the end without another failure",
        arguments: SectorState.allCases.filter(\.isFailure))
    func retryLeadsOut(_ state: SectorState) throws {
        guard case .person(let cause, let remedy, let target) = state.duty else { return }
        #expect(!cause.isEmpty && remedy.count > 10)
        #expect(state.next(.retry) == target)
        #expect(!target.isFailure)
        let forward: Set<SectorEvent> = [
            .jobDone, .ticketReceived, .batched, .messageSent, .messageLanded, .seedReceived, .confirmed,
        ]
        let found = Self.reachable(from: target) { forward.contains($0) }
        #expect(found.contains(state == .removeFailed ? .removed : .available))
        #expect(found.allSatisfy { !$0.isFailure })
    }

    @Test(
        "each stage's retry begins at the stage that failed",
        arguments: [
            (SectorState.packing, SectorState.packing), (.preCommit1, .waitBatch), (.preCommit2, .preCommit2),
            (.committing, .committing), (.proving, .committing), (.finalizeSector, .finalizeSector),
            (.moving, .moving), (.updateReplica, .updateReplica), (.proveReplicaUpdate, .proveReplicaUpdate),
            (.releaseSectorKey, .releaseSectorKey), (.removing, .removing), (.repairing, .repairing),
        ])
    func retryOfStage(_ stage: SectorState, _ again: SectorState) {
        #expect(stage.next(.jobFailed)?.isFailure == true)
        #expect(stage.next(.jobFailed)?.next(.retry) == again)
    }

    @Test(
        "refused messages are sent again after a retry",
        arguments: [SectorState.preCommitting, .submitCommit, .submitReplicaUpdate])
    func retryOfMessage(_ state: SectorState) {
        #expect(state.next(.messageFailed)?.next(.retry) == state)
        #expect(state.next(.messageSent)?.next(.messageFailed)?.next(.retry) == state)
    }

    @Test("damage leads back to the stage that made the file, never forward")
    func damage() {
        #expect(SectorState.committing.next(.replicaDamaged) == .preCommit2)
        #expect(SectorState.committing.next(.labelsDamaged) == .waitBatch)
        #expect(SectorState.preCommit2.next(.dataDamaged) == .packing)
        #expect(SectorState.proving.next(.vanillaDamaged) == .committing)
        #expect(SectorState.finalizeSector.next(.replicaDamaged) == .preCommit2)
        #expect(SectorState.preCommit2.next(.replicatedAfterProof) == .finalizeSector)
    }

    @Test("an event that has no meaning in a state changes nothing")
    func meaningless() {
        #expect(SectorState.waitSeed.next(.jobDone) == nil)
        #expect(SectorState.removed.next(.remove) == nil)
        #expect(SectorState.available.next(.retry) == nil)
        #expect(SectorState.preCommit1.next(.messageLanded) == nil)
    }
}
