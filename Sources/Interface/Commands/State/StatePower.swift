import ChainManager
import Primitives

/// `quarry state power`: power of the network, or of a miner.
enum StatePower: Command {
    static let path = ["state", "power"]
    static let summary = "Show the quality-adjusted power of the network, or of a miner"
    static let example = "quarry state power t01000"
    static let miner = Argument<String?>.optionalPositional("MINER", "The miner")
    static let arguments: [any ArgumentProtocol] = ChainArguments.readingState + [miner]

    static func run(_ context: CommandContext) async throws {
        let address = try context[miner].map { try ChainArguments.address($0, "MINER") }
        let view = try ChainArguments.openState(context)
        if let address { _ = try view.miner(address) }
        let power = try view.power(address)
        if context[Common.json] { return try context.print(json: power) }
        let total = PowerText.bytes(power.total)
        guard address != nil else { return context.print(total) }
        let share = PowerText.percent(power.qualityAdjusted, of: power.total)
        context.print("\(PowerText.bytes(power.qualityAdjusted)) / \(total) ~= \(share)")
    }
}

/// Power as people read it.
enum PowerText {
    /// "131072(128 KiB)".
    static func bytes(_ number: BigInt) -> String { "\(number)(\(short(number)))" }

    /// "128 KiB".
    static func short(_ number: BigInt) -> String {
        // Beyond 16 EiB, which no single unit below has.
        guard let bytes = UInt64(number.description) else { return "\(number >> 60) EiB" }
        return "\(ByteCount(bytes))"
    }

    /// "48.4375%".
    static func percent(_ part: BigInt, of whole: BigInt) -> String {
        guard whole > 0 else { return "0.0000%" }
        let parts = Int((part * 1_000_000).dividedDown(by: whole).description) ?? 0
        return Format.fixed(Double(parts) / 10_000, 4) + "%"
    }
}
