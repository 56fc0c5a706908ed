//! Simulated cases on the bare domain.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use domain::Pathway;
use jiff::{Timestamp, civil::date};
use vocabulary::{calendar::at_local, command::Command, opening::OpenCase};

use super::{IN_FLIGHT, Plan, make, plot::Plots};
use crate::demo::{
    Props,
    rehearsal::{Rehearsal, Rehearsed},
    theatre::{Cue, Theatre, perform},
};

fn now() -> Timestamp {
    at_local(date(2026, 3, 5), 10, 42)
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .build()
        .unwrap()
}

#[test]
fn no_simulated_case_is_refused_anything_and_all_pathways_and_ends_occur() {
    let props = Props::read().unwrap();
    let theatre = Rehearsal::of(&props.directory);
    let plots = Plots::of(&props, now(), 11);
    let mut pathways = BTreeMap::<Option<&str>, usize>::new();
    let (mut crowded, mut closed, mut signed, mut changed) = (0, 0, 0, 0);
    let ward_43 = &props.directory.unit("ward-43").unwrap().card.hsa_id;
    for index in 0..3_000 {
        let story = plots.story(index).unwrap();
        let held = runtime_free(perform(&theatre, &story))
            .unwrap_or_else(|stopped| panic!("case {index}: {stopped}"));
        assert!(
            story.steps.iter().all(|step| step.at <= now()),
            "case {index}"
        );
        let case = held.case;
        *pathways
            .entry(case.pathway().map(Pathway::code))
            .or_default() += 1;
        crowded += usize::from(case.coordinator == *ward_43);
        closed += usize::from(!case.is_open());
        signed += usize::from(
            case.agreement
                .as_ref()
                .is_some_and(domain::case::Agreement::is_signed),
        );
        changed += usize::from(!case.sip.former_numbers.is_empty());
    }
    for pathway in Pathway::ALL {
        assert!(
            pathways
                .get(&Some(pathway.code()))
                .is_some_and(|count| *count > 50),
            "{pathways:?}"
        );
    }
    assert!(
        (1_000..1_500).contains(&crowded),
        "two in five on one ward: {crowded}"
    );
    assert!(
        closed > 300 && signed > 100 && changed > 5,
        "{closed} {signed} {changed}"
    );
}

#[test]
fn a_case_follows_from_seed_and_number_alone() {
    let props = Props::read().unwrap();
    let told = |seed, index| {
        let story = Plots::of(&props, now(), seed).story(index).unwrap();
        let held = runtime_free(perform(&Rehearsal::of(&props.directory), &story)).unwrap();
        serde_json::to_string(&held.entries).unwrap()
    };
    assert_eq!(told(5, 17), told(5, 17));
    assert_ne!(told(5, 17), told(5, 18));
    assert_ne!(told(5, 17), told(6, 17));
}

/// Sees how many cases are being made at once.
struct Counting {
    stage: Rehearsal,
    opened: AtomicUsize,
    commands: AtomicUsize,
    now: AtomicUsize,
    most: AtomicUsize,
}

impl Theatre for Counting {
    type Case = Rehearsed;
    type Error = String;

    async fn open(&self, by: &str, request: &OpenCase, cue: Cue) -> Result<Rehearsed, String> {
        let at_once = self.now.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(at_once, Ordering::SeqCst);
        tokio::task::yield_now().await;
        let opened = self.stage.open(by, request, cue).await;
        self.opened.fetch_add(1, Ordering::SeqCst);
        self.now.fetch_sub(1, Ordering::SeqCst);
        opened
    }

    async fn command(
        &self,
        by: &str,
        case: &mut Rehearsed,
        command: &Command,
        cue: Cue,
    ) -> Result<(), String> {
        self.commands.fetch_add(1, Ordering::SeqCst);
        self.stage.command(by, case, command, cue).await
    }
}

#[test]
fn so_many_cases_are_made_as_were_asked_for_several_at_a_time() {
    let props = Arc::new(Props::read().unwrap());
    let theatre = Arc::new(Counting {
        stage: Rehearsal::of(&props.directory),
        opened: AtomicUsize::new(0),
        commands: AtomicUsize::new(0),
        now: AtomicUsize::new(0),
        most: AtomicUsize::new(0),
    });
    let told = Arc::new(AtomicUsize::new(0));
    let plan = Plan {
        props,
        now: now(),
        cases: 250,
        seed: 3,
    };
    let tell = {
        let told = Arc::clone(&told);
        move || {
            told.fetch_add(1, Ordering::SeqCst);
        }
    };
    let commands = runtime()
        .block_on(make(Arc::clone(&theatre), plan, tell))
        .unwrap();
    let seen = |count: &AtomicUsize| count.load(Ordering::SeqCst);
    assert_eq!((seen(&theatre.opened), seen(&told)), (250, 250));
    assert_eq!(commands, 250 + seen(&theatre.commands) as u64);
    assert!(
        (2..=IN_FLIGHT).contains(&seen(&theatre.most)),
        "{}",
        seen(&theatre.most)
    );
}

/// Runs what waits for nothing.
fn runtime_free<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(future)
}
