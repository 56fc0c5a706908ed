//! How near the executor comes to the bare loop: `cargo run --release --example executor`.
//! Prints steps a second for the bare loop, the executor with 16 submitters, the bare loop again.

use std::{error::Error, io::Write, path::Path};

use store::{
    Database,
    bench_baseline::{self, Rate, StepShape},
};

fn main() -> Result<(), Box<dyn Error>> {
    let steps = std::env::args()
        .nth(1)
        .map_or(Ok(40_000), |text| text.parse())?;
    let rounds = std::env::args().nth(2).map_or(Ok(3), |text| text.parse())?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let folder = std::env::temp_dir().join(format!("vardbron-executor-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let shape = StepShape::default();
    let mut out = std::io::stdout();
    for round in 0..rounds {
        let before = bare(&runtime, &folder, &shape, steps, 16)?;
        let ours = executor(&runtime, &folder, &shape, steps, 16)?;
        let after = bare(&runtime, &folder, &shape, steps, 16)?;
        let limit = f64::midpoint(before.per_second(), after.per_second());
        writeln!(
            out,
            "round {round}: bare {:.0} and {:.0}/s, executor {:.0}/s in groups of {:.1}, ratio {:.2}",
            before.per_second(),
            after.per_second(),
            ours.per_second(),
            group(&ours),
            ours.per_second() / limit
        )?;
        let one = bare(&runtime, &folder, &shape, steps / 10, 1)?;
        let alone = executor(&runtime, &folder, &shape, steps / 10, 1)?;
        writeln!(
            out,
            "         one at a time: bare {:.3} ms, executor {:.3} ms, ratio {:.2}",
            1e3 / one.per_second(),
            1e3 / alone.per_second(),
            one.per_second() / alone.per_second()
        )?;
    }
    if let Ok(url) = std::env::var("VARDBRON_TEST_POSTGRES") {
        runtime.block_on(async {
            let database = Database::open(&url).await?;
            shape.prepare(&database).await?;
            let ours = bench_baseline::through_executor(&database, &shape, steps, 16).await?;
            writeln!(out, "PostgreSQL, 16 submitters: {:.0}/s", ours.per_second())?;
            database.close().await;
            Ok::<(), Box<dyn Error>>(())
        })?;
    }
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a count of commits is far below 2^52"
)]
fn group(rate: &Rate) -> f64 {
    rate.steps as f64 / rate.commits as f64
}

fn bare(
    runtime: &tokio::runtime::Runtime,
    folder: &Path,
    shape: &StepShape,
    steps: usize,
    per_commit: usize,
) -> Result<Rate, Box<dyn Error>> {
    let path = fresh(folder)?;
    runtime.block_on(async {
        let database = Database::open(&format!("sqlite:{}", path.display())).await?;
        shape.prepare(&database).await?;
        database.close().await;
        Ok::<(), Box<dyn Error>>(())
    })?;
    Ok(bench_baseline::bare(&path, shape, steps, per_commit)?)
}

fn executor(
    runtime: &tokio::runtime::Runtime,
    folder: &Path,
    shape: &StepShape,
    steps: usize,
    submitters: usize,
) -> Result<Rate, Box<dyn Error>> {
    let path = fresh(folder)?;
    runtime.block_on(async {
        let database = Database::open(&format!("sqlite:{}", path.display())).await?;
        shape.prepare(&database).await?;
        let rate = bench_baseline::through_executor(&database, shape, steps, submitters).await?;
        database.close().await;
        Ok(rate)
    })
}

fn fresh(folder: &Path) -> Result<std::path::PathBuf, Box<dyn Error>> {
    let path = folder.join("store.sqlite");
    for end in ["", "-wal", "-shm"] {
        let file = folder.join(format!("store.sqlite{end}"));
        if file.exists() {
            std::fs::remove_file(file)?;
        }
    }
    Ok(path)
}
