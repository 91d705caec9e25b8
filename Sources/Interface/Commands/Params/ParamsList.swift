import Primitives
import ProofEngine
import System

/// `quarry params list`: which parameters are there.
enum ParamsList: Command {
    static let path = ["params", "list"]
    static let summary = "List circuits and which of their parameter files are there"
    static let example = "quarry params list --sector-size 2KiB"
    static let discussion = """
        Made here: by 'quarry params generate', of use on private networks alone. From outside: anything else; \
        'quarry params check' compares it with what Filecoin's trusted setup published.
        """
    static let arguments: [any ArgumentProtocol] = [
        ParamsArguments.sizes, ParamsArguments.kinds, ProofArguments.parameters, Common.json,
    ]

    private struct Row: Encodable {
        let sectorSize: String
        let kind: String
        let file: String
        let bytes: UInt64?
        let hasVerifyingKey: Bool?
        let isLocal: Bool

        var origin: String {
            bytes == nil && hasVerifyingKey != true ? "" : isLocal ? "made here" : "from outside"
        }

        enum CodingKeys: String, CodingKey {
            case kind, file, bytes
            case sectorSize = "sector_size"
            case hasVerifyingKey = "verifying_key"
            case isLocal = "local"
        }
    }

    static func run(_ context: CommandContext) async throws {
        let store = ProofArguments.store(context)
        var rows = try ParamsArguments.circuits(context).map { circuit in
            let path = try store.path(circuit, .parameters)
            return Row(
                sectorSize: circuit.config.kind.size.name, kind: circuit.purpose.rawValue,
                file: File.name(of: path), bytes: File.size(path),
                hasVerifyingKey: try store.has(circuit, .verifyingKey), isLocal: try store.isLocal(circuit))
        }
        if ParamsArguments.includesSRS(context) {
            rows.append(
                Row(
                    sectorSize: "all", kind: ParameterKind.aggregate.rawValue,
                    file: File.name(of: store.srsPath), bytes: File.size(store.srsPath),
                    hasVerifyingKey: nil, isLocal: store.isSRSLocal))
        }
        if context[Common.json] { return try context.print(json: rows) }
        context.print("in \(store.directory)")
        context.print(
            Format.table(
                ["size", "kind", "parameters", "key", "origin", "file"],
                rows.map { row in
                    [
                        row.sectorSize, row.kind, row.bytes.map { ByteCount($0).description } ?? "–",
                        row.hasVerifyingKey == true ? "yes" : "–", row.origin, row.file,
                    ]
                }, rightAligned: [2]))
    }
}
