//! Every combination of group, setting, need, age and consent has one complete and unambiguous
//! pathway.

use guidance::{pathway_reason, recipient::Recipient};
use serde_json::json;
use vocabulary::{audience::Audience, step::StepStatus};

use crate::walk::{Walk, consent};

const GROUPS: [&str; 4] = [
    "asylum_seeker",
    "mass_refugee",
    "without_permits",
    "unestablished",
];
const NEEDS: [&str; 4] = ["unknown", "none", "met_by_kin", "unmet"];

/// Which pathway's own rows a case lists.
fn rows_of(walk: &Walk) -> Vec<String> {
    let mut rows: Vec<String> = walk
        .ids()
        .into_iter()
        .filter(|id| id.starts_with("V6") || id.starts_with("V7"))
        .filter_map(|id| id.get(1..3).map(str::to_owned))
        .collect();
    rows.dedup();
    rows
}

// covers: V6A.1, V6B.1, V6C.1, V7A.1, V7B.1, V7C.1, X1
#[test]
fn every_combination_shows_exactly_one_pathway_and_every_open_step_can_be_acted_on() {
    let expected = |group: &str, setting: &str, need: &str| {
        let section = if setting == "inpatient" { "6" } else { "7" };
        let letter = match (group, need) {
            ("without_permits" | "unestablished", _) => "C",
            (_, "unknown" | "unmet") => "A",
            (_, _) => "B",
        };
        format!("{section}{letter}")
    };
    let mut seen = 0;
    for group in GROUPS {
        for setting in ["inpatient", "outpatient"] {
            for need in NEEDS {
                for birth in ["1990-01-01", "2015-01-01"] {
                    for answer in ["", "given", "refused", "incapable"] {
                        let mut walk = Walk::opened(&json!({"group": group, "setting": setting,
                            "nursing_need": need, "birth_date": birth,
                            "group_evidence": "Uppgiften är sedd",
                            "identifiers": []}));
                        if !answer.is_empty() {
                            walk.does(&consent("case", answer));
                            walk.does(&consent("sip", answer));
                        }
                        let wanted = expected(group, setting, need);
                        assert_eq!(
                            rows_of(&walk),
                            [wanted.as_str()],
                            "{group} {setting} {need}"
                        );
                        whole(&walk, &wanted);
                        seen += 1;
                    }
                }
            }
        }
    }
    assert_eq!(seen, 4 * 2 * 4 * 2 * 4);
}

/// What must be true of the list of steps of any case.
fn whole(walk: &Walk, pathway: &str) {
    let steps = walk.steps();
    let mut ids: Vec<&str> = steps.iter().map(|step| step.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), steps.len(), "a step stands twice");
    let mut slugs: Vec<&str> = steps.iter().map(|step| step.slug).collect();
    slugs.sort_unstable();
    slugs.dedup();
    assert_eq!(slugs.len(), steps.len(), "two steps share an address");
    for step in &steps {
        match step.status {
            StepStatus::NotApplicable | StepStatus::Waiting => {
                assert!(step.reason.is_some(), "{} gives no reason", step.id);
            }
            StepStatus::Todo | StepStatus::Started => {
                assert!(!step.actions.is_empty(), "{} cannot be acted on", step.id);
            }
            StepStatus::Done => {}
        }
        for told in &step.discloses_to {
            assert!(
                !matches!(
                    told.recipient(),
                    Recipient::Audience(Audience::SocialServices | Audience::MunicipalRehab)
                ),
                "{} would tell social services",
                step.id
            );
            assert!(
                !pathway.ends_with('C')
                    || told.recipient() != Recipient::Audience(Audience::MigrationAgency),
                "{} would tell Migrationsverket",
                step.id
            );
        }
    }
}

// covers: V3.7
#[test]
fn an_unestablished_case_begins_with_the_group_and_has_no_sheet() {
    for setting in ["inpatient", "outpatient"] {
        let walk = Walk::opened(&json!({"group": "unestablished", "setting": setting}));
        assert_eq!(walk.ids()[0], "V3.7");
        assert_eq!(walk.status("V3.7"), StepStatus::Todo);
        assert_eq!(walk.step("V3.7").title, "Fastställ grupp");
        assert!(!walk.ids().contains(&"V4.4".to_owned()));
    }
    // A person counts as an asylum seeker only when evidence was seen.
    let walk = Walk::opened(&json!({"group": "asylum_seeker", "identifiers": []}));
    assert_eq!(walk.ids()[0], "V3.7");
    let mut known = walk;
    known.does(
        &json!({"command": "establish_group", "group": "without_permits",
        "evidence": "Patienten har berättat"}),
    );
    assert!(!known.ids().contains(&"V3.7".to_owned()));
    assert_eq!(known.ids().last().map(String::as_str), Some("V4.4"));
}

// covers: V4.4
#[test]
fn the_sheet_is_for_adults() {
    let child = Walk::opened(&json!({"group": "without_permits", "birth_date": "2015-01-01"}));
    assert_eq!(child.status("V4.4"), StepStatus::NotApplicable);
    assert!(child.reason("V4.4").contains("vuxna"));
}

// covers: X3
#[test]
fn a_resident_has_one_step_and_it_closes_the_case() {
    let mut walk = Walk::opened(&json!({}));
    walk.does(&json!({"command": "establish_group", "group": "resident",
        "evidence": "Personnummer"}));
    assert_eq!(walk.ids(), ["X3"]);
    let close = json!({"command": "close_case", "reason": "Folkbokförd"});
    walk.moves("X3", StepStatus::Started, &close, StepStatus::Done);
    assert_eq!(
        pathway_reason(&walk.case),
        "Folkbokförd eller har fått uppehållstillstånd: den ordinarie rutinen gäller."
    );
}

// covers: X3
#[test]
fn the_steps_follow_the_group_from_that_moment() {
    let mut walk = Walk::opened(&json!({}));
    assert_eq!(rows_of(&walk), ["6A"]);
    walk.does(
        &json!({"command": "establish_group", "group": "without_permits",
        "evidence": "Avslag"}),
    );
    assert_eq!(rows_of(&walk), ["6C"]);
    walk.does(
        &json!({"command": "establish_group", "verified_in": "card", "group": "mass_refugee",
        "evidence": "UT-kort"}),
    );
    walk.does(
        &json!({"command": "establish_needs", "nursing_need": "none",
        "health_care_need": true, "device_need": false}),
    );
    assert_eq!(rows_of(&walk), ["6B"]);
}

// covers: V3.1
#[test]
fn another_regions_patient_goes_no_further() {
    let mut walk = Walk::opened(&json!({"nursing_need": "none"}));
    walk.does(
        &json!({"command": "establish_residence", "municipality": "0180",
        "address": "Gatan 1", "postal_code": "11122", "housing": "own"}),
    );
    for step in walk.steps() {
        assert!(
            matches!(step.status, StepStatus::Done | StepStatus::NotApplicable),
            "{} is still open",
            step.id
        );
    }
    assert!(walk.reason("V6B.3").contains("En annan region ansvarar"));
}

#[test]
fn a_closed_case_has_nothing_left_to_do() {
    let mut walk = Walk::opened(&json!({}));
    walk.does(&json!({"command": "close_case", "reason": "Klart"}));
    assert_eq!(guidance::next_step(&walk.steps()), None);
    assert_eq!(walk.recheck_at(), None);
}

#[test]
fn the_pathway_says_why() {
    let reason = |request| pathway_reason(&Walk::opened(&request).case);
    assert_eq!(
        reason(json!({"nursing_need": "unknown"})),
        "Inneliggande, asylsökande, omvårdnadsbehov inte bedömt än: 6 A tills behovet är känt."
    );
    assert_eq!(
        reason(
            json!({"setting": "outpatient", "group": "mass_refugee", "nursing_need": "met_by_kin"})
        ),
        "Regional primärvård eller öppen specialistvård, massflykting, släkt eller vänner \
         tillgodoser behovet av omvårdnad: 7 B."
    );
    assert_eq!(
        reason(json!({"group": "unestablished"})),
        "Inneliggande, grupp inte fastställd: ärendet behandlas som skyddat och följer 6 C tills \
         gruppen är fastställd."
    );
}

// covers: V6B.7
#[test]
fn whom_a_step_reaches_is_named_as_the_api_names_it() {
    let mut walk = Walk::opened(&json!({"nursing_need": "none"}));
    let reached = |walk: &Walk, id: &str| -> Vec<String> {
        walk.step(id)
            .discloses_to
            .iter()
            .flat_map(|told| guidance::audience_codes(told.recipient(), &walk.case))
            .collect()
    };
    assert_eq!(reached(&walk, "V6B.2"), ["migration_agency"]);
    assert!(reached(&walk, "V6B.7").is_empty(), "no unit is known yet");
    walk.does(&consent("case", "given"));
    walk.does(&crate::walk::lives());
    walk.does(&crate::walk::asks());
    assert_eq!(
        reached(&walk, "V6B.7"),
        [format!("unit:{}", crate::walk::MUNICIPAL)]
    );
    assert!(
        !reached(&walk, "V6B.11")
            .iter()
            .any(|code| code.starts_with("unit:"))
    );
    walk.does(&crate::walk::add(crate::walk::HEALTH_CENTRE));
    assert!(
        reached(&walk, "V6B.11").contains(&format!("unit:{}", crate::walk::HEALTH_CENTRE)),
        "parties are told, placeholders and the own unit are not"
    );
}
