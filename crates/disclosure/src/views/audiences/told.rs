//! What each audience has been told, in Swedish: the stored tellings, matched with the events that
//! told them. Who was told what is never computed here.

use std::{borrow::Borrow, collections::BTreeMap};

use domain::{Case, Entry, Event};
use jiff::Timestamp;
use vocabulary::{
    audience::Audience, calendar::local_date, calendar::long_date, choice::Choice as _,
    hsa_id::HsaId, letter::LetterKind, public_id::PublicId,
};

use super::{AudienceRow, Relation, Told, unit_name};
use crate::{
    Channel, Class, Means, PlacedTelling, Section, Telling, TellingRecipient,
    telling::outward::{Said, said_of},
    views::{Moment, events::inside},
};

/// What has been told, by recipient.
pub(super) struct History {
    told: BTreeMap<TellingRecipient, Vec<Told>>,
}

impl History {
    /// `told` is in the order of the journal, whose positions start at 1.
    pub(super) fn of<J: Borrow<Entry>>(journal: &[J], told: &[PlacedTelling]) -> Self {
        let letters = Letters::of(journal);
        let mut history: BTreeMap<TellingRecipient, Vec<Told>> = BTreeMap::new();
        for placed in told {
            let PlacedTelling { place, telling } = placed;
            let entry = usize::try_from(*place)
                .ok()
                .and_then(|place| journal.get(place.checked_sub(1)?));
            let Some(entry) = entry.map(Borrow::borrow) else {
                continue;
            };
            let earlier = history.entry(telling.to.clone()).or_default();
            let known = earlier.iter().any(|told| told.class == telling.class);
            let (mut what, when) = in_words(entry, telling, known, &letters);
            if let Some(returned) = letters.returned(*place, telling) {
                let day = long_date(local_date(returned));
                what = format!("{what}. Brevet kom i retur {day}");
            }
            let (channel, channel_name) = way(telling.means);
            earlier.push(Told {
                what,
                when: Moment(when),
                channel,
                channel_name,
                class: telling.class,
            });
        }
        for told in history.values_mut() {
            told.sort_by_key(|told| told.when);
        }
        Self { told: history }
    }

    pub(super) fn take(&mut self, audience: Audience) -> Vec<Told> {
        let to = TellingRecipient::Outside(audience);
        self.told.remove(&to).unwrap_or_default()
    }

    pub(super) fn take_unit(&mut self, unit: &HsaId) -> Vec<Told> {
        let to = TellingRecipient::Unit(unit.clone());
        self.told.remove(&to).unwrap_or_default()
    }

    /// Everybody else who has been told something: units that are no longer parties or asked, the
    /// one who signs for the municipality, and managers whose unit is not known.
    pub(super) fn rest(self, case: &Case) -> Vec<AudienceRow> {
        let row = |to: TellingRecipient, told| {
            let name = to.swedish().unwrap_or_default().to_owned();
            match to {
                TellingRecipient::Unit(unit) => Some(AudienceRow {
                    audience: unit_name(&unit),
                    relation: Relation::MayBeAdded,
                    since: None,
                    told,
                    rule: "V6B.7".to_owned(),
                    name: known_name(case, &unit),
                    kind: former_kind(case, &unit),
                    condition: "Ser inget nu. Enheten är inte längre tillfrågad eller part.".to_owned(),
                    basis: None,
                }),
                TellingRecipient::HeadOfOperations => Some(AudienceRow {
                    audience: to.to_string(),
                    relation: Relation::Sees,
                    since: case
                        .agreement
                        .as_ref()
                        .map(|agreement| Moment(agreement.drawn_up_at)),
                    told,
                    rule: "C5.1".to_owned(),
                    name,
                    kind: None,
                    condition:
                        "Ser överenskommelsen som ska skrivas under, också från en enhet som inte är part."
                            .to_owned(),
                    basis: None,
                }),
                TellingRecipient::Outside(Audience::MunicipalManager) => Some(AudienceRow {
                    audience: to.to_string(),
                    relation: Relation::ToldOtherwise,
                    since: None,
                    told,
                    rule: "V6B.7".to_owned(),
                    name,
                    kind: None,
                    condition: "Ni talade med chefen innan frågan skickades till en enhet.".to_owned(),
                    basis: None,
                }),
                // These have a row of their own, or are in the case's own list of wrong
                // disclosures.
                TellingRecipient::Outside(_) | TellingRecipient::Wrong(_) => None,
            }
        };
        self.told
            .into_iter()
            .filter_map(|(to, told)| row(to, told))
            .collect()
    }
}

/// The name of a unit that occurs in the case, now or earlier.
pub(crate) fn known_name(case: &Case, unit: &HsaId) -> String {
    let party = case.parties.get(unit).map(|party| &party.unit);
    let asked = || case.question_to(unit).map(|question| &question.unit);
    let former = || {
        let mut former = case.former_parties.iter().rev();
        former
            .find(|(party, _)| party.unit.hsa_id == *unit)
            .map(|(party, _)| &party.unit)
    };
    party
        .or_else(asked)
        .or_else(former)
        .map(|card| card.name.clone())
        .unwrap_or_default()
}

fn former_kind(case: &Case, unit: &HsaId) -> Option<&'static str> {
    let mut former = case.former_parties.iter().rev();
    former
        .find(|(party, _)| party.unit.hsa_id == *unit)
        .map(|(party, _)| party.unit.kind.swedish())
}

/// A channel's code and Swedish name, as "Vem ser vad" and the API use them.
pub(crate) fn way(means: Means) -> (&'static str, &'static str) {
    match means {
        Means::Wrongly => ("wrong_disclosure", "Felaktigt utlämnande"),
        Means::By(channel) => match channel {
            Channel::PhoneNote => ("phone", "Telefon"),
            Channel::Post => ("post", "Post"),
            Channel::InPerson => ("in_person", "Vid möte eller i handen"),
            Channel::Email => ("email", "E-post utan namn"),
            Channel::Page | Channel::Message | Channel::Search => ("in_product", "I Vårdbron"),
            Channel::Print
            | Channel::Export
            | Channel::Fhir
            | Channel::LogExtract
            | Channel::Calendar
            | Channel::Invoice
            | Channel::Statistics => (channel.code(), channel.swedish()),
        },
    }
}

/// A share in Swedish: the whole share the first time, then only the parts that were new.
pub(crate) fn share_in_words(class: Class, sections: &[Section], known: bool) -> String {
    if !known || sections.is_empty() {
        return class.swedish().to_owned();
    }
    let mut words = sections.iter().map(|section| section.swedish());
    let first = words.next().unwrap_or_default().to_owned();
    let rest: Vec<String> = words.map(inside).collect();
    match rest.split_last() {
        None => first,
        Some((last, [])) => format!("{first} och {last}"),
        Some((last, more)) => format!("{first}, {} och {last}", more.join(", ")),
    }
}

/// What an event told, in Swedish, and when.
fn in_words(
    entry: &Entry,
    telling: &Telling,
    known: bool,
    letters: &Letters,
) -> (String, Timestamp) {
    let share = || {
        telling
            .class
            .map(|class| share_in_words(class, &telling.sections, known))
            .unwrap_or_default()
    };
    if joined(entry, telling) {
        let class = telling.class.map(Class::swedish).unwrap_or_default();
        return (format!("Blev part: {}", inside(class)), entry.at);
    }
    // What a reader inside the product learns comes from the share, whatever the event was.
    if !telling.sections.is_empty() {
        return (share(), entry.at);
    }
    match said_of(entry) {
        Said::ByClass => (share(), entry.at),
        Said::InWords(words, at) => (words, at),
        Said::Letter(letter, at) => {
            let what = letters.kind(letter).map_or("brevet", LetterKind::swedish);
            (format!("Brevet postat: {}", inside(what)), at)
        }
    }
}

/// Whether the event made whoever was told a party.
fn joined(entry: &Entry, telling: &Telling) -> bool {
    let unit = crate::telling::joins(&entry.event);
    unit.is_some_and(|unit| {
        telling.sections.is_empty() || telling.to == TellingRecipient::Unit(unit.hsa_id.clone())
    })
}

/// The letters of the queue: their kinds, and which of them came back.
struct Letters {
    kinds: BTreeMap<PublicId, LetterKind>,
    /// The positions where letters were recorded as posted.
    posted: Vec<(u64, PublicId)>,
    returned: BTreeMap<PublicId, Timestamp>,
}

impl Letters {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "three events speak of letters that have left; what is told is not decided here"
    )]
    fn of<J: Borrow<Entry>>(journal: &[J]) -> Self {
        let mut letters = Self {
            kinds: BTreeMap::new(),
            posted: Vec::new(),
            returned: BTreeMap::new(),
        };
        for (entry, place) in journal.iter().zip(1_u64..) {
            match &entry.borrow().event {
                Event::LetterQueued { outbox, letter } => {
                    letters.kinds.insert(*outbox, *letter);
                }
                Event::LetterPosted { outbox, .. } => letters.posted.push((place, *outbox)),
                Event::LetterReturned {
                    outbox,
                    returned_at,
                } => {
                    letters.returned.insert(*outbox, *returned_at);
                }
                _ => {}
            }
        }
        letters
    }

    fn kind(&self, letter: PublicId) -> Option<LetterKind> {
        self.kinds.get(&letter).copied()
    }

    /// When the letter that told this came back. In the journal a posted letter comes after the
    /// contact and the copy that it told.
    fn returned(&self, place: u64, telling: &Telling) -> Option<Timestamp> {
        if telling.means != Means::By(Channel::Post) {
            return None;
        }
        let (_, letter) = self.posted.iter().find(|(posted, letter)| {
            let to = self.kind(*letter).map(LetterKind::addressee);
            (place..=place + 2).contains(posted)
                && to.is_some_and(|to| telling.to == TellingRecipient::Outside(to))
        })?;
        self.returned.get(letter).copied()
    }
}
