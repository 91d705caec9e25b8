public import IPLD

/// An event that an actor emitted: `[emitter, [[flags, key, codec, value]]]`.
public struct ActorEvent: Hashable, Sendable, CBORCodable {
    /// One entry.
    public struct Entry: Hashable, Sendable {
        /// Bit 0: the key is indexed; bit 1: the value.
        public let flags: UInt64
        /// At most 31 bytes of UTF-8.
        public let key: String
        /// Raw or CBOR.
        public let codec: UInt64
        /// The value.
        public let value: [UInt8]
    }

    /// The actor's ID.
    public let emitter: UInt64
    /// Its entries.
    public let entries: [Entry]

    /// Bits a level of the array under a receipt's events root.
    public static let bitWidth = 5

    init(emitter: UInt64, entries: [Entry]) {
        self.emitter = emitter
        self.entries = entries
    }

    /// Reads one.
    public init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(2)
        emitter = try reader.unsigned()
        entries = try reader.list { reader throws(CBORError) in
            try reader.tuple(4)
            return Entry(
                flags: try reader.unsigned(), key: try reader.text(), codec: try reader.unsigned(),
                value: try reader.byteString())
        }
    }

    /// Writes it.
    public func encode(to writer: inout CBORWriter) {
        writer.array(2)
        writer.unsigned(emitter)
        writer.array(entries.count)
        for entry in entries {
            writer.array(4)
            writer.unsigned(entry.flags)
            writer.text(entry.key)
            writer.unsigned(entry.codec)
            writer.byteString(entry.value)
        }
    }
}
