//! A page shows what an outbox row carries: a row has an intention, never the content.

fn shown(row: disclosure::views::OutboxRow) -> String {
    row.content
}

fn main() {}
