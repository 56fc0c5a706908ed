//! A page asks the use cases for the bare case.

async fn page(app: &app::App) {
    let _ = app.load("id").await;
}

fn main() {}
