//! A name is taken by `*`.

use vocabulary::secret::{Secret, Words};

fn taken(name: Words) -> String {
    *name
}

fn main() {}
