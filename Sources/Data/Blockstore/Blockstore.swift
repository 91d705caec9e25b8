/// # Blockstore
///
/// Where blocks are: CAR files read and written, and (as it grows) the node's own store. Start with `CARReader`. It
/// never trusts a block: its bytes must hash to its CID.
