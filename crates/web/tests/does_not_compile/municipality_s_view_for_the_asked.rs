//! The share of a party is handed to the page of a municipality that has only been asked.

use disclosure::{Disclosed, audience::{AskedMunicipality, MunicipalCare}, views::MunicipalCaseView};

fn question_page(_: Disclosed<AskedMunicipality, MunicipalCaseView>) {}

fn mistaken(seen: Disclosed<MunicipalCare, MunicipalCaseView>) {
    question_page(seen);
}

fn main() {}
