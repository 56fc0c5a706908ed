//! Fyrbodal's localities, built in, and which of them a postal code may belong to.
//!
//! GeoNames, CC BY 4.0: see [`locality_source`]. The spans of postal codes are coarse and overlap,
//! so an answer is a list of candidates; `vardbron import-postal-codes` gives exact rows.

use std::sync::LazyLock;

use super::{MunicipalityCode, Position, PostalCode};

const TABLE: &str = include_str!("../../../../guidance/places/localities-fyrbodal.tsv");

static PLACES: LazyLock<Vec<Place>> = LazyLock::new(|| TABLE.lines().filter_map(row).collect());

/// A locality of Fyrbodal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Its name.
    pub locality: &'static str,
    pub municipality: MunicipalityCode,
    /// A single point for the whole locality.
    pub position: Position,
    first: PostalCode,
    last: PostalCode,
}

impl Place {
    /// Whether a postal code is within the range of the locality's codes.
    #[must_use]
    pub fn may_have(&self, code: PostalCode) -> bool {
        self.first <= code && code <= self.last
    }

    /// The number of codes in the range: the fewer, the more likely the locality.
    fn span(&self) -> u32 {
        let number = |code: PostalCode| code.as_str().parse::<u32>().unwrap_or(0);
        number(self.last).saturating_sub(number(self.first))
    }
}

/// The municipalities that a postal code can belong to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PostalMunicipality {
    /// The code is not in the table.
    Unknown,
    /// Every locality with the code is in this municipality.
    One(MunicipalityCode),
    /// The code crosses municipal borders, or the table cannot tell, so the user is asked. Sorted
    /// by code.
    Several(Vec<MunicipalityCode>),
}

impl PostalMunicipality {
    /// Combines a number of candidates.
    pub fn among(candidates: impl IntoIterator<Item = MunicipalityCode>) -> Self {
        let mut codes: Vec<MunicipalityCode> = candidates.into_iter().collect();
        codes.sort_unstable();
        codes.dedup();
        match codes.as_slice() {
            [] => Self::Unknown,
            [code] => Self::One(*code),
            [_, _, ..] => Self::Several(codes),
        }
    }

    /// Whether the postal code contradicts a municipality (the warning "postal code of another
    /// municipality"). An unknown code contradicts none.
    #[must_use]
    pub fn contradicts(&self, municipality: MunicipalityCode) -> bool {
        match self {
            Self::Unknown => false,
            Self::One(code) => *code != municipality,
            Self::Several(codes) => !codes.contains(&municipality),
        }
    }
}

/// Fyrbodal's localities.
#[must_use]
pub fn places() -> &'static [Place] {
    &PLACES
}

/// The table's source and purpose: the attribution that its licence requires.
#[must_use]
pub fn locality_source() -> &'static str {
    TABLE
        .lines()
        .next()
        .unwrap_or_default()
        .trim_start_matches('#')
        .trim()
}

/// The localities that a postal code may belong to, the most likely first.
#[must_use]
pub fn places_for_postal_code(code: PostalCode) -> Vec<&'static Place> {
    let mut found: Vec<&Place> = PLACES.iter().filter(|place| place.may_have(code)).collect();
    found.sort_by_key(|place| place.span());
    found
}

/// Every municipality that a postal code may belong to, according to the built-in localities of
/// Fyrbodal. The ranges are wide, so the answer includes unlikely ones; see [`likely_municipality`]
/// for the best guess.
#[must_use]
pub fn municipality_of_postal_code(code: PostalCode) -> PostalMunicipality {
    PostalMunicipality::among(
        PLACES
            .iter()
            .filter(|place| place.may_have(code))
            .map(|place| place.municipality),
    )
}

/// The municipality to suggest for a postal code: that of the most likely locality. A person
/// confirms it.
#[must_use]
pub fn likely_municipality(code: PostalCode) -> Option<MunicipalityCode> {
    places_for_postal_code(code)
        .first()
        .map(|place| place.municipality)
}

fn row(line: &'static str) -> Option<Place> {
    let [locality, code, _name, lat, lon, span] =
        <[&str; 6]>::try_from(line.split('\t').collect::<Vec<_>>()).ok()?;
    let (from, to) = span.split_once('-')?;
    Some(Place {
        locality,
        municipality: MunicipalityCode::parse(code).ok()?,
        position: Position::new(lat.parse().ok()?, lon.parse().ok()?)?,
        first: PostalCode::parse(from).ok()?,
        last: PostalCode::parse(to).ok()?,
    })
}
