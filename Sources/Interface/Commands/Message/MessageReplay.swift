import ChainManager
import ChainTypes
import Networks
import Primitives
import System
import VMInterpreter

/// `quarry message replay`: what happened in a message.
enum MessageReplay: Command {
    static let path = ["message", "replay"]
    static let summary = "Apply a message of the chain again, and show what happens in it"
    static let example =
        "quarry message replay bafy2bzaceaqky5mn5pyieynqnabbfzi3kocagvcn3yetk57b3n2k7n75agc66 --trace"
    static let discussion = """
        Finds the tipset of the head's chain that holds the message, executes it, and shows the message's exit \
        code, gas, fees and, with --trace, each call with its gas charges. --json prints the trace as Lotus does. \
        The search goes down from the head; --height says where to look.
        """
    static let cid = Argument<String>.positional("CID", "The message, as blocks name it")
    static let height = Argument<Int?>.option("--height", "The epoch that the message is in")
    static let trace = Argument<Bool>.flag("--trace", "Show calls and gas charges")
    static let arguments: [any ArgumentProtocol] = [height, trace] + ChainArguments.executing + [cid]

    static func run(_ context: CommandContext) async throws {
        let chain = try ChainArguments.openForExecution(context)
        let cid = try ChainArguments.cid(context[cid])
        let height = context[height].map(Int64.init)
        let found = try await DeepWork.run(context, "message", .count("tipsets")) { work in
            InvocationResult(
                try chain.replay(
                    message: cid, at: height, isCancelled: { work.isCancelled }, progress: { work.show($0) }),
                chain.network.addresses)
        }
        let network = chain.network.addresses
        if context[Common.json] { return try context.print(json: found, network) }
        context.print(MessageText.of(found, network))
        if context[trace], let tree = found.trace { context.print(TraceTable.text(tree)) }
    }
}

/// What a message came to, for people.
enum MessageText {
    static func of(_ found: InvocationResult, _ network: AddressNetwork) -> String {
        let (message, result) = (found.message, found.result)
        let fees = result.fees
        var lines = [
            "epoch \(found.epoch): \(message.from.text(network)) to \(message.to.text(network)), method "
                + "\(message.method), value \(message.value) FIL, nonce \(message.nonce)",
            "exit code \(result.code.rawValue)" + (result.failure.map { ": \($0)" } ?? ""),
            "gas used  \(result.gasUsed)",
            "burnt     \(fees.baseFeeBurn.atto) + \(fees.overEstimationBurn.atto) attoFIL, tip "
                + "\(fees.minerTip.atto)",
        ]
        if !result.returned.isEmpty { lines.append("returned  \(Hex.encode(result.returned))") }
        return lines.joined(separator: "\n")
    }
}

/// A trace as a tree: each call with its result, its gas, and charges of a kind together.
enum TraceTable {
    static func text(_ trace: ExecutionTrace, depth: Int = 0) -> String {
        let indent = String(repeating: "  ", count: depth)
        let own = trace.charges.reduce(UInt64(0)) { $0 &+ $1.compute &+ $1.other }
        var lines = [
            "\(indent)\(Address(id: trace.from).text(trace.network)) → \(trace.to.text(trace.network)) method "
                + "\(trace.method), \(trace.value) FIL: exit \(trace.exitCode), \(total(trace)) milligas, "
                + "\(own) of them its own"
        ]
        var sums: [(name: String, count: Int, gas: UInt64)] = []
        for charge in trace.charges {
            let gas = charge.compute &+ charge.other
            if let place = sums.firstIndex(where: { $0.name == charge.name }) {
                sums[place].count += 1
                sums[place].gas &+= gas
            } else {
                sums.append((charge.name, 1, gas))
            }
        }
        for sum in sums { lines.append("\(indent)  · \(sum.name) × \(sum.count): \(sum.gas)") }
        for call in trace.calls { lines.append(text(call, depth: depth + 1)) }
        return lines.joined(separator: "\n")
    }

    private static func total(_ trace: ExecutionTrace) -> UInt64 {
        trace.charges.reduce(UInt64(0)) { $0 &+ $1.compute &+ $1.other }
            &+ trace.calls.reduce(UInt64(0)) { $0 &+ total($1) }
    }
}
