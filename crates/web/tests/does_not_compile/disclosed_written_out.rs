//! A page writes out a `Disclosed` of its own, without asking the guard.

use disclosure::{Disclosed, audience::RegionalCare};

fn forged(view: String) -> Disclosed<RegionalCare, String> {
    Disclosed { view: Box::new(view), audience: std::marker::PhantomData }
}

fn main() {}
