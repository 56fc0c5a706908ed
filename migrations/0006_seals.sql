-- One chain: an event carries the hash of the one before it in its case, and a row of the log says
-- what was appended in its transaction. Stores that were made before are filled once by the program.
--
-- postgres-word: TEXT = TEXT COLLATE "C"
-- postgres-word: BLOB = BYTEA

ALTER TABLE events ADD COLUMN prev_hash BLOB;
-- JSON; part of the row's digest. Nothing where nothing was appended.
ALTER TABLE audit ADD COLUMN seals TEXT;
