//! A view is disclosed to something that is no audience.

use disclosure::Disclosed;

fn page(_: Disclosed<String, String>) {}

fn main() {}
