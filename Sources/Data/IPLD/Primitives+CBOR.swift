public import Primitives

extension CID: CBORCodable {
    /// Reads a link.
    public init(from reader: inout CBORReader) throws(CBORError) { self = try reader.link() }
    /// Writes a link.
    public func encode(to writer: inout CBORWriter) { writer.link(self) }
}

extension Address: CBORCodable {
    /// Reads one, as a node takes it.
    public init(from reader: inout CBORReader) throws(CBORError) {
        try self.init(from: &reader, range: .node)
    }

    /// Reads one with numbers in a range.
    public init(from reader: inout CBORReader, range: AddressRange) throws(CBORError) {
        let bytes = try reader.byteString(limit: 128)
        do {
            try self.init(bytes: bytes, range: range)
        } catch {
            throw .invalid(error.description)
        }
    }

    /// Writes its bytes.
    public func encode(to writer: inout CBORWriter) { writer.byteString(bytes) }
}

extension TokenAmount: CBORCodable {
    /// Reads one.
    public init(from reader: inout CBORReader) throws(CBORError) {
        // The reference takes the number zero for no bytes.
        if try reader.peek() == 0 {
            _ = try reader.unsigned()
            self.init(atto: 0)
            return
        }
        let bytes = try reader.byteString(limit: Self.maxEncodedBytes)
        do {
            try self.init(bytes: bytes)
        } catch {
            throw .invalid(error.description)
        }
    }

    /// Writes its bytes.
    public func encode(to writer: inout CBORWriter) { writer.byteString(bytes) }
}

extension BitField: CBORCodable {
    /// Reads RLE+.
    public init(from reader: inout CBORReader) throws(CBORError) {
        let bytes = try reader.byteString(limit: Self.maxEncodedBytes)
        do {
            try self.init(rle: bytes)
        } catch {
            throw .invalid(error.description)
        }
    }

    /// Writes RLE+.
    public func encode(to writer: inout CBORWriter) { writer.byteString(rle) }
}
