//! Who the case is about, and where the person stays.

use domain::{
    Case,
    case::{KnownIdentifier, Stamped},
    event::Residence,
};
use jiff::Timestamp;
use serde::Serialize;
use vocabulary::{
    birth_date::{Age, BirthDate},
    calendar::local_date,
    choice::Choice as _,
    geography::MunicipalityCode,
    identifier::IdentifierKind,
    setting::Housing,
};

use super::Moment;
use crate::share::PersonShare;

/// Who the case is about.
#[derive(Clone, Serialize)]
pub struct PersonView {
    /// The name as on the card, or as the person gave it.
    pub name: String,
    /// For example "M. K."
    pub initials: String,
    /// In whole years, today; none when nothing is known of the birth date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age: Option<u16>,
    /// Whether it may be a year less, because only the year of birth is known.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub age_about: bool,
    /// Whether the rules for children apply (V3.3).
    pub child: bool,
    pub birth_date: BirthDate,
    /// The person's numbers; one is in use.
    pub identifiers: Vec<IdentifierView>,
    /// BCP 47 code.
    pub language: Option<String>,
    pub language_name: Option<String>,
    pub interpreter_needed: bool,
    /// Room or place on the unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub room: Option<String>,
    /// How kin take part, as noted at opening; only for the region's care units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kin: Option<String>,
    /// `None` for municipal primary care, to whom every case looks alike.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protected_identity: Option<bool>,
}

/// One of the person's identity numbers.
#[derive(Clone, Serialize)]
pub struct IdentifierView {
    pub kind: IdentifierKind,
    pub kind_name: &'static str,
    /// Formatted for people.
    pub value: String,
    pub in_use: bool,
    /// When it was recorded in the case.
    pub since: Moment,
    /// Name of whoever recorded it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen_by: Option<String>,
}

/// Where the person stays. Street and postal code are hidden until somebody asks for them: in the
/// region for a protected identity, in the municipality always.
#[derive(Clone, Serialize)]
pub struct ResidenceView {
    pub municipality: MunicipalityCode,
    /// The municipality's name, or its code if it is outside the region.
    pub municipality_name: String,
    pub housing: Housing,
    pub housing_name: &'static str,
    /// Whether there is an address that is hidden.
    pub address_hidden: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    pub recorded_at: Moment,
}

/// An address that somebody asked to see.
#[derive(Clone, Serialize)]
pub struct AddressView {
    pub address: String,
    /// For example "461 30".
    pub postal_code: String,
    pub municipality_name: String,
}

impl PersonView {
    /// "62 år", or what is known of the age.
    #[must_use]
    pub fn age_in_words(&self) -> String {
        let age = Age {
            years: self.age,
            about: self.age_about,
        };
        age.swedish()
    }

    /// "6 april 1990 (35 år)".
    #[must_use]
    pub fn born_in_words(&self) -> String {
        format!("{} ({})", self.birth_date.swedish(), self.age_in_words())
    }

    /// The person as the region's care units see them: all numbers and who recorded them, room and
    /// kin.
    pub(crate) fn of_case(case: &Case, now: Timestamp) -> Self {
        let person = &case.person;
        Self {
            room: person.room.clone(),
            kin: person.kin.as_ref().map(|kin| kin.reveal().clone()),
            protected_identity: Some(person.protected_identity),
            ..Self::of(
                &PersonShare::of(case),
                case.identifiers.iter().map(IdentifierView::with_who_saw),
                now,
            )
        }
    }

    pub(crate) fn of(
        person: &PersonShare<'_>,
        numbers: impl Iterator<Item = IdentifierView>,
        now: Timestamp,
    ) -> Self {
        let PersonShare {
            name,
            birth_date,
            under_18,
            language,
            interpreter_needed,
        } = *person;
        let today = local_date(now);
        let age = birth_date.age_on(today);
        Self {
            name: name.reveal().clone(),
            initials: initials(name.reveal()),
            age: age.years,
            age_about: age.about,
            child: birth_date.is_child_on(today, under_18),
            birth_date,
            identifiers: numbers.collect(),
            language: language.map(|language| language.0.clone()),
            language_name: language.map(|found| found.swedish().to_owned()),
            interpreter_needed,
            room: None,
            kin: None,
            protected_identity: None,
        }
    }
}

impl IdentifierView {
    /// A number with who recorded it, for the region's care units.
    fn with_who_saw(known: &KnownIdentifier) -> Self {
        Self {
            seen_by: Some(known.seen_by.clone()),
            ..Self::of(known)
        }
    }

    pub(crate) fn of(known: &KnownIdentifier) -> Self {
        Self {
            kind: known.identifier.kind(),
            kind_name: known.identifier.kind().swedish(),
            value: known.identifier.shown(),
            in_use: known.in_use,
            since: Moment(known.since),
            seen_by: None,
        }
    }
}

impl ResidenceView {
    /// `hidden` leaves out street and postal code.
    pub(crate) fn of(stamped: &Stamped<Residence>, hidden: bool) -> Self {
        let residence = &stamped.value;
        Self {
            municipality: residence.municipality,
            municipality_name: municipality_name(residence.municipality),
            housing: residence.housing,
            housing_name: residence.housing.swedish(),
            address_hidden: hidden,
            address: (!hidden).then(|| residence.address.reveal().clone()),
            postal_code: (!hidden).then(|| residence.postal_code.shown()),
            recorded_at: Moment(stamped.at),
        }
    }
}

impl AddressView {
    pub(crate) fn of(case: &Case) -> Option<Self> {
        let residence = &case.residence.as_ref()?.value;
        Some(Self {
            address: residence.address.reveal().clone(),
            postal_code: residence.postal_code.shown(),
            municipality_name: municipality_name(residence.municipality),
        })
    }
}

/// The municipality's name, or its code if it is outside the region.
pub(crate) fn municipality_name(code: MunicipalityCode) -> String {
    code.name()
        .map_or_else(|| format!("kommun {code}"), str::to_owned)
}

/// "M. K." for "Maryam Karimi"; one letter for a single name.
pub(crate) fn initials(name: &str) -> String {
    let first = |word: &str| word.chars().find(|letter| letter.is_alphabetic());
    let letters: Vec<char> = name.split_whitespace().filter_map(first).collect();
    let ends = match letters.as_slice() {
        [] => return String::new(),
        [only] => vec![*only],
        [one, .., last] => vec![*one, *last],
    };
    let dotted: Vec<String> = ends
        .into_iter()
        .map(|letter| format!("{}.", letter.to_uppercase()))
        .collect();
    dotted.join(" ")
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn a_name_is_shown_as_initials() {
        assert_eq!(initials("Maryam Karimi"), "M. K.");
        assert_eq!(initials("abdul rahman al-Hassan"), "A. A.");
        assert_eq!(initials("Örjan"), "Ö.");
        assert_eq!(initials(""), "");
    }
}
