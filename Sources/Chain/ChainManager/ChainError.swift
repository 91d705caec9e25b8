public import Primitives
public import System

/// What is wrong with a chain or its store.
public enum ChainError: ExplainedError, Hashable {
    /// No chain was imported yet.
    case empty(path: String)
    /// A file is about several tipsets, or its roots are no blocks.
    case roots(String)
    /// A file belongs to another chain than the store's.
    case otherGenesis(CID, store: CID)
    /// A block of the chain is absent.
    case absent(CID, what: String)
    /// A block that should be a header is none.
    case malformed(CID, what: String, why: String)
    /// Two blocks of a tipset are of one miner.
    case duplicateMiner(Address, height: Int64)
    /// A sender that the state does not know.
    case unknownSender(Address)
    /// A message of the protocol itself failed.
    case implicitFailed(String, height: Int64, exitCode: UInt32, why: String)
    /// The chain does not come from this genesis block.
    case noGenesis(Int64)
    /// Nothing is at that height, or it is above the head.
    case noTipset(Int64, head: Int64)
    /// A tipset is of a network version that is not executed.
    case version(height: Int64, first: Int64)

    /// What is wrong.
    public var sentence: String {
        switch self {
        case .empty(let path): "there is no chain in \(path)"
        case .roots(let why): "the file's roots are no tipset: \(why)"
        case .otherGenesis(let found, let store):
            "the file's chain begins with \(found), the store's with \(store)"
        case .absent(let cid, let what): "\(what) \(cid) is not in the store"
        case .malformed(let cid, let what, let why): "\(what) \(cid) is malformed: \(why)"
        case .duplicateMiner(let miner, let height): "two blocks of \(miner) in the tipset of epoch \(height)"
        case .unknownSender(let address): "the state does not know the sender \(address)"
        case .implicitFailed(let what, let height, let code, let why):
            "\(what) of epoch \(height) failed with exit code \(code): \(why)"
        case .noGenesis(let height): "the chain has a gap: nothing is known below epoch \(height)"
        case .noTipset(let height, let head): "there is no tipset of epoch \(height) (the head is at \(head))"
        case .version(let height, let first):
            "epoch \(height) is before network version 28, which begins at \(first)"
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .empty: "import one: quarry chain import FILE"
        case .roots: "give a CAR file whose roots are the blocks of one tipset"
        case .otherGenesis: "use another store with --chain"
        case .absent, .noGenesis: "import a file that has it"
        case .malformed, .duplicateMiner, .unknownSender, .implicitFailed:
            "the chain is not valid, or this program is wrong about it: please report it with the file"
        case .noTipset: "see 'quarry chain list'"
        case .version: "this program executes network version 28 only; begin at a later epoch"
        }
    }
}
