//! The municipality's page asks for the group: its view has no room for it.

fn shown(seen: disclosure::views::MunicipalCaseView) -> String {
    format!("{:?}", seen.group)
}

fn main() {}
