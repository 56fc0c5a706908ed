//! The parts of the view of the whole case.

use domain::{
    case::{Consent, Contact, DeviceOrder, Incident},
    event::{Institution, InterpreterBooking, Needs, Transport},
};
use jiff::civil::Date;
use serde::Serialize;
use vocabulary::{
    audience::{ContactChannel, ContactSubject, ContactWith, WrongRecipient},
    choice::Choice as _,
    consent::{ConsentAnswer, ConsentForm, ConsentKind},
    group::VerifiedIn,
    hsa_id::HsaId,
    need::NursingNeed,
};

use crate::views::{Moment, events::represented, record::signature};

/// What the group rests on.
#[derive(Clone, Serialize)]
pub struct EvidenceView {
    /// What was seen, in words.
    pub text: String,
    pub verified_in: Option<VerifiedIn>,
    pub at: Moment,
    /// Name of whoever saw it.
    pub by: String,
    /// For an asylum seeker: whether the LMA card was current, where somebody has said (C2.2).
    pub card_current: Option<bool>,
    /// For a mass refugee: the first day of the permit, where it is known (V3.6).
    pub permit_from: Option<Date>,
}

/// What the person needs.
#[derive(Clone, Serialize)]
pub struct NeedsView {
    pub nursing_need: NursingNeed,
    pub nursing_need_name: &'static str,
    /// Health-care interventions at home.
    pub health_care_need: bool,
    pub device_need: bool,
    /// `None` while nobody has said.
    pub rehab_intervention_need: Option<bool>,
    /// Regional primary care after discharge.
    pub regional_primary_care_need: Option<bool>,
    pub municipal_primary_care_need: Option<bool>,
    /// Devices that cannot wait.
    pub rehab_need: Option<bool>,
    /// Whether a specialist clinic keeps responsibility.
    pub specialist_follow_up: Option<bool>,
}

/// A consent asked for and answered.
#[derive(Clone, Serialize)]
pub struct ConsentView {
    pub kind: ConsentKind,
    pub kind_name: &'static str,
    pub answer: ConsentAnswer,
    pub answer_name: &'static str,
    pub form: ConsentForm,
    /// Units that the consent names; absent means all care parties.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub units: Option<Vec<HsaId>>,
    pub given_at: Moment,
    /// Who recorded the answer.
    pub by: String,
    /// Name of their unit.
    pub unit: String,
    /// Who answered for the person, and how.
    pub note: Option<String>,
    /// The legal ground, when the person cannot consent.
    pub legal_ground: Option<String>,
    /// Function (job title) of whoever assessed that the person cannot consent.
    pub assessor: Option<String>,
    /// Who answered for the patient, in a sentence; absent when the patient did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub representative: Option<String>,
}

/// A contact outside the product.
#[derive(Clone, Serialize)]
pub struct ContactView {
    pub audience: ContactWith,
    pub audience_name: &'static str,
    pub channel: ContactChannel,
    pub channel_name: &'static str,
    pub subject: ContactSubject,
    pub subject_name: &'static str,
    pub at: Moment,
    pub summary: String,
    /// Function (job title) of whoever was spoken to.
    pub with_function: Option<String>,
    /// Who recorded it.
    pub by: String,
    /// Name of their unit.
    pub unit: String,
}

/// A booked interpreter who attends in person (V6A.8).
#[derive(Clone, Serialize)]
pub struct InterpreterView {
    /// BCP 47 code.
    pub language: String,
    pub language_name: String,
    pub at: Moment,
    pub reference: Option<String>,
}

/// Institution housing.
#[derive(Clone, Serialize)]
pub struct InstitutionView {
    pub name: String,
    pub phone: String,
    pub address: Option<String>,
}

/// Patient transport, ordered or not needed (V6A.11, V7A.9).
#[derive(Clone, Serialize)]
pub struct TransportView {
    /// Whether transport is ordered; `false` means it is not needed.
    pub ordered: bool,
    pub destination: Option<String>,
    /// When the journey is.
    pub at: Option<Moment>,
    /// Reference of the order.
    pub reference: Option<String>,
    /// Why it is not needed.
    pub reason: Option<String>,
}

/// A device ordered.
#[derive(Clone, Serialize)]
pub struct DeviceView {
    pub device: String,
    /// Why the device cannot wait.
    pub ground: Option<String>,
    /// Reference of the order.
    pub reference: Option<String>,
}

/// A wrong disclosure, or a question from an authority.
#[derive(Clone, Serialize)]
pub struct IncidentView {
    pub audience: WrongRecipient,
    pub audience_name: &'static str,
    pub at: Moment,
    pub what: String,
    /// Who recorded it.
    pub by: String,
    /// Name of their unit.
    pub unit: String,
}

impl NeedsView {
    pub(crate) fn of(needs: &Needs) -> Self {
        Self {
            nursing_need: needs.nursing,
            nursing_need_name: needs.nursing.swedish(),
            health_care_need: needs.health_care,
            device_need: needs.device,
            rehab_intervention_need: needs.rehab_interventions,
            regional_primary_care_need: needs.regional_primary_care,
            municipal_primary_care_need: needs.municipal_primary_care,
            rehab_need: needs.rehab,
            specialist_follow_up: needs.specialist_follow_up,
        }
    }
}

impl ConsentView {
    pub(crate) fn of(kind: ConsentKind, consent: &Consent) -> Self {
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
            representative: consent.representative.as_deref().map(represented),
        }
    }
}

impl ContactView {
    pub(crate) fn of(contact: &Contact) -> Self {
        Self {
            audience: contact.with,
            audience_name: contact.with.swedish(),
            channel: contact.channel,
            channel_name: contact.channel.swedish(),
            subject: contact.subject,
            subject_name: contact.subject.swedish(),
            at: Moment(contact.at),
            summary: contact.summary.reveal().clone(),
            with_function: contact.with_function.clone(),
            by: signature(&contact.by),
            unit: contact.by.unit_name.clone(),
        }
    }
}

impl InterpreterView {
    pub(crate) fn of(booking: &InterpreterBooking) -> Self {
        Self {
            language: booking.language.0.clone(),
            language_name: booking.language.swedish().to_owned(),
            at: Moment(booking.at),
            reference: booking.reference.clone(),
        }
    }
}

impl InstitutionView {
    pub(crate) fn of(institution: &Institution) -> Self {
        Self {
            name: institution.name.clone(),
            phone: institution.phone.clone(),
            address: institution.address.clone(),
        }
    }
}

impl TransportView {
    pub(crate) fn of(transport: &Transport) -> Self {
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
    pub(crate) fn of(order: &DeviceOrder) -> Self {
        Self {
            device: order.device.clone(),
            ground: order.ground.clone(),
            reference: order.reference.clone(),
        }
    }
}

impl IncidentView {
    pub(crate) fn of(incident: &Incident) -> Self {
        Self {
            audience: incident.audience,
            audience_name: incident.audience.swedish(),
            at: Moment(incident.at),
            what: incident.what.reveal().clone(),
            by: signature(&incident.by),
            unit: incident.by.unit_name.clone(),
        }
    }
}
