//! Every state of a case that the matrix asks about: group × identity × consent × how far the
//! municipality has come × phase. An act that the domain refuses leaves the state unchanged, and a
//! state that can be reached in two ways is asked about twice, which costs little.

use serde_json::{Value, json};

use crate::story::{HEALTH_CENTRE, MANAGER, NURSE, Story, TROLLHATTAN, Who};

/// A state with its name.
pub(crate) struct State {
    pub(crate) name: String,
    pub(crate) story: Story,
}

const GROUPS: [&str; 5] = [
    "asylum_seeker",
    "mass_refugee",
    "without_permits",
    "unestablished",
    "resident",
];
const CONSENTS: [&str; 5] = ["not_asked", "given", "refused", "withdrawn", "incapable"];
const KINDS: [&str; 3] = ["case", "sip", "information_transfer"];
const PARTIES: [&str; 7] = [
    "ward alone",
    "health centre",
    "asked",
    "no",
    "yes",
    "municipality",
    "agreement",
];

pub(crate) fn states() -> Vec<State> {
    let mut states = Vec::new();
    for group in GROUPS {
        for protected in [false, true] {
            for consent in CONSENTS {
                for party in PARTIES {
                    for closed in [false, true] {
                        let story = story(group, protected, consent, party, closed);
                        let phase = if closed { "stängt" } else { "öppet" };
                        let mark = if protected { ", skyddad identitet" } else { "" };
                        states.push(State {
                            name: format!("{group}{mark}, samtycke {consent}, {party}, {phase}"),
                            story,
                        });
                    }
                }
            }
        }
    }
    states
}

fn story(group: &str, protected: bool, consent: &str, party: &str, closed: bool) -> Story {
    let opened = if group == "resident" {
        "asylum_seeker"
    } else {
        group
    };
    let mut story = Story::of(opened, "none");
    // What a party needs is agreed to first; the consent in question comes last.
    let asked = if consent == "not_asked" {
        &[][..]
    } else {
        &KINDS
    };
    for kind in asked {
        story = tried(story, NURSE, &answer(kind, "given"));
    }
    for (who, act) in towards(party) {
        story = tried(story, who, &act);
    }
    if consent != "given" {
        for kind in asked {
            story = tried(story, NURSE, &answer(kind, consent));
        }
    }
    if protected {
        story = story.protects_the_identity();
    }
    if group == "resident" {
        story = story.establishes("resident");
    }
    if closed {
        story = story.closes();
    }
    story
}

fn answer(kind: &str, answer: &str) -> Value {
    let mut act = json!({
        "command": "record_consent", "kind": kind, "answer": answer, "form": "oral",
    });
    if answer == "incapable" {
        act["legal_ground"] = json!("Patientsäkerhet");
        act["assessor"] = json!("Läkare");
    }
    act
}

fn towards(party: &str) -> Vec<(Who, Value)> {
    let residence = json!({
        "command": "establish_residence", "municipality": "1488", "address": "Strandgatan 17",
        "postal_code": "461 30", "housing": "own",
    });
    let ask = json!({
        "command": "ask_municipality", "unit": TROLLHATTAN, "starts": "2026-03-12",
        "interventions": [{ "code": "wound_dressing", "times": 3, "per": "week" }],
    });
    let answered = |answer: &str| {
        json!({
            "command": "record_municipality_answer", "unit": TROLLHATTAN, "answer": answer,
            "answered_by": "Enhetschef",
        })
    };
    let add = |unit: &str| json!({ "command": "add_party", "unit": unit });
    let mut acts = vec![(NURSE, residence)];
    if party == "health centre" || party == "agreement" {
        acts.push((NURSE, add(HEALTH_CENTRE)));
    }
    if ["asked", "no", "yes", "municipality", "agreement"].contains(&party) {
        acts.push((NURSE, ask));
    }
    if party == "no" {
        acts.push((NURSE, answered("no")));
    }
    if ["yes", "municipality", "agreement"].contains(&party) {
        acts.push((NURSE, answered("yes")));
    }
    if ["municipality", "agreement"].contains(&party) {
        acts.push((NURSE, add(TROLLHATTAN)));
    }
    if party == "agreement" {
        acts.extend([
            (
                NURSE,
                json!({
                    "command": "plan_sip_meeting", "at": "2026-03-12T14:00:00+01:00",
                    "form": "in_person", "meeting_point": "Huvudentrén", "chosen_point": "ajbeeqscijbeeqscijbeeqscij", "kin_invited": false,
                }),
            ),
            (
                NURSE,
                json!({
                    "command": "hold_sip_meeting", "at": "2026-03-05T08:30:00+01:00",
                    "attended": ["patient"],
                }),
            ),
            (
                NURSE,
                json!({
                    "command": "send_care_request", "question": "Lägga om sår",
                    "health_state": "Bensår", "follow_up": "Vårdcentralen ringer",
                }),
            ),
            (
                MANAGER,
                json!({ "command": "answer_care_request", "answer": "accepted" }),
            ),
            (
                NURSE,
                json!({
                    "command": "draw_up_agreement", "starts": "2026-03-12", "ends": "2026-04-12",
                    "interventions": [{ "code": "wound_dressing", "times": 3, "per": "week" }],
                    "follow_up": "Vårdcentralen ringer",
                }),
            ),
        ]);
    }
    acts
}

/// The story after an act, or unchanged when the act is refused.
fn tried(story: Story, who: Who, act: &Value) -> Story {
    story.clone().tried(who, act).unwrap_or(story)
}
