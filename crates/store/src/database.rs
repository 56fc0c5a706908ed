//! The handle to a store: one address, and the executor for its database.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use crate::{
    audit::AuditEntry,
    error::StoreError,
    postgres::Postgres,
    row::Row,
    sqlite::Sqlite,
    statement::{Outcome, Query, Work},
};

/// An open store. Cloning gives another handle to the same store.
#[derive(Clone)]
pub struct Database {
    engine: Engine,
    questions: Arc<AtomicU64>,
}

#[derive(Clone)]
pub(crate) enum Engine {
    Sqlite(Arc<Sqlite>),
    Postgres(Arc<Postgres>),
}

impl Database {
    /// Opens `sqlite:PATH` or `postgres://…`, creates the schema if it is empty, or brings it up to
    /// date. Needs a tokio runtime.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when the address is neither, the schema was made from other
    /// migration files or by a newer program, or the SQLite library is older than 3.51.3;
    /// [`StoreError::Io`] when the store cannot be reached.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        Self::open_with(url, None).await
    }

    /// The same with a number of bytes that are kept free on SQLite's disk; without one it is a
    /// twentieth of the disk, within bounds.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub async fn open_with(url: &str, reserve: Option<u64>) -> Result<Self, StoreError> {
        let engine = match Address::parse(url)? {
            Address::Sqlite(path) => {
                let path = path.to_owned();
                let opened = tokio::task::spawn_blocking(move || Sqlite::open(&path, reserve));
                let opened = opened
                    .await
                    .map_err(|error| StoreError::Io(error.to_string()))?;
                let store = opened?;
                match store.take_in().await {
                    // What lies beside the store stays there until there is room.
                    Ok(()) | Err(StoreError::NoRoom | StoreError::Busy) => {}
                    Err(error) => return Err(error),
                }
                Engine::Sqlite(Arc::new(store))
            }
            Address::Postgres(url) => Engine::Postgres(Arc::new(Postgres::open(url).await?)),
        };
        Ok(Self {
            engine,
            questions: Arc::default(),
        })
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Writes all of a unit of work, or nothing, and returns when it is durable. It runs to its end
    /// even if the caller is dropped.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when a statement that expects one row changed none or several;
    /// [`StoreError::Violated`] when a constraint of the schema is violated; [`StoreError::Unknown`]
    /// when the commit failed or its answer was lost, for all units of work in the same commit;
    /// [`StoreError::Stopped`] after that on SQLite; [`StoreError::NoRoom`] when the disk is full.
    pub async fn write(&self, work: Work) -> Result<Outcome, StoreError> {
        match &self.engine {
            Engine::Sqlite(store) => store.write(work).await,
            Engine::Postgres(store) => store.write(work).await,
        }
    }

    /// Runs a query and returns its rows.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when a row is not what the query expects; [`StoreError::Io`] when
    /// the store cannot be read.
    pub async fn read<T: Send + 'static>(&self, query: Query<T>) -> Result<Vec<T>, StoreError> {
        self.count(1);
        match &self.engine {
            Engine::Sqlite(store) => store.read(move |session| session.query(&query)).await,
            Engine::Postgres(store) => {
                let rows = store.read(&[text_of(&query)]).await?;
                decode(&query, rows.first())
            }
        }
    }

    /// Reads at most one row.
    ///
    /// # Errors
    /// As [`Self::read`]; [`StoreError::Corrupt`] also when there are several.
    pub async fn read_one<T: Send + 'static>(
        &self,
        query: Query<T>,
    ) -> Result<Option<T>, StoreError> {
        let name = query.name;
        only_one(name, self.read(query).await?)
    }

    /// Runs several queries of one type on one snapshot, in one round trip.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub async fn read_all<T: Send + 'static>(
        &self,
        queries: Vec<Query<T>>,
    ) -> Result<Vec<Vec<T>>, StoreError> {
        self.count(queries.len());
        match &self.engine {
            Engine::Sqlite(store) => {
                store
                    .read(move |session| {
                        session.snapshot(|session| {
                            queries.iter().map(|query| session.query(query)).collect()
                        })
                    })
                    .await
            }
            Engine::Postgres(store) => {
                let texts: Vec<_> = queries.iter().map(text_of).collect();
                let rows = store.read(&texts).await?;
                queries
                    .iter()
                    .zip(&rows)
                    .map(|(query, rows)| decode(query, Some(rows)))
                    .collect()
            }
        }
    }

    /// Runs two queries on one snapshot, in one round trip.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub async fn read_two<A: Send + 'static, B: Send + 'static>(
        &self,
        first: Query<A>,
        second: Query<B>,
    ) -> Result<(Vec<A>, Vec<B>), StoreError> {
        self.count(2);
        match &self.engine {
            Engine::Sqlite(store) => {
                store
                    .read(move |session| {
                        session.snapshot(|session| {
                            Ok((session.query(&first)?, session.query(&second)?))
                        })
                    })
                    .await
            }
            Engine::Postgres(store) => {
                let rows = store.read(&[text_of(&first), text_of(&second)]).await?;
                Ok((decode(&first, rows.first())?, decode(&second, rows.get(1))?))
            }
        }
    }

    /// Runs three queries on one snapshot, in one round trip.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub async fn read_three<A: Send + 'static, B: Send + 'static, C: Send + 'static>(
        &self,
        first: Query<A>,
        second: Query<B>,
        third: Query<C>,
    ) -> Result<(Vec<A>, Vec<B>, Vec<C>), StoreError> {
        self.count(3);
        match &self.engine {
            Engine::Sqlite(store) => {
                store
                    .read(move |session| {
                        session.snapshot(|session| {
                            Ok((
                                session.query(&first)?,
                                session.query(&second)?,
                                session.query(&third)?,
                            ))
                        })
                    })
                    .await
            }
            Engine::Postgres(store) => {
                let texts = [text_of(&first), text_of(&second), text_of(&third)];
                let rows = store.read(&texts).await?;
                Ok((
                    decode(&first, rows.first())?,
                    decode(&second, rows.get(1))?,
                    decode(&third, rows.get(2))?,
                ))
            }
        }
    }

    /// Whether a commit, write or sync has failed, so that nothing more is written through this
    /// handle and its clones. PostgreSQL's disk is its own concern.
    pub fn has_failed(&self) -> bool {
        match &self.engine {
            Engine::Sqlite(store) => store.health().has_failed(),
            Engine::Postgres(_) => false,
        }
    }

    /// Completes when [`Self::has_failed`].
    pub async fn failed(&self) {
        match &self.engine {
            Engine::Sqlite(store) => store.health().failed().await,
            Engine::Postgres(_) => std::future::pending().await,
        }
    }

    /// Keeps log entries in a file beside a SQLite store that has failed. They are in the log once
    /// a program has opened the store again.
    ///
    /// # Errors
    /// [`StoreError::Io`] when they did not become durable there; [`StoreError::Stopped`] on
    /// PostgreSQL, which has no such file.
    pub async fn set_aside(&self, entries: Vec<AuditEntry>) -> Result<(), StoreError> {
        match &self.engine {
            Engine::Sqlite(store) => store.set_aside(entries).await,
            Engine::Postgres(_) => Err(StoreError::Stopped),
        }
    }

    /// How many queries have run through this handle and its clones. A test compares the numbers:
    /// an answer about a case that the caller may not know of must take as many queries as an
    /// answer about a case that does not exist.
    pub fn statements_read(&self) -> u64 {
        self.questions.load(Ordering::Relaxed)
    }

    fn count(&self, statements: usize) {
        let statements = u64::try_from(statements).unwrap_or(u64::MAX);
        self.questions.fetch_add(statements, Ordering::Relaxed);
    }

    /// How many transactions have become durable through this handle and its clones. On SQLite
    /// one holds up to 64 units of work.
    pub fn commits(&self) -> u64 {
        match &self.engine {
            Engine::Sqlite(store) => store.commits(),
            Engine::Postgres(store) => store.commits(),
        }
    }

    /// How many units of work wait for SQLite's writer; always 0 on PostgreSQL, which queues by
    /// itself.
    pub fn waiting(&self) -> usize {
        match &self.engine {
            Engine::Sqlite(store) => store.waiting(),
            Engine::Postgres(_) => 0,
        }
    }

    /// Finishes the pending work and closes the store, for this handle and its clones.
    pub async fn close(&self) {
        match &self.engine {
            Engine::Sqlite(store) => {
                let store = Arc::clone(store);
                if let Err(error) = tokio::task::spawn_blocking(move || store.close()).await {
                    tracing::error!(%error, "the store could not be closed");
                }
            }
            Engine::Postgres(store) => store.close(),
        }
    }
}

/// The address of a store.
pub(crate) enum Address<'a> {
    Sqlite(&'a Path),
    Postgres(&'a str),
}

impl<'a> Address<'a> {
    pub(crate) fn parse(url: &'a str) -> Result<Self, StoreError> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            Ok(Self::Sqlite(Path::new(path)))
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Ok(Self::Postgres(url))
        } else {
            Err(StoreError::Refused(
                "the address of the store must be sqlite:PATH or postgres://…".to_owned(),
            ))
        }
    }
}

type Text<'a> = (&'static str, &'static str, &'a [crate::value::Value]);

fn text_of<T>(query: &Query<T>) -> Text<'_> {
    (query.name, query.sql.postgres(), &query.params)
}

fn decode<T>(
    query: &Query<T>,
    rows: Option<&Vec<tokio_postgres::Row>>,
) -> Result<Vec<T>, StoreError> {
    rows.into_iter()
        .flatten()
        .map(|row| (query.decode)(&Row::of_postgres(row)))
        .collect()
}

fn only_one<T>(name: &str, rows: Vec<T>) -> Result<Option<T>, StoreError> {
    let mut rows = rows.into_iter();
    let first = rows.next();
    if rows.next().is_some() {
        return Err(StoreError::Corrupt(format!("`{name}` found several rows")));
    }
    Ok(first)
}
