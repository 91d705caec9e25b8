/// Benchmarks: what `quarry bench` measures, a file a definition. Each definition also runs as a test with small sizes
/// and gives a hash of its result, so that nobody optimises the meaning away.
