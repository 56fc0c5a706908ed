//! What the policies know about a case, a unit, a person and a document: only the facts that
//! decide, as codes and indexes, and nothing that could be shown.

use domain::{
    Actor, Case, Pathway,
    case::{ConsentStanding, Hospital, Question},
};
use vocabulary::{
    audience::Audience,
    consent::ConsentKind,
    group::Group,
    hsa_id::HsaId,
    intervention::MunicipalityAnswer,
    role::Role,
    unit::{UnitCard, UnitKind},
};

use super::{
    decision_cache::SharedCaseFacts,
    request_indexes::{OrganisationIndex, RequestIndexes, UnitIndex},
};
use crate::{
    class::{Channel, Class},
    recipient::Recipient,
};

/// What a request rests on besides the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Grounds {
    /// Only on the case's own facts.
    CaseAlone,
    /// The asker has opened the case in an emergency.
    InEmergency,
    /// Two people have read the letter in question.
    ReadByTwo,
}

/// Who acts, or whom something may reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Principal {
    /// A staff member with an assignment.
    Staff(StaffFacts),
    /// A unit, any of its staff.
    Unit {
        unit: UnitIndex,
        kind: UnitKind,
        /// Whether it is a ward of the hospital where the patient lies. Only who becomes a party is asked so.
        within_hospital: bool,
    },
    /// An audience without an account.
    Outside(Audience),
    /// A reader of statistics outside the region.
    OutsideStatistics,
}

/// A staff member with an assignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct StaffFacts {
    pub(super) role: Role,
    pub(super) unit: UnitIndex,
    pub(super) kind: UnitKind,
    pub(super) organisation: OrganisationIndex,
}

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Action {
    Disclose(Channel),
    /// Give a command, by its index among the schema's commands.
    Command(usize),
    BecomeParty,
}

/// What it is done to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Resource {
    /// The request's case.
    Case,
    /// The product as a whole, for commands outside a case.
    Register,
    /// Content of the case, or of a log.
    Document(DocumentFacts),
}

/// The content that is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct DocumentFacts {
    pub(super) class: Class,
    pub(super) organisation: OrganisationIndex,
    pub(super) grounds: Grounds,
}

/// Index name for Koncernkontoret as an office, when no unit of it is involved.
const OFFICE: &str = "head_office";

impl Principal {
    pub(super) fn of(recipient: Recipient<'_>, indexes: &RequestIndexes) -> Self {
        match recipient {
            Recipient::Staff(actor) => Self::staff(actor, indexes),
            Recipient::Unit(unit) => Self::unit(unit, indexes),
            Recipient::Outside(audience) => Self::outside(audience, indexes),
            Recipient::OutsideStatistics => Self::OutsideStatistics,
        }
    }

    pub(super) fn staff(actor: &Actor, indexes: &RequestIndexes) -> Self {
        Self::Staff(StaffFacts {
            role: actor.role,
            unit: indexes.unit_of_principal(actor.unit.hsa_id.as_str(), actor.unit.kind),
            kind: actor.unit.kind,
            organisation: indexes.organisation_of_principal(&actor.unit.organisation),
        })
    }

    pub(super) fn unit(unit: &UnitCard, indexes: &RequestIndexes) -> Self {
        Self::Unit {
            unit: indexes.unit_of_principal(unit.hsa_id.as_str(), unit.kind),
            kind: unit.kind,
            within_hospital: false,
        }
    }

    /// The same unit, as one that may join a case with this hospital.
    pub(super) fn joining(
        unit: &UnitCard,
        indexes: &RequestIndexes,
        hospital: Option<&Hospital>,
    ) -> Self {
        Self::Unit {
            unit: indexes.unit_of_principal(unit.hsa_id.as_str(), unit.kind),
            kind: unit.kind,
            within_hospital: hospital.is_some_and(|hospital| hospital.has_ward(unit)),
        }
    }

    /// An audience without an account. Koncernkontoret is an office of the region, so it is a unit.
    fn outside(audience: Audience, indexes: &RequestIndexes) -> Self {
        match audience {
            Audience::HeadOffice => Self::Unit {
                unit: indexes.unit_of_principal(OFFICE, UnitKind::HeadOffice),
                kind: UnitKind::HeadOffice,
                within_hospital: false,
            },
            Audience::MigrationAgency
            | Audience::SocialServices
            | Audience::MunicipalRehab
            | Audience::InterpreterAgency
            | Audience::Institution
            | Audience::Pharmacy
            | Audience::PatientTransport
            | Audience::DeviceSupply
            | Audience::MunicipalManager
            | Audience::Patient
            | Audience::Kin => Self::Outside(audience),
        }
    }
}

/// The facts of a case that a policy can read, each named as in the schema.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the schema's attributes, each a fact of its own"
)]
pub(super) struct CaseFacts {
    pub(super) group: Group,
    pub(super) evidence: bool,
    pub(super) identity_protected: bool,
    pub(super) open: bool,
    pub(super) coordinator: UnitIndex,
    pub(super) parties: Vec<UnitIndex>,
    pub(super) asked: Vec<UnitIndex>,
    pub(super) confirmed: Vec<UnitIndex>,
    pub(super) requested: Vec<UnitIndex>,
    pub(super) performs: Vec<UnitIndex>,
    pub(super) municipal_organisation: Option<OrganisationIndex>,
    pub(super) consent_case: ConsentStanding,
    pub(super) consent_sip: ConsentStanding,
    pub(super) consent_transfer: ConsentStanding,
    pub(super) transfer_covers_all: bool,
    pub(super) transfer_covers: Vec<UnitIndex>,
    pub(super) transfer_refused: Vec<UnitIndex>,
    pub(super) own_consent: bool,
    pub(super) agreement: bool,
    pub(super) interpreter_needed: bool,
    pub(super) institution_named: bool,
    pub(super) linked_protected_person: bool,
    pub(super) kin_invited: bool,
}

/// The description of a case for the policies, with the indexes of its units for whoever asks about
/// it. It belongs to the one value of the case that it was made from.
#[derive(Debug, Clone)]
pub(super) struct CaseDescription {
    pub(super) facts: SharedCaseFacts,
    pub(super) indexes: RequestIndexes,
    /// The coordinating unit's organisation, which the case's documents belong to.
    pub(super) organisation: OrganisationIndex,
    /// The hospital where the patient lies, for who becomes a party.
    pub(super) hospital: Option<Hospital>,
}

impl CaseDescription {
    pub(super) fn of(case: &Case) -> Self {
        let mut indexes = RequestIndexes::none_met();
        let facts = CaseFacts::of(case, &mut indexes);
        let coordinator = case.parties.get(&case.coordinator);
        let organisation = coordinator.map_or("", |party| party.unit.organisation.as_str());
        Self {
            facts: SharedCaseFacts::new(facts),
            organisation: indexes.meet_organisation(organisation),
            hospital: case.hospital(),
            indexes,
        }
    }
}

impl CaseFacts {
    /// Units get their indexes in the order of their part in the case, so that equivalent cases get
    /// the same indexes.
    fn of(case: &Case, indexes: &mut RequestIndexes) -> Self {
        let coordinator = indexes.meet_unit(case.coordinator.as_str());
        let joined = case.parties.values().map(|party| &party.unit);
        let met: Vec<&UnitCard> = joined
            .chain(case.questions.iter().map(|question| &question.unit))
            .collect();
        let mut units = |ids: &mut dyn Iterator<Item = &HsaId>| {
            let mut met: Vec<UnitIndex> = ids.map(|id| indexes.meet_unit(id.as_str())).collect();
            met.sort_unstable();
            met.dedup();
            met
        };
        let questions = case.questions.iter();
        let answered_yes = questions
            .map(|question| &question.unit.hsa_id)
            .filter(|id| case.question_to(id).is_some_and(Question::confirmed));
        let (covers_all, covered) = transfer(case);
        let asked = units(&mut visible_questions(case).map(|question| &question.unit.hsa_id));
        let confirmed = units(&mut answered_yes.into_iter());
        let requested = case.care_request.as_ref().map(|request| &request.unit);
        let requested = units(&mut requested.into_iter());
        let performing = case.agreement.as_ref().map(|agreement| &agreement.unit);
        let performs = units(&mut performing.into_iter());
        let transfer_covers = units(&mut covered.iter());
        let transfer_refused = units(&mut refused_by_name(case));
        let parties = units(&mut case.parties.keys());
        // Last, so that equivalent cases keep getting the same indexes: these units have theirs.
        for unit in met {
            indexes.meet_joined_unit(unit);
        }
        let municipal_organisation = performing
            .and_then(|unit| case.parties.get(unit))
            .map(|party| indexes.meet_organisation(&party.unit.organisation));
        let meeting = case.sip.meeting.as_ref();
        Self {
            group: case.group,
            evidence: case.evidence.is_some() && case.awaits_confirmation.is_none(),
            identity_protected: case.person.protected_identity,
            open: case.is_open(),
            coordinator,
            parties,
            asked,
            confirmed,
            requested,
            performs,
            municipal_organisation,
            consent_case: case.consent(ConsentKind::Case),
            consent_sip: case.consent(ConsentKind::Sip),
            consent_transfer: case.consent(ConsentKind::InformationTransfer),
            transfer_covers_all: covers_all,
            transfer_covers,
            transfer_refused,
            own_consent: case
                .pathway()
                .is_some_and(Pathway::starts_with_placeholders),
            agreement: case.agreement.is_some(),
            interpreter_needed: case.person.interpreter_needed,
            institution_named: case.institution.is_some(),
            linked_protected_person: case.linked_protected_person,
            kin_invited: meeting.is_some_and(|meeting| meeting.value.kin_invited),
        }
    }
}

/// The questions that the asked units can still see: open ones, and those answered with a yes. A
/// question disappears on a no, when it is taken back, when the case closes and when the group has
/// changed since (domain.md, the audience table).
pub(crate) fn visible_questions(case: &Case) -> impl Iterator<Item = &Question> {
    let seen = |question: &&Question| {
        let no = question
            .answer
            .as_ref()
            .is_some_and(|answer| answer.value.answer == MunicipalityAnswer::No);
        let latest = case
            .question_to(&question.unit.hsa_id)
            .map(|latest| latest.id);
        !no && !question.withdrawn
            && case.is_open()
            && (case.group != Group::Resident || vocabulary::leak::seeded("question-stays"))
            && latest == Some(question.id)
    };
    case.questions.iter().filter(seen)
}

/// Whether the consent to information transfer covers every care party, and which units it names.
fn transfer(case: &Case) -> (bool, &[HsaId]) {
    let standing = case.consent(ConsentKind::InformationTransfer);
    if !matches!(
        standing,
        ConsentStanding::Given | ConsentStanding::Incapable
    ) {
        return (false, &[]);
    }
    let named = case
        .consents
        .get(&ConsentKind::InformationTransfer)
        .and_then(|found| found.units.as_ref());
    match named {
        None => (true, &[]),
        Some(units) => (false, units),
    }
}

fn refused_by_name(case: &Case) -> impl Iterator<Item = &HsaId> {
    let consent = case.consents.get(&ConsentKind::InformationTransfer);
    let named = consent.and_then(|consent| consent.units.as_ref());
    named
        .into_iter()
        .flatten()
        .filter(|unit| case.transfer_refused_by_name(unit))
}
