//! The municipality's page asks for the pathway.

fn shown(seen: disclosure::views::MunicipalCaseView) -> String {
    format!("{:?}", seen.pathway)
}

fn main() {}
