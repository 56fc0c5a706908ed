//! Municipalities, postal codes, localities and distances: what the nearest-unit rule
//! (närhetsprincipen) needs.
//!
//! This module knows roughly where places are: a locality is one point. It refuses to know where a
//! patient lives and which unit is right. It ranks units and people choose; the municipality of a
//! postal code is a suggestion that somebody confirms.

mod geonames;
mod municipality;
mod place;
mod position;
mod postal_code;

pub use self::{
    geonames::{PostalRow, PostalRowMistake, PostalRowProblem, read_postal_rows},
    municipality::{
        Municipality, MunicipalityCode, MunicipalityCodeMistake, municipalities, municipality,
        municipality_named,
    },
    place::{
        Place, PostalMunicipality, likely_municipality, locality_source,
        municipality_of_postal_code, places, places_for_postal_code,
    },
    position::{Position, Ranked, distance_km, rank_nearest},
    postal_code::{PostalCode, PostalCodeMistake},
};
