//! Tab-separated tables that are built in: a header line names the columns, `#` begins a comment.

/// A mistake in the demo's own data. A test checks that the built-in tables have none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DemoDataError(pub(crate) String);

impl std::fmt::Display for DemoDataError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "demo data: {}", self.0)
    }
}

impl std::error::Error for DemoDataError {}

/// The rows below the header, each split into its columns.
pub(crate) fn rows<const N: usize>(
    text: &'static str,
) -> Result<Vec<[&'static str; N]>, DemoDataError> {
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .skip(1)
        .map(|line| {
            let columns: Vec<&'static str> = line.split('\t').collect();
            columns
                .try_into()
                .map_err(|_| DemoDataError(format!("not {N} columns: {line}")))
        })
        .collect()
}

/// An empty column is none.
pub(crate) fn written(column: &str) -> Option<&str> {
    (!column.is_empty()).then_some(column)
}
