public import Database

/// The tables of storage.
public enum StorageSchema {
    /// From nothing to the newest.
    public static let migrations = Migrations("storage", [first])

    /// Channel on which changes of room are told: paths come, space is freed.
    public static let channel = "quarry_storage"

    private static let first = Migrations.Step { dialect in
        [
            // What sectorstore.json says (`file`, JSON) and what was last measured. Bytes.
            """
            CREATE TABLE storage_paths (
                id TEXT PRIMARY KEY, file TEXT NOT NULL,
                capacity BIGINT NOT NULL DEFAULT 0, free BIGINT NOT NULL DEFAULT 0 CHECK (free >= 0),
                used BIGINT NOT NULL DEFAULT 0 CHECK (used >= 0), measured BIGINT NOT NULL DEFAULT 0,
                trouble TEXT)
            """,
            // Where a path is: its directory on the machines that have the tag `place`.
            """
            CREATE TABLE storage_places (
                path TEXT NOT NULL REFERENCES storage_paths (id) ON DELETE CASCADE,
                place TEXT NOT NULL, root TEXT NOT NULL, url TEXT, PRIMARY KEY (path, place))
            """,
            """
            CREATE TABLE sector_files (
                sector TEXT NOT NULL, type TEXT NOT NULL,
                path TEXT NOT NULL REFERENCES storage_paths (id) ON DELETE CASCADE,
                is_primary INTEGER NOT NULL, since BIGINT NOT NULL, PRIMARY KEY (sector, type, path))
            """,
            "CREATE INDEX sector_files_path ON sector_files (path, sector)",
            // `bytes`: of the whole batch; `written`: of them on disk when last looked.
            """
            CREATE TABLE storage_reservations (
                id \(dialect.identity),
                path TEXT NOT NULL REFERENCES storage_paths (id) ON DELETE CASCADE,
                place TEXT NOT NULL, root TEXT NOT NULL, role TEXT NOT NULL, owner TEXT NOT NULL,
                sectors TEXT NOT NULL, types TEXT NOT NULL, bytes BIGINT NOT NULL CHECK (bytes >= 0),
                written BIGINT NOT NULL DEFAULT 0 CHECK (written >= 0 AND written <= bytes),
                since BIGINT NOT NULL)
            """,
            "CREATE INDEX storage_reservations_owner ON storage_reservations (owner)",
            "CREATE INDEX storage_reservations_path ON storage_reservations (path)",
            // Who reads which sectors: sources are not removed under a proof.
            """
            CREATE TABLE storage_readers (
                owner TEXT NOT NULL, sector TEXT NOT NULL, until BIGINT NOT NULL, PRIMARY KEY (owner, sector))
            """,
            // Files that nobody needs; swept once marked for long enough.
            """
            CREATE TABLE storage_marks (
                path TEXT NOT NULL REFERENCES storage_paths (id) ON DELETE CASCADE,
                name TEXT NOT NULL, reason TEXT NOT NULL, bytes BIGINT NOT NULL, changed BIGINT NOT NULL,
                marked BIGINT NOT NULL, trouble TEXT, PRIMARY KEY (path, name))
            """,
            // Sectors whose files are never swept.
            "CREATE TABLE storage_pins (sector TEXT PRIMARY KEY, reason TEXT NOT NULL, since BIGINT NOT NULL)",
            // What was found, dropped and swept, and why; the newest rows are kept.
            """
            CREATE TABLE storage_log (
                id \(dialect.identity), time BIGINT NOT NULL, path TEXT NOT NULL, name TEXT NOT NULL,
                what TEXT NOT NULL, reason TEXT NOT NULL)
            """,
        ]
    }
}
