/// Decides which sectors go through PC1 together, and when. A value: what it is given is all it knows.
///
/// Labelling many sectors at once costs hardly more than labelling one, so that sectors wait for each other: until
/// the batch is as wide as the machine likes, until one of them may wait no longer, or until cores would idle.
public struct BatchPlanner: Sendable {
    /// A sector that waits.
    public struct Member: Sendable, Hashable {
        /// "s-t01000-1".
        public var name: String
        /// When it began to wait.
        public var since: Int64
        /// When it must be on its way at the latest: its pieces' patience, its ticket's age.
        public var cutoff: Int64

        /// A sector that waits.
        public init(name: String, since: Int64, cutoff: Int64) {
            self.name = name
            self.since = since
            self.cutoff = cutoff
        }
    }

    /// Why a batch goes off.
    public enum Cause: String, Sendable, Codable {
        case full, cutoff, idle
    }

    /// Sectors that go together.
    public struct Batch: Sendable, Hashable {
        /// Which.
        public var members: [String]
        /// Why now.
        public var cause: Cause

        /// Sectors that go together.
        public init(members: [String], cause: Cause) {
            self.members = members
            self.cause = cause
        }
    }

    /// What is to be done.
    public struct Plan: Sendable, Hashable {
        /// Batches that go off now.
        public var batches: [Batch]
        /// When the next one must; nil: nobody waits.
        public var due: Int64?
    }

    /// Sectors of a full batch.
    public var width: Int

    /// A planner of batches of `width` sectors.
    public init(width: Int) { self.width = max(1, width) }

    /// The longest waiting first. `idleCores`: cores that would have nothing to do.
    public func plan(_ waiting: [Member], now: Int64, idleCores: Bool) -> Plan {
        var queue = waiting.sorted { ($0.since, $0.name) < ($1.since, $1.name) }
        var plan = Plan(batches: [], due: nil)
        while queue.count >= width { fire(&queue, .full, &plan) }
        // The cut-off of a batch is the earliest of its members'.
        if let cutoff = queue.map(\.cutoff).min() {
            if cutoff <= now {
                fire(&queue, .cutoff, &plan)
            } else if idleCores, plan.batches.isEmpty {
                fire(&queue, .idle, &plan)
            } else {
                plan.due = cutoff
            }
        }
        return plan
    }

    private func fire(_ queue: inout [Member], _ cause: Cause, _ plan: inout Plan) {
        plan.batches.append(Batch(members: queue.prefix(width).map(\.name), cause: cause))
        queue.removeFirst(min(width, queue.count))
    }
}
