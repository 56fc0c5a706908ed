//! A struct that holds a name derives `Debug`.

use vocabulary::secret::Words;

#[derive(Debug)]
struct Row {
    name: Words,
}

fn main() {}
