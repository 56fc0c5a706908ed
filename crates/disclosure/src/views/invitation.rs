//! The only message that ever goes to Migrationsverket by e-mail. It names nobody (V6A.6).

use domain::event::OutsidePlace;
use jiff::civil::{Date, Time};
use serde::Serialize;
use vocabulary::{
    audience::{Audience, OutboundChannel},
    calendar::{clock, local_date, local_time, weekday_date},
    sip::MeetingForm,
};

use super::identity_scan::names_somebody;
use crate::{
    AnyCase, Class, Disclosed, Guard, Recipient, Verdict,
    audience::MigrationAgency,
    guard::entity_facts::Grounds,
    text_check::{self, UnitNames},
};

/// SIP number, date, time, link or neutral meeting point, and whether people attend in person;
/// nothing else.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct DeidentifiedInvitation {
    /// The SIP's public number.
    pub sip_number: String,
    pub date: Date,
    pub time: Time,
    /// Whether everybody attends in person.
    pub in_person: bool,
    /// A neutral place, for a meeting in person.
    pub meeting_point: Option<String>,
    /// For a digital meeting.
    pub link: Option<String>,
}

/// Why there is no invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InvitationRefusal {
    /// The guard says no.
    NotAllowed(Verdict),
    /// The case does not allow it now: closed, stopped, or outside the region.
    NotNow,
    NoMeeting,
    /// The place or the link is what somebody has typed, and nobody has chosen another since.
    NotChosen,
    /// The chosen place names the person, kin, a unit or a number of this case.
    NamesSomebody,
}

impl DeidentifiedInvitation {
    #[must_use]
    pub fn subject(&self) -> String {
        format!("Kallelse till SIP-möte {}", self.sip_number)
    }

    /// Subject and text as a person reviews them before they are sent. The receipt of an outbox row
    /// holds the hash of these bytes.
    #[must_use]
    pub fn reviewed(&self) -> String {
        format!("{}\n\n{}", self.subject(), self.text())
    }

    #[must_use]
    pub fn text(&self) -> String {
        let mut lines = vec![
            "Ni kallas till ett möte om samordnad individuell plan (SIP).".to_owned(),
            String::new(),
            format!("SIP-nummer: {}", self.sip_number),
            format!("Datum: {}", weekday_date(self.date)),
            format!("Tid: {}", clock(self.time)),
        ];
        if self.in_person {
            lines.push("Mötet hålls på plats. Alla deltar på plats.".to_owned());
        } else {
            lines.push("Mötet hålls digitalt.".to_owned());
        }
        lines.extend(
            self.meeting_point
                .iter()
                .map(|point| format!("Mötesplats: {point}")),
        );
        lines.extend(self.link.iter().map(|link| format!("Länk: {link}")));
        lines.push(String::new());
        lines.join("\n")
    }
}

impl Guard {
    /// The de-identified invitation to the planned meeting.
    ///
    /// # Errors
    /// When the guard says no, no meeting is planned, or its place is not chosen or names somebody.
    pub fn invitation(
        &self,
        case: &dyn AnyCase,
    ) -> Result<Disclosed<MigrationAgency, DeidentifiedInvitation>, InvitationRefusal> {
        let case = case.asked();
        let recipient = Recipient::Outside(Audience::MigrationAgency);
        let verdict = self.may_send(
            OutboundChannel::Email,
            recipient,
            &case,
            Class::Invitation,
            Grounds::CaseAlone,
        );
        if !verdict.allowed && !vocabulary::leak::seeded("mail-to-protected") {
            return Err(InvitationRefusal::NotAllowed(verdict));
        }
        let meeting = &case
            .sip
            .meeting
            .as_ref()
            .ok_or(InvitationRefusal::NoMeeting)?
            .value;
        if !case.invitation_may_leave() && !vocabulary::leak::seeded("mail-to-protected") {
            return Err(InvitationRefusal::NotNow);
        }
        let (meeting_point, link) = match &meeting.outside {
            Some(OutsidePlace::Point { point }) => (Some(point.shown()), None),
            Some(OutsidePlace::Room { link }) => (None, Some(link.clone())),
            None => return Err(InvitationRefusal::NotChosen),
        };
        let invitation = DeidentifiedInvitation {
            sip_number: if vocabulary::leak::seeded("mail-text") {
                case.person.name.reveal().clone()
            } else {
                case.sip.number.shown()
            },
            date: local_date(meeting.at),
            time: local_time(meeting.at),
            in_person: meeting.form() == MeetingForm::InPerson,
            meeting_point,
            link,
        };
        let point = invitation.meeting_point.iter();
        let names = |text: &String| {
            names_somebody(&case, text)
                || !text_check::marks(&case, &UnitNames::default(), text).is_empty()
        };
        if point.into_iter().any(names) {
            return Err(InvitationRefusal::NamesSomebody);
        }
        let link = if vocabulary::leak::seeded("meeting-link") {
            let lobby = |link| format!("{link}?namn={}", case.person.name.reveal());
            invitation.link.map(lobby)
        } else {
            invitation.link
        };
        Ok(Disclosed::decided(DeidentifiedInvitation {
            link,
            ..invitation
        }))
    }
}
