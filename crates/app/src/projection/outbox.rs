//! The outbox: what an event adds to it, and what it stops there.

use domain::{Entry, Event};
use store::{
    Statement,
    outbox::{self, StoredOutboxRow, StoredOutboxState},
};
use vocabulary::{
    audience::{Audience, OutboundChannel},
    choice::Choice as _,
    consent::{ConsentAnswer, ConsentKind},
    public_id::PublicId,
};

use super::{Change, index};
use crate::{App, clock::stamp, error::AppError, randomness};

/// The subject of the outbox row of the de-identified invitation: no identity and no unit.
const INVITATION: &str = "Inbjudan till SIP-möte utan namn";

/// What an outbox row is to send.
pub(crate) struct Intention {
    pub(crate) audience: Audience,
    pub(crate) channel: OutboundChannel,
    /// The subject, without identity.
    pub(crate) subject: &'static str,
    /// Hash of the reviewed bytes.
    pub(crate) content_hash: String,
}

impl App {
    pub(super) fn project_outbox(
        &self,
        change: &Change<'_>,
        entry: &Entry,
    ) -> Result<Option<Statement>, AppError> {
        let now = stamp(change.now);
        let key = &change.after.key;
        Ok(match &entry.event {
            Event::InvitationQueued { outbox } => Some(self.queued_invitation(change, *outbox)?),
            Event::InvitationSent { .. } => Some(self.invitation_by_hand(change)?),
            // What Vårdbron itself did is settled in the same transaction (see `delivery::worker`).
            Event::InvitationMailed { outbox, .. } => (!entry.by.is_vardbron())
                .then(|| outbox::sent_by_hand(&outbox.to_string(), ARRIVED, &now)),
            Event::InvitationStopped { outbox, reason } => (!entry.by.is_vardbron())
                .then(|| outbox::give_up(&outbox.to_string(), reason, &now)),
            Event::LetterQueued { outbox, .. } => Some(self.queued_letter(change, *outbox)?),
            Event::LetterPrinted { outbox } => {
                Some(outbox::print_letter(&outbox.to_string(), &now))
            }
            Event::LetterPosted { outbox, .. } => {
                Some(outbox::post_letter(&outbox.to_string(), &now))
            }
            Event::LetterReturned { outbox, .. } => {
                let reason = "Brevet kom i retur";
                Some(outbox::return_letter(&outbox.to_string(), reason, &now))
            }
            Event::LetterStopped { outbox, reason } => {
                Some(outbox::stop_letter(&outbox.to_string(), reason, &now))
            }
            Event::CaseClosed { .. } => Some(outbox::stop_case(key, "Ärendet är avslutat", &now)),
            Event::ConsentRecorded {
                consent, answer, ..
            } => {
                let opens = matches!(consent, ConsentKind::Sip | ConsentKind::Case);
                let closed = matches!(answer, ConsentAnswer::Withdrawn | ConsentAnswer::Refused);
                (opens && closed)
                    .then(|| outbox::stop_case(key, "Samtycket gäller inte längre", &now))
            }
            Event::CaseOpened { .. }
            | Event::PartyAdded { .. }
            | Event::PartyRemoved { .. }
            | Event::ContactRecorded { .. }
            | Event::GroupEstablished { .. }
            | Event::GroupUnestablished { .. }
            | Event::GroupConfirmationAsked { .. }
            | Event::GroupConfirmed { .. }
            | Event::GroupVerified { .. }
            | Event::MigrationAgencyClosed { .. }
            | Event::NeedsEstablished { .. }
            | Event::SettingChanged { .. }
            | Event::CoordinationHandedOver { .. }
            | Event::WrongDisclosureReported { .. }
            | Event::InboundQuestionRecorded { .. }
            | Event::ResidenceEstablished { .. }
            | Event::MunicipalityAsked { .. }
            | Event::MunicipalityAnswered { .. }
            | Event::QuestionWithdrawn { .. }
            | Event::ReadyForDischarge { .. }
            | Event::IdentifierAdded { .. }
            | Event::PersonCorrected { .. }
            | Event::ProtectedIdentityMarked { .. }
            | Event::LinkedProtectedPersonMarked { .. }
            | Event::LinkedProtectedPersonLiftAsked { .. }
            | Event::LetterRead { .. }
            | Event::CertificateWritten { .. }
            | Event::SipMeetingPlanned { .. }
            | Event::InvitationUncertain { .. }
            | Event::InterpreterBooked { .. }
            | Event::InstitutionRecorded { .. }
            | Event::TransportSettled { .. }
            | Event::DeviceOrdered { .. }
            | Event::SipMeetingHeld { .. }
            | Event::CopyHandedOut { .. }
            | Event::FollowUpDecided { .. }
            | Event::CareRequestSent { .. }
            | Event::CareRequestAnswered { .. }
            | Event::AgreementDrawnUp { .. }
            | Event::AgreementSigned { .. }
            | Event::InvoicingFormRecorded { .. }
            | Event::PurchasesEnded { .. }
            | Event::InformationSheetGiven { .. }
            | Event::CountyRoutineFollowed { .. }
            | Event::Undone { .. } => None,
        })
    }

    fn queued_invitation(
        &self,
        change: &Change<'_>,
        outbox: PublicId,
    ) -> Result<Statement, AppError> {
        let before = change.before.map(|before| &before.case.sip);
        let again = before.and_then(|sip| sip.invitation_uncertain.as_ref());
        if again.is_some_and(|row| row.value == outbox) {
            return Ok(outbox::send_again(&outbox.to_string(), &stamp(change.now)));
        }
        let row = self.invitation_row(change, &outbox, StoredOutboxState::Queued, None)?;
        Ok(outbox::queue(row))
    }

    /// Marks a waiting row as sent. If none waits, adds a row that says it was sent.
    fn invitation_by_hand(&self, change: &Change<'_>) -> Result<Statement, AppError> {
        let before = change.before.map(|before| &before.case.sip);
        let waiting = before.and_then(|sip| {
            let rows = [&sip.invitation_queued, &sip.invitation_uncertain];
            rows.into_iter().find_map(Option::as_ref)
        });
        if let Some(row) = waiting {
            let id = row.value.to_string();
            return Ok(outbox::sent_by_hand(&id, BY_HAND, &stamp(change.now)));
        }
        let id = self.public_id(change.now, randomness::Purpose::Outbox)?;
        let row = self.invitation_row(change, &id, StoredOutboxState::Sent, Some(BY_HAND))?;
        Ok(outbox::queue(row))
    }

    /// Stops the outbox row as soon as the case no longer allows the invitation. No message is sent
    /// about it (X1, X3).
    pub(super) fn stop_invitation(change: &Change<'_>) -> Option<Statement> {
        if vocabulary::leak::seeded("outbox-not-stopped") {
            return None;
        }
        let before = change.before?.case.sip.invitation_queued.as_ref()?;
        let after = change.after.case.sip.invitation_queued.as_ref();
        let fates = || change.entries.iter().map(|entry| fate(&entry.event));
        let settled = fates().any(|fate| matches!(fate, Fate::Settled));
        let gone = after.is_none_or(|after| after.value != before.value);
        (gone && !settled).then(|| {
            let said = fates().find_map(|fate| match fate {
                Fate::Stopped(reason) => Some(reason),
                Fate::Settled | Fate::Untouched => None,
            });
            let reason = said.unwrap_or("Ärendets uppgifter har ändrats");
            outbox::stop(&before.value.to_string(), reason, &stamp(change.now))
        })
    }

    fn invitation_row(
        &self,
        change: &Change<'_>,
        id: &PublicId,
        state: StoredOutboxState,
        reason: Option<&str>,
    ) -> Result<StoredOutboxRow, AppError> {
        let receipt = self.inner.guard.invitation(&change.after.case);
        let intention = Intention {
            audience: Audience::MigrationAgency,
            channel: OutboundChannel::Email,
            subject: INVITATION,
            content_hash: receipt
                .map(|invitation| randomness::hash(invitation.view().reviewed().as_bytes()))
                .unwrap_or_default(),
        };
        let row = self.outbox_row(change, id, intention)?;
        Ok(StoredOutboxRow {
            state,
            reason: reason.map(str::to_owned),
            ..row
        })
    }

    /// A queued row with the intention and its receipt, never the content (guard.md).
    pub(crate) fn outbox_row(
        &self,
        change: &Change<'_>,
        id: &PublicId,
        intention: Intention,
    ) -> Result<StoredOutboxRow, AppError> {
        let now = stamp(change.now);
        let case = &change.after.case;
        let number =
            |value: u64| i64::try_from(value).map_err(|error| AppError::fault("outbox", &error));
        Ok(StoredOutboxRow {
            key: randomness::row_key(change.now)?,
            id: id.to_string(),
            case_key: change.after.key.clone(),
            audience: intention.audience.code().to_owned(),
            channel: intention.channel.code().to_owned(),
            subject: intention.subject.to_owned(),
            content: if vocabulary::leak::seeded("outbox-content") {
                index::leaked_name(case)
            } else {
                String::new()
            },
            state: StoredOutboxState::Queued,
            reason: None,
            fault: None,
            version: 1,
            attempts: 0,
            not_before: now.clone(),
            policy_hash: self.inner.guard.fingerprint().to_owned(),
            case_version: number(change.after.version)?,
            group_version: number(case.group_version)?,
            content_hash: intention.content_hash,
            created_at: now.clone(),
            changed_at: now,
        })
    }
}

/// The reason on a queued row that counts as sent.
const BY_HAND: &str = "Skickat från enhetens egen brevlåda";
/// The reason on an uncertain row that counts as sent.
const ARRIVED: &str = "Enheten har tagit reda på att den kom fram";

/// What an event does to a waiting invitation.
enum Fate {
    /// The event itself says what became of it.
    Settled,
    /// It may no longer reach Migrationsverket as it was reviewed, for this reason.
    Stopped(&'static str),
    Untouched,
}

fn fate(event: &Event) -> Fate {
    match event {
        Event::InvitationSent { .. }
        | Event::InvitationMailed { .. }
        | Event::InvitationStopped { .. }
        | Event::InvitationUncertain { .. } => Fate::Settled,
        Event::MigrationAgencyClosed { .. } => Fate::Stopped("Gruppen har ändrats"),
        Event::SipMeetingPlanned { .. } => Fate::Stopped("Mötet har planerats om"),
        Event::CaseOpened { .. }
        | Event::ConsentRecorded { .. }
        | Event::PartyAdded { .. }
        | Event::PartyRemoved { .. }
        | Event::ContactRecorded { .. }
        | Event::GroupEstablished { .. }
        | Event::GroupUnestablished { .. }
        | Event::GroupConfirmationAsked { .. }
        | Event::GroupConfirmed { .. }
        | Event::GroupVerified { .. }
        | Event::NeedsEstablished { .. }
        | Event::SettingChanged { .. }
        | Event::CoordinationHandedOver { .. }
        | Event::WrongDisclosureReported { .. }
        | Event::InboundQuestionRecorded { .. }
        | Event::ResidenceEstablished { .. }
        | Event::MunicipalityAsked { .. }
        | Event::MunicipalityAnswered { .. }
        | Event::QuestionWithdrawn { .. }
        | Event::ReadyForDischarge { .. }
        | Event::CaseClosed { .. }
        | Event::IdentifierAdded { .. }
        | Event::PersonCorrected { .. }
        | Event::ProtectedIdentityMarked { .. }
        | Event::LinkedProtectedPersonMarked { .. }
        | Event::LinkedProtectedPersonLiftAsked { .. }
        | Event::LetterQueued { .. }
        | Event::LetterRead { .. }
        | Event::LetterPrinted { .. }
        | Event::LetterPosted { .. }
        | Event::LetterReturned { .. }
        | Event::LetterStopped { .. }
        | Event::CertificateWritten { .. }
        | Event::InvitationQueued { .. }
        | Event::InterpreterBooked { .. }
        | Event::InstitutionRecorded { .. }
        | Event::TransportSettled { .. }
        | Event::DeviceOrdered { .. }
        | Event::SipMeetingHeld { .. }
        | Event::CopyHandedOut { .. }
        | Event::FollowUpDecided { .. }
        | Event::CareRequestSent { .. }
        | Event::CareRequestAnswered { .. }
        | Event::AgreementDrawnUp { .. }
        | Event::AgreementSigned { .. }
        | Event::InvoicingFormRecorded { .. }
        | Event::PurchasesEnded { .. }
        | Event::InformationSheetGiven { .. }
        | Event::CountyRoutineFollowed { .. }
        | Event::Undone { .. } => Fate::Untouched,
    }
}
