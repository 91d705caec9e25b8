public import Database

/// The tables of the plant's sectors.
///
/// `sectors` has a row a sector, `sector_counts` its summary by state; `pieces` what clients gave; `sector_log` every
/// transition; `batches` what went through PC1 together; `messages` what the chain was told, once a sector and kind;
/// `plant_minutes` what ended in each minute; `posts` has a row for each proof of spacetime that was ordered;
/// `partition_proofs` keeps parts of proofs that are under way.
public enum PlantTables {
    /// The schema.
    public static let migrations = Migrations(
        "sectors", [Migrations.Step(first), Migrations.Step(posts), Migrations.Step(partitions)])

    private static let partitions = [
        """
        CREATE TABLE partition_proofs (
            statement TEXT NOT NULL, part BIGINT NOT NULL, proof TEXT NOT NULL, created BIGINT NOT NULL,
            PRIMARY KEY (statement, part))
        """
    ]

    private static func posts(_ dialect: SQLDialect) -> [String] {
        [
            """
            CREATE TABLE posts (
                id \(dialect.identity), kind TEXT NOT NULL, deadline BIGINT, part BIGINT NOT NULL,
                sectors TEXT NOT NULL, randomness TEXT NOT NULL, proves BIGINT NOT NULL, due BIGINT NOT NULL,
                job BIGINT, state TEXT NOT NULL, proof TEXT, skipped TEXT NOT NULL, reason TEXT, remedy TEXT,
                created BIGINT NOT NULL, finished BIGINT, wake BIGINT)
            """,
            "CREATE INDEX posts_wake ON posts (wake) WHERE wake IS NOT NULL",
        ]
    }

    private static func first(_ dialect: SQLDialect) -> [String] {
        [
            """
            CREATE TABLE sectors (
                name TEXT PRIMARY KEY, miner BIGINT NOT NULL, number BIGINT NOT NULL, state TEXT NOT NULL,
                since BIGINT NOT NULL, created BIGINT NOT NULL, cutoff BIGINT, wake BIGINT, job BIGINT,
                batch BIGINT, retries BIGINT NOT NULL DEFAULT 0, redos BIGINT NOT NULL DEFAULT 0,
                ticket TEXT, ticket_epoch BIGINT, ticket_expires BIGINT, seed TEXT, seed_epoch BIGINT,
                comm_d TEXT, comm_r TEXT, update_comm_d TEXT, update_comm_r TEXT, vanilla_digest TEXT,
                place TEXT, reason TEXT, remedy TEXT, UNIQUE (miner, number))
            """,
            "CREATE INDEX sectors_state ON sectors (state, number)",
            "CREATE INDEX sectors_wake ON sectors (wake) WHERE wake IS NOT NULL",
            "CREATE INDEX sectors_batch ON sectors (batch) WHERE batch IS NOT NULL",
            "CREATE TABLE sector_numbers (miner BIGINT PRIMARY KEY, next BIGINT NOT NULL)",
            "CREATE TABLE sector_counts (state TEXT PRIMARY KEY, count BIGINT NOT NULL)",
            """
            CREATE TABLE pieces (
                id \(dialect.identity), path TEXT NOT NULL, label TEXT, bytes BIGINT NOT NULL,
                padded BIGINT NOT NULL, comm_p TEXT, created BIGINT NOT NULL, sector TEXT,
                position BIGINT NOT NULL DEFAULT 0, for_update BIGINT NOT NULL DEFAULT 0, reason TEXT)
            """,
            "CREATE INDEX pieces_waiting ON pieces (id) WHERE sector IS NULL AND reason IS NULL",
            "CREATE INDEX pieces_sector ON pieces (sector)",
            """
            CREATE TABLE sector_log (
                id \(dialect.identity), sector TEXT NOT NULL, time BIGINT NOT NULL, event TEXT NOT NULL,
                before TEXT NOT NULL, after TEXT NOT NULL, detail TEXT)
            """,
            "CREATE INDEX sector_log_sector ON sector_log (sector, id)",
            """
            CREATE TABLE batches (
                id \(dialect.identity), kind TEXT NOT NULL, width BIGINT NOT NULL, cause TEXT NOT NULL,
                created BIGINT NOT NULL, job BIGINT)
            """,
            """
            CREATE TABLE messages (
                id \(dialect.identity), sector TEXT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL,
                state TEXT NOT NULL, created BIGINT NOT NULL, sent BIGINT, landed BIGINT,
                UNIQUE (sector, kind))
            """,
            """
            CREATE TABLE plant_minutes (
                minute BIGINT PRIMARY KEY, proven BIGINT NOT NULL DEFAULT 0, failed BIGINT NOT NULL DEFAULT 0)
            """,
        ]
    }
}
