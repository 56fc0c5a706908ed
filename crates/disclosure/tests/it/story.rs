//! The language of the stories: a case is opened, people act, and the guard is asked.

mod cast;

use std::{collections::BTreeMap, sync::LazyLock};

use disclosure::{AnyCase, Guard, PlacedTelling, views::Reading};
use domain::{Case, Context, Entry, Fresh, decide, event::Stream, open};
use guidance::Library;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};
use vocabulary::{command::Command, opening::OpenCase, reading::Door, refusal::Refusal};

pub(crate) use self::cast::*;

/// Thursday 5 March 2026, 09:00 in Sweden.
pub(crate) const START: Timestamp = Timestamp::constant(1_772_697_600, 0);

/// The guard of the policies that are built in.
pub(crate) static GUARD: LazyLock<Guard> =
    LazyLock::new(|| Guard::new(disclosure::ShareKey::new([7; 16])).unwrap());
/// The guidance that is built in.
pub(crate) static LIBRARY: LazyLock<Library> = LazyLock::new(|| Library::builtin().unwrap());

pub(crate) const NAME: &str = "Amina Kanariefågel";
pub(crate) const ADDRESS: &str = "Strandgatan 17";
pub(crate) const LMA: &str = "12-345678";

/// A case after what has been done.
#[derive(Clone)]
pub(crate) struct Story {
    pub(crate) case: Case,
    pub(crate) journal: Vec<Entry>,
    /// What its events have told.
    pub(crate) told: Vec<PlacedTelling>,
    pub(crate) now: Timestamp,
}

fn object(value: &Value) -> &Map<String, Value> {
    value.as_object().unwrap()
}

/// Bits that are the same in every run, but different for every act.
fn fresh(turn: usize) -> Fresh {
    let mut bits = [0_u8; 48];
    for (index, bit) in bits.iter_mut().enumerate() {
        *bit = u8::try_from((index * 7 + turn * 31 + 11) % 251).unwrap();
    }
    Fresh(bits)
}

fn context(who: Who, now: Timestamp, turn: usize) -> Context {
    Context {
        actor: who.actor(),
        at: now,
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
        case_named: None,
        fresh: fresh(turn),
    }
}

impl Story {
    /// A case of a group on the ward, with a nursing need. Asylum seekers and mass refugees show a
    /// card; everybody has an identity number.
    pub(crate) fn of(group: &str, nursing_need: &str) -> Self {
        let covered = matches!(group, "asylum_seeker" | "mass_refugee");
        let identifiers = if covered {
            json!([{"kind": "lma_number", "value": LMA}])
        } else {
            json!([])
        };
        Self::opened(&json!({
            "setting": "inpatient", "group": group,
            "group_evidence": (group != "unestablished").then_some("Beskedet visades"),
            "name": NAME, "birth_date": "1984-05-17", "identifiers": identifiers,
            "language": "ar", "interpreter_needed": true, "nursing_need": nursing_need,
            "health_care_need": true, "device_need": false, "room": "sal 4",
        }))
    }

    pub(crate) fn opened(request: &Value) -> Self {
        let asked = OpenCase::read(object(request), Door::Api, START).unwrap();
        let guidance = LIBRARY
            .current(vocabulary::calendar::local_date(START))
            .unwrap()
            .name();
        let journal = open(&context(NURSE, START, 0), &asked, &guidance).unwrap();
        let opened = GUARD.consequences(None, &journal).unwrap();
        Self {
            told: opened.placed(1, &journal).journal,
            case: opened.case.into_case(),
            journal,
            now: START,
        }
    }

    /// The case after the ward's nurse has acted.
    pub(crate) fn then(self, command: &Value) -> Self {
        self.by(NURSE, command)
    }

    /// The case after somebody has acted, a minute later.
    pub(crate) fn by(self, who: Who, command: &Value) -> Self {
        let name = command["command"].as_str().unwrap().to_owned();
        self.tried(who, command)
            .unwrap_or_else(|refusal| panic!("{name}: {}", refusal.code()))
    }

    pub(crate) fn tried(self, who: Who, command: &Value) -> Result<Self, Refusal> {
        let done = self.dared(who, command);
        // In these stories the policies allow everything that the case's own rules allow.
        assert!(
            !matches!(done, Err(Refusal::MayNotBeTold)),
            "{command} is not allowed"
        );
        done
    }

    /// The same, but the policies may refuse what the case's own rules allow.
    pub(crate) fn dared(mut self, who: Who, command: &Value) -> Result<Self, Refusal> {
        self.now += SignedDuration::from_mins(1);
        let command = self.as_it_is(command);
        let command = Command::read(object(&command), Door::Api, self.now).unwrap();
        let context = context(who, self.now, self.journal.len());
        let entries = decide(&self.case, &context, &command)?;
        let announced = GUARD.may_tell(&self.case, command.kind());
        let done = GUARD.consequences(Some(&self.case), &entries).unwrap();
        if !done.allowed {
            return Err(Refusal::MayNotBeTold);
        }
        for telling in done.told.iter().flatten() {
            assert!(
                announced.iter().any(|announced| announced.covers(telling)),
                "{} tells {telling:?}, which it did not announce",
                command.name()
            );
        }
        let first = self.journal.len() as u64 + 1;
        self.told.extend(done.placed(first, &entries).journal);
        self.case = done.case.into_case();
        let of_the_case = entries.into_iter();
        let of_the_case = of_the_case.filter(|entry| entry.event.stream() == Stream::Case);
        self.journal.extend(of_the_case);
        Ok(self)
    }

    /// What the ward's nurse reads on the check page before a command is saved: nothing is.
    pub(crate) fn readings(&self, command: &Value) -> Vec<Reading> {
        let now = self.now + SignedDuration::from_mins(1);
        let command = self.as_it_is(command);
        let command = Command::read(object(&command), Door::Api, now).unwrap();
        let entries = decide(
            &self.case,
            &context(NURSE, now, self.journal.len()),
            &command,
        );
        let entries = entries.unwrap();
        let done = GUARD.consequences(Some(&self.case), &entries).unwrap();
        assert!(done.allowed);
        let told = done.placed(self.journal.len() as u64 + 1, &entries).journal;
        let cases: (&dyn AnyCase, &dyn AnyCase) = (&self.case, &done.case);
        let today = vocabulary::calendar::local_date(now);
        let letterhead = crate::letters::letterhead();
        GUARD
            .readings(
                &NURSE.actor(),
                cases,
                &told,
                &done.later,
                &letterhead,
                today,
            )
            .unwrap()
            .into_view()
    }

    pub(crate) fn consents(self, kind: &str) -> Self {
        self.then(&json!({
            "command": "record_consent", "kind": kind, "answer": "given", "form": "oral",
        }))
    }

    pub(crate) fn stays_in_trollhattan(self) -> Self {
        self.then(&json!({
            "command": "establish_residence", "municipality": "1488", "address": ADDRESS,
            "postal_code": "461 30", "housing": "own",
        }))
    }

    pub(crate) fn adds(self, unit: &str) -> Self {
        self.then(&json!({"command": "add_party", "unit": unit}))
    }

    pub(crate) fn asks(self, unit: &str) -> Self {
        self.then(&json!({
            "command": "ask_municipality", "unit": unit, "starts": "2026-03-12",
            "interventions": [{"code": "wound_dressing", "times": 3, "per": "week"}],
        }))
    }

    pub(crate) fn answered(self, unit: &str, answer: &str) -> Self {
        self.then(&json!({
            "command": "record_municipality_answer", "unit": unit, "answer": answer,
            "answered_by": "Enhetschef", "comment": "Enligt telefonsamtal",
        }))
    }

    pub(crate) fn establishes(self, group: &str) -> Self {
        self.then(&json!({
            "command": "establish_group", "group": group, "evidence": "Beskedet visades",
            "verified_in": "card",
        }))
    }

    pub(crate) fn protects_the_identity(self) -> Self {
        self.then(&json!({
            "command": "mark_protected_identity", "protected": true, "reason": "Sekretessmarkering",
        }))
    }

    pub(crate) fn phones_the_migration_agency(self) -> Self {
        let at = self.now.to_string();
        self.then(&json!({
            "command": "record_contact", "audience": "migration_agency", "channel": "phone",
            "at": at, "summary": "Berättade att patienten är inlagd",
        }))
    }

    pub(crate) fn plans_a_meeting(self, form: &str) -> Self {
        self.then(&json!({
            "command": "plan_sip_meeting", "at": "2026-03-12T14:00:00+01:00", "form": form,
            "chosen_point": "ajbeeqscijbeeqscijbeeqscij", "kin_invited": false,
            "link": (form == "in_person").then_some("https://mote.example.se/1"),
        }))
    }

    /// The meeting is held, and a plan with these texts is agreed on.
    pub(crate) fn holds_the_meeting(self) -> Self {
        let plan = [
            "Bo nära mormor Kanariemor",
            "Såromläggning",
            "Kommunen lägger om såret",
        ];
        self.holds().agrees_on(plan)
    }

    pub(crate) fn holds(self) -> Self {
        let at = self.now.to_string();
        self.then(&json!({
            "command": "hold_sip_meeting", "at": at, "attended": ["patient", "interpreter"],
        }))
    }

    /// What matters, a need, and what the coordinating unit does, agreed on.
    pub(crate) fn agrees_on(self, plan: [&str; 3]) -> Self {
        self.then(&written(plan))
            .then(&json!({"command": "agree_plan", "seen": "now"}))
    }

    /// A command with what its author sees then.
    fn as_it_is(&self, command: &Value) -> Value {
        let mut command = command.clone();
        if command["seen"] == "now" {
            command["seen"] = json!(self.case.plan.seen());
        }
        command
    }

    pub(crate) fn closes(self) -> Self {
        self.then(&json!({"command": "close_case", "reason": "Klart"}))
    }

    /// A case of this group without unmet nursing need, whose municipality has been asked.
    pub(crate) fn asked_of(group: &str) -> Self {
        Self::of(group, "none")
            .consents("case")
            .consents("sip")
            .consents("information_transfer")
            .stays_in_trollhattan()
            .asks(TROLLHATTAN)
    }

    /// The same, with the municipality as a party that has the care request and an agreement to
    /// sign.
    pub(crate) fn purchased_for(group: &str) -> Self {
        Self::asked_of(group)
            .answered(TROLLHATTAN, "yes")
            .adds(TROLLHATTAN)
            .adds(HEALTH_CENTRE)
            .plans_a_meeting("in_person")
            .holds_the_meeting()
            .then(&json!({
                "command": "send_care_request", "question": "Lägga om sår", "health_state": "Bensår",
                "follow_up": "Vårdcentralen ringer",
            }))
            .by(MANAGER, &json!({"command": "answer_care_request", "answer": "accepted"}))
            .then(&json!({
                "command": "draw_up_agreement", "starts": "2026-03-12", "ends": "2026-04-12",
                "interventions": [{"code": "wound_dressing", "times": 3, "per": "week"}],
                "follow_up": "Vårdcentralen ringer",
            }))
    }
}

/// A plan with these texts: what matters, a need, and what the coordinating unit does.
pub(crate) fn written([matters, need, task]: [&str; 3]) -> Value {
    let row = |number: u8, kind: &str, cells: &[(&str, &str)]| {
        let cells = cells
            .iter()
            .map(|(field, value)| json!({"field": field, "value": value}));
        let id = vocabulary::public_id::PublicId::from_random([number; 16]).to_string();
        json!({"row": id, "add": kind, "cells": cells.collect::<Vec<Value>>()})
    };
    json!({"command": "change_plan", "changes": [
        row(1, "what_matters", &[("text", matters)]),
        row(2, "need", &[("text", need)]),
        row(3, "intervention", &[("text", task), ("unit", WARD)]),
        row(4, "responsibility", &[("unit", WARD)]),
    ]})
}

/// A view as its reader gets it.
pub(crate) fn shown<T: serde::Serialize>(view: &T) -> Value {
    serde_json::to_value(view).unwrap()
}

/// The groups by code, without residents.
pub(crate) const GROUPS: [&str; 4] = [
    "asylum_seeker",
    "mass_refugee",
    "without_permits",
    "unestablished",
];
