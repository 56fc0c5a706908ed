//! The content of a trace's requests: every text field gets a word with the mark.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::{CaseScript, LAST_LETTER, MARK, OTHER, OTHER_CASE, SEEN, TraceRequest, Wording};
use crate::{
    commands::{cell, change_plan, row, row_id},
    units::{MEETING_POINT, Unit},
};

/// Numbers from Skatteverket's test series, which nobody has: kind and number.
const TEST_NUMBERS: [(&str, &str); 4] = [
    ("personal_number", "19821105-9954"),
    ("coordination_number", "19570574-9959"),
    ("personal_number", "20001209-9891"),
    ("personal_number", "18791221-9990"),
];

/// A person's numbers, birth date and postal code, in every format in which they are written.
#[must_use]
pub fn numbers(case: usize) -> Vec<String> {
    let script = CaseScript::of(0, case, Wording::AsSaid);
    let (number, postal) = (script.test_number().1.to_owned(), script.postal_code());
    let mut forms = numbers_in_letters(case);
    forms.extend([number.replace('-', ""), number]);
    // Five digits alone would be found in many hashes.
    forms.extend([format!("\"{}", postal.replace(' ', "")), postal]);
    forms
}

/// The numbers that a letter to Migrationsverket contains: birth date and LMA number.
#[must_use]
pub fn numbers_in_letters(case: usize) -> Vec<String> {
    let script = CaseScript::of(0, case, Wording::AsSaid);
    let (lma, birth) = (script.lma(), script.birth_date());
    let in_words = format!("{} maj 1984", FIRST_DAY + case);
    vec![
        lma.replace('-', ""),
        lma,
        birth.replace('-', ""),
        birth,
        in_words,
    ]
}

/// The day in May on which the first case's person was born.
const FIRST_DAY: usize = 10;

impl CaseScript {
    /// Whether a word is replaced in this trace; `what` is a marked word or the name of a number.
    fn otherwise(&self, what: &str) -> bool {
        let kept = ["lma", "birth"].iter().chain(&super::IN_LETTERS);
        match self.words {
            Wording::AsSaid => false,
            Wording::Others => true,
            Wording::OthersThanLetters => !kept.into_iter().any(|kept| *kept == what),
        }
    }

    fn secret(&self, what: &str) -> String {
        let other = if self.otherwise(what) { OTHER } else { "" };
        format!("{MARK}{what}{other}{}", self.case)
    }

    /// A word of the invitation, which is never replaced.
    fn neutral(&self, what: &str) -> String {
        format!("{MARK}{what}{}", self.case)
    }

    fn lma(&self) -> String {
        let first = if self.otherwise("lma") { 5 } else { 4 };
        format!("{first}{}-123456", self.case % 10)
    }

    fn birth_date(&self) -> String {
        let year = if self.otherwise("birth") { 1985 } else { 1984 };
        format!("{year}-05-{}", FIRST_DAY + self.case)
    }

    fn postal_code(&self) -> String {
        let street = if self.otherwise("postal") { 4 } else { 3 };
        format!("461 {street}{}", self.case % 10)
    }

    fn test_number(&self) -> (&'static str, &'static str) {
        let moved = if self.otherwise("number") { 2 } else { 0 };
        TEST_NUMBERS[(self.case + moved) % TEST_NUMBERS.len()]
    }

    /// Whether the person has nursing needs (every second pair of cases): a certificate is written
    /// and an institution is sought.
    pub(super) fn has_needs(&self) -> bool {
        self.case % 4 >= 2
    }

    fn need(&self) -> &'static str {
        if self.has_needs() { "unmet" } else { "none" }
    }

    pub(super) fn opening(&self) -> Value {
        let identifiers = if self.protected {
            json!([])
        } else {
            json!([{ "kind": "lma_number", "value": self.lma() }])
        };
        let mut opening = json!({
            "setting": "inpatient", "group": self.group, "name": self.secret("namn"),
            "birth_date": self.birth_date(), "identifiers": identifiers, "language": "ar",
            "interpreter_needed": true, "nursing_need": self.need(), "health_care_need": true,
            "device_need": false, "room": self.secret("sal"), "kin": self.secret("syster"),
        });
        if self.group != "unestablished" {
            opening["group_evidence"] = json!(self.secret("besked"));
        }
        opening
    }

    /// The opening of a twin. Every twin has the same number, of a kind that follows from the seed.
    pub(crate) fn twin_opening(&self) -> Value {
        let mut opening = self.opening();
        let identifiers = match self.case % 3 {
            0 => json!([{ "kind": "lma_number", "value": self.lma() }]),
            1 => json!([{ "kind": "coordination_number", "value": "19570574-9959" }]),
            _ => json!([]),
        };
        opening["identifiers"] = identifiers;
        opening
    }

    /// The user who gives a command, and the request.
    pub(crate) fn command_of(&self, name: &str, at: Timestamp) -> (&'static str, TraceRequest) {
        let who = match name {
            "certificate" => "physician",
            "accept" | "tend plan" | "approve plan" => "municipal-primary-care",
            "read" | "refuse" | "unlink too" | "confirm" => "discharge-coordinator",
            "take back" => "health-centre",
            _ => "ward-nurse",
        };
        (who, TraceRequest::Command(self.command(name, at)))
    }

    fn command(&self, name: &str, at: Timestamp) -> Value {
        let now = at.to_string();
        let (first, rest) = name.split_once(' ').unwrap_or((name, ""));
        match first {
            "letter" | "read" | "refuse" | "print" | "post" | "destroy" | "link" | "unlink" => {
                self.on_a_letter(first, rest, &now)
            }
            "consent" | "withdraw" | "check" | "evidence" | "confirm" | "unestablish"
            | "correct" | "number" | "residence" | "protect" | "unprotect" => {
                self.on_the_person(first, rest)
            }
            "plan" | "replan" | "invitation" | "interpreter" | "certificate" | "deliver"
            | "hold" | "copy" | "follow" | "evaluate" => self.on_the_plan(first, rest, at),
            "ask" | "answer" | "care" | "accept" | "agree" | "sign" | "invoicing" => {
                self.on_the_purchase(first, rest)
            }
            "add" | "remove" | "hand" | "take" | "setting" | "move" => {
                self.on_the_parties(first, rest)
            }
            "institution" | "transport" | "no" | "device" => self.on_what_is_ordered(first, at),
            "offer" | "housing" | "decided" => self.on_the_housing(first, &now),
            "write" | "rewrite" | "note" | "tend" | "approve" | "settle" | "end" => {
                self.on_the_rows(first)
            }
            _ => self.on_what_was_said(first, rest, &now),
        }
    }

    fn on_the_person(&self, first: &str, kind: &str) -> Value {
        let group = if self.protected {
            "without_permits"
        } else {
            self.group
        };
        let (number, value) = self.test_number();
        match first {
            "consent" | "withdraw" => json!({
                "command": "record_consent", "kind": kind, "form": "oral",
                "answer": if first == "consent" { "given" } else { "withdrawn" },
                "note": self.secret("anteckning"), "legal_ground": self.secret("grund"),
                "assessor": self.secret("bedomare"), "answered_by": "god_man",
                "mandate": self.secret("forordnande"), "mandate_seen_by": self.secret("sett"),
                "childs_view": self.secret("barnet"),
            }),
            "check" => json!({
                "command": "verify_group", "verified_in": "card", "still_valid": true,
                "answer": self.secret("kontroll"),
            }),
            "evidence" => json!({
                "command": "establish_group", "group": group, "evidence": self.secret("underlag"),
                "verified_in": "card",
            }),
            "confirm" => json!({ "command": "confirm_group", "seen": self.secret("sett") }),
            "unestablish" => json!({
                "command": "unestablish_group", "reason": self.secret("ovisst"),
            }),
            "correct" => json!({
                "command": "correct_person", "name": self.secret("efternamn"),
                "room": self.secret("salen"), "birth_date": self.birth_date(),
            }),
            "number" => json!({
                "command": "add_identifier", "identifier": { "kind": number, "value": value },
            }),
            "residence" => json!({
                "command": "establish_residence", "municipality": "1488", "housing": "own",
                "address": self.secret("gatan"), "postal_code": self.postal_code(),
            }),
            protects => json!({
                "command": "mark_protected_identity", "protected": protects == "protect",
                "reason": self.secret("hot"),
            }),
        }
    }

    fn on_a_letter(&self, request: &str, letter: &str, now: &str) -> Value {
        match request {
            "link" | "unlink" => json!({
                "command": "mark_linked_protected_person", "linked": request == "link",
                "reason": self.secret("moster"),
            }),
            "letter" => json!({ "command": "queue_letter", "letter": letter }),
            "read" => json!({
                "command": "review_letter", "letter": LAST_LETTER, "reading": "approved",
            }),
            "refuse" => json!({
                "command": "review_letter", "letter": LAST_LETTER, "reading": "refused",
                "reason": self.secret("svar"),
            }),
            "print" => json!({ "command": "print_letter", "letter": LAST_LETTER }),
            outcome => json!({
                "command": "settle_letter", "letter": LAST_LETTER, "at": now,
                "outcome": if outcome == "post" { "posted" } else { "destroyed" },
            }),
        }
    }

    fn on_the_plan(&self, first: &str, rest: &str, at: Timestamp) -> Value {
        let now = at.to_string();
        match first {
            "plan" => self.meeting("in_person", &later(at, 48)),
            "replan" => self.meeting("digital", &later(at, 72)),
            "invitation" => json!({ "command": "record_invitation_sent", "at": now }),
            "interpreter" => json!({
                "command": "book_interpreter", "language": "ar", "at": later(at, 48),
                "reference": self.secret("tolk"),
            }),
            "certificate" => {
                json!({ "command": "write_certificate", "content": self.secret("intyg") })
            }
            "deliver" => json!({ "command": "deliver_certificate", "how": "post", "at": now }),
            "hold" => json!({
                "command": "hold_sip_meeting", "at": now, "attended": ["patient", "care_staff"],
            }),
            "copy" => json!({
                "command": "hand_out_copy", "recipient": rest, "how": "by_hand", "at": now,
            }),
            "evaluate" => json!({
                "command": "hold_follow_up", "at": now, "attended": ["patient", "care_staff"],
                "evaluations": [{
                    "goal": self.secret("malet"), "outcome": "partly", "why": self.secret("varfor"),
                }],
            }),
            _ => json!({
                "command": "decide_follow_up", "at": later(at, 240), "unit": Unit::Ward.hsa(),
                "evaluated_by": Unit::Ward.hsa(),
            }),
        }
    }

    /// What somebody does with the rows of the plan.
    fn on_the_rows(&self, first: &str) -> Value {
        let ward = Unit::Ward.hsa();
        let secret = |what: &str| self.secret(what);
        match first {
            "write" => change_plan(&[
                row(1, "what_matters", &[("text", &secret("viktigt"))]),
                row(2, "need", &[("text", &secret("behov"))]),
                row(
                    3,
                    "goal",
                    &[
                        ("text", &secret("egetmal")),
                        ("whose", "person"),
                        ("under", &row_id(2)),
                    ],
                ),
                row(
                    4,
                    "goal",
                    &[
                        ("text", &secret("vardmal")),
                        ("whose", "professionals"),
                        ("under", &row_id(2)),
                    ],
                ),
                row(
                    5,
                    "intervention",
                    &[
                        ("text", &secret("ansvar")),
                        ("under", &row_id(4)),
                        ("unit", ward),
                        ("function", &secret("funktion")),
                        ("extent", &secret("omfattning")),
                        ("starts", "2026-03-20"),
                        ("ends", "2026-06-20"),
                        ("own_part", &secret("egenhand")),
                        ("status", "planned"),
                    ],
                ),
                row(6, "measure", &[("text", &secret("granne")), ("by", "kin")]),
                row(
                    7,
                    "participant",
                    &[
                        ("role", "kin"),
                        ("who", &secret("deltog")),
                        ("function", &secret("svager")),
                        ("attendance", "invited"),
                        ("mandate", "no"),
                    ],
                ),
                row(
                    8,
                    "responsibility",
                    &[("unit", ward), ("function", &secret("haller"))],
                ),
                row(9, "note", &[("text", &secret("internt"))]),
            ]),
            "rewrite" => change_plan(&[
                cell(
                    2,
                    "text",
                    &secret("behov"),
                    &format!("{} igen", secret("behov")),
                ),
                cell(5, "extent", &secret("omfattning"), ""),
            ]),
            // What Migrationsverket does, and that its officer is called, tells the group.
            "note" => change_plan(&[
                row(
                    10,
                    "measure",
                    &[("text", &secret("ansokan")), ("by", "migration_agency")],
                ),
                row(
                    11,
                    "participant",
                    &[
                        ("role", "migration_agency"),
                        ("who", &secret("handlaggare")),
                    ],
                ),
                row(12, "note", &[("text", &secret("lapp"))]),
            ]),
            "tend" => change_plan(&[row(
                20,
                "intervention",
                &[("text", &secret("hemma")), ("bought", "wound_dressing")],
            )]),
            "approve" => json!({ "command": "approve_plan", "seen": SEEN }),
            "settle" => json!({ "command": "agree_plan", "seen": SEEN }),
            _ => json!({
                "command": "end_plan", "cause": "other", "reason": self.secret("slutskal"),
            }),
        }
    }

    fn on_the_housing(&self, first: &str, now: &str) -> Value {
        match first {
            "offer" => json!({
                "command": "hold_housing_meeting", "at": now, "informed": true, "offered": true,
                "attended": ["patient", "care_staff"], "answer": "undecided",
                "reason": self.secret("betanketid"),
            }),
            "housing" => json!({
                "command": "record_housing_answer", "at": now, "answer": "applies",
                "reason": self.secret("ansoker"),
            }),
            _ => json!({
                "command": "record_housing_decision", "at": now, "decision": "no_place",
                "reason": self.secret("avslag"),
            }),
        }
    }

    fn meeting(&self, form: &str, at: &str) -> Value {
        json!({
            "command": "plan_sip_meeting", "at": at, "form": form, "kin_invited": false,
            "meeting_point": self.neutral("torget"), "chosen_point": MEETING_POINT,
            "link": (form == "in_person")
                .then(|| format!("https://mote.example.se/{}", self.neutral("lank"))),
            "questions": self.secret("fragor"),
        })
    }

    fn on_the_purchase(&self, first: &str, rest: &str) -> Value {
        let times = 1 + self.case % 3;
        let orders = json!([{ "code": "wound_dressing", "times": times, "per": "week" }]);
        let asked = if rest == "social services" {
            Unit::SocialServices
        } else {
            Unit::MunicipalCare
        };
        match first {
            "ask" => json!({
                "command": "ask_municipality", "unit": asked.hsa(), "starts": "2026-03-12",
                "interventions": orders,
            }),
            "answer" => json!({
                "command": "record_municipality_answer", "unit": asked.hsa(), "answer": "yes",
                "answered_by": self.secret("enhetschef"), "comment": self.secret("kommentar"),
            }),
            "care" => json!({
                "command": "send_care_request", "question": self.secret("fraga"),
                "health_state": self.secret("tillstand"), "follow_up": self.secret("ringer"),
                "medicines": self.secret("medicin"),
            }),
            "accept" => json!({
                "command": "answer_care_request", "answer": "accepted",
                "reason": self.secret("villkor"),
            }),
            "agree" => json!({
                "command": "draw_up_agreement", "interventions": orders, "starts": "2026-03-12",
                "follow_up": self.secret("uppfoljning"),
            }),
            "sign" => json!({
                "command": "sign_agreement", "signatory": rest,
                "signed_by": self.secret("undertecknare"),
            }),
            _ => json!({
                "command": "record_invoicing_form", "reference": self.secret("faktura"),
            }),
        }
    }

    fn on_the_parties(&self, first: &str, which: &str) -> Value {
        let unit = match which {
            "social services" => Unit::SocialServices,
            "municipal rehab" => Unit::MunicipalRehab,
            "municipality" => Unit::MunicipalCare,
            "back" => Unit::Ward,
            _ => Unit::HealthCentre,
        };
        match first {
            "add" => json!({ "command": "add_party", "unit": unit.hsa() }),
            "remove" => json!({
                "command": "remove_party", "unit": unit.hsa(), "reason": self.secret("skal"),
            }),
            "setting" => json!({
                "command": "change_setting", "unit": Unit::Ward.hsa(),
                "setting": if which == "back" { "inpatient" } else { "outpatient" },
            }),
            "move" => json!({
                "command": "move_ward", "unit": Unit::NextWard.hsa(), "room": self.secret("nysal"),
            }),
            _ => json!({ "command": "hand_over_coordination", "unit": unit.hsa() }),
        }
    }

    fn on_what_is_ordered(&self, first: &str, at: Timestamp) -> Value {
        match first {
            "institution" => json!({
                "command": "record_institution", "name": self.secret("hemmet"),
                "phone": format!("010-123 45 67 {}", self.secret("telefon")), "address": self.secret("vagen"),
            }),
            "transport" => json!({
                "command": "order_transport", "destination": self.secret("resmal"),
                "at": later(at, 48), "reference": self.secret("resa"),
            }),
            "no" => json!({ "command": "decline_transport", "reason": self.secret("skjuts") }),
            _ => json!({
                "command": "order_device", "device": self.secret("rullstol"),
                "ground": self.secret("bradska"), "reference": self.secret("sesam"),
            }),
        }
    }

    fn on_what_was_said(&self, first: &str, rest: &str, now: &str) -> Value {
        match first {
            "call" => json!({
                "command": "record_contact", "audience": rest, "channel": "phone", "at": now,
                "summary": self.secret("samtal"), "with_function": self.secret("funktion"),
            }),
            "wrong" => json!({
                "command": "report_wrong_disclosure", "audience": "migration_agency", "at": now,
                "what": self.secret("fel"),
            }),
            "inbound" => json!({
                "command": "record_inbound_question", "audience": "police", "at": now,
                "what": self.secret("polis"),
            }),
            "routine" => json!({
                "command": "follow_county_routine", "note": self.secret("rutin"),
            }),
            "close" => json!({ "command": "close_case", "reason": self.secret("slut") }),
            "reopen" => json!({ "command": "reopen_case", "reason": self.secret("misstag") }),
            "invite" => json!({ "command": "send_invitation" }),
            "resolve" => json!({ "command": "resolve_invitation", "outcome": "arrived" }),
            "sheet" => json!({ "command": "give_information_sheet", "at": now }),
            "ready" => json!({ "command": "mark_ready_for_discharge", "at": now }),
            "same" => json!({
                "command": "link_case", "case": OTHER_CASE, "reason": self.secret("likhet"),
            }),
            "undo" => json!({ "command": "undo_latest" }),
            _ => json!({
                "command": "establish_needs", "health_care_need": true, "device_need": true,
                "nursing_need": self.need(),
            }),
        }
    }
}

fn later(at: Timestamp, hours: i64) -> String {
    at.checked_add(SignedDuration::from_hours(hours))
        .unwrap_or(at)
        .to_string()
}
