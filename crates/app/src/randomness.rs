//! Random bits for ids, tokens and keys. They are drawn only here.

use std::{
    collections::BTreeMap,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use domain::Fresh;
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use vocabulary::public_id::PublicId;

use crate::{App, error::AppError};

/// `N` random bytes from the operating system.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place where random bits are drawn"
)]
pub(crate) fn random<const N: usize>() -> Result<[u8; N], AppError> {
    let mut bits = [0; N];
    getrandom::fill(&mut bits).map_err(|error| AppError::fault("random bits", &error))?;
    Ok(bits)
}

/// The source of random bits for what others may see: ids, numbers, references.
#[derive(Debug)]
pub struct Chance(Option<Rehearsed>);

/// What random bits are for. Each purpose has a stream of its own, so that one more id of one kind
/// shifts no id of another kind: somebody who may see only the second must not notice the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Purpose {
    /// What a decision makes ids and numbers of.
    Command,
    /// The id of an answer.
    Request,
    /// The id of a row of a plan that somebody may write.
    PlanRow,
    /// The public id of a row in the outbox.
    Outbox,
    /// The public id of an emergency opening.
    Emergency,
    /// The public id of an item of log review.
    Review,
    /// The public id of what an administrator proposes.
    Proposal,
    /// The key of the versions of shares.
    ShareKey,
}

#[derive(Debug)]
struct Rehearsed {
    seed: u64,
    drawn: Mutex<(Timestamp, BTreeMap<Purpose, u64>)>,
}

/// How many times anything was drawn. Only the seeded leak `ids` uses it.
static SHARED: AtomicU64 = AtomicU64::new(0);

impl Chance {
    /// The operating system's random numbers.
    #[must_use]
    pub fn system() -> Self {
        Self(None)
    }

    /// A separate stream of bits for every time, for tests that have to give the same result. What
    /// is drawn at one time does not depend on what was drawn at another, so leaving something out
    /// changes nothing else. A shared counter would reveal how much there is (guard.md, purge
    /// test).
    #[must_use]
    pub fn rehearsed(seed: u64) -> Self {
        Self(Some(Rehearsed {
            seed,
            drawn: Mutex::new((Timestamp::UNIX_EPOCH, BTreeMap::new())),
        }))
    }

    /// `N` random bytes for a time and a purpose.
    pub(crate) fn draw<const N: usize>(
        &self,
        at: Timestamp,
        purpose: Purpose,
    ) -> Result<[u8; N], AppError> {
        let Some(rehearsed) = &self.0 else {
            return random();
        };
        let shared = SHARED.fetch_add(1, Ordering::Relaxed);
        let turn = {
            let mut drawn = rehearsed
                .drawn
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            if drawn.0 != at {
                *drawn = (at, BTreeMap::new());
            }
            let turn = drawn.1.entry(purpose).or_default();
            *turn += 1;
            *turn
        };
        let mut bits = [0; N];
        for (block, bytes) in (0_u64..).zip(bits.chunks_mut(32)) {
            let mut hash = Sha256::new();
            let turn = if vocabulary::leak::seeded("ids") {
                shared
            } else {
                turn
            };
            for part in [rehearsed.seed, turn, block] {
                hash.update(part.to_be_bytes());
            }
            hash.update(at.as_microsecond().to_be_bytes());
            hash.update(format!("{purpose:?}"));
            let digest = hash.finalize();
            bytes.copy_from_slice(&digest[..bytes.len()]);
        }
        Ok(bits)
    }

    pub(crate) fn fresh(&self, at: Timestamp) -> Result<Fresh, AppError> {
        Ok(Fresh(self.draw(at, Purpose::Command)?))
    }
}

/// A row key: a UUIDv7, ordered by time so that the store writes to few pages. It never leaves the
/// process.
pub(crate) fn row_key(at: Timestamp) -> Result<String, AppError> {
    let mut bits: [u8; 16] = random()?;
    let millis = u64::try_from(at.as_millisecond())
        .unwrap_or(0)
        .to_be_bytes();
    bits[..6].copy_from_slice(&millis[2..]);
    bits[6] = (bits[6] & 0x0f) | 0x70;
    bits[8] = (bits[8] & 0x3f) | 0x80;
    Ok(base16ct::lower::encode_string(&bits))
}

/// A token of 256 random bits. A person or program is shown it only once.
pub(crate) fn token() -> Result<String, AppError> {
    Ok(base16ct::lower::encode_string(&random::<32>()?))
}

/// The hash of a token, which is what the store keeps.
pub(crate) fn token_hash(token: &str) -> String {
    hash(token.as_bytes())
}

/// SHA-256 in hexadecimal.
pub(crate) fn hash(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(&Sha256::digest(bytes))
}

/// `N` bytes from hexadecimal digits; `None` when the text is anything else.
pub(crate) fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    let read = base16ct::mixed::decode(text, &mut bytes).ok()?.len();
    (read == N).then_some(bytes)
}

impl App {
    pub(crate) fn public_id(&self, at: Timestamp, purpose: Purpose) -> Result<PublicId, AppError> {
        Ok(PublicId::from_random(self.inner.chance.draw(at, purpose)?))
    }

    /// A random id for a row of a plan that somebody may write. Nothing is kept of it before.
    ///
    /// # Errors
    /// When the operating system gives no random bits.
    pub fn row_id(&self) -> Result<PublicId, AppError> {
        self.public_id(self.now(), Purpose::PlanRow)
    }

    /// A random id for one answer, which a user can read out to support to find it in the log.
    /// Empty when the operating system gives no random bits, because the answer must not fail for
    /// that.
    #[must_use]
    pub fn request_id(&self) -> String {
        self.public_id(self.now(), Purpose::Request)
            .map(|id| id.to_string())
            .unwrap_or_default()
    }
}
