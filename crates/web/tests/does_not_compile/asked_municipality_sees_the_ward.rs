//! The question's page asks for the asking ward by its id.

fn shown(seen: disclosure::views::QuestionView) -> String {
    seen.asked_by_hsa_id
}

fn main() {}
