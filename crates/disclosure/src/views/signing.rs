//! What the municipality's head of operations sees at a unit that is no party: what is signed, and
//! nothing else of the case (C5.1).

use domain::Actor;
use jiff::civil::Date;
use serde::Serialize;
use vocabulary::public_id::PublicId;

use super::AgreementView;
use crate::{
    AnyCase, Channel, Class, Disclosed, Guard, Recipient, audience::MunicipalSigner,
    share::SigningShare,
};

/// An agreement as the one who signs for the municipality sees it.
#[derive(Clone, Serialize)]
pub struct SigningView {
    /// The case, as the agreement's reference.
    pub id: PublicId,
    pub version: u64,
    /// "NU-sjukvården" or "Vårdcentral", never the ward.
    pub ordered_by: &'static str,
    /// Name of the municipal unit that performs the care.
    pub performing_unit: String,
    pub agreement: AgreementView,
    pub purchases_ended: bool,
    pub closed: bool,
    /// The day when it was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_on: Option<Date>,
}

impl Guard {
    /// What is signed, for the head of operations at a unit of the performing organisation that is
    /// no party; `None` for anybody else.
    #[must_use]
    pub fn signing(
        &self,
        actor: &Actor,
        case: &dyn AnyCase,
        version: u64,
    ) -> Option<Disclosed<MunicipalSigner, SigningView>> {
        let case = case.asked();
        let SigningShare {
            agreement,
            performing,
            ordered_by,
            purchases_ended,
            closed,
        } = SigningShare::of(&case).filter(|_| self.sees_what_is_signed(actor, &case))?;
        Some(Disclosed::decided(SigningView {
            id: case.id,
            version,
            ordered_by,
            performing_unit: performing.name.clone(),
            agreement: AgreementView::of(agreement),
            purchases_ended,
            closed: closed.is_some(),
            closed_on: closed,
        }))
    }

    pub(crate) fn sees_what_is_signed(&self, actor: &Actor, case: &dyn AnyCase) -> bool {
        self.may_disclose(
            Recipient::Staff(actor),
            case,
            Class::SignedAgreement,
            Channel::Page,
        )
        .allowed
    }
}
