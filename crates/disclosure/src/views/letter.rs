//! Printed letters: what they say, to whom, and from whom. A letter has one recipient and names no
//! ward, because a ward's name reveals the diagnosis.

mod content;

use std::sync::Arc;

use domain::{Actor, Case, case::Letter};
use jiff::civil::Date;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use vocabulary::{
    audience::OutboundChannel,
    calendar::local_date,
    choice::Choice as _,
    letter::{LetterAddressee, LetterKind, LetterStage},
    public_id::PublicId,
    refusal::Refusal,
    setting::Housing,
    text::without_invisible,
};

use self::content::{content, home};
use super::{
    Moment,
    document::{Document, TextPiece},
    identity_scan::names_a_unit,
};
use crate::{
    Disclosed, Guard, Recipient,
    audience::{MigrationAgency, Patient, RegionalCare},
    guard::entity_facts::Grounds,
    telling::class_of_letter,
    text_check::{Finding, UnitNames, says_a_unit},
};

/// What an administrator maintains for letters: the addresses used in them (VB1.1), and the names of
/// units, which no letter to Migrationsverket says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Letterhead {
    /// The return address: the organisation's, never a ward's.
    pub sender: Option<String>,
    /// Migrationsverket's postal address.
    pub migration_agency: Option<String>,
    /// Every unit of the directory, in use or not.
    pub units: Arc<UnitNames>,
}

/// A letter, with its recipient as its audience.
#[derive(Debug)]
pub enum PostedLetter {
    MigrationAgency(Disclosed<MigrationAgency, Document>),
    Patient(Disclosed<Patient, Document>),
}

impl PostedLetter {
    #[must_use]
    pub fn document(&self) -> &Document {
        match self {
            Self::MigrationAgency(letter) => letter.view(),
            Self::Patient(letter) => letter.view(),
        }
    }
}

/// Why there is no letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterRefusal {
    /// The guard says no: this recipient may get nothing by post now.
    NotAllowed,
    /// The letter's content is missing, or the case does not allow it to be posted.
    NotNow,
    /// The sender's or the recipient's address is missing.
    NoAddress,
    /// The sender's address names a unit of the case.
    SenderNamesAUnit,
    /// The plan names kin. Migrationsverket gets no names of kin (domain.md; V6B.13).
    NamesKin,
    /// It says an identity number of somebody else, a number that only care uses, or an HSA-id.
    SaysANumber,
    /// The check has found something, and nobody else has read it.
    SecondReader,
}

impl LetterRefusal {
    /// What to do about it, in Swedish.
    #[must_use]
    pub fn swedish(self) -> &'static str {
        match self {
            Self::NotAllowed => "Mottagaren får inte det här med post nu.",
            Self::NotNow => {
                "Det som brevet ska innehålla finns inte, eller så får det inte lämnas ut nu."
            }
            Self::NoAddress => {
                "Avsändarens eller mottagarens postadress saknas. Be administratören lägga in \
                 Migrationsverkets och avsändarens adress under Kontakter. Patientens adress lägger \
                 du in under Patient, Ändra bostaden."
            }
            // The same words as the refusal, so that the check page and the button say the same.
            Self::NamesKin => Refusal::PlanNamesKin.detail(),
            Self::SaysANumber => Refusal::LetterSaysANumber.detail(),
            Self::SecondReader => Refusal::SecondReaderMissing.detail(),
            Self::SenderNamesAUnit => {
                "Avsändarens adress nämner en enhet. Be administratören lägga in en neutral adress \
                 under Kontakter."
            }
        }
    }
}

/// The state of a letter of the case, for the region's care units.
#[derive(Clone, Serialize)]
pub struct LetterView {
    pub id: PublicId,
    pub kind: LetterKind,
    pub kind_name: &'static str,
    pub stage: LetterStage,
    pub queued_by: String,
    pub queued_at: Moment,
    /// The second reader.
    pub read_by: Option<String>,
    /// Whether somebody else has to read it before it is printed.
    pub needs_second_reader: bool,
    /// Whether the reader of this view queued it or has written what it says, so that somebody else
    /// is its second reader.
    pub own: bool,
    pub posted_at: Option<Moment>,
    pub returned_at: Option<Moment>,
    /// Why it was stopped.
    pub reason: Option<String>,
    /// Whether it goes to housing that Migrationsverket runs.
    pub agency_accommodation: bool,
    /// The whole text; `None` when it may not be posted now.
    pub text: Option<String>,
    /// The whole text with what the check has found in it, also when that stops the letter.
    #[serde(skip)]
    pub pieces: Vec<TextPiece>,
    /// Why it may not be posted now.
    pub hindrance: Option<&'static str>,
}

impl LetterView {
    /// Whether the check has found something in the text.
    #[must_use]
    pub fn is_marked(&self) -> bool {
        self.pieces.iter().any(|piece| piece.mark.is_some())
    }
}

impl Guard {
    /// A letter of the queue, as it would be printed now.
    ///
    /// # Errors
    /// When the guard says no, or something that the letter needs is missing.
    pub fn letter(
        &self,
        case: &Case,
        letter: &Letter,
        letterhead: &Letterhead,
    ) -> Result<PostedLetter, LetterRefusal> {
        let read_by_two = letter.read_by.is_some() || vocabulary::leak::seeded("letter-one-reader");
        self.paper(
            case,
            letter.kind,
            (Some(letter.outbox), local_date(letter.queued_at)),
            letterhead,
            read_by_two,
        )
    }

    /// The receipt of a letter: a hash of its whole text. It sends nothing and does not say whether
    /// the letter may be posted. `None` when the letter cannot be written.
    pub fn letter_receipt(
        &self,
        case: &Case,
        letter: &Letter,
        letterhead: &Letterhead,
    ) -> Result<String, LetterRefusal> {
        let about = (Some(letter.outbox), local_date(letter.queued_at));
        let paper = self.paper(case, letter.kind, about, letterhead, true)?;
        Ok(base16ct::lower::encode_string(&Sha256::digest(
            paper.document().reviewed(),
        )))
    }

    /// The text of a letter before it is queued, for the region's care units that are parties. It
    /// sends nothing.
    #[must_use]
    pub fn letter_to_come(
        &self,
        actor: &Actor,
        case: &Case,
        kind: LetterKind,
        letterhead: &Letterhead,
        today: Date,
    ) -> Option<Disclosed<RegionalCare, Result<String, LetterRefusal>>> {
        // A second reader has to be able to read it before it is approved.
        let paper = self.paper(case, kind, (None, today), letterhead, true);
        self.sees_whole_case(actor, case)
            .then(|| Disclosed::decided(paper.map(|letter| letter.document().reviewed())))
    }

    /// The text of a letter as it would be written now; `None` when it cannot be written.
    pub(super) fn text_to_come(
        &self,
        case: &Case,
        kind: LetterKind,
        letterhead: &Letterhead,
        today: Date,
    ) -> Option<Vec<TextPiece>> {
        let paper = self.written(case, kind, (None, today), letterhead, true);
        paper.ok().map(|paper| paper.pieces())
    }

    /// Whether the check finds something in what a letter of the case says, so that two read it. It
    /// asks what the letter says and not whether Vårdbron could post it: a paper that leaves by hand
    /// needs no sender's address. What cannot be checked counts as marked.
    #[must_use]
    pub fn letter_is_marked(&self, case: &Case, kind: LetterKind, letterhead: &Letterhead) -> bool {
        content(case, kind, &letterhead.units).map_or(true, |(_, parts)| {
            parts.iter().any(|part| part.findings().next().is_some())
        })
    }

    /// The case's letters, for the region's care units that are parties.
    #[must_use]
    pub fn letters(
        &self,
        actor: &Actor,
        case: &Case,
        letterhead: &Letterhead,
    ) -> Option<Disclosed<RegionalCare, Vec<LetterView>>> {
        self.sees_whole_case(actor, case).then(|| {
            let views = case.letters.iter();
            Disclosed::decided(
                views
                    .map(|letter| self.letter_view(actor, case, letter, letterhead))
                    .collect(),
            )
        })
    }

    fn letter_view(
        &self,
        actor: &Actor,
        case: &Case,
        letter: &Letter,
        letterhead: &Letterhead,
    ) -> LetterView {
        let live = letter.stage.is_on_its_way();
        // The second reader has to read it first, so the text is shown; showing it sends nothing.
        let about = (Some(letter.outbox), local_date(letter.queued_at));
        let written = live
            .then(|| self.written(case, letter.kind, about, letterhead, true))
            .and_then(Result::ok);
        let marked = written
            .as_ref()
            .is_some_and(|paper| paper.findings().next().is_some());
        let paper = live.then(|| self.paper(case, letter.kind, about, letterhead, true));
        LetterView {
            id: letter.outbox,
            kind: letter.kind,
            kind_name: letter.kind.swedish(),
            stage: letter.stage,
            queued_by: letter.queued_by.name.clone(),
            queued_at: Moment(letter.queued_at),
            read_by: letter.read_by.as_ref().map(|by| by.name.clone()),
            needs_second_reader: case.needs_second_reader(letter)
                || (marked && letter.read_by.is_none()),
            own: letter.queued_by.staff == actor.staff
                || case.has_written(letter.kind, &actor.staff),
            posted_at: letter.posted_at.map(Moment),
            returned_at: letter.returned_at.map(Moment),
            reason: letter.reason.clone(),
            agency_accommodation: letter.kind.goes_to() == LetterAddressee::Patient
                && case.residence.as_ref().is_some_and(|residence| {
                    residence.value.housing == Housing::AgencyAccommodation
                }),
            text: match &paper {
                Some(Ok(letter)) => Some(letter.document().reviewed()),
                _ => None,
            },
            pieces: written.map(|paper| paper.pieces()).unwrap_or_default(),
            hindrance: match paper {
                Some(Err(no)) => Some(no.swedish()),
                _ => None,
            },
        }
    }

    /// The letter, if what it says may be posted.
    fn paper(
        &self,
        case: &Case,
        kind: LetterKind,
        about: (Option<PublicId>, Date),
        letterhead: &Letterhead,
        read_by_two: bool,
    ) -> Result<PostedLetter, LetterRefusal> {
        let paper = self.written(case, kind, about, letterhead, read_by_two)?;
        judged(&paper, kind, read_by_two)?;
        let paper = match kind.goes_to() {
            LetterAddressee::MigrationAgency => {
                PostedLetter::MigrationAgency(Disclosed::decided(paper))
            }
            LetterAddressee::Patient => PostedLetter::Patient(Disclosed::decided(paper)),
        };
        Ok(paper)
    }

    /// The letter as it is written, whatever the check finds in its text.
    fn written(
        &self,
        case: &Case,
        kind: LetterKind,
        (id, date): (Option<PublicId>, Date),
        letterhead: &Letterhead,
        read_by_two: bool,
    ) -> Result<Document, LetterRefusal> {
        let class = class_of_letter(kind);
        let asked = if read_by_two {
            Grounds::ReadByTwo
        } else {
            Grounds::CaseAlone
        };
        let (way, to) = (OutboundChannel::Post, Recipient::Outside(kind.addressee()));
        let may = self.may_send(way, to, case, class, asked);
        if !may.allowed && !vocabulary::leak::seeded("letter-to-protected") {
            return Err(LetterRefusal::NotAllowed);
        }
        if !case.letter_may_leave(kind) && !vocabulary::leak::seeded("letter-to-protected") {
            return Err(LetterRefusal::NotNow);
        }
        let lines = |text: &str| -> Vec<String> {
            let lines = text.lines().map(|line| {
                let words = without_invisible(line);
                let words: Vec<&str> = words.split_whitespace().collect();
                words.join(" ")
            });
            lines.filter(|line| !line.is_empty()).collect()
        };
        let mut sender = lines(letterhead.sender.as_deref().unwrap_or_default());
        if vocabulary::leak::seeded("letter-return-address") {
            sender.extend(
                case.parties
                    .get(&case.coordinator)
                    .map(|party| party.unit.name.clone()),
            );
        } else if names_a_unit(case, &sender.join(" "))
            || says_a_unit(&letterhead.units, &sender.join("\n"))
        {
            return Err(LetterRefusal::SenderNamesAUnit);
        }
        let recipient = match kind.goes_to() {
            LetterAddressee::MigrationAgency => {
                lines(letterhead.migration_agency.as_deref().unwrap_or_default())
            }
            LetterAddressee::Patient => home(case),
        };
        if sender.is_empty() || recipient.is_empty() {
            return Err(LetterRefusal::NoAddress);
        }
        let (heading, parts) = content(case, kind, &letterhead.units)?;
        Ok(Document {
            sender,
            recipient,
            date,
            reference: id.map_or_else(String::new, |id| format!("Brev {}", &id.to_string()[..8])),
            heading: heading.to_owned(),
            parts,
        })
    }
}

/// Whether what a letter to Migrationsverket says may be posted: some of it never, some of it only
/// when a second person has read it.
fn judged(paper: &Document, kind: LetterKind, read_by_two: bool) -> Result<(), LetterRefusal> {
    let kin_in_plan =
        |finding| kind == LetterKind::Plan && matches!(finding, Finding::Kin { certain: true });
    if paper.findings().any(Finding::is_never_right) {
        return Err(LetterRefusal::SaysANumber);
    }
    if paper.findings().any(kin_in_plan) {
        return Err(LetterRefusal::NamesKin);
    }
    if paper.findings().next().is_some() && !read_by_two {
        return Err(LetterRefusal::SecondReader);
    }
    Ok(())
}
