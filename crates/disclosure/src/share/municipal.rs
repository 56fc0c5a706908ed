//! Municipal primary care's share: identity, address, care request, plan, agreement. The type has
//! no field for group, pathway, protection, certificate, or what others have been told.

use domain::{
    Case,
    case::{Agreement, CareRequest, HeldFollowUp, KnownIdentifier, Stamped},
    event::{By, EvaluatedGoal, FollowUp, Meeting, Residence},
};
use jiff::{Timestamp, civil::Date};
use vocabulary::{
    birth_date::BirthDate, hsa_id::HsaId, secret::Words, text::Language, unit::UnitCard,
};

use super::{News, closed_on, plan::PlanShare};
use crate::Section;

/// What municipal primary care may see of a case after its yes (V6B.8).
///
/// Nothing in it follows from the group: to a municipality every case looks alike. It does not say
/// whether the case or the identity is protected, and a meeting that a group change made void stays.
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct MunicipalShare<'a> {
    pub(crate) parties: Vec<PartyShare<'a>>,
    pub(crate) person: PersonShare<'a>,
    pub(crate) numbers: Vec<&'a KnownIdentifier>,
    pub(crate) residence: Option<&'a Stamped<Residence>>,
    pub(crate) care_request: Option<&'a CareRequest>,
    pub(crate) meeting: Option<&'a Stamped<Meeting>>,
    pub(crate) plan: Option<PlanShare<'a>>,
    pub(crate) follow_up: Option<&'a Stamped<FollowUp>>,
    pub(crate) evaluated: Vec<EvaluationShare<'a>>,
    pub(crate) agreement: Option<&'a Agreement>,
    pub(crate) purchases_ended: bool,
    /// The day when the case was closed.
    pub(crate) closed: Option<Date>,
}

/// A follow-up that was held. Who attended may tell the group, so it is left out.
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct EvaluationShare<'a> {
    pub(crate) recorded_at: Timestamp,
    pub(crate) by: &'a By,
    pub(crate) held_at: Timestamp,
    pub(crate) goals: &'a [EvaluatedGoal],
}

impl<'a> EvaluationShare<'a> {
    fn of(held: &'a Stamped<HeldFollowUp>) -> Self {
        Self {
            recorded_at: held.at,
            by: &held.by,
            held_at: held.value.at,
            goals: &held.value.evaluations,
        }
    }
}

/// A unit that takes part. The reason would reveal the pathway, so it is left out.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct PartyShare<'a> {
    pub(crate) unit: &'a UnitCard,
    pub(crate) since: Timestamp,
    pub(crate) coordinates: bool,
}

/// Who the case is about, without room and kin.
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct PersonShare<'a> {
    pub(crate) name: &'a Words,
    pub(crate) birth_date: BirthDate,
    pub(crate) under_18: Option<bool>,
    pub(crate) language: Option<&'a Language>,
    pub(crate) interpreter_needed: bool,
}

impl std::fmt::Debug for MunicipalShare<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("MunicipalShare")
    }
}

impl<'a> PartyShare<'a> {
    /// The units that take part, the coordinating one first. Placeholders receive nothing and are
    /// left out.
    pub(crate) fn all(case: &'a Case) -> Vec<Self> {
        crate::views::parties::in_order(case)
            .filter(|party| !party.unit.kind.is_placeholder() && !party.hidden_from_municipality)
            .map(|party| Self {
                unit: &party.unit,
                since: party.since,
                coordinates: party.unit.hsa_id == case.coordinator,
            })
            .collect()
    }
}

impl<'a> PersonShare<'a> {
    pub(crate) fn of(case: &'a Case) -> Self {
        let person = &case.person;
        Self {
            name: &person.name,
            birth_date: person.birth_date,
            under_18: person.under_18,
            language: person.language.as_ref(),
            interpreter_needed: person.interpreter_needed,
        }
    }
}

/// The identity numbers in use.
pub(super) fn numbers(case: &Case) -> Vec<&KnownIdentifier> {
    let known = case.identifiers.iter();
    known.filter(|known| known.in_use).collect()
}

impl<'a> MunicipalShare<'a> {
    pub(crate) fn of(case: &'a Case, unit: &HsaId) -> Self {
        let own_request = |request: &&CareRequest| request.unit == *unit;
        // Another municipality's agreement is left out.
        let organisation = |unit: &HsaId| {
            let party = case.parties.get(unit)?;
            Some(party.unit.organisation.as_str())
        };
        let own_agreement = |agreement: &&Agreement| {
            agreement.unit == *unit
                || organisation(&agreement.unit)
                    .is_some_and(|performing| organisation(unit) == Some(performing))
        };
        Self {
            parties: PartyShare::all(case),
            person: PersonShare::of(case),
            numbers: numbers(case),
            residence: case.residence.as_ref(),
            care_request: case.care_request.as_ref().filter(own_request),
            meeting: case.sip.meeting_known_to_municipality(),
            plan: PlanShare::of(case),
            follow_up: case.sip.follow_up_known_to_municipality(),
            evaluated: case
                .sip
                .follow_ups_held
                .iter()
                .map(EvaluationShare::of)
                .collect(),
            agreement: case.agreement.as_ref().filter(own_agreement),
            purchases_ended: case.purchases_ended.is_some(),
            closed: closed_on(case),
        }
    }

    /// The parts with content that `before` did not have.
    pub(super) fn news(&self, before: Option<&Self>) -> Vec<Section> {
        // Destructured, so that a new field has to be handled here.
        let Self {
            parties,
            person,
            numbers,
            residence,
            care_request,
            meeting,
            plan,
            follow_up,
            evaluated,
            agreement,
            purchases_ended,
            closed,
        } = self;
        let mut news = News::none();
        news.value(
            Section::Person,
            Some(person),
            before.map(|before| &before.person),
        );
        news.elements(
            Section::Numbers,
            numbers,
            before.map(|before| before.numbers.as_slice()),
        );
        news.value(
            Section::Residence,
            residence.as_ref(),
            before.and_then(|before| before.residence.as_ref()),
        );
        news.value(
            Section::CareRequest,
            care_request.map(Asked::of).as_ref(),
            before
                .and_then(|before| before.care_request)
                .map(Asked::of)
                .as_ref(),
        );
        news.value(
            Section::Meeting,
            meeting.as_ref(),
            before.and_then(|before| before.meeting.as_ref()),
        );
        news.value(
            Section::Plan,
            plan.as_ref(),
            before.and_then(|before| before.plan.as_ref()),
        );
        news.value(
            Section::FollowUp,
            follow_up.as_ref(),
            before.and_then(|before| before.follow_up.as_ref()),
        );
        news.elements(
            Section::Evaluation,
            evaluated,
            before.map(|before| before.evaluated.as_slice()),
        );
        news.value(
            Section::Agreement,
            agreement.as_ref(),
            before.and_then(|before| before.agreement.as_ref()),
        );
        news.elements(
            Section::Parties,
            parties,
            before.map(|before| before.parties.as_slice()),
        );
        news.mark(
            Section::PurchasesEnded,
            *purchases_ended,
            before.map(|before| before.purchases_ended),
        );
        news.closing(*closed, before.and_then(|before| before.closed));
        news.sections()
    }
}

/// A care request without the municipality's own answer, which is no news to it.
#[derive(PartialEq, Eq)]
struct Asked<'a> {
    unit: &'a HsaId,
    question: &'a Words,
    health_state: &'a Words,
    follow_up: &'a str,
    medicines: Option<&'a Words>,
    sent_at: Timestamp,
}

impl<'a> Asked<'a> {
    fn of(request: &'a CareRequest) -> Self {
        // Taken apart field by field, so that a field that is added has to be placed.
        let CareRequest {
            unit,
            question,
            health_state,
            follow_up,
            medicines,
            sent_at,
            answer: _,
        } = request;
        Self {
            unit,
            question,
            health_state,
            follow_up,
            medicines: medicines.as_ref(),
            sent_at: *sent_at,
        }
    }
}
