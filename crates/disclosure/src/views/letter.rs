//! Printed letters: what they say, to whom, and from whom. A letter has one recipient and names no
//! ward, because a ward's name reveals the diagnosis.

use domain::{
    Actor, Case,
    case::{Held, Letter, Stamped},
};
use jiff::civil::Date;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use vocabulary::{
    audience::{Audience, OutboundChannel},
    calendar::{date_and_clock, local_date, long_date},
    choice::Choice as _,
    geography::{MunicipalityCode, PostalCode, places_for_postal_code},
    identifier::{Identifier, IdentifierKind},
    letter::{LetterKind, LetterStage},
    public_id::PublicId,
    refusal::Refusal,
    setting::Housing,
};

use super::{
    Moment,
    identity_scan::{names_a_unit, names_kin},
    person::municipality_name,
    record::role_in_sentence,
};
use crate::{
    Disclosed, Guard, Recipient,
    audience::{MigrationAgency, Patient, RegionalCare},
    guard::{entity_facts::Grounds, hex},
    telling::class_of_letter,
};

/// The addresses used in letters; an administrator maintains them (VB1.1).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Letterhead {
    /// The return address: the organisation's, never a ward's.
    pub sender: Option<String>,
    /// Migrationsverket's postal address.
    pub migration_agency: Option<String>,
}

/// A letter as it is printed.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct LetterPaper {
    /// The sender's address, one line per item.
    pub sender: Vec<String>,
    /// The recipient's address, one line per item.
    pub recipient: Vec<String>,
    pub date: Date,
    /// Reference that identifies the letter on paper; empty before it is queued.
    pub reference: String,
    pub heading: String,
    pub parts: Vec<LetterPart>,
}

/// A part of a letter.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct LetterPart {
    pub heading: String,
    pub text: String,
}

impl LetterPaper {
    /// The whole text of the letter, as a person reviews it. The receipt of an outbox row holds the
    /// hash of these bytes.
    #[must_use]
    pub fn reviewed(&self) -> String {
        let mut lines = self.recipient.clone();
        lines.push(String::new());
        lines.push(long_date(self.date));
        if !self.reference.is_empty() {
            lines.push(self.reference.clone());
        }
        lines.push(String::new());
        lines.push(self.heading.clone());
        for part in &self.parts {
            lines.push(String::new());
            lines.push(format!("{}: {}", part.heading, part.text));
        }
        lines.push(String::new());
        lines.push(format!("Avsändare: {}", self.sender.join(", ")));
        lines.join("\n")
    }
}

/// A letter, with its recipient as its audience.
#[derive(Debug)]
pub enum PostedLetter {
    MigrationAgency(Disclosed<MigrationAgency, LetterPaper>),
    Patient(Disclosed<Patient, LetterPaper>),
}

impl PostedLetter {
    #[must_use]
    pub fn paper(&self) -> &LetterPaper {
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
                "Avsändarens eller mottagarens postadress saknas. Migrationsverkets och avsändarens \
                 adress läggs in av administratören under Kontakter, patientens under Bostad."
            }
            // The same words as the refusal, so that the check page and the button say the same.
            Self::NamesKin => Refusal::PlanNamesKin.detail(),
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
    /// Whether the reader of this view queued it.
    pub own: bool,
    pub posted_at: Option<Moment>,
    pub returned_at: Option<Moment>,
    /// Why it was stopped.
    pub reason: Option<String>,
    /// Whether it goes to housing that Migrationsverket runs.
    pub agency_accommodation: bool,
    /// The whole text; `None` when it may not be posted now.
    pub text: Option<String>,
    /// Why it may not be posted now.
    pub hindrance: Option<&'static str>,
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
        Ok(hex(&Sha256::digest(paper.paper().reviewed())))
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
            .then(|| Disclosed::decided(paper.map(|letter| letter.paper().reviewed())))
    }

    /// The text of a letter as it would be written now; `None` when it cannot be written.
    pub(super) fn text_to_come(
        &self,
        case: &Case,
        kind: LetterKind,
        letterhead: &Letterhead,
        today: Date,
    ) -> Option<String> {
        let paper = self.paper(case, kind, (None, today), letterhead, true);
        paper.ok().map(|letter| letter.paper().reviewed())
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
        let paper = live.then(|| self.paper(case, letter.kind, about, letterhead, true));
        LetterView {
            id: letter.outbox,
            kind: letter.kind,
            kind_name: letter.kind.swedish(),
            stage: letter.stage,
            queued_by: letter.queued_by.name.clone(),
            queued_at: Moment(letter.queued_at),
            read_by: letter.read_by.as_ref().map(|by| by.name.clone()),
            needs_second_reader: case.needs_second_reader(letter),
            own: letter.queued_by.staff == actor.staff,
            posted_at: letter.posted_at.map(Moment),
            returned_at: letter.returned_at.map(Moment),
            reason: letter.reason.clone(),
            agency_accommodation: letter.kind == LetterKind::PatientCopy
                && case.residence.as_ref().is_some_and(|residence| {
                    residence.value.housing == Housing::AgencyAccommodation
                }),
            text: match &paper {
                Some(Ok(letter)) => Some(letter.paper().reviewed()),
                _ => None,
            },
            hindrance: match paper {
                Some(Err(no)) => Some(no.swedish()),
                _ => None,
            },
        }
    }

    fn paper(
        &self,
        case: &Case,
        kind: LetterKind,
        (id, date): (Option<PublicId>, Date),
        letterhead: &Letterhead,
        read_by_two: bool,
    ) -> Result<PostedLetter, LetterRefusal> {
        let audience = kind.addressee();
        let class = class_of_letter(kind);
        let asked = if read_by_two {
            Grounds::ReadByTwo
        } else {
            Grounds::CaseAlone
        };
        let (way, to) = (OutboundChannel::Post, Recipient::Outside(audience));
        let may = self.may_send(way, to, case, class, asked);
        if !may.allowed && !vocabulary::leak::seeded("letter-to-protected") {
            return Err(LetterRefusal::NotAllowed);
        }
        if !case.letter_may_leave(kind) && !vocabulary::leak::seeded("letter-to-protected") {
            return Err(LetterRefusal::NotNow);
        }
        let lines = |text: &str| -> Vec<String> {
            let lines = text.lines().map(str::trim);
            lines
                .filter(|line| !line.is_empty())
                .map(str::to_owned)
                .collect()
        };
        let mut sender = lines(letterhead.sender.as_deref().unwrap_or_default());
        if vocabulary::leak::seeded("letter-return-address") {
            sender.extend(
                case.parties
                    .get(&case.coordinator)
                    .map(|party| party.unit.name.clone()),
            );
        } else if names_a_unit(case, &sender.join(" ")) {
            return Err(LetterRefusal::SenderNamesAUnit);
        }
        let recipient = if audience == Audience::MigrationAgency {
            lines(letterhead.migration_agency.as_deref().unwrap_or_default())
        } else {
            home(case)
        };
        if sender.is_empty() || recipient.is_empty() {
            return Err(LetterRefusal::NoAddress);
        }
        let (heading, parts) = match kind {
            LetterKind::Certificate => certificate(case)?,
            LetterKind::Plan => plan(case)?,
            LetterKind::PatientCopy => patient_copy(case)?,
        };
        let paper = LetterPaper {
            sender,
            recipient,
            date,
            reference: id.map_or_else(String::new, |id| format!("Brev {}", &id.to_string()[..8])),
            heading: heading.to_owned(),
            parts,
        };
        Ok(if audience == Audience::MigrationAgency {
            PostedLetter::MigrationAgency(Disclosed::decided(paper))
        } else {
            PostedLetter::Patient(Disclosed::decided(paper))
        })
    }
}

type Content = Result<(&'static str, Vec<LetterPart>), LetterRefusal>;

fn part(heading: &str, text: impl Into<String>) -> LetterPart {
    LetterPart {
        heading: heading.to_owned(),
        text: text.into(),
    }
}

/// The patient's name and home address; empty when the address is not known.
fn home(case: &Case) -> Vec<String> {
    let Some(residence) = &case.residence else {
        return Vec::new();
    };
    vec![
        case.person.name.reveal().clone(),
        residence.value.address.reveal().clone(),
        format!(
            "{} {}",
            residence.value.postal_code,
            post_town(residence.value.postal_code, residence.value.municipality)
        ),
    ]
}

/// The town of a postal code, or the municipality if no table has the code.
fn post_town(code: PostalCode, municipality: MunicipalityCode) -> String {
    places_for_postal_code(code).first().map_or_else(
        || municipality_name(municipality),
        |place| place.locality.to_owned(),
    )
}

/// Who the letter is about: Migrationsverket knows the person by name and LMA number.
fn about(case: &Case) -> Vec<LetterPart> {
    let mut parts = vec![part(
        "Gäller",
        format!(
            "{}, född {}",
            case.person.name.reveal(),
            long_date(case.person.birth_date)
        ),
    )];
    // Migrationsverket does not get the numbers that care uses.
    parts.extend(case.identifier(IdentifierKind::LmaNumber).map(number_part));
    parts.push(part("SIP-nummer", case.sip.number.shown()));
    parts
}

fn number_part(identifier: &Identifier) -> LetterPart {
    part(identifier.kind().swedish(), identifier.shown())
}

fn certificate(case: &Case) -> Content {
    let written = case.certificate.as_ref().ok_or(LetterRefusal::NotNow)?;
    let mut parts = about(case);
    parts.push(part("Intyg", written.value.reveal().clone()));
    // Name and profession only; the unit would reveal what the care is for.
    parts.push(part(
        "Skrivet av",
        format!(
            "{}, {}, {}",
            written.by.name,
            role_in_sentence(written.by.role),
            long_date(local_date(written.at))
        ),
    ));
    Ok(("Läkarintyg om omvårdnadsbehov", parts))
}

/// The agreed plan without own words, third persons, names of kin or internal notes (domain.md).
fn plan(case: &Case) -> Content {
    let held = held(case)?;
    let mut parts = about(case);
    if vocabulary::leak::seeded("letter-own-words") {
        parts.push(part(
            "Det viktiga",
            held.value.what_matters.reveal().clone(),
        ));
    }
    let (needs, shares) = (
        held.value.needs.reveal(),
        held.value.responsibilities.reveal(),
    );
    if [needs, shares]
        .into_iter()
        .any(|text| names_kin(case, text))
    {
        return Err(LetterRefusal::NamesKin);
    }
    parts.push(part("Mötet hölls", date_and_clock(held.value.at)));
    parts.push(part("Behov", needs.clone()));
    parts.push(part("Vem gör vad", shares.clone()));
    Ok(("Samordnad individuell plan", parts))
}

/// The patient's own copy, with everything.
fn patient_copy(case: &Case) -> Content {
    let held = held(case)?;
    let mut parts = vec![
        part("SIP-nummer", case.sip.number.shown()),
        part("Mötet hölls", date_and_clock(held.value.at)),
        part(
            "Det som är viktigt för dig",
            held.value.what_matters.reveal().clone(),
        ),
        part("Behov", held.value.needs.reveal().clone()),
        part("Vem gör vad", held.value.responsibilities.reveal().clone()),
        part("De som var med", held.value.attended.reveal().clone()),
    ];
    parts.extend(
        case.sip
            .follow_up
            .as_ref()
            .map(|follow| part("Uppföljning", date_and_clock(follow.value.at))),
    );
    Ok(("Din samordnade individuella plan", parts))
}

fn held(case: &Case) -> Result<&Stamped<Held>, LetterRefusal> {
    case.sip.held.as_ref().ok_or(LetterRefusal::NotNow)
}
