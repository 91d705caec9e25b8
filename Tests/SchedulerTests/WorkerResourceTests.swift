import Scheduler
import System
import Testing

@Suite struct CorePoolTests {
    @Test func aJobGetsCoresOfOneGroupByBestFit() {
        var pool = CorePool([[0, 1, 2, 3], [4, 5], [6, 7, 8]])
        #expect(pool.take(2) == [4, 5])
        #expect(pool.take(3) == [6, 7, 8])
        #expect(pool.take(1) == [0])
        #expect(pool.widest() == 3)
    }

    @Test func wideJobsSpanAsFewGroupsAsPossible() {
        var pool = CorePool([[0, 1], [2, 3, 4], [5, 6, 7, 8]])
        let taken = pool.take(6)
        #expect(taken == [5, 6, 7, 8, 2, 3])
        #expect(pool.freeCount() == 3)
        #expect(pool.take(4) == nil)
        #expect(pool.freeCount() == 3)
    }

    @Test func coresComeBackToTheirGroups() {
        var pool = CorePool([[0, 2], [1, 3]])
        let all = pool.take(4) ?? []
        #expect(pool.freeCount() == 0)
        pool.give([3, 0])
        #expect(pool.widest() == 1 && pool.freeCount() == 2)
        pool.give(all)
        #expect(pool == CorePool([[0, 2], [1, 3]]))
    }

    @Test func reservedCoresAreForUrgentJobsAlone() {
        var pool = CorePool([[0, 1], [2, 3]], reserve: 1)
        #expect(pool.reserved == [3])
        #expect(pool.freeCount(urgent: false) == 3)
        #expect(pool.take(1, urgent: true) == [3])
        pool.give([3])
        #expect(pool.take(3) == [0, 1, 2])
        #expect(pool.take(1) == nil)
        #expect(pool.widen([2], anywhere: true) == nil)
        #expect(pool.take(1, urgent: true) == [3])
    }

    @Test func widerIsFirstWithinTheGroup() {
        var pool = CorePool([[0, 1], [2, 3]])
        #expect(pool.take(1) == [0])
        #expect(pool.widen([0], anywhere: false) == 1)
        #expect(pool.widen([0, 1], anywhere: false) == nil)
        #expect(pool.widen([0, 1], anywhere: true) == 2)
    }

    @Test func twoProcessesNeverOwnOneCPU() throws {
        let home = try Directory.makeTemporary()
        defer { try? Directory.remove(home) }
        let first = try CoreClaim([0, 1], home: home)
        #expect(throws: CoreError.taken(cpus: [1], pid: Host.processID)) {
            _ = try CoreClaim([1, 2], home: home)
        }
        let second = try CoreClaim([2, 3], home: home)
        first.release()
        let third = try CoreClaim([0, 1], home: home)
        third.release()
        second.release()
    }
}

@Suite struct MemoryBudgetTests {
    @Test func sharedParametersAreCountedOnce() {
        var budget = MemoryBudget(100)
        let needs = JobNeeds(memory: 20, shared: "params", sharedMemory: 50)
        #expect(budget.fits(needs))
        budget.take(needs)
        #expect(budget.free == 30 && budget.held == ["params"])
        #expect(budget.fits(needs))
        budget.take(needs)
        #expect(budget.used == 90 && !budget.fits(needs))
        budget.give(needs)
        #expect(budget.used == 70)
        budget.give(needs)
        #expect(budget == MemoryBudget(100))
    }
}
