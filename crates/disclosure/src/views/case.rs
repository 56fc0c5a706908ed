//! The whole case, for the region's care units that are parties.

mod part;
mod standing;

use domain::{Actor, Case, case::Closing};
use guidance::Library;
use jiff::Timestamp;
use serde::Serialize;
use vocabulary::{
    calendar::local_date, choice::Choice as _, group::Group, hsa_id::HsaId, public_id::PublicId,
    setting::Setting,
};

pub use self::{
    part::{
        ConsentView, ContactView, DeviceView, EvidenceView, IncidentView, InstitutionView,
        InterpreterView, NeedsView, TransportView,
    },
    standing::{EntitlementView, GuidanceView, NewerGuidanceView, WarningView},
};
use super::{
    AddressView, AgreementView, CareRequestView, CaseQuestionView, Moment, PartyView, PersonView,
    Recorded, ResidenceView, SipView, record::signature,
};
use crate::{AnyCase, Channel, Class, Disclosed, Guard, Recipient, audience::RegionalCare};

/// The whole case, as the region's care units that are parties see it.
#[derive(Clone, Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the contract's fields, each read on its own"
)]
pub struct CaseView {
    pub id: PublicId,
    pub version: u64,
    pub opened_at: Moment,
    /// Name and role of whoever opened it.
    pub opened_by: String,
    /// The group that the rules go by.
    pub group: Group,
    pub group_name: &'static str,
    /// The group that was stated at opening.
    pub stated_group: Group,
    pub group_since: Moment,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_evidence: Option<EvidenceView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_checked_at: Option<Moment>,
    /// Whether the case is protected, for any reason.
    pub protected: bool,
    /// Whether the reader may print its pages.
    pub printable: bool,
    /// Whether a protected person is linked to it, so that two people read each letter.
    pub linked_protected_person: bool,
    /// Whether somebody has asked to remove that mark, which needs a second person.
    pub lift_asked: bool,
    pub migration_agency_may_know: bool,
    /// Who established a group that a second person must confirm (X1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub awaits_confirmation_of: Option<String>,
    /// "6A" … "7C"; absent for a resident.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pathway: Option<&'static str>,
    /// Why the case follows this pathway.
    pub pathway_reason: String,
    /// Whether the pathway may still change because something is unknown.
    pub provisional: bool,
    /// The guidance that the case follows.
    pub guidance: GuidanceView,
    /// What a newer version of the guidance would change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub newer_guidance: Option<NewerGuidanceView>,
    /// What the person is entitled to.
    pub entitlement: Option<EntitlementView>,
    pub coordinator: HsaId,
    pub coordinator_name: String,
    /// Units that take part, including placeholders.
    pub parties: Vec<PartyView>,
    pub setting: Setting,
    pub setting_name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admitted_at: Option<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ready_for_discharge: Option<Recorded<Moment>>,
    /// `open` or `closed`.
    pub state: &'static str,
    pub person: PersonView,
    pub needs: NeedsView,
    /// The latest consent of each kind.
    pub consents: Vec<ConsentView>,
    /// Whether the case goes no further because consent to it was refused (V6B.4).
    pub stopped_by_refusal: bool,
    pub residence: Option<ResidenceView>,
    /// Whether another region is responsible (V3.1).
    pub another_region_is_responsible: bool,
    pub contacts: Vec<ContactView>,
    pub questions: Vec<CaseQuestionView>,
    pub sip: SipView,
    pub certificate: Option<Recorded<String>>,
    pub interpreter: Option<Recorded<InterpreterView>>,
    pub institution: Option<Recorded<InstitutionView>>,
    pub transport: Option<Recorded<TransportView>>,
    pub devices: Vec<Recorded<DeviceView>>,
    pub care_request: Option<CareRequestView>,
    pub agreement: Option<AgreementView>,
    pub invoicing_form: Option<Recorded<String>>,
    /// The value is the reason.
    pub purchases_ended: Option<Recorded<String>>,
    /// When the information sheet was handed over (V4.4).
    pub information_sheet: Option<Recorded<Moment>>,
    /// The note about the county routine that was followed (V6B.4).
    pub county_routine: Option<Recorded<String>>,
    pub wrong_disclosures: Vec<IncidentView>,
    /// Questions from authorities.
    pub inbound_questions: Vec<IncidentView>,
    /// The value is the reason.
    pub closed: Option<Recorded<String>>,
    /// What to look into, most serious first.
    pub warnings: Vec<WarningView>,
    /// Whether the reader may undo the latest change.
    pub undoable: bool,
    pub coordinates: bool,
}

impl Guard {
    /// The whole case, for a care unit of the region that is a party; `None` when it may not be
    /// disclosed.
    #[must_use]
    pub fn regional_case(
        &self,
        actor: &Actor,
        case: &dyn AnyCase,
        version: u64,
        library: &Library,
        now: Timestamp,
    ) -> Option<Disclosed<RegionalCare, CaseView>> {
        let case = case.asked();
        self.sees_whole_case(actor, &case).then(|| {
            let mut view = CaseView::of(actor, &case, version, library, now);
            view.printable = self.may_print(actor, &case, Class::WholeCase);
            Disclosed::decided(view)
        })
    }

    /// The address of a person with protected identity, for staff of a regional party who ask to
    /// see it.
    #[must_use]
    pub fn regional_address(
        &self,
        actor: &Actor,
        case: &dyn AnyCase,
    ) -> Option<Disclosed<RegionalCare, AddressView>> {
        let case = case.asked();
        let seen = self.sees_whole_case(actor, &case);
        AddressView::of(&case)
            .filter(|_| seen)
            .map(Disclosed::decided)
    }

    /// What to look into in a case, for the region's care units that are parties.
    #[must_use]
    pub fn warnings(
        &self,
        actor: &Actor,
        case: &Case,
        library: &Library,
        now: Timestamp,
    ) -> Option<Disclosed<RegionalCare, Vec<WarningView>>> {
        self.sees_whole_case(actor, case)
            .then(|| Disclosed::decided(WarningView::all(&guidance::warnings(case, library, now))))
    }

    /// Whether the actor may print pages that show a class of a case.
    pub(super) fn may_print(&self, actor: &Actor, case: &dyn AnyCase, class: Class) -> bool {
        self.may_disclose(Recipient::Staff(actor), case, class, Channel::Print)
            .allowed
    }

    /// Whether the actor may print the pages of a case, whichever share of it they show.
    #[must_use]
    pub fn prints_pages_of(&self, actor: &Actor, case: &dyn AnyCase) -> bool {
        [Class::WholeCase, Class::MunicipalShare]
            .into_iter()
            .any(|class| self.may_print(actor, case, class))
    }

    /// Whether the actor may read the whole case on a page.
    #[must_use]
    pub fn sees_whole_case(&self, actor: &Actor, case: &dyn AnyCase) -> bool {
        self.may_disclose(
            Recipient::Staff(actor),
            case,
            Class::WholeCase,
            Channel::Page,
        )
        .allowed
    }
}

impl CaseView {
    #[expect(
        clippy::too_many_lines,
        reason = "one line per field of the contract's largest view"
    )]
    pub(super) fn of(
        actor: &Actor,
        case: &Case,
        version: u64,
        library: &Library,
        now: Timestamp,
    ) -> Self {
        let text = |found: &String| found.clone();
        let coordinator = case.parties.get(&case.coordinator);
        Self {
            id: case.id,
            version,
            opened_at: Moment(case.opened_at),
            opened_by: signature(&case.opened_by),
            group: case.group,
            group_name: case.group.swedish(),
            stated_group: case.stated_group,
            group_since: Moment(case.group_since),
            group_evidence: case.evidence.as_ref().map(|evidence| EvidenceView {
                card_current: evidence.card_current,
                permit_from: evidence.permit_from,
                text: evidence.text.clone(),
                verified_in: evidence.verified_in,
                at: Moment(evidence.at),
                by: evidence.by.clone(),
            }),
            group_checked_at: case.group_checked_at.map(Moment),
            protected: case.is_protected(),
            // Printing is denied until the guard has been asked.
            printable: false,
            linked_protected_person: case.linked_protected_person,
            lift_asked: case.lift_asked.is_some(),
            migration_agency_may_know: case.migration_agency_may_know(),
            awaits_confirmation_of: case
                .awaits_confirmation
                .as_ref()
                .map(|asked| asked.by.name.clone()),
            pathway: case.pathway().map(domain::Pathway::code),
            pathway_reason: guidance::pathway_reason(case),
            provisional: case.is_provisional(),
            guidance: GuidanceView::of(case, library, now),
            newer_guidance: guidance::newer_version_changes(case, library, local_date(now))
                .map(NewerGuidanceView::of),
            entitlement: guidance::entitlement(case, library, local_date(now))
                .map(EntitlementView::of),
            coordinator: case.coordinator.clone(),
            coordinator_name: coordinator
                .map(|party| party.unit.name.clone())
                .unwrap_or_default(),
            parties: PartyView::all(case),
            setting: case.setting,
            setting_name: case.setting.swedish(),
            admitted_at: case.admitted_at.map(Moment),
            ready_for_discharge: case
                .ready_for_discharge
                .as_ref()
                .map(|ready| Recorded::of(ready, |at| Moment(*at))),
            state: if case.is_open() { "open" } else { "closed" },
            person: PersonView::of_case(case, now),
            needs: NeedsView::of(&case.needs),
            consents: case
                .consents
                .iter()
                .map(|(kind, consent)| ConsentView::of(*kind, consent))
                .collect(),
            stopped_by_refusal: case.stopped_by_refusal(),
            residence: case
                .residence
                .as_ref()
                .map(|found| ResidenceView::of(found, case.person.protected_identity)),
            another_region_is_responsible: case.another_region_is_responsible(),
            contacts: case
                .contacts
                .iter()
                .map(|contact| ContactView::of(contact))
                .collect(),
            questions: CaseQuestionView::all(case),
            sip: SipView::of(case),
            certificate: case
                .certificate
                .as_ref()
                .map(|found| Recorded::of(found, |words| words.reveal().clone())),
            interpreter: case
                .interpreter
                .as_ref()
                .map(|found| Recorded::of(found, InterpreterView::of)),
            institution: case
                .institution
                .as_ref()
                .map(|found| Recorded::of(found, InstitutionView::of)),
            transport: case
                .transport
                .as_ref()
                .map(|found| Recorded::of(found, TransportView::of)),
            devices: case
                .devices
                .iter()
                .map(|found| Recorded::of(found, DeviceView::of))
                .collect(),
            care_request: case.care_request.as_ref().map(CareRequestView::of),
            agreement: case.agreement.as_ref().map(AgreementView::of),
            invoicing_form: case
                .invoicing_form
                .as_ref()
                .map(|found| Recorded::of(found, text)),
            purchases_ended: case
                .purchases_ended
                .as_ref()
                .map(|found| Recorded::of(found, text)),
            information_sheet: case
                .information_sheet
                .as_ref()
                .map(|found| Recorded::of(found, |at| Moment(*at))),
            county_routine: case
                .county_routine
                .as_ref()
                .map(|found| Recorded::of(found, text)),
            wrong_disclosures: case
                .wrong_disclosures
                .iter()
                .map(IncidentView::of)
                .collect(),
            inbound_questions: case
                .inbound_questions
                .iter()
                .map(IncidentView::of)
                .collect(),
            closed: case
                .closed
                .as_ref()
                .map(|found| Recorded::of(found, Closing::said)),
            warnings: WarningView::all(&guidance::warnings(case, library, now)),
            undoable: case
                .reversible
                .as_ref()
                .is_some_and(|reversible| reversible.staff == actor.staff),
            coordinates: case.coordinator == actor.unit.hsa_id,
        }
    }
}
