/// # Node
///
/// Wiring only: makes the rooms below into a sealing plant or a remote worker, starts and stops them in
/// order, and
/// answers the API from the database. Start with `SealerNode`. Work and rules belong in the rooms below.
