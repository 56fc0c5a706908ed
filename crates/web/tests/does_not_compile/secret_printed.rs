//! A name is written into a text.

use vocabulary::secret::{Secret, Words};

fn logged(name: &Words) -> String {
    format!("{name}")
}

fn main() {}
