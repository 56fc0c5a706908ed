//! A view is written into a text with `{}`.

use disclosure::{Disclosed, audience::RegionalCare, views::CaseView};

fn logged(seen: &Disclosed<RegionalCare, CaseView>) -> String {
    format!("{seen}")
}

fn main() {}
