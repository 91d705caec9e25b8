import ChainManager
import ChainTypes
import Networks
import Primitives
import VMInterpreter

/// `quarry state call`: a method without a message on the chain.
enum StateCall: Command {
    static let path = ["state", "call"]
    static let summary = "Call a method of an actor, without fees and without keeping what it changes"
    static let example = "quarry state call t01000 2 --from t01003 --trace"
    static let discussion = """
        Applies a message on the state that the blocks of --tipset begin with, at its epoch, after the tipset's own \
        messages of the same sender. Gas is counted and not paid. A call that fails ends with exit status 1. --json \
        prints what Lotus's StateCall answers, with the trace.
        """
    static let from = Argument<String>.option("--from", "Who calls", default: "f00")
    static let value = Argument<FILAmount>.option(
        "--value", "FIL to send", default: FILAmount(amount: .zero))
    static let trace = Argument<Bool>.flag("--trace", "Show calls and gas charges")
    static let receiver = Argument<String>.positional("TO", "The actor")
    static let method = Argument<UInt64>.positional("METHOD", "Number of the method; 0 sends FIL")
    static let params = Argument<String?>.optionalPositional("PARAMS", "Parameters: CBOR in hex")
    static let arguments: [any ArgumentProtocol] =
        [from, value, trace, ChainArguments.tipset] + ChainArguments.executing + [receiver, method, params]

    static func run(_ context: CommandContext) async throws {
        let bytes: [UInt8]
        do {
            bytes = try Hex.decode(context[params] ?? "")
        } catch {
            throw UsageError("PARAMS: \(error)")
        }
        let message = Message(
            to: try ChainArguments.address(context[receiver], "TO"),
            from: try ChainArguments.address(context[from], "--from"), nonce: 0,
            value: context[value].amount, gasLimit: 0, gasFeeCap: .zero, gasPremium: .zero,
            method: context[method], params: bytes)
        let chain = try ChainArguments.openForExecution(context)
        let tipset = try chain.tipset(named: context[ChainArguments.tipset])
        let network = chain.network.addresses
        let found = try await DeepWork.run(context, "call", .count("messages")) { _ in
            InvocationResult(try chain.call(message, on: tipset), network)
        }
        if context[Common.json] {
            try context.print(json: found, network)
            if !found.result.code.isSuccess { throw SilentFailure() }
            return
        }
        if context[trace], let tree = found.trace { context.print(TraceTable.text(tree)) }
        let result = found.result
        guard result.code.isSuccess else {
            throw CommandFailure(
                "the call ended with exit code \(result.code.rawValue) after \(result.gasUsed) gas: "
                    + (result.failure ?? ""),
                remedy: "see who may call the method, and with what; --trace shows how far it came")
        }
        context.print("exit code 0\ngas used  \(result.gasUsed)")
        if !result.returned.isEmpty { context.print("returned  \(Hex.encode(result.returned))") }
    }
}

/// An amount written in FIL: "1.5".
struct FILAmount: ArgumentValue {
    let amount: TokenAmount

    static let valueName = "FIL"
    var argumentText: String { "\(amount)" }

    init(amount: TokenAmount) { self.amount = amount }

    init(argument: String) throws {
        let parts = argument.split(separator: ".", omittingEmptySubsequences: false)
        let (whole, part) = (parts[0], parts.count > 1 ? parts[1] : "")
        let digits = whole + part + String(repeating: "0", count: max(0, 18 - part.count))
        guard parts.count <= 2, part.count <= 18, !whole.isEmpty, digits.utf8.count < 40,
            digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let atto = BigInt(String(digits))
        else { throw UsageError("'\(argument)' is no amount of FIL: write 2, or 0.5") }
        amount = TokenAmount(atto: atto)
    }
}
