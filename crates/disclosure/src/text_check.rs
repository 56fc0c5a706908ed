//! The one check of prose that goes to Migrationsverket: it finds what points at kin, a birth date, a
//! number, a room or a unit, in any spelling that it knows, and says where. It changes no text, and
//! what it does not find is no proof that there is nothing (docs/guard.md).

mod dates;
mod fold;
mod group_words;
mod hidden;
mod names;
mod neutral;
mod notes;
mod numbers;
mod rooms;
mod swedish;
mod units;

use std::ops::Range;

use domain::Case;
use serde::Serialize;

use self::fold::{Row, Word, words};
pub use self::{
    neutral::{PlaceMistake, neutral_place},
    units::UnitNames,
};
pub use group_words::group_words;

/// What a part of a text points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Finding {
    /// Written in another script than Latin, so that the comparison cannot vouch for it.
    OtherScript,
    Room,
    /// A ward, a clinic, a team, or a unit of the directory.
    Unit,
    /// The patient's own LMA number, a telephone number, or another long number.
    Number,
    BirthDate,
    /// A name of kin; certain when the case has it as a name.
    Kin {
        certain: bool,
    },
    /// A number by which care knows the patient, and Migrationsverket does not.
    CareNumber,
    /// An identity number of somebody else.
    OthersNumber,
    /// An id of a unit or of staff.
    HsaId,
}

impl Finding {
    /// Whether it can never be right in a text to Migrationsverket, whoever reads it.
    #[must_use]
    pub fn is_never_right(self) -> bool {
        match self {
            Self::CareNumber | Self::OthersNumber | Self::HsaId => true,
            Self::OtherScript
            | Self::Room
            | Self::Unit
            | Self::Number
            | Self::BirthDate
            | Self::Kin { .. } => false,
        }
    }

    /// What it is, in Swedish, as a label of the marked text.
    #[must_use]
    pub fn swedish(self) -> &'static str {
        match self {
            Self::OtherScript => "annan skrift",
            Self::Room => "rum eller säng",
            Self::Unit => "enhet",
            Self::Number => "nummer",
            Self::BirthDate => "födelsedatum",
            Self::Kin { .. } => "närståendes namn",
            Self::CareNumber => "vårdens nummer",
            Self::OthersNumber => "någon annans nummer",
            Self::HsaId => "HSA-id",
        }
    }
}

/// A part of a text, in bytes, and what it points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    pub range: Range<usize>,
    pub finding: Finding,
}

impl Mark {
    /// A mark over some words of a text.
    fn over(said: &[Word], words: Range<usize>, finding: Finding) -> Option<Self> {
        let words = said.get(words)?;
        let range = words.first()?.range.start..words.last()?.range.end;
        Some(Self { range, finding })
    }
}

/// What a text about a case points at, in the order of the text, no two marks over each other.
pub(crate) fn marks(case: &Case, units: &UnitNames, text: &str) -> Vec<Mark> {
    let check = Check::of(case, units);
    let mut marks = check.marks(text);
    for hidden in hidden::in_text(text) {
        // What has been decoded has not all been read when there is too much of it.
        let unread = hidden.cut_short.then_some(Finding::OtherScript);
        let found = check.marks(&hidden.readings.join("\n")).into_iter();
        let found = found.map(|mark| mark.finding).chain(unread).max();
        marks.extend(found.map(|finding| Mark {
            range: hidden.range,
            finding,
        }));
    }
    joined(marks)
}

/// What a name at the head of a letter points at besides its bearer: a unit, a room, a number or a
/// date that somebody has typed into it. The name itself is not looked for.
pub(crate) fn marks_in_name(case: &Case, units: &UnitNames, name: &str) -> Vec<Mark> {
    let said = words(name);
    let row = Row::of(&said);
    let mut marks = Check::of(case, units).places(&said, &row);
    marks.extend(numbers::marks(case, &said));
    joined(marks)
}

/// Whether a text says a unit: one of the directory, or what looks like a ward or an HSA-id.
pub(crate) fn says_a_unit(units: &UnitNames, text: &str) -> bool {
    let said = words(text);
    let row = Row::of(&said);
    !units.marks(&said, &row).is_empty()
        || !units::alike(&said).is_empty()
        || !numbers::own_parts(units.own_ids(), &said).is_empty()
        || !numbers::hsa_ids(&said).is_empty()
}

/// What the texts of a case are compared with, made once for a text and all that it hides.
struct Check<'a> {
    case: &'a Case,
    own: Vec<String>,
    kin: Vec<names::Name>,
    directory: &'a UnitNames,
    of_the_case: UnitNames,
}

impl<'a> Check<'a> {
    fn of(case: &'a Case, directory: &'a UnitNames) -> Self {
        let own: Vec<String> = words(case.person.name.reveal())
            .iter()
            .map(|word| word.plain().to_owned())
            .collect();
        let parties = case.parties.values().map(|party| &party.unit);
        let former = case.former_parties.iter().map(|(party, _)| &party.unit);
        Self {
            kin: names::of_kin(case, &own),
            case,
            own,
            directory,
            of_the_case: UnitNames::of(parties.chain(former)),
        }
    }

    /// The marks in a text as it stands, without looking for what is written in code.
    fn marks(&self, text: &str) -> Vec<Mark> {
        let said = words(text);
        let row = Row::of(&said);
        let mut marks = names::foreign(&said);
        marks.extend(names::introduced(&said, &self.own));
        for name in &self.kin {
            marks.extend(name.marks(&said, &row));
        }
        marks.extend(numbers::marks(self.case, &said));
        marks.extend(self.places(&said, &row));
        marks
    }

    fn places(&self, said: &[Word], row: &Row<'_>) -> Vec<Mark> {
        let mut marks = Vec::new();
        for names in [self.directory, &self.of_the_case] {
            marks.extend(names.marks(said, row));
            marks.extend(numbers::own_parts(names.own_ids(), said));
        }
        marks.extend(units::alike(said));
        marks.extend(rooms::marks(self.case.person.room.as_deref(), said, row));
        marks
    }
}

/// Marks that touch become one, with the gravest finding.
fn joined(mut marks: Vec<Mark>) -> Vec<Mark> {
    marks.sort_by_key(|mark| (mark.range.start, mark.range.end));
    let mut joined: Vec<Mark> = Vec::new();
    for mark in marks {
        match joined.last_mut() {
            Some(last) if mark.range.start < last.range.end => {
                last.range.end = last.range.end.max(mark.range.end);
                last.finding = last.finding.max(mark.finding);
            }
            _ => joined.push(mark),
        }
    }
    joined
}
