//! What has been read for a page is seen through the guard's views only.

fn case(read: &app::AtHand) {
    let _ = &read.0;
}

fn main() {}
