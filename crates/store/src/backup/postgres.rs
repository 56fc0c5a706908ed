//! Backup from PostgreSQL and restore into it.

use std::path::Path;

use deadpool_postgres::Transaction;
use tokio_postgres::IsolationLevel;

use super::{
    Summary, TABLES,
    file::{self, BackupLine, Sink},
    insertion, not_empty,
};
use crate::{
    error::StoreError,
    migration,
    postgres::{self, Client, borrowed, column, failure, pipeline::Pipeline},
    value::Value,
};

/// How many rows are sent before their answers are awaited.
const CHUNK: usize = 500;

pub(super) async fn backup(client: &mut Client, file: &Path) -> Result<Summary, StoreError> {
    let failed = |error: tokio_postgres::Error| failure("backup", &error);
    let mut sink = Sink::create(file)?;
    let transaction = client
        .build_transaction()
        .isolation_level(IsolationLevel::RepeatableRead)
        .read_only(true)
        .start()
        .await
        .map_err(failed)?;
    for table in TABLES {
        let select = transaction
            .prepare(&format!("SELECT * FROM {table}"))
            .await
            .map_err(failed)?;
        sink.table(
            table,
            select
                .columns()
                .iter()
                .map(|it| it.name().to_owned())
                .collect(),
        )?;
        let portal = transaction.bind(&select, &[]).await.map_err(failed)?;
        loop {
            let chunk = i32::try_from(CHUNK).unwrap_or(i32::MAX);
            let rows = transaction
                .query_portal(&portal, chunk)
                .await
                .map_err(failed)?;
            if rows.is_empty() {
                break;
            }
            for row in &rows {
                let values = (0..row.len()).map(|index| column(row, index));
                sink.row(values.collect::<Result<_, _>>()?)?;
            }
        }
    }
    transaction.commit().await.map_err(failed)?;
    sink.finish()
}

pub(super) async fn restore(url: &str, file: &Path, until: i64) -> Result<Summary, StoreError> {
    let pool = postgres::pool(url)?;
    let mut client = postgres::take(&pool).await?;
    migration::bring_postgres_up(&mut client, Some(until)).await?;
    let failed = |error: tokio_postgres::Error| failure("restore", &error);
    let transaction = client.transaction().await.map_err(failed)?;
    let summary = fill(&transaction, file, until).await?;
    transaction.commit().await.map_err(failed)?;
    Ok(summary)
}

async fn fill(
    transaction: &Transaction<'_>,
    file: &Path,
    until: i64,
) -> Result<Summary, StoreError> {
    let failed = |error: tokio_postgres::Error| failure("restore", &error);
    // Locks out other processes until the restore is done.
    transaction
        .batch_execute(&format!(
            "LOCK TABLE {} IN ACCESS EXCLUSIVE MODE; DELETE FROM audit_heads WHERE seq = 0",
            TABLES.join(", ")
        ))
        .await
        .map_err(failed)?;
    for table in TABLES {
        let question = format!("SELECT EXISTS (SELECT 1 FROM {table})");
        let rows: bool = transaction
            .query_one(&question, &[])
            .await
            .and_then(|row| row.try_get(0))
            .map_err(failed)?;
        if rows {
            return Err(not_empty());
        }
    }
    let recorded: i64 = transaction
        .query_one("SELECT MAX(number) FROM migrations", &[])
        .await
        .and_then(|row| row.try_get(0))
        .map_err(failed)?;
    if recorded != until {
        return Err(not_empty());
    }
    let mut insert = None;
    let mut waiting: Vec<Vec<Value>> = Vec::with_capacity(CHUNK);
    let mut summary = Summary::default();
    for line in file::lines(file)? {
        match line? {
            BackupLine::Table { table, columns } => {
                send(transaction, insert.as_ref(), &mut waiting).await?;
                let text = insertion(&table, &columns)?;
                insert = Some(transaction.prepare(&text).await.map_err(failed)?);
            }
            BackupLine::Row(row) => {
                waiting.push(row);
                summary.rows += 1;
                if waiting.len() == CHUNK {
                    send(transaction, insert.as_ref(), &mut waiting).await?;
                }
            }
        }
    }
    send(transaction, insert.as_ref(), &mut waiting).await?;
    Ok(summary)
}

/// Inserts the collected rows in one pipeline.
async fn send(
    transaction: &Transaction<'_>,
    insert: Option<&tokio_postgres::Statement>,
    waiting: &mut Vec<Vec<Value>>,
) -> Result<(), StoreError> {
    if waiting.is_empty() {
        return Ok(());
    }
    let Some(insert) = insert else {
        return Err(StoreError::Corrupt(
            "the backup has a row of no table".to_owned(),
        ));
    };
    let mut pipeline = Pipeline::default();
    for row in waiting.iter() {
        pipeline.send(async { transaction.execute(insert, &borrowed(row)).await });
    }
    for answer in pipeline.finish().await {
        answer.map_err(|error| failure("restore", &error))?;
    }
    waiting.clear();
    Ok(())
}
