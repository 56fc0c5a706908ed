//! A name is lent by `as_ref`.

use vocabulary::secret::{Secret, Words};

fn taken(name: &Words) -> &str {
    name.as_ref()
}

fn main() {}
