-- The whole store: journal, projections, outbox, audit, directory.
--
-- One text for both databases. Where they differ the line begins with a mark that the runner
-- (crates/store/src/migration.rs) takes away for that database and leaves as a comment for the
-- other, and a whole word may have another spelling in PostgreSQL. "C" makes PostgreSQL compare
-- text byte by byte, as SQLite does: keyset paging and prefix search depend on it.
--
-- postgres-word: TEXT = TEXT COLLATE "C"
-- postgres-word: INTEGER = BIGINT
-- postgres-word: BLOB = BYTEA
--
-- Instants are RFC 3339 in UTC with a Z and a fixed number of digits, so that they sort as text;
-- dates are YYYY-MM-DD; truth is 0 or 1; structured content is JSON in TEXT.
-- "key" is a time-ordered row key that never leaves the process; "id" is the random public one.

-- The journal ------------------------------------------------------------------------------------

CREATE TABLE cases (
    key        TEXT    NOT NULL PRIMARY KEY,
    id         TEXT    NOT NULL UNIQUE,
    version    INTEGER NOT NULL,
    opened_at  TEXT    NOT NULL,
    changed_at TEXT    NOT NULL,
    closed_at  TEXT
-- sqlite: ) STRICT, WITHOUT ROWID;
-- postgres: );

CREATE TABLE events (
    case_key TEXT    NOT NULL REFERENCES cases (key),
    seq      INTEGER NOT NULL,
    kind     TEXT    NOT NULL,
    version  INTEGER NOT NULL,
    payload  TEXT    NOT NULL,
    at       TEXT    NOT NULL,
    actor    TEXT    NOT NULL,
    unit     TEXT    NOT NULL,
    PRIMARY KEY (case_key, seq)
-- sqlite: ) STRICT, WITHOUT ROWID;
-- postgres: );

-- Streams beside the case: tariffs, months, log reviews, guidance activation.
CREATE TABLE streams (
    stream  TEXT    NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL
-- sqlite: ) STRICT, WITHOUT ROWID;
-- postgres: );

CREATE TABLE stream_events (
    stream  TEXT    NOT NULL REFERENCES streams (stream),
    seq     INTEGER NOT NULL,
    kind    TEXT    NOT NULL,
    version INTEGER NOT NULL,
    payload TEXT    NOT NULL,
    at      TEXT    NOT NULL,
    actor   TEXT    NOT NULL,
    unit    TEXT    NOT NULL,
    PRIMARY KEY (stream, seq)
-- sqlite: ) STRICT, WITHOUT ROWID;
-- postgres: );

CREATE TABLE idempotency (
    actor      TEXT    NOT NULL,
    key_hash   TEXT    NOT NULL,
    body_hash  TEXT    NOT NULL,
    status     INTEGER NOT NULL,
    answer     TEXT    NOT NULL,
    created_at TEXT    NOT NULL,
    PRIMARY KEY (actor, key_hash)
-- sqlite: ) STRICT, WITHOUT ROWID;
-- postgres: );

-- Projections ------------------------------------------------------------------------------------

-- In SQLite the rows lie in the order in which a unit's page shows them: one page of the list is a
-- few pages of the file, however many cases there are.
CREATE TABLE worklist (
    unit       TEXT    NOT NULL,
    due        TEXT    NOT NULL,
    id         TEXT    NOT NULL,
    case_key   TEXT    NOT NULL,
    version    INTEGER NOT NULL,
    recheck_at TEXT,
    state      TEXT    NOT NULL,
    next_step  TEXT    NOT NULL,
    payload    TEXT    NOT NULL,
    PRIMARY KEY (unit, due, id),
    UNIQUE (case_key, unit)
-- sqlite: ) STRICT, WITHOUT ROWID;
-- postgres: );
CREATE INDEX worklist_by_due ON worklist (due, id, unit);
CREATE INDEX worklist_recheck ON worklist (recheck_at, case_key) WHERE recheck_at IS NOT NULL;

CREATE TABLE identifiers (
    value    TEXT NOT NULL,
    kind     TEXT NOT NULL,
    case_key TEXT NOT NULL,
    PRIMARY KEY (value, kind, case_key)
-- sqlite: ) STRICT, WITHOUT ROWID;
-- postgres: );
CREATE INDEX identifiers_of_case ON identifiers (case_key);

CREATE TABLE search_terms (
    unit     TEXT NOT NULL,
    term     TEXT NOT NULL,
    case_key TEXT NOT NULL,
    PRIMARY KEY (unit, term, case_key)
-- sqlite: ) STRICT, WITHOUT ROWID;
-- postgres: );
CREATE INDEX search_terms_of_case ON search_terms (case_key);

CREATE TABLE questions (
    id         TEXT    NOT NULL PRIMARY KEY,
    unit       TEXT    NOT NULL,
    case_key   TEXT    NOT NULL,
    state      TEXT    NOT NULL,
    version    INTEGER NOT NULL,
    payload    TEXT    NOT NULL,
    created_at TEXT    NOT NULL,
    changed_at TEXT    NOT NULL
-- sqlite: ) STRICT, WITHOUT ROWID;
-- postgres: );
CREATE INDEX questions_of_unit ON questions (unit, state, created_at, id);
CREATE INDEX questions_of_case ON questions (case_key);

-- What is on its way out -------------------------------------------------------------------------

CREATE TABLE outbox (
    key           TEXT    NOT NULL PRIMARY KEY,
    id            TEXT    NOT NULL UNIQUE,
    case_key      TEXT    NOT NULL,
    audience      TEXT    NOT NULL,
    channel       TEXT    NOT NULL,
    subject       TEXT    NOT NULL,
    content       TEXT    NOT NULL,
    state         TEXT    NOT NULL
        CHECK (state IN ('queued', 'claimed', 'sent', 'stopped', 'uncertain')),
    reason        TEXT,
    version       INTEGER NOT NULL,
    attempts      INTEGER NOT NULL,
    not_before    TEXT    NOT NULL,
    policy_hash   TEXT    NOT NULL,
    case_version  INTEGER NOT NULL,
    group_version INTEGER NOT NULL,
    content_hash  TEXT    NOT NULL,
    created_at    TEXT    NOT NULL,
    changed_at    TEXT    NOT NULL,
    fault         TEXT
-- sqlite: ) STRICT, WITHOUT ROWID;
-- postgres: );
CREATE INDEX outbox_of_case ON outbox (case_key);
CREATE INDEX outbox_open ON outbox (state, not_before, key) WHERE state IN ('queued', 'claimed');
CREATE INDEX outbox_counts ON outbox (channel, state);

-- Who saw and did what ---------------------------------------------------------------------------

CREATE TABLE audit_heads (
    chain    INTEGER NOT NULL PRIMARY KEY,
    seq      INTEGER NOT NULL,
    previous BLOB    NOT NULL,
    hash     BLOB    NOT NULL
-- sqlite: ) STRICT;
-- postgres: ) WITH (fillfactor = 10);

CREATE TABLE audit (
    chain       INTEGER NOT NULL,
    seq         INTEGER NOT NULL,
    at          TEXT    NOT NULL,
    actor       TEXT    NOT NULL,
    unit        TEXT    NOT NULL,
    action      TEXT    NOT NULL,
    case_key    TEXT,
    patient_ref TEXT,
    detail      TEXT    NOT NULL,
    prev_hash   BLOB    NOT NULL,
    hash        BLOB    NOT NULL,
    PRIMARY KEY (chain, seq)
-- sqlite: ) STRICT, WITHOUT ROWID;
-- postgres: );
CREATE INDEX audit_of_unit ON audit (unit, at);
CREATE INDEX audit_of_case ON audit (case_key, at) WHERE case_key IS NOT NULL;
-- Searches for a person that led to no case: with audit_of_case this finds all that concerns one.
CREATE INDEX audit_of_patient ON audit (patient_ref, at)
    WHERE patient_ref IS NOT NULL AND case_key IS NULL;

-- Signed statements of where each chain ended at an instant. The same lines stand in a file outside
-- the database; what they say and how they are signed is the program's.
CREATE TABLE audit_checkpoints (
    number INTEGER NOT NULL PRIMARY KEY,
    line   TEXT    NOT NULL
-- sqlite: ) STRICT;
-- postgres: );

-- Emergency access: one person reads one case for half an hour. Beside the case: it moves nobody's
-- part in it.
CREATE TABLE emergency_openings (
    id        TEXT NOT NULL PRIMARY KEY,
    case_key  TEXT NOT NULL,
    staff     TEXT NOT NULL,
    unit      TEXT NOT NULL,
    reason    TEXT NOT NULL,
    words     TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    until_at  TEXT NOT NULL
-- sqlite: ) STRICT, WITHOUT ROWID;
-- postgres: );
CREATE INDEX emergency_openings_of_case ON emergency_openings (case_key, opened_at);

-- Every try, hit or miss, so that a restart does not forget how many there were.
CREATE TABLE emergency_tries (
    key   TEXT NOT NULL PRIMARY KEY,
    staff TEXT NOT NULL,
    unit  TEXT NOT NULL,
    at    TEXT NOT NULL
-- sqlite: ) STRICT, WITHOUT ROWID;
-- postgres: );
CREATE INDEX emergency_tries_of_staff ON emergency_tries (staff, at);
CREATE INDEX emergency_tries_of_unit ON emergency_tries (unit, at);

-- Items of the log that somebody is to look at. `source` says what brought it up, so that the same
-- thing comes up once. The draws are kept with their seed, so that a sample can be drawn again.
CREATE TABLE log_draws (
    id           TEXT    NOT NULL PRIMARY KEY,
    organisation TEXT    NOT NULL,
    seed         TEXT    NOT NULL,
    from_at      TEXT    NOT NULL,
    until_at     TEXT    NOT NULL,
    asked        INTEGER NOT NULL,
    among        INTEGER NOT NULL,
    found        INTEGER NOT NULL,
    drawn_by     TEXT    NOT NULL,
    drawn_at     TEXT    NOT NULL
-- sqlite: ) STRICT, WITHOUT ROWID;
-- postgres: );
CREATE INDEX log_draws_of_organisation ON log_draws (organisation, drawn_at);

CREATE TABLE log_reviews (
    id           TEXT NOT NULL PRIMARY KEY,
    source       TEXT NOT NULL UNIQUE,
    organisation TEXT NOT NULL,
    kind         TEXT NOT NULL,
    staff        TEXT NOT NULL,
    unit         TEXT NOT NULL,
    case_key     TEXT,
    happened_at  TEXT NOT NULL,
    reason       TEXT NOT NULL,
    rows         TEXT NOT NULL,
    created_at   TEXT NOT NULL,
    outcome      TEXT,
    note         TEXT,
    decided_by   TEXT,
    decided_at   TEXT
-- sqlite: ) STRICT, WITHOUT ROWID;
-- postgres: );
CREATE INDEX log_reviews_open ON log_reviews (organisation, created_at, id) WHERE outcome IS NULL;
CREATE INDEX log_reviews_decided ON log_reviews (organisation, decided_at)
    WHERE outcome IS NOT NULL;

-- People and units -------------------------------------------------------------------------------

CREATE TABLE units (
    hsa_id       TEXT    NOT NULL PRIMARY KEY,
    name         TEXT    NOT NULL,
    kind         TEXT    NOT NULL,
    organisation TEXT    NOT NULL,
    municipality TEXT,
    latitude_e6  INTEGER,
    longitude_e6 INTEGER,
    details      TEXT    NOT NULL,
    demo         INTEGER NOT NULL,
    active       INTEGER NOT NULL
-- sqlite: ) STRICT, WITHOUT ROWID;
-- postgres: );

CREATE TABLE users (
    id         TEXT    NOT NULL PRIMARY KEY,
    login      TEXT    NOT NULL UNIQUE,
    name       TEXT    NOT NULL,
    hsa_id     TEXT,
    password   TEXT,
    details    TEXT    NOT NULL,
    demo       INTEGER NOT NULL,
    active     INTEGER NOT NULL,
    created_at TEXT    NOT NULL
-- sqlite: ) STRICT, WITHOUT ROWID;
-- postgres: );

CREATE TABLE assignments (
    id      TEXT    NOT NULL PRIMARY KEY,
    user_id TEXT    NOT NULL REFERENCES users (id),
    unit    TEXT    NOT NULL REFERENCES units (hsa_id),
    kind    TEXT    NOT NULL,
    role    TEXT    NOT NULL,
    from_at TEXT    NOT NULL,
    to_at   TEXT,
    active  INTEGER NOT NULL
-- sqlite: ) STRICT, WITHOUT ROWID;
-- postgres: );
CREATE INDEX assignments_of_user ON assignments (user_id);
CREATE INDEX assignments_of_unit ON assignments (unit);

CREATE TABLE tokens (
    hash          TEXT NOT NULL PRIMARY KEY,
    user_id       TEXT NOT NULL,
    assignment_id TEXT,
    kind          TEXT NOT NULL,
    details       TEXT NOT NULL,
    created_at    TEXT NOT NULL,
    expires_at    TEXT
-- sqlite: ) STRICT, WITHOUT ROWID;
-- postgres: );
CREATE INDEX tokens_of_user ON tokens (user_id);
CREATE INDEX tokens_by_expiry ON tokens (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE contacts_directory (
    id           TEXT    NOT NULL PRIMARY KEY,
    function     TEXT    NOT NULL,
    phone        TEXT,
    hours        TEXT,
    mailbox      TEXT,
    post_address TEXT,
    version      INTEGER NOT NULL,
    confirmed_at TEXT,
    confirmed_by TEXT
-- sqlite: ) STRICT, WITHOUT ROWID;
-- postgres: );

CREATE TABLE reference_links (
    id         TEXT    NOT NULL PRIMARY KEY,
    position   INTEGER NOT NULL,
    title      TEXT    NOT NULL,
    governs    TEXT    NOT NULL,
    link       TEXT    NOT NULL,
    version    INTEGER NOT NULL,
    changed_at TEXT    NOT NULL,
    changed_by TEXT    NOT NULL
-- sqlite: ) STRICT, WITHOUT ROWID;
-- postgres: );

CREATE TABLE postal_codes (
    code         TEXT    NOT NULL,
    municipality TEXT    NOT NULL,
    place        TEXT    NOT NULL,
    latitude_e6  INTEGER NOT NULL,
    longitude_e6 INTEGER NOT NULL,
    PRIMARY KEY (code, municipality)
-- sqlite: ) STRICT, WITHOUT ROWID;
-- postgres: );

-- Beside the case --------------------------------------------------------------------------------

CREATE TABLE drafts (
    user_id  TEXT    NOT NULL,
    case_key TEXT    NOT NULL,
    step     TEXT    NOT NULL,
    body     TEXT    NOT NULL,
    version  INTEGER NOT NULL,
    saved_at TEXT    NOT NULL,
    PRIMARY KEY (user_id, case_key, step)
-- sqlite: ) STRICT, WITHOUT ROWID;
-- postgres: );
CREATE INDEX drafts_of_case ON drafts (case_key);

-- Who has a step's form open just now: rows of minutes, for colleagues to see. No event, no lock.
CREATE TABLE presence (
    case_id TEXT NOT NULL,
    step    TEXT NOT NULL,
    user_id TEXT NOT NULL,
    unit    TEXT NOT NULL,
    role    TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    PRIMARY KEY (case_id, step, user_id)
-- sqlite: ) STRICT, WITHOUT ROWID;
-- postgres: );

-- When somebody last looked at a case, and in which version it was then and the time before, so
-- that what is new can be shown. For its user only.
CREATE TABLE visits (
    user_id        TEXT    NOT NULL,
    case_id        TEXT    NOT NULL,
    version        INTEGER NOT NULL,
    at             TEXT    NOT NULL,
    before_version INTEGER NOT NULL,
    before_at      TEXT    NOT NULL,
    PRIMARY KEY (user_id, case_id)
-- sqlite: ) STRICT, WITHOUT ROWID;
-- postgres: );

CREATE TABLE attachments (
    key        TEXT NOT NULL PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    case_key   TEXT NOT NULL,
    kind       TEXT NOT NULL,
    media_type TEXT NOT NULL,
    title      TEXT NOT NULL,
    hash       TEXT NOT NULL,
    content    BLOB NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL
-- sqlite: ) STRICT;
-- postgres: );
CREATE INDEX attachments_of_case ON attachments (case_key, key);

CREATE TABLE settings (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
-- sqlite: ) STRICT, WITHOUT ROWID;
-- postgres: );
