//! The question's page asks for the person.

fn shown(seen: disclosure::views::QuestionView) -> String {
    seen.person.name
}

fn main() {}
