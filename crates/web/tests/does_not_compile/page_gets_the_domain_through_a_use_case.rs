//! A page finds the domain through another crate.

use app::domain::Case;

fn main() {}
