import FoundationEssentials
internal import Primitives

/// Output of a stage's job: what became of each sector.
struct StageResult: Codable, Sendable {
    var members: [Member] = []

    /// One sector.
    struct Member: Codable, Sendable {
        var sector: String
        var event: SectorEvent
        var detail: String?
        var remedy: String?
        var commD: Commitment?
        var commR: Commitment?
        var vanillaDigest: String?
        var snark: String?
        var place: String?
        /// CommP of pieces by their numbers.
        var pieces: [Piece]?
        /// Pieces that were left out.
        var badPieces: [Piece]?

        init(_ sector: SectorName, _ event: SectorEvent = .jobDone) {
            self.sector = "\(sector)"
            self.event = event
        }
    }

    /// A piece: its commitment, or why it was left out.
    struct Piece: Codable, Sendable {
        var id: Int64
        var text: String
    }

    init(_ members: [Member] = []) { self.members = members }

    init(_ text: String) throws { self = try JSONDecoder().decode(Self.self, from: Data(text.utf8)) }

    var text: String {
        get throws { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
    }
}

/// A file that an earlier stage left is not what it wrote: the sector goes back to that stage.
struct StageDamage: Error {
    let event: SectorEvent
    let what: String
}
