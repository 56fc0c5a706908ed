//! What a case's events have told, stored in rows beside the journal. A row is written with its
//! event and never computed again: later policies do not change what was told then.

use disclosure::{
    AnyCase, Class, Consequences, Means, PlacedTelling, Section, Telling, TellingRecipient,
};
use jiff::Timestamp;
use store::{
    Statement, Work, journal, told,
    verify::{self, WholeCase},
    worklist::{self, StoredWorklistRow},
};
use vocabulary::{choice::Choice as _, hsa_id::HsaId};

use crate::{
    App,
    case_cache::{Loaded, loaded_of, stored},
    clock::stamp,
    error::AppError,
    maintenance::CASES_TOGETHER,
};

/// The store's name for the upgrade that adds rows for events older than the rows.
const UPGRADE: &str = "told";
/// The name under which the store remembers that its worklist rows have the versions of shares.
const SHARE_VERSIONS: &str = "share-versions";

/// Adds new events of a case and what they told to a unit of work, which also logs them.
pub(crate) fn append(
    work: &mut Work,
    before: Option<&Loaded>,
    after: &Loaded,
    (entries, told): (&[domain::Entry], &[PlacedTelling]),
) -> Result<(), AppError> {
    let (from, last) = match before {
        None => (0, store::of_no_event(&after.key)),
        Some(before) => (before.version, before.last_hash()?),
    };
    let told = told.iter().map(|placed| row(&after.key, placed));
    let told = told.collect::<Result<Vec<_>, _>>()?;
    let events = stored(&after.key, from, entries)?;
    let hash = journal::append(work, &last, events, told);
    // The same again when the work is made anew.
    after.last.get_or_init(|| hash);
    Ok(())
}

fn row(key: &str, placed: &PlacedTelling) -> Result<told::ToldRow, AppError> {
    let Telling {
        to,
        class,
        means,
        sections,
    } = &placed.telling;
    let sections: Vec<&str> = sections.iter().map(|section| section.code()).collect();
    Ok(told::ToldRow {
        case_key: key.to_owned(),
        seq: crate::cases::signed(placed.place)?,
        recipient: to.to_string(),
        class: class.map_or("", Class::code).to_owned(),
        channel: means.code().to_owned(),
        sections: sections.join(" "),
    })
}

fn placed(row: &told::ToldRow) -> Result<PlacedTelling, AppError> {
    let unknown = |what: &str| AppError::fault("told", &format!("an unknown {what}"));
    let class = if row.class.is_empty() {
        None
    } else {
        Some(Class::from_code(&row.class).ok_or_else(|| unknown("class"))?)
    };
    let sections = row.sections.split_whitespace().map(|code| {
        let section = Section::from_code(code);
        section.ok_or_else(|| unknown("part"))
    });
    Ok(PlacedTelling {
        place: u64::try_from(row.seq).map_err(|error| AppError::fault("told", &error))?,
        telling: Telling {
            to: TellingRecipient::parse(&row.recipient).ok_or_else(|| unknown("recipient"))?,
            class,
            means: Means::from_code(&row.channel).ok_or_else(|| unknown("channel"))?,
            sections: sections.collect::<Result<_, _>>()?,
        },
    })
}

/// The detail of a log row: what was done, and who was told what.
pub(crate) fn detail<'t>(what: &str, told: impl IntoIterator<Item = &'t Telling>) -> String {
    let mut detail = what.to_owned();
    let mut said: Vec<String> = told
        .into_iter()
        .map(|telling| format!(" {}={}", telling.to, telling.class.map_or("", Class::code)))
        .collect();
    said.sort_unstable();
    said.dedup();
    detail.extend(said);
    detail
}

/// What was done and who was told what, from a row that [`detail`] wrote. Older rows say only what
/// was done.
pub(crate) fn read_detail(detail: &str) -> (String, Vec<TellingRecipient>) {
    let told = |word: &str| {
        let (to, _) = word.split_once('=')?;
        TellingRecipient::parse(to)
    };
    let what: Vec<&str> = detail
        .split(' ')
        .filter(|word| told(word).is_none())
        .collect();
    let mut recipients: Vec<TellingRecipient> = detail.split(' ').filter_map(told).collect();
    recipients.dedup();
    (what.join(" "), recipients)
}

impl App {
    /// What the events of a case have told, up to its version.
    pub(crate) async fn told<'l>(
        &self,
        loaded: &'l Loaded,
    ) -> Result<&'l [PlacedTelling], AppError> {
        if let Some(told) = loaded.told.get() {
            return Ok(told);
        }
        let rows = self.inner.database.read(told::of_case(&loaded.key)).await?;
        let mut told = rows.iter().map(placed).collect::<Result<Vec<_>, _>>()?;
        told.retain(|placed| placed.place <= loaded.version);
        Ok(loaded.told.get_or_init(|| told))
    }

    /// What new entries of a case tell, and what they lead to.
    pub(crate) fn consequences(
        &self,
        before: Option<&Loaded>,
        entries: &[domain::Entry],
    ) -> Result<Consequences, AppError> {
        self.inner
            .guard
            .consequences(before.map(|before| &before.case as &dyn AnyCase), entries)
            .map_err(|misfit| AppError::fault("decide", &misfit))
    }

    /// Adds the missing rows, once, in a store that was created before these rows existed.
    pub(crate) async fn fill_in_told(&self) -> Result<(), AppError> {
        let database = &self.inner.database;
        if database.read_one(told::upgrade(UPGRADE)).await?.is_some() {
            return Ok(());
        }
        let mut after = String::new();
        loop {
            let cases = verify::whole_cases(database, &after, CASES_TOGETHER).await?;
            let Some(last) = cases.last() else { break };
            after.clone_from(&last.head.key);
            let told = self
                .on_all(cases, |app, case| app.told_from_the_beginning(&case))
                .await?;
            let mut work = Work::new();
            for statements in told {
                work.extend(statements?);
            }
            if !work.is_empty() {
                database.write(work).await?;
            }
        }
        let mut work = Work::new();
        work.push(told::upgraded(UPGRADE, &stamp(self.now())));
        database.write(work).await?;
        Ok(())
    }

    /// Writes the worklist rows of a store that is older than the versions of shares, once.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub(crate) async fn fill_in_share_versions(&self) -> Result<(), AppError> {
        let database = &self.inner.database;
        let done = database.read_one(told::upgrade(SHARE_VERSIONS)).await?;
        if done.is_some() {
            return Ok(());
        }
        let now = self.now();
        let mut after = String::new();
        loop {
            let cases = verify::whole_cases(database, &after, CASES_TOGETHER).await?;
            let Some(last) = cases.last() else { break };
            after.clone_from(&last.head.key);
            let rows = self
                .on_all(cases, move |app, case| app.rows_of_shares(&case, now))
                .await?;
            let mut work = Work::new();
            for statements in rows {
                work.extend(statements?);
            }
            if !work.is_empty() {
                database.write(work).await?;
            }
        }
        let mut work = Work::new();
        work.push(told::upgraded(SHARE_VERSIONS, &stamp(now)));
        database.write(work).await?;
        Ok(())
    }

    /// The worklist rows of the units that get a share of a case. What they show follows from the
    /// case alone; the rows of the region's care units, which follow the clock too, stay as they are.
    fn rows_of_shares(&self, case: &WholeCase, now: Timestamp) -> Result<Vec<Statement>, AppError> {
        let Ok(loaded) = loaded_of(&case.head.key, &case.events) else {
            return Ok(Vec::new());
        };
        let directory = self.directory();
        let regional = |row: &StoredWorklistRow| {
            let unit = HsaId::parse(&row.unit).ok();
            let unit = unit.and_then(|unit| directory.unit(&unit));
            unit.is_none_or(|unit| unit.kind.is_regional_care())
        };
        let mut rows = self.worklist_rows(&loaded, now)?;
        rows.retain(|row| !regional(row));
        Ok(rows.into_iter().map(worklist::place).collect())
    }

    /// What the events of a case told, computed from its first event. A case that cannot be built
    /// from its journal is skipped: `verify` reports it.
    fn told_from_the_beginning(&self, case: &WholeCase) -> Result<Vec<Statement>, AppError> {
        let Ok(loaded) = loaded_of(&case.head.key, &case.events) else {
            return Ok(Vec::new());
        };
        let journal = loaded.journal();
        let told = self.consequences(None, &journal)?.placed(1, &journal);
        told.journal
            .iter()
            .map(|placed| Ok(told::fill_in(row(&loaded.key, placed)?)))
            .collect()
    }
}
