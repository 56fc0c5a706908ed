//! Where people from outside meet: a place that is chosen from a register, or a link that Vårdbron
//! makes. This module refuses to know whether the name of a place is neutral.

use serde::{Deserialize, Serialize};

use crate::public_id::PublicId;

/// A neutral place to meet, such as the main entrance of a hospital.
#[derive(Debug, Clone, PartialEq, Hash, Eq, Serialize, Deserialize)]
pub struct MeetingPoint {
    pub id: PublicId,
    /// The building or hospital.
    pub building: String,
    /// The place in it.
    pub name: String,
}

impl MeetingPoint {
    /// As an invitation says it: `Huvudentrén, Norra Älvsborgs länssjukhus`.
    #[must_use]
    pub fn shown(&self) -> String {
        format!("{}, {}", self.name, self.building)
    }
}

/// The host of the video service in which Vårdbron makes rooms, such as `mote.example.se`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingHost(String);

impl MeetingHost {
    /// Parses `https://` and a host name of lower-case letters, digits, hyphens and full stops; none
    /// for an address with anything else in it, such as a path or a user.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let host = text.trim().strip_prefix("https://")?;
        let host = host.strip_suffix('/').unwrap_or(host);
        let label = |label: &str| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && !label.starts_with("xn--")
                && label
                    .bytes()
                    .all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == b'-')
        };
        let well_formed = host.contains('.') && host.len() <= 100 && host.split('.').all(label);
        well_formed.then(|| Self(host.to_owned()))
    }

    /// The link to a room. A room is random and says nothing.
    #[must_use]
    pub fn link(&self, room: PublicId) -> String {
        format!("https://{}/{room}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::MeetingHost;
    use crate::public_id::PublicId;

    #[test]
    fn a_link_is_a_host_and_a_random_room_and_nothing_else() {
        let host = MeetingHost::parse("https://mote.example.se/").unwrap();
        let room = PublicId::from_random([7; 16]);
        assert_eq!(host.link(room), format!("https://mote.example.se/{room}"));
        for wrong in [
            "mote.example.se",
            "http://mote.example.se",
            "https://",
            "https://mote",
            "https://amina@mote.example.se",
            "https://mote.example.se/amina",
            "https://mote.example.se?u=1",
            "https://Mote.example.se",
            "https://xn--e1aybc.example.se",
            "https://mote..se",
            "https://x y.se",
        ] {
            assert_eq!(MeetingHost::parse(wrong), None, "{wrong}");
        }
    }
}
