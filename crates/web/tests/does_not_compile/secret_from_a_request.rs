//! A secret is read from a request, past the fields' own reading.

use vocabulary::secret::Words;

fn read(body: &str) -> Words {
    serde_json::from_str(body).unwrap()
}

fn main() {}
