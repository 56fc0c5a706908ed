//! A page names the domain's case.

fn page(case: &domain::Case) -> String {
    format!("{:?}", case.group)
}

fn main() {}
