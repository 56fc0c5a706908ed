//! The version of a case for a reader who gets a share of it: a keyed hash of the share. The position
//! of the latest event would tell how much happens that the reader may not know of, and two events
//! at once would tell a change of group (V6B.8).

use std::hash::Hash;

use siphasher::sip::SipHasher24;

use super::Share;

/// The key of the hashes. Each store has its own.
#[derive(Clone, Copy)]
pub struct ShareKey([u8; 16]);

/// Versions are integers that a JSON number holds exactly.
const BITS: u32 = 53;

impl ShareKey {
    #[must_use]
    pub fn new(bits: [u8; 16]) -> Self {
        Self(bits)
    }

    /// The version of a share: the same as long as the share is the same, never 0.
    pub(crate) fn version(&self, share: Option<&Share<'_>>) -> u64 {
        use std::hash::Hasher as _;
        let mut hasher = SipHasher24::new_with_key(&self.0);
        share.hash(&mut hasher);
        (hasher.finish() >> (u64::BITS - BITS)).max(1)
    }
}
