/// # RPC
///
/// The node's API over HTTP: routes, tokens and scopes, limits, metrics, the dashboard and its live stream. Start with
/// `PlantRoutes`, the one table of what can be asked and which scope it takes, then `PlantHandler`, which the HTTP
/// server calls. It decides who may call what and turns values into JSON; what the calls do is `API`'s protocols, which
/// `Node` implements. It must never hold state of the plant, and nothing that is not in the table is answered.
