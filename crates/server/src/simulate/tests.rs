//! Simulated cases on the domain alone.

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

use super::{IN_FLIGHT, Plan, generator::Generator, make};
use crate::demo::{
    Fixtures,
    domain_runner::{DomainCase, DomainRunner},
    scenario_runner::{At, ScenarioRunner, run_scenario},
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
    let fixtures = Fixtures::read().unwrap();
    let runner = DomainRunner::of(&fixtures.directory);
    let generator = Generator::of(&fixtures, now(), 11);
    let mut pathways = BTreeMap::<Option<&str>, usize>::new();
    let (mut crowded, mut closed, mut signed, mut changed) = (0, 0, 0, 0);
    let ward_43 = &fixtures.directory.unit("ward-43").unwrap().card.hsa_id;
    for index in 0..3_000 {
        let scenario = generator.scenario(index).unwrap();
        let held = runtime_free(run_scenario(&runner, &scenario))
            .unwrap_or_else(|error| panic!("case {index}: {error}"));
        assert!(
            scenario.steps.iter().all(|step| step.at <= now()),
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
    let fixtures = Fixtures::read().unwrap();
    let made = |seed, index| {
        let scenario = Generator::of(&fixtures, now(), seed)
            .scenario(index)
            .unwrap();
        let held = runtime_free(run_scenario(
            &DomainRunner::of(&fixtures.directory),
            &scenario,
        ))
        .unwrap();
        serde_json::to_string(&held.entries).unwrap()
    };
    assert_eq!(made(5, 17), made(5, 17));
    assert_ne!(made(5, 17), made(5, 18));
    assert_ne!(made(5, 17), made(6, 17));
}

/// Counts how many cases are being made at the same time.
struct Counting {
    runner: DomainRunner,
    opened: AtomicUsize,
    commands: AtomicUsize,
    now: AtomicUsize,
    most: AtomicUsize,
}

impl ScenarioRunner for Counting {
    type Case = DomainCase;
    type Error = String;

    async fn open(&self, by: &str, request: &OpenCase, at: At) -> Result<DomainCase, String> {
        let at_once = self.now.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(at_once, Ordering::SeqCst);
        tokio::task::yield_now().await;
        let opened = self.runner.open(by, request, at).await;
        self.opened.fetch_add(1, Ordering::SeqCst);
        self.now.fetch_sub(1, Ordering::SeqCst);
        opened
    }

    async fn command(
        &self,
        by: &str,
        case: &mut DomainCase,
        command: &Command,
        at: At,
    ) -> Result<(), String> {
        self.commands.fetch_add(1, Ordering::SeqCst);
        self.runner.command(by, case, command, at).await
    }
}

#[test]
fn so_many_cases_are_made_as_were_asked_for_several_at_a_time() {
    let fixtures = Arc::new(Fixtures::read().unwrap());
    let runner = Arc::new(Counting {
        runner: DomainRunner::of(&fixtures.directory),
        opened: AtomicUsize::new(0),
        commands: AtomicUsize::new(0),
        now: AtomicUsize::new(0),
        most: AtomicUsize::new(0),
    });
    let made = Arc::new(AtomicUsize::new(0));
    let plan = Plan {
        fixtures,
        now: now(),
        cases: 250,
        seed: 3,
    };
    let tell = {
        let made = Arc::clone(&made);
        move || {
            made.fetch_add(1, Ordering::SeqCst);
        }
    };
    let commands = runtime()
        .block_on(make(Arc::clone(&runner), plan, tell))
        .unwrap();
    let seen = |count: &AtomicUsize| count.load(Ordering::SeqCst);
    assert_eq!((seen(&runner.opened), seen(&made)), (250, 250));
    assert_eq!(commands, 250 + seen(&runner.commands) as u64);
    assert!(
        (2..=IN_FLIGHT).contains(&seen(&runner.most)),
        "{}",
        seen(&runner.most)
    );
}

/// Runs a future that never has to wait.
fn runtime_free<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(future)
}
