//! Attachments and issued copies: stored as bytes that never change.

use crate::{
    error::StoreError,
    row::Row,
    statement::{Query, Statement, params},
};

/// What is known of an attachment without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredAttachment {
    /// Time-ordered row key.
    pub key: String,
    /// Public id, random.
    pub id: String,
    /// The case's row key.
    pub case_key: String,
    /// What it is, such as `certificate` or `issued-copy`.
    pub kind: String,
    pub media_type: String,
    pub title: String,
    /// SHA-256 of the bytes, hexadecimal.
    pub hash: String,
    pub created_at: String,
    /// User id.
    pub created_by: String,
}

/// Adds an attachment with its bytes.
pub fn add(attachment: StoredAttachment, content: Vec<u8>) -> Statement {
    Statement::one(
        "attachments.add",
        "INSERT INTO attachments (key, id, case_key, kind, media_type, title, hash, created_at,
                                  created_by, content)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![
            attachment.key,
            attachment.id,
            attachment.case_key,
            attachment.kind,
            attachment.media_type,
            attachment.title,
            attachment.hash,
            attachment.created_at,
            attachment.created_by,
            content,
        ],
    )
}

const ROW: fn(&Row<'_>) -> Result<StoredAttachment, StoreError> = |row| read_row(row);

fn read_row(row: &Row<'_>) -> Result<StoredAttachment, StoreError> {
    Ok(StoredAttachment {
        key: row.text(0)?,
        id: row.text(1)?,
        case_key: row.text(2)?,
        kind: row.text(3)?,
        media_type: row.text(4)?,
        title: row.text(5)?,
        hash: row.text(6)?,
        created_at: row.text(7)?,
        created_by: row.text(8)?,
    })
}

/// The attachments of a case, in the order they were added, without their bytes.
pub fn of_case(case_key: &str) -> Query<StoredAttachment> {
    Query::new(
        "attachments.of-case",
        "SELECT key, id, case_key, kind, media_type, title, hash, created_at, created_by
         FROM attachments WHERE case_key = $1 ORDER BY key",
        params![case_key],
        ROW,
    )
}

/// The attachment with a public id, and its bytes.
pub fn by_id(id: &str) -> Query<(StoredAttachment, Vec<u8>)> {
    Query::new(
        "attachments.by-id",
        "SELECT key, id, case_key, kind, media_type, title, hash, created_at, created_by, content
         FROM attachments WHERE id = $1",
        params![id],
        |row| Ok((read_row(row)?, row.bytes(9)?)),
    )
}
