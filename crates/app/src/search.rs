//! Search among the cases of the caller's unit, open and closed: by anything that lists and pages show
//! of them. No other unit's cases are found or counted.

use disclosure::{Disclosed, audience::OwnUnit, views};
use store::{
    Query,
    identifiers::{self, Holder},
    search,
    worklist::{self, StoredWorklistRow},
};
use vocabulary::{
    calendar::local_date,
    choice::Choice as _,
    identifier::{Identifier, IdentifierKind},
    search::{CLOSED, asked},
    sip::SipNumber,
    text::plain,
};

use crate::{
    App, Caller,
    access_log::Action,
    case_cache::Loaded,
    cases::signed,
    error::AppError,
    worklist::{WorklistRows, read, read_cursor},
};

/// The most hits shown.
const HITS: i64 = 20;
/// How many closed cases a page shows.
const CLOSED_PAGE: i64 = 50;
/// A part of a search text with so many signs may be a number.
const NUMBER_LENGTH: usize = 8;

/// Whether a part of a search text may be a number by itself.
fn is_number(part: &str) -> bool {
    let plain = plain(part);
    plain.len() >= NUMBER_LENGTH && plain.bytes().any(|sign| sign.is_ascii_digit())
}

impl App {
    /// The cases of the caller's unit that match a text.
    ///
    /// # Errors
    /// When the text is too short, or the store cannot be read.
    pub async fn search(
        &self,
        caller: &Caller,
        text: &str,
    ) -> Result<Disclosed<OwnUnit, Vec<views::WorklistRow>>, AppError> {
        let ways = asked(text, local_date(self.now()));
        if ways.is_empty() {
            return Err(AppError::mistake(
                "q",
                "too-short",
                "Skriv minst två bokstäver eller siffror.",
            ));
        }
        let unit = caller.unit().hsa_id.as_str();
        let finds = ways.iter().map(|words| search::find(unit, words, HITS));
        let mut keys = self
            .inner
            .database
            .read_all(finds.collect())
            .await?
            .concat();
        keys.extend(self.holders(text, unit).await?);
        keys.sort();
        keys.dedup();
        let mut found = Vec::with_capacity(keys.len());
        let mut rows = Vec::with_capacity(keys.len());
        for key in keys {
            let loaded = self.load_by_key(&key).await?;
            let hit = self.hit(caller, &loaded).await?;
            if let Some(row) =
                hit.filter(|_| self.inner.guard.may_find(&caller.actor, &loaded.case))
            {
                found.push(key);
                rows.push(row);
            }
        }
        // A search is logged even if it finds nothing; the text itself is not stored.
        let hits = if vocabulary::leak::seeded("access-log") {
            text.to_owned()
        } else {
            rows.len().to_string()
        };
        self.note(caller, Action::Search, None, &hits).await?;
        for key in &found {
            self.note(caller, Action::Search, Some(key), "hit").await?;
        }
        self.inner
            .guard
            .worklist(&caller.actor, rows, self.now())
            .ok_or(AppError::NotFound)
    }

    /// A case as the list shows it: an open one as it stands on the unit's worklist, a closed one as it
    /// was left.
    async fn hit(
        &self,
        caller: &Caller,
        loaded: &Loaded,
    ) -> Result<Option<views::WorklistRow>, AppError> {
        let unit = caller.unit();
        if !loaded.case.is_open() {
            let (guard, now) = (&self.inner.guard, self.now());
            return Ok(guard.worklist_row(unit, &loaded.case, &[], &[], now));
        }
        let rows = worklist::of_case(&loaded.key);
        let mut rows = self.inner.database.read(rows).await?.into_iter();
        let row = rows.find(|row| {
            row.unit == unit.hsa_id.as_str() || vocabulary::leak::seeded("search-hits")
        });
        // A row that shows the same as before a change keeps its earlier version.
        let version = signed(loaded.version)?;
        row.map(|row| read(&StoredWorklistRow { version, ..row }))
            .transpose()
    }

    /// The cases of the caller's unit that are closed, the latest closed first. `after` is where the
    /// previous page ended.
    ///
    /// # Errors
    /// When the place or the store cannot be read.
    pub async fn closed_cases(
        &self,
        caller: &Caller,
        after: Option<&str>,
    ) -> Result<WorklistRows, AppError> {
        let from = match after {
            None => ("~".to_owned(), String::new()),
            Some(cursor) => read_cursor(cursor)?,
        };
        let unit = caller.unit().hsa_id.as_str();
        let page = search::closed(unit, CLOSED, (&from.0, &from.1), CLOSED_PAGE);
        let keys = self.inner.database.read(page).await?;
        let full = i64::try_from(keys.len()).is_ok_and(|count| count == CLOSED_PAGE);
        let next = keys.last().filter(|_| full);
        let next = next.map(|(key, at)| format!("{at}~{key}"));
        let mut rows = Vec::with_capacity(keys.len());
        for (key, _) in keys {
            let loaded = self.load_by_key(&key).await?;
            let may_find = self.inner.guard.may_find(&caller.actor, &loaded.case);
            rows.extend(self.hit(caller, &loaded).await?.filter(|_| may_find));
        }
        let rows = self.inner.guard.worklist(&caller.actor, rows, self.now());
        Ok(WorklistRows {
            rows: rows.ok_or(AppError::NotFound)?,
            next,
        })
    }

    /// Keys of the unit's cases that have this text as a number, a person's or a SIP's.
    async fn holders(&self, text: &str, unit: &str) -> Result<Vec<String>, AppError> {
        let within = |value: &str| {
            if vocabulary::leak::seeded("search-hits") {
                identifiers::find(value)
            } else {
                identifiers::find_of_unit(value, unit)
            }
        };
        let mut keys = Vec::new();
        // The text may be a number with spaces, or a number beside other words.
        let parts = text.split_whitespace().filter(|part| *part != text.trim());
        for part in std::iter::once(text).chain(parts.filter(|part| is_number(part))) {
            keys.extend(self.keys_of_number(part, within).await?);
            if let Some(number) = SipNumber::parse(part) {
                let holders = self.inner.database.read(within(&number.shown())).await?;
                keys.extend(holders.into_iter().map(|holder| holder.case_key));
            }
        }
        keys.sort();
        keys.dedup();
        Ok(keys)
    }

    /// Keys of the cases that `find` gives for the text, read as a person's number of any kind.
    pub(crate) async fn keys_of_number(
        &self,
        text: &str,
        find: impl Fn(&str) -> Query<Holder>,
    ) -> Result<Vec<String>, AppError> {
        let holders = self.holders_of_number(text, find).await?;
        let mut keys: Vec<String> = holders.into_iter().map(|holder| holder.case_key).collect();
        keys.sort();
        keys.dedup();
        Ok(keys)
    }

    /// What `find` gives for the text, read as a person's number of any kind.
    pub(crate) async fn holders_of_number<T: Send + 'static>(
        &self,
        text: &str,
        find: impl Fn(&str) -> Query<T>,
    ) -> Result<Vec<T>, AppError> {
        let mut holders = Vec::new();
        for kind in IdentifierKind::ALL {
            if let Ok(number) = Identifier::parse(*kind, text) {
                holders.extend(self.inner.database.read(find(number.stored())).await?);
            }
        }
        Ok(holders)
    }
}
