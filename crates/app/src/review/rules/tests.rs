//! What the rules find, and what they let pass.

use std::collections::BTreeMap;

use jiff::Timestamp;
use vocabulary::{review::ReviewKind, unit::UnitKind};

use super::{
    CaseFacts, ClosedSpell, Found, MANY_CASES, MANY_DENIALS, MANY_LISTED, Noted, findings, sample,
};

/// A Thursday morning in Sweden.
const MORNING: &str = "2026-03-05T09:00:00+01:00";

fn row(place: usize, at: &str) -> Noted {
    Noted {
        place: (0, i64::try_from(place).unwrap()),
        at: at.parse().unwrap(),
        staff: "karin".to_owned(),
        unit: "ward".to_owned(),
        kind: Some(UnitKind::HospitalWard),
        action: "view".to_owned(),
        listed: false,
        case: Some(format!("case {place}")),
    }
}

fn minutes_later(at: &str, minutes: i64) -> Timestamp {
    let at: Timestamp = at.parse().unwrap();
    at + jiff::SignedDuration::from_mins(minutes)
}

fn kinds(found: &[Found]) -> Vec<ReviewKind> {
    found.iter().map(|one| one.kind).collect()
}

fn found(rows: &[Noted]) -> Vec<Found> {
    findings(rows, &BTreeMap::new())
}

#[test]
fn an_ordinary_day_on_a_ward_brings_nothing_up() {
    let rows: Vec<Noted> = (0..MANY_CASES - 1)
        .map(|place| row(place, MORNING))
        .collect();
    assert_eq!(found(&rows), []);
    // A ward works at night too.
    assert_eq!(found(&[row(1, "2026-03-08T03:00:00+01:00")]), []);
}

#[test]
fn many_cases_within_an_hour_come_up_once_a_day_and_spread_over_the_day_do_not() {
    let quick: Vec<Noted> = (0..MANY_CASES + 3)
        .map(|place| Noted {
            at: minutes_later(MORNING, i64::try_from(place).unwrap()),
            ..row(place, MORNING)
        })
        .collect();
    let all = found(&quick);
    assert_eq!(kinds(&all), [ReviewKind::ManyCases]);
    assert_eq!(all[0].rows.len(), MANY_CASES + 3);
    assert!(
        all[0].reason.contains("23 olika ärenden"),
        "{}",
        all[0].reason
    );
    assert_eq!(all[0].case, None);
    let slow: Vec<Noted> = (0..MANY_CASES + 3)
        .map(|place| Noted {
            at: minutes_later(MORNING, 20 * i64::try_from(place).unwrap()),
            ..row(place, MORNING)
        })
        .collect();
    assert_eq!(found(&slow), []);
    // Viewing the same case many times counts as one case.
    let one: Vec<Noted> = (0..40)
        .map(|place| Noted {
            case: Some("one".to_owned()),
            ..row(place, MORNING)
        })
        .collect();
    assert_eq!(found(&one), []);
}

#[test]
fn a_day_unit_that_reads_at_night_or_on_a_holiday_comes_up() {
    let at_clinic = |at: &str| Noted {
        kind: Some(UnitKind::SpecialistClinic),
        ..row(1, at)
    };
    for at in [
        "2026-03-05T05:30:00+01:00",
        "2026-03-05T19:30:00+01:00",
        "2026-03-07T10:00:00+01:00",
        "2026-01-06T10:00:00+01:00",
    ] {
        assert_eq!(
            kinds(&found(&[at_clinic(at)])),
            [ReviewKind::OutsideHours],
            "{at}"
        );
    }
    for at in [
        MORNING,
        "2026-03-05T06:15:00+01:00",
        "2026-03-05T18:45:00+01:00",
    ] {
        assert_eq!(found(&[at_clinic(at)]), [], "{at}");
    }
    let opened_no_case = Noted {
        case: None,
        ..at_clinic("2026-03-05T05:30:00+01:00")
    };
    assert_eq!(found(&[opened_no_case]), []);
}

#[test]
fn repeated_denials_on_one_day_come_up() {
    let denied = |place| Noted {
        action: "deny".to_owned(),
        ..row(place, MORNING)
    };
    let few: Vec<Noted> = (0..MANY_DENIALS - 1).map(denied).collect();
    assert_eq!(found(&few), []);
    let many: Vec<Noted> = (0..MANY_DENIALS).map(denied).collect();
    let all = found(&many);
    assert_eq!(kinds(&all), [ReviewKind::Denials]);
    assert_eq!(all[0].reason, "Nekades 5 gånger den 5 mars 2026.");
}

#[test]
fn a_case_with_protected_identity_comes_up_once_for_each_who_reads_it() {
    let cases = BTreeMap::from([(
        "case 1".to_owned(),
        CaseFacts {
            protected_identity: true,
            closed: Vec::new(),
        },
    )]);
    let again = Noted {
        place: (0, 9),
        ..row(1, "2026-03-06T09:00:00+01:00")
    };
    let other = Noted {
        place: (0, 10),
        staff: "erik".to_owned(),
        ..row(1, MORNING)
    };
    let all = findings(&[row(1, MORNING), again, other, row(2, MORNING)], &cases);
    assert_eq!(
        kinds(&all),
        [ReviewKind::ProtectedIdentity, ReviewKind::ProtectedIdentity]
    );
    let rows: usize = all.iter().map(|one| one.rows.len()).sum();
    assert_eq!(rows, 3);
}

#[test]
fn view_search_and_print_count_as_looking_and_a_change_does_not() {
    let cases = BTreeMap::from([(
        "case 1".to_owned(),
        CaseFacts {
            protected_identity: true,
            closed: Vec::new(),
        },
    )]);
    let kinds_of = |action: &str, at: &str| {
        let act = Noted {
            action: action.to_owned(),
            kind: Some(UnitKind::SpecialistClinic),
            ..row(1, at)
        };
        kinds(&findings(&[act], &cases))
    };
    for action in ["view", "search", "print"] {
        assert_eq!(
            kinds_of(action, MORNING),
            [ReviewKind::ProtectedIdentity],
            "{action}"
        );
        assert_eq!(
            kinds_of(action, "2026-03-05T05:30:00+01:00"),
            [ReviewKind::OutsideHours, ReviewKind::ProtectedIdentity],
            "{action}"
        );
    }
    for action in ["change", "disclose", "export", "review"] {
        assert_eq!(kinds_of(action, MORNING), [], "{action}");
    }
}

#[test]
fn a_look_a_week_after_the_close_comes_up_and_the_day_after_does_not() {
    let cases = BTreeMap::from([(
        "case 1".to_owned(),
        CaseFacts {
            protected_identity: false,
            closed: vec![ClosedSpell {
                from: "2026-03-01T09:00:00+01:00".parse().unwrap(),
                until: Some("2026-03-10T09:00:00+01:00".parse().unwrap()),
            }],
        },
    )]);
    assert_eq!(findings(&[row(1, "2026-03-02T09:00:00+01:00")], &cases), []);
    let late = findings(&[row(1, "2026-03-09T09:00:00+01:00")], &cases);
    assert_eq!(kinds(&late), [ReviewKind::AfterClose]);
    assert_eq!(late[0].case.as_deref(), Some("case 1"));
    // Opening it again does not hide who looked while it was closed, and ends it.
    assert_eq!(findings(&[row(1, "2026-03-11T09:00:00+01:00")], &cases), []);
}

#[test]
fn standing_in_the_list_of_closed_cases_is_not_looking_at_many_cases() {
    let rows: Vec<Noted> = (0..MANY_CASES)
        .map(|place| Noted {
            action: "search".to_owned(),
            ..row(place, MORNING)
        })
        .collect();
    assert_eq!(kinds(&found(&rows)), [ReviewKind::ManyCases]);
    let listed = rows.into_iter().map(|row| Noted {
        listed: true,
        ..row
    });
    assert_eq!(found(&listed.collect::<Vec<Noted>>()), []);
}

#[test]
fn the_same_seed_draws_the_same_sample_in_whatever_order_the_log_is_read() {
    let mut rows: Vec<Noted> = (0..500).map(|place| row(place, MORNING)).collect();
    let drawn = sample(&rows, "a seed", 10);
    assert_eq!(drawn.len(), 10);
    rows.reverse();
    assert_eq!(sample(&rows, "a seed", 10), drawn);
    assert_ne!(sample(&rows, "another", 10), drawn);
    // A larger sample includes the smaller one.
    let larger = sample(&rows, "a seed", 20);
    assert!(drawn.iter().all(|one| larger.contains(one)));
    // Rows about no case are not drawn, because there is nothing to ask about.
    let none = Noted {
        case: None,
        ..row(1, MORNING)
    };
    assert_eq!(sample(&[none], "a seed", 5), []);
}

#[test]
fn every_row_is_as_likely_to_be_drawn() {
    let rows: Vec<Noted> = (0..20).map(|place| row(place, MORNING)).collect();
    let mut times = BTreeMap::new();
    for seed in 0..2_000 {
        for one in sample(&rows, &seed.to_string(), 5) {
            *times.entry(one.source).or_insert(0_u32) += 1;
        }
    }
    // 500 expected, with a standard deviation of about 19.
    assert_eq!(times.len(), 20);
    assert!(
        times.values().all(|times| (400..600).contains(times)),
        "{times:?}"
    );
}

#[test]
fn a_list_of_closed_cases_is_drawn_once_and_comes_up_at_night_and_when_it_is_gone_through() {
    let listed = |place: usize, at: &str| Noted {
        listed: true,
        ..row(place, at)
    };
    let page: Vec<Noted> = (0..MANY_LISTED - 1)
        .map(|place| listed(place, MORNING))
        .collect();
    assert_eq!(sample(&page, "seed", 20).len(), 1);
    assert_eq!(found(&page), []);
    let all: Vec<Noted> = (0..MANY_LISTED)
        .map(|place| listed(place, MORNING))
        .collect();
    assert_eq!(kinds(&found(&all)), [ReviewKind::ManyCases]);
    let at_night = Noted {
        kind: Some(UnitKind::SpecialistClinic),
        ..listed(1, "2026-03-05T05:30:00+01:00")
    };
    assert_eq!(kinds(&found(&[at_night])), [ReviewKind::OutsideHours]);
}

#[test]
fn a_municipality_does_not_learn_from_its_log_review_who_has_a_protected_identity() {
    let facts = CaseFacts {
        protected_identity: true,
        closed: Vec::new(),
    };
    let cases = BTreeMap::from([("case 1".to_owned(), facts)]);
    let municipal = Noted {
        kind: Some(UnitKind::MunicipalPrimaryCare),
        ..row(1, MORNING)
    };
    assert_eq!(findings(&[municipal], &cases), []);
    assert_eq!(
        kinds(&findings(&[row(1, MORNING)], &cases)),
        [ReviewKind::ProtectedIdentity]
    );
}
