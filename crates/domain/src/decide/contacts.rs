//! Contacts outside the product: recorded, and refused where the other side must not be told
//! anything.

use jiff::SignedDuration;
use vocabulary::{
    audience::{ContactChannel, ContactSubject, ContactWith},
    command::{DeliverCertificate, RecordContact, RecordInboundQuestion, ReportWrongDisclosure},
    group::Group,
    refusal::Refusal,
    sip::{HandOver, MeetingForm},
    text::Prose,
};

use super::{Decision, consents, letters, sip};
use crate::{case::Case, event::Event, pathway::Pathway};

pub(super) fn record(case: &Case, command: &RecordContact) -> Decision {
    if matches!(
        command.audience,
        ContactWith::MigrationAgency | ContactWith::Institution
    ) && !case.migration_agency_may_know()
    {
        // Migrationsverket pays for institution housing, so talking to it tells Migrationsverket
        // (V4.3).
        return Err(case.agency_refusal());
    }
    if command.channel == ContactChannel::Post {
        letters::not_beside_the_queue(case)?;
    }
    recorded(case, command)
}

/// Records a contact, whether its letter went by the post queue or not.
fn recorded(case: &Case, command: &RecordContact) -> Decision {
    if case.group == Group::Resident {
        return Err(Refusal::OrdinaryRoutineApplies);
    }
    if case.another_region_is_responsible() {
        return Err(Refusal::AnotherRegionResponsible);
    }
    let subject = command
        .subject
        .unwrap_or_else(|| plain_subject(case, command));
    if command.audience == ContactWith::MigrationAgency && !is_plain_call(subject, command.channel)
    {
        handed_to_migration_agency(case, subject, command.channel)?;
    }
    if command.audience == ContactWith::Institution
        && !case.pathway().is_some_and(Pathway::seeks_institution)
    {
        return Err(Refusal::NoInstitutionNeeded);
    }
    Ok(vec![Event::ContactRecorded {
        with: command.audience,
        channel: command.channel,
        subject,
        contact_at: command.at.0,
        summary: command.summary.secret(),
        with_function: command
            .with_function
            .as_ref()
            .map(|function| function.0.clone()),
    }])
}

/// Whether this is the phone call that needs no consent: that the person is admitted or has needs
/// (V6A.2, V7A.1). A call about the meeting, the certificate or the plan needs the same consent as
/// those do (V6A.5).
fn is_plain_call(subject: ContactSubject, channel: ContactChannel) -> bool {
    match subject {
        ContactSubject::SipMeeting | ContactSubject::Certificate | ContactSubject::Plan => false,
        ContactSubject::Need
        | ContactSubject::Report
        | ContactSubject::MissingCard
        | ContactSubject::Other => channel == ContactChannel::Phone,
    }
}

/// Calls are noted in whole minutes. A call in the same minute as the planning counts as after it.
const WHOLE_MINUTES: SignedDuration = SignedDuration::from_mins(1);

/// What a contact was about when the command does not say: derived from how far the case has come.
fn plain_subject(case: &Case, command: &RecordContact) -> ContactSubject {
    match (command.audience, command.channel) {
        (ContactWith::MigrationAgency, ContactChannel::Phone) => {
            let told = case
                .contacts_with(ContactWith::MigrationAgency)
                .any(|contact| contact.subject == ContactSubject::Need);
            let planned = case
                .sip
                .meeting
                .as_ref()
                .is_some_and(|meeting| command.at.0 >= meeting.at - WHOLE_MINUTES);
            let agreed = consents::beyond_care(case).is_ok();
            if told && planned && agreed {
                ContactSubject::SipMeeting
            } else {
                ContactSubject::Need
            }
        }
        (ContactWith::MigrationAgency, ContactChannel::Post | ContactChannel::InPerson) => {
            let pending_certificate = case.certificate.is_some()
                && case.pathway().is_some_and(Pathway::seeks_institution)
                && !case
                    .contacts_with(ContactWith::MigrationAgency)
                    .any(|contact| contact.subject == ContactSubject::Certificate);
            if pending_certificate {
                ContactSubject::Certificate
            } else if case.sip.plan_version > 0 {
                ContactSubject::Plan
            } else {
                ContactSubject::Other
            }
        }
        (ContactWith::Institution, _) => ContactSubject::Report,
        // What a call to Koncernkontoret was about is not guessed: that a card is missing finishes a step.
        (ContactWith::HeadOffice | ContactWith::MunicipalManager | ContactWith::Pharmacy, _) => {
            ContactSubject::Other
        }
    }
}

/// Certificate and plan go to Migrationsverket only with consent to SIP, the certificate by post or
/// at a meeting in person (V6A.7).
fn handed_to_migration_agency(
    case: &Case,
    subject: ContactSubject,
    channel: ContactChannel,
) -> Result<(), Refusal> {
    consents::not_stopped(case)?;
    consents::beyond_care(case)?;
    match subject {
        ContactSubject::Certificate => {
            if !case.pathway().is_some_and(Pathway::seeks_institution) {
                return Err(Refusal::StepNotInPathway);
            }
            if case.certificate.is_none() {
                return Err(Refusal::NoCertificate);
            }
            let in_person = case
                .sip
                .meeting
                .as_ref()
                .is_some_and(|meeting| meeting.value.form() == MeetingForm::InPerson);
            // What it says may also be told orally (V6A.5); the paper itself goes by post or is
            // handed over at a meeting.
            if channel == ContactChannel::InPerson && !in_person {
                return Err(Refusal::CertificateByPostOrAtMeeting);
            }
            Ok(())
        }
        ContactSubject::Plan if case.sip.plan_version == 0 => Err(sip::no_version(case)),
        ContactSubject::Plan if channel != ContactChannel::Post => Err(Refusal::PlanByPostOnly),
        ContactSubject::Plan
        | ContactSubject::Need
        | ContactSubject::SipMeeting
        | ContactSubject::Report
        | ContactSubject::MissingCard
        | ContactSubject::Other => Ok(()),
    }
}

pub(super) fn deliver_certificate(case: &Case, command: &DeliverCertificate) -> Decision {
    if command.how == HandOver::Post && case.migration_agency_may_know() {
        letters::not_beside_the_queue(case)?;
    }
    certificate_delivered(case, command)
}

/// Records that the certificate was delivered, by the post queue or outside it.
pub(super) fn certificate_delivered(case: &Case, command: &DeliverCertificate) -> Decision {
    if !case.migration_agency_may_know() {
        return Err(case.agency_refusal());
    }
    let (channel, summary) = match command.how {
        HandOver::Post => (ContactChannel::Post, "Läkarintyget skickat med post"),
        HandOver::ByHand => (
            ContactChannel::InPerson,
            "Läkarintyget lämnat till handläggaren",
        ),
        HandOver::InProduct => return Err(Refusal::CertificateByPostOrAtMeeting),
    };
    recorded(
        case,
        &RecordContact {
            audience: ContactWith::MigrationAgency,
            channel,
            at: command.at,
            summary: Prose(summary.to_owned()),
            subject: Some(ContactSubject::Certificate),
            with_function: None,
        },
    )
}

pub(super) fn wrong_disclosure(command: &ReportWrongDisclosure) -> Vec<Event> {
    vec![Event::WrongDisclosureReported {
        audience: command.audience,
        disclosed_at: command.at.0,
        what: command.what.secret(),
    }]
}

pub(super) fn inbound_question(command: &RecordInboundQuestion) -> Vec<Event> {
    vec![Event::InboundQuestionRecorded {
        audience: command.audience,
        asked_at: command.at.0,
        what: command.what.secret(),
    }]
}
