/// # ChainTypes
///
/// What travels between nodes and what blocks are made of: messages, receipts, headers, tipsets, in their one binary
/// form and with their CIDs. Start with `Message`. Everything is checked when it is read; nothing here knows the state
/// that a message acts on.
