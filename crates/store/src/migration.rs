//! Brings a store's schema up to date: runs the files of `migrations/` that it has not seen, once
//! each, and refuses a store that was made from other files or by a newer program.
//!
//! One file serves both databases. Marks in it, each at the beginning of a line:
//! `-- sqlite: …` and `-- postgres: …` are statements for that database only, and
//! `-- postgres-word: A = B` writes the word `A` as `B` in PostgreSQL.

use base16ct::lower::encode_string;
use rusqlite::Connection;
use sha2::{Digest, Sha256};

use crate::{
    error::StoreError,
    postgres::{self, Client},
    sqlite,
};

/// One file of `migrations/`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Migration {
    pub(crate) number: i64,
    pub(crate) name: &'static str,
    pub(crate) text: &'static str,
}

/// All migration files, in order.
pub(crate) const ALL: &[Migration] = &[
    Migration {
        number: 1,
        name: "first",
        text: include_str!("../../../migrations/0001_first.sql"),
    },
    Migration {
        number: 2,
        name: "told",
        text: include_str!("../../../migrations/0002_told.sql"),
    },
    Migration {
        number: 3,
        name: "log_in",
        text: include_str!("../../../migrations/0003_log_in.sql"),
    },
    Migration {
        number: 4,
        name: "administration",
        text: include_str!("../../../migrations/0004_administration.sql"),
    },
    Migration {
        number: 5,
        name: "meeting_points",
        text: include_str!("../../../migrations/0005_meeting_points.sql"),
    },
    Migration {
        number: 6,
        name: "seals",
        text: include_str!("../../../migrations/0006_seals.sql"),
    },
];

/// The number of the newest file.
pub(crate) fn newest() -> i64 {
    ALL.last().map_or(0, |migration| migration.number)
}

const RECORD: &str = "
    CREATE TABLE IF NOT EXISTS migrations (
        number BIGINT NOT NULL PRIMARY KEY,
        name   TEXT   NOT NULL,
        hash   TEXT   NOT NULL
    )";
const RECORDED: &str = "SELECT number, hash FROM migrations ORDER BY number";
const MAKE_RECORD: &str = "INSERT INTO migrations (number, name, hash) VALUES ($1, $2, $3)";

/// The database that a text is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

impl Migration {
    /// The fingerprint that is recorded when the file has been run.
    fn hash(&self) -> String {
        encode_string(&Sha256::digest(self.text.as_bytes()))
    }

    /// The text for one database.
    fn text_for(&self, database: Dialect) -> String {
        let (own, other) = match database {
            Dialect::Sqlite => ("-- sqlite:", "-- postgres:"),
            Dialect::Postgres => ("-- postgres:", "-- sqlite:"),
        };
        let words: Vec<(&str, &str)> = self
            .text
            .lines()
            .filter(|_| database == Dialect::Postgres)
            .filter_map(|line| line.strip_prefix("-- postgres-word:"))
            .filter_map(|pair| pair.split_once('='))
            .map(|(from, to)| (from.trim(), to.trim()))
            .collect();
        let mut text = String::with_capacity(self.text.len());
        for line in self.text.lines() {
            if let Some(statement) = line.strip_prefix(own) {
                text.push_str(statement);
            } else if !line.starts_with(other) && !line.trim_start().starts_with("--") {
                text.push_str(&with_words(line, &words));
            }
            text.push('\n');
        }
        text
    }
}

/// The line with whole words replaced.
fn with_words(line: &str, words: &[(&str, &str)]) -> String {
    line.split_inclusive(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
        .flat_map(|piece| {
            let end = piece
                .find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
                .unwrap_or(piece.len());
            let (word, rest) = piece.split_at(end);
            let new = words
                .iter()
                .find(|(from, _)| *from == word)
                .map_or(word, |(_, to)| to);
            [new, rest]
        })
        .collect()
}

/// The files that have not run yet; checks first that those recorded are unchanged.
fn missing(
    recorded: &[(i64, String)],
    until: Option<i64>,
) -> Result<Vec<&'static Migration>, StoreError> {
    for (number, hash) in recorded {
        let Some(known) = ALL.iter().find(|migration| migration.number == *number) else {
            return Err(StoreError::Refused(format!(
                "the store is newer than this program: it has migration {number}, \
                 the program knows {} at most",
                newest()
            )));
        };
        if known.hash() != *hash {
            return Err(StoreError::Refused(format!(
                "migration {number} ({}) was run with another text than this program has",
                known.name
            )));
        }
    }
    let last = recorded
        .iter()
        .map(|(number, _)| *number)
        .max()
        .unwrap_or(0);
    let until = until.unwrap_or(i64::MAX);
    Ok(ALL
        .iter()
        .filter(|file| file.number > last && file.number <= until)
        .collect())
}

/// Runs the missing migrations on a SQLite file, all or up to a number.
pub(crate) fn bring_sqlite_up(
    connection: &Connection,
    until: Option<i64>,
) -> Result<(), StoreError> {
    let failed = |error: rusqlite::Error| sqlite::failure("migration", &error);
    connection
        .execute_batch("BEGIN IMMEDIATE")
        .map_err(failed)?;
    let result = (|| {
        connection.execute_batch(RECORD).map_err(failed)?;
        let recorded: Vec<(i64, String)> = connection
            .prepare(RECORDED)
            .and_then(|mut statement| {
                statement
                    .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                    .collect()
            })
            .map_err(failed)?;
        for file in missing(&recorded, until)? {
            connection
                .execute_batch(&file.text_for(Dialect::Sqlite))
                .map_err(failed)?;
            connection
                .execute(
                    MAKE_RECORD,
                    rusqlite::params![file.number, file.name, file.hash()],
                )
                .map_err(failed)?;
        }
        Ok(())
    })();
    let end = if result.is_ok() { "COMMIT" } else { "ROLLBACK" };
    connection.execute_batch(end).map_err(failed)?;
    result
}

/// Runs the missing migrations on a PostgreSQL schema, all or up to a number.
pub(crate) async fn bring_postgres_up(
    client: &mut Client,
    until: Option<i64>,
) -> Result<(), StoreError> {
    let failed = |error: tokio_postgres::Error| postgres::failure("migration", &error);
    let transaction = client.transaction().await.map_err(failed)?;
    // When two processes start together, the second waits and then finds nothing to do.
    transaction
        .batch_execute("SELECT pg_advisory_xact_lock(7614502211)")
        .await
        .map_err(failed)?;
    transaction.batch_execute(RECORD).await.map_err(failed)?;
    let recorded: Vec<(i64, String)> = transaction
        .query(RECORDED, &[])
        .await
        .map_err(failed)?
        .iter()
        .map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
        .collect::<Result<_, tokio_postgres::Error>>()
        .map_err(failed)?;
    for file in missing(&recorded, until)? {
        transaction
            .batch_execute(&file.text_for(Dialect::Postgres))
            .await
            .map_err(failed)?;
        transaction
            .execute(MAKE_RECORD, &[&file.number, &file.name, &file.hash()])
            .await
            .map_err(failed)?;
    }
    transaction.commit().await.map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: Migration = Migration {
        number: 1,
        name: "sample",
        text: "-- postgres-word: TEXT = TEXT COLLATE \"C\"\n\
               CREATE TABLE t (a TEXT, context TEXT\n-- sqlite: ) STRICT;\n-- postgres: );\n",
    };

    #[test]
    fn each_database_gets_its_own_lines_and_words() {
        let words = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(
            words(SAMPLE.text_for(Dialect::Sqlite)),
            "CREATE TABLE t (a TEXT, context TEXT ) STRICT;"
        );
        assert_eq!(
            words(SAMPLE.text_for(Dialect::Postgres)),
            "CREATE TABLE t (a TEXT COLLATE \"C\", context TEXT COLLATE \"C\" );"
        );
    }

    #[test]
    fn a_store_newer_than_the_program_is_refused() {
        let recorded: Vec<_> = ALL.iter().map(|file| (file.number, file.hash())).collect();
        assert!(missing(&recorded, None).is_ok_and(|files| files.is_empty()));
        let mut newer = recorded;
        newer.push((newest() + 1, "00".to_owned()));
        assert!(matches!(missing(&newer, None), Err(StoreError::Refused(_))));
    }

    #[test]
    fn a_migration_whose_text_has_changed_is_refused() {
        let recorded = [(1, "another text".to_owned())];
        assert!(matches!(
            missing(&recorded, None),
            Err(StoreError::Refused(_))
        ));
    }
}
