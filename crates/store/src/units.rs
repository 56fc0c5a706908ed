//! The directory of units. It does not know what units of a kind may do.

use crate::{
    error::StoreError,
    row::Row,
    seal,
    statement::{Query, Statement, params},
};

/// A care unit or another workplace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredUnit {
    pub hsa_id: String,
    pub name: String,
    /// Such as `hospital_ward`.
    pub kind: String,
    pub organisation: String,
    /// Four-digit code of the municipality it lies in or belongs to.
    pub municipality: Option<String>,
    /// Millionths of a degree north.
    pub latitude_e6: Option<i64>,
    /// Millionths of a degree east.
    pub longitude_e6: Option<i64>,
    /// Phone, address and meeting point, as JSON.
    pub details: String,
    /// Whether the unit is invented, for a demo.
    pub demo: bool,
    /// Whether the unit is in use.
    pub active: bool,
}

/// Name of the statement that adds or changes a unit; it conflicts when the stored one has another kind
/// or organisation.
pub const CHANGE: &str = "units.put";

/// Adds a unit or replaces the stored one, whose kind and organisation never change.
pub fn put(unit: StoredUnit) -> Statement {
    let key = params![unit.hsa_id.as_str()];
    Statement::one(
        CHANGE,
        "INSERT INTO units (hsa_id, name, kind, organisation, municipality, latitude_e6,
                            longitude_e6, details, demo, active)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (hsa_id) DO UPDATE
         SET name = excluded.name, municipality = excluded.municipality,
             latitude_e6 = excluded.latitude_e6, longitude_e6 = excluded.longitude_e6,
             details = excluded.details, active = excluded.active
         WHERE units.kind = excluded.kind AND units.organisation = excluded.organisation",
        params![
            unit.hsa_id,
            unit.name,
            unit.kind,
            unit.organisation,
            unit.municipality,
            unit.latitude_e6,
            unit.longitude_e6,
            unit.details,
            unit.demo,
            unit.active,
        ],
    )
    .sealed(&seal::UNIT, key)
}

const ROW: fn(&Row<'_>) -> Result<StoredUnit, StoreError> = |row| {
    Ok(StoredUnit {
        hsa_id: row.text(0)?,
        name: row.text(1)?,
        kind: row.text(2)?,
        organisation: row.text(3)?,
        municipality: row.optional_text(4)?,
        latitude_e6: row.optional_integer(5)?,
        longitude_e6: row.optional_integer(6)?,
        details: row.text(7)?,
        demo: row.truth(8)?,
        active: row.truth(9)?,
    })
};

/// All units, by HSA-id. They are a few thousand at most and meant to be kept in memory.
pub fn all() -> Query<StoredUnit> {
    Query::new(
        "units.all",
        "SELECT hsa_id, name, kind, organisation, municipality, latitude_e6, longitude_e6, details,
                demo, active
         FROM units ORDER BY hsa_id",
        params![],
        ROW,
    )
}
