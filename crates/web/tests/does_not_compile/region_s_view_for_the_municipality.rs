//! The region's view of a case is handed to the municipality's page.

use disclosure::{Disclosed, audience::{MunicipalCare, RegionalCare}, views::CaseView};

fn municipal_page(_: Disclosed<MunicipalCare, CaseView>) {}

fn mistaken(seen: Disclosed<RegionalCare, CaseView>) {
    municipal_page(seen);
}

fn main() {}
