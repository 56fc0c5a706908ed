//! What `decide` may know besides the case: who acts, the time, the units named, and fresh random
//! bits.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use vocabulary::{
    choice::Choice as _,
    hsa_id::HsaId,
    meeting_point::{MeetingHost, MeetingPoint},
    public_id::PublicId,
    role::Role,
    sip::SipNumber,
    unit::UnitCard,
};

/// The staff member who acts, with the assignment (role and unit) they act under.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Staff id in the store.
    pub staff: String,
    pub name: String,
    pub role: Role,
    pub unit: UnitCard,
}

impl Actor {
    /// How the actor's signature reads in the record, for example `Karin Lind, vårdpersonal`.
    #[must_use]
    pub fn signature(&self) -> String {
        format!("{}, {}", self.name, self.role.swedish().to_lowercase())
    }
}

/// Random bytes that `app` draws for one command; the domain makes ids and numbers of them.
#[derive(Debug, Clone, Copy)]
pub struct Fresh(pub [u8; 48]);

impl Fresh {
    /// A SIP number, from bytes 0–10.
    #[must_use]
    pub fn sip_number(&self) -> SipNumber {
        let mut bits = [0; 11];
        bits.copy_from_slice(&self.0[..11]);
        SipNumber::from_random(bits)
    }

    /// An id for something that the command starts, from bytes 16–31.
    #[must_use]
    pub fn id(&self) -> PublicId {
        let mut bits = [0; 16];
        bits.copy_from_slice(&self.0[16..32]);
        PublicId::from_random(bits)
    }

    /// An id for a new row of a plan, one for each number, from all bytes.
    #[must_use]
    pub fn row_id(&self, number: usize) -> PublicId {
        use sha2::{Digest as _, Sha256};
        let mut hash = Sha256::new();
        hash.update(self.0);
        hash.update((number as u64).to_be_bytes());
        let mut bits = [0; 16];
        bits.copy_from_slice(&hash.finalize()[..16]);
        PublicId::from_random(bits)
    }

    /// A second id, from bytes 32–47.
    #[must_use]
    pub fn second_id(&self) -> PublicId {
        let mut bits = [0; 16];
        bits.copy_from_slice(&self.0[32..48]);
        PublicId::from_random(bits)
    }
}

/// Everything besides the case that a decision may depend on. `app` looks it up, so that a client
/// cannot claim what kind a unit is.
#[derive(Debug, Clone)]
pub struct Context {
    pub actor: Actor,
    pub at: Timestamp,
    /// The units that the command names, as the directory describes them.
    pub units: BTreeMap<HsaId, UnitCard>,
    /// The placeholder units of the directory (V6B.3).
    pub placeholders: Vec<UnitCard>,
    /// The place to meet that the command names, as the register has it, if it is in use.
    pub meeting_point: Option<MeetingPoint>,
    /// The host of the links that Vårdbron makes for digital meetings, if one is set.
    pub meeting_host: Option<MeetingHost>,
    /// The other case that the command names, if the unit has one with that number.
    pub case_named: Option<PublicId>,
    pub fresh: Fresh,
}
