//! The seal of the audiences is put on by hand.

enum SocialServices {}

impl disclosure::audience::sealed::Sealed for SocialServices {}

fn main() {}
