//! Koncernkontoret's share: agreement, numbers, and the group if somebody other than the region
//! pays. The type has no field for a plan, an address or a name.

use domain::{
    Case,
    case::{Agreement, KnownIdentifier, Stamped},
};
use jiff::civil::Date;
use vocabulary::{group::Group, unit::UnitCard};

use super::{News, closed_on, municipal};
use crate::Section;

/// What Koncernkontoret may see of a case that has an agreement (C5.1).
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct HeadOfficeShare<'a> {
    /// Whether the case is protected, for any reason.
    pub(crate) protected: bool,
    pub(crate) numbers: Vec<&'a KnownIdentifier>,
    /// Set only when the region applies for compensation from the state.
    pub(crate) group: Option<Group>,
    pub(crate) municipal_unit: Option<&'a UnitCard>,
    pub(crate) agreement: Option<&'a Agreement>,
    pub(crate) invoicing_form: Option<&'a Stamped<String>>,
    pub(crate) purchases_ended: Option<&'a Stamped<String>>,
    /// The day when the case was closed.
    pub(crate) closed: Option<Date>,
}

impl std::fmt::Debug for HeadOfficeShare<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("HeadOfficeShare")
    }
}

impl<'a> HeadOfficeShare<'a> {
    pub(crate) fn of(case: &'a Case) -> Self {
        let agreement = case.agreement.as_ref();
        Self {
            protected: case.is_protected(),
            numbers: municipal::numbers(case),
            // The region pays for everybody else, so Koncernkontoret does not need the group.
            group: Some(case.group).filter(|_| case.migration_agency_may_know()),
            municipal_unit: agreement
                .and_then(|agreement| case.parties.get(&agreement.unit))
                .map(|party| &party.unit),
            agreement,
            invoicing_form: case.invoicing_form.as_ref(),
            purchases_ended: case.purchases_ended.as_ref(),
            closed: closed_on(case),
        }
    }

    /// The parts with content that `before` did not have.
    pub(super) fn news(&self, before: Option<&Self>) -> Vec<Section> {
        // Destructured, so that a new field has to be handled here.
        let Self {
            protected,
            numbers,
            group,
            municipal_unit,
            agreement,
            invoicing_form,
            purchases_ended,
            closed,
        } = self;
        let mut news = News::none();
        news.elements(
            Section::Numbers,
            numbers,
            before.map(|before| before.numbers.as_slice()),
        );
        news.value(
            Section::Agreement,
            agreement.as_ref(),
            before.and_then(|before| before.agreement.as_ref()),
        );
        news.value(
            Section::InvoicingForm,
            invoicing_form.as_ref(),
            before.and_then(|before| before.invoicing_form.as_ref()),
        );
        news.value(
            Section::PurchasesEnded,
            purchases_ended.as_ref(),
            before.and_then(|before| before.purchases_ended.as_ref()),
        );
        news.value(
            Section::Parties,
            municipal_unit.as_ref(),
            before.and_then(|before| before.municipal_unit.as_ref()),
        );
        news.mark(
            Section::Protection,
            *protected,
            before.map(|before| before.protected),
        );
        news.closing(*closed, before.and_then(|before| before.closed));
        // A group that disappears reveals as much as one that appears.
        if *group != before.and_then(|before| before.group) {
            news.value(Section::Group, Some(&()), None);
        }
        news.sections()
    }
}
