//! The SIP's public number and the forms of its meeting.

use serde::{Deserialize, Serialize};

use crate::{choice, text::plain};

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The public number of a SIP: random, not sequential, without meaning, with a check character
/// (domain.md, SIP). In e-mail to Migrationsverket a case is identified by this number only
/// (V6A.6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SipNumber(String);

impl SipNumber {
    /// Makes a number of random bits: eleven characters and a check character.
    #[must_use]
    pub fn from_random(bits: [u8; 11]) -> Self {
        let digits: Vec<usize> = bits.iter().map(|byte| usize::from(byte & 31)).collect();
        let text: String = digits
            .iter()
            .copied()
            .chain([check_digit(&digits)])
            .map(|digit| char::from(ALPHABET[digit]))
            .collect();
        Self(text)
    }

    /// Parses a number, with or without its prefix and hyphens; none when the check character is
    /// wrong.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let upper = plain(text).trim().to_uppercase();
        let bare: String = upper
            .strip_prefix("SIP")
            .unwrap_or(&upper)
            .chars()
            .filter(|c| !matches!(c, '-' | ' '))
            .collect();
        let digits = bare
            .bytes()
            .map(|byte| ALPHABET.iter().position(|letter| *letter == byte))
            .collect::<Option<Vec<usize>>>()?;
        let (last, body) = digits.split_last()?;
        (body.len() == 11 && check_digit(body) == *last).then_some(Self(bare))
    }

    /// As shown to people: `SIP-ABCD-EFGH-JKMN`.
    #[must_use]
    pub fn shown(&self) -> String {
        let mut text = String::from("SIP");
        for (index, letter) in self.0.chars().enumerate() {
            if index % 4 == 0 {
                text.push('-');
            }
            text.push(letter);
        }
        text
    }
}

/// Luhn over base 32, so that one wrong or swapped character is noticed on the phone.
fn check_digit(digits: &[usize]) -> usize {
    let sum: usize = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(index, digit)| {
            let product = if index % 2 == 0 { digit * 2 } else { *digit };
            product / 32 + product % 32
        })
        .sum();
    (32 - sum % 32) % 32
}

choice! {
    /// How a SIP meeting is held.
    pub enum MeetingForm {
        /// Everyone in one room.
        InPerson = "in_person", "På plats";
        /// By video link.
        Digital = "digital", "Digitalt";
    }
}

choice! {
    /// How a copy or a document is handed over.
    pub enum HandOver {
        /// Into the recipient's hand.
        ByHand = "by_hand", "I handen";
        /// By letter.
        Post = "post", "Med post";
        /// Read in the product by a party.
        InProduct = "in_product", "I Vårdbron";
    }
}

choice! {
    /// Who receives a copy of the plan (V6B.13).
    pub enum CopyRecipient {
        Patient = "patient", "Patienten";
        /// Kin, where the patient has agreed.
        Kin = "kin", "Närstående";
        /// The parties that attended.
        Parties = "parties", "Parterna som deltog";
        /// Migrationsverket, by post.
        MigrationAgency = "migration_agency", "Migrationsverket";
    }
}

choice! {
    /// Who attended a meeting about the plan (V6A.4).
    pub enum Attendee {
        Patient = "patient", "Patienten";
        /// Guardian, god man or another representative.
        Representative = "representative", "Vårdnadshavare eller god man";
        /// Kin, where the patient wants it.
        Kin = "kin", "Närstående";
        Interpreter = "interpreter", "Tolk";
        /// Staff of the region's care units, on a ward as a rule the discharge coordinator.
        CareStaff = "care_staff", "Personal från regionens vård";
        MunicipalCare = "municipal_care", "Personal från kommunal primärvård";
        /// Migrationsverket's officer, who is told what is said at the meeting.
        MigrationAgency = "migration_agency", "Handläggare från Migrationsverket";
    }
}

choice! {
    /// What the patient answers to the offer to apply for institution housing (V4.3).
    pub enum HousingAnswer {
        Applies = "applies", "Ja, patienten ansöker";
        Undecided = "undecided", "Patienten vill tänka på saken";
        Declines = "declines", "Nej, patienten tackar nej";
    }
}

choice! {
    /// What Migrationsverket has decided about institution housing (V4.3, V6A.9).
    pub enum HousingDecision {
        Place = "place", "Patienten får en plats";
        NoPlace = "no_place", "Patienten får ingen plats";
    }
}

choice! {
    /// How far a goal of the plan was reached when it was followed up (V6B.14).
    pub enum GoalOutcome {
        Reached = "reached", "Uppnått";
        Partly = "partly", "Delvis uppnått";
        NotReached = "not_reached", "Inte uppnått";
    }
}

choice! {
    /// A person's decision about an invitation when it is unknown whether it was sent.
    pub enum InvitationOutcome {
        /// Migrationsverket has received it.
        Arrived = "arrived", "Den kom fram";
        /// It has not arrived and is sent once more.
        SendAgain = "send_again", "Den kom inte fram. Skicka den igen";
        /// It is not sent again.
        Stop = "stop", "Skicka den inte igen";
    }
}

#[cfg(test)]
mod tests {
    use super::SipNumber;

    #[test]
    fn a_sip_number_survives_the_phone_and_a_slip_is_noticed() {
        let number = SipNumber::from_random([1, 2, 3, 40, 50, 60, 7, 8, 9, 10, 11]);
        let shown = number.shown();
        assert_eq!(SipNumber::parse(&shown), Some(number.clone()));
        assert_eq!(
            SipNumber::parse(&shown.to_lowercase().replace('-', " ")),
            Some(number)
        );
        let slip = shown.replacen('1', "7", 1);
        assert_eq!(SipNumber::parse(&slip), None);
    }
}
