import ChainManager
import ChainTypes
import ChainVerifier
import Networks
import Primitives
import VMInterpreter

/// `quarry state compute`: what a tipset comes to.
enum StateCompute: Command {
    static let path = ["state", "compute"]
    static let summary = "Execute a tipset, and show the state after it"
    static let example = "quarry state compute --tipset @1200 --trace"
    static let discussion = """
        Executes the messages of --tipset and the protocol's own on the state that its blocks begin with, and prints \
        the roots of state and receipts; --trace shows every message with its calls and gas charges. Nothing is \
        compared: 'chain replay' does that. --json prints what Lotus's StateCompute answers, with all traces.
        """
    static let height = Argument<Int?>.option("--vm-height", "The same as --tipset @N")
    static let trace = Argument<Bool>.flag("--trace", "Show messages, calls and gas charges")
    static let arguments: [any ArgumentProtocol] =
        [height, trace, ChainArguments.tipset] + ChainArguments.executing

    static func run(_ context: CommandContext) async throws {
        let chain = try ChainArguments.openForExecution(context)
        let tipset = try chain.tipset(
            named: context[height].map { "@\($0)" } ?? context[ChainArguments.tipset])
        let network = chain.network.addresses
        let isTracing = context[trace] || context[Common.json]
        let found = try await DeepWork.run(context, "compute", .count("messages")) { _ in
            var messages: [InvocationResult] = []
            let state = try chain.execute(tipset, isTracing: isTracing) { applied in
                // Null rounds before the tipset are no part of the answer.
                if applied.epoch == tipset.height { messages.append(InvocationResult(applied, network)) }
            }
            return ComputedState(root: state.root, receipts: state.receipts, messages: messages)
        }
        if context[Common.json] { return try context.print(json: found, network) }
        if context[trace] {
            for message in found.messages {
                context.print("\(message.cid): exit \(message.result.code.rawValue)")
                if let tree = message.trace { context.print(TraceTable.text(tree, depth: 1)) }
            }
        }
        let gas = found.messages.reduce(UInt64(0)) { $0 &+ $1.result.gasUsed }
        context.print(
            "epoch \(tipset.height): \(Format.count(found.messages.count, "message")) with the protocol's own, "
                + "\(gas) gas\nstate    \(found.root)\nreceipts \(found.receipts)")
    }
}
