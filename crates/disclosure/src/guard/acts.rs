//! What a command would do is asked of the policies before it is kept: who becomes a party, and who is
//! told what by which channel. The domain's rules have said yes by then; the policies are the ones that
//! are proved, and either no is a no (X1).

use domain::{Case, Entry, Event, EvolveError, event::Transport, evolve};
use vocabulary::{
    audience::{Audience, ContactChannel, ContactSubject},
    public_id::PublicId,
    sip::{CopyRecipient, HandOver},
    unit::UnitCard,
};

use super::{Guard, entity_facts::Grounds};
use crate::{
    class::{Channel, Class},
    recipient::Recipient,
    telling::tells,
};

impl Guard {
    /// Whether the policies allow all that new entries of a case's journal do. `before` and `after`
    /// are the case without and with them. What somebody reports that has happened against the rules
    /// is not asked: it is a fact.
    ///
    /// # Errors
    /// When an entry does not fit the case.
    pub fn allows(
        &self,
        before: &Case,
        after: &Case,
        entries: &[Entry],
    ) -> Result<bool, EvolveError> {
        let evaluation = self.evaluation(after);
        let told = entries.iter().all(|entry| match telling(entry, after) {
            Telling::Nobody | Telling::Fact => true,
            Telling::Unheard => false,
            Telling::To(recipient, class, channel) => {
                let asked = asked(after, entries, channel);
                evaluation.answer(recipient, class, channel, asked).allowed
            }
        });
        Ok(told && self.parties_may_join(before, entries)?)
    }

    /// Each unit is asked about as the case stands when it joins.
    fn parties_may_join(&self, before: &Case, entries: &[Entry]) -> Result<bool, EvolveError> {
        let joins = |entry: &Entry| matches!(entry.event, Event::PartyAdded { .. });
        let Some(last) = entries.iter().rposition(joins) else {
            return Ok(true);
        };
        let mut case = before.clone();
        for entry in entries.iter().take(last.saturating_add(1)) {
            if let Event::PartyAdded { unit, .. } = &entry.event
                && !self.may_take_part(unit, &case).allowed
            {
                return Ok(false);
            }
            case = evolve(Some(case), entry)?;
        }
        Ok(true)
    }
}

/// Whom an entry of the journal tells what.
enum Telling<'a> {
    /// Nobody, or only who sees the case.
    Nobody,
    /// Somebody, and it has happened: it is on record whatever the rules say, or is told beside an
    /// entry that is asked about.
    Fact,
    /// Somebody, what and how.
    To(Recipient<'a>, Class, Channel),
    /// Somebody, and nothing here says whom: never allowed.
    Unheard,
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "what tells somebody is listed in `tells`, and refused here when it is not known"
)]
fn telling<'a>(entry: &'a Entry, after: &'a Case) -> Telling<'a> {
    let outside =
        |audience, class, channel| Telling::To(Recipient::Outside(audience), class, channel);
    match &entry.event {
        Event::ContactRecorded {
            with,
            channel,
            subject,
            ..
        } => match with.audience() {
            Some(audience) => outside(audience, said(*channel, *subject), Channel::from(*channel)),
            // A municipality's manager, asked on the phone which unit would do it: of no unit yet.
            None => Telling::Fact,
        },
        Event::CopyHandedOut { recipient, how, .. } => match recipient {
            CopyRecipient::Patient => {
                outside(Audience::Patient, Class::PatientCopy, by_hand_over(*how))
            }
            CopyRecipient::Kin => outside(Audience::Kin, Class::KinCopy, by_hand_over(*how)),
            CopyRecipient::MigrationAgency => outside(
                Audience::MigrationAgency,
                Class::PlanExtract,
                by_hand_over(*how),
            ),
            // Parties see the plan in the product, each its share.
            CopyRecipient::Parties => Telling::Nobody,
        },
        Event::MunicipalityAsked { unit, .. } => {
            Telling::To(Recipient::Unit(unit), Class::Question, Channel::Message)
        }
        Event::CareRequestSent { .. } => match requested(after) {
            Some(unit) => Telling::To(
                Recipient::Unit(unit),
                Class::MunicipalShare,
                Channel::Message,
            ),
            None => Telling::Unheard,
        },
        Event::InvitationSent { .. } | Event::InvitationQueued { .. } => {
            outside(Audience::MigrationAgency, Class::Invitation, Channel::Email)
        }
        Event::InterpreterBooked { .. } => outside(
            Audience::InterpreterAgency,
            Class::InterpreterBooking,
            Channel::PhoneNote,
        ),
        Event::TransportSettled {
            transport: Transport::Ordered { .. },
        } => outside(
            Audience::PatientTransport,
            Class::TransportOrder,
            Channel::PhoneNote,
        ),
        Event::InformationSheetGiven { .. } => {
            outside(Audience::Patient, Class::PatientCopy, Channel::InPerson)
        }
        // What a posted letter tells stands beside it as a contact or a copy. Units that join are
        // asked about by themselves. The rest comes from the one who sends the mail, who has asked.
        Event::LetterPosted { .. }
        | Event::PartyAdded { .. }
        | Event::InvitationMailed { .. }
        | Event::InvitationUncertain { .. } => Telling::Fact,
        _ if tells(entry) => Telling::Unheard,
        _ => Telling::Nobody,
    }
}

/// The municipal party that the care request goes to.
fn requested(after: &Case) -> Option<&UnitCard> {
    let request = after.care_request.as_ref()?;
    after.parties.get(&request.unit).map(|party| &party.unit)
}

/// What is told: on paper what the paper is, else what is said.
fn said(channel: ContactChannel, subject: ContactSubject) -> Class {
    match (channel, subject) {
        (ContactChannel::Post | ContactChannel::InPerson, ContactSubject::Certificate) => {
            Class::Certificate
        }
        (ContactChannel::Post | ContactChannel::InPerson, ContactSubject::Plan) => {
            Class::PlanExtract
        }
        _ => Class::Conversation,
    }
}

fn by_hand_over(how: HandOver) -> Channel {
    match how {
        HandOver::ByHand => Channel::InPerson,
        HandOver::Post => Channel::Post,
        HandOver::InProduct => Channel::Message,
    }
}

/// A letter of the queue is asked about as it was read; what staff post themselves one has read.
fn asked(after: &Case, entries: &[Entry], channel: Channel) -> Grounds {
    let posted = entries.iter().find_map(|entry| {
        if let Event::LetterPosted { outbox, .. } = &entry.event {
            Some(*outbox)
        } else {
            None
        }
    });
    let read = |outbox: PublicId| {
        let letter = after.letter(outbox);
        letter.is_some_and(|letter| letter.read_by.is_some())
    };
    if channel == Channel::Post && posted.is_some_and(read) {
        Grounds::ReadByTwo
    } else {
        Grounds::CaseAlone
    }
}
