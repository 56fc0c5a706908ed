//! What Koncernkontoret sees of a case with an agreement: agreement, basis, identity number, and
//! the group where somebody else than the region pays. No plan, no address, no name.

use domain::Actor;
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
    /// The case's id.
    pub id: PublicId,
    /// Its version.
    pub version: u64,
    /// Whether it is protected, whatever protects it.
    pub protected: bool,
    /// Whether its pages may be printed for who reads it.
    pub printable: bool,
    /// The person's number in use.
    pub identifiers: Vec<IdentifierView>,
    /// The group, where the state's compensation is applied for; absent for every other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<Group>,
    /// The municipality's unit, by name.
    pub municipal_unit: Option<String>,
    /// The agreement.
    pub agreement: Option<AgreementView>,
    /// The invoicing form's reference.
    pub invoicing_form: Option<String>,
    /// When purchases ended.
    pub purchases_ended_at: Option<Moment>,
    /// Whether the case is closed.
    pub closed: bool,
}

impl Guard {
    /// A case as the regional developer sees it; none before there is an agreement.
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
                closed,
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
