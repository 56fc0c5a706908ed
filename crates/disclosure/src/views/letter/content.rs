//! What the letters say, each for its one recipient.

use domain::{
    Case,
    case::{Held, Stamped},
};
use vocabulary::{
    birth_date::BirthDate,
    calendar::{date_and_clock, local_date, long_date},
    choice::Choice as _,
    geography::{MunicipalityCode, PostalCode, places_for_postal_code},
    identifier::{Identifier, IdentifierKind},
    letter::LetterKind,
};

use super::LetterRefusal;
use crate::{
    text_check::{self, UnitNames},
    views::{
        document::{DocumentPart, Prose},
        person::municipality_name,
        record::role_in_sentence,
    },
};

pub(super) type Content = Result<(&'static str, Vec<DocumentPart>), LetterRefusal>;

/// What a letter of a kind says: its heading and its parts.
pub(super) fn content(case: &Case, kind: LetterKind, units: &UnitNames) -> Content {
    match kind {
        LetterKind::Certificate => certificate(case, units),
        LetterKind::Plan => plan(case, units),
        LetterKind::PatientCopy => patient_copy(case),
    }
}

fn part(heading: &str, text: impl Into<String>) -> DocumentPart {
    DocumentPart::prose(heading, Prose::plain(text))
}

/// A part that somebody has written, with what the check finds in it.
fn checked(case: &Case, units: &UnitNames, heading: &str, text: &str) -> DocumentPart {
    let marks = text_check::marks(case, units, text);
    let text = text.to_owned();
    DocumentPart::prose(heading, Prose { text, marks })
}

/// A part that begins with somebody's name. A name is a field that anything can be typed into.
fn named(
    case: &Case,
    units: &UnitNames,
    heading: &str,
    (name, rest): (&str, &str),
) -> DocumentPart {
    let marks = text_check::marks_in_name(case, units, name);
    let text = format!("{name}, {rest}");
    DocumentPart::prose(heading, Prose { text, marks })
}

/// The patient's name and home address; empty when the address is not known.
pub(super) fn home(case: &Case) -> Vec<String> {
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
fn about(case: &Case, units: &UnitNames) -> Vec<DocumentPart> {
    let born = match case.person.birth_date {
        BirthDate::Unknown => "okänt födelsedatum".to_owned(),
        birth @ (BirthDate::Known(_) | BirthDate::Year(_)) => format!("född {}", birth.swedish()),
    };
    let name = case.person.name.reveal();
    let mut parts = vec![named(case, units, "Gäller", (name, &born))];
    // Migrationsverket does not get the numbers that care uses.
    parts.extend(case.identifier(IdentifierKind::LmaNumber).map(number_part));
    parts.push(part("SIP-nummer", case.sip.number.shown()));
    parts
}

fn number_part(identifier: &Identifier) -> DocumentPart {
    part(identifier.kind().swedish(), identifier.shown())
}

fn certificate(case: &Case, units: &UnitNames) -> Content {
    let written = case.certificate.as_ref().ok_or(LetterRefusal::NotNow)?;
    let mut parts = about(case, units);
    parts.push(checked(case, units, "Intyg", written.value.reveal()));
    // Name and profession only; the unit would reveal what the care is for.
    let (role, day) = (
        role_in_sentence(written.by.role),
        long_date(local_date(written.at)),
    );
    let writer = (written.by.name.as_str(), &*format!("{role}, {day}"));
    parts.push(named(case, units, "Skrivet av", writer));
    Ok(("Läkarintyg om omvårdnadsbehov", parts))
}

/// The agreed plan without own words, third persons, names of kin or internal notes (domain.md).
fn plan(case: &Case, units: &UnitNames) -> Content {
    let held = held(case)?;
    let mut parts = about(case, units);
    if vocabulary::leak::seeded("letter-own-words") {
        parts.push(part(
            "Det viktiga",
            held.value.what_matters.reveal().clone(),
        ));
    }
    parts.push(part("Mötet hölls", date_and_clock(held.value.at)));
    let (needs, shares) = (
        held.value.needs.reveal(),
        held.value.responsibilities.reveal(),
    );
    parts.push(checked(case, units, "Behov", needs));
    parts.push(checked(case, units, "Vem gör vad", shares));
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
