//! What the letters say, each for its one recipient.

use domain::{
    Case,
    plan::{PlanRow, PlanVersion},
};
use vocabulary::{
    birth_date::BirthDate,
    calendar::{date_and_clock, local_date, long_date, read_iso_date},
    choice::Choice as _,
    geography::{MunicipalityCode, PostalCode, places_for_postal_code},
    identifier::{Identifier, IdentifierKind},
    letter::LetterKind,
    plan::{PlanField, PlanRowKind},
    unit::UnitKind,
};

use super::LetterRefusal;
use crate::{
    share::plan::{holds, holds_row, said},
    telling::class_of_letter,
    text_check::{self, UnitNames},
    views::{
        document::{DocumentPart, Prose, Table},
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

/// The agreed plan without own words, third persons, names of kin or internal notes (domain.md): what the
/// class of the letter holds.
fn plan(case: &Case, units: &UnitNames) -> Content {
    let agreed = agreed(case)?;
    let class = class_of_letter(LetterKind::Plan);
    let mut parts = about(case, units);
    if vocabulary::leak::seeded("letter-own-words") {
        let own = agreed
            .rows
            .iter()
            .find(|row| row.kind == PlanRowKind::WhatMatters);
        let said = own.and_then(|row| row.value(PlanField::Text));
        parts.push(part("Det viktiga", said.unwrap_or_default()));
    }
    parts.extend(held(case));
    let rows = || agreed.rows.iter().filter(|row| holds_row(class, row));
    let text = |row: &PlanRow, field| {
        let value = row.value(field).filter(|_| holds(class, row, field));
        value.unwrap_or_default().to_owned()
    };
    let cell = |row: &PlanRow, field| {
        let text = text(row, field);
        let marks = text_check::marks(case, units, &text);
        Prose { text, marks }
    };
    for (kind, heading) in [(PlanRowKind::Need, "Behov"), (PlanRowKind::Goal, "Mål")] {
        let of_kind = rows().filter(|row| row.kind == kind);
        let said: Vec<String> = of_kind.map(|row| text(row, PlanField::Text)).collect();
        if !said.is_empty() {
            parts.push(checked(case, units, heading, &said.join("\n")));
        }
    }
    // Which unit it is would reveal the diagnosis.
    let who = |row: &PlanRow| Prose::plain(responsible(case, row));
    let interventions = rows().filter(|row| row.kind == PlanRowKind::Intervention);
    let tasks: Vec<[Prose; 4]> = interventions
        .map(|row| {
            let from = text(row, PlanField::Starts);
            let to = text(row, PlanField::Ends);
            [
                cell(row, PlanField::Text),
                who(row),
                cell(row, PlanField::Extent),
                Prose::plain(period(&from, &to)),
            ]
        })
        .collect();
    if !tasks.is_empty() {
        let table = Table::new(["Insats", "Vem", "Omfattning", "När"], tasks);
        parts.push(DocumentPart::table("Vem gör vad", table));
    }
    let mut main = rows().filter(|row| row.kind == PlanRowKind::Responsibility);
    parts.extend(
        main.next()
            .map(|row| part("Huvudansvar för planen", responsible(case, row))),
    );
    Ok(("Samordnad individuell plan", parts))
}

/// Who is responsible, without the unit's name. A plan that was four texts says it in the text.
fn responsible(case: &Case, row: &PlanRow) -> &'static str {
    let former = case.former_parties.iter().map(|(party, _)| party);
    let mut known = case.parties.values().chain(former);
    let unit = row.unit();
    match known.find(|party| Some(&party.unit.hsa_id) == unit.as_ref()) {
        Some(party) if party.unit.kind == UnitKind::MunicipalPrimaryCare => "Kommunal primärvård",
        Some(_) => "Regionens vård",
        None => "",
    }
}

fn period(from: &str, to: &str) -> String {
    let day = |day: &str| read_iso_date(day).map_or_else(|_| String::new(), long_date);
    match (day(from), day(to)) {
        (from, to) if from.is_empty() && to.is_empty() => String::new(),
        (from, to) if to.is_empty() => format!("från {from}"),
        (from, to) if from.is_empty() => format!("till {to}"),
        (from, to) => format!("{from} till {to}"),
    }
}

/// The patient's own copy, with everything.
fn patient_copy(case: &Case) -> Content {
    let agreed = agreed(case)?;
    let mut parts = vec![part("SIP-nummer", case.sip.number.shown())];
    parts.extend(held(case));
    for kind in PlanRowKind::ALL {
        let rows = agreed.rows.iter().filter(|row| row.kind == *kind);
        let said: Vec<String> = rows.map(|row| whole_row(case, row)).collect();
        if !said.is_empty() {
            parts.push(part(for_the_patient(*kind), said.join("\n")));
        }
    }
    let attended = case.sip.held.iter().flat_map(|held| &held.value.attended);
    let attended: Vec<&str> = attended.map(|who| who.swedish()).collect();
    if !attended.is_empty() {
        parts.push(part("De som var med", attended.join(", ")));
    }
    parts.extend(
        case.sip
            .follow_up
            .as_ref()
            .map(|follow| part("Uppföljning", date_and_clock(follow.value.at))),
    );
    Ok(("Din samordnade individuella plan", parts))
}

/// A kind of row, in words to the patient.
fn for_the_patient(kind: PlanRowKind) -> &'static str {
    match kind {
        PlanRowKind::WhatMatters => "Det som är viktigt för dig",
        PlanRowKind::Need => "Behov",
        PlanRowKind::Goal => "Mål",
        PlanRowKind::Intervention => "Vem gör vad",
        PlanRowKind::Measure => "Det andra gör",
        PlanRowKind::Participant => "De som var kallade",
        PlanRowKind::Responsibility => "Huvudansvar för planen",
        PlanRowKind::Note => "Vårdens anteckningar",
    }
}

/// What a row says: its text, and after it each other field with its name.
fn whole_row(case: &Case, row: &PlanRow) -> String {
    let fields = row.kind.fields().iter().copied();
    let said = fields.filter_map(|field| {
        let said = said(case, field, row.value(field)?);
        let speaks_for_itself = [PlanField::Text, PlanField::Who, PlanField::Role].contains(&field)
            || row.kind == PlanRowKind::Responsibility && field == PlanField::Unit;
        Some(if speaks_for_itself {
            said
        } else if field == PlanField::OwnPart {
            format!("Det du gör själv: {said}")
        } else {
            format!("{}: {said}", field.swedish())
        })
    });
    said.collect::<Vec<_>>().join(". ")
}

fn held(case: &Case) -> Option<DocumentPart> {
    let held = case.sip.held.as_ref()?;
    Some(part("Mötet hölls", date_and_clock(held.value.at)))
}

fn agreed(case: &Case) -> Result<&PlanVersion, LetterRefusal> {
    case.plan.agreed().ok_or(LetterRefusal::NotNow)
}
