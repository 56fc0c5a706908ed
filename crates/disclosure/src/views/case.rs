//! The whole case, as the region's care units that are parties see it.

mod part;
mod standing;

use domain::{Actor, Case};
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

/// A case as the region's care units that are parties see it: the whole of it.
#[derive(Clone, Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the contract's fields, each read on its own"
)]
pub struct CaseView {
    /// The case's id.
    pub id: PublicId,
    /// Its version.
    pub version: u64,
    /// When it was opened.
    pub opened_at: Moment,
    /// By whom.
    pub opened_by: String,
    /// The group that rules.
    pub group: Group,
    /// The group in Swedish.
    pub group_name: &'static str,
    /// The group as it was stated at opening.
    pub stated_group: Group,
    /// Since when the group is what it is.
    pub group_since: Moment,
    /// What the group rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_evidence: Option<EvidenceView>,
    /// When the group was last checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_checked_at: Option<Moment>,
    /// Whether the case is protected, whatever protects it.
    pub protected: bool,
    /// Whether its pages may be printed for who reads it.
    pub printable: bool,
    /// Whether it belongs together with a protected person: two read each letter.
    pub linked_protected_person: bool,
    /// Whether somebody has asked for that mark to be lifted, which a second person does.
    pub lift_asked: bool,
    /// Whether Migrationsverket may be told anything at all.
    pub migration_agency_may_know: bool,
    /// "6A" … "7C"; absent for a resident.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pathway: Option<&'static str>,
    /// Why the case follows it.
    pub pathway_reason: String,
    /// Whether the pathway may still change because something is not known.
    pub provisional: bool,
    /// The guidance it follows.
    pub guidance: GuidanceView,
    /// What a newer version of the guidance changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub newer_guidance: Option<NewerGuidanceView>,
    /// What the person is entitled to.
    pub entitlement: Option<EntitlementView>,
    /// The unit that coordinates.
    pub coordinator: HsaId,
    /// Its name.
    pub coordinator_name: String,
    /// Units that take part, placeholders too.
    pub parties: Vec<PartyView>,
    /// Inpatient or outpatient.
    pub setting: Setting,
    /// The setting in Swedish.
    pub setting_name: &'static str,
    /// When admitted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admitted_at: Option<Moment>,
    /// Ready for discharge since.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ready_for_discharge: Option<Recorded<Moment>>,
    /// `open` or `closed`.
    pub state: &'static str,
    /// Who it is about.
    pub person: PersonView,
    /// Needs.
    pub needs: NeedsView,
    /// Consents, the latest of each kind.
    pub consents: Vec<ConsentView>,
    /// Whether the case goes no further because consent to it was refused (V6B.4).
    pub stopped_by_refusal: bool,
    /// Where the person stays.
    pub residence: Option<ResidenceView>,
    /// Whether another region is responsible (V3.1).
    pub another_region_is_responsible: bool,
    /// Contacts outside the product.
    pub contacts: Vec<ContactView>,
    /// Questions to municipalities.
    pub questions: Vec<CaseQuestionView>,
    /// The SIP.
    pub sip: SipView,
    /// The physician's certificate.
    pub certificate: Option<Recorded<String>>,
    /// The interpreter.
    pub interpreter: Option<Recorded<InterpreterView>>,
    /// The institution.
    pub institution: Option<Recorded<InstitutionView>>,
    /// Patient transport.
    pub transport: Option<Recorded<TransportView>>,
    /// Devices ordered.
    pub devices: Vec<Recorded<DeviceView>>,
    /// The care request.
    pub care_request: Option<CareRequestView>,
    /// The agreement.
    pub agreement: Option<AgreementView>,
    /// The invoicing form's reference.
    pub invoicing_form: Option<Recorded<String>>,
    /// Purchases ended, and why.
    pub purchases_ended: Option<Recorded<String>>,
    /// The information sheet handed over (V4.4).
    pub information_sheet: Option<Recorded<Moment>>,
    /// The county routine followed (V6B.4).
    pub county_routine: Option<Recorded<String>>,
    /// Wrong disclosures reported.
    pub wrong_disclosures: Vec<IncidentView>,
    /// Questions from authorities.
    pub inbound_questions: Vec<IncidentView>,
    /// Closed, and why.
    pub closed: Option<Recorded<String>>,
    /// What to look into, the heaviest first.
    pub warnings: Vec<WarningView>,
    /// Whether the reader may undo the latest change.
    pub undoable: bool,
    /// Whether the reader's unit coordinates.
    pub coordinates: bool,
}

impl Guard {
    /// The whole case, for a region's care unit that is a party; none when it is not disclosed.
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

    /// The address of a protected identity, when somebody of a regional party asks to see it.
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
                text: evidence.text.clone(),
                verified_in: evidence.verified_in,
                at: Moment(evidence.at),
                by: evidence.by.clone(),
            }),
            group_checked_at: case.group_checked_at.map(Moment),
            protected: case.is_protected(),
            // Nobody prints what nobody has asked the guard about.
            printable: false,
            linked_protected_person: case.linked_protected_person,
            lift_asked: case.lift_asked.is_some(),
            migration_agency_may_know: case.migration_agency_may_know(),
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
            contacts: case.contacts.iter().map(ContactView::of).collect(),
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
            closed: case.closed.as_ref().map(|found| Recorded::of(found, text)),
            warnings: WarningView::all(&guidance::warnings(case, library, now)),
            undoable: case
                .reversible
                .as_ref()
                .is_some_and(|reversible| reversible.staff == actor.staff),
            coordinates: case.coordinator == actor.unit.hsa_id,
        }
    }
}
