//! Search among the cases of the caller's unit: by the beginning of a name, initials or a birth
//! date, or by an exact number. No other unit's cases are found or counted.

use disclosure::{Disclosed, audience::OwnUnit, views};
use store::{
    Query,
    identifiers::{self, Holder},
    search,
    worklist::{self, StoredWorklistRow},
};
use vocabulary::{
    choice::Choice as _,
    identifier::{Identifier, IdentifierKind},
    sip::SipNumber,
};

use crate::{App, Caller, access_log::Action, cases::signed, error::AppError, worklist::read};

/// The most hits shown.
const HITS: i64 = 20;
/// The shortest text that may be searched for, in characters.
const SHORTEST: usize = 2;

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
        let text = text.trim();
        if text.chars().count() < SHORTEST {
            return Err(AppError::mistake(
                "q",
                "too-short",
                "Skriv minst två tecken.",
            ));
        }
        let unit = caller.unit().hsa_id.as_str();
        let found = self
            .inner
            .database
            .read(search::find(unit, text, HITS))
            .await?;
        let mut hits: Vec<StoredWorklistRow> = found.into_iter().map(|hit| hit.row).collect();
        for key in self.holders(text, unit).await? {
            let rows = self.inner.database.read(worklist::of_case(&key)).await?;
            hits.extend(
                rows.into_iter()
                    .filter(|row| row.unit == unit || vocabulary::leak::seeded("search-hits")),
            );
        }
        let shown = |row: &StoredWorklistRow| (row.case_key.clone(), row.payload.clone());
        hits.sort_by_key(shown);
        hits.dedup_by_key(|row| shown(row));
        let mut found = Vec::with_capacity(hits.len());
        for hit in hits {
            let loaded = self.load_by_key(&hit.case_key).await?;
            if self.inner.guard.may_find(&caller.actor, &loaded.case) {
                // A row that shows the same as before a change keeps its earlier version.
                let version = signed(loaded.version)?;
                found.push(StoredWorklistRow { version, ..hit });
            }
        }
        let rows = found
            .iter()
            .map(read)
            .collect::<Result<Vec<views::WorklistRow>, AppError>>()?;
        // A search is logged even if it finds nothing; the text itself is not stored.
        let hits = if vocabulary::leak::seeded("access-log") {
            text.to_owned()
        } else {
            rows.len().to_string()
        };
        self.note(caller, Action::Search, None, &hits).await?;
        for hit in &found {
            self.note(caller, Action::Search, Some(&hit.case_key), "hit")
                .await?;
        }
        self.inner
            .guard
            .worklist(&caller.actor, rows, self.now())
            .ok_or(AppError::NotFound)
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
        let mut keys = self.keys_of_number(text, within).await?;
        if let Some(number) = SipNumber::parse(text) {
            let holders = self.inner.database.read(within(&number.shown())).await?;
            keys.extend(holders.into_iter().map(|holder| holder.case_key));
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
