/// A storage path as the table has it.
public struct StoragePath: Sendable, Hashable, Codable {
    /// Where it is, for the machines that have a tag.
    public struct Place: Sendable, Hashable, Codable {
        /// The tag: a machine's name, or the name of storage that many machines share.
        public var place: String
        /// Its directory there.
        public var root: String
        /// Where that machine's store answers for other machines; nil: it does not.
        public var url: String?

        /// A place.
        public init(place: String, root: String, url: String? = nil) {
            self.place = place
            self.root = root
            self.url = url
        }
    }

    /// Its ID.
    public var id: String
    /// What its `sectorstore.json` said when last read.
    public var file: StoragePathFile
    /// Where it is.
    public var places: [Place]
    /// Bytes of its file system when last measured.
    public var capacity: UInt64
    /// Free ones of them; bytes that were set aside since, and written as far as is known, are taken off.
    public var free: UInt64
    /// Bytes of sector files.
    public var used: UInt64
    /// When, in the database's time; 0: never.
    public var measured: Int64
    /// Why it cannot be used now.
    public var trouble: String?

    /// Its directory at the first of these places that it is at.
    public func root(at places: [String]) -> String? { self.places.first { places.contains($0.place) }?.root }
}
