-- Who was told what by which event. A row is written in the transaction of its event and never
-- changed: what was told stays told, whatever the policies become. Stores that were made before are
-- filled once by the program; `upgrades` remembers that it has been done.
--
-- postgres-word: TEXT = TEXT COLLATE "C"
-- postgres-word: INTEGER = BIGINT

CREATE TABLE told (
    case_key  TEXT    NOT NULL REFERENCES cases (key),
    seq       INTEGER NOT NULL,
    recipient TEXT    NOT NULL,
    class     TEXT    NOT NULL,
    channel   TEXT    NOT NULL,
    -- The parts of a share that were new to its reader, by their codes with spaces between; empty
    -- for an act outward.
    sections  TEXT    NOT NULL,
    PRIMARY KEY (case_key, seq, recipient, class, channel)
-- sqlite: ) STRICT, WITHOUT ROWID;
-- postgres: );

-- What the program has filled in once after a migration.
CREATE TABLE upgrades (
    name    TEXT NOT NULL PRIMARY KEY,
    done_at TEXT NOT NULL
-- sqlite: ) STRICT, WITHOUT ROWID;
-- postgres: );
