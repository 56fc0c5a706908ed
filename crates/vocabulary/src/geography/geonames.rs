//! GeoNames' file of postal codes, for `vardbron import-postal-codes FILE`.
//!
//! Tab-separated, without heading: country, postal code, place, then name and code of three
//! administrative levels (in Sweden county and municipality), latitude, longitude, accuracy.

use super::{MunicipalityCode, Position, PostalCode};

const COLUMNS: usize = 12;

/// A row of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct PostalRow {
    pub postal_code: PostalCode,
    /// The postal town.
    pub place: String,
    /// The municipality; none where the file gives no code.
    pub municipality: Option<MunicipalityCode>,
    /// The municipality's name as the file has it; may be empty.
    pub municipality_name: String,
    /// The point of the code, most often the locality's own.
    pub position: Position,
}

/// A line that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostalRowMistake {
    /// The line's number, from 1.
    pub line: usize,
    pub problem: PostalRowProblem,
}

/// What is wrong in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PostalRowProblem {
    /// The line does not have twelve columns.
    Columns { found: usize },
    /// The country is not Sweden.
    NotSweden,
    /// The second column is no postal code.
    PostalCode,
    /// The place has no name.
    NoPlace,
    /// The municipality's code is not four digits.
    Municipality,
    /// Latitude or longitude is no number, or not on earth.
    Position,
    /// The file holds no row at all.
    Empty,
}

impl std::fmt::Display for PostalRowMistake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Rad {}: ", self.line)?;
        match &self.problem {
            PostalRowProblem::Columns { found } => write!(
                f,
                "raden har {found} kolumner men ska ha {COLUMNS}, skilda åt av tabb. Kontrollera \
                 att filen är GeoNames fil med postnummer."
            ),
            PostalRowProblem::NotSweden => {
                f.write_str("landet är inte SE. Använd filen för Sverige.")
            }
            PostalRowProblem::PostalCode => {
                f.write_str("postnumret har inte fem siffror. Rätta raden eller ta bort den.")
            }
            PostalRowProblem::NoPlace => {
                f.write_str("orten saknas. Rätta raden eller ta bort den.")
            }
            PostalRowProblem::Municipality => {
                f.write_str("kommunkoden har inte fyra siffror. Rätta raden eller ta bort den.")
            }
            PostalRowProblem::Position => {
                f.write_str("koordinaterna går inte att läsa. Rätta raden eller ta bort den.")
            }
            PostalRowProblem::Empty => {
                f.write_str("filen innehåller inga postnummer. Kontrollera att det är rätt fil.")
            }
        }
    }
}

impl std::error::Error for PostalRowMistake {}

/// Reads the whole file; skips empty lines and a byte order mark.
///
/// # Errors
/// Every line that could not be read, with its number. Nothing is imported from a file with
/// mistakes, so that the table is never incomplete.
pub fn read_postal_rows(text: &str) -> Result<Vec<PostalRow>, Vec<PostalRowMistake>> {
    let mut rows = Vec::new();
    let mut mistakes = Vec::new();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        match row(line) {
            Ok(row) => rows.push(row),
            Err(problem) => mistakes.push(PostalRowMistake {
                line: index + 1,
                problem,
            }),
        }
    }
    if rows.is_empty() && mistakes.is_empty() {
        mistakes.push(PostalRowMistake {
            line: 1,
            problem: PostalRowProblem::Empty,
        });
    }
    if mistakes.is_empty() {
        Ok(rows)
    } else {
        Err(mistakes)
    }
}

fn row(line: &str) -> Result<PostalRow, PostalRowProblem> {
    let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
    let [country, postal, place, _, _, name, code, _, _, lat, lon, _] =
        <[&str; COLUMNS]>::try_from(cells)
            .map_err(|cells| PostalRowProblem::Columns { found: cells.len() })?;
    if country != "SE" {
        return Err(PostalRowProblem::NotSweden);
    }
    let postal_code = PostalCode::parse(postal).map_err(|_| PostalRowProblem::PostalCode)?;
    if place.is_empty() {
        return Err(PostalRowProblem::NoPlace);
    }
    let municipality = if code.is_empty() {
        None
    } else {
        Some(MunicipalityCode::parse(code).map_err(|_| PostalRowProblem::Municipality)?)
    };
    let position = lat
        .parse()
        .ok()
        .zip(lon.parse().ok())
        .and_then(|(lat, lon)| Position::new(lat, lon))
        .ok_or(PostalRowProblem::Position)?;
    Ok(PostalRow {
        postal_code,
        place: place.to_owned(),
        municipality,
        municipality_name: name.to_owned(),
        position,
    })
}
