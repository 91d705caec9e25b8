public import Primitives

/// What is asked of a storage path.
public struct StorageRequest: Sendable, Hashable {
    /// Whose files.
    public var sectors: [SectorName]
    /// Bytes of all of them together.
    public var bytes: UInt64
    /// Which files.
    public var types: [SectorFileType]
    /// What for.
    public var role: StorageRole
    /// Who asks: "job-12-fence-3".
    public var owner: String
    /// Tags of the machines that may do it.
    public var places: [String]

    /// A request. `types` nil: those of the role.
    public init(
        _ bytes: UInt64, for sectors: [SectorName], types: [SectorFileType]? = nil, role: StorageRole,
        owner: String, places: [String]
    ) {
        self.sectors = sectors
        self.bytes = bytes
        self.types = types ?? (role == .sealing ? [.unsealed, .sealed, .cache] : [.sealed, .cache])
        self.role = role
        self.owner = owner
        self.places = places
    }

    /// Room for a batch whose sectors have these needs each.
    public init(
        _ needs: StorageNeeds, for sectors: [SectorName], role: StorageRole, owner: String, places: [String]
    ) {
        self.init(
            needs.total * UInt64(sectors.count), for: sectors, types: needs.types, role: role, owner: owner,
            places: places)
    }
}

/// Whether a path can take what is asked, and why not.
public struct StorageVerdict: Sendable, Hashable, Codable {
    /// The path.
    public var path: String
    /// Tag and directory of the machine that would use it; nil: none of those asked for reaches it.
    public var place: String?
    /// Its directory there.
    public var root: String?
    /// Bytes still to be written: those asked for without those there.
    public var needed: UInt64
    /// Bytes that may be written: free, less what is kept free and what is set aside and not yet written.
    public var available: UInt64
    /// Files of the sectors that are there.
    public var present: Int
    /// Why not; empty: it can take them.
    public var reasons: [String]
    /// Its weight.
    public var weight: UInt64
    /// Why nothing at all can be done there now; also among the reasons.
    public var trouble: String?

    /// Whether it can.
    public var fits: Bool { reasons.isEmpty }

    /// The better one first: it has files of the sectors, then weight times room.
    static func isBetter(_ a: StorageVerdict, _ b: StorageVerdict) -> Bool {
        if a.present != b.present { return a.present > b.present }
        let (left, right) = (Double(a.weight) * Double(a.available), Double(b.weight) * Double(b.available))
        return left == right ? a.path < b.path : left > right
    }
}

/// What is known of a path when a request is judged.
struct StorageFacts {
    var path: StoragePath
    /// Bytes set aside and not yet written.
    var unwritten: UInt64
    /// Files of the request's sectors that are there.
    var present: Int
    /// Bytes of what is asked for that are on disk.
    var there: UInt64
    /// What a look just now found; nil: not reachable from this machine, what the table says counts.
    var look: StorageLook?
    /// Groups that the sectors' files may move to; nil: any.
    var mayMoveTo: Set<String>?

    /// The judgement. Pure.
    func judge(_ request: StorageRequest) -> StorageVerdict {
        let file = path.file
        let place = path.places.first { request.places.contains($0.place) }
        let needed = request.bytes - min(request.bytes, there)
        var (capacity, free, trouble) = (path.capacity, path.free, path.trouble)
        switch look {
        case .room(let all, let now): (capacity, free, trouble) = (all, now, nil)
        case .trouble(let what): trouble = what
        case nil: break
        }
        var room = free - min(free, file.keepFree(of: capacity))
        if file.maxStorage > 0 {
            room = min(room, file.maxStorage - min(file.maxStorage, path.used))
        }
        let available = room - min(room, unwritten)

        var reasons: [String] = []
        switch request.role {
        case .sealing: if !file.canSeal { reasons.append("is not for sealing") }
        case .longTerm: if !file.canStore { reasons.append("is not for long-term storage") }
        }
        if place == nil {
            let all = path.places.map(\.place).joined(separator: ", ")
            reasons.append("is not reached from there (it is at \(all.isEmpty ? "no machine" : all))")
        }
        if let trouble { reasons.append(trouble) }
        reasons += request.types.compactMap { file.refuses($0) }
        reasons += Set(request.sectors.map(\.miner)).compactMap { file.refuses($0) }.sorted()
        if let mayMoveTo, present == 0, mayMoveTo.isDisjoint(with: file.groups) {
            reasons.append("is in none of the groups that the sectors may move to")
        }
        if needed > 0 {
            if file.weight == 0 { reasons.append("has weight 0: nothing new is put there") }
            if available < needed { reasons.append(shortage(needed, available, free, capacity)) }
        }
        return StorageVerdict(
            path: path.id, place: place?.place, root: place?.root, needed: needed, available: available,
            present: present, reasons: reasons, weight: file.weight,
            trouble: trouble)
    }

    private func shortage(_ needed: UInt64, _ available: UInt64, _ free: UInt64, _ capacity: UInt64) -> String
    {
        var parts = ["\(free) free"]
        let kept = path.file.keepFree(of: capacity)
        if kept > 0 { parts.append("\(kept) kept free") }
        if path.file.maxStorage > 0 { parts.append("\(path.used) of \(path.file.maxStorage) used") }
        if unwritten > 0 { parts.append("\(unwritten) set aside") }
        return "has \(available) bytes for \(needed) (\(parts.joined(separator: ", ")))"
    }
}
