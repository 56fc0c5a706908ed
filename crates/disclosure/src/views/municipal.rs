//! What municipal primary care sees as a party. Never group, pathway, certificate, or what others
//! have been told: the type has no fields for them.

use domain::Actor;
use guidance::Library;
use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use vocabulary::public_id::PublicId;

use super::{
    AddressView, AgreementView, CareRequestView, EvaluationView, FollowUpView, GuidanceView,
    IdentifierView, MeetingView, Moment, MunicipalPartyView, PersonView, Recorded, ResidenceView,
};
use crate::{
    AnyCase, Channel, Class, Disclosed, Guard, Recipient,
    audience::MunicipalCare,
    share::{MunicipalShare, plan::PlanShare},
};

/// A case as municipal primary care sees it (domain.md, after yes).
#[derive(Clone, Serialize)]
pub struct MunicipalCaseView {
    pub id: PublicId,
    pub version: u64,
    /// Always true. If it followed the case, it would tell the group.
    pub protected: bool,
    /// The guidance that the case follows.
    pub guidance: GuidanceView,
    /// Units that take part, without placeholders.
    pub parties: Vec<MunicipalPartyView>,
    /// The person, with the identity numbers in use.
    pub person: PersonView,
    /// Without the address, which is shown when somebody asks for it.
    pub residence: Option<ResidenceView>,
    pub care_request: Option<CareRequestView>,
    pub meeting: Option<Recorded<MeetingView>>,
    /// How far the plan has come; its rows are read by themselves.
    pub plan: Option<MunicipalPlanView>,
    pub follow_up: Option<Recorded<FollowUpView>>,
    /// The follow-ups that were held, without who attended.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evaluated: Vec<Recorded<EvaluationView>>,
    pub agreement: Option<AgreementView>,
    pub purchases_ended: bool,
    pub closed: bool,
    /// The day when it was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_on: Option<Date>,
}

/// How far the plan has come, as municipal primary care knows it.
#[derive(Clone, Serialize)]
pub struct MunicipalPlanView {
    /// When the meeting was held.
    pub held_at: Option<Moment>,
    /// The version that holds; 0 while nobody has agreed on one.
    pub version: u32,
    pub agreed_at: Option<Moment>,
    pub ended_at: Option<Moment>,
}

impl MunicipalPlanView {
    fn of(plan: &PlanShare<'_>) -> Self {
        Self {
            held_at: plan.held.map(|held| Moment(held.value.at)),
            version: plan.agreed.map_or(0, |agreed| agreed.value.version),
            agreed_at: plan.agreed.map(|agreed| Moment(agreed.at)),
            ended_at: plan.ended.map(|ended| Moment(ended.at)),
        }
    }
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
                evaluated,
                agreement,
                purchases_ended,
                closed,
            } = MunicipalShare::of(&case, &actor.unit.hsa_id);
            let numbers = numbers.into_iter().map(IdentifierView::of);
            Disclosed::decided(MunicipalCaseView {
                id: case.id,
                version,
                protected: true,
                guidance: GuidanceView::of(&case, library, now),
                parties: parties.iter().map(MunicipalPartyView::of).collect(),
                person: PersonView::of(&person, numbers, now),
                residence: residence.map(|found| ResidenceView::of(found, true)),
                care_request: care_request.map(CareRequestView::of),
                meeting: meeting.map(|found| Recorded::of(found, MeetingView::of)),
                plan: plan.as_ref().map(MunicipalPlanView::of),
                follow_up: follow_up.map(|found| Recorded::of(found, FollowUpView::of)),
                evaluated: evaluated.iter().map(EvaluationView::known_to).collect(),
                agreement: agreement.map(AgreementView::of),
                purchases_ended,
                closed: closed.is_some(),
                closed_on: closed,
            })
        })
    }

    /// The address, for staff of the municipal party who ask to see it.
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
