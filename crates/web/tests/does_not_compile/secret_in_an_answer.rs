//! A name is put into an answer of the API as it is.

use vocabulary::secret::Words;

#[derive(serde::Serialize)]
struct Answer {
    name: Words,
}

fn main() {}
