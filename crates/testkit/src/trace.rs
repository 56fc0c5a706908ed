//! Traces: what people do, drawn at random, to several cases side by side, so that what somebody
//! outside can observe may be compared with and without the protected cases.
//!
//! Every act has its own instant, and what happens to a case is drawn from a stream of that case, so
//! that leaving one case out moves nothing else. What must never get out carries a mark that occurs
//! nowhere else ([`MARK`]).

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::units::Unit;

/// Begins every word that must stay inside: names, addresses, what was said.
pub const MARK: &str = "Qvx";

/// Stands in a command for the id of the letter last put in the case's queue.
pub const LAST_LETTER: &str = "the last";

/// What is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// A case is opened.
    Open(Value),
    /// A command is given on it.
    Command(Value),
}

/// Somebody does something to a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// When.
    pub at: Timestamp,
    /// To which case of the trace.
    pub case: usize,
    /// Who: a user of the stage.
    pub who: &'static str,
    /// What.
    pub deed: Deed,
}

/// What is done to several cases, in order.
#[derive(Debug, Clone)]
pub struct Trace {
    /// The acts.
    pub acts: Vec<Act>,
    /// For each case: whether it is protected from its beginning to its end.
    pub protected: Vec<bool>,
}

/// The acts of a case in the order that its pathway would take them.
const COURSE: [&str; 29] = [
    "consent case",
    "consent sip",
    "plan",
    "invite",
    "residence",
    "call migration_agency",
    "hold",
    "letter plan",
    "read",
    "print",
    "post",
    "certificate",
    "replan",
    "invite",
    "consent information_transfer",
    "ask",
    "answer",
    "add municipality",
    "add centre",
    "interpreter",
    "letter certificate",
    "print",
    "deliver certificate",
    "post",
    "letter patient_copy",
    "copy patient",
    "copy migration_agency",
    "care request",
    "accept",
];

/// What may come in between, sensible or not.
const ASIDES: [&str; 21] = [
    "add social services",
    "add municipal rehab",
    "ask social services",
    "invite",
    "protect",
    "unprotect",
    "wrong disclosure",
    "inbound question",
    "invitation sent",
    "needs",
    "withdraw sip",
    "call migration_agency",
    "call institution",
    "copy kin",
    "link",
    "link",
    "unlink",
    "unlink too",
    "print",
    "destroy",
    "refuse",
];

impl Trace {
    /// A trace of a seed: so many acts on so many cases, every second of which is protected from
    /// beginning to end.
    #[must_use]
    pub fn of(seed: u64, start: Timestamp, cases: usize, acts: usize) -> Self {
        Self::drawn(seed, start, cases, acts, "")
    }

    /// The same trace where every word about a person is another one.
    #[must_use]
    pub fn in_other_words(seed: u64, start: Timestamp, cases: usize, acts: usize) -> Self {
        Self::drawn(seed, start, cases, acts, "Annan")
    }

    fn drawn(seed: u64, start: Timestamp, cases: usize, acts: usize, word: &str) -> Self {
        let mut order = Draw::of(seed, u64::MAX);
        let mut plots: Vec<Plot> = (0..cases).map(|case| Plot::of(seed, case, word)).collect();
        let mut at = start;
        let acts = (0..acts)
            .map(|turn| {
                // At first every case is opened; then whichever comes.
                let case = if turn < cases {
                    turn
                } else {
                    order.below(cases)
                };
                at = at.checked_add(SignedDuration::from_secs(90)).unwrap_or(at);
                let (who, deed) = plots[case].next(at);
                Act {
                    at,
                    case,
                    who,
                    deed,
                }
            })
            .collect();
        Self {
            acts,
            protected: plots.iter().map(|plot| plot.protected).collect(),
        }
    }

    /// The same without everything that was done to the protected cases.
    #[must_use]
    pub fn purged(&self) -> Self {
        let mut purged = self.clone();
        purged.acts.retain(|act| !self.protected[act.case]);
        purged
    }
}

/// What happens to one case.
struct Plot {
    case: usize,
    draw: Draw,
    protected: bool,
    group: &'static str,
    opened: bool,
    stage: usize,
    word: String,
}

impl Plot {
    fn of(seed: u64, case: usize, word: &str) -> Self {
        let mut draw = Draw::of(seed, case as u64);
        let protected = case % 2 == 1;
        let groups = if protected {
            ["without_permits", "unestablished"]
        } else {
            ["asylum_seeker", "mass_refugee"]
        };
        Self {
            group: groups[draw.below(2)],
            case,
            draw,
            protected,
            opened: false,
            stage: 0,
            word: word.to_owned(),
        }
    }

    fn next(&mut self, at: Timestamp) -> (&'static str, Deed) {
        if !self.opened {
            self.opened = true;
            return ("ward-nurse", Deed::Open(self.opening()));
        }
        let name = if self.draw.below(4) == 0 {
            ASIDES[self.draw.below(ASIDES.len())]
        } else {
            let name = COURSE[self.stage % COURSE.len()];
            self.stage += 1;
            name
        };
        let who = match name {
            "certificate" => "physician",
            "accept" => "municipal-primary-care",
            "read" | "refuse" | "unlink too" => "discharge-coordinator",
            _ => "ward-nurse",
        };
        (who, Deed::Command(self.command(name, at)))
    }

    fn secret(&self, what: &str) -> String {
        format!("{MARK}{what}{}{}", self.word, self.case)
    }

    fn opening(&self) -> Value {
        let identifiers = if self.protected {
            json!([])
        } else {
            json!([{ "kind": "lma_number", "value": format!("{:02}-{:06}", 40 + self.case, 123_456) }])
        };
        let mut opening = json!({
            "setting": "inpatient", "group": self.group, "name": self.secret("namn"),
            "birth_date": "1984-05-17", "identifiers": identifiers, "language": "ar",
            "interpreter_needed": true, "nursing_need": "none", "health_care_need": true,
            "device_need": false, "room": self.secret("sal"), "kin": self.secret("syster"),
        });
        if self.group != "unestablished" {
            opening["group_evidence"] = json!(self.secret("besked"));
        }
        opening
    }

    fn command(&self, name: &str, at: Timestamp) -> Value {
        let now = at.to_string();
        let later = |hours: i64| {
            at.checked_add(SignedDuration::from_hours(hours))
                .unwrap_or(at)
                .to_string()
        };
        let (first, rest) = name.split_once(' ').unwrap_or((name, ""));
        match (first, rest) {
            ("consent", kind) => {
                json!({ "command": "record_consent", "kind": kind, "answer": "given", "form": "oral" })
            }
            ("withdraw", kind) => {
                json!({ "command": "record_consent", "kind": kind, "answer": "withdrawn", "form": "oral" })
            }
            ("residence", _) => json!({
                "command": "establish_residence", "municipality": "1488",
                "address": self.secret("gatan"), "postal_code": "461 30", "housing": "own",
            }),
            ("call", whom) => json!({
                "command": "record_contact", "audience": whom, "channel": "phone", "at": now,
                "summary": self.secret("samtal"),
            }),
            ("ask", "social services") => self.asking(Unit::SocialServices),
            ("ask", _) => self.asking(Unit::MunicipalCare),
            ("answer", _) => json!({
                "command": "record_municipality_answer", "unit": Unit::MunicipalCare.hsa(),
                "answer": "yes", "answered_by": "Enhetschef",
            }),
            ("add", which) => {
                let unit = match which {
                    "social services" => Unit::SocialServices,
                    "municipal rehab" => Unit::MunicipalRehab,
                    "centre" => Unit::HealthCentre,
                    _ => Unit::MunicipalCare,
                };
                json!({ "command": "add_party", "unit": unit.hsa() })
            }
            ("certificate", _) => {
                json!({ "command": "write_certificate", "content": self.secret("intyg") })
            }
            ("plan", _) => self.meeting("in_person", &later(48)),
            ("replan", _) => self.meeting("digital", &later(72)),
            ("invite", _) => json!({ "command": "send_invitation" }),
            ("invitation", _) => json!({ "command": "record_invitation_sent", "at": now }),
            ("interpreter", _) => {
                json!({ "command": "book_interpreter", "language": "ar", "at": later(48) })
            }
            ("deliver", _) => json!({ "command": "deliver_certificate", "how": "post", "at": now }),
            ("hold", _) => json!({
                "command": "hold_sip_meeting", "at": now, "what_matters": self.secret("viktigt"),
                "needs": self.secret("behov"), "responsibilities": self.secret("ansvar"),
                "attended": self.secret("deltog"),
            }),
            ("copy", whom) => {
                json!({ "command": "hand_out_copy", "recipient": whom, "how": "by_hand", "at": now })
            }
            ("care", _) => json!({
                "command": "send_care_request", "question": self.secret("fraga"),
                "health_state": self.secret("tillstand"), "follow_up": "Avdelningen ringer",
            }),
            ("accept", _) => json!({ "command": "answer_care_request", "answer": "accepted" }),
            ("letter" | "read" | "refuse" | "print" | "post" | "destroy", _) => {
                self.on_a_letter(first, rest, &now)
            }
            ("link" | "unlink", _) => json!({
                "command": "mark_linked_protected_person", "linked": first == "link",
                "reason": self.secret("moster"),
            }),
            ("protect", _) => json!({
                "command": "mark_protected_identity", "protected": true,
                "reason": self.secret("hot"),
            }),
            ("unprotect", _) => json!({
                "command": "mark_protected_identity", "protected": false,
                "reason": self.secret("hot"),
            }),
            ("wrong", _) => json!({
                "command": "report_wrong_disclosure", "audience": "migration_agency", "at": now,
                "what": self.secret("fel"),
            }),
            ("inbound", _) => json!({
                "command": "record_inbound_question", "audience": "police", "at": now,
                "what": self.secret("polis"),
            }),
            _ => json!({
                "command": "establish_needs", "nursing_need": "none", "health_care_need": true,
                "device_need": true,
            }),
        }
    }

    fn on_a_letter(&self, deed: &str, letter: &str, now: &str) -> Value {
        match deed {
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

    fn asking(&self, unit: Unit) -> Value {
        let times = 1 + self.case % 3;
        json!({
            "command": "ask_municipality", "unit": unit.hsa(), "starts": "2026-03-12",
            "interventions": [{ "code": "wound_dressing", "times": times, "per": "week" }],
        })
    }

    fn meeting(&self, form: &str, at: &str) -> Value {
        json!({
            "command": "plan_sip_meeting", "at": at, "form": form, "meeting_point": "Huvudentrén",
            "link": "https://mote.example.se/1", "kin_invited": false,
            "questions": self.secret("fragor"),
        })
    }
}

/// Chance of a seed and a stream: splitmix64.
struct Draw(u64);

impl Draw {
    fn of(seed: u64, stream: u64) -> Self {
        Self(seed ^ stream.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let bound = bound as u64;
        usize::try_from((mixed ^ (mixed >> 31)) % bound).unwrap_or(0)
    }
}
