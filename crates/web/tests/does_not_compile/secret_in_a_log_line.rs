//! A name is a field of a log line.

use vocabulary::secret::{Secret, Words};

fn logged(name: &Words) {
    tracing::info!(name = %name, "opened");
}

fn main() {}
