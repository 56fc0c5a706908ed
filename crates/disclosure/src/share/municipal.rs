//! Municipal primary care's share: identity, address, care request, plan, agreement. The type has
//! no field for group, pathway, certificate, or what others have been told.

use domain::{
    Case,
    case::{Agreement, CareRequest, Held, KnownIdentifier, Stamped},
    event::{FollowUp, Meeting, Residence},
};
use jiff::{Timestamp, civil::Date};
use vocabulary::{
    hsa_id::HsaId,
    secret::Words,
    text::Language,
    unit::{UnitCard, UnitKind},
};

use super::News;
use crate::Section;

#[derive(Debug, Clone, Copy)]
pub(crate) enum MunicipalReader<'a> {
    /// Staff of a unit that is a party.
    Unit(&'a HsaId),
    /// The head of operations of this organisation, at a unit that is no party (C5.1).
    WhoSigns(&'a str),
}

/// What municipal primary care may see of a case after its yes (V6B.8).
#[derive(PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts, each a part that is compared by itself"
)]
pub(crate) struct MunicipalShare<'a> {
    pub(crate) parties: Vec<PartyShare<'a>>,
    pub(crate) person: PersonShare<'a>,
    pub(crate) numbers: Vec<&'a KnownIdentifier>,
    pub(crate) residence: Option<&'a Stamped<Residence>>,
    pub(crate) care_request: Option<&'a CareRequest>,
    pub(crate) meeting: Option<&'a Stamped<Meeting>>,
    pub(crate) plan: Option<&'a Stamped<Held>>,
    pub(crate) follow_up: Option<&'a Stamped<FollowUp>>,
    pub(crate) agreement: Option<&'a Agreement>,
    /// Whether the case is protected, for any reason.
    pub(crate) protected: bool,
    pub(crate) protected_identity: bool,
    pub(crate) purchases_ended: bool,
    pub(crate) closed: bool,
}

/// A unit that takes part. The reason would reveal the pathway, so it is left out.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct PartyShare<'a> {
    pub(crate) unit: &'a UnitCard,
    pub(crate) since: Timestamp,
    pub(crate) coordinates: bool,
}

/// Who the case is about, without room and kin.
#[derive(PartialEq, Eq)]
pub(crate) struct PersonShare<'a> {
    pub(crate) name: &'a Words,
    pub(crate) birth_date: Date,
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
            .filter(|party| !party.unit.kind.is_placeholder())
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
    pub(crate) fn of(case: &'a Case, reader: MunicipalReader<'_>) -> Self {
        let own_request = |request: &&CareRequest| match reader {
            MunicipalReader::Unit(unit) => request.unit == *unit,
            MunicipalReader::WhoSigns(_) => false,
        };
        // Another municipality's agreement is left out.
        let own_agreement = |agreement: &&Agreement| {
            let performing = case.parties.get(&agreement.unit).map(|party| &party.unit);
            match reader {
                MunicipalReader::Unit(unit) => {
                    agreement.unit == *unit
                        || performing.is_some_and(|performing| {
                            case.parties.get(unit).is_some_and(|own| {
                                own.unit.organisation == performing.organisation
                                    && own.unit.kind == UnitKind::MunicipalPrimaryCare
                            })
                        })
                }
                MunicipalReader::WhoSigns(organisation) => {
                    performing.is_some_and(|performing| performing.organisation == organisation)
                }
            }
        };
        Self {
            parties: PartyShare::all(case),
            person: PersonShare::of(case),
            numbers: numbers(case),
            residence: case.residence.as_ref(),
            care_request: case.care_request.as_ref().filter(own_request),
            meeting: case.sip.meeting.as_ref(),
            plan: case.sip.held.as_ref(),
            follow_up: case.sip.follow_up.as_ref(),
            agreement: case.agreement.as_ref().filter(own_agreement),
            protected: case.is_protected(),
            protected_identity: case.person.protected_identity,
            purchases_ended: case.purchases_ended.is_some(),
            closed: !case.is_open(),
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
            agreement,
            protected,
            protected_identity,
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
            Section::Protection,
            *protected,
            before.map(|before| before.protected),
        );
        news.mark(
            Section::Protection,
            *protected_identity,
            before.map(|before| before.protected_identity),
        );
        news.mark(
            Section::PurchasesEnded,
            *purchases_ended,
            before.map(|before| before.purchases_ended),
        );
        news.mark(Section::Closed, *closed, before.map(|before| before.closed));
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
