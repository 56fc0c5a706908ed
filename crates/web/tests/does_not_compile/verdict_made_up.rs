//! A yes is made up and shown as the guard's.

use disclosure::Guard;

fn yes(guard: &Guard) {
    guard.ask();
}

fn main() {}
