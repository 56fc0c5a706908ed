-- Neutral places to meet, per building, that an administrator keeps. An invitation to somebody outside
-- says one of these and never what somebody has typed. A row is never deleted: a meeting says what was
-- chosen, and a place that is no longer in use cannot be chosen again.
--
-- postgres-word: TEXT = TEXT COLLATE "C"
-- postgres-word: INTEGER = BIGINT

CREATE TABLE meeting_points (
    id         TEXT    NOT NULL PRIMARY KEY,
    building   TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    active     INTEGER NOT NULL,
    version    INTEGER NOT NULL,
    changed_at TEXT    NOT NULL,
    changed_by TEXT    NOT NULL
-- sqlite: ) STRICT, WITHOUT ROWID;
-- postgres: );
