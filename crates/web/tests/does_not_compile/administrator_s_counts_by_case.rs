//! The administrator's counts are asked which case they are of.

fn shown(count: disclosure::views::OutboxCount) -> String {
    format!("{:?}", count.case)
}

fn main() {}
