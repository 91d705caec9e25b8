/// Conformance: runs reference vectors against the engine, for users (`quarry vectors`) and for tests.
/// It must never contain expected values of its own: they come from the vector files alone.
