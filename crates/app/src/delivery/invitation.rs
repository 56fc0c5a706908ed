//! The de-identified invitation to Migrationsverket: mailed by Vårdbron (V6A.6).

use disclosure::views::InvitationRefusal;
use domain::{
    Case, Event,
    delivery::{Delivery, invitation},
};
use jiff::Timestamp;
use vocabulary::{
    audience::{Audience, OutboundChannel},
    public_id::PublicId,
    refusal::Refusal,
};

use super::{Carrier, Content, LEFT_BEHIND, Label, Mail, Making, No, Reason, Rules};
use crate::{directory::MIGRATION_AGENCY, randomness};

/// The rules of the invitation.
pub(super) struct Invitation;

impl Rules for Invitation {
    fn channel(&self) -> OutboundChannel {
        OutboundChannel::Email
    }

    fn carrier(&self) -> Carrier {
        Carrier::Worker {
            ordered_by: "send_invitation",
            right_lost: "Enheten som la kallelsen i kö samordnar inte ärendet längre",
        }
    }

    fn label(&self, _: &Case, _: PublicId) -> Option<Label> {
        Some(Label {
            audience: Audience::MigrationAgency,
            subject: "Kallelse till SIP-möte utan namn",
        })
    }

    fn on_their_way(&self, case: &Case) -> Vec<PublicId> {
        let queued = case.sip.invitation_queued.iter();
        queued.map(|row| row.value).collect()
    }

    fn uncertain(&self, case: &Case) -> Option<PublicId> {
        let uncertain = case.sip.invitation_uncertain.as_ref();
        uncertain.map(|row| row.value)
    }

    fn hindrance(&self, case: &Case, now: Timestamp) -> Option<Reason> {
        let meeting = case.sip.meeting.as_ref();
        let passed = meeting.is_none_or(|meeting| meeting.value.at <= now);
        passed.then_some("Mötets tid har passerat")
    }

    fn receipt(&self, making: &Making<'_>, _: PublicId) -> Result<String, No> {
        let invitation = making
            .guard
            .invitation(making.case)
            .map_err(|why| no(&why))?;
        Ok(randomness::hash(invitation.view().reviewed().as_bytes()))
    }

    fn content(&self, making: &Making<'_>, _: PublicId) -> Result<Content, No> {
        let invitation = making
            .guard
            .invitation(making.case)
            .map_err(|why| no(&why))?;
        Ok(Content::Mail(Mail::Invitation(invitation)))
    }

    fn fact(&self, row: PublicId, delivery: Delivery) -> Option<Event> {
        Some(invitation(row, delivery))
    }

    fn contacts(&self) -> Option<(Audience, &'static str)> {
        Some((Audience::MigrationAgency, MIGRATION_AGENCY))
    }
}

fn no(no: &InvitationRefusal) -> No {
    let (reason, refusal) = match no {
        InvitationRefusal::NotAllowed(_) => ("Migrationsverket får inte veta något", None),
        InvitationRefusal::NotNow | InvitationRefusal::NoMeeting => (LEFT_BEHIND, None),
        InvitationRefusal::NotChosen => (
            "Mötesplatsen eller länken är skriven för hand",
            Some(Refusal::MeetingPlaceNotChosen),
        ),
        InvitationRefusal::NamesSomebody => (
            "Mötesplatsens namn nämner patienten eller en enhet",
            Some(Refusal::InvitationNamesSomebody),
        ),
    };
    No { reason, refusal }
}
