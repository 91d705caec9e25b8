import Primitives
import Testing

@Suite("Bit fields")
struct BitFieldTests {
    @Test("A run longer than a signed number counts its members and reads back")
    func longRun() throws {
        let field = BitField([0..<UInt64.max])
        #expect(field.count == .max)
        #expect(try BitField(rle: field.rle) == field)
        #expect(try BitField(rle: Hex.decode("e4ffffffffffffffff3f", subject: "RLE+")).count == .max)
        #expect(field.subtracting(BitField([5..<7])).count == UInt64.max - 2)
    }
}
