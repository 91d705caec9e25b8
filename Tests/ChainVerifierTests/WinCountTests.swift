import Foundation
import Primitives
import Testing

@testable import ChainVerifier

/// What Lotus computes, from the golden files beside its tests.
private struct Golden: Decodable {
    struct Tail: Decodable {
        let mean: String
        let shift: Int
        let values: [String]
    }
    let exponential: [[String]]
    let mean: [[String]]
    let tail: [Tail]

    static func load() throws -> Golden {
        let path = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
        let data = try Data(contentsOf: URL(fileURLWithPath: "/\(path)/Vectors/chain/win_count.json"))
        return try JSONDecoder().decode(Golden.self, from: data)
    }
}

@Suite struct WinCountTests {
    @Test func `e to the minus x is Lotus's to the last bit`() throws {
        let cases = try Golden.load().exponential
        #expect(cases.count == 32)
        for pair in cases {
            let x = try #require(BigInt(pair[0]))
            #expect(WinCount.exponential(minus: x).description == pair[1])
        }
    }

    @Test func `the wins expected are a share of five`() throws {
        for row in try Golden.load().mean {
            let (power, network) = (try #require(BigInt(row[0])), try #require(BigInt(row[1])))
            #expect(WinCount.mean(power: power, networkPower: network).description == row[2])
        }
    }

    @Test func `the tail of the distribution is Lotus's to the last bit`() throws {
        let cases = try Golden.load().tail
        #expect(cases.count == 7)
        for each in cases {
            let base = try #require(BigInt(each.mean))
            var tail = PoissonTail(mean: base << (WinCount.precision - each.shift))
            for value in each.values {
                #expect(tail.value.description == value)
                tail.advance()
            }
        }
    }

    @Test func `wins average a fifth of the share, and never pass fifteen`() {
        var sum: Int64 = 0
        for seed in UInt32(0)..<2000 {
            let proof = (0..<4).map { UInt8(truncatingIfNeeded: seed >> ($0 * 8)) }
            sum += WinCount.wins(proof: proof, power: 20, networkPower: 100)
        }
        #expect((1900...2100).contains(sum))
        #expect(WinCount.wins(proof: [1], power: 0, networkPower: 100) == 0)
        for seed in UInt8.min...255 {
            #expect(WinCount.wins(proof: [seed], power: 100, networkPower: 1) <= WinCount.maximum)
        }
    }
}
