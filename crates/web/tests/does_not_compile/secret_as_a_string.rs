//! A name is turned into a string.

use vocabulary::secret::{Secret, Words};

fn taken(name: &Words) -> String {
    name.to_string()
}

fn main() {}
