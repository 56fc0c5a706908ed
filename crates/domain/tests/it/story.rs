//! The language of the stories: who acts, what they do, and what follows.
#![expect(clippy::panic, reason = "the helpers of tests fail loudly")]

mod acts;
mod cast;

use std::{
    collections::BTreeMap,
    fmt,
    sync::atomic::{AtomicU64, Ordering},
};

use domain::{
    Case, Context, Entry, Event, Fresh, decide,
    delivery::{Delivery, delivered, invitation},
    evolve, open,
    open::NotOpened,
};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};
use vocabulary::{
    command::Command, hsa_id::HsaId, opening::OpenCase, public_id::PublicId, reading::Door,
    refusal::Refusal,
};

pub(crate) use self::{acts::*, cast::*};

/// The time when every story begins: Thursday 5 March 2026, 09:00 in Sweden.
pub(crate) const START: Timestamp = Timestamp::constant(1_772_697_600, 0);

/// Placeholder in an act for the id of the letter queued last.
pub(crate) const LAST_LETTER: &str = "the last";

/// Placeholder in an act for the unit that coordinates the case then.
pub(crate) const COORDINATOR: &str = "SE2321000131-E9COORDINATOR";

/// Placeholder in an act for the time when it is done, and for what has been seen then.
pub(crate) const NOW: &str = "now";

/// Something somebody does: a command as it arrives through the API.
#[derive(Clone)]
pub(crate) struct Act {
    pub(crate) who: Who,
    pub(crate) command: Value,
}

impl fmt::Debug for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.who.staff, self.command)
    }
}

impl Act {
    /// The same act by somebody else.
    pub(crate) fn by(self, who: Who) -> Self {
        Self { who, ..self }
    }

    /// The same act with one more field, or another value in it.
    pub(crate) fn with(mut self, field: &str, value: impl Into<Value>) -> Self {
        self.command[field] = value.into();
        self
    }
}

/// A case after some acts, with its journal and the current time.
#[derive(Clone)]
pub(crate) struct Story {
    pub(crate) entries: Vec<Entry>,
    pub(crate) case: Case,
    pub(crate) now: Timestamp,
}

impl Story {
    /// The case after Vårdbron recorded what became of the invitation on its way.
    pub(crate) fn delivered(mut self, delivery: Delivery) -> Self {
        let row = self.case.sip.invitation_queued.clone();
        let row = row.unwrap_or_else(|| panic!("no invitation is on its way"));
        let entry = delivered(invitation(row.value, delivery), &row.by, self.now);
        self.case = evolve(Some(self.case), &entry).unwrap_or_else(|misfit| panic!("{misfit}"));
        self.entries.push(entry);
        self
    }

    /// The case after Vårdbron recorded that its invitation may or may not have been sent.
    pub(crate) fn lost_sight_of(self) -> Self {
        self.delivered(Delivery::Uncertain)
    }
}

/// What an act led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Told {
    Happened(Vec<Event>),
    No(Refusal),
}

impl Told {
    /// The kinds of what happened, in order.
    pub(crate) fn kinds(&self) -> Vec<&'static str> {
        match self {
            Self::Happened(events) => events.iter().map(Event::kind).collect(),
            Self::No(refusal) => panic!("refused with {}: {}", refusal.code(), refusal.detail()),
        }
    }

    /// The code and the rule of the refusal.
    pub(crate) fn no(&self) -> (&'static str, &'static str) {
        match self {
            Self::Happened(events) => panic!("not refused: {events:?}"),
            Self::No(refusal) => (refusal.code(), refusal.rule()),
        }
    }

    pub(crate) fn happened(&self) -> bool {
        matches!(self, Self::Happened(_))
    }
}

/// Fresh bits that differ each time in a process, as when `app` draws them.
pub(crate) fn fresh() -> Fresh {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let mut state = NEXT.fetch_add(1, Ordering::Relaxed);
    let mut bits = [0; 48];
    for eight in bits.chunks_mut(8) {
        // Steele, Lea and Flood's SplitMix64.
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        eight.copy_from_slice(&(mixed ^ (mixed >> 31)).to_le_bytes());
    }
    Fresh(bits)
}

pub(crate) fn context(who: Who, at: Timestamp) -> Context {
    Context {
        actor: who.actor(),
        at,
        units: ALL_UNITS
            .iter()
            .map(|id| (hsa(id), unit(id)))
            .collect::<BTreeMap<_, _>>(),
        placeholders: vec![
            unit(PLACEHOLDER_HEALTH_CENTRE),
            unit(PLACEHOLDER_MUNICIPALITY),
        ],
        meeting_point: Some(vocabulary::meeting_point::MeetingPoint {
            id: vocabulary::public_id::PublicId::from_random([9; 16]),
            building: "Sjukhuset".to_owned(),
            name: "Huvudentrén".to_owned(),
        }),
        meeting_host: vocabulary::meeting_point::MeetingHost::parse("https://mote.example.se"),
        case_named: Some(vocabulary::public_id::PublicId::from_random([8; 16])),
        fresh: fresh(),
    }
}

pub(crate) fn object(value: &Value) -> &Map<String, Value> {
    value.as_object().unwrap_or_else(|| panic!("not an object"))
}

pub(crate) fn read(command: &Value, now: Timestamp) -> Command {
    let mut command = command.clone();
    if command["letter"] == LAST_LETTER {
        command["letter"] = json!(PublicId::from_random([1; 16]).to_string());
    }
    if command["at"] == NOW {
        command["at"] = json!(now.to_string());
    }
    Command::read(object(&command), Door::Api, now)
        .unwrap_or_else(|mistakes| panic!("{command} has mistakes: {mistakes:?}"))
}

/// What an opening request leads to, when this person makes it at the start of the story.
pub(crate) fn opening(who: Who, request: &Value) -> Result<Vec<Entry>, NotOpened> {
    let request = OpenCase::read(object(request), Door::Api, START)
        .unwrap_or_else(|mistakes| panic!("{request} has mistakes: {mistakes:?}"));
    open(&context(who, START), &request, "fyrbodal-2025-07-01")
}

/// A request that opens a case; tests change what they need.
pub(crate) fn request(group: &str, setting: &str, nursing_need: &str) -> Value {
    let evidence = match group {
        "asylum_seeker" | "mass_refugee" => json!("Kortet visades"),
        _ => Value::Null,
    };
    json!({
        "setting": setting, "group": group, "group_evidence": evidence,
        "name": "Amina Exempel", "birth_date": "1984-05-17", "identifiers": [],
        "language": "ar", "interpreter_needed": true, "nursing_need": nursing_need,
        "health_care_need": true, "device_need": false,
    })
}

/// Who opens a case in a setting: the ward, or the health centre.
pub(crate) fn opener(setting: &str) -> Who {
    if setting == "inpatient" {
        NURSE
    } else {
        HEALTH_CENTRE_NURSE
    }
}

impl fmt::Debug for Story {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kinds: Vec<_> = self
            .entries
            .iter()
            .map(|entry| entry.event.kind())
            .collect();
        write!(f, "{} after {kinds:?}", self.pathway())
    }
}

impl Story {
    /// A case opened on this request.
    pub(crate) fn opened(who: Who, request: &Value) -> Self {
        let entries = opening(who, request).unwrap_or_else(|no| panic!("not opened: {no:?}"));
        Self {
            case: domain::replay(&entries).unwrap_or_else(|misfit| panic!("{misfit}")),
            entries,
            now: START,
        }
    }

    /// A case of this group, setting and nursing need.
    pub(crate) fn of(group: &str, setting: &str, nursing_need: &str) -> Self {
        Self::opened(opener(setting), &request(group, setting, nursing_need))
    }

    /// The case after somebody acted, a minute later.
    #[expect(clippy::needless_pass_by_value, reason = "a story reads act after act")]
    pub(crate) fn then(mut self, act: Act) -> Self {
        self.now += SignedDuration::from_mins(1);
        match self.tell(&act) {
            Ok(entries) => {
                for entry in &entries {
                    self.case =
                        evolve(Some(self.case), entry).unwrap_or_else(|misfit| panic!("{misfit}"));
                }
                self.entries.extend(entries);
                self
            }
            Err(no) => panic!("{:?} is refused: {}", act.command, no.code()),
        }
    }

    /// What `decide` answers to an act now.
    pub(crate) fn tell(&self, act: &Act) -> Result<Vec<Entry>, Refusal> {
        let mut said = act.command.clone();
        let last = self.case.letters.last();
        if let Some(last) = last.filter(|_| said["letter"] == LAST_LETTER) {
            said["letter"] = json!(last.outbox.to_string());
        }
        if said["at"] == NOW {
            said["at"] = json!(self.now.to_string());
        }
        let own = hsa(act.who.at);
        match (said["command"].as_str(), said["seen"] == NOW) {
            (Some("agree_plan"), true) => said["seen"] = json!(self.case.plan.seen()),
            (Some("approve_plan"), true) => said["seen"] = json!(self.case.plan.seen_by(&own)),
            _ => {}
        }
        let coordinator = self.case.coordinator.as_str();
        let said = said.to_string().replace(COORDINATOR, coordinator);
        let said = serde_json::from_str(&said).unwrap_or_else(|fault| panic!("{fault}"));
        let command = read(&said, self.now);
        decide(&self.case, &context(act.who, self.now), &command)
    }

    pub(crate) fn after(self, acts: impl IntoIterator<Item = Act>) -> Self {
        acts.into_iter().fold(self, Self::then)
    }

    pub(crate) fn later(mut self, passed: SignedDuration) -> Self {
        self.now += passed;
        self
    }

    pub(crate) fn parties(&self) -> Vec<&str> {
        self.case.parties.keys().map(HsaId::as_str).collect()
    }

    pub(crate) fn has_party(&self, id: &str) -> bool {
        self.parties().contains(&id)
    }

    pub(crate) fn pathway(&self) -> &'static str {
        self.case.pathway().map_or("none", domain::Pathway::code)
    }
}

/// Given a case, when somebody acts: what that leads to.
pub(crate) fn told(given: &Story, when: &Act) -> Told {
    match given.tell(when) {
        Ok(entries) => Told::Happened(entries.into_iter().map(|entry| entry.event).collect()),
        Err(refusal) => Told::No(refusal),
    }
}
