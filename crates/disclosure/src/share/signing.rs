//! What the head of operations signs for the municipality, at a unit that is no party: the agreement
//! and whom it is between. The type has no field for the person, a number, an address, the care
//! request or the plan.

use domain::{Case, case::Agreement};
use jiff::civil::Date;
use vocabulary::unit::UnitCard;

use super::{News, closed_on, question::asked_by};
use crate::Section;

/// What is signed (C5.1).
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct SigningShare<'a> {
    pub(crate) agreement: &'a Agreement,
    /// The municipal unit that performs the care.
    pub(crate) performing: &'a UnitCard,
    /// "NU-sjukvården" or "Vårdcentral", never the ward.
    pub(crate) ordered_by: &'static str,
    pub(crate) purchases_ended: bool,
    /// The day when the case was closed.
    pub(crate) closed: Option<Date>,
}

impl<'a> SigningShare<'a> {
    /// The share; `None` without an agreement, or when the performing unit has left.
    pub(crate) fn of(case: &'a Case) -> Option<Self> {
        let agreement = case.agreement.as_ref()?;
        let performing = case.parties.get(&agreement.unit)?;
        Some(Self {
            agreement,
            performing: &performing.unit,
            ordered_by: asked_by(case),
            purchases_ended: case.purchases_ended.is_some(),
            closed: closed_on(case),
        })
    }

    /// The parts with content that `before` did not have.
    pub(super) fn news(&self, before: Option<&Self>) -> Vec<Section> {
        // Destructured, so that a new field has to be handled here.
        let Self {
            agreement,
            performing,
            ordered_by,
            purchases_ended,
            closed,
        } = self;
        let mut news = News::none();
        news.value(
            Section::Agreement,
            Some(agreement),
            before.map(|before| &before.agreement),
        );
        news.value(
            Section::Parties,
            Some(&(performing, ordered_by)),
            before
                .map(|before| (&before.performing, &before.ordered_by))
                .as_ref(),
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
