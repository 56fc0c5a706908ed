//! Other cases about the same person: for the region's care units that read both, and for two units that each
//! coordinate one.

use domain::{Actor, Case, case::Relation};
use jiff::civil::Date;
use serde::Serialize;
use vocabulary::{
    birth_date::BirthDate, calendar::local_date, command::CommandKind, identifier::Identifier,
    public_id::PublicId,
};

use crate::{AnyCase, Disclosed, Guard, audience::RegionalCare};

/// Another case about the same person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RelatedCaseView {
    pub id: PublicId,
    /// In Swedish: how the two belong together.
    pub relation: &'static str,
    /// The day when it was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_on: Option<Date>,
}

impl Guard {
    /// The cases among `others` that belong together with a case and that the actor reads whole; `None`
    /// when the actor does not read the case itself.
    #[must_use]
    pub fn related_cases(
        &self,
        actor: &Actor,
        case: &dyn AnyCase,
        others: &[&Case],
    ) -> Option<Disclosed<RegionalCare, Vec<RelatedCaseView>>> {
        let case = case.asked();
        if !self.sees_whole_case(actor, &case) {
            return None;
        }
        let readable = others
            .iter()
            .filter(|other| self.sees_whole_case(actor, **other));
        let rows = readable.filter_map(|other| {
            Some(RelatedCaseView {
                id: other.id,
                relation: relation(&case, other)?,
                closed_on: other.closed.as_ref().map(|closed| local_date(closed.at)),
            })
        });
        Some(Disclosed::decided(rows.collect()))
    }
}

/// Another unit of the region that coordinates a case of its own about the same person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OtherCoordinatorView {
    pub unit: String,
    pub unit_name: String,
    /// The number of its case, by which its staff find it.
    pub number: String,
    /// In Swedish: what the units are told, why, and what to do.
    pub said: String,
}

/// What saving says that may let two units know of each other, whether or not there is another.
const UNITS_MAY_KNOW: &str = "En annan vårdenhet i regionen kan samordna ett eget ärende om patienten. Om \
                              patienten har samtyckt i båda ärendena får enheterna veta om varandra.";

/// The sentence for a command after which two units may come to know of each other.
pub(super) fn on_save(case: &Case, kind: CommandKind) -> Option<String> {
    let with_consent = [
        CommandKind::AddIdentifier,
        CommandKind::CorrectPerson,
        CommandKind::HandOverCoordination,
        CommandKind::MoveWard,
    ];
    let may = kind == CommandKind::RecordConsent
        || (with_consent.contains(&kind) && case.has_consented());
    may.then(|| UNITS_MAY_KNOW.to_owned())
}

impl Guard {
    /// What the coordinating unit of a case is told of the units among the coordinators of `others` that
    /// coordinate a case of their own about the same person (X4). Each of the two is told of the other, or
    /// neither is: in both cases the patient has consented, and the policies would let the other unit take
    /// part on that consent. `None` when the actor does not read the case.
    #[must_use]
    pub fn other_coordinators(
        &self,
        actor: &Actor,
        case: &dyn AnyCase,
        others: &[&Case],
    ) -> Option<Disclosed<RegionalCare, Vec<OtherCoordinatorView>>> {
        let case = case.asked();
        if !self.sees_whole_case(actor, &case) {
            return None;
        }
        let coordinates = case.coordinator == actor.unit.hsa_id;
        let known = others
            .iter()
            .filter(|other| coordinates && self.know_of_each_other(&case, other));
        let rows = known.filter_map(|other| {
            let unit = other.coordinating_unit()?;
            Some(OtherCoordinatorView {
                unit: unit.hsa_id.to_string(),
                unit_name: unit.name.clone(),
                number: other.id.reference(),
                said: format!(
                    "{} har ett eget ärende om patienten, {}. Patienten har samtyckt i båda, så enheterna \
                     får veta om varandra. Kom överens med dem om vem som samordnar.",
                    unit.name,
                    other.id.reference()
                ),
            })
        });
        Some(Disclosed::decided(rows.collect()))
    }

    /// Whether two units that each coordinate a case of one person are told of each other.
    fn know_of_each_other(&self, one: &Case, other: &Case) -> bool {
        one.coordinator != other.coordinator
            && is_same_person(one, other)
            && self.may_be_told(one, other)
            && self.may_be_told(other, one)
    }

    /// Whether the unit that coordinates `other` may be told that there is this case.
    fn may_be_told(&self, case: &Case, other: &Case) -> bool {
        if vocabulary::leak::seeded("coordinators-without-consent") {
            return true;
        }
        let joins = other
            .coordinating_unit()
            .map(|unit| self.may_take_part(unit, case));
        case.is_open()
            && case.has_consented()
            && joins.is_some_and(|joins| {
                joins.allowed && joins.rests_on("regional-care-may-take-part-on-consent")
            })
    }
}

/// Whether two cases have a number in common and the same birth date. Who knows a number only, and opens a case
/// with a birth date that is not known, is told nothing.
fn is_same_person(one: &Case, other: &Case) -> bool {
    let has = |number: &Identifier| {
        let mut known = other.identifiers.iter();
        known.any(|known| known.identifier == *number)
    };
    one.person.birth_date == other.person.birth_date
        && one.person.birth_date != BirthDate::Unknown
        && one.identifiers.iter().any(|known| has(&known.identifier))
}

fn relation(case: &Case, other: &Case) -> Option<&'static str> {
    let of = |from: &Case, to: &Case| {
        let mut related = from.related.iter();
        let found = related.find(|related| related.case == to.id);
        found.map(|related| related.relation)
    };
    match (of(case, other), of(other, case)) {
        (Some(Relation::Continues), _) => Some("Det här ärendet fortsätter från det"),
        (_, Some(Relation::Continues)) => Some("Fortsätter från det här ärendet"),
        (Some(Relation::SamePerson), _) | (_, Some(Relation::SamePerson)) => Some("Samma patient"),
        (None, None) => None,
    }
}
