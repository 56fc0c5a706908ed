//! An empty view is made by default and filled afterwards.

use disclosure::{Disclosed, audience::RegionalCare};

fn forged() -> Disclosed<RegionalCare, String> {
    Disclosed::default()
}

fn main() {}
