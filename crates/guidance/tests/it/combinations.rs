//! Every combination of group, setting, need, age and consent has one complete and unambiguous
//! pathway.

use guidance::{pathway_reason, recipient::Recipient};
use serde_json::json;
use vocabulary::{audience::Audience, step::StepStatus};

use crate::walk::{REHAB, START, WARD, Walk, add, consent};

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
        // A part of a row may be the same in several pathways, such as the meeting V6A.4.2.
        .filter(|id| id.matches('.').count() == 1)
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
        "Folkbokförd, eller har uppehållstillstånd av annat skäl än massflyktsdirektivet: den ordinarie rutinen gäller."
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
    // On the ward the patient stays here, and what only the other region can do does not apply.
    assert_eq!(walk.status("V6B.2"), StepStatus::Todo);
    assert!(walk.reason("V6B.7").contains("i en annan region"));
    assert!(walk.reason("V6B.6").contains("i en annan region"));
    walk.does(&json!({"command": "change_setting", "setting": "outpatient", "unit": WARD}));
    for step in walk.steps() {
        assert!(
            matches!(step.status, StepStatus::Done | StepStatus::NotApplicable),
            "{} is still open",
            step.id
        );
    }
    assert!(walk.reason("V7B.3").contains("En annan region ansvarar"));
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

// covers: C2.2
#[test]
fn the_developer_is_contacted_for_an_asylum_seeker_without_a_current_card_and_for_no_mass_refugee()
{
    let known = Walk::opened(&json!({}));
    assert_eq!(known.status("C2.2"), StepStatus::NotApplicable);
    let unknown = Walk::opened(&json!({"identifiers": [], "group_evidence": "Bekräftelse"}));
    assert_eq!(unknown.status("C2.2"), StepStatus::Todo);
    let mut lapsed = Walk::opened(&json!({}));
    lapsed.does(
        &json!({"command": "establish_group", "verified_in": "card", "group": "asylum_seeker",
        "evidence": "Kortet är för gammalt", "card_current": false}),
    );
    assert_eq!(lapsed.status("C2.2"), StepStatus::Todo);
    // What is not answered again stands.
    lapsed.does(
        &json!({"command": "establish_group", "verified_in": "card", "group": "asylum_seeker",
        "evidence": "Samma kort visades"}),
    );
    assert_eq!(lapsed.status("C2.2"), StepStatus::Todo);
    let told = json!({"command": "record_contact", "audience": "head_office", "channel": "phone",
        "at": START, "subject": "missing_card", "summary": "Ringde regionutvecklaren"});
    // A call about something else finishes nothing.
    let mut other = told.clone();
    other.as_object_mut().unwrap().remove("subject");
    lapsed.does(&other);
    assert_eq!(lapsed.status("C2.2"), StepStatus::Todo);
    lapsed.does(&told);
    assert_eq!(lapsed.status("C2.2"), StepStatus::Done);
    let refugee = Walk::opened(
        &json!({"group": "mass_refugee", "identifiers": [], "group_evidence": "UT-kort"}),
    );
    assert_eq!(refugee.status("C2.2"), StepStatus::NotApplicable);
    assert!(refugee.reason("C2.2").contains("UT-kort"));
}

// covers: C2.3
#[test]
fn who_has_no_number_gets_a_reserve_number_in_every_pathway() {
    for (group, setting) in [
        ("without_permits", "inpatient"),
        ("without_permits", "outpatient"),
        ("asylum_seeker", "inpatient"),
        ("mass_refugee", "outpatient"),
    ] {
        let opening = json!({"group": group, "setting": setting, "identifiers": [],
            "group_evidence": "Bekräftelse"});
        let mut walk = Walk::opened(&opening);
        assert_eq!(walk.status("C2.3"), StepStatus::Todo, "{group} {setting}");
        walk.does(&json!({"command": "add_identifier",
            "identifier": {"kind": "reserve_number", "value": "19900406-TF7A"}}));
        assert_eq!(walk.status("C2.3"), StepStatus::Done, "{group} {setting}");
    }
    let numbered = Walk::opened(&json!({}));
    assert_eq!(numbered.status("C2.3"), StepStatus::NotApplicable);
}

// covers: V4.4
#[test]
fn the_sheet_is_for_a_nursing_need_at_any_age_and_for_nothing_else() {
    for birth_date in ["1990-04-06", "2016-04-06"] {
        let opening = |need: &str| {
            Walk::opened(&json!({"group": "without_permits", "identifiers": [],
                "nursing_need": need, "birth_date": birth_date}))
        };
        for need in ["met_by_kin", "unmet"] {
            let mut walk = opening(need);
            assert_eq!(walk.status("V4.4"), StepStatus::Todo, "{need} {birth_date}");
            walk.does(&json!({"command": "give_information_sheet", "at": START}));
            assert_eq!(walk.status("V4.4"), StepStatus::Done, "{need} {birth_date}");
        }
        assert!(opening("none").reason("V4.4").contains("ingen omvårdnad"));
        assert!(opening("unknown").reason("V4.4").contains("inte bedömt"));
    }
}

// covers: V5.4, V5.6
#[test]
fn devices_and_rehab_have_a_step_in_every_pathway() {
    for (group, setting, nursing) in [
        ("asylum_seeker", "inpatient", "unmet"),
        ("asylum_seeker", "inpatient", "none"),
        ("without_permits", "inpatient", "none"),
        ("asylum_seeker", "outpatient", "unmet"),
        ("asylum_seeker", "outpatient", "none"),
        ("without_permits", "outpatient", "none"),
    ] {
        let mut walk = Walk::opened(&json!({"group": group, "setting": setting,
            "nursing_need": nursing, "device_need": true, "rehab_intervention_need": true,
            "group_evidence": "Bekräftelse"}));
        let place = format!("{group} {setting} {nursing}");
        assert_eq!(walk.status("V5.4"), StepStatus::Todo, "{place}");
        assert_eq!(walk.status("V5.6"), StepStatus::Todo, "{place}");
        walk.does(&json!({"command": "order_device", "device": "Rullator"}));
        assert_eq!(walk.status("V5.4"), StepStatus::Done, "{place}");
    }
    let none = Walk::opened(&json!({"device_need": false}));
    assert_eq!(none.status("V5.4"), StepStatus::NotApplicable);
    assert_eq!(none.status("V5.6"), StepStatus::NotApplicable);
}

// covers: V7B.4, V7C.4
#[test]
fn outside_the_hospital_an_order_is_no_substitute_for_the_rehab_unit() {
    for (group, step) in [("asylum_seeker", "V7B.4"), ("without_permits", "V7C.4")] {
        let mut walk = Walk::opened(&json!({"group": group, "setting": "outpatient",
            "nursing_need": "none", "device_need": true, "group_evidence": "Bekräftelse"}));
        walk.does(&json!({"command": "order_device", "device": "Rullator"}));
        assert_ne!(walk.status(step), StepStatus::Done, "{step}");
        for kind in ["sip", "information_transfer"] {
            walk.does(&consent(kind, "given"));
        }
        walk.does(&add(REHAB));
        assert_eq!(walk.status(step), StepStatus::Done, "{step}");
    }
}
