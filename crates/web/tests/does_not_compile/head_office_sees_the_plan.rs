//! Koncernkontoret's page asks for the plan.

fn shown(seen: disclosure::views::HeadOfficeCaseView) -> String {
    format!("{:?}", seen.plan)
}

fn main() {}
