//! Koncernkontoret's page asks where the person stays.

fn shown(seen: disclosure::views::HeadOfficeCaseView) -> String {
    format!("{:?}", seen.residence)
}

fn main() {}
