//! The ids of all statements in the sources that the software must satisfy.

const TABLE: &str = include_str!("../../../docs/requirements.tsv");

/// Every requirement id, in the order of `docs/requirements.tsv`.
#[must_use]
pub fn requirement_ids() -> Vec<&'static str> {
    TABLE
        .lines()
        .skip(1)
        .filter_map(|line| line.split('\t').next())
        .filter(|id| !id.is_empty())
        .collect()
}
