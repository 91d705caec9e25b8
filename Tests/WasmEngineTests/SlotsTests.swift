import CWasm
import System
import Testing

/// Memories that are kept between instances: what one instance leaves behind would be a fault of consensus.
@Suite("Memory slots", .serialized)
struct SlotsTests {
    private static let page = 4096
    private static let unit = 65536
    private static let reserved = 64 << 20
    private static let guardSize = 1 << 20
    private static let ways = [QUARRY_TOUCHED_SCAN, QUARRY_TOUCHED_PAGEMAP, QUARRY_TOUCHED_UNKNOWN]

    private func acquire(_ minimum: Int) throws -> OpaquePointer {
        try #require(quarry_slot_acquire(minimum, Self.reserved, Self.guardSize))
    }

    private func memory(_ slot: OpaquePointer) -> UnsafeMutableRawBufferPointer {
        var (size, capacity) = (0, 0)
        let start = quarry_slot_memory(slot, &size, &capacity)
        return UnsafeMutableRawBufferPointer(start: start, count: size)
    }

    /// Whether the kernel would read this byte for us: whether an instance could.
    private func isAccessible(_ address: UnsafeRawPointer) -> Bool {
        address.withMemoryRebound(to: UInt8.self, capacity: 1) { quarry_slots_accessible($0) }
    }

    @Test("A memory is all zero again, in every way of finding touched pages", arguments: ways)
    func leavesNothing(_ way: quarry_touched_t) throws {
        quarry_slots_force(way)
        defer { quarry_slots_force(QUARRY_TOUCHED_UNSET) }
        var places = Set<UnsafeMutableRawPointer?>()
        for round in 0..<20 {
            let slot = try acquire(17 * Self.unit)
            let before = memory(slot)
            places.insert(before.baseAddress)
            #expect(before.count == 17 * Self.unit)
            #expect(before.allSatisfy { $0 == 0 }, "round \(round)")
            #expect(quarry_slot_grow(slot, 40 * Self.unit))
            let grown = memory(slot)
            #expect(grown.count == 40 * Self.unit && grown.allSatisfy { $0 == 0 })
            // Touched pages with gaps between them, more of them than one look finds at once.
            for index in 0..<200 { grown[(index * 7 + round) % 640 * Self.page + index] = 0xff }
            quarry_slot_release(slot)
        }
        #expect(places.count == 1)
    }

    @Test("What a memory grew to is closed for the next instance", arguments: ways)
    func closesWhatGrew(_ way: quarry_touched_t) throws {
        quarry_slots_force(way)
        defer { quarry_slots_force(QUARRY_TOUCHED_UNSET) }
        for minimum in [3, 3, 2, 5, 1, 0] {
            let slot = try acquire(minimum * Self.unit)
            let start = try #require(UnsafeRawPointer(memory(slot).baseAddress))
            #expect(minimum == 0 || isAccessible(start + minimum * Self.unit - 1))
            #expect(!isAccessible(start + minimum * Self.unit), "\(minimum)")
            #expect(quarry_slot_grow(slot, 9 * Self.unit))
            #expect(isAccessible(start + 9 * Self.unit - 1) && !isAccessible(start + 9 * Self.unit))
            quarry_slot_release(slot)
        }
    }

    @Test("A memory does not grow past its reservation, nor shrink, nor by parts of pages")
    func growthIsBounded() throws {
        let slot = try acquire(Self.unit)
        #expect(!quarry_slot_grow(slot, Self.reserved + Self.unit))
        #expect(!quarry_slot_grow(slot, 0))
        #expect(!quarry_slot_grow(slot, Self.unit + 1))
        #expect(quarry_slot_grow(slot, Self.reserved))
        quarry_slot_release(slot)
        #expect(quarry_slot_acquire(Self.reserved + Self.unit, Self.reserved, Self.guardSize) == nil)
        #expect(quarry_slot_acquire(0, Int.max - 4095, Self.reserved) == nil)
    }

    @Test("Waiting memories keep a bounded number of pages")
    func residentIsBounded() throws {
        let before = quarry_slots_resident()
        let slots = try (0..<4).map { _ in try acquire(Self.reserved) }
        for slot in slots {
            let memory = memory(slot)
            for index in stride(from: 0, to: memory.count, by: Self.page) { memory[index] = 1 }
        }
        for slot in slots { quarry_slot_release(slot) }
        #expect(quarry_slots_resident() - before <= 4 * 2 << 20)
        let again = try acquire(Self.reserved)
        #expect(memory(again).allSatisfy { $0 == 0 })
        quarry_slot_release(again)
    }
}
