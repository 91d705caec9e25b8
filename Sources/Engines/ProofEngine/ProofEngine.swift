/// ProofEngine: the Swift face of the C proof engine. It knows sectors, trees and commitments, and no Filecoin
/// protocol beyond them. Swift's cooperative threads never run its work: start reading at `EngineJob`.
