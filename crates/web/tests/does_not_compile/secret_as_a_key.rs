//! A name is the key of a map, whose order tells it.

use vocabulary::secret::Words;

fn index(names: Vec<Words>) -> std::collections::BTreeSet<Words> {
    names.into_iter().collect()
}

fn main() {}
