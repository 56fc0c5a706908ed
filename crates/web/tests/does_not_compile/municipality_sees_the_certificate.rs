//! The municipality's page asks for the physician's certificate.

fn shown(seen: disclosure::views::MunicipalCaseView) -> String {
    format!("{:?}", seen.certificate)
}

fn main() {}
