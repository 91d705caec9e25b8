/// What the bearer of a token may do. Each scope includes the ones before it.
public enum Scope: String, Sendable, Codable, CaseIterable, Comparable {
    /// Look.
    case read
    /// Order work, retry, cancel, pause.
    case write
    /// Everything: name files of the machine, make tokens.
    case admin

    /// Less first.
    public static func < (a: Scope, b: Scope) -> Bool { a.rank < b.rank }

    private var rank: Int {
        switch self {
        case .read: 0
        case .write: 1
        case .admin: 2
        }
    }
}
