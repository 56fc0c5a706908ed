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
    /// The municipality it lies in.
    pub municipality: MunicipalityCode,
    /// One point for the whole locality.
    pub position: Position,
    first: PostalCode,
    last: PostalCode,
}

impl Place {
    /// Whether a postal code lies in the span of the locality's codes.
    #[must_use]
    pub fn may_have(&self, code: PostalCode) -> bool {
        self.first <= code && code <= self.last
    }

    /// How many codes the span could hold: the narrower, the likelier the locality.
    fn span(&self) -> u32 {
        let number = |code: PostalCode| code.as_str().parse::<u32>().unwrap_or(0);
        number(self.last).saturating_sub(number(self.first))
    }
}

/// What a postal code says about the municipality.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PostalMunicipality {
    /// The code is not in the table: nothing is said.
    Unknown,
    /// Every locality with the code lies in this municipality.
    One(MunicipalityCode),
    /// The code crosses municipal borders, or the table cannot tell: ask. In order of code.
    Several(Vec<MunicipalityCode>),
}

impl PostalMunicipality {
    /// What a number of candidates say together.
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

    /// Whether the postal code speaks against a municipality (the warning "postal code of another
    /// municipality"). A code that is not known speaks against none.
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

/// Where the table comes from and what it is good for: the attribution that its licence asks for.
#[must_use]
pub fn locality_source() -> &'static str {
    TABLE
        .lines()
        .next()
        .unwrap_or_default()
        .trim_start_matches('#')
        .trim()
}

/// The localities that a postal code may belong to, the likeliest first.
#[must_use]
pub fn places_for_postal_code(code: PostalCode) -> Vec<&'static Place> {
    let mut found: Vec<&Place> = PLACES.iter().filter(|place| place.may_have(code)).collect();
    found.sort_by_key(|place| place.span());
    found
}

/// Every municipality that a postal code may point to, by the built-in localities of Fyrbodal. The
/// spans are wide, so this is the answer to "can it be?"; see [`likely_municipality`] for the guess.
#[must_use]
pub fn municipality_of_postal_code(code: PostalCode) -> PostalMunicipality {
    PostalMunicipality::among(
        PLACES
            .iter()
            .filter(|place| place.may_have(code))
            .map(|place| place.municipality),
    )
}

/// The municipality to suggest for a postal code: the likeliest locality's. A person confirms it.
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
