//! Statements are data: what a use case wants to write or read, built by pure code and run by an
//! executor. This module knows no database.

use crate::{
    audit::AuditEntry,
    error::StoreError,
    row::Row,
    seal::{CaseSeal, Record, RowSeal, Sealed},
    value::Value,
};

/// The SQL of a statement, nearly always the same for both databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sql {
    sqlite: &'static str,
    postgres: &'static str,
}

impl Sql {
    /// One text that both databases understand, parameters written `$1`, `$2`, ….
    pub const fn same(text: &'static str) -> Self {
        Self {
            sqlite: text,
            postgres: text,
        }
    }

    /// One text for each database; only [`crate::dialect`] uses this.
    pub(crate) const fn each(sqlite: &'static str, postgres: &'static str) -> Self {
        Self { sqlite, postgres }
    }

    pub(crate) const fn sqlite(self) -> &'static str {
        self.sqlite
    }

    pub(crate) const fn postgres(self) -> &'static str {
        self.postgres
    }
}

impl From<&'static str> for Sql {
    fn from(text: &'static str) -> Self {
        Self::same(text)
    }
}

/// How many rows a statement must change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expects {
    /// Any number, none included.
    Any,
    /// Exactly one; otherwise the whole [`Work`] is undone with [`StoreError::Conflict`].
    One,
}

/// One statement that writes. With a `RETURNING` clause its rows come back in the [`Outcome`].
#[derive(Clone, Debug)]
pub struct Statement {
    /// The name in errors and in the [`Outcome`], such as `journal.advance`.
    pub name: &'static str,
    pub sql: Sql,
    /// Value of `$1`, `$2`, … in order; every one must occur in the text.
    pub params: Vec<Value>,
    pub expects: Expects,
    /// The row that it writes, when the log says what became of it.
    pub(crate) seal: Option<RowSeal>,
}

impl Statement {
    /// A statement that may change any number of rows.
    pub fn any(name: &'static str, sql: impl Into<Sql>, params: Vec<Value>) -> Self {
        Self {
            name,
            sql: sql.into(),
            params,
            expects: Expects::Any,
            seal: None,
        }
    }

    /// A statement that must change exactly one row.
    pub fn one(name: &'static str, sql: impl Into<Sql>, params: Vec<Value>) -> Self {
        Self {
            name,
            sql: sql.into(),
            params,
            expects: Expects::One,
            seal: None,
        }
    }

    /// Seals the row with the key in the log entry of the unit of work, which therefore needs one.
    pub(crate) fn sealed(mut self, record: &'static Record, key: Vec<Value>) -> Self {
        self.seal = Some(RowSeal { record, key });
        self
    }
}

/// One read: text, parameters, and how a row becomes a `T`.
pub struct Query<T> {
    /// The name in errors.
    pub name: &'static str,
    pub sql: Sql,
    /// Value of `$1`, `$2`, … in order; every one must occur in the text.
    pub params: Vec<Value>,
    pub decode: fn(&Row<'_>) -> Result<T, StoreError>,
}

impl<T> Query<T> {
    /// A query; `decode` makes a `T` of each row.
    pub fn new(
        name: &'static str,
        sql: impl Into<Sql>,
        params: Vec<Value>,
        decode: fn(&Row<'_>) -> Result<T, StoreError>,
    ) -> Self {
        Self {
            name,
            sql: sql.into(),
            params,
            decode,
        }
    }
}

impl<T> std::fmt::Debug for Query<T> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Query")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// A unit of work: all of it becomes durable together, or nothing of it does.
///
/// Named `Work` because *unit* is a ward or a health centre in this program. Guards run first, so
/// that a conflict is found before anything has been written.
#[derive(Clone, Debug, Default)]
pub struct Work {
    guards: Vec<Statement>,
    statements: Vec<Statement>,
    audit: Vec<AuditEntry>,
    cases: Vec<CaseSeal>,
    older_rows: Vec<Sealed>,
    uses_reserve: bool,
}

impl Work {
    /// An empty unit of work.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a statement that runs before all that are not guards.
    pub fn guard(&mut self, statement: Statement) -> &mut Self {
        self.guards.push(statement);
        self
    }

    /// Adds a statement.
    pub fn push(&mut self, statement: Statement) -> &mut Self {
        self.statements.push(statement);
        self
    }

    /// Adds statements.
    pub fn extend(&mut self, statements: impl IntoIterator<Item = Statement>) -> &mut Self {
        self.statements.extend(statements);
        self
    }

    /// Seals the events of a case that the unit of work appends.
    pub(crate) fn seal_case(&mut self, seal: CaseSeal) {
        self.cases.push(seal);
    }

    /// Seals a row that is older than the seals.
    pub(crate) fn seal_older_row(&mut self, row: Sealed) {
        self.older_rows.push(row);
    }

    pub(crate) fn older_rows(&self) -> &[Sealed] {
        &self.older_rows
    }

    pub(crate) fn cases(&self) -> &[CaseSeal] {
        &self.cases
    }

    /// Adds an entry to the audit log; it gets its place in the chain when it is written.
    pub fn log(&mut self, entry: AuditEntry) -> &mut Self {
        self.audit.push(entry);
        self
    }

    /// Lets the work use the reserve of a disk that is nearly full: for what others wait for, such
    /// as the log of what is read. It must be small.
    pub fn use_reserve(&mut self) -> &mut Self {
        self.uses_reserve = true;
        self
    }

    pub(crate) fn may_use_reserve(&self) -> bool {
        self.uses_reserve
    }

    /// True when nothing would be written.
    pub fn is_empty(&self) -> bool {
        self.guards.is_empty()
            && self.statements.is_empty()
            && self.audit.is_empty()
            && self.cases.is_empty()
            && self.older_rows.is_empty()
    }

    pub(crate) fn statements(&self) -> impl Iterator<Item = &Statement> {
        self.guards.iter().chain(&self.statements)
    }

    pub(crate) fn audit(&self) -> &[AuditEntry] {
        &self.audit
    }
}

/// The effect of one statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// The statement's name.
    pub name: &'static str,
    pub changed: u64,
    /// The rows of its `RETURNING` clause.
    pub rows: Vec<Vec<Value>>,
}

impl Effect {
    /// Checks the count against what the statement expects.
    pub(crate) fn expected_by(self, statement: &Statement) -> Result<Self, StoreError> {
        match statement.expects {
            Expects::One if self.changed != 1 => Err(StoreError::Conflict {
                statement: statement.name,
            }),
            Expects::One | Expects::Any => Ok(self),
        }
    }
}

/// The effect of a unit of work, once it is durable.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    effects: Vec<Effect>,
}

impl Outcome {
    pub(crate) fn push(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// How many rows the statements of that name changed in total.
    pub fn changed(&self, name: &str) -> u64 {
        self.effects
            .iter()
            .filter(|effect| effect.name == name)
            .map(|effect| effect.changed)
            .sum()
    }

    /// The rows returned by the statements of that name, decoded.
    ///
    /// # Errors
    /// The errors of `decode`.
    pub fn returned<T>(
        &self,
        name: &str,
        decode: fn(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        self.effects
            .iter()
            .filter(|effect| effect.name == name)
            .flat_map(|effect| &effect.rows)
            .map(|row| decode(&Row::of_values(row)))
            .collect()
    }
}

/// A list of parameters; each argument is converted to a [`Value`].
macro_rules! params {
    ($($value:expr),* $(,)?) => { vec![$($crate::value::Value::from($value)),*] };
}
pub(crate) use params;
