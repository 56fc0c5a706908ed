//! The audit log: who saw or changed what, each entry hashed together with the one before it
//! (SHA-256). [`crate::verify`] therefore finds entries that were changed, removed, swapped or cut
//! off.
//!
//! The executor finds an entry's place in its chain inside the transaction. SQLite has one chain
//! (0), written by the one writer; PostgreSQL has one for each connection of the pool, so that
//! transactions do not wait for each other. Knows nothing of what the actions mean.

use sha2::{Digest, Sha256};

use crate::{
    error::StoreError,
    row::Row,
    statement::{Query, params},
};

/// A SHA-256 hash, as bytes.
pub type Hash = [u8; 32];

/// An entry that is to be written. It gets its place in the chain when it is written.
#[derive(Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// The instant, RFC 3339 in UTC.
    pub at: String,
    /// User id, or the name of a worker.
    pub actor: String,
    /// HSA-id of the unit of the assignment the actor worked under, or empty.
    pub unit: String,
    /// Stable kebab-case code of what was done.
    pub action: String,
    /// The case's row key, when a case is concerned.
    pub case_key: Option<String>,
    /// The person that a search was about, when it found no case.
    pub patient_ref: Option<String>,
    /// Further details, as JSON or plain text.
    pub detail: String,
}

impl std::fmt::Debug for AuditEntry {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("AuditEntry")
            .field("at", &self.at)
            .field("action", &self.action)
            .finish_non_exhaustive()
    }
}

impl AuditEntry {
    /// The hash of the entry and of what it seals, if anything. Every field is written with its
    /// length, so that no two different entries have the same bytes.
    pub fn digest(&self, seals: Option<&str>) -> Hash {
        let mut hasher = Sha256::new();
        for field in [
            Some(&self.at),
            Some(&self.actor),
            Some(&self.unit),
            Some(&self.action),
            self.case_key.as_ref(),
            self.patient_ref.as_ref(),
            Some(&self.detail),
        ] {
            match field {
                Some(text) => {
                    hasher.update([1]);
                    hasher.update(text.len().to_be_bytes());
                    hasher.update(text.as_bytes());
                }
                None => hasher.update([0]),
            }
        }
        // Entries from before there were seals keep the hash that they were written with.
        if let Some(seals) = seals {
            hasher.update([1]);
            hasher.update(seals.len().to_be_bytes());
            hasher.update(seals.as_bytes());
        }
        hasher.finalize().into()
    }
}

/// The hash that the first entry of a chain points back to.
pub fn genesis(chain: i64) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(b"vardbron audit chain ");
    hasher.update(chain.to_be_bytes());
    hasher.finalize().into()
}

/// The hash of an entry in its place: of the hash before it and its own digest.
pub fn link(previous: &Hash, digest: &Hash) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(previous);
    hasher.update(digest);
    hasher.finalize().into()
}

/// An entry as it stands in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredAuditEntry {
    pub chain: i64,
    /// Place in the chain, from 1.
    pub seq: i64,
    pub entry: AuditEntry,
    /// The hash of the entry before it.
    pub prev_hash: Vec<u8>,
    /// The hash of this entry, from `prev_hash` and its digest ([`link`]).
    pub hash: Vec<u8>,
    /// The organisation of its unit when it was written; empty when it has no unit. It is not part
    /// of the digest: a unit's organisation never changes, so the directory says the same.
    pub organisation: String,
    /// What was appended in its transaction, as JSON; the entry's hash depends on it.
    pub seals: Option<String>,
}

/// The end of a chain. A copy kept elsewhere (in a backup's header, in the operator's log) also
/// shows when the last entries were removed together with their head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditHead {
    pub chain: i64,
    /// The place of the last entry, 0 when there is none.
    pub seq: i64,
    /// The hash of the last entry, or the chain's [`genesis`].
    pub hash: Vec<u8>,
}

const ROW: fn(&Row<'_>) -> Result<StoredAuditEntry, StoreError> = |row| {
    Ok(StoredAuditEntry {
        chain: row.integer(0)?,
        seq: row.integer(1)?,
        entry: AuditEntry {
            at: row.text(2)?,
            actor: row.text(3)?,
            unit: row.text(4)?,
            action: row.text(5)?,
            case_key: row.optional_text(6)?,
            patient_ref: row.optional_text(7)?,
            detail: row.text(8)?,
        },
        prev_hash: row.bytes(9)?,
        hash: row.bytes(10)?,
        organisation: row.text(11)?,
        seals: row.optional_text(12)?,
    })
};

/// The entries after a place, in the order of chain and place.
pub fn page(after_chain: i64, after_seq: i64, limit: i64) -> Query<StoredAuditEntry> {
    Query::new(
        "audit.page",
        "SELECT chain, seq, at, actor, unit, action, case_key, patient_ref, detail, prev_hash, hash,
                organisation, seals
         FROM audit WHERE (chain, seq) > ($1, $2) ORDER BY chain, seq LIMIT $3",
        params![after_chain, after_seq, limit],
        ROW,
    )
}

/// The head of every chain.
pub fn heads() -> Query<AuditHead> {
    Query::new(
        "audit.heads",
        "SELECT chain, seq, hash FROM audit_heads ORDER BY chain",
        params![],
        |row| {
            Ok(AuditHead {
                chain: row.integer(0)?,
                seq: row.integer(1)?,
                hash: row.bytes(2)?,
            })
        },
    )
}

/// The entries of an organisation, as it was when each was written, oldest first, after a place
/// (instant, chain, place in the chain) and before an instant.
pub fn page_of_organisation(
    organisation: &str,
    after: &(String, i64, i64),
    until: &str,
    limit: i64,
) -> Query<StoredAuditEntry> {
    Query::new(
        "audit.page-of-organisation",
        "SELECT chain, seq, at, actor, unit, action, case_key, patient_ref, detail, prev_hash, hash,
                organisation, seals
         FROM audit
         WHERE organisation = $1 AND (at, chain, seq) > ($2, $3, $4) AND at < $5
         ORDER BY at, chain, seq LIMIT $6",
        params![organisation, after.0.as_str(), after.1, after.2, until, limit],
        ROW,
    )
}

/// The entry at a place in a chain.
pub fn at_place(chain: i64, seq: i64) -> Query<StoredAuditEntry> {
    Query::new(
        "audit.at-place",
        "SELECT chain, seq, at, actor, unit, action, case_key, patient_ref, detail, prev_hash, hash,
                organisation, seals
         FROM audit WHERE chain = $1 AND seq = $2",
        params![chain, seq],
        ROW,
    )
}

/// Whether somebody has been shown a case since an instant: a row if so.
pub fn shown_to(case_key: &str, actor: &str, since: &str) -> Query<String> {
    Query::new(
        "audit.shown-to",
        "SELECT at FROM audit
         WHERE case_key = $1 AND at >= $3 AND actor = $2 AND action = 'view' LIMIT 1",
        params![case_key, actor, since],
        |row| row.text(0),
    )
}

/// The entries about one case, the newest first, but for the one that sealed it when the program
/// began to. Together with [`of_patient`] they are a patient's
/// extract of the log.
pub fn of_case(case_key: &str, limit: i64) -> Query<StoredAuditEntry> {
    Query::new(
        "audit.of-case",
        "SELECT chain, seq, at, actor, unit, action, case_key, patient_ref, detail, prev_hash, hash,
                organisation, seals
         FROM audit WHERE case_key = $1 AND action <> 'seal' ORDER BY at DESC, chain, seq DESC LIMIT $2",
        params![case_key, limit],
        ROW,
    )
}

/// The entries about one person that concern no case (searches that found none), newest first.
pub fn of_patient(patient_ref: &str, limit: i64) -> Query<StoredAuditEntry> {
    Query::new(
        "audit.of-patient",
        "SELECT chain, seq, at, actor, unit, action, case_key, patient_ref, detail, prev_hash, hash,
                organisation, seals
         FROM audit WHERE patient_ref = $1 AND case_key IS NULL
         ORDER BY at DESC, chain, seq DESC LIMIT $2",
        params![patient_ref, limit],
        ROW,
    )
}
