//! An audience is made as a value, to be chosen while the program runs.

use disclosure::audience::RegionalCare;

const SOMEBODY: RegionalCare = RegionalCare {};

fn main() {}
