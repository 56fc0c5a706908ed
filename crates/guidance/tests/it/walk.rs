//! The helpers for the walks: a case is opened and changed by the domain's own commands, and its
//! steps are read after each.

use std::{collections::BTreeMap, sync::LazyLock};

use domain::{Actor, Case, Context, Fresh, decide, evolve, open};
use guidance::{Library, StepState, steps};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};
use vocabulary::{
    command::Command,
    geography::MunicipalityCode,
    hsa_id::HsaId,
    opening::OpenCase,
    reading::Door,
    role::Role,
    step::StepStatus,
    unit::{UnitCard, UnitKind},
};

pub(crate) static LIBRARY: LazyLock<Library> =
    LazyLock::new(|| Library::builtin().unwrap_or_else(|findings| panic!("{findings:?}")));

/// When every walk begins: Thursday 5 March 2026, 09:00 in Sweden.
pub(crate) const START: &str = "2026-03-05T09:00:00+01:00";
/// When its SIP meeting is.
pub(crate) const MEETING: &str = "2026-03-12T13:00:00+01:00";

pub(crate) const WARD: &str = "SE2321000131-E900000000001";
pub(crate) const CLINIC: &str = "SE2321000131-E900000000003";
pub(crate) const HEALTH_CENTRE: &str = "SE2321000131-E900000000004";
pub(crate) const REHAB: &str = "SE2321000131-E900000000005";
pub(crate) const MUNICIPAL: &str = "SE2321000131-E900000000007";

const UNITS: &[(&str, UnitKind)] = &[
    (WARD, UnitKind::HospitalWard),
    (CLINIC, UnitKind::SpecialistClinic),
    (HEALTH_CENTRE, UnitKind::HealthCentre),
    (REHAB, UnitKind::RegionalRehab),
    (MUNICIPAL, UnitKind::MunicipalPrimaryCare),
    (
        "SE2321000131-E90000000000B",
        UnitKind::PlaceholderHealthCentre,
    ),
    (
        "SE2321000131-E90000000000C",
        UnitKind::PlaceholderMunicipality,
    ),
];

fn unit((id, kind): &(&str, UnitKind)) -> UnitCard {
    UnitCard {
        hsa_id: HsaId::parse(id).unwrap_or_else(|_| panic!("{id}")),
        name: format!("{kind:?}"),
        kind: *kind,
        organisation: "Demo".to_owned(),
        municipality: MunicipalityCode::parse("1488")
            .ok()
            .filter(|_| !kind.is_placeholder()),
    }
}

fn card(id: &str) -> UnitCard {
    UNITS
        .iter()
        .find(|row| row.0 == id)
        .map_or_else(|| panic!("no unit {id}"), unit)
}

pub(crate) fn instant(text: &str) -> Timestamp {
    text.parse()
        .unwrap_or_else(|_| panic!("{text} is no instant"))
}

/// A case and the current instant.
#[derive(Clone)]
pub(crate) struct Walk {
    pub(crate) case: Case,
    pub(crate) now: Timestamp,
}

/// The default request of a walk, with some fields changed.
fn request(changes: &Value) -> Map<String, Value> {
    let mut request = json!({
        "setting": "inpatient", "group": "asylum_seeker", "name": "Test Testsson",
        "birth_date": "1990-01-01", "language": "ar", "interpreter_needed": true,
        "identifiers": [{"kind": "lma_number", "value": "12-345678"}], "nursing_need": "unmet",
        "health_care_need": true, "device_need": true,
    });
    for (name, value) in changes.as_object().into_iter().flatten() {
        request[name] = value.clone();
    }
    let Value::Object(map) = request else {
        panic!("{request} is no request")
    };
    map
}

impl Walk {
    /// A case opened at [`START`] by a ward, or by a health centre when outpatient.
    pub(crate) fn opened(changes: &Value) -> Self {
        Self::opened_at(START, changes)
    }

    pub(crate) fn opened_at(at: &str, changes: &Value) -> Self {
        let now = instant(at);
        let map = request(changes);
        let by = if map["setting"] == "inpatient" {
            WARD
        } else {
            HEALTH_CENTRE
        };
        let read = OpenCase::read(&map, Door::Api, now).unwrap_or_else(|m| panic!("{m:?}"));
        let version = LIBRARY
            .current(jiff::civil::date(2026, 3, 5))
            .map(guidance::Pack::name)
            .unwrap();
        let entries = open(&context(by, Role::CareStaff, now), &read, &version)
            .unwrap_or_else(|no| panic!("{no:?}"));
        let case = entries
            .iter()
            .fold(None, |case, entry| evolve(case, entry).ok())
            .unwrap_or_else(|| panic!("no case"));
        Self { case, now }
    }

    /// The walk at another instant.
    pub(crate) fn at(mut self, at: &str) -> Self {
        self.now = instant(at);
        self
    }

    /// The coordinating unit gives a command one minute later. `"NOW"` in it is replaced by that
    /// instant.
    pub(crate) fn does(&mut self, command: &Value) {
        let by = self.case.coordinator.to_string();
        self.does_as(&by, Role::CareStaff, command);
    }

    pub(crate) fn does_as(&mut self, by: &str, role: Role, command: &Value) {
        self.now = self
            .now
            .saturating_add(SignedDuration::from_mins(1))
            .unwrap_or(self.now);
        let text = command
            .to_string()
            .replace("NOW", &self.now.to_string())
            .replace("SEEN", &self.case.plan.seen())
            .replace("COORDINATOR", self.case.coordinator.as_str());
        let map: Map<String, Value> = serde_json::from_str(&text).unwrap_or_default();
        let read = Command::read(&map, Door::Api, self.now)
            .unwrap_or_else(|mistakes| panic!("{command}: {mistakes:?}"));
        let entries = decide(&self.case, &context(by, role, self.now), &read)
            .unwrap_or_else(|refusal| panic!("{command}: {refusal:?}"));
        for entry in &entries {
            self.case =
                evolve(Some(self.case.clone()), entry).unwrap_or_else(|misfit| panic!("{misfit}"));
        }
    }

    pub(crate) fn steps(&self) -> Vec<StepState<'static>> {
        steps(&self.case, &LIBRARY, self.now)
    }

    pub(crate) fn recheck_at(&self) -> Option<Timestamp> {
        guidance::recheck_at(&self.case, &LIBRARY, &self.steps(), self.now)
    }

    pub(crate) fn step(&self, id: &str) -> StepState<'static> {
        let found = self.steps().into_iter().find(|step| step.id == id);
        found.unwrap_or_else(|| panic!("{id} is not listed: {:?}", self.ids()))
    }

    pub(crate) fn status(&self, id: &str) -> StepStatus {
        self.step(id).status
    }

    pub(crate) fn reason(&self, id: &str) -> String {
        self.step(id).reason.unwrap_or_default().into_owned()
    }

    pub(crate) fn ids(&self) -> Vec<String> {
        self.steps()
            .into_iter()
            .map(|step| step.id.to_owned())
            .collect()
    }

    /// Checks a step's status, gives one of its own commands, and checks the new status.
    pub(crate) fn moves(&mut self, id: &str, from: StepStatus, command: &Value, to: StepStatus) {
        assert_eq!(self.status(id), from, "{id} before {command}");
        let name = command["command"].as_str().unwrap_or_default();
        let offered = self.step(id).actions;
        assert!(
            offered.iter().any(|action| action.command() == name),
            "{id} does not offer {name}: {offered:?}"
        );
        self.does(command);
        assert_eq!(self.status(id), to, "{id} after {command}");
    }
}

fn context(by: &str, role: Role, at: Timestamp) -> Context {
    let mut bits = [0; 48];
    let second = at.as_second().to_be_bytes();
    bits[..8].copy_from_slice(&second);
    bits[16..24].copy_from_slice(&second);
    Context {
        actor: Actor {
            staff: "nurse".to_owned(),
            name: "Vera Vård".to_owned(),
            role,
            unit: card(by),
        },
        at,
        units: UNITS
            .iter()
            .map(unit)
            .map(|card| (card.hsa_id.clone(), card))
            .collect::<BTreeMap<_, _>>(),
        placeholders: UNITS
            .iter()
            .map(unit)
            .filter(|unit| unit.kind.is_placeholder())
            .collect(),
        meeting_point: Some(vocabulary::meeting_point::MeetingPoint {
            id: vocabulary::public_id::PublicId::from_random([9; 16]),
            building: "Sjukhuset".to_owned(),
            name: "Huvudentrén".to_owned(),
        }),
        meeting_host: vocabulary::meeting_point::MeetingHost::parse("https://mote.example.se"),
        case_named: None,
        fresh: Fresh(bits),
    }
}

pub(crate) fn consent(kind: &str, answer: &str) -> Value {
    let mut command =
        json!({"command": "record_consent", "kind": kind, "answer": answer, "form": "oral"});
    if answer == "incapable" {
        command["legal_ground"] = json!("PDL");
        command["assessor"] = json!("Ansvarig läkare");
    }
    command
}

pub(crate) fn call(audience: &str, subject: &str) -> Value {
    json!({"command": "record_contact", "audience": audience, "channel": "phone", "at": "NOW",
        "summary": "Samtalet", "subject": subject})
}

pub(crate) fn meeting() -> Value {
    json!({"command": "plan_sip_meeting", "at": MEETING, "form": "digital",
        "kin_invited": false})
}

pub(crate) fn held() -> Value {
    json!({"command": "hold_sip_meeting", "at": "NOW", "attended": ["patient", "care_staff"]})
}

/// Everything that a plan needs before it is agreed on.
pub(crate) fn written() -> Value {
    let row = |kind: &str, cells: &[(&str, &str)]| {
        let cells = cells
            .iter()
            .map(|(field, value)| json!({"field": field, "value": value}));
        json!({"add": kind, "cells": cells.collect::<Vec<Value>>()})
    };
    json!({"command": "change_plan", "changes": [
        row("what_matters", &[("text", "Hem")]),
        row("need", &[("text", "Sår")]),
        row("intervention", &[("text", "Såret läggs om"), ("unit", "COORDINATOR")]),
        row("responsibility", &[("unit", "COORDINATOR")]),
    ]})
}

/// The plan as it is then is agreed on.
pub(crate) fn agreed() -> Value {
    json!({"command": "agree_plan", "seen": "SEEN"})
}

pub(crate) fn copy(recipient: &str, how: &str) -> Value {
    json!({"command": "hand_out_copy", "recipient": recipient, "how": how, "at": "NOW"})
}

pub(crate) fn add(unit: &str) -> Value {
    json!({"command": "add_party", "unit": unit})
}

pub(crate) fn lives() -> Value {
    json!({"command": "establish_residence", "municipality": "1488", "address": "Storgatan 1",
        "postal_code": "46131", "housing": "own"})
}

pub(crate) fn asks() -> Value {
    json!({"command": "ask_municipality", "unit": MUNICIPAL, "starts": "2026-03-14",
        "interventions": [{"code": "wound_dressing", "times": 3, "per": "week"}]})
}

pub(crate) fn answers(answer: &str) -> Value {
    json!({"command": "record_municipality_answer", "unit": MUNICIPAL, "answer": answer,
        "answered_by": "Chef", "comment": "Enligt telefonsamtal"})
}

pub(crate) fn care_request() -> Value {
    json!({"command": "send_care_request", "question": "Såromläggning", "health_state": "Bensår",
        "follow_up": "Vårdcentralen kallar om två veckor"})
}

pub(crate) fn decides(answer: &str) -> Value {
    let mut command = json!({"command": "answer_care_request", "answer": answer});
    if answer != "accepted" {
        command["reason"] = json!("Plats saknas");
    }
    command
}

pub(crate) fn agreement() -> Value {
    json!({"command": "draw_up_agreement", "starts": "2026-03-14", "follow_up": "Vårdcentralen",
        "interventions": [{"code": "wound_dressing", "times": 3, "per": "week"}]})
}

pub(crate) fn signs(signatory: &str) -> Value {
    json!({"command": "sign_agreement", "signatory": signatory, "signed_by": "Funktion"})
}

pub(crate) fn interpreter() -> Value {
    json!({"command": "book_interpreter", "language": "ar", "at": MEETING})
}

/// Brings the case to an accepted purchase: the municipality is asked, answers, is added, gets the
/// request and accepts it.
pub(crate) fn purchases(walk: &mut Walk) {
    walk.does(&asks());
    walk.does(&answers("yes"));
    walk.does(&add(MUNICIPAL));
    walk.does(&consent("information_transfer", "given"));
    walk.does(&care_request());
    walk.does_as(MUNICIPAL, Role::MunicipalManager, &decides("accepted"));
}
