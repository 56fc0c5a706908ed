//! PostgreSQL: a pool of connections. `BEGIN` and all statements of a unit of work are sent in one
//! pipeline, the commit in a second. It knows statements, and not what they mean.

pub(crate) mod pipeline;
mod value;

use std::{
    str::FromStr,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use deadpool_postgres::{Manager, ManagerConfig, Pool, PoolError, RecyclingMethod};
use tokio_postgres::{
    NoTls,
    error::{Severity, SqlState},
    types::ToSql,
};

pub(crate) use value::column;

use crate::{
    audit::{self, AuditEntry},
    dialect,
    error::StoreError,
    row::Row,
    seal,
    statement::{Effect, Outcome, Statement, Work},
    value::Value,
};

/// A connection of the pool, with its prepared statements.
pub(crate) type Client = deadpool_postgres::Client;

pub(crate) struct Postgres {
    pool: Pool,
    commits: AtomicU64,
    /// Chains of the audit log that no transaction of this process is writing to.
    chains: Mutex<Vec<i64>>,
}

impl Postgres {
    /// Connects and brings the schema up to date.
    pub(crate) async fn open(url: &str) -> Result<Self, StoreError> {
        let pool = pool(url)?;
        let mut client = take(&pool).await?;
        crate::migration::bring_postgres_up(&mut client, None).await?;
        for chain in 0..dialect::POSTGRES_CHAINS {
            client
                .execute(
                    dialect::MAKE_HEAD,
                    &[&chain, &audit::genesis(chain).as_slice()],
                )
                .await
                .map_err(|error| failure("audit.make-head", &error))?;
        }
        drop(client);
        Ok(Self {
            pool,
            commits: AtomicU64::new(0),
            chains: Mutex::new((0..dialect::POSTGRES_CHAINS).rev().collect()),
        })
    }

    pub(crate) async fn client(&self) -> Result<Client, StoreError> {
        take(&self.pool).await
    }

    pub(crate) fn commits(&self) -> u64 {
        self.commits.load(Ordering::Relaxed)
    }

    pub(crate) fn close(&self) {
        self.pool.close();
    }

    /// Runs a unit of work to its end, even if the caller is dropped, so that no connection returns
    /// to the pool inside a transaction.
    pub(crate) async fn write(self: &Arc<Self>, work: Work) -> Result<Outcome, StoreError> {
        let store = Arc::clone(self);
        tokio::spawn(async move { store.write_to_end(&work).await })
            .await
            .map_err(|error| StoreError::Unknown(error.to_string()))?
    }

    async fn write_to_end(&self, work: &Work) -> Result<Outcome, StoreError> {
        let client = self.client().await?;
        let chain = ChainLease::take(self, work.audit().is_empty());
        let result = run_work(&client, work, chain.number).await;
        let end = if result.is_ok() { "COMMIT" } else { "ROLLBACK" };
        let ended = client
            .batch_execute(end)
            .await
            .map_err(|error| unended(end, &error));
        drop(chain);
        if let Err(error) = ended {
            // The connection's state is unknown, so it does not return to the pool.
            drop(deadpool_postgres::Object::take(client));
            return Err(result.err().unwrap_or(error));
        }
        if result.is_ok() {
            self.commits.fetch_add(1, Ordering::Relaxed);
        }
        result
    }

    /// Runs queries on one connection; several see one snapshot.
    pub(crate) async fn read(
        &self,
        reads: &[(&'static str, &'static str, &[Value])],
    ) -> Result<Vec<Vec<tokio_postgres::Row>>, StoreError> {
        let client = self.client().await?;
        let mut prepared = Vec::with_capacity(reads.len());
        for (name, sql, _) in reads {
            prepared.push(prepare(&client, name, sql).await?);
        }
        if let ([(name, _, params)], [statement]) = (reads, prepared.as_slice()) {
            let rows = client.query(statement, &borrowed(params)).await;
            return Ok(vec![rows.map_err(|error| failure(name, &error))?]);
        }
        let mut pipeline = pipeline::Pipeline::default();
        pipeline.send(async {
            let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
            client.batch_execute(begin).await.map(|()| Vec::new())
        });
        for ((_, _, params), statement) in reads.iter().zip(&prepared) {
            pipeline.send(async { client.query(statement, &borrowed(params)).await });
        }
        pipeline.send(async { client.batch_execute("COMMIT").await.map(|()| Vec::new()) });
        let answers = pipeline.finish().await;
        let mut results = Vec::with_capacity(reads.len());
        for (index, answer) in answers.into_iter().enumerate() {
            let read = index.checked_sub(1).and_then(|index| reads.get(index));
            let name = read.map_or("transaction", |(name, _, _)| name);
            let rows = answer.map_err(|error| failure(name, &error))?;
            if read.is_some() {
                results.push(rows);
            }
        }
        Ok(results)
    }
}

/// The chain of the audit log that one transaction writes to, given back when it ends.
struct ChainLease<'a> {
    store: &'a Postgres,
    number: i64,
    given_back: bool,
}

impl<'a> ChainLease<'a> {
    fn take(store: &'a Postgres, unneeded: bool) -> Self {
        if unneeded {
            return Self {
                store,
                number: 0,
                given_back: true,
            };
        }
        // There are as many chains as connections. If none is free, chain 0 is correct too, only
        // slower.
        let number = store
            .chains
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        Self {
            store,
            number: number.unwrap_or(0),
            given_back: number.is_none(),
        }
    }
}

impl Drop for ChainLease<'_> {
    fn drop(&mut self) {
        if !self.given_back {
            self.store
                .chains
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(self.number);
        }
    }
}

async fn run_work(client: &Client, work: &Work, chain: i64) -> Result<Outcome, StoreError> {
    let mut prepared = Vec::new();
    for statement in work.statements() {
        prepared.push(prepare(client, statement.name, statement.sql.postgres()).await?);
    }
    let append = if work.audit().is_empty() {
        None
    } else {
        Some(prepare(client, "audit.append", dialect::POSTGRES_AUDIT).await?)
    };
    let rows = seal::rows_of(work);
    let mut pipeline = pipeline::Pipeline::default();
    pipeline.send(async {
        client
            .batch_execute("BEGIN")
            .await
            .map_err(|error| failure("BEGIN", &error))?;
        Ok(None)
    });
    let mut outcome = Outcome::default();
    let (mut before, mut after) = (Vec::new(), Vec::new());
    if rows.is_empty() {
        for (statement, prepared) in work.statements().zip(&prepared) {
            pipeline.send(async move { run(client, statement, prepared).await.map(Some) });
        }
    } else {
        // What is there before and after has to be known before the log is written, so it is not
        // all sent at once.
        for answer in pipeline.finish().await {
            answer?;
        }
        before = hashes(client, &rows).await?;
        for (statement, prepared) in work.statements().zip(&prepared) {
            outcome.push(run(client, statement, prepared).await?);
        }
        after = hashes(client, &rows).await?;
        pipeline = pipeline::Pipeline::default();
    }
    let seals = seal::assembled(work, &before, &after)?;
    if let Some(append) = &append {
        for (entry, seals) in work.audit().iter().zip(seals) {
            pipeline.send(async move {
                let done = log(client, append, chain, (entry, seals.as_deref())).await;
                done.map(|()| None)
            });
        }
    }
    for answer in pipeline.finish().await {
        if let Some(effect) = answer? {
            outcome.push(effect);
        }
    }
    Ok(outcome)
}

/// The hashes of rows as they are now in the transaction.
async fn hashes(
    client: &Client,
    rows: &[&seal::RowSeal],
) -> Result<Vec<Option<audit::Hash>>, StoreError> {
    let mut hashes = Vec::with_capacity(rows.len());
    for row in rows {
        let query = seal::query(row);
        let statement = prepare(client, query.name, query.sql.postgres()).await?;
        let found = client.query(&statement, &borrowed(&query.params)).await;
        let found = found.map_err(|error| failure(query.name, &error))?;
        let found: Vec<Vec<Value>> = found
            .iter()
            .map(|row| (query.decode)(&Row::of_postgres(row)))
            .collect::<Result<_, _>>()?;
        hashes.push(seal::found(&found));
    }
    Ok(hashes)
}

async fn run(
    client: &Client,
    statement: &Statement,
    prepared: &tokio_postgres::Statement,
) -> Result<Effect, StoreError> {
    let failed = |error: tokio_postgres::Error| failure(statement.name, &error);
    let params = borrowed(&statement.params);
    let (changed, rows) = if prepared.columns().is_empty() {
        (
            client.execute(prepared, &params).await.map_err(failed)?,
            Vec::new(),
        )
    } else {
        let rows = client.query(prepared, &params).await.map_err(failed)?;
        let rows = rows
            .iter()
            .map(|row| (0..row.len()).map(|index| column(row, index)).collect())
            .collect::<Result<Vec<Vec<Value>>, _>>()?;
        (rows.len() as u64, rows)
    };
    Effect {
        name: statement.name,
        changed,
        rows,
    }
    .expected_by(statement)
}

async fn log(
    client: &Client,
    append: &tokio_postgres::Statement,
    chain: i64,
    (entry, seals): (&AuditEntry, Option<&str>),
) -> Result<(), StoreError> {
    let digest = entry.digest(seals);
    let written = client
        .execute(
            append,
            &[
                &chain,
                &digest.as_slice(),
                &entry.at,
                &entry.actor,
                &entry.unit,
                &entry.action,
                &entry.case_key,
                &entry.patient_ref,
                &entry.detail,
                &seals,
            ],
        )
        .await
        .map_err(|error| failure("audit.append", &error))?;
    if written == 1 {
        Ok(())
    } else {
        Err(StoreError::Corrupt(format!(
            "audit chain {chain} has no head"
        )))
    }
}

async fn prepare(
    client: &Client,
    name: &'static str,
    sql: &str,
) -> Result<tokio_postgres::Statement, StoreError> {
    client
        .prepare_cached(sql)
        .await
        .map_err(|error| failure(name, &error))
}

pub(crate) fn borrowed(params: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    params
        .iter()
        .map(|value| value as &(dyn ToSql + Sync))
        .collect()
}

pub(crate) fn pool(url: &str) -> Result<Pool, StoreError> {
    let wrong = |error: &dyn std::fmt::Display| {
        StoreError::Refused(format!(
            "the address of the PostgreSQL database is not right: {error}"
        ))
    };
    let config = tokio_postgres::Config::from_str(url).map_err(|error| wrong(&error))?;
    let manager = Manager::from_config(
        config,
        NoTls,
        ManagerConfig {
            recycling_method: RecyclingMethod::Fast,
        },
    );
    let size = usize::try_from(dialect::POSTGRES_CHAINS).map_err(|error| wrong(&error))?;
    Pool::builder(manager)
        .max_size(size)
        .build()
        .map_err(|error| wrong(&error))
}

pub(crate) async fn take(pool: &Pool) -> Result<Client, StoreError> {
    pool.get().await.map_err(|error| match error {
        PoolError::Backend(error) => failure("connect", &error),
        PoolError::Closed => StoreError::Closed,
        PoolError::Timeout(_) | PoolError::NoRuntimeSpecified | PoolError::PostCreateHook(_) => {
            StoreError::Io(error.to_string())
        }
    })
}

/// Translates an error of the statement that ends a transaction. PostgreSQL's ordinary error says that
/// nothing was kept. Otherwise the answer is lost: the commit may be durable.
fn unended(end: &'static str, error: &tokio_postgres::Error) -> StoreError {
    let said_no = error
        .as_db_error()
        .is_some_and(|error| error.parsed_severity() == Some(Severity::Error));
    if said_no {
        failure(end, error)
    } else {
        StoreError::Unknown(format!("{end}: {error}"))
    }
}

/// Translates an error of PostgreSQL. The server's *detail* is left out, because it quotes values.
pub(crate) fn failure(statement: &'static str, error: &tokio_postgres::Error) -> StoreError {
    let Some(database) = error.as_db_error() else {
        return StoreError::Io(format!("{statement}: {error}"));
    };
    let code = database.code();
    let message = format!("{} ({})", database.message(), code.code());
    if [
        SqlState::T_R_SERIALIZATION_FAILURE,
        SqlState::T_R_DEADLOCK_DETECTED,
        SqlState::LOCK_NOT_AVAILABLE,
        SqlState::TOO_MANY_CONNECTIONS,
    ]
    .contains(code)
    {
        return StoreError::Busy;
    }
    if *code == SqlState::DISK_FULL {
        return StoreError::NoRoom;
    }
    match code.code().get(..2) {
        Some("23") => StoreError::Violated {
            statement,
            detail: message,
        },
        Some("42" | "22") => StoreError::Refused(format!("{statement}: {message}")),
        Some("XX") => StoreError::Corrupt(message),
        Some(_) | None => StoreError::Io(format!("{statement}: {message}")),
    }
}
