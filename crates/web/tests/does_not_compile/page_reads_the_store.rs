//! A page asks the store.

async fn page(database: &store::Database) {
    let _ = database;
}

fn main() {}
