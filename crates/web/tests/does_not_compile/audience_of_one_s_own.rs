//! A page makes up an audience.

enum SocialServices {}

impl disclosure::audience::Audience for SocialServices {
    const NAME: &'static str = "social_services";
}

fn main() {}
