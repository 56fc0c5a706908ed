//! `vardbron bench`: compares the product with the limits of the machine.
//!
//! The measured server is the real one in its own process, and the client is a minimal one in this
//! process. The limit is measured in the same way: the same rows written in a bare loop (L1), or a
//! server that only says hello (L2). Each round measures the limit, the product, and the limit
//! again. If other load on the machine changes the limit during a round, nothing is concluded from
//! it. docs/measurements.md explains the numbers.

mod child;
mod client;
mod conclusion;
mod load;
mod reads;
mod steps;
mod stores;

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use app::App;
use store::bench_baseline::{self, Rate, StepShape};

use self::{
    child::Server,
    conclusion::{Conclusion, Round},
    load::{Measured, load},
    reads::{Reader, TOGETHER, with_session, with_token},
    steps::{NURSE, Nurse, STEPS_OF_CASE, Script},
};
use crate::{
    arguments::{Bench, Goal},
    command::Failure,
    demo::PASSWORD,
    output,
};

/// The longest that a measurement may take.
const AT_MOST: Duration = Duration::from_mins(1);
/// How many steps L1 writes in one commit when sixteen clients work at the same time.
const PER_COMMIT: usize = 16;
/// A user of the ward that has more cases than anybody else, and one of another ward.
const WORST: &str = NURSE;
const ORDINARY: &str = "ward-52-nurse";

/// Adds what was being done to an error.
fn failed<E: std::fmt::Display>(doing: &'static str) -> impl Fn(E) -> Failure {
    move |error| Failure::of(&format!("bench, {doing}"), &error)
}

/// Measures the goals that are asked for and prints the results.
///
/// # Errors
/// When a store or a server cannot be used, or an answer is not what it should be.
pub(crate) async fn run(asked: Bench) -> Result<(), Failure> {
    if asked.hello {
        return child::say_hello().await;
    }
    std::fs::create_dir_all(&asked.data).map_err(failed("the folder"))?;
    let goals = if asked.only.is_empty() {
        Goal::ALL.to_vec()
    } else {
        asked.only.clone()
    };
    for goal in goals {
        match goal {
            Goal::P1 => steps_together(&asked).await?,
            Goal::P2 => steps_alone(&asked).await?,
            Goal::P5 => reading_cases(&asked).await?,
            Goal::P7 => worklists(&asked).await?,
            Goal::P8 => case_pages(&asked).await?,
            Goal::P10 => footprint(&asked).await?,
        }
    }
    Ok(())
}

/// Prints the result of the rounds.
fn conclude(what: &str, unit: &str, rounds: &[Round]) {
    for round in rounds {
        output::say(&format!(
            "{what}: limit {:.4} and {:.4}, ours {:.4} {unit}, ratio {:.3}, the limit moved {:.2}×",
            round.before,
            round.after,
            round.ours,
            round.ratio(),
            round.spread()
        ));
    }
    match Conclusion::of(rounds) {
        Some(found) => output::say(&format!(
            "{what}: ours {:.4} {unit}, limit {:.4}, ratio {:.3}, spread of the limit {:.2}×, {} \
             of {} rounds",
            found.ours,
            found.limit,
            found.ratio,
            found.spread,
            found.rounds,
            rounds.len()
        )),
        None => output::say(&format!("{what}: no conclusion, the limit moved too much")),
    }
}

/// A store with nurses who have opened their cases, and a server that uses it.
struct Ward {
    server: Server,
    nurses: Vec<Nurse>,
    shape: StepShape,
}

impl Ward {
    async fn open(within: &Path, nurses: usize, steps: usize) -> Result<Self, Failure> {
        let folder = within.join("steps");
        let app = stores::fresh(&folder).await?;
        let cases = (steps / nurses / STEPS_OF_CASE).max(1);
        let shape = steps::shape(&app, cases * nurses).await?;
        let token = app.demo_token(NURSE).await?;
        let script = Script::of(&app);
        app.close().await;
        let server = Server::product(&folder)?;
        let nurses = (0..nurses)
            .map(|nurse| Nurse::opening(&token, &script, format!("n{nurse}"), cases))
            .collect();
        let (_, nurses) = load(server.address, nurses, AT_MOST)
            .await
            .map_err(Failure::said)?;
        Ok(Self {
            server,
            nurses,
            shape,
        })
    }

    async fn take(self, steps: usize) -> Result<(Measured, Server), Failure> {
        let each = steps / self.nurses.len();
        let nurses = self
            .nurses
            .into_iter()
            .map(|nurse| nurse.taking(each))
            .collect();
        let (measured, _) = load(self.server.address, nurses, AT_MOST)
            .await
            .map_err(Failure::said)?;
        Ok((measured, self.server))
    }
}

/// Measures L1 on a new file.
async fn bare(
    within: &Path,
    shape: &StepShape,
    steps: usize,
    per_commit: usize,
) -> Result<Rate, Failure> {
    let folder = within.join("limit");
    std::fs::create_dir_all(&folder).map_err(failed("the folder"))?;
    stores::remove(&folder)?;
    let database = store::Database::open(&stores::address(&folder))
        .await
        .map_err(failed("L1"))?;
    shape.prepare(&database).await.map_err(failed("L1"))?;
    database.close().await;
    let path: PathBuf = folder.join("vardbron.sqlite");
    let shape = shape.clone();
    tokio::task::spawn_blocking(move || bench_baseline::bare(&path, &shape, steps, per_commit))
        .await
        .map_err(failed("L1"))?
        .map_err(failed("L1"))
}

fn say_shape(shape: &StepShape) {
    output::say(&format!(
        "one step writes: event {} B, {} worklist row(s) of {} B, answer {} B, log {} B; due \
         stays for {} steps, the row for {}; one step in {} tells somebody",
        shape.event,
        shape.units,
        shape.worklist,
        shape.answer,
        shape.audit,
        shape.due_stays,
        shape.row_stays,
        shape.told_every
    ));
}

async fn steps_together(asked: &Bench) -> Result<(), Failure> {
    let mut rounds = Vec::new();
    for round in 0..asked.rounds {
        let ward = Ward::open(&asked.data, TOGETHER, asked.steps).await?;
        let shape = ward.shape.clone();
        if round == 0 {
            say_shape(&shape);
        }
        let before = bare(&asked.data, &shape, asked.steps, PER_COMMIT).await?;
        let (ours, server) = ward.take(asked.steps).await?;
        let (now, peak) = server.memory()?;
        drop(server);
        let after = bare(&asked.data, &shape, asked.steps, PER_COMMIT).await?;
        output::say(&format!(
            "P1 round: p50 {:.2} ms, memory {now:.0} MB, at most {peak:.0} MB",
            ours.percentile(50) * 1e3
        ));
        rounds.push(Round {
            before: before.per_second(),
            ours: ours.per_second(),
            after: after.per_second(),
        });
    }
    conclude("P1, steps at 16 connections", "steps/s", &rounds);
    Ok(())
}

async fn steps_alone(asked: &Bench) -> Result<(), Failure> {
    let steps = (asked.steps / 8).max(STEPS_OF_CASE);
    let (mut rounds, mut tails) = (Vec::new(), Vec::new());
    for _ in 0..asked.rounds {
        let ward = Ward::open(&asked.data, 1, steps).await?;
        let shape = ward.shape.clone();
        let middle = |rate: Rate| conclusion::median(rate.each).unwrap_or_default() * 1e3;
        let before = middle(bare(&asked.data, &shape, steps, 1).await?);
        let (ours, server) = ward.take(steps).await?;
        drop(server);
        let after = middle(bare(&asked.data, &shape, steps, 1).await?);
        let (p50, p99) = (ours.percentile(50) * 1e3, ours.percentile(99) * 1e3);
        tails.push(p99 / p50);
        rounds.push(Round {
            before,
            ours: p50,
            after,
        });
    }
    conclude("P2, one step at 1 connection, p50", "ms", &rounds);
    let tail = conclusion::median(tails).unwrap_or_default();
    output::say(&format!("P2, p99 is {tail:.1} × p50"));
    Ok(())
}

/// Measures L2 with a number of connections.
async fn hello(connections: usize, count: usize) -> Result<Measured, Failure> {
    let server = Server::hello()?;
    let request = b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n".to_vec();
    read(&server, vec![request], connections, count)
        .await
        .map(|(measured, _)| measured)
}

/// Measures readers of the same addresses; returns the measurement and the mean length of an
/// answer.
async fn read(
    server: &Server,
    requests: Vec<Vec<u8>>,
    connections: usize,
    count: usize,
) -> Result<(Measured, usize), Failure> {
    let readers = Reader::several(requests, connections, count);
    let (measured, readers) = load(server.address, readers, AT_MOST)
        .await
        .map_err(Failure::said)?;
    let bytes: usize = readers.iter().map(|reader| reader.bytes).sum();
    let answers: usize = readers.iter().map(|reader| reader.answers).sum();
    Ok((measured, bytes.checked_div(answers).unwrap_or_default()))
}

/// A store with cases, a user who may read them, and their addresses.
struct Archive {
    folder: PathBuf,
    token: String,
    session: String,
    ordinary: String,
    /// The cases, each with the address of its next step.
    cases: Vec<(String, String)>,
}

impl Archive {
    async fn open(within: &Path, cases: u64) -> Result<Self, Failure> {
        let folder = stores::with_cases(within, cases).await?;
        let app: App = stores::open(&folder).await?;
        let worst = app.demo_caller(WORST).await?;
        let archive = Self {
            token: app.demo_token(WORST).await?,
            session: app.log_in(WORST, PASSWORD, None).await?,
            ordinary: app.demo_token(ORDINARY).await?,
            cases: stores::listed(&app, worst.unit().hsa_id.as_str(), 100_000).await?,
            folder,
        };
        app.close().await;
        Ok(archive)
    }

    async fn serve(&self) -> Result<(Server, f64), Failure> {
        let server = Server::product(&self.folder)?;
        let first = server
            .first_answer(&with_token("/api/v1/cases?limit=20", &self.token))
            .await?;
        Ok((server, first))
    }
}

/// How many case pages per second P8 asks for, as a fraction of L2's answers per second in the same
/// round.
const PAGES_TO_HELLO: f64 = 0.04;
/// How many cases of a ward are read repeatedly in a day.
const IN_USE: usize = 1000;

async fn reading_cases(asked: &Bench) -> Result<(), Failure> {
    let archive = Archive::open(&asked.data, asked.cases).await?;
    let (server, _) = archive.serve().await?;
    let count = asked.steps * 3;
    for (what, at_most) in [
        ("cases in use", IN_USE),
        ("any of the ward's cases", usize::MAX),
    ] {
        let requests: Vec<Vec<u8>> = archive
            .cases
            .iter()
            .take(at_most)
            .map(|(id, _)| with_token(&format!("/api/v1/cases/{id}"), &archive.token))
            .collect();
        let among = requests.len();
        // The first round fills the caches, as a morning's work does.
        read(&server, requests.clone(), TOGETHER, among.min(20_000)).await?;
        let mut rounds = Vec::new();
        for _ in 0..asked.rounds {
            let before = hello(TOGETHER, count * 3).await?.per_second();
            let (ours, _) = read(&server, requests.clone(), TOGETHER, count).await?;
            let after = hello(TOGETHER, count * 3).await?.per_second();
            rounds.push(Round {
                before,
                ours: ours.per_second(),
                after,
            });
        }
        conclude(
            &format!("P5, {what} ({among} of {})", asked.cases),
            "cases/s",
            &rounds,
        );
    }
    Ok(())
}

async fn worklists(asked: &Bench) -> Result<(), Failure> {
    let few = Archive::open(&asked.data, 1_000).await?;
    let many = Archive::open(&asked.data, asked.many).await?;
    let ((few_server, _), (many_server, _)) = (few.serve().await?, many.serve().await?);
    let p50 = async |server: &Server, token: &str| -> Result<f64, Failure> {
        let request = with_token("/api/v1/cases?limit=20", token);
        let (measured, _) = read(server, vec![request], 1, (asked.steps / 8).max(100)).await?;
        Ok(measured.percentile(50) * 1e3)
    };
    let users = [
        ("ordinary user", &few.ordinary, &many.ordinary),
        ("worst user", &few.token, &many.token),
    ];
    for (who, of_few, of_many) in users {
        let mut rounds = Vec::new();
        p50(&many_server, of_many).await?;
        for _ in 0..asked.rounds {
            let before = p50(&few_server, of_few).await?;
            let ours = p50(&many_server, of_many).await?;
            let after = p50(&few_server, of_few).await?;
            rounds.push(Round {
                before,
                ours,
                after,
            });
        }
        conclude(
            &format!("P7, worklist at {} cases, {who}, p50", asked.many),
            "ms",
            &rounds,
        );
    }
    Ok(())
}

async fn case_pages(asked: &Bench) -> Result<(), Failure> {
    let archive = Archive::open(&asked.data, asked.cases).await?;
    let (server, _) = archive.serve().await?;
    let requests: Vec<Vec<u8>> = archive
        .cases
        .iter()
        .take(IN_USE)
        .map(|(id, step)| with_session(&format!("/arenden/{id}/steg/{step}"), &archive.session))
        .collect();
    read(&server, requests.clone(), TOGETHER, IN_USE).await?;
    let (mut alone, mut together) = (Vec::new(), Vec::new());
    for _ in 0..asked.rounds {
        let before = hello(1, asked.steps).await?.percentile(50) * 1e3;
        let (ours, bytes) = read(&server, requests.clone(), 1, asked.steps / 8).await?;
        let after = hello(1, asked.steps).await?.percentile(50) * 1e3;
        alone.push(Round {
            before,
            ours: ours.percentile(50) * 1e3,
            after,
        });
        let before = hello(TOGETHER, asked.steps * 3).await?.per_second();
        let (ours, _) = read(&server, requests.clone(), TOGETHER, asked.steps).await?;
        let after = hello(TOGETHER, asked.steps * 3).await?.per_second();
        together.push(Round {
            before,
            ours: ours.per_second(),
            after,
        });
        output::say(&format!("P8, a page is {bytes} B packed"));
    }
    conclude("P8, case page at 1 connection, p50", "ms", &alone);
    conclude(
        &format!("P8, case page at 16 connections, at least {PAGES_TO_HELLO} of L2"),
        "pages/s",
        &together,
    );
    Ok(())
}

async fn footprint(asked: &Bench) -> Result<(), Failure> {
    let sizes = if asked.many > asked.cases {
        vec![asked.cases, asked.many]
    } else {
        vec![asked.cases]
    };
    for cases in sizes {
        let archive = Archive::open(&asked.data, cases).await?;
        let mut firsts = Vec::new();
        for _ in 0..asked.rounds {
            let (server, first) = archive.serve().await?;
            firsts.push(first);
            tokio::time::sleep(Duration::from_secs(1)).await;
            let (now, _) = server.memory()?;
            output::say(&format!("P10, {cases} cases: idle {now:.0} MB"));
        }
        let first = conclusion::median(firsts).unwrap_or_default();
        output::say(&format!(
            "P10, {cases} cases: first answer after {first:.3} s"
        ));
    }
    // Reads the whole store, builds every case from its events and computes every worklist row: the
    // cost of rebuilding the projections, except for writing them.
    let folder = stores::with_cases(&asked.data, stores::SIMULATED.min(asked.cases)).await?;
    let app = stores::open(&folder).await?;
    let started = Instant::now();
    let verified = app.verify().await?;
    let seconds = started.elapsed().as_secs_f64();
    #[expect(
        clippy::cast_precision_loss,
        reason = "a count of events is far below 2^52"
    )]
    let rate = verified.events as f64 / seconds;
    output::say(&format!(
        "P10, verify: {rate:.0} events/s ({} in all, {} findings)",
        verified.events,
        verified.findings.len()
    ));
    let room = app
        .database()
        .read_one(bench_baseline::event_room())
        .await
        .map_err(failed("room"))?;
    if let Some(room) = room {
        #[expect(
            clippy::cast_precision_loss,
            reason = "bytes of a file are far below 2^52"
        )]
        let times = |bytes: i64| room.pages as f64 / bytes as f64;
        output::say(&format!(
            "P10, {} events: payload {} B on average, table {:.2} × the events, {:.2} × payloads",
            room.events,
            room.payloads.checked_div(room.events).unwrap_or_default(),
            times(room.content),
            times(room.payloads)
        ));
    }
    app.close().await;
    Ok(())
}
