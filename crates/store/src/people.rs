//! Users, their assignments, and their tokens. Of a token only the hash is stored.

use crate::{
    error::StoreError,
    row::Row,
    seal,
    statement::{Query, Statement, params},
};

/// A person who can log in.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredUser {
    /// Random.
    pub id: String,
    /// What the user logs in with; unique.
    pub login: String,
    pub name: String,
    /// HSA-id of the person, when known.
    pub hsa_id: Option<String>,
    /// Argon2 hash; none when the user logs in elsewhere.
    pub password: Option<String>,
    /// Language and profession, as JSON.
    pub details: String,
    /// Whether the user is invented, for a demo.
    pub demo: bool,
    /// Whether the user may log in.
    pub active: bool,
    pub created_at: String,
}

impl std::fmt::Debug for StoredUser {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("User")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// A user's role at a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredAssignment {
    /// Random.
    pub id: String,
    pub user_id: String,
    /// HSA-id of the unit.
    pub unit: String,
    /// The unit's kind for this assignment: a small unit can employ both nurses and therapists.
    pub kind: String,
    /// The role, such as `nurse`.
    pub role: String,
    pub from_at: String,
    /// The end; none when it has no end.
    pub to_at: Option<String>,
    /// Whether it is in force.
    pub active: bool,
}

/// A token or a session.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredToken {
    /// Hash of the 256 random bits.
    pub hash: String,
    pub user_id: String,
    /// None while the user of a session has not chosen an assignment.
    pub assignment_id: Option<String>,
    /// `session`, `api` or `demo`.
    pub kind: String,
    /// The session's content, as JSON.
    pub details: String,
    pub created_at: String,
    /// None when it never expires.
    pub expires_at: Option<String>,
}

impl std::fmt::Debug for StoredToken {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Token")
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// A token with its user and its assignment, when it has one. The caller, who has the clock, checks
/// whether it has expired. Inactive users and assignments are not found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenHolder {
    pub token: StoredToken,
    pub user: StoredUser,
    pub assignment: Option<StoredAssignment>,
}

/// Adds a user or replaces the stored one.
pub fn put_user(user: StoredUser) -> Statement {
    let key = params![user.id.as_str()];
    Statement::one(
        "people.put-user",
        "INSERT INTO users (id, login, name, hsa_id, password, details, demo, active, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (id) DO UPDATE
         SET login = excluded.login, name = excluded.name, hsa_id = excluded.hsa_id,
             password = excluded.password, details = excluded.details, demo = excluded.demo,
             active = excluded.active",
        params![
            user.id,
            user.login,
            user.name,
            user.hsa_id,
            user.password,
            user.details,
            user.demo,
            user.active,
            user.created_at,
        ],
    )
    .sealed(&seal::USER, key)
}

/// Name of the statement that changes a password; it conflicts when it has been changed meanwhile.
pub const CHANGE_CREDENTIALS: &str = "people.change-credentials";

/// Changes a user's password and details, from what they were when they were read. For `Work::guard`.
pub fn change_credentials(before: &StoredUser, after: &StoredUser) -> Statement {
    Statement::one(
        CHANGE_CREDENTIALS,
        "UPDATE users SET password = $4, details = $5
         WHERE id = $1 AND COALESCE(password, '') = $2 AND details = $3",
        params![
            before.id.as_str(),
            before.password.clone().unwrap_or_default(),
            before.details.as_str(),
            after.password.clone(),
            after.details.as_str(),
        ],
    )
    .sealed(&seal::USER, params![before.id.as_str()])
}

/// Name of the statement that checks a password; it conflicts when it has been changed.
pub const STILL_KNOWN: &str = "people.still-known";

/// Checks that a user still has the password whose hash was compared, and changes nothing. For
/// `Work::guard`: a log-in that is under way does not outlive a change of password.
pub fn still_known(user: &StoredUser) -> Statement {
    Statement::one(
        STILL_KNOWN,
        "UPDATE users SET active = active
         WHERE id = $1 AND COALESCE(password, '') = $2 AND active = 1",
        params![user.id.as_str(), user.password.clone().unwrap_or_default(),],
    )
}

/// Adds an assignment or replaces the stored one.
pub fn put_assignment(assignment: StoredAssignment) -> Statement {
    let key = params![assignment.id.as_str()];
    Statement::one(
        "people.put-assignment",
        "INSERT INTO assignments (id, user_id, unit, kind, role, from_at, to_at, active)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (id) DO UPDATE
         SET unit = excluded.unit, kind = excluded.kind, role = excluded.role,
             from_at = excluded.from_at, to_at = excluded.to_at, active = excluded.active",
        params![
            assignment.id,
            assignment.user_id,
            assignment.unit,
            assignment.kind,
            assignment.role,
            assignment.from_at,
            assignment.to_at,
            assignment.active,
        ],
    )
    .sealed(&seal::ASSIGNMENT, key)
}

/// Stores a new token.
pub fn give_token(token: StoredToken) -> Statement {
    Statement::one(
        "people.give-token",
        "INSERT INTO tokens (hash, user_id, assignment_id, kind, details, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![
            token.hash,
            token.user_id,
            token.assignment_id,
            token.kind,
            token.details,
            token.created_at,
            token.expires_at,
        ],
    )
}

/// Changes what a session carries, its assignment and its end.
pub fn change_token(
    hash: &str,
    assignment_id: Option<&str>,
    details: &str,
    expires_at: Option<&str>,
) -> Statement {
    Statement::one(
        "people.change-token",
        "UPDATE tokens SET assignment_id = $2, details = $3, expires_at = $4 WHERE hash = $1",
        params![hash, assignment_id, details, expires_at],
    )
}

/// Removes a token, which ends its session.
pub fn revoke_token(hash: &str) -> Statement {
    Statement::any(
        "people.revoke-token",
        "DELETE FROM tokens WHERE hash = $1",
        params![hash],
    )
}

/// Removes every token of a user but one, after which nobody else acts as that user.
pub fn revoke_others(user_id: &str, kept: &str) -> Statement {
    Statement::any(
        "people.revoke-others",
        "DELETE FROM tokens WHERE user_id = $1 AND hash <> $2",
        params![user_id, kept],
    )
}

/// Removes tokens that expired before an instant.
pub fn forget_expired(instant: &str) -> Statement {
    Statement::any(
        "people.forget-expired",
        "DELETE FROM tokens WHERE expires_at < $1",
        params![instant],
    )
}

fn user(row: &Row<'_>, first: usize) -> Result<StoredUser, StoreError> {
    Ok(StoredUser {
        id: row.text(first)?,
        login: row.text(first + 1)?,
        name: row.text(first + 2)?,
        hsa_id: row.optional_text(first + 3)?,
        password: row.optional_text(first + 4)?,
        details: row.text(first + 5)?,
        demo: row.truth(first + 6)?,
        active: row.truth(first + 7)?,
        created_at: row.text(first + 8)?,
    })
}

fn assignment(row: &Row<'_>, first: usize) -> Result<StoredAssignment, StoreError> {
    Ok(StoredAssignment {
        id: row.text(first)?,
        user_id: row.text(first + 1)?,
        unit: row.text(first + 2)?,
        kind: row.text(first + 3)?,
        role: row.text(first + 4)?,
        from_at: row.text(first + 5)?,
        to_at: row.optional_text(first + 6)?,
        active: row.truth(first + 7)?,
    })
}

const USER: fn(&Row<'_>) -> Result<StoredUser, StoreError> = |row| user(row, 0);
const ASSIGNMENT: fn(&Row<'_>) -> Result<StoredAssignment, StoreError> = |row| assignment(row, 0);

/// The holder of the token with this hash, in one query.
pub fn bearer(hash: &str) -> Query<TokenHolder> {
    Query::new(
        "people.bearer",
        "SELECT t.hash, t.user_id, t.assignment_id, t.kind, t.details, t.created_at, t.expires_at,
                u.id, u.login, u.name, u.hsa_id, u.password, u.details, u.demo, u.active,
                u.created_at,
                a.id, a.user_id, a.unit, a.kind, a.role, a.from_at, a.to_at, a.active
         FROM tokens t
         JOIN users u ON u.id = t.user_id AND u.active = 1
         LEFT JOIN assignments a ON a.id = t.assignment_id AND a.user_id = u.id AND a.active = 1
         WHERE t.hash = $1",
        params![hash],
        |row| {
            Ok(TokenHolder {
                token: StoredToken {
                    hash: row.text(0)?,
                    user_id: row.text(1)?,
                    assignment_id: row.optional_text(2)?,
                    kind: row.text(3)?,
                    details: row.text(4)?,
                    created_at: row.text(5)?,
                    expires_at: row.optional_text(6)?,
                },
                user: user(row, 7)?,
                assignment: match row.optional_str(16)? {
                    Some(_) => Some(assignment(row, 16)?),
                    None => None,
                },
            })
        },
    )
}

/// The user with a login name.
pub fn user_by_login(login: &str) -> Query<StoredUser> {
    Query::new(
        "people.user-by-login",
        "SELECT id, login, name, hsa_id, password, details, demo, active, created_at
         FROM users WHERE login = $1",
        params![login],
        USER,
    )
}

/// The user with an id.
pub fn user_by_id(id: &str) -> Query<StoredUser> {
    Query::new(
        "people.user-by-id",
        "SELECT id, login, name, hsa_id, password, details, demo, active, created_at
         FROM users WHERE id = $1",
        params![id],
        USER,
    )
}

/// One page of all users, by login; `after` is empty at first.
pub fn users_page(after: &str, limit: i64) -> Query<StoredUser> {
    Query::new(
        "people.users-page",
        "SELECT id, login, name, hsa_id, password, details, demo, active, created_at
         FROM users WHERE login > $1 ORDER BY login LIMIT $2",
        params![after, limit],
        USER,
    )
}

/// The assignment with an id.
pub fn assignment_by_id(id: &str) -> Query<StoredAssignment> {
    Query::new(
        "people.assignment-by-id",
        "SELECT id, user_id, unit, kind, role, from_at, to_at, active
         FROM assignments WHERE id = $1",
        params![id],
        ASSIGNMENT,
    )
}

/// The assignments of a user, also those no longer in force.
pub fn assignments_of_user(user_id: &str) -> Query<StoredAssignment> {
    Query::new(
        "people.assignments-of-user",
        "SELECT id, user_id, unit, kind, role, from_at, to_at, active
         FROM assignments WHERE user_id = $1 ORDER BY id",
        params![user_id],
        ASSIGNMENT,
    )
}

/// The units of active assignments with a role, each once, in the order of their HSA-ids.
pub fn units_of_role(role: &str, limit: i64) -> Query<String> {
    Query::new(
        "people.units-of-role",
        "SELECT DISTINCT unit FROM assignments WHERE role = $1 AND active = 1
         ORDER BY unit LIMIT $2",
        params![role, limit],
        |row| row.text(0),
    )
}

/// Whether somebody has a role at a unit now: a row if so.
pub fn assignments_at(unit: &str, role: &str) -> Query<String> {
    Query::new(
        "people.assignments-at",
        "SELECT a.id FROM assignments a JOIN users u ON u.id = a.user_id AND u.active = 1
         WHERE a.unit = $1 AND a.role = $2 AND a.active = 1 LIMIT 1",
        params![unit, role],
        |row| row.text(0),
    )
}

/// The people who have a role now, each with the organisation where they have it.
pub fn holders_of_role(role: &str) -> Query<(String, String)> {
    Query::new(
        "people.holders-of-role",
        "SELECT DISTINCT t.organisation, u.id
         FROM assignments a
         JOIN users u ON u.id = a.user_id AND u.active = 1
         JOIN units t ON t.hsa_id = a.unit AND t.active = 1 AND t.kind = a.kind
         WHERE a.role = $1 AND a.active = 1 ORDER BY t.organisation, u.id",
        params![role],
        |row| Ok((row.text(0)?, row.text(1)?)),
    )
}

/// The organisations where somebody has an assignment now.
pub fn organisations_with_staff() -> Query<String> {
    Query::new(
        "people.organisations-with-staff",
        "SELECT DISTINCT t.organisation
         FROM assignments a
         JOIN users u ON u.id = a.user_id AND u.active = 1
         JOIN units t ON t.hsa_id = a.unit AND t.active = 1
         WHERE a.active = 1 ORDER BY t.organisation",
        params![],
        |row| row.text(0),
    )
}
