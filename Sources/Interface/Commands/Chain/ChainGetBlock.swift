import ChainManager
import ChainTypes
import ChainVerifier
import Networks
import Primitives

/// `quarry chain get-block`: a header and its messages.
enum ChainGetBlock: Command {
    static let path = ["chain", "get-block"]
    static let summary = "Show a block"
    static let example =
        "quarry chain get-block bafy2bzaceb6ss5l53rw7vmmyxsomrncxptk5mmea5pms2g5zo2xwhsopbfexu --messages"
    static let block = Argument<String>.positional("CID", "The block")
    static let messages = Argument<Bool>.flag("--messages", "Show its messages instead of the header")
    static let arguments: [any ArgumentProtocol] = [messages] + ChainArguments.reading + [block]

    /// Lotus's BlockMessages.
    private struct Messages: Encodable {
        let BlsMessages: [Message]
        let SecpkMessages: [SignedMessage]
        let Cids: [LotusLink]
    }

    static func run(_ context: CommandContext) async throws {
        let cid = try ChainArguments.cid(context[block])
        let chain = try ChainArguments.open(context)
        let header = try chain.header(cid)
        let network = chain.network.addresses
        guard context[messages] else {
            if context[Common.json] { return try context.print(json: header, network) }
            return context.print(text(header, network))
        }
        let found = try chain.messages(header)
        let cids = found.bls.map(\.cid) + found.secp.map(\.cid)
        if context[Common.json] {
            return try context.print(
                json: Messages(
                    BlsMessages: found.bls, SecpkMessages: found.secp, Cids: cids.map(LotusLink.init)),
                network)
        }
        let all = found.bls + found.secp.map(\.message)
        if all.isEmpty { return context.print("no messages") }
        context.print(
            Format.table(
                ["message", "from", "to", "nonce", "method", "FIL"],
                zip(cids, all).map { cid, message in
                    [
                        cid.description, message.from.text(network), message.to.text(network),
                        "\(message.nonce)", "\(message.method)", "\(message.value)",
                    ]
                }, rightAligned: [3, 4, 5]))
    }

    private static func text(_ header: BlockHeader, _ network: AddressNetwork) -> String {
        let rows = [
            ["epoch", "\(header.height)"], ["miner", header.miner.text(network)],
            ["time", "\(Format.stamp(header.timestamp)) UTC (\(header.timestamp))"],
            ["wins", "\(header.electionProof?.winCount ?? 0)"],
            ["parents", header.parents.map(\.description).joined(separator: " ")],
            ["parent weight", "\(header.parentWeight)"],
            ["base fee", "\(header.parentBaseFee.atto) attoFIL"],
            ["state", header.parentStateRoot.description], ["receipts", header.parentReceipts.description],
            ["messages", header.messages.description],
        ]
        return Format.table([], rows)
    }
}
