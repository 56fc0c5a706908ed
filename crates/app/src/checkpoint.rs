//! Signed checkpoints of the access log. A checkpoint states where each chain ended at some time
//! and which checkpoint came before it. The installation's key, which is never in the database,
//! signs it. Somebody who rewrites the log with the database's password cannot produce such a line.
//!
//! Checkpoints cannot show that entries after the last one were cut off, and they show nothing
//! against somebody who has the key. The caller keeps the files: the key, and the lines outside the
//! database.

use std::collections::BTreeMap;

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::{
    StoreError, Work,
    audit::{self, AuditHead},
    checkpoints::{self, StoredCheckpoint},
    verify::Anchor,
};

use crate::{App, clock::stamp, error::AppError, randomness};

/// How many checkpoints are read at a time.
const CHUNK: i64 = 1_000;
/// The first checkpoint's value for the one before it.
const NONE_BEFORE: &str = "none";

/// The installation's signing key for the log.
pub struct LogSigner {
    key: SigningKey,
}

impl std::fmt::Debug for LogSigner {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("LogSigner")
            .field("public_key", &self.public_key())
            .finish_non_exhaustive()
    }
}

impl LogSigner {
    /// Draws a new key.
    ///
    /// # Errors
    /// When the operating system gives no random bits.
    pub fn draw() -> Result<Self, AppError> {
        Ok(Self {
            key: SigningKey::from_bytes(&randomness::random()?),
        })
    }

    /// Reads a key file: 64 hexadecimal digits. `None` when the text is anything else.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let bytes = randomness::unhex::<32>(text.trim())?;
        Some(Self {
            key: SigningKey::from_bytes(&bytes),
        })
    }

    /// The content of the key file. Secret.
    #[must_use]
    pub fn written(&self) -> String {
        base16ct::lower::encode_string(self.key.as_bytes())
    }

    /// The public half in 64 hexadecimal digits. Keep it where the administrators of the store
    /// cannot change it.
    #[must_use]
    pub fn public_key(&self) -> String {
        base16ct::lower::encode_string(self.key.verifying_key().as_bytes())
    }
}

/// Where a chain ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct End {
    chain: i64,
    /// Number of entries in the chain.
    length: i64,
    /// The hash of the last entry, hexadecimal.
    hash: String,
}

/// One signed line of the log's checkpoints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checkpoint {
    number: i64,
    at: String,
    /// The hash of the line before, or [`NONE_BEFORE`].
    previous: String,
    chains: Vec<End>,
    key: String,
    signature: String,
}

impl Checkpoint {
    /// Its number; the first is 1.
    #[must_use]
    pub fn number(&self) -> i64 {
        self.number
    }

    /// Its line in the database and in the file, without a line break.
    ///
    /// # Errors
    /// Does not happen in practice; only if writing JSON fails.
    pub fn line(&self) -> Result<String, AppError> {
        serde_json::to_string(self).map_err(|error| AppError::fault("checkpoint", &error))
    }

    /// Reads a line; `None` when it is not a checkpoint.
    #[must_use]
    pub fn read(line: &str) -> Option<Self> {
        serde_json::from_str(line).ok()
    }

    /// The signed text: every field except the signature, one per line.
    fn signed_text(&self) -> Vec<u8> {
        let head = format!(
            "vardbron log checkpoint 1\n{}\n{}\n{}\n{}\n",
            self.number, self.at, self.previous, self.key
        );
        let ends = self
            .chains
            .iter()
            .map(|end| format!("{} {} {}\n", end.chain, end.length, end.hash));
        [head]
            .into_iter()
            .chain(ends)
            .collect::<String>()
            .into_bytes()
    }

    fn digest(&self) -> String {
        let mut bytes = self.signed_text();
        bytes.extend_from_slice(self.signature.as_bytes());
        randomness::hash(&bytes)
    }

    fn is_signed(&self) -> bool {
        let key =
            randomness::unhex::<32>(&self.key).and_then(|key| VerifyingKey::from_bytes(&key).ok());
        let signature =
            randomness::unhex::<64>(&self.signature).map(|bits| Signature::from_bytes(&bits));
        let (Some(key), Some(signature)) = (key, signature) else {
            return false;
        };
        key.verify_strict(&self.signed_text(), &signature).is_ok()
    }

    /// The place of the last entry of a chain that it covers.
    pub(crate) fn covers(&self, chain: i64) -> i64 {
        let of_chain = |end: &&End| end.chain == chain;
        self.chains
            .iter()
            .find(of_chain)
            .map_or(0, |end| end.length)
    }

    fn anchors(&self) -> impl Iterator<Item = Anchor> + '_ {
        self.chains.iter().map(|end| Anchor {
            checkpoint: self.number,
            chain: end.chain,
            seq: end.length,
            // A text that is not a hash gives an empty one, which differs from every entry's.
            hash: randomness::unhex::<32>(&end.hash).map_or_else(Vec::new, |hash| hash.to_vec()),
        })
    }
}

/// What is known about the log outside the database: which signatures count, and the lines of the
/// file. Without it, `verify` has to trust the database about who signs.
#[derive(Debug, Clone, Default)]
pub struct Witness {
    /// Public keys that count, this installation's first. When empty, any key counts.
    pub keys: Vec<String>,
    /// The lines of the checkpoint file, in order; `None` when there is no file.
    pub lines: Option<Vec<String>>,
    /// Copies that are held elsewhere: how each is called, and its lines. A copy may have begun
    /// later than the log and may be older than its end.
    pub copies: Vec<(String, Vec<String>)>,
}

impl Witness {
    /// Whether anything is known outside the database.
    pub(crate) fn knows_something(&self) -> bool {
        !self.keys.is_empty() || self.lines.is_some() || !self.copies.is_empty()
    }
}

impl App {
    /// Signs where the log's chains end now. `None` when nothing has been logged since the last
    /// checkpoint.
    ///
    /// `known` is the last checkpoint in the file outside the database. It makes sure that a number
    /// is never used twice, even if the database has lost checkpoints.
    ///
    /// # Errors
    /// When the store cannot be read or written, or the key cannot sign.
    pub async fn checkpoint(
        &self,
        signer: &LogSigner,
        known: Option<&Checkpoint>,
    ) -> Result<Option<Checkpoint>, AppError> {
        self.log_written().await;
        let (latest, heads) = self
            .inner
            .database
            .read_two(checkpoints::latest(), audit::heads())
            .await?;
        let latest = latest.first().and_then(|row| Checkpoint::read(&row.line));
        let chains: Vec<End> = heads.iter().filter(|head| head.seq > 0).map(end).collect();
        if latest
            .as_ref()
            .map_or(chains.is_empty(), |one| one.chains == chains)
        {
            return Ok(None);
        }
        let before = match (latest.as_ref(), known) {
            (Some(latest), Some(known)) if known.number > latest.number => Some(known),
            (None, known) => known,
            (latest, _) => latest,
        };
        let checkpoint = signed(signer, before, chains, self.now());
        let mut work = Work::new();
        work.guard(checkpoints::add(StoredCheckpoint {
            number: checkpoint.number,
            line: checkpoint.line()?,
        }));
        match self.inner.database.write(work).await {
            Ok(_) => Ok(Some(checkpoint)),
            // Another process of this installation made the checkpoint a moment ago.
            Err(StoreError::Conflict { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The number of the latest checkpoint; 0 when there is none.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn latest_checkpoint(&self) -> Result<i64, AppError> {
        let latest = self.inner.database.read_one(checkpoints::latest()).await?;
        Ok(latest.map_or(0, |latest| latest.number))
    }

    /// Whether anything has been logged.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn has_log(&self) -> Result<bool, AppError> {
        let heads = self.inner.database.read(audit::heads()).await?;
        Ok(heads.iter().any(|head| head.seq > 0))
    }

    /// The database's checkpoints after a number, in order.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn checkpoint_lines(&self, after: i64) -> Result<Vec<(i64, String)>, AppError> {
        let mut lines = Vec::new();
        let mut after = after;
        loop {
            let query = checkpoints::after(after, CHUNK);
            let rows = self.inner.database.read(query).await?;
            let Some(last) = rows.last() else {
                return Ok(lines);
            };
            after = last.number;
            lines.extend(rows.into_iter().map(|row| (row.number, row.line)));
        }
    }
}

fn end(head: &AuditHead) -> End {
    End {
        chain: head.chain,
        length: head.seq,
        hash: base16ct::lower::encode_string(&head.hash),
    }
}

fn signed(
    signer: &LogSigner,
    before: Option<&Checkpoint>,
    chains: Vec<End>,
    at: Timestamp,
) -> Checkpoint {
    let mut checkpoint = Checkpoint {
        number: before.map_or(1, |before| before.number.saturating_add(1)),
        at: stamp(at),
        previous: before.map_or_else(|| NONE_BEFORE.to_owned(), Checkpoint::digest),
        chains,
        key: signer.public_key(),
        signature: String::new(),
    };
    let signature = signer.key.sign(&checkpoint.signed_text());
    checkpoint.signature = base16ct::lower::encode_string(&signature.to_bytes());
    checkpoint
}

/// Checks the checkpoints of the database and of the file against each other and against the keys
/// that count. Adds what is wrong to `findings` and returns what the checkpoints state about the
/// chains.
pub(crate) fn examined(
    rows: &[(i64, String)],
    witness: &Witness,
    findings: &mut Vec<String>,
) -> Vec<Anchor> {
    let mut kept = BTreeMap::new();
    for (number, line) in rows {
        match Checkpoint::read(line) {
            Some(found) if found.number == *number => {
                judge(&found, witness, "the database", findings);
                kept.insert(*number, found);
            }
            Some(_) | None => findings.push(format!(
                "log checkpoint {number} of the database cannot be read"
            )),
        }
    }
    let newest = rows.iter().map(|(number, _)| *number).max().unwrap_or(0);
    let file = witness.lines.as_deref().unwrap_or_default();
    let known = compared(&kept, witness, ("the file", file), findings);
    let mut elsewhere = BTreeMap::new();
    for (name, lines) in &witness.copies {
        elsewhere.extend(compared(&kept, witness, (name, lines), findings));
    }
    if witness.lines.is_some() {
        // The newest may not have reached the file yet.
        let missing = kept.keys().find(|number| !known.contains_key(number));
        if let Some(number) = missing.filter(|number| **number < newest) {
            findings.push(format!(
                "log checkpoint {number} stands in the database and not in the file"
            ));
        }
    }
    for (number, found) in known.into_iter().chain(elsewhere) {
        kept.entry(number).or_insert(found);
    }
    follow(&kept, findings);
    kept.values().flat_map(Checkpoint::anchors).collect()
}

/// Compares checkpoints that are held outside the database with those in it. Returns them by number.
fn compared(
    kept: &BTreeMap<i64, Checkpoint>,
    witness: &Witness,
    (place, lines): (&str, &[String]),
    findings: &mut Vec<String>,
) -> BTreeMap<i64, Checkpoint> {
    let mut known = BTreeMap::new();
    for (line, text) in (1..).zip(lines) {
        let Some(found) = Checkpoint::read(text) else {
            findings.push(format!("line {line} of {place} is no checkpoint"));
            continue;
        };
        let number = found.number;
        match kept.get(&number) {
            Some(other) if *other != found => findings.push(format!(
                "log checkpoint {number} of the database is not the one of {place}"
            )),
            Some(_) => {}
            None => findings.push(format!(
                "log checkpoint {number} stands in {place} and not in the database"
            )),
        }
        judge(&found, witness, place, findings);
        known.insert(number, found);
    }
    known
}

fn judge(found: &Checkpoint, witness: &Witness, place: &str, findings: &mut Vec<String>) {
    let number = found.number;
    if !found.is_signed() {
        findings.push(format!(
            "log checkpoint {number} of {place} is not what was signed"
        ));
    } else if !witness.keys.is_empty() && !witness.keys.contains(&found.key) {
        findings.push(format!(
            "log checkpoint {number} of {place} is signed with a key that is not this \
             installation's"
        ));
    }
}

/// Checks that each checkpoint follows on the one before it.
fn follow(all: &BTreeMap<i64, Checkpoint>, findings: &mut Vec<String>) {
    let mut before: Option<&Checkpoint> = None;
    for (number, found) in all {
        let expected = before.map_or(1, |before| before.number + 1);
        let previous = before.map_or_else(|| NONE_BEFORE.to_owned(), Checkpoint::digest);
        if *number != expected {
            findings.push(format!("log checkpoint {expected} is missing"));
        } else if found.previous != previous {
            findings.push(format!(
                "log checkpoint {number} does not follow on the one before it"
            ));
        }
        before = Some(found);
    }
}

#[cfg(test)]
mod tests;
