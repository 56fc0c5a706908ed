//! A name is written into a log line for debugging.

use vocabulary::secret::{Secret, Words};

fn logged(name: &Words) -> String {
    format!("{name:?}")
}

fn main() {}
