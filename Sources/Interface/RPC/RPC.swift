/// # RPC
///
/// The node's API over HTTP: routes, tokens and scopes, limits, metrics, the dashboard and its live stream.
/// Start with
/// `Routes`. It decides who may call what and turns values into JSON; what the calls do is `API`'s protocols,
/// which
/// `Node` implements.
