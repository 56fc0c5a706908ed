//! What `decide` may know beside the case: who acts, when, the units named, and fresh random bits.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use vocabulary::{
    choice::Choice as _, hsa_id::HsaId, public_id::PublicId, role::Role, sip::SipNumber,
    unit::UnitCard,
};

/// Who acts: a person through an assignment at a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The staff member's id in the store.
    pub staff: String,
    /// The staff member's name.
    pub name: String,
    /// The role the assignment gives.
    pub role: Role,
    /// The unit of the assignment.
    pub unit: UnitCard,
}

impl Actor {
    /// How the actor is named in the record: `Karin Lind, vårdpersonal`.
    #[must_use]
    pub fn signature(&self) -> String {
        format!("{}, {}", self.name, self.role.swedish().to_lowercase())
    }
}

/// Random bits drawn by `app` for one command; the domain shapes them into what it needs.
#[derive(Debug, Clone, Copy)]
pub struct Fresh(pub [u8; 48]);

impl Fresh {
    /// A SIP number (bits 0–10).
    #[must_use]
    pub fn sip_number(&self) -> SipNumber {
        let mut bits = [0; 11];
        bits.copy_from_slice(&self.0[..11]);
        SipNumber::from_random(bits)
    }

    /// An id for something the command starts (bits 16–31).
    #[must_use]
    pub fn id(&self) -> PublicId {
        let mut bits = [0; 16];
        bits.copy_from_slice(&self.0[16..32]);
        PublicId::from_random(bits)
    }

    /// A second id (bits 32–47).
    #[must_use]
    pub fn second_id(&self) -> PublicId {
        let mut bits = [0; 16];
        bits.copy_from_slice(&self.0[32..48]);
        PublicId::from_random(bits)
    }
}

/// Everything a decision may lean on. Resolved by `app`: a unit's kind never comes from a client.
#[derive(Debug, Clone)]
pub struct Context {
    /// Who acts.
    pub actor: Actor,
    /// The instant of the decision.
    pub at: Timestamp,
    /// The units the command names, as the directory holds them.
    pub units: BTreeMap<HsaId, UnitCard>,
    /// The placeholder units of the directory (V6B.3).
    pub placeholders: Vec<UnitCard>,
    /// Fresh random bits.
    pub fresh: Fresh,
}
