public import Primitives

extension CBORReader {
    /// The links of a DAG-CBOR block at any depth, in their order.
    public static func links(in block: [UInt8]) throws(CBORError) -> [CID] {
        var reader = CBORReader(block)
        var links: [CID] = []
        // Items that are still to come; counts are bounded by the bytes that are left.
        var left = 1
        while left > 0 {
            left -= 1
            switch try reader.peek() >> 5 {
            case CBORMajor.tag: links.append(try reader.link())
            case CBORMajor.array: left += try reader.array()
            case CBORMajor.map: left += 2 * (try reader.map())
            default: try reader.skip()
            }
        }
        try reader.finish()
        return links
    }
}
