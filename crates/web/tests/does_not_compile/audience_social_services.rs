//! Social services are named as an audience: there is no such type.

use disclosure::audience::SocialServices;

fn main() {}
