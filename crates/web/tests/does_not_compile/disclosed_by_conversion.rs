//! Any value becomes disclosed by `into`.

use disclosure::{Disclosed, audience::RegionalCare};

fn forged(view: String) -> Disclosed<RegionalCare, String> {
    view.into()
}

fn main() {}
