//! Phrases shared by the wording of several events.

use domain::event::{Basis, EvaluatedGoal, Former, Meeting, Needs, Person};
use jiff::civil::Date;
use vocabulary::{
    calendar::{date_and_clock, long_date},
    choice::Choice as _,
    command::InterventionOrder,
    consent::{ConsentAnswer, ConsentKind},
    intervention::Intervention,
    sip::Attendee,
};

use crate::views::{parties::basis_name, question::order_text};

pub(super) fn consent_text(consent: ConsentKind, answer: ConsentAnswer) -> String {
    format!("{}: {}", consent.swedish(), inside(answer.swedish()))
}

pub(super) fn party_basis(basis: Basis) -> String {
    format!("Grund: {}.", inside(basis_name(basis)))
}

pub(super) fn needs_text(needs: &Needs) -> String {
    let says = |need: bool, yes: &str| need.then(|| yes.to_owned());
    sentences([
        Some(needs.nursing.swedish().to_owned()),
        says(needs.health_care, "Insatser av hälso- och sjukvård behövs"),
        says(needs.device, "Hjälpmedel behövs"),
    ])
}

/// What was corrected, from what to what; without what was before, the details as they are.
pub(super) fn person_text(person: &Person, before: Option<&Person>) -> String {
    let language = |person: &Person| {
        let language = person.language.as_ref();
        language
            .map_or("inte angivet", |language| language.swedish())
            .to_owned()
    };
    let interpreter = |person: &Person| {
        let needed = if person.interpreter_needed {
            "behövs"
        } else {
            "behövs inte"
        };
        needed.to_owned()
    };
    let room = |person: &Person| person.room.clone().unwrap_or_else(|| "inget".to_owned());
    let child = |person: &Person| match person.under_18 {
        None => "inte angivet".to_owned(),
        Some(true) => "ja".to_owned(),
        Some(false) => "nej".to_owned(),
    };
    let details = |person: &Person| {
        [
            ("Namn", person.name.reveal().clone()),
            ("Födelsedatum", person.birth_date.swedish()),
            ("Under 18 år", child(person)),
            ("Språk", language(person)),
            ("Tolk", interpreter(person)),
            ("Rum eller plats", room(person)),
        ]
    };
    let now = details(person);
    match before.map(details) {
        None => sentences(now.map(|(label, now)| Some(format!("{label}: {now}")))),
        Some(before) => {
            let pairs: Vec<Option<String>> = before
                .into_iter()
                .zip(now)
                .map(|((label, before), (_, now))| {
                    (before != now).then(|| format!("{label}: från {before} till {now}"))
                })
                .collect();
            sentences(pairs)
        }
    }
}

pub(super) fn meeting_text(meeting: &Meeting) -> String {
    sentences([
        Some(date_and_clock(meeting.at)),
        Some(meeting.form().swedish().to_owned()),
        meeting.meeting_point().map(str::to_owned),
        meeting.kin_invited.then(|| "Närstående kallas".to_owned()),
    ])
}

pub(super) fn undone(former: &Former) -> &'static str {
    match former {
        Former::Residence(_) => "Kommun och adress är som före ändringen.",
        Former::Needs(_) => "Behoven är som före ändringen.",
        Former::Interpreter(_) => "Tolkbokningen är som före ändringen.",
        Former::Institution(_) => "Institutionsboendet är som före ändringen.",
        Former::Transport(_) => "Sjuktransporten är som före ändringen.",
        Former::FollowUp(_) => "Uppföljningen är som före ändringen.",
        Former::ReadyForDischarge(_) => "Utskrivningsklar är som före ändringen.",
        Former::Person(_) => "Patientens uppgifter är som före ändringen.",
    }
}

pub(super) fn orders(orders: &[InterventionOrder]) -> String {
    let texts: Vec<String> = orders.iter().map(order_text).collect();
    texts.join("; ")
}

pub(super) fn codes(codes: &[Intervention]) -> Option<String> {
    let names: Vec<&str> = codes.iter().map(|code| code.swedish()).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

pub(super) fn period(starts: Date, ends: Option<Date>) -> String {
    match ends {
        Some(ends) => format!("{} till {}", long_date(starts), long_date(ends)),
        None => format!("Från {}", long_date(starts)),
    }
}

/// A phrase for use inside a sentence: lower-case first letter, except for names of authorities.
pub(crate) fn inside(phrase: &str) -> String {
    if ["Migrationsverket", "Koncernkontoret", "SIP", "LMA"]
        .iter()
        .any(|name| phrase.starts_with(name))
    {
        return phrase.to_owned();
    }
    let mut letters = phrase.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

/// Joins sentences, each with a capital letter and a full stop.
/// Who attended a meeting.
pub(super) fn who_attended(attended: &[Attendee]) -> String {
    let names: Vec<String> = attended.iter().map(|who| inside(who.swedish())).collect();
    format!("Med var {}", names.join(", "))
}

/// A goal, how far it was reached, and why.
pub(super) fn evaluated(goal: &EvaluatedGoal) -> String {
    format!("{}: {}", goal.goal.reveal(), inside(&goal.said()))
}

pub(super) fn sentences(parts: impl IntoIterator<Item = Option<String>>) -> String {
    let mut text = String::new();
    for part in parts.into_iter().flatten() {
        let part = part.trim();
        let mut letters = part.chars();
        let Some(first) = letters.next() else {
            continue;
        };
        if !text.is_empty() {
            text.push(' ');
        }
        text.extend(first.to_uppercase());
        text.push_str(letters.as_str());
        if !part.ends_with(['.', '?', '…']) {
            text.push('.');
        }
    }
    text
}
