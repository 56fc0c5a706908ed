//! A view is read from a request's body, as if a client could disclose.

use disclosure::{Disclosed, audience::RegionalCare};

fn forged(body: &str) -> Disclosed<RegionalCare, String> {
    serde_json::from_str(body).unwrap()
}

fn main() {}
