//! What the policies know of a case, a unit, a person and a document: the facts that decide, and
//! nothing that could be shown.

use cedar_policy::EntityUid;
use domain::{
    Actor, Case, Pathway,
    case::{ConsentStanding, Question},
};
use vocabulary::{
    audience::Audience,
    choice::Choice as _,
    consent::ConsentKind,
    hsa_id::HsaId,
    intervention::MunicipalityAnswer,
    unit::{UnitCard, UnitKind},
};

use super::{
    decision_cache::{Attribute, EntityDescription},
    entity_names::{EntityNames, uid},
    request_indexes::RequestIndexes,
};
use crate::class::Class;

/// On what strength something is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grounds {
    /// On none but the case's own facts.
    CaseAlone,
    /// The asker has opened the case in an emergency.
    InEmergency,
    /// Two have read the letter that it is about.
    ReadByTwo,
}

/// Name of the case, the document and the person within one request: ids of our own never enter.
const ONE: &str = "this";
/// Koncernkontoret as an office, where no unit of it is at hand.
const OFFICE: &str = "head_office";

impl EntityNames {
    pub(super) fn unit_entity<'a>(
        &self,
        unit: &'a UnitCard,
        indexes: &mut RequestIndexes<'a>,
    ) -> EntityDescription {
        self.unit_of_kind(unit.hsa_id.as_str(), unit.kind, indexes)
    }

    fn unit_of_kind<'a>(
        &self,
        id: &'a str,
        kind: UnitKind,
        indexes: &mut RequestIndexes<'a>,
    ) -> EntityDescription {
        entity(
            self.nth_unit(indexes.unit(id)),
            [("kind", name(uid(&self.kind, kind.code())))],
        )
    }

    pub(super) fn staff<'a>(
        &self,
        actor: &'a Actor,
        indexes: &mut RequestIndexes<'a>,
    ) -> EntityDescription {
        let unit = self.nth_unit(indexes.unit(actor.unit.hsa_id.as_str()));
        entity(
            uid(&self.staff, ONE),
            [
                ("role", name(uid(&self.role, actor.role.code()))),
                ("unit", name(unit)),
                ("kind", name(uid(&self.kind, actor.unit.kind.code()))),
                (
                    "organisation",
                    Attribute::Text(indexes.organisation(&actor.unit.organisation)),
                ),
            ],
        )
    }

    /// Somebody without an account; Koncernkontoret is an office of ours.
    pub(super) fn outside(
        &self,
        audience: Audience,
        indexes: &mut RequestIndexes<'_>,
    ) -> (EntityUid, Option<EntityDescription>) {
        match audience {
            Audience::HeadOffice => {
                let office = self.unit_of_kind(OFFICE, UnitKind::HeadOffice, indexes);
                (office.uid(), Some(office))
            }
            Audience::MigrationAgency
            | Audience::SocialServices
            | Audience::MunicipalRehab
            | Audience::InterpreterAgency
            | Audience::Institution
            | Audience::Pharmacy
            | Audience::PatientTransport
            | Audience::Patient
            | Audience::Kin => (uid(&self.external, audience.code()), None),
        }
    }

    /// A document as it is asked for.
    pub(super) fn document<'a>(
        &self,
        case: &EntityUid,
        class: Class,
        organisation: &'a str,
        grounds: Grounds,
        indexes: &mut RequestIndexes<'a>,
    ) -> EntityDescription {
        entity(
            uid(&self.document, ONE),
            [
                ("case", name(case.clone())),
                ("class", name(self.class_of(class))),
                (
                    "organisation",
                    Attribute::Text(indexes.organisation(organisation)),
                ),
                ("opened_in_emergency", flag(grounds == Grounds::InEmergency)),
                ("read_by_two", flag(grounds == Grounds::ReadByTwo)),
            ],
        )
    }

    /// A case of which nothing is said.
    pub(super) fn some_case(&self) -> EntityUid {
        uid(&self.case, ONE)
    }

    /// A case, and the names of its units for whoever asks about it. They are met in the order of what
    /// they are to it, so that cases which stand alike name them alike.
    pub(super) fn case<'a>(&self, case: &'a Case) -> (EntityDescription, RequestIndexes<'a>) {
        let mut indexes = RequestIndexes::none_met();
        let described = self.laid_out(case, &mut indexes);
        (described, indexes)
    }

    fn laid_out<'a>(&self, case: &'a Case, indexes: &mut RequestIndexes<'a>) -> EntityDescription {
        let coordinator = self.nth_unit(indexes.unit(case.coordinator.as_str()));
        let mut units = |ids: &mut dyn Iterator<Item = &'a HsaId>| {
            let mut places: Vec<usize> = ids.map(|id| indexes.unit(id.as_str())).collect();
            places.sort_unstable();
            places.dedup();
            Attribute::Names(
                places
                    .into_iter()
                    .map(|place| self.nth_unit(place))
                    .collect(),
            )
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
        let covers = units(&mut covered.into_iter());
        let refused = units(&mut refused_by_name(case));
        let parties = units(&mut case.parties.keys());
        let municipal = performing
            .and_then(|unit| case.parties.get(unit))
            .map(|party| indexes.organisation(&party.unit.organisation));
        let consent = |kind| name(uid(&self.consent, consent_code(case.consent(kind))));
        entity(
            uid(&self.case, ONE),
            [
                ("group", name(uid(&self.group, case.group.code()))),
                ("evidence", flag(case.evidence.is_some())),
                ("identity_protected", flag(case.person.protected_identity)),
                ("open", flag(case.is_open())),
                ("coordinator", name(coordinator)),
                ("parties", parties),
                ("asked", asked),
                ("confirmed", confirmed),
                ("requested", requested),
                ("performs", performs),
                (
                    "municipal_organisations",
                    Attribute::Texts(municipal.into_iter().collect()),
                ),
                ("consent_case", consent(ConsentKind::Case)),
                ("consent_sip", consent(ConsentKind::Sip)),
                (
                    "consent_transfer",
                    consent(ConsentKind::InformationTransfer),
                ),
                ("transfer_covers_all", flag(covers_all)),
                ("transfer_covers", covers),
                ("transfer_refused", refused),
                (
                    "own_consent",
                    flag(
                        case.pathway()
                            .is_some_and(Pathway::starts_with_placeholders),
                    ),
                ),
                ("agreement", flag(case.agreement.is_some())),
                ("interpreter_needed", flag(case.person.interpreter_needed)),
                ("institution_named", flag(case.institution.is_some())),
                (
                    "linked_protected_person",
                    flag(case.linked_protected_person),
                ),
                (
                    "kin_invited",
                    flag(
                        case.sip
                            .meeting
                            .as_ref()
                            .is_some_and(|meeting| meeting.value.kin_invited),
                    ),
                ),
            ],
        )
    }
}

/// The questions that the asked units still see: open, or answered with a yes; gone on no, when
/// taken back, at close and when the group has changed since (domain.md, the audience table).
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
            && (question.asked_at >= case.group_since || vocabulary::leak::seeded("question-stays"))
            && latest == Some(question.id)
    };
    case.questions.iter().filter(seen)
}

/// Whether the consent to information transfer covers every care party, and which it names.
fn transfer(case: &Case) -> (bool, Vec<&HsaId>) {
    let standing = case.consent(ConsentKind::InformationTransfer);
    if !matches!(
        standing,
        ConsentStanding::Given | ConsentStanding::Incapable
    ) {
        return (false, Vec::new());
    }
    let named = case
        .consents
        .get(&ConsentKind::InformationTransfer)
        .and_then(|found| found.units.as_ref());
    match named {
        None => (true, Vec::new()),
        Some(units) => (false, units.iter().collect()),
    }
}

/// Units that a refusal of the information transfer names.
fn refused_by_name(case: &Case) -> impl Iterator<Item = &HsaId> {
    let consent = case.consents.get(&ConsentKind::InformationTransfer);
    let named = consent.and_then(|consent| consent.units.as_ref());
    named
        .into_iter()
        .flatten()
        .filter(|unit| case.transfer_refused_by_name(unit))
}

fn consent_code(standing: ConsentStanding) -> &'static str {
    match standing {
        ConsentStanding::NotAsked => "not_asked",
        ConsentStanding::Given => "given",
        ConsentStanding::Refused => "refused",
        ConsentStanding::Incapable => "incapable",
    }
}

fn entity<const N: usize>(
    of: EntityUid,
    facts: [(&'static str, Attribute); N],
) -> EntityDescription {
    EntityDescription::new(of, facts.into())
}

fn name(of: EntityUid) -> Attribute {
    Attribute::Name(of)
}

fn flag(value: bool) -> Attribute {
    Attribute::Flag(value)
}
