import Primitives
import Testing

@Suite("Hex, base 32 and varints")
struct EncodingTests {
    @Test("hex reads what it writes, and refuses the rest")
    func hex() throws {
        #expect(try Hex.decode("00ff10aB") == [0, 255, 16, 0xab])
        #expect(try Hex.decode("0x01") == [1])
        #expect(Hex.encode([0, 255, 16, 0xab]) == "00ff10ab")
        #expect(throws: PrimitiveError.self) { try Hex.decode("abc") }
        #expect(throws: PrimitiveError.self) { try Hex.decode("zz") }
        #expect(throws: PrimitiveError.self) { try Hex.decode("0102", count: 3, subject: "x") }
    }

    @Test("base 32 of every length, and no second spelling of the same bytes")
    func base32() throws {
        #expect(Base32.encode(Array("foobar".utf8)) == "mzxw6ytboi")
        for count in 0..<20 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37 + 5) }
            #expect(try Base32.decode(Base32.encode(bytes)) == bytes)
        }
        #expect(throws: PrimitiveError.self) { try Base32.decode("mz1") }
        #expect(throws: PrimitiveError.self) { try Base32.decode("mzxw6ytboj") }
        #expect(throws: PrimitiveError.self) { try Base32.decode("m") }
    }

    @Test("varints at the edges of each length")
    func varint() throws {
        for value: UInt64 in [0, 1, 127, 128, 16383, 16384, 1 << 56, .max] {
            var bytes = Varint.encode(value)[...]
            #expect(try Varint.decode(&bytes) == value)
            #expect(bytes.isEmpty)
        }
        var long: ArraySlice<UInt8> = [0x80, 0x00]
        #expect(throws: PrimitiveError.self) { try Varint.decode(&long) }
        var large = ArraySlice([UInt8](repeating: 0xff, count: 10))
        #expect(throws: PrimitiveError.self) { try Varint.decode(&large) }
        var cut: ArraySlice<UInt8> = [0x80]
        #expect(throws: PrimitiveError.self) { try Varint.decode(&cut) }
    }
}

@Suite("Commitments and their CIDs")
struct CommitmentTests {
    @Test("the zero sector's CommD of 2 KiB has the CID that the network knows")
    func zeroSector() throws {
        let zero = try Commitment(hex: "fc7e928296e516faade986b28f92d44a4f24b935485223376a799027bc18f833")
        let cid = "baga6ea4seaqpy7usqklokfx2vxuynmupslkeutzexe2uqurdg5vhtebhxqmpqmy"
        #expect(zero.cid(.unsealed) == cid)
        #expect(try Commitment(cid: cid, kind: .unsealed) == zero)
        #expect(try Commitment(text: cid, kind: .unsealed) == zero)
        #expect(try Commitment(text: zero.hex, kind: .sealed) == zero)
        #expect(zero.cid(.sealed).hasPrefix("bagboea4b5abc"))
        #expect(throws: PrimitiveError.self) { try Commitment(cid: cid, kind: .sealed) }
        #expect(throws: PrimitiveError.self) { try Commitment(cid: String(cid.dropLast(2)), kind: .unsealed) }
    }

    @Test("31 or 33 bytes are no commitment")
    func lengths() {
        #expect(throws: PrimitiveError.self) { try Commitment([UInt8](repeating: 0, count: 31)) }
        #expect(throws: PrimitiveError.self) { try Commitment(hex: String(repeating: "0", count: 66)) }
    }
}

@Suite("Sizes")
struct SizeTests {
    @Test("sector sizes by name in any case, and by bytes")
    func sectorSizes() throws {
        for size in SectorSize.all {
            #expect(try SectorSize(size.name) == size)
            #expect(try SectorSize(size.name.uppercased()) == size)
            #expect(try SectorSize(String(size.bytes)) == size)
            #expect(size.unpadded.padded == size.padded)
        }
        #expect(throws: PrimitiveError.self) { try SectorSize("3KiB") }
        #expect(throws: PrimitiveError.self) { try SectorSize(bytes: 1024) }
    }

    @Test("the smallest piece that holds a number of bytes")
    func pieces() throws {
        for (raw, padded): (UInt64, UInt64) in [
            (1, 128), (127, 128), (128, 256), (254, 256), (255, 512), (2032, 2048), (2033, 4096),
        ] {
            #expect(try PaddedPieceSize(holding: raw).bytes == padded)
        }
        #expect(throws: PrimitiveError.self) { try PaddedPieceSize(bytes: 384) }
        #expect(throws: PrimitiveError.self) { try UnpaddedPieceSize(bytes: 381) }
        #expect(try UnpaddedPieceSize(bytes: 254).padded.bytes == 256)
    }
}

@Suite("Names and proof kinds")
struct NameTests {
    @Test("miner addresses and the prover id they stand for")
    func miners() throws {
        let miner = try MinerAddress("t01000")
        #expect(try miner == MinerAddress("f01000"))
        #expect(miner.proverID.prefix(3) == [0xe8, 0x07, 0])
        #expect(miner.proverID.count == 32)
        #expect(throws: PrimitiveError.self) { try MinerAddress("t1abc") }
        #expect(throws: PrimitiveError.self) { try MinerAddress("t001") }
        let name = try SectorName("s-t01000-17")
        #expect(name == SectorName(miner: miner, number: 17))
        #expect("\(name)" == "s-t01000-17")
        #expect(throws: PrimitiveError.self) { try SectorName("s-t01000-017") }
    }

    @Test("registered proofs: numbers, names, and versions that do not exist")
    func registered() throws {
        for number: UInt64 in 0..<20 {
            #expect(try SealProofKind(registeredNumber: number).registeredNumber == number)
        }
        #expect(try SealProofKind(registeredNumber: 8).registeredName == "StackedDrg32GiBV1_1")
        #expect(
            try SealProofKind(registeredNumber: 10).registeredName == "StackedDrg2KiBV1_1_Feat_SyntheticPoRep"
        )
        #expect(
            try SealProofKind(registeredNumber: 19).registeredName
                == "StackedDrg64GiBV1_2_Feat_NonInteractivePoRep")
        let small = try SealProofKind(size: SectorSize("4KiB"), version: .v1_1, feature: .interactive)
        #expect(small.registeredNumber == nil)
        #expect(try SealVersion("V1_1") == .v1_1)
        #expect(throws: PrimitiveError.self) {
            try SealProofKind(size: SectorSize("2KiB"), version: .v1, feature: .synthetic)
        }
        #expect(throws: PrimitiveError.self) { try SealProofKind(registeredNumber: 20) }
    }
}
