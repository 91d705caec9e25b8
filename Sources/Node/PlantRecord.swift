internal import Database
internal import FoundationEssentials
internal import ProofEngine
internal import SectorManager

/// How a plant is set up, in its database: for workers on other machines, and for whoever gives orders while no sealer
/// runs. Written by each sealer that starts.
struct PlantRecord: Sendable, Codable {
    /// The sealer's configuration, without what is about its machine alone.
    var configuration: PlantConfiguration
    /// Sectors of a PC1 batch.
    var batchWidth: Int
    /// Cores that one job may use at most.
    var maxCores: Int
    /// Bytes of memory that a proof takes; nil: not known yet.
    var proverMemory: UInt64?
    /// Whether SNARKs are made.
    var makesProofs: Bool

    /// The table's name.
    static let table = "plant_record"

    /// The table.
    static let migrations = Migrations(
        "plant",
        [Migrations.Step(["CREATE TABLE \(table) (id BIGINT PRIMARY KEY, text TEXT NOT NULL)"])])

    /// The memory of a proof, if it is of the same kind of sectors.
    func proverMemory(_ other: PlantConfiguration) -> UInt64? {
        configuration.sectorSize == other.sectorSize && configuration.proof == other.proof
            ? proverMemory : nil
    }

    /// What the plant's rooms are told.
    func settings(parameters: ParameterStore = ParameterStore()) throws -> PlantSettings {
        let kind = try configuration.kind()
        var settings = PlantSettings(
            miner: try configuration.minerAddress(),
            config: try PoRepConfig(kind, porepID: UnregisteredPorepID.of(kind)), batchWidth: batchWidth,
            maxWait: configuration.batch.maxWait, maxCores: maxCores, parameters: parameters)
        settings.maxSectors = configuration.batch.maxSectors
        settings.makesProofs = makesProofs
        settings.proverMemory = proverMemory ?? 0
        return settings
    }

    func store(in session: any SQLSession) throws {
        let text = String(decoding: try JSONEncoder().encode(self), as: UTF8.self)
        try session.execute(
            "INSERT INTO plant_record (id, text) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET text = excluded.text",
            [.text(text)])
    }

    static func load(in session: any SQLSession) throws -> PlantRecord? {
        try session.query("SELECT text FROM plant_record WHERE id = 1").first.map { row in
            try JSONDecoder().decode(PlantRecord.self, from: Data(row.text(0).utf8))
        }
    }
}
