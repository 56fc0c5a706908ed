//! The parts of the whole case's view.

use domain::{
    case::{Consent, Contact, DeviceOrder, Incident},
    event::{Institution, InterpreterBooking, Needs, Transport},
};
use serde::Serialize;
use vocabulary::{
    audience::{ContactChannel, ContactSubject, ContactWith, WrongRecipient},
    choice::Choice as _,
    consent::{ConsentAnswer, ConsentForm, ConsentKind},
    group::VerifiedIn,
    hsa_id::HsaId,
    need::NursingNeed,
};

use crate::views::{Moment, record::signature};

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

impl NeedsView {
    pub(crate) fn of(needs: &Needs) -> Self {
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
