/// A plant of made-up sectors that answers the API: what it holds is set by tests, what is ordered is written down.

public import API
internal import System

/// Answers the API without a database, workers or files.
public final class PlantDouble: SealerAPI {
    /// What it holds.
    public struct Contents: Sendable {
        /// The status; counts of states are made from `sectors`.
        public var status: SealerStatus
        /// Sectors by number.
        public var sectors: [SectorView]
        /// Jobs.
        public var jobs: [JobView]
        /// Proofs of spacetime, latest first.
        public var posts: [PoStView] = []
        /// Orders that were given, oldest first: "retry s-t01000-4".
        public var orders: [String] = []
        /// Thrown by each call, unless nil.
        public var refusal: APIError?
        /// Seconds that a look at the status takes after it has read.
        public var delay = 0.0
        /// Looks at the status.
        public var looks = 0
    }

    private let contents: Locked<Contents>
    private let listeners = Locked<[AsyncStream<Void>.Continuation]>([])

    /// A plant with these contents.
    public init(_ contents: Contents) { self.contents = Locked(contents) }

    /// What it holds now.
    public var now: Contents { contents.withLock { $0 } }

    /// Changes what it holds and tells listeners.
    public func change(_ body: @Sendable (inout Contents) -> Void) {
        contents.withLock { body(&$0) }
        for listener in listeners.withLock({ $0 }) { listener.yield() }
    }

    private func look<Value: Sendable>(
        _ body: @Sendable (inout Contents) throws(APIError) -> Value
    ) throws(APIError) -> Value {
        try contents.withLock { contents throws(APIError) in
            if let refusal = contents.refusal { throw refusal }
            return try body(&contents)
        }
    }

    private func take(_ text: String, _ body: @Sendable (inout Contents) throws(APIError) -> Void)
        throws(APIError)
    {
        try look { contents throws(APIError) in
            try body(&contents)
            contents.orders.append(text)
        }
        change { _ in }
    }

    /// As the protocol says.
    public func status() async throws -> SealerStatus {
        let (status, delay) = try look { contents throws(APIError) in
            contents.looks += 1
            var status = contents.status
            status.time = Int64(Clock.unixTime) * 1000
            let counts = Dictionary(grouping: contents.sectors, by: \.state).mapValues(\.count)
            for index in status.states.indices {
                status.states[index].count = counts[status.states[index].state] ?? 0
            }
            return (status, contents.delay)
        }
        if delay > 0 { await Clock.sleep(seconds: delay) }
        return status
    }

    /// As the protocol says.
    public func sectors(state: String?, after: String?, limit: Int) async throws -> [SectorView] {
        try look { contents throws(APIError) in
            let start =
                after.flatMap { name in contents.sectors.firstIndex { $0.name == name } }.map { $0 + 1 } ?? 0
            let rest = contents.sectors[min(start, contents.sectors.count)...]
            return Array(rest.lazy.filter { state == nil || $0.state == state }.prefix(limit))
        }
    }

    /// As the protocol says.
    public func sector(_ name: String) async throws -> SectorView {
        try look { contents throws(APIError) in contents.sectors[try contents.index(name)] }
    }

    /// As the protocol says.
    public func retry(sector: String) async throws {
        try take("retry \(sector)") { contents throws(APIError) in
            let index = try contents.index(sector)
            guard contents.sectors[index].reason != nil else {
                throw .conflict("\(sector) did not fail", remedy: "retry only sectors in a state of failure")
            }
            contents.sectors[index].state = "PreCommit1"
            contents.sectors[index].reason = nil
            contents.sectors[index].remedy = nil
            contents.sectors[index].retries += 1
        }
    }

    /// As the protocol says.
    public func remove(sector: String) async throws {
        try take("remove \(sector)") { contents throws(APIError) in
            contents.sectors.remove(at: try contents.index(sector))
        }
    }

    /// As the protocol says.
    public func jobs(state: String?, kind: String?, limit: Int) async throws -> [JobView] {
        try look { contents throws(APIError) in
            let ended: Set = ["done", "failed", "cancelled"]
            return Array(
                contents.jobs.lazy.filter {
                    (state == nil ? !ended.contains($0.state) : $0.state == state)
                        && (kind == nil || $0.kind == kind)
                }.prefix(limit))
        }
    }

    /// As the protocol says.
    public func job(_ id: Int64) async throws -> JobView {
        try look { contents throws(APIError) in contents.jobs[try contents.index(id)] }
    }

    /// As the protocol says.
    public func prove(_ order: PoStOrder) async throws -> [PoStView] {
        guard order.kind == "window" || order.kind == "winning" else {
            throw APIError.bad("'\(order.kind)' is no proof of spacetime", remedy: "use window or winning")
        }
        let view = PoStView(
            id: 1, kind: order.kind, deadline: order.deadline, partition: 0, sectors: order.sectors ?? [],
            state: "proving", job: 1, due: 0, created: 0, seconds: nil,
            randomness: order.randomness ?? "", proof: nil, skipped: [], reason: nil, remedy: nil)
        try take("prove \(order.kind)") { contents throws(APIError) in contents.posts.insert(view, at: 0) }
        return [view]
    }

    /// As the protocol says.
    public func posts(limit: Int) async throws -> [PoStView] {
        try look { contents throws(APIError) in Array(contents.posts.prefix(limit)) }
    }

    /// As the protocol says.
    public func post(_ id: Int64) async throws -> PoStView {
        try look { contents throws(APIError) in
            guard let post = contents.posts.first(where: { $0.id == id }) else {
                throw .notFound("proof \(id)")
            }
            return post
        }
    }

    /// As the protocol says.
    public func cancel(job: Int64) async throws {
        try take("cancel \(job)") { contents throws(APIError) in
            contents.jobs[try contents.index(job)].state = "cancelled"
        }
    }

    /// As the protocol says.
    public func retry(job: Int64) async throws {
        try take("retry job \(job)") { contents throws(APIError) in
            contents.jobs[try contents.index(job)].state = "ready"
        }
    }

    /// As the protocol says.
    public func setPaused(_ paused: Bool, kinds: [String], worker: String?) async throws {
        try take("\(paused ? "pause" : "resume") \(kinds.joined(separator: ","))/\(worker ?? "")") {
            contents throws(APIError) in
            if kinds.isEmpty && worker == nil { contents.status.paused = paused }
            for index in contents.status.workers.indices where contents.status.workers[index].id == worker {
                contents.status.workers[index].paused = paused
            }
        }
    }

    /// As the protocol says.
    public func addPiece(path: String, label: String?) async throws -> Int64 {
        try take("add \(path) \(label ?? "-")") { _ throws(APIError) in }
        return 1
    }

    /// As the protocol says.
    public func pledge(count: Int) async throws { try take("pledge \(count)") { _ throws(APIError) in } }

    /// As the protocol says.
    public func changes() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        listeners.withLock { $0.append(continuation) }
        return stream
    }
}

extension PlantDouble.Contents {
    /// Place of a sector.
    /// As the protocol says.
    public func index(_ name: String) throws(APIError) -> Int {
        guard let index = sectors.firstIndex(where: { $0.name == name }) else {
            throw .notFound("sector \(name)")
        }
        return index
    }

    /// Place of a job.
    func index(_ id: Int64) throws(APIError) -> Int {
        guard let index = jobs.firstIndex(where: { $0.id == id }) else { throw .notFound("job \(id)") }
        return index
    }
}
