//! The measured limit counts only if the bare loop does the same work as the executor.

use store::{
    Database, backup,
    bench_baseline::{self, StepShape},
};

use crate::stores::{Kind, fresh};

/// How a backup begins a value that is bytes.
const BYTES: &str = "{\"bytes\"";

/// The rows of a store, sorted, without hashes, which the bare loop makes up; the audit log's carry
/// two.
async fn rows(database: &Database, file: &std::path::Path) -> Vec<String> {
    backup::backup(database, file).await.unwrap();
    let text = std::fs::read_to_string(file).unwrap();
    let mut rows: Vec<String> = text
        .lines()
        .filter(|line| line.starts_with('[') && line.matches(BYTES).count() < 2)
        .map(|line| match line.split_once(BYTES) {
            Some((before, rest)) => before.to_owned() + rest.split_once('}').unwrap().1,
            None => line.to_owned(),
        })
        .collect();
    rows.sort();
    rows
}

#[test]
fn the_bare_loop_writes_the_same_rows_as_the_executor() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let shape = StepShape {
            cases: 32,
            units: 2,
            ..StepShape::default()
        };
        let (one, other) = (fresh(Kind::Sqlite).await, fresh(Kind::Sqlite).await);
        shape.prepare(&one.database).await.unwrap();
        shape.prepare(&other.database).await.unwrap();

        let ours = bench_baseline::through_executor(&one.database, &shape, 200, 16)
            .await
            .unwrap();
        assert_eq!(ours.steps, 200);
        assert!(ours.commits <= 200 && ours.per_second() > 0.0);

        other.database.close().await;
        let bare = bench_baseline::bare(&other.path(), &shape, 200, 16).unwrap();
        assert_eq!(bare.commits, 13);
        let other_again = Database::open(&other.url).await.unwrap();
        let expected = rows(&one.database, &one.file("backup")).await;
        // Per case a head, per step an event and an answer, and for each case two worklist rows.
        assert_eq!(expected.len(), 32 + 200 + 200 + 64);
        assert_eq!(rows(&other_again, &other.file("backup")).await, expected);
    });
}
