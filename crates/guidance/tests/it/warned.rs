//! What staff are warned about, from which day.

use guidance::{Weight, warnings};
use serde_json::json;

use crate::walk::{LIBRARY, WARD, Walk, instant};

fn codes(walk: &Walk, at: &str) -> Vec<&'static str> {
    warnings(&walk.case, &LIBRARY, instant(at))
        .into_iter()
        .map(|warning| warning.code)
        .collect()
}

// covers: V3.6
#[test]
fn a_mass_refugees_year_is_counted_from_the_permits_first_day() {
    // The card was seen on 5 March 2026 and says 10 December 2025.
    let walk = Walk::opened(&json!({"group": "mass_refugee", "permit_from": "2025-12-10"}));
    let (nears, passed) = ("mass-refugee-year-nears", "mass-refugee-year-passed");
    assert!(!codes(&walk, "2026-10-10T12:00:00+02:00").contains(&nears));
    assert!(codes(&walk, "2026-10-11T12:00:00+02:00").contains(&nears));
    assert!(codes(&walk, "2026-12-09T23:59:00+01:00").contains(&nears));
    let after = codes(&walk, "2026-12-10T00:00:00+01:00");
    assert!(after.contains(&passed) && !after.contains(&nears));
    assert_eq!(
        walk.case.group,
        vocabulary::group::Group::MassRefugee,
        "it decides nothing"
    );
    let asylum = Walk::opened(&json!({"permit_from": "2025-12-10"}));
    assert!(!codes(&asylum, "2027-03-05T12:00:00+01:00").contains(&passed));
}

// covers: V3.6
#[test]
fn the_permits_first_day_is_asked_for_some_weeks_after_the_confirmation_until_it_is_known() {
    let mut walk = Walk::opened(&json!({"group": "mass_refugee"}));
    let unknown = "permit-day-unknown";
    assert!(!codes(&walk, "2026-04-01T12:00:00+02:00").contains(&unknown));
    assert!(codes(&walk, "2026-04-02T12:00:00+02:00").contains(&unknown));
    assert!(!codes(&walk, "2027-06-01T12:00:00+02:00").contains(&"mass-refugee-year-passed"));
    walk = walk.at("2026-04-02T12:00:00+02:00");
    walk.does(
        &json!({"command": "verify_group", "verified_in": "card", "still_valid": true,
        "answer": "UT-kortet visades", "permit_from": "2026-03-20"}),
    );
    // What is not answered again stands.
    walk.does(
        &json!({"command": "establish_group", "group": "mass_refugee", "verified_in": "card",
        "evidence": "Samma UT-kort visades"}),
    );
    assert!(!codes(&walk, "2026-04-02T12:00:00+02:00").contains(&unknown));
    assert!(codes(&walk, "2027-03-20T12:00:00+01:00").contains(&"mass-refugee-year-passed"));
}

// covers: V3.3
#[test]
fn the_18th_birthday_is_warned_of_sixty_days_before_and_from_the_day() {
    let walk = Walk::opened(&json!({"birth_date": "2008-06-01"}));
    assert!(!codes(&walk, "2026-04-01T12:00:00+02:00").contains(&"turns-18-soon"));
    assert!(codes(&walk, "2026-04-02T12:00:00+02:00").contains(&"turns-18-soon"));
    assert!(codes(&walk, "2026-05-31T12:00:00+02:00").contains(&"turns-18-soon"));
    let on_the_day = codes(&walk, "2026-06-01T00:00:00+02:00");
    assert!(on_the_day.contains(&"turned-18") && !on_the_day.contains(&"turns-18-soon"));
    let adult = Walk::opened(&json!({}));
    assert!(!codes(&adult, "2026-06-01T00:00:00+02:00").contains(&"turned-18"));
}

// covers: V3.5
#[test]
fn a_check_older_than_the_limit_is_asked_for_again() {
    let mut walk = Walk::opened(&json!({}));
    assert!(!codes(&walk, "2026-04-04T12:00:00+02:00").contains(&"group-check-old"));
    assert!(codes(&walk, "2026-04-05T12:00:00+02:00").contains(&"group-check-old"));
    walk = walk.at("2026-04-05T12:00:00+02:00");
    walk.does(
        &json!({"command": "verify_group", "verified_in": "vera_asyl", "still_valid": true,
        "answer": "Giltigt"}),
    );
    assert!(!codes(&walk, "2026-04-06T12:00:00+02:00").contains(&"group-check-old"));
}

// covers: V3.1
#[test]
fn another_regions_responsibility_stops_the_case_first_of_all() {
    let mut walk = Walk::opened(&json!({"identifiers": [], "group_evidence": "Bekräftelse"}));
    walk.does(
        &json!({"command": "establish_residence", "municipality": "0180",
        "address": "Gatan 1", "postal_code": "11122", "housing": "own"}),
    );
    let before = codes(&walk, "2026-03-05T12:00:00+01:00");
    assert!(before.contains(&"moves-to-another-region"), "{before:?}");
    assert!(!before.contains(&"another-region-responsible"));
    walk.does(&json!({"command": "change_setting", "setting": "outpatient", "unit": WARD}));
    let found = warnings(&walk.case, &LIBRARY, walk.now);
    assert_eq!(found[0].code, "another-region-responsible");
    assert_eq!(found[0].weight, Weight::Stop);
    assert!(found[0].text.contains("En annan region ansvarar"));
    assert!(
        found
            .iter()
            .any(|warning| warning.code == "no-current-lma-card")
    );
}

// covers: VV.1
#[test]
fn guidance_past_its_last_valid_day_is_flagged() {
    let walk = Walk::opened(&json!({}));
    assert!(!codes(&walk, "2026-07-01T23:59:00+02:00").contains(&"guidance-expired"));
    assert!(codes(&walk, "2026-07-02T00:00:00+02:00").contains(&"guidance-expired"));
    let found = warnings(&walk.case, &LIBRARY, instant("2026-07-02T00:00:00+02:00"));
    let expired = found
        .iter()
        .find(|warning| warning.code == "guidance-expired")
        .unwrap();
    assert!(
        expired
            .text
            .starts_with("Vägledning Fyrbodal gällde till och med 1 juli 2026.")
    );
}

// covers: C2.2
#[test]
fn the_warning_of_a_missing_card_says_what_the_step_says() {
    let warned = "no-current-lma-card";
    let at = "2026-03-06T12:00:00+01:00";
    assert!(!codes(&Walk::opened(&json!({})), at).contains(&warned));
    let unknown = json!({"identifiers": [], "group_evidence": "Bekräftelse"});
    assert!(codes(&Walk::opened(&unknown), at).contains(&warned));
    let mut lapsed = Walk::opened(&json!({}));
    lapsed.does(
        &json!({"command": "establish_group", "verified_in": "card", "group": "asylum_seeker",
        "evidence": "Kortet är för gammalt", "card_current": false}),
    );
    assert!(codes(&lapsed, at).contains(&warned));
    let refugee = json!({"group": "mass_refugee", "identifiers": [], "group_evidence": "UT-kort"});
    assert!(!codes(&Walk::opened(&refugee), at).contains(&warned));
}

// covers: X4
#[test]
fn who_leaves_before_the_sip_meeting_is_followed_by_a_proposal_to_hand_over() {
    let warned = "ready-before-sip";
    let mut walk = Walk::opened(&json!({"nursing_need": "unmet"}));
    walk.does(
        &json!({"command": "record_consent", "kind": "sip", "answer": "given", "form": "oral"}),
    );
    walk.does(
        &json!({"command": "plan_sip_meeting", "at": "2026-03-12T13:00:00+01:00", "form": "digital",
        "kin_invited": false}),
    );
    assert!(!codes(&walk, "2026-03-06T12:00:00+01:00").contains(&warned));
    walk.does(&json!({"command": "mark_ready_for_discharge", "at": "2026-03-10T09:00:00+01:00"}));
    assert!(codes(&walk, "2026-03-06T12:00:00+01:00").contains(&warned));
    assert!(
        !codes(&walk, "2026-03-12T13:00:00+01:00").contains(&warned),
        "it has been"
    );
    walk.does(&json!({"command": "mark_ready_for_discharge", "at": "2026-03-12T15:00:00+01:00"}));
    assert!(!codes(&walk, "2026-03-06T12:00:00+01:00").contains(&warned));
}
