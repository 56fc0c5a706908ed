//! The whole case, as the region's care units that are parties see it.

use domain::{
    Actor, Case,
    case::{Consent, Contact, DeviceOrder, Incident},
    event::{Institution, InterpreterBooking, Needs, Transport},
};
use guidance::{Entitlement, Library, VersionChange, Warning, Weight};
use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use vocabulary::{
    audience::{ContactChannel, ContactSubject, ContactWith, WrongRecipient},
    calendar::local_date,
    choice::Choice as _,
    consent::{ConsentAnswer, ConsentForm, ConsentKind},
    group::{Group, VerifiedIn},
    hsa_id::HsaId,
    need::NursingNeed,
    public_id::PublicId,
    setting::Setting,
};

use super::{
    AddressView, AgreementView, CareRequestView, CaseQuestionView, Moment, PartyView, PersonView,
    Recorded, ResidenceView, SipView, person::Numbers, record::signature,
};
use crate::{Channel, Class, Disclosed, Guard, Recipient, audience::RegionalCare};

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

/// What the group rests on.
#[derive(Clone, Serialize)]
pub struct EvidenceView {
    /// In words.
    pub text: String,
    /// Where it was verified.
    pub verified_in: Option<VerifiedIn>,
    /// When it was seen.
    pub at: Moment,
    /// Who saw it.
    pub by: String,
}

/// The guidance a case follows (VV.1).
#[derive(Clone, Serialize)]
pub struct GuidanceView {
    /// The document's id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Last valid day.
    pub valid_to: Option<Date>,
    /// Whether that day has passed.
    pub expired: bool,
}

/// What a newer version of the guidance changes in this case.
#[derive(Clone, Serialize)]
pub struct NewerGuidanceView {
    /// The newer version.
    pub version: String,
    /// The day it holds from.
    pub valid_from: Date,
    /// Titles of steps that come in.
    pub added: Vec<String>,
    /// Titles of steps that go out.
    pub removed: Vec<String>,
    /// Titles of steps that say something else.
    pub changed: Vec<String>,
}

/// What the person is entitled to (V3.2–V3.4).
#[derive(Clone, Serialize)]
pub struct EntitlementView {
    /// In a line.
    pub heading: String,
    /// The statute; absent while the group is not established.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statute: Option<String>,
    /// What the person is entitled to.
    pub items: Vec<String>,
    /// Devices.
    pub devices: String,
    /// Whether the rules for children hold.
    pub child: bool,
}

/// Something to look into.
#[derive(Clone, Serialize, serde::Deserialize)]
pub struct WarningView {
    /// Stable kebab-case code.
    pub code: String,
    /// What it says.
    pub detail: String,
    /// The requirement.
    pub rule: String,
    /// `note`, `caution` or `stop`.
    pub weight: String,
}

/// What the person needs.
#[derive(Clone, Serialize)]
pub struct NeedsView {
    /// Nursing need.
    pub nursing_need: NursingNeed,
    /// In Swedish.
    pub nursing_need_name: &'static str,
    /// Health-care interventions at home.
    pub health_care_need: bool,
    /// Devices.
    pub device_need: bool,
    /// Regional primary care after discharge.
    pub regional_primary_care_need: Option<bool>,
    /// Municipal primary care.
    pub municipal_primary_care_need: Option<bool>,
    /// Devices that cannot wait beyond the hospital's.
    pub rehab_need: Option<bool>,
    /// A specialist clinic keeps responsibility.
    pub specialist_follow_up: Option<bool>,
}

/// A consent asked for and answered.
#[derive(Clone, Serialize)]
pub struct ConsentView {
    /// To what.
    pub kind: ConsentKind,
    /// To what, in Swedish.
    pub kind_name: &'static str,
    /// The answer.
    pub answer: ConsentAnswer,
    /// The answer in Swedish.
    pub answer_name: &'static str,
    /// Spoken or written.
    pub form: ConsentForm,
    /// Units named; absent means all care parties.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub units: Option<Vec<HsaId>>,
    /// When it was given.
    pub given_at: Moment,
    /// Who asked.
    pub by: String,
    /// At which unit.
    pub unit: String,
    /// Who answered for the person, and how.
    pub note: Option<String>,
    /// Legal ground for a person who cannot consent.
    pub legal_ground: Option<String>,
    /// Function that assessed it.
    pub assessor: Option<String>,
}

/// A contact outside the product.
#[derive(Clone, Serialize)]
pub struct ContactView {
    /// With whom.
    pub audience: ContactWith,
    /// With whom, in Swedish.
    pub audience_name: &'static str,
    /// How.
    pub channel: ContactChannel,
    /// How, in Swedish.
    pub channel_name: &'static str,
    /// About what.
    pub subject: ContactSubject,
    /// About what, in Swedish.
    pub subject_name: &'static str,
    /// When.
    pub at: Moment,
    /// What was said.
    pub summary: String,
    /// The function spoken to.
    pub with_function: Option<String>,
    /// Who recorded it.
    pub by: String,
    /// At which unit.
    pub unit: String,
}

/// An interpreter's booking.
#[derive(Clone, Serialize)]
pub struct InterpreterView {
    /// BCP 47.
    pub language: String,
    /// In Swedish.
    pub language_name: String,
    /// For when.
    pub at: Moment,
    /// The agency's reference.
    pub reference: Option<String>,
}

/// Institution housing.
#[derive(Clone, Serialize)]
pub struct InstitutionView {
    /// Name.
    pub name: String,
    /// Telephone.
    pub phone: String,
    /// Address.
    pub address: Option<String>,
}

/// Patient transport.
#[derive(Clone, Serialize)]
pub struct TransportView {
    /// Whether it is ordered; else not needed.
    pub ordered: bool,
    /// Where to.
    pub destination: Option<String>,
    /// When the journey is.
    pub at: Option<Moment>,
    /// The order's reference.
    pub reference: Option<String>,
    /// Why it is not needed.
    pub reason: Option<String>,
}

/// A device ordered.
#[derive(Clone, Serialize)]
pub struct DeviceView {
    /// Which.
    pub device: String,
    /// Ground that it cannot wait.
    pub ground: Option<String>,
    /// Reference.
    pub reference: Option<String>,
}

/// A wrong disclosure, or a question from an authority.
#[derive(Clone, Serialize)]
pub struct IncidentView {
    /// Whom it concerned.
    pub audience: WrongRecipient,
    /// In Swedish.
    pub audience_name: &'static str,
    /// When it happened.
    pub at: Moment,
    /// What.
    pub what: String,
    /// Who recorded it.
    pub by: String,
    /// At which unit.
    pub unit: String,
}

impl Guard {
    /// The whole case, for a region's care unit that is a party; none when it is not disclosed.
    #[must_use]
    pub fn regional_case(
        &self,
        actor: &Actor,
        case: &Case,
        version: u64,
        library: &Library,
        now: Timestamp,
    ) -> Option<Disclosed<RegionalCare, CaseView>> {
        self.sees_whole_case(actor, case)
            .then(|| Disclosed::decided(CaseView::of(actor, case, version, library, now)))
    }

    /// The address of a protected identity, when somebody of a regional party asks to see it.
    #[must_use]
    pub fn regional_address(
        &self,
        actor: &Actor,
        case: &Case,
    ) -> Option<Disclosed<RegionalCare, AddressView>> {
        let seen = self.sees_whole_case(actor, case);
        AddressView::of(case)
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

    pub(crate) fn sees_whole_case(&self, actor: &Actor, case: &Case) -> bool {
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
    fn of(actor: &Actor, case: &Case, version: u64, library: &Library, now: Timestamp) -> Self {
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
            person: PersonView::of(case, Numbers::All, now),
            needs: NeedsView::of(&case.needs),
            consents: case
                .consents
                .iter()
                .map(|(kind, consent)| ConsentView::of(*kind, consent))
                .collect(),
            stopped_by_refusal: case.stopped_by_refusal(),
            residence: ResidenceView::of(case),
            another_region_is_responsible: case.another_region_is_responsible(),
            contacts: case.contacts.iter().map(ContactView::of).collect(),
            questions: CaseQuestionView::all(case),
            sip: SipView::of(case),
            certificate: case
                .certificate
                .as_ref()
                .map(|found| Recorded::of(found, text)),
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
            care_request: CareRequestView::of(case),
            agreement: AgreementView::of(case),
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

impl GuidanceView {
    pub(crate) fn of(case: &Case, library: &Library, now: Timestamp) -> Self {
        let guidance = library.for_case(case);
        let name = guidance
            .as_ref()
            .map_or_else(|| case.guidance.clone(), |found| found.main.name());
        let (id, version) = name.split_once('@').unwrap_or((&name, ""));
        Self {
            id: id.to_owned(),
            version: version.to_owned(),
            valid_to: guidance
                .as_ref()
                .and_then(|found| found.main.document.valid_to),
            expired: guidance.is_some_and(|found| found.main.expired_on(local_date(now))),
        }
    }
}

impl NewerGuidanceView {
    fn of(change: VersionChange) -> Self {
        let titles = |steps: Vec<(String, String)>| steps.into_iter().map(|step| step.1).collect();
        Self {
            version: change.to_version,
            valid_from: change.valid_from,
            added: titles(change.added),
            removed: titles(change.removed),
            changed: titles(change.changed),
        }
    }
}

impl EntitlementView {
    fn of(entitlement: Entitlement) -> Self {
        let Entitlement {
            heading,
            statute,
            items,
            devices,
            child,
        } = entitlement;
        Self {
            heading,
            statute,
            items,
            devices,
            child,
        }
    }
}

impl WarningView {
    pub(crate) fn all(warnings: &[Warning]) -> Vec<Self> {
        warnings
            .iter()
            .map(|warning| Self {
                code: warning.code.to_owned(),
                detail: warning.text.clone(),
                rule: warning.rule.to_owned(),
                weight: match warning.weight {
                    Weight::Note => "note",
                    Weight::Caution => "caution",
                    Weight::Stop => "stop",
                }
                .to_owned(),
            })
            .collect()
    }
}

impl NeedsView {
    fn of(needs: &Needs) -> Self {
        Self {
            nursing_need: needs.nursing,
            nursing_need_name: needs.nursing.swedish(),
            health_care_need: needs.health_care,
            device_need: needs.device,
            regional_primary_care_need: needs.regional_primary_care,
            municipal_primary_care_need: needs.municipal_primary_care,
            rehab_need: needs.rehab,
            specialist_follow_up: needs.specialist_follow_up,
        }
    }
}

impl ConsentView {
    fn of(kind: ConsentKind, consent: &Consent) -> Self {
        Self {
            kind,
            kind_name: kind.swedish(),
            answer: consent.answer,
            answer_name: consent.answer.swedish(),
            form: consent.form,
            units: consent.units.clone(),
            given_at: Moment(consent.given_at),
            by: signature(&consent.by),
            unit: consent.by.unit_name.clone(),
            note: consent.note.clone(),
            legal_ground: consent.legal_ground.clone(),
            assessor: consent.assessor.clone(),
        }
    }
}

impl ContactView {
    fn of(contact: &Contact) -> Self {
        Self {
            audience: contact.with,
            audience_name: contact.with.swedish(),
            channel: contact.channel,
            channel_name: contact.channel.swedish(),
            subject: contact.subject,
            subject_name: contact.subject.swedish(),
            at: Moment(contact.at),
            summary: contact.summary.clone(),
            with_function: contact.with_function.clone(),
            by: signature(&contact.by),
            unit: contact.by.unit_name.clone(),
        }
    }
}

impl InterpreterView {
    fn of(booking: &InterpreterBooking) -> Self {
        Self {
            language: booking.language.0.clone(),
            language_name: booking.language.swedish().to_owned(),
            at: Moment(booking.at),
            reference: booking.reference.clone(),
        }
    }
}

impl InstitutionView {
    fn of(institution: &Institution) -> Self {
        Self {
            name: institution.name.clone(),
            phone: institution.phone.clone(),
            address: institution.address.clone(),
        }
    }
}

impl TransportView {
    fn of(transport: &Transport) -> Self {
        match transport {
            Transport::Ordered {
                destination,
                at,
                reference,
            } => Self {
                ordered: true,
                destination: Some(destination.clone()),
                at: Some(Moment(*at)),
                reference: reference.clone(),
                reason: None,
            },
            Transport::NotNeeded { reason } => Self {
                ordered: false,
                destination: None,
                at: None,
                reference: None,
                reason: Some(reason.clone()),
            },
        }
    }
}

impl DeviceView {
    fn of(order: &DeviceOrder) -> Self {
        Self {
            device: order.device.clone(),
            ground: order.ground.clone(),
            reference: order.reference.clone(),
        }
    }
}

impl IncidentView {
    fn of(incident: &Incident) -> Self {
        Self {
            audience: incident.audience,
            audience_name: incident.audience.swedish(),
            at: Moment(incident.at),
            what: incident.what.clone(),
            by: signature(&incident.by),
            unit: incident.by.unit_name.clone(),
        }
    }
}
