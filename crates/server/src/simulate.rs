//! `vardbron simulate`: any number of invented cases in a demo store, through the same use cases as
//! everything else, so that what is measured on them is what users would meet.
//!
//! A case follows from the seed and its number alone, never from which came first: sixteen are
//! performed at a time, so that the store can commit them in groups.

mod plot;
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
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use plot::Plots;
use tokio::task::JoinSet;

use crate::{
    command::Failure,
    demo::{
        self, Props,
        stage::Stage,
        theatre::{Theatre, perform},
    },
    output,
};

/// How many cases are in the making at a time.
const IN_FLIGHT: usize = 16;

const BAR: &str = "{bar:40} {pos}/{len} cases, {per_sec}, {eta} left";

/// Makes so many cases in a store with demo data, or in an empty one, which gets the demo's units
/// and staff first.
///
/// # Errors
/// When the store holds anything but a demo, or a case meets a refusal.
pub(crate) async fn run(app: &App, cases: u64, seed: u64) -> Result<(), Failure> {
    let props = Props::read().map_err(|flaw| Failure::of("simulate", &flaw))?;
    if !app.is_demo().await? {
        if !app.is_empty().await? {
            return Err(Failure::said(
                "The store holds other data than a demo: choose another folder with --data.",
            ));
        }
        demo::load_directory(app, &props).await?;
    }
    let bar = ProgressBar::new(cases);
    if let Ok(style) = ProgressStyle::with_template(BAR) {
        bar.set_style(style);
    }
    let started = Instant::now();
    let plan = Plan {
        props: Arc::new(props),
        now: app.now(),
        cases,
        seed,
    };
    let told = bar.clone();
    let commands = make(Arc::new(Stage::of(app)), plan, move || told.inc(1))
        .await
        .map_err(|error| Failure::of("simulate", &error))?;
    bar.finish_and_clear();
    let seconds = started.elapsed().as_secs_f64();
    output::say(&format!("{cases} cases, {commands} steps, {seconds:.1} s"));
    Ok(())
}

/// What is to be made.
#[derive(Debug, Clone)]
struct Plan {
    props: Arc<Props>,
    now: Timestamp,
    cases: u64,
    seed: u64,
}

/// Makes the cases of a plan, sixteen at a time, and gives how many commands that took, openings
/// counted. `told` is called after each case.
///
/// # Errors
/// The first story that could not be told or performed, in words.
async fn make<T, F>(theatre: Arc<T>, plan: Plan, told: F) -> Result<u64, String>
where
    T: Theatre + Send + 'static,
    F: Fn() + Clone + Send + 'static,
{
    let next = Arc::new(AtomicU64::new(0));
    let mut tasks = JoinSet::new();
    for _ in 0..IN_FLIGHT {
        let (theatre, plan, next, told) = (
            Arc::clone(&theatre),
            plan.clone(),
            Arc::clone(&next),
            told.clone(),
        );
        tasks.spawn(async move {
            let plots = Plots::of(&plan.props, plan.now, plan.seed);
            let mut commands = 0;
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                if index >= plan.cases {
                    return Ok(commands);
                }
                let story = plots.story(index).map_err(|flaw| flaw.to_string())?;
                perform(theatre.as_ref(), &story)
                    .await
                    .map_err(|stopped| format!("case {index}: {stopped}"))?;
                commands += 1 + story.steps.len() as u64;
                told();
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
