//! A name is lent where a text is wanted.

use vocabulary::secret::{Secret, Words};

fn page(_: &str) {}

fn taken(name: &Words) {
    page(name);
}

fn main() {}
