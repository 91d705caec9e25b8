/// # Blockstore
///
/// Where blocks are: CAR files read (packed or not) and written, and the node's own store, one SQLite file. Start with
/// `SQLiteBlockstore` and `CARReader`. A block from a file must hash to its CID; what came in that way is not hashed
/// again.
