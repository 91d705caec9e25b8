/// Decides which pieces go into which sectors, and when a sector's list is closed. A value: what it is given is all
/// it knows. Times are database times in milliseconds.
///
/// Within a sector, pieces lie in order of size, the largest first, so that no room is lost to alignment: padded
/// sizes are powers of two, and what is left of a sector is always a multiple of the smallest piece so far.
public struct IngestPlanner: Sendable {
    /// A piece that waits.
    public struct Piece: Sendable, Hashable {
        /// Its number.
        public var id: Int64
        /// Bytes after padding: a power of two.
        public var padded: UInt64
        /// When it arrived.
        public var since: Int64

        /// A piece.
        public init(id: Int64, padded: UInt64, since: Int64) {
            self.id = id
            self.padded = padded
            self.since = since
        }
    }

    /// A sector whose list is open, or that this plan opens.
    public struct Sector: Sendable, Hashable {
        /// Its name; nil: it is yet to be numbered.
        public var name: String?
        /// Padded bytes of the pieces on its list, old and new.
        public var used: UInt64
        /// When the oldest of them arrived.
        public var since: Int64
        /// Pieces that this plan adds.
        public var added: [Int64] = []
        /// Nothing more goes in.
        public var isClosed = false

        /// An open sector.
        public init(name: String?, used: UInt64, since: Int64) {
            self.name = name
            self.used = used
            self.since = since
        }
    }

    /// What is to be done.
    public struct Plan: Sendable, Hashable {
        /// Sectors that get pieces or are closed.
        public var sectors: [Sector]
        /// Pieces that fit no sector.
        public var tooLarge: [Int64]
        /// When the next sector is to be closed at the latest; nil: none is open.
        public var due: Int64?
    }

    /// Bytes of a sector.
    public var room: UInt64
    /// Milliseconds that a piece waits for others at most.
    public var maxWait: Int64

    /// A planner for sectors of `room` bytes.
    public init(room: UInt64, maxWait: Int64) {
        self.room = room
        self.maxWait = maxWait
    }

    /// First fit, the largest piece first, the fullest sector first. A sector is closed when it is full or its oldest
    /// piece has waited long enough.
    public func plan(_ pieces: [Piece], open: [Sector], now: Int64) -> Plan {
        var sectors = open.sorted { ($0.used, $1.since) > ($1.used, $0.since) }
        var plan = Plan(sectors: [], tooLarge: [], due: nil)
        for piece in pieces.sorted(by: { ($0.padded, $1.id) > ($1.padded, $0.id) }) {
            guard piece.padded <= room else {
                plan.tooLarge.append(piece.id)
                continue
            }
            if let index = sectors.firstIndex(where: { room - $0.used >= piece.padded }) {
                sectors[index].used += piece.padded
                sectors[index].since = min(sectors[index].since, piece.since)
                sectors[index].added.append(piece.id)
            } else {
                var sector = Sector(name: nil, used: piece.padded, since: piece.since)
                sector.added = [piece.id]
                sectors.append(sector)
            }
        }
        for index in sectors.indices {
            let due = sectors[index].since + maxWait
            sectors[index].isClosed = sectors[index].used >= room || due <= now
            if !sectors[index].isClosed { plan.due = min(plan.due ?? due, due) }
        }
        plan.sectors = sectors.filter { $0.isClosed || !$0.added.isEmpty }
        return plan
    }
}
