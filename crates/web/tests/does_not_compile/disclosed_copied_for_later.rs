//! A view is kept for later by cloning, past the next decision.

use disclosure::{Disclosed, audience::RegionalCare, views::CaseView};

fn kept(seen: &Disclosed<RegionalCare, CaseView>) -> Disclosed<RegionalCare, CaseView> {
    seen.clone()
}

fn main() {}
