//! Search among the cases of the caller's unit, open and closed: by anything that lists and pages show
//! of them. No other unit's cases are found or counted.

use std::{cmp::Reverse, collections::BTreeMap, sync::Arc};

use disclosure::{Disclosed, audience::OwnUnit, views};
use store::{
    Query, identifiers, search,
    worklist::{self, StoredWorklistRow},
};
use vocabulary::{
    calendar::local_date,
    identifier::Identifier,
    search::{CLOSED, asked},
    sip::SipNumber,
    text::plain,
};

use crate::{
    App, Caller,
    access_log::{Action, LISTED},
    case_cache::Loaded,
    cases::signed,
    error::AppError,
    worklist::{WorklistRows, read, read_cursor},
};

/// The most hits shown.
const HITS: usize = 50;
/// How many closed cases a page shows.
const CLOSED_PAGE: i64 = 50;
/// A part of a search text with so many signs may be a number.
const NUMBER_LENGTH: usize = 8;
/// The most parts of a search text that are read as numbers.
const MOST_NUMBERS: usize = 4;

/// Whether a part of a search text may be a number by itself.
fn is_number(part: &str) -> bool {
    let plain = plain(part);
    plain.len() >= NUMBER_LENGTH && plain.bytes().any(|sign| sign.is_ascii_digit())
}

/// What a search found.
#[derive(Debug)]
pub struct Hits {
    /// Open cases first, the latest first.
    pub rows: Disclosed<OwnUnit, Vec<views::WorklistRow>>,
    /// Whether more cases match than are shown.
    pub more: bool,
}

impl App {
    /// The cases of the caller's unit that match a text.
    ///
    /// # Errors
    /// When the text is too short, the caller may not list cases, or the store cannot be read.
    pub async fn search(&self, caller: &Caller, text: &str) -> Result<Hits, AppError> {
        self.may_list(caller)?;
        let ways = asked(text, local_date(self.now()));
        if ways.is_empty() {
            return Err(AppError::mistake(
                "q",
                "too-short",
                "Skriv minst två bokstäver eller siffror.",
            ));
        }
        let (found, more) = self.found(caller, text, &ways).await?;
        let mut rows = Vec::with_capacity(found.len());
        for loaded in &found {
            rows.extend(self.hit(caller, loaded).await?);
        }
        // A search is logged even if it finds nothing; the text itself is not stored.
        let hits = if vocabulary::leak::seeded("access-log") {
            text.to_owned()
        } else {
            rows.len().to_string()
        };
        self.note(caller, Action::Search, None, &hits).await?;
        for loaded in &found {
            self.note(caller, Action::Search, Some(&loaded.key), "hit")
                .await?;
        }
        Ok(Hits {
            rows: self.rows_for(caller, rows)?,
            more,
        })
    }

    /// The cases that match, in the order in which they are shown, and whether there are more.
    async fn found(
        &self,
        caller: &Caller,
        text: &str,
        ways: &[Vec<String>],
    ) -> Result<(Vec<Arc<Loaded>>, bool), AppError> {
        let unit = caller.unit().hsa_id.as_str();
        let most = i64::try_from(HITS).unwrap_or(i64::MAX).saturating_add(1);
        let finds = ways.iter().map(|words| search::find(unit, words, most));
        let by_words = self.inner.database.read_all(finds.collect()).await?;
        let mut more = by_words.iter().any(|keys| keys.len() > HITS);
        let mut found = BTreeMap::new();
        for key in by_words.concat() {
            found.insert(key.clone(), self.load_by_key(&key).await?);
        }
        let guard = &self.inner.guard;
        for (number, key) in self.holders(text, unit).await? {
            let loaded = self.load_by_key(&key).await?;
            if guard.may_find_by_number(&caller.actor, &loaded.case, &number) {
                found.insert(key, loaded);
            }
        }
        let mut found: Vec<Arc<Loaded>> = found.into_values().collect();
        found.retain(|loaded| guard.may_find(&caller.actor, &loaded.case));
        found.sort_by_key(|loaded| {
            let closed = loaded.case.closed.as_ref().map(|closed| closed.at);
            (
                closed.is_some(),
                Reverse(closed.unwrap_or(loaded.case.opened_at)),
            )
        });
        more |= found.len() > HITS;
        found.truncate(HITS);
        Ok((found, more))
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
    /// previous page ended. Each case that is shown is logged, as a search hit is.
    ///
    /// # Errors
    /// When the caller may not list cases, or the place or the store cannot be read.
    pub async fn closed_cases(
        &self,
        caller: &Caller,
        after: Option<&str>,
    ) -> Result<WorklistRows, AppError> {
        self.may_list(caller)?;
        let from = match after {
            None => ("~".to_owned(), String::new()),
            Some(cursor) => read_cursor(cursor)?,
        };
        let unit = caller.unit().hsa_id.as_str();
        let page = search::closed(unit, CLOSED, (&from.0, &from.1), CLOSED_PAGE);
        let closed = self.inner.database.read(page).await?;
        let full = i64::try_from(closed.len()).is_ok_and(|count| count == CLOSED_PAGE);
        let next = closed.last().filter(|_| full);
        let next = next.map(|last| format!("{}~{}", last.closed_at, last.id));
        let mut rows = Vec::with_capacity(closed.len());
        for case in closed {
            let loaded = self.load_by_key(&case.key).await?;
            if !self.inner.guard.may_find(&caller.actor, &loaded.case) {
                continue;
            }
            if let Some(row) = self.hit(caller, &loaded).await? {
                rows.push(row);
                self.note(caller, Action::Search, Some(&case.key), LISTED)
                    .await?;
            }
        }
        Ok(WorklistRows {
            rows: self.rows_for(caller, rows)?,
            next,
        })
    }

    fn may_list(&self, caller: &Caller) -> Result<(), AppError> {
        let may = self.may(caller, "list_cases") || vocabulary::leak::seeded("worklist-page");
        may.then_some(()).ok_or(AppError::NotFound)
    }

    fn rows_for(
        &self,
        caller: &Caller,
        rows: Vec<views::WorklistRow>,
    ) -> Result<Disclosed<OwnUnit, Vec<views::WorklistRow>>, AppError> {
        let guard = &self.inner.guard;
        guard
            .worklist(&caller.actor, rows, self.now())
            .ok_or(AppError::NotFound)
    }

    /// The unit's cases that have this text, or a part of it, as a number, a person's or a SIP's: each
    /// number with the case's row key.
    async fn holders(&self, text: &str, unit: &str) -> Result<Vec<(String, String)>, AppError> {
        let within = |value: &str| {
            if vocabulary::leak::seeded("search-hits") {
                identifiers::find(value)
            } else {
                identifiers::find_of_unit(value, unit)
            }
        };
        let today = local_date(self.now());
        // The text may be a number with spaces, or a number beside other words.
        let parts = text.split_whitespace().filter(|part| *part != text.trim());
        let parts = parts.filter(|part| is_number(part)).take(MOST_NUMBERS);
        let mut numbers: Vec<String> = std::iter::once(text)
            .chain(parts)
            .flat_map(|part| {
                let sip = SipNumber::parse(part).map(|number| number.shown());
                let numbers = Identifier::readings(part, today).into_iter();
                let numbers = numbers.map(|number| number.stored().to_owned());
                numbers.chain(sip).collect::<Vec<String>>()
            })
            .collect();
        numbers.sort();
        numbers.dedup();
        let mut held = Vec::new();
        for number in numbers {
            let holders = self.inner.database.read(within(&number)).await?;
            held.extend(
                holders
                    .into_iter()
                    .map(|holder| (number.clone(), holder.case_key)),
            );
        }
        Ok(held)
    }

    /// What `find` gives for the text, read as a person's number of any kind.
    pub(crate) async fn holders_of_number<T: Send + 'static>(
        &self,
        text: &str,
        find: impl Fn(&str) -> Query<T>,
    ) -> Result<Vec<T>, AppError> {
        let mut holders = Vec::new();
        for number in Identifier::readings(text, local_date(self.now())) {
            holders.extend(self.inner.database.read(find(number.stored())).await?);
        }
        Ok(holders)
    }
}
