public import IPLD
public import Primitives

/// What applying a message came to, as the chain has it (version 1): `[exit code, returned bytes, gas used, events
/// root]`.
public struct Receipt: Hashable, Sendable {
    /// Exit code; 0 is success.
    public let exitCode: Int64
    /// What the method returned.
    public let returned: [UInt8]
    /// Whole gas.
    public let gasUsed: Int64
    /// Root of the AMT of events.
    public let eventsRoot: CID?

    /// A receipt.
    public init(exitCode: Int64, returned: [UInt8], gasUsed: Int64, eventsRoot: CID?) {
        self.exitCode = exitCode
        self.returned = returned
        self.gasUsed = gasUsed
        self.eventsRoot = eventsRoot
    }
}

extension Receipt: CBORCodable {
    /// Reads one.
    public init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(4)
        exitCode = try reader.integer()
        returned = try reader.byteString()
        gasUsed = try reader.integer()
        eventsRoot = try reader.null() ? nil : try reader.link()
    }

    /// Writes it.
    public func encode(to writer: inout CBORWriter) {
        writer.array(4)
        writer.integer(exitCode)
        writer.byteString(returned)
        writer.integer(gasUsed)
        if let eventsRoot { writer.link(eventsRoot) } else { writer.null() }
    }
}
