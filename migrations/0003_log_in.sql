-- Guesses of passwords are counted here, before a password is looked at, so that tries at the same
-- time, a restart or a second machine let nobody try more often.
--
-- postgres-word: TEXT = TEXT COLLATE "C"
-- postgres-word: INTEGER = BIGINT

-- `subject` is a user at an address, a user at addresses that are new to them, or an address. Of a
-- name that belongs to nobody it holds a keyed hash only: people type passwords there.
CREATE TABLE log_in_counts (
    subject TEXT    NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    tries   INTEGER NOT NULL,
    last_at TEXT    NOT NULL,
    -- No try is made before this instant.
    open_at TEXT    NOT NULL
-- sqlite: ) STRICT, WITHOUT ROWID;
-- postgres: );
CREATE INDEX log_in_counts_by_last ON log_in_counts (last_at);

-- Where a user has logged in from. What others try from elsewhere does not keep them out there.
CREATE TABLE log_in_addresses (
    user_id TEXT NOT NULL,
    address TEXT NOT NULL,
    last_at TEXT NOT NULL,
    PRIMARY KEY (user_id, address)
-- sqlite: ) STRICT, WITHOUT ROWID;
-- postgres: );
CREATE INDEX log_in_addresses_by_last ON log_in_addresses (last_at);

-- Who keeps the installation, by role.
CREATE INDEX assignments_of_role ON assignments (role) WHERE active = 1;
