-- What one administrator alone may not do: proposals that a second person confirms. And what log
-- review needs: the organisation of each row's own day, whom an item concerns, what comes first.
--
-- postgres-word: TEXT = TEXT COLLATE "C"
-- postgres-word: INTEGER = BIGINT

CREATE TABLE proposals (
    id          TEXT NOT NULL PRIMARY KEY,
    -- What is to be done, and with what: JSON, with what was there when it was proposed.
    change      TEXT NOT NULL,
    state       TEXT NOT NULL
        CHECK (state IN ('open', 'confirmed', 'refused', 'withdrawn', 'outdated')),
    proposed_by TEXT NOT NULL,
    unit        TEXT NOT NULL,
    proposed_at TEXT NOT NULL,
    expires_at  TEXT NOT NULL,
    decided_by  TEXT,
    decided_at  TEXT
-- sqlite: ) STRICT, WITHOUT ROWID;
-- postgres: );
CREATE INDEX proposals_open ON proposals (proposed_at, id) WHERE state = 'open';

-- The organisation that the row's unit belonged to when the row was written. Rows that were made
-- before get the one that stands in the directory now.
ALTER TABLE audit ADD COLUMN organisation TEXT NOT NULL DEFAULT '';
UPDATE audit SET organisation =
    COALESCE((SELECT units.organisation FROM units WHERE units.hsa_id = audit.unit), '');
CREATE INDEX audit_of_organisation ON audit (organisation, at, chain, seq);
DROP INDEX audit_of_unit;

-- The staff whom an item concerns besides the one who acted, by their ids with spaces around; none
-- of them decides it. What comes first has the lowest rank.
ALTER TABLE log_reviews ADD COLUMN concerns TEXT NOT NULL DEFAULT '';
ALTER TABLE log_reviews ADD COLUMN rank INTEGER NOT NULL DEFAULT 2;
UPDATE log_reviews SET rank = CASE kind
    WHEN 'emergency' THEN 1 WHEN 'wrong_disclosure' THEN 1 WHEN 'sample' THEN 3 ELSE 2 END;
DROP INDEX log_reviews_open;
CREATE INDEX log_reviews_open ON log_reviews (organisation, rank, created_at DESC, id)
    WHERE outcome IS NULL;

-- Until now an administrator chose every password, and nobody could change one.
UPDATE users SET details = '{"first_password":true}'
    WHERE demo = 0 AND password IS NOT NULL AND details = '{}';
