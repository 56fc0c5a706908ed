//! A name is taken out of its wrapper.

use vocabulary::secret::{Secret, Words};

fn taken(name: Words) -> String {
    name.0
}

fn main() {}
