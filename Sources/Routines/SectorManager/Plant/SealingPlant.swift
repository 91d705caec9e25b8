internal import Database
internal import Logging
public import Scheduler
public import ServiceLifecycle
internal import System

/// A sealing plant's mind: looks at jobs that ended, at what arrived, at the clock and the chain, and puts sectors
/// into their next states with the jobs that follow. The hands are workers, which run `handlers`.
///
/// All it knows is in the database, so that it can be killed at any point, and several may run beside each other.
public final class SealingPlant: Service {
    private let tools: PlantTools
    private let chainLoop: PlantChainLoop
    private let ends: Wakes
    private let questions: Wakes
    private let stopped = ShutdownSignal()
    /// Seconds between two looks though nobody told of changes.
    private let poll: Double

    /// A plant. `poll`: seconds between two looks though nobody told of changes; times are kept this well.
    public init(_ tools: PlantTools, chain: any SealingChain, poll: Double = 0.5) {
        self.tools = tools
        self.poll = poll
        chainLoop = PlantChainLoop(tools: tools, chain: chain)
        ends = Wakes()
        questions = Wakes()
    }

    /// Does each kind of a plant's jobs, on this machine.
    public static func handlers(_ tools: PlantTools) -> [any JobHandler] { handlers(tools, EngineProver()) }

    static func handlers(_ tools: PlantTools, _ prover: any SnarkProver) -> [any JobHandler] {
        [
            AddPieceHandler(tools: tools), LabelHandler(tools: tools), ReplicaHandler(tools: tools),
            VanillaHandler(tools: tools), SnarkHandler(tools: tools, prover: prover),
            FinalizeHandler(tools: tools),
            MoveHandler(tools: tools), RemoveHandler(tools: tools), UpdateHandler(tools: tools),
            UpdateProofHandler(tools: tools, prover: prover), ReleaseKeyHandler(tools: tools),
            UnsealHandler(tools: tools),
            CheckHandler(tools, repairs: false), CheckHandler(tools, repairs: true),
            PoStHandler(kind: .winningPoSt, tools: tools, prover: prover),
            PoStHandler(kind: .windowPoSt, tools: tools, prover: prover),
        ]
    }

    /// Runs until told to stop.
    public func run() async throws {
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                for channel in [JobChannel.ended, SectorJournal.channel, StorageSchema.channel] {
                    group.addTask { await self.listen(channel) }
                }
                group.addTask { await self.tick() }
                group.addTask { await self.askChain() }
                await self.attend()
                group.cancelAll()
            }
        } onGracefulShutdown: { [stopped, ends, questions] in
            stopped.trigger()
            ends.yield()
            questions.yield()
        }
    }

    private var isStopped: Bool { stopped.isTriggered || Task.isCancelled }

    private func listen(_ channel: String) async {
        for await _ in tools.database.notifications(channel) {
            ends.yield()
            questions.yield()
        }
    }

    private func tick() async {
        while !Task.isCancelled {
            ends.yield()
            questions.yield()
            await Clock.sleep(seconds: poll)
        }
    }

    private func attend() async {
        for await _ in ends.stream {
            if isStopped { break }
            await withPatience { try await self.step() }
        }
    }

    private func askChain() async {
        for await _ in questions.stream {
            if isStopped { break }
            await withPatience { try await self.stepChain() }
        }
    }

    /// Repeats `body` until it finds nothing to do. A database that does not answer is asked again later.
    private func withPatience(_ body: () async throws -> Bool) async {
        do {
            while !isStopped, try await body() {}
        } catch is CancellationError {
            return
        } catch {
            let sentence = (error as? any ExplainedError)?.sentence ?? "\(error)"
            tools.log.warning("the plant waits: \(sentence)")
            await Clock.sleep(seconds: 1)
        }
    }

    /// One look: ended jobs, then plans. False: there was nothing to do.
    func step() async throws -> Bool {
        let settled = try await settle()
        let planned = try await plan()
        return settled || planned
    }

    /// Deals with proofs and sectors that wait for the chain or the clock. False: none did.
    func stepChain() async throws -> Bool {
        let proofs = try await chainLoop.passProofs()
        return try await chainLoop.pass() + proofs > 0
    }

    private func settle() async throws -> Bool {
        let kinds = PlantSettlement.kinds
        let (queue, journal) = (tools.queue, tools.journal)
        return try await tools.database.write { session in
            let jobs = try queue.unsettled(kinds, limit: 32, in: session)
            let settlement = PlantSettlement(journal: journal, session: session)
            for job in jobs {
                try settlement.act(on: job)
                try queue.settle(job.id, in: session)
            }
            return !jobs.isEmpty
        }
    }

    private func plan() async throws -> Bool {
        guard try await tools.database.read({ try PlantPlanning.isNeeded(in: $0) }) else { return false }
        let journal = tools.journal
        return try await tools.database.write { session in
            try PlantPlanning(journal, session).run() > 0
        }
    }
}

/// Wakes one loop; many calls before it looks are one.
private struct Wakes: Sendable {
    let stream: AsyncStream<Void>
    private let source: AsyncStream<Void>.Continuation

    init() { (stream, source) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

    func yield() { source.yield() }
}
