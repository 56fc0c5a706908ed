//! A page finds the domain through the guard's crate.

use disclosure::domain::Case;

fn main() {}
