//! The one message that ever goes to Migrationsverket by e-mail: it names nobody (V6A.6).

use domain::Case;
use jiff::civil::{Date, Time};
use percent_encoding::percent_decode_str;
use serde::Serialize;
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};
use vocabulary::{
    audience::{Audience, OutboundChannel},
    calendar::{clock, local_date, local_time, weekday_date},
    sip::MeetingForm,
};

use crate::{
    Class, Disclosed, Guard, Recipient, Verdict, audience::MigrationAgency, guard::entities::Asked,
};

/// SIP number, date, time, link or neutral meeting point, and whether attendance is in person;
/// nothing else.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct DeidentifiedInvitation {
    /// The SIP's public number.
    pub sip_number: String,
    /// The day of the meeting.
    pub date: Date,
    /// The time of day it starts.
    pub time: Time,
    /// Whether all attend in person.
    pub in_person: bool,
    /// The neutral meeting point of a meeting in person.
    pub meeting_point: Option<String>,
    /// The link of a digital meeting.
    pub link: Option<String>,
}

/// Why there is no invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hindrance {
    /// The guard says no.
    NotAllowed(Verdict),
    /// The case stands so that it may not leave now: closed, stopped, or outside the region.
    NotNow,
    /// No meeting is planned.
    NoMeeting,
    /// Meeting point or link names the person, a unit or a number.
    NamesSomebody,
}

impl DeidentifiedInvitation {
    /// The message's subject.
    #[must_use]
    pub fn subject(&self) -> String {
        format!("Kallelse till SIP-möte {}", self.sip_number)
    }

    /// Subject and text as a person reads them through before they leave; the receipt of an outbox
    /// row holds the hash of these bytes.
    #[must_use]
    pub fn reviewed(&self) -> String {
        format!("{}\n\n{}", self.subject(), self.text())
    }

    /// The message's text.
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
    /// When the guard says no, no meeting is planned, or its place or link names somebody.
    pub fn invitation(
        &self,
        case: &Case,
    ) -> Result<Disclosed<MigrationAgency, DeidentifiedInvitation>, Hindrance> {
        let recipient = Recipient::Outside(Audience::MigrationAgency);
        let verdict = self.may_send(
            OutboundChannel::Email,
            recipient,
            case,
            Class::Invitation,
            Asked::Plainly,
        );
        if !verdict.allowed && !vocabulary::leak::seeded("mail-to-protected") {
            return Err(Hindrance::NotAllowed(verdict));
        }
        let meeting = &case.sip.meeting.as_ref().ok_or(Hindrance::NoMeeting)?.value;
        if !case.invitation_may_leave() && !vocabulary::leak::seeded("mail-to-protected") {
            return Err(Hindrance::NotNow);
        }
        let in_person = meeting.form == MeetingForm::InPerson;
        let invitation = DeidentifiedInvitation {
            sip_number: if vocabulary::leak::seeded("mail-text") {
                case.person.name.reveal().clone()
            } else {
                case.sip.number.shown()
            },
            date: local_date(meeting.at),
            time: local_time(meeting.at),
            in_person,
            meeting_point: meeting.meeting_point.clone().filter(|_| in_person),
            link: meeting.link.clone().filter(|_| !in_person),
        };
        let free = invitation.meeting_point.iter().chain(&invitation.link);
        if free.into_iter().any(|text| names_somebody(case, text)) {
            return Err(Hindrance::NamesSomebody);
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

/// Whether a text that people typed names the person, one of the person's numbers or a unit: a
/// ward's name is a diagnosis.
fn names_somebody(case: &Case, text: &str) -> bool {
    let (said, even) = (words(text), words(text).concat());
    let numbers = case
        .identifiers
        .iter()
        .map(|known| known.identifier.stored().to_lowercase());
    let person = words(case.person.name.reveal());
    names_a_unit(case, text)
        || numbers
            .into_iter()
            .any(|name| !name.is_empty() && even.contains(&name))
        || person
            .iter()
            .filter(|part| part.chars().count() > 1)
            .any(|part| said.iter().any(|word| is_or_is_of(word, part)))
}

/// Whether a word is a name, or whose something is: "Aminas".
fn is_or_is_of(word: &str, name: &str) -> bool {
    word.strip_prefix(name)
        .is_some_and(|rest| ["", "s"].contains(&rest))
}

/// What words hold that say where in the care somebody is: "medicinavdelningen",
/// "infektionskliniken", "barnmottagning", "psykiatrin". Written as [`words`] gives them.
const WARDS: [&str; 14] = [
    "avdelning",
    "klinik",
    "mottagning",
    "vardenhet",
    "vardcentral",
    "psyk",
    "dialys",
    "onkolog",
    "forlossning",
    "beroende",
    "infektion",
    "intensiv",
    "kirurg",
    "akuten",
];
/// The same as words by themselves.
const SHORT: [&str; 7] = ["avd", "mott", "bup", "iva", "bb", "bvc", "mvc"];

/// Whether a text names a ward, a clinic or a unit that is or was a party. A ward is named by few
/// words of its name, and by its kind alone: what sounds like one counts as one.
pub(super) fn names_a_unit(case: &Case, text: &str) -> bool {
    let said = words(text);
    let numbered = |word: &str, start: &str| {
        word.strip_prefix(start)
            .is_some_and(|rest| rest.starts_with(|sign: char| sign.is_ascii_digit()))
    };
    let ward = |word: &String| {
        // Migrationsverket's own unit is no ward.
        word != "mottagningsenhet"
            && word != "mottagningsenheten"
            && (SHORT.contains(&word.as_str())
                || word == "avdeln"
                || numbered(word, "avd")
                || WARDS.iter().any(|ward| word.contains(ward)))
    };
    let even = said.concat();
    said.iter().any(ward)
        || case
            .parties
            .values()
            .chain(case.former_parties.iter().map(|(party, _)| party))
            .map(|party| words(&party.unit.name).concat())
            .any(|name| !name.is_empty() && even.contains(&name))
}

/// What kin are to the patient; everybody else who is written with a capital letter is a name.
const RELATIONS: [&str; 36] = [
    "mamma",
    "pappa",
    "mor",
    "far",
    "moder",
    "fader",
    "syster",
    "bror",
    "broder",
    "son",
    "dotter",
    "man",
    "maka",
    "make",
    "fru",
    "hustru",
    "sambo",
    "partner",
    "barn",
    "foralder",
    "van",
    "vaninna",
    "farmor",
    "farfar",
    "mormor",
    "morfar",
    "faster",
    "farbror",
    "moster",
    "morbror",
    "kusin",
    "svarmor",
    "svarfar",
    "svager",
    "narstaende",
    "anhorig",
];

/// Whether a text says a name that stands among the patient's kin and is not the patient's own.
pub(super) fn names_kin(case: &Case, text: &str) -> bool {
    let Some(kin) = &case.person.kin else {
        return false;
    };
    let (said, own) = (words(text), words(case.person.name.reveal()));
    kin.reveal()
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| word.starts_with(char::is_uppercase) && word.chars().count() > 1)
        .flat_map(words)
        .any(|name| {
            !RELATIONS.contains(&name.as_str()) && !own.contains(&name) && said.contains(&name)
        })
}

/// The words of a text, without case, accents and the percent signs of links.
fn words(text: &str) -> Vec<String> {
    percent_decode_str(text)
        .decode_utf8_lossy()
        .to_lowercase()
        .nfd()
        .filter(|letter| !is_combining_mark(*letter))
        .collect::<String>()
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}
