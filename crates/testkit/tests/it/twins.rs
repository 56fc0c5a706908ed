//! To municipal primary care every case looks alike: twins that differ in the legal group, and in
//! what only the region knows, are the same bytes to every municipal reader. `--long` runs 10 000
//! courses instead of 300.

use disclosure::{DescribedCase, Recipient};
use domain::Actor;
use guidance::{steps, warnings};
use jiff::Timestamp;
use serde_json::{Value, json};
use testkit::{Twins, Unit};
use vocabulary::{choice::Choice as _, command::CommandKind, role::Role, unit::UnitCard};

use crate::world::{GUARD, LIBRARY, UNITS};

/// Thursday 5 March 2026, 09:00 in Sweden.
const START: Timestamp = Timestamp::constant(1_772_697_600, 0);
const ACTS: usize = 40;

fn courses() -> u64 {
    let long = std::env::var_os("VARDBRON_LONG").is_some();
    if long { 2_000 } else { 300 }
}

fn reader(role: Role, unit: UnitCard) -> Actor {
    Actor {
        staff: role.swedish().to_owned(),
        name: "Kim".to_owned(),
        role,
        unit,
    }
}

/// The municipality's staff: at its unit, at another unit of it, and in another municipality.
fn readers() -> Vec<Actor> {
    let own = UNITS[&Unit::MunicipalCare.hsa_id()].clone();
    let other = UNITS[&Unit::OtherMunicipalCare.hsa_id()].clone();
    let elsewhere = UnitCard {
        organisation: own.organisation.clone(),
        ..other.clone()
    };
    vec![
        reader(Role::MunicipalManager, own.clone()),
        reader(Role::MunicipalNurse, own.clone()),
        reader(Role::HeadOfOperations, own),
        reader(Role::HeadOfOperations, elsewhere.clone()),
        reader(Role::MunicipalNurse, elsewhere),
        reader(Role::MunicipalManager, other),
    ]
}

/// A view as its reader gets it; null for none.
macro_rules! shown {
    ($view:expr) => {
        $view.map_or(Value::Null, |view| {
            serde_json::to_value(view.into_view()).unwrap()
        })
    };
}

/// What a reader sees of a case, whichever page or call shows it.
fn seen(actor: &Actor, case: &DescribedCase, now: Timestamp) -> Value {
    // What the twins have done differs, so their journals do too.
    let version = GUARD.version_for(actor, case, case.group_version + 1);
    let questions = case
        .questions
        .iter()
        .map(|question| shown!(GUARD.question(actor, case, question.id)));
    // A municipal row follows from the share alone, not from the guidance's steps.
    let row = GUARD.worklist_row(&actor.unit, case, &[], &[], now);
    json!({
        "version": version,
        "relation": format!("{:?}", GUARD.relation_of(actor, case)),
        "case": shown!(GUARD.municipal_case(actor, case, version, &LIBRARY, now)),
        "plan": GUARD.plan(actor, case).map(|plan| serde_json::to_value(plan.into_view()).unwrap()),
        "signing": shown!(GUARD.signing(actor, case, version)),
        "address": shown!(GUARD.municipal_address(actor, case)),
        "questions": questions.collect::<Vec<_>>(),
        "row": row.map(|row| serde_json::to_value(row).unwrap()),
        "found": GUARD.may_find(actor, case),
    })
}

/// What a reader may do in a case, and by which channels what may reach them.
fn allowed(actor: &Actor, case: &DescribedCase, now: Timestamp) -> Value {
    let commands: Vec<&str> = CommandKind::ALL
        .iter()
        .map(|kind| kind.name())
        .filter(|name| GUARD.may_command(actor, Some(case), name).allowed)
        .collect();
    let classes = disclosure::Class::ALL.iter();
    let ways =
        classes.flat_map(|class| disclosure::Channel::ALL.iter().map(move |way| (class, way)));
    let ways = ways.filter(|(class, way)| {
        [Recipient::Staff(actor), Recipient::Unit(&actor.unit)]
            .into_iter()
            .any(|to| GUARD.may_disclose(to, case, **class, **way).allowed)
    });
    let row = GUARD.worklist_row(
        &actor.unit,
        case,
        &steps(case, &LIBRARY, now),
        &warnings(case, &LIBRARY, now),
        now,
    );
    json!({
        "commands": commands,
        "ways": ways.map(|way| format!("{way:?}")).collect::<Vec<_>>(),
        "row": row.map(|row| serde_json::to_value(row).unwrap()),
    })
}

/// Fails when the reader can tell one of the twins from the first.
fn compare(
    seed: u64,
    now: Timestamp,
    twins: &[DescribedCase],
    reader: &Actor,
    look: impl Fn(&Actor, &DescribedCase, Timestamp) -> Value,
) -> Value {
    let first = look(reader, &twins[0], now);
    for (number, twin) in twins.iter().enumerate().skip(1) {
        assert_eq!(
            first,
            look(reader, twin, now),
            "seed {seed}, {now}: {:?} of {} tells twin {number} ({:?}) from the first",
            reader.role,
            reader.unit.name,
            twin.group
        );
    }
    first
}

// covers: V6B.8, V6C.6, X1, X3
#[test]
fn to_municipal_primary_care_twins_of_every_group_are_the_same_bytes() {
    through(0);
}

// covers: V6B.8, V6C.6, X1, X3
#[test]
fn in_other_courses_too_twins_of_every_group_are_the_same_bytes() {
    through(1);
}

/// Compares the twins of every second course.
fn through(first: u64) {
    let readers = readers();
    let (mut shares, mut agreements, mut elsewhere) = (0, 0, 0);
    for seed in (first..courses()).step_by(2) {
        let mut last = None;
        let mut looks = 0_usize;
        let _ = Twins::of(seed, START, ACTS, |now, twins| {
            let twins: Vec<DescribedCase> = twins.iter().cloned().map(Into::into).collect();
            looks += 1;
            // All look at the end; in between they take turns.
            let reader = &readers[looks % readers.len()];
            let first = compare(seed, now, &twins, reader, seen);
            shares += usize::from(!first["case"].is_null());
            agreements += usize::from(!first["case"]["agreement"].is_null());
            elsewhere += usize::from(!first["signing"].is_null());
            last = Some((now, twins));
        });
        let (now, twins) = last.unwrap();
        for reader in &readers {
            compare(seed, now, &twins, reader, seen);
            compare(seed, now, &twins, reader, allowed);
        }
    }
    let courses = usize::try_from(courses()).unwrap();
    for (what, count) in [
        ("shares", shares),
        ("agreements", agreements),
        ("agreements to sign at another unit", elsewhere),
    ] {
        assert!(count * 4 > courses, "{count} {what}: the test saw nothing");
    }
}
