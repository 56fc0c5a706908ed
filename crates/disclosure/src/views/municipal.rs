//! What municipal primary care sees as a party. Never group, pathway, certificate, or what others
//! have been told: the type has no fields for them.

use domain::{Actor, Case};
use guidance::Library;
use jiff::Timestamp;
use serde::Serialize;
use vocabulary::public_id::PublicId;

use super::{
    AddressView, AgreementView, CareRequestView, FollowUpView, GuidanceView, HeldView,
    IdentifierView, MeetingView, MunicipalPartyView, PersonView, Recorded, ResidenceView,
};
use crate::{
    AnyCase, Channel, Class, Disclosed, Guard, Recipient,
    audience::MunicipalCare,
    share::{MunicipalReader, MunicipalShare},
};

/// A case as municipal primary care sees it (domain.md, after yes).
#[derive(Clone, Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts that the page shows"
)]
pub struct MunicipalCaseView {
    pub id: PublicId,
    pub version: u64,
    /// Whether it is protected, for any reason.
    pub protected: bool,
    /// Whether the reader may print its pages.
    pub printable: bool,
    /// The guidance that the case follows.
    pub guidance: GuidanceView,
    /// Units that take part, without placeholders.
    pub parties: Vec<MunicipalPartyView>,
    /// The person, with the identity numbers in use.
    pub person: PersonView,
    pub residence: Option<ResidenceView>,
    pub care_request: Option<CareRequestView>,
    pub meeting: Option<Recorded<MeetingView>>,
    pub plan: Option<Recorded<HeldView>>,
    pub follow_up: Option<Recorded<FollowUpView>>,
    pub agreement: Option<AgreementView>,
    pub purchases_ended: bool,
    pub closed: bool,
}

impl Guard {
    /// A case as municipal primary care that is a party sees it; `None` when it may not be
    /// disclosed.
    #[must_use]
    pub fn municipal_case(
        &self,
        actor: &Actor,
        case: &dyn AnyCase,
        version: u64,
        library: &Library,
        now: Timestamp,
    ) -> Option<Disclosed<MunicipalCare, MunicipalCaseView>> {
        let case = case.asked();
        self.sees_municipal_share(actor, &case).then(|| {
            let MunicipalShare {
                parties,
                person,
                numbers,
                residence,
                care_request,
                meeting,
                plan,
                follow_up,
                agreement,
                protected,
                protected_identity,
                purchases_ended,
                closed,
            } = MunicipalShare::of(&case, reader(actor, &case));
            let numbers = numbers.into_iter().map(IdentifierView::of);
            Disclosed::decided(MunicipalCaseView {
                id: case.id,
                version,
                protected,
                printable: self.may_print(actor, &case, Class::MunicipalShare),
                guidance: GuidanceView::of(&case, library, now),
                parties: parties.iter().map(MunicipalPartyView::of).collect(),
                person: PersonView::of(&person, numbers, protected_identity, now),
                residence: residence.map(|found| ResidenceView::of(found, protected_identity)),
                care_request: care_request.map(CareRequestView::of),
                meeting: meeting.map(|found| Recorded::of(found, MeetingView::of)),
                plan: plan.map(|found| Recorded::of(found, HeldView::of)),
                follow_up: follow_up.map(|found| Recorded::of(found, FollowUpView::of)),
                agreement: agreement.map(AgreementView::of),
                purchases_ended,
                closed,
            })
        })
    }

    /// The address of a person with protected identity, for staff of the municipal party who ask to
    /// see it.
    #[must_use]
    pub fn municipal_address(
        &self,
        actor: &Actor,
        case: &dyn AnyCase,
    ) -> Option<Disclosed<MunicipalCare, AddressView>> {
        let case = case.asked();
        let seen = self.sees_municipal_share(actor, &case);
        AddressView::of(&case)
            .filter(|_| seen)
            .map(Disclosed::decided)
    }

    pub(crate) fn sees_municipal_share(&self, actor: &Actor, case: &dyn AnyCase) -> bool {
        let case = case.asked();
        if vocabulary::leak::seeded("municipality-before-yes")
            && case.question_to(&actor.unit.hsa_id).is_some()
        {
            return true;
        }
        self.may_disclose(
            Recipient::Staff(actor),
            &case,
            Class::MunicipalShare,
            Channel::Page,
        )
        .allowed
    }
}

/// In which capacity somebody reads the share: as staff of a party, or to sign for the
/// municipality.
fn reader<'a>(actor: &'a Actor, case: &Case) -> MunicipalReader<'a> {
    if case.is_party(&actor.unit.hsa_id) {
        MunicipalReader::Unit(&actor.unit.hsa_id)
    } else {
        MunicipalReader::WhoSigns(&actor.unit.organisation)
    }
}
