//! "Vem ser vad", made by asking the guard about every audience and never written by hand.

pub(crate) mod told;

use std::{borrow::Borrow, sync::Arc};

use domain::{Actor, Case, Entry};
use serde::Serialize;
use vocabulary::{
    audience::Audience,
    choice,
    choice::Choice as _,
    hsa_id::HsaId,
    unit::{UnitCard, UnitKind},
};

use self::told::History;
use super::{
    Moment, OtherCoordinatorView,
    parties::{basis_name, in_order},
};
use crate::{
    AnyCase, Channel, Class, Disclosed, Guard, PlacedTelling, Recipient,
    audience::RegionalCare,
    guard::{
        CaseEvaluation, PolicyRule,
        entity_facts::{Grounds, visible_questions},
    },
};

choice! {
    /// How an audience relates to a case.
    pub enum Relation {
        Sees = "sees", "Ser ärendet nu";
        /// May be added, on a condition.
        MayBeAdded = "may_be_added", "Kan läggas till senare";
        /// Is told in a way other than in the product.
        ToldOtherwise = "told_otherwise", "Får veta på annat sätt";
        /// Must not learn of it from us.
        Never = "never", "Får inte veta av oss";
    }
}

/// A row of "Vem ser vad": one audience, its relation to the case and what it has been told.
#[derive(Clone, Serialize)]
pub struct AudienceRow {
    /// `unit:HSA-ID`, or the code of an audience without an account.
    pub audience: String,
    pub relation: Relation,
    /// When it began to see the case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<Moment>,
    /// What it has been told, oldest first. It stays even if the relation changes.
    pub told: Vec<Told>,
    /// The requirement behind the relation.
    pub rule: String,
    /// Swedish name.
    pub name: String,
    /// The unit's kind in Swedish.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<&'static str>,
    /// What it sees, on what condition it can be added, or what it may be told and how.
    pub condition: String,
    /// Why a party is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<&'static str>,
}

/// Something an audience has been told.
#[derive(Clone, Serialize)]
pub struct Told {
    pub what: String,
    pub when: Moment,
    /// By which channel: `phone`, `post`, `in_person`, `email`, `in_product`, or
    /// `wrong_disclosure`.
    pub channel: &'static str,
    pub channel_name: &'static str,
    #[serde(skip)]
    class: Option<Class>,
}

/// Audiences without an account, in the order of the page.
const OUTSIDE: [Audience; 11] = [
    Audience::Patient,
    Audience::Kin,
    Audience::HeadOffice,
    Audience::MigrationAgency,
    Audience::Institution,
    Audience::InterpreterAgency,
    Audience::Pharmacy,
    Audience::PatientTransport,
    Audience::DeviceSupply,
    Audience::SocialServices,
    Audience::MunicipalRehab,
];

impl Guard {
    /// "Vem ser vad" of a case. `journal` is the case's whole journal and `told` what its events
    /// have told; `candidates` are units that might be added, such as the nearest ones; `others` are other
    /// cases with one of the patient's numbers.
    #[must_use]
    pub fn audiences<J: Borrow<Entry>>(
        &self,
        actor: &Actor,
        case: &Case,
        journal: &[J],
        told: &[PlacedTelling],
        candidates: &[UnitCard],
        others: &[&Case],
    ) -> Option<Disclosed<RegionalCare, Vec<AudienceRow>>> {
        let coordinators = self.other_coordinators(actor, case, others)?.into_view();
        let evaluation = self.evaluation(case);
        let mut history = History::of(journal, told);
        let mut rows: Vec<AudienceRow> = in_order(case)
            .filter(|party| !party.unit.kind.is_placeholder())
            .map(|party| AudienceRow {
                since: Some(Moment(party.since)),
                basis: Some(basis_name(party.basis)),
                ..unit_row(&evaluation, &party.unit, &mut history)
            })
            .collect();
        rows.extend(
            OUTSIDE
                .iter()
                .map(|audience| outside_row(&evaluation, case, *audience, &mut history)),
        );
        let listed = |rows: &[AudienceRow], name: &str| rows.iter().any(|row| row.audience == name);
        for other in coordinators {
            let audience = format!("unit:{}", other.unit);
            if !listed(&rows, &audience) {
                rows.push(coordinator_row(audience, other));
            }
        }
        let waiting: Vec<&UnitCard> = visible_questions(case)
            .map(|question| &question.unit)
            .collect();
        for unit in waiting.into_iter().chain(candidates) {
            let listed = listed(&rows, &unit_name(&unit.hsa_id));
            // Units that can never take part are listed once, by name, below the line.
            let pickable = !unit.kind.is_never_a_party()
                && !unit.kind.is_placeholder()
                && unit.kind != UnitKind::HeadOffice;
            if !listed && pickable && case.is_open() {
                rows.push(unit_row(&evaluation, unit, &mut history));
            }
        }
        rows.extend(history.rest(case));
        rows.sort_by_key(|row| row.relation);
        Some(Disclosed::decided(rows))
    }

    /// Whether a unit may be offered in a picker or a search. Never one that can never take part.
    #[must_use]
    pub fn may_be_offered(&self, unit: &UnitCard, case: &dyn AnyCase) -> bool {
        let verdict = self.may_take_part(unit, case);
        let barred = verdict.rests_on("social-services-never-party")
            || verdict.rests_on("municipal-rehab-never-party");
        !barred && !unit.kind.is_placeholder() && unit.kind != UnitKind::HeadOffice
    }
}

fn unit_name(id: &HsaId) -> String {
    format!("unit:{id}")
}

/// The class of a case that a party of this kind sees.
fn share_of(kind: UnitKind) -> Class {
    if kind == UnitKind::MunicipalPrimaryCare {
        Class::MunicipalShare
    } else {
        Class::WholeCase
    }
}

/// A unit that has been told that this case's coordinating unit coordinates one about its patient.
fn coordinator_row(audience: String, other: OtherCoordinatorView) -> AudienceRow {
    AudienceRow {
        audience,
        relation: Relation::ToldOtherwise,
        since: None,
        told: Vec::new(),
        rule: "X4".to_owned(),
        name: other.unit_name,
        kind: None,
        condition:
            "Samordnar ett eget ärende om patienten. Ser att er enhet samordnar det här ärendet och \
                    vilket nummer det har. Patienten har samtyckt i båda ärendena."
                .to_owned(),
        basis: None,
    }
}

fn unit_row(
    evaluation: &CaseEvaluation<'_>,
    unit: &UnitCard,
    history: &mut History,
) -> AudienceRow {
    let seen = evaluation.disclose(Recipient::Unit(unit), share_of(unit.kind), Channel::Page);
    let told = history.take_unit(&unit.hsa_id);
    let name = unit.name.clone();
    let row = |relation, rule: &str, condition: &str| AudienceRow {
        audience: unit_name(&unit.hsa_id),
        relation,
        since: None,
        told,
        rule: rule.to_owned(),
        name,
        kind: Some(unit.kind.swedish()),
        condition: condition.to_owned(),
        basis: None,
    };
    if let (true, Some(rule)) = (seen.allowed, seen.rules.first()) {
        return row(Relation::Sees, &rule.rule, &rule.swedish);
    }
    let joins = evaluation.take_part(unit);
    if let (true, Some(rule)) = (joins.allowed, joins.rules.first()) {
        let on_consent = joins.rests_on("regional-care-may-take-part-on-consent");
        let moved = joins.rests_on("ward-takes-over-within-the-hospital") && !on_consent;
        let condition = if moved {
            "När patienten flyttas dit, eller har samtyckt."
        } else {
            "Kan läggas till nu."
        };
        return row(Relation::MayBeAdded, &rule.rule, condition);
    }
    if unit.kind == UnitKind::MunicipalPrimaryCare {
        let condition = "När chefen har svarat ja och patienten har samtyckt. Fram till dess \
                         ser enheten bara frågan, om den är ställd.";
        return row(Relation::MayBeAdded, "V6B.8", condition);
    }
    if unit.kind.is_never_a_party() || unit.kind.is_placeholder() {
        let rule = joins.rules.first();
        let (rule, swedish) = rule.map_or(("X1", ""), |rule| {
            (rule.rule.as_str(), rule.swedish.as_str())
        });
        return row(Relation::Never, rule, swedish);
    }
    row(Relation::MayBeAdded, "V6B.6", "När patienten har samtyckt.")
}

/// What an audience can be told and by which channels. The guard is asked about every pair.
fn ways(audience: Audience) -> &'static [(Class, Channel)] {
    match audience {
        Audience::MigrationAgency => &[
            (Class::Conversation, Channel::PhoneNote),
            (Class::Invitation, Channel::Email),
            (Class::Certificate, Channel::Post),
            (Class::PlanExtract, Channel::Post),
            (Class::Conversation, Channel::InPerson),
            (Class::Certificate, Channel::InPerson),
        ],
        Audience::Institution => &[(Class::InstitutionReport, Channel::PhoneNote)],
        Audience::InterpreterAgency => &[(Class::InterpreterBooking, Channel::PhoneNote)],
        Audience::Pharmacy => &[(Class::PrescriptionNote, Channel::PhoneNote)],
        Audience::PatientTransport => &[(Class::TransportOrder, Channel::PhoneNote)],
        Audience::DeviceSupply => &[(Class::DeviceOrder, Channel::PhoneNote)],
        Audience::MunicipalManager => &[
            (Class::Question, Channel::PhoneNote),
            (Class::Question, Channel::InPerson),
        ],
        Audience::Patient => &[
            (Class::PatientCopy, Channel::InPerson),
            (Class::PatientCopy, Channel::Post),
        ],
        Audience::Kin => &[
            (Class::KinCopy, Channel::InPerson),
            (Class::KinCopy, Channel::Post),
        ],
        Audience::HeadOffice => &[
            (Class::HeadOfficeShare, Channel::Page),
            (Class::Conversation, Channel::PhoneNote),
        ],
        Audience::SocialServices | Audience::MunicipalRehab => {
            &[(Class::Conversation, Channel::PhoneNote)]
        }
    }
}

fn outside_row(
    evaluation: &CaseEvaluation<'_>,
    case: &Case,
    audience: Audience,
    history: &mut History,
) -> AudienceRow {
    let recipient = Recipient::Outside(audience);
    let mut allowed: Vec<Arc<PolicyRule>> = Vec::new();
    // "Never" requires that every way is forbidden; a single forbidden way says nothing about the
    // others.
    let mut forbidden = None;
    let mut open_later = false;
    let mut sees = false;
    for (class, channel) in ways(audience) {
        let verdict = if *channel == Channel::Post {
            // When a protected person is linked, a letter is posted after two people have read it.
            evaluation.answer(recipient, *class, *channel, Grounds::ReadByTwo)
        } else {
            evaluation.disclose(recipient, *class, *channel)
        };
        open_later |= !verdict.allowed && !verdict.forbidden();
        if verdict.allowed {
            sees |= *channel == Channel::Page;
            // One rule may allow several ways; it is shown once.
            for rule in verdict.rules {
                if !allowed.contains(&rule) {
                    allowed.push(rule);
                }
            }
        } else if forbidden.is_none() {
            forbidden = verdict.rules.into_iter().next();
        }
    }
    let forbidden = forbidden.filter(|_| !open_later);
    let (relation, rule, condition) = match (allowed.first(), forbidden) {
        (Some(first), _) => {
            let texts: Vec<&str> = allowed.iter().map(|rule| rule.swedish.as_str()).collect();
            let relation = if sees {
                Relation::Sees
            } else {
                Relation::ToldOtherwise
            };
            (relation, first.rule.clone(), texts.join(" "))
        }
        (None, Some(promise)) => (
            Relation::Never,
            promise.rule.clone(),
            promise.swedish.clone(),
        ),
        (None, None) => {
            let (rule, condition) = later(audience, case);
            (Relation::MayBeAdded, rule.to_owned(), condition.to_owned())
        }
    };
    let since = case
        .agreement
        .as_ref()
        .filter(|_| sees)
        .map(|found| Moment(found.drawn_up_at));
    AudienceRow {
        audience: audience.code().to_owned(),
        relation,
        since,
        told: history.take(audience),
        rule,
        name: audience.swedish().to_owned(),
        kind: None,
        condition,
        basis: None,
    }
}

/// When somebody without an account will be told something, and the rule for it.
fn later(audience: Audience, case: &Case) -> (&'static str, &'static str) {
    if !case.is_open() {
        return ("V6B.13", "Ärendet är avslutat. Inget mer lämnas ut.");
    }
    match audience {
        Audience::Institution => (
            "V6A.9",
            "När Migrationsverket har anvisat en plats och uppgifterna är registrerade.",
        ),
        Audience::InterpreterAgency => ("V6A.8", "När tolk behövs."),
        Audience::Kin => (
            "V6A.4",
            "När patienten har sagt ja till SIP och närstående kallas.",
        ),
        Audience::MigrationAgency
        | Audience::SocialServices
        | Audience::MunicipalRehab
        | Audience::Pharmacy
        | Audience::PatientTransport
        | Audience::DeviceSupply
        | Audience::MunicipalManager
        | Audience::Patient
        | Audience::HeadOffice => ("X1", "Inte nu."),
    }
}
