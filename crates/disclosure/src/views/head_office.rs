//! What Koncernkontoret sees of a case that has an agreement: agreement, basis, identity number,
//! and the group if somebody other than the region pays. No plan, no address, no name.

use domain::Actor;
use jiff::civil::Date;
use serde::Serialize;
use vocabulary::{group::Group, public_id::PublicId};

use super::{AgreementView, IdentifierView, Moment};
use crate::{
    AnyCase, Channel, Class, Disclosed, Guard, Recipient, audience::HeadOfficeStaff,
    share::HeadOfficeShare,
};

/// A case as Koncernkontoret sees it.
#[derive(Clone, Serialize)]
pub struct HeadOfficeCaseView {
    pub id: PublicId,
    pub version: u64,
    /// Whether it is protected, for any reason.
    pub protected: bool,
    /// Whether the reader may print its pages.
    pub printable: bool,
    /// The identity numbers in use.
    pub identifiers: Vec<IdentifierView>,
    /// Set only when the region applies for compensation from the state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<Group>,
    /// Name of the municipality's unit.
    pub municipal_unit: Option<String>,
    pub agreement: Option<AgreementView>,
    pub invoicing_form: Option<String>,
    pub purchases_ended_at: Option<Moment>,
    pub closed: bool,
    /// The day when it was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_on: Option<Date>,
}

impl Guard {
    /// A case as the regional developer sees it; `None` before there is an agreement.
    #[must_use]
    pub fn head_office_case(
        &self,
        actor: &Actor,
        case: &dyn AnyCase,
        version: u64,
    ) -> Option<Disclosed<HeadOfficeStaff, HeadOfficeCaseView>> {
        let case = case.asked();
        self.sees_head_office_share(actor, &case).then(|| {
            let HeadOfficeShare {
                protected,
                numbers,
                group,
                municipal_unit,
                agreement,
                invoicing_form,
                purchases_ended,
                closed,
            } = HeadOfficeShare::of(&case);
            Disclosed::decided(HeadOfficeCaseView {
                id: case.id,
                version,
                protected,
                printable: self.may_print(actor, &case, Class::HeadOfficeShare),
                identifiers: numbers.into_iter().map(IdentifierView::of).collect(),
                group,
                municipal_unit: municipal_unit.map(|unit| unit.name.clone()),
                agreement: agreement.map(AgreementView::of),
                invoicing_form: invoicing_form.map(|form| form.value.clone()),
                purchases_ended_at: purchases_ended.map(|ended| Moment(ended.at)),
                closed: closed.is_some(),
                closed_on: closed,
            })
        })
    }

    pub(crate) fn sees_head_office_share(&self, actor: &Actor, case: &dyn AnyCase) -> bool {
        self.may_disclose(
            Recipient::Staff(actor),
            case,
            Class::HeadOfficeShare,
            Channel::Page,
        )
        .allowed
    }
}
