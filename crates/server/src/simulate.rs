//! `vardbron simulate`: any number of invented cases in a demo store, through the same use cases as
//! everything else, so that measurements on them show what users would experience.
//!
//! A case depends on the seed and its number only, not on the order in which cases are made.
//! Sixteen are made at a time, so that the store can commit them in groups.

mod generator;
#[cfg(test)]
mod tests;

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use app::App;
use generator::Generator;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use tokio::task::JoinSet;

use crate::{
    command::Failure,
    demo::{
        self, Fixtures,
        app_runner::AppRunner,
        scenario_runner::{ScenarioRunner, run_scenario},
    },
    output,
};

/// How many cases are made at the same time.
const IN_FLIGHT: usize = 16;

const BAR: &str = "{bar:40} {pos}/{len} cases, {per_sec}, {eta} left";

/// Makes a number of cases in a store with demo data, or in an empty one, which gets the demo's
/// units and staff first.
///
/// # Errors
/// When the store contains anything but a demo, or a command is refused.
pub(crate) async fn run(app: &App, cases: u64, seed: u64) -> Result<(), Failure> {
    let fixtures = Fixtures::read().map_err(|error| Failure::of("simulate", &error))?;
    if !app.is_demo().await? {
        if !app.is_empty().await? {
            return Err(Failure::said(
                "The store holds other data than a demo: choose another folder with --data.",
            ));
        }
        demo::load_directory(app, &fixtures).await?;
    }
    // A demo that was made before there were places to meet gets them now.
    app.seed_meeting_points(&demo::meeting_points()).await?;
    let bar = ProgressBar::new(cases);
    if let Ok(style) = ProgressStyle::with_template(BAR) {
        bar.set_style(style);
    }
    let started = Instant::now();
    let plan = Plan {
        fixtures: Arc::new(fixtures),
        now: app.now(),
        cases,
        seed,
    };
    let made = bar.clone();
    let commands = make(Arc::new(AppRunner::of(app)), plan, move || made.inc(1))
        .await
        .map_err(|error| Failure::of("simulate", &error))?;
    bar.finish_and_clear();
    let seconds = started.elapsed().as_secs_f64();
    output::say(&format!("{cases} cases, {commands} steps, {seconds:.1} s"));
    Ok(())
}

/// Which cases to make.
#[derive(Debug, Clone)]
struct Plan {
    fixtures: Arc<Fixtures>,
    now: Timestamp,
    cases: u64,
    seed: u64,
}

/// Makes the cases of a plan, sixteen at a time, and returns how many commands that took, including
/// openings. `made` is called after each case.
///
/// # Errors
/// The first scenario that could not be built or run, in words.
async fn make<T, F>(runner: Arc<T>, plan: Plan, made: F) -> Result<u64, String>
where
    T: ScenarioRunner + Send + 'static,
    F: Fn() + Clone + Send + 'static,
{
    let next = Arc::new(AtomicU64::new(0));
    let mut tasks = JoinSet::new();
    for _ in 0..IN_FLIGHT {
        let (runner, plan, next, made) = (
            Arc::clone(&runner),
            plan.clone(),
            Arc::clone(&next),
            made.clone(),
        );
        tasks.spawn(async move {
            let generator = Generator::of(&plan.fixtures, plan.now, plan.seed);
            let mut commands = 0;
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                if index >= plan.cases {
                    return Ok(commands);
                }
                let scenario = generator
                    .scenario(index)
                    .map_err(|error| error.to_string())?;
                run_scenario(runner.as_ref(), &scenario)
                    .await
                    .map_err(|error| format!("case {index}: {error}"))?;
                commands += 1 + scenario.steps.len() as u64;
                made();
            }
        });
    }
    let mut commands = 0;
    while let Some(done) = tasks.join_next().await {
        let made: Result<u64, String> = done.map_err(|error| error.to_string())?;
        commands += made?;
    }
    Ok(commands)
}
