//! What municipal primary care sees when it is a party: never group, pathway, certificate, or what
//! others have been told. The type has no room for them.

use domain::{Actor, Case};
use guidance::Library;
use jiff::Timestamp;
use serde::Serialize;
use vocabulary::{hsa_id::HsaId, public_id::PublicId};

use super::{
    AddressView, AgreementView, CareRequestView, FollowUpView, GuidanceView, HeldView, MeetingView,
    MunicipalPartyView, PersonView, Recorded, ResidenceView, person::Numbers,
};
use crate::{AnyCase, Channel, Class, Disclosed, Guard, Recipient, audience::MunicipalCare};

/// A case as municipal primary care sees it (domain.md, after yes).
#[derive(Clone, Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts that the page shows"
)]
pub struct MunicipalCaseView {
    /// The case's id.
    pub id: PublicId,
    /// Its version.
    pub version: u64,
    /// Whether it is protected, whatever protects it.
    pub protected: bool,
    /// Whether its pages may be printed for who reads it.
    pub printable: bool,
    /// The guidance it follows.
    pub guidance: GuidanceView,
    /// Units that take part; no placeholders.
    pub parties: Vec<MunicipalPartyView>,
    /// Who it is about, with the number in use.
    pub person: PersonView,
    /// Where the person stays.
    pub residence: Option<ResidenceView>,
    /// The care request.
    pub care_request: Option<CareRequestView>,
    /// The planned meeting.
    pub meeting: Option<Recorded<MeetingView>>,
    /// The plan.
    pub plan: Option<Recorded<HeldView>>,
    /// The follow-up decided.
    pub follow_up: Option<Recorded<FollowUpView>>,
    /// The agreement.
    pub agreement: Option<AgreementView>,
    /// Whether purchases have ended.
    pub purchases_ended: bool,
    /// Whether the case is closed.
    pub closed: bool,
}

impl Guard {
    /// A case as municipal primary care that is a party sees it; none when it is not disclosed.
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
        let own = &actor.unit.hsa_id;
        self.sees_municipal_share(actor, &case).then(|| {
            Disclosed::decided(MunicipalCaseView {
                id: case.id,
                version,
                protected: case.is_protected(),
                printable: self.may_print(actor, &case, Class::MunicipalShare),
                guidance: GuidanceView::of(&case, library, now),
                parties: MunicipalPartyView::all(&case),
                person: PersonView::of(&case, Numbers::InUse, now),
                residence: ResidenceView::of(&case),
                care_request: CareRequestView::of(&case).filter(|request| request.unit == *own),
                meeting: case
                    .sip
                    .meeting
                    .as_ref()
                    .map(|found| Recorded::of(found, MeetingView::of)),
                plan: case
                    .sip
                    .held
                    .as_ref()
                    .map(|found| Recorded::of(found, HeldView::of)),
                follow_up: case
                    .sip
                    .follow_up
                    .as_ref()
                    .map(|found| Recorded::of(found, FollowUpView::of)),
                agreement: AgreementView::of(&case)
                    .filter(|agreement| performs(actor, &case, &agreement.unit)),
                purchases_ended: case.purchases_ended.is_some(),
                closed: !case.is_open(),
            })
        })
    }

    /// The address of a protected identity, when somebody of the municipal party asks to see it.
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

/// Whether the agreement is the actor's own unit's, or its organisation's for who signs: another
/// municipality's is not shown.
fn performs(actor: &Actor, case: &Case, unit: &HsaId) -> bool {
    let organisation = case.parties.get(unit).map(|party| &party.unit.organisation);
    actor.unit.hsa_id == *unit || organisation == Some(&actor.unit.organisation)
}
