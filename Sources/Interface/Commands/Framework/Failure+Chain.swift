public import IPLD
import Primitives
public import System

extension IPLDError: ExplainedError {
    /// As `description`.
    public var sentence: String {
        switch self {
        case .absent(let cid): "block \(cid) is not in the store"
        default: description
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .absent:
            "import a file that has it; of a snapshot, only the newest states are there: choose a later epoch"
        default: "'quarry chain check' finds damaged blocks"
        }
    }
}
