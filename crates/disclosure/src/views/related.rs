//! Other cases about the same person, for the region's care units that read both.

use domain::{Actor, Case, case::Relation};
use jiff::civil::Date;
use serde::Serialize;
use vocabulary::{calendar::local_date, public_id::PublicId};

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
