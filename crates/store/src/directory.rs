//! What an administrator keeps up to date beside the units: Migrationsverket's contacts (VB1.1),
//! the links to governing documents (V2.1), postal codes, settings.

use crate::{
    error::StoreError,
    row::Row,
    seal,
    statement::{Query, Statement, params},
};

/// Name of the statement that changes a contact; it conflicts when its version is stale.
pub const CHANGE_CONTACT: &str = "directory.change-contact";
/// Name of the statement that changes a link; it conflicts when its version is stale.
pub const CHANGE_LINK: &str = "directory.change-link";

/// A function at another authority and how to reach it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredContact {
    pub id: String,
    /// What the contact is for.
    pub function: String,
    pub phone: Option<String>,
    /// When the phone is answered, in words.
    pub hours: Option<String>,
    /// E-mail address of a group mailbox.
    pub mailbox: Option<String>,
    pub post_address: Option<String>,
    pub version: i64,
    /// When somebody last confirmed it.
    pub confirmed_at: Option<String>,
    /// User id of who last confirmed it.
    pub confirmed_by: Option<String>,
}

/// A link to a governing document (V2.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredLink {
    pub id: String,
    /// Its place in the list.
    pub position: i64,
    pub title: String,
    pub governs: String,
    pub link: String,
    pub version: i64,
    pub changed_at: String,
    pub changed_by: String,
}

/// Adds a contact; does nothing when the id exists.
pub fn add_contact(contact: StoredContact) -> Statement {
    let key = params![contact.id.as_str()];
    Statement::any(
        "directory.add-contact",
        "INSERT INTO contacts_directory (id, function, phone, hours, mailbox, post_address, version,
                                         confirmed_at, confirmed_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
        params![
            contact.id,
            contact.function,
            contact.phone,
            contact.hours,
            contact.mailbox,
            contact.post_address,
            contact.version,
            contact.confirmed_at,
            contact.confirmed_by,
        ],
    )
    .sealed(&seal::CONTACT, key)
}

/// Changes or confirms the contact of that id and version; the version increases by one. For
/// `Work::guard`.
pub fn change_contact(contact: StoredContact) -> Statement {
    let key = params![contact.id.as_str()];
    Statement::one(
        CHANGE_CONTACT,
        "UPDATE contacts_directory
         SET function = $3, phone = $4, hours = $5, mailbox = $6, post_address = $7,
             confirmed_at = $8, confirmed_by = $9, version = version + 1
         WHERE id = $1 AND version = $2",
        params![
            contact.id,
            contact.version,
            contact.function,
            contact.phone,
            contact.hours,
            contact.mailbox,
            contact.post_address,
            contact.confirmed_at,
            contact.confirmed_by,
        ],
    )
    .sealed(&seal::CONTACT, key)
}

/// All contacts of other authorities.
pub fn contacts() -> Query<StoredContact> {
    Query::new(
        "directory.contacts",
        "SELECT id, function, phone, hours, mailbox, post_address, version, confirmed_at,
                confirmed_by
         FROM contacts_directory ORDER BY id",
        params![],
        |row| {
            Ok(StoredContact {
                id: row.text(0)?,
                function: row.text(1)?,
                phone: row.optional_text(2)?,
                hours: row.optional_text(3)?,
                mailbox: row.optional_text(4)?,
                post_address: row.optional_text(5)?,
                version: row.integer(6)?,
                confirmed_at: row.optional_text(7)?,
                confirmed_by: row.optional_text(8)?,
            })
        },
    )
}

/// Adds a link; does nothing when the id exists.
pub fn add_link(link: StoredLink) -> Statement {
    let key = params![link.id.as_str()];
    Statement::any(
        "directory.add-link",
        "INSERT INTO reference_links (id, position, title, governs, link, version, changed_at,
                                      changed_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
        params![
            link.id,
            link.position,
            link.title,
            link.governs,
            link.link,
            link.version,
            link.changed_at,
            link.changed_by,
        ],
    )
    .sealed(&seal::LINK, key)
}

/// Changes the link of that id and version; the version increases by one. For `Work::guard`.
pub fn change_link(link: StoredLink) -> Statement {
    let key = params![link.id.as_str()];
    Statement::one(
        CHANGE_LINK,
        "UPDATE reference_links
         SET position = $3, title = $4, governs = $5, link = $6, changed_at = $7, changed_by = $8,
             version = version + 1
         WHERE id = $1 AND version = $2",
        params![
            link.id,
            link.version,
            link.position,
            link.title,
            link.governs,
            link.link,
            link.changed_at,
            link.changed_by,
        ],
    )
    .sealed(&seal::LINK, key)
}

const LINK: fn(&Row<'_>) -> Result<StoredLink, StoreError> = |row| {
    Ok(StoredLink {
        id: row.text(0)?,
        position: row.integer(1)?,
        title: row.text(2)?,
        governs: row.text(3)?,
        link: row.text(4)?,
        version: row.integer(5)?,
        changed_at: row.text(6)?,
        changed_by: row.text(7)?,
    })
};

/// All links, in their order.
pub fn links() -> Query<StoredLink> {
    Query::new(
        "directory.links",
        "SELECT id, position, title, governs, link, version, changed_at, changed_by
         FROM reference_links ORDER BY position, id",
        params![],
        LINK,
    )
}

/// A postal code in a municipality, with its position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPostalCode {
    /// Five digits, without a space.
    pub code: String,
    /// Four-digit code of a municipality; a postal code can lie in several.
    pub municipality: String,
    /// Postal town.
    pub place: String,
    /// Millionths of a degree north.
    pub latitude_e6: i64,
    /// Millionths of a degree east.
    pub longitude_e6: i64,
}

/// Adds a postal code or replaces the stored one.
pub fn add_postal_code(code: StoredPostalCode) -> Statement {
    Statement::any(
        "directory.add-postal-code",
        "INSERT INTO postal_codes (code, municipality, place, latitude_e6, longitude_e6)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (code, municipality) DO UPDATE
         SET place = excluded.place, latitude_e6 = excluded.latitude_e6,
             longitude_e6 = excluded.longitude_e6",
        params![
            code.code,
            code.municipality,
            code.place,
            code.latitude_e6,
            code.longitude_e6
        ],
    )
}

/// The municipalities that a postal code lies in; no row when it is unknown.
pub fn postal_code(code: &str) -> Query<StoredPostalCode> {
    Query::new(
        "directory.postal-code",
        "SELECT code, municipality, place, latitude_e6, longitude_e6 FROM postal_codes
         WHERE code = $1 ORDER BY municipality",
        params![code],
        |row| {
            Ok(StoredPostalCode {
                code: row.text(0)?,
                municipality: row.text(1)?,
                place: row.text(2)?,
                latitude_e6: row.integer(3)?,
                longitude_e6: row.integer(4)?,
            })
        },
    )
}

/// Sets a setting, such as `demo`.
pub fn set(name: &str, value: &str) -> Statement {
    Statement::one(
        "directory.set",
        "INSERT INTO settings (name, value) VALUES ($1, $2)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        params![name, value],
    )
}

/// Sets a setting that has no value yet. A value that is there stays, so that two processes that
/// start at once agree on one.
pub fn set_first(name: &str, value: &str) -> Statement {
    Statement::any(
        "directory.set-first",
        "INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        params![name, value],
    )
}

/// The setting that tells this installation from others.
pub const INSTALLATION: &str = "installation";

/// The setting with the key of the versions of shares. Every process makes it when it starts.
pub const SHARE_KEY: &str = "share_key";

/// The value of a setting of the store, such as `demo`.
pub fn setting(name: &str) -> Query<String> {
    Query::new(
        "directory.setting",
        "SELECT value FROM settings WHERE name = $1",
        params![name],
        |row| row.text(0),
    )
}

/// True when nobody has used the store: no user, no unit, no case, no setting but those that
/// every start makes.
pub fn is_empty() -> Query<bool> {
    Query::new(
        "directory.is-empty",
        "SELECT (SELECT COUNT(*) FROM (SELECT 1 AS one FROM users LIMIT 1) a)
              + (SELECT COUNT(*) FROM (SELECT 1 AS one FROM units LIMIT 1) b)
              + (SELECT COUNT(*) FROM (SELECT 1 AS one FROM cases LIMIT 1) c)
              + (SELECT COUNT(*) FROM (SELECT 1 AS one FROM settings
                                       WHERE name NOT IN ($1, $2) LIMIT 1) d)",
        params![SHARE_KEY, INSTALLATION],
        |row| Ok(row.integer(0)? == 0),
    )
}
