//! A page calls the maker that the guard uses.

use disclosure::{Disclosed, audience::RegionalCare};

fn forged(view: String) -> Disclosed<RegionalCare, String> {
    Disclosed::decided(view)
}

fn main() {}
