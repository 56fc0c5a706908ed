//! Statements that tamper with a store, as somebody with the database's password could. Tests run
//! them to show that `verify` and the rebuild find the tampering. This crate refuses to be part of
//! the product: only tests may depend on it.

use store::{Statement, units::StoredUnit};

/// What somebody with the database's password may want otherwise than it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forgery {
    /// Cases of persons without permits were asylum seekers' from the beginning.
    Group,
    /// Somebody else established the groups.
    Author,
    /// Another class was told.
    Told,
    /// The administrators are log reviewers.
    Role,
    /// Every mailbox of the contacts is one's own.
    Mailbox,
    /// There is another assignment, with the id `mine`.
    Assignment,
    /// Nobody has opened a case in an emergency.
    Opening,
    /// Nothing is to be reviewed.
    Review,
}

impl Forgery {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Group,
        Self::Author,
        Self::Told,
        Self::Role,
        Self::Mailbox,
        Self::Assignment,
        Self::Opening,
        Self::Review,
    ];
}

/// Name of the statement that forges.
pub const FORGE: &str = "tamper.forge";

/// Changes what has been written, without a trace of the program's.
#[must_use]
pub fn forge(what: Forgery) -> Statement {
    let sql = match what {
        Forgery::Group => {
            "UPDATE events SET payload = replace(payload, 'without_permits', 'asylum_seeker')
             WHERE kind = 'case_opened' AND payload LIKE '%without_permits%'"
        }
        Forgery::Author => "UPDATE events SET actor = 'somebody-else' WHERE seq = 2",
        Forgery::Told => "UPDATE told SET class = 'invitation' WHERE class <> 'invitation'",
        Forgery::Role => {
            "UPDATE assignments SET role = 'log_reviewer' WHERE role = 'administrator'"
        }
        Forgery::Mailbox => "UPDATE contacts_directory SET mailbox = 'me@example.se'",
        Forgery::Assignment => {
            "INSERT INTO assignments (id, user_id, unit, kind, role, from_at, to_at, active)
             SELECT 'mine', user_id, unit, kind, role, from_at, to_at, active FROM assignments
             LIMIT 1"
        }
        Forgery::Opening => "DELETE FROM emergency_openings",
        Forgery::Review => "DELETE FROM log_reviews",
    };
    Statement::any(FORGE, sql, Vec::new())
}

/// Replaces a unit's name, kind, organisation, details and whether it is in use.
#[must_use]
pub fn change_unit(unit: StoredUnit) -> Statement {
    Statement::one(
        "tamper.change-unit",
        "UPDATE units SET name = $2, kind = $3, organisation = $4, details = $5, active = $6
         WHERE hsa_id = $1",
        vec![
            unit.hsa_id.into(),
            unit.name.into(),
            unit.kind.into(),
            unit.organisation.into(),
            unit.details.into(),
            unit.active.into(),
        ],
    )
}

/// Removes an event of a case from the journal, by its place (`seq`).
#[must_use]
pub fn remove_event(case_key: &str, seq: i64) -> Statement {
    Statement::one(
        "tamper.remove-event",
        "DELETE FROM events WHERE case_key = $1 AND seq = $2",
        vec![case_key.into(), seq.into()],
    )
}

/// Replaces an event's kind, version and payload.
#[must_use]
pub fn change_event(
    case_key: &str,
    seq: i64,
    kind: &str,
    version: i64,
    payload: &str,
) -> Statement {
    Statement::one(
        "tamper.change-event",
        "UPDATE events SET kind = $3, version = $4, payload = $5 WHERE case_key = $1 AND seq = $2",
        vec![
            case_key.into(),
            seq.into(),
            kind.into(),
            version.into(),
            payload.into(),
        ],
    )
}

/// Replaces the content hash of the only queued row of the outbox.
#[must_use]
pub fn change_content_hash(content_hash: &str) -> Statement {
    Statement::one(
        "tamper.change-content-hash",
        "UPDATE outbox SET content_hash = $1 WHERE state = 'queued'",
        vec![content_hash.into()],
    )
}
