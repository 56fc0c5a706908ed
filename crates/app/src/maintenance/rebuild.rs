//! Rebuilds the projections from the journal: worklist, numbers, search and the municipality's
//! questions. The outbox and the log are not projections: they say what was sent and who has
//! viewed, and are not touched.

use domain::evolve;
use jiff::Timestamp;
use store::{
    Statement, StoreError, Work, identifiers, journal, questions, search, told,
    verify::{self, WholeCase},
    worklist,
};

use super::verify::TOGETHER;
use crate::{
    App,
    case_cache::{Loaded, loaded_of},
    clock::stamp,
    effects::Effects,
    error::AppError,
    projection::{Change, numbers, terms_of_parties},
};

/// The store's name for the upgrade.
const FOUND_ANEW: &str = "meetings-in-the-worklist";

impl App {
    /// The number of cases in the store.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn case_count(&self) -> Result<u64, AppError> {
        Ok(verify::case_count(&self.inner.database).await?)
    }

    /// Rebuilds every projection, many cases per transaction. Calls `told` with the number of cases
    /// after each transaction. A case that changes meanwhile keeps the rows that the change wrote, and a
    /// case that cannot be built from its events those that it has.
    ///
    /// # Errors
    /// When the store cannot be read or written, or a newer program has written in it.
    pub async fn rebuild_projections(&self, told: impl Fn(u64)) -> Result<RebuiltCases, AppError> {
        let now = self.now();
        let database = &self.inner.database;
        let mut rebuilt = RebuiltCases::default();
        let mut cases = verify::whole_cases(database, "", TOGETHER).await?;
        while let Some(last) = cases.last() {
            let after = last.head.key.clone();
            let count = u64::try_from(cases.len()).unwrap_or(0);
            let (next, written) = tokio::join!(
                verify::whole_cases(database, &after, TOGETHER),
                self.rebuild_cases(cases, now)
            );
            rebuilt.unreadable.extend(written?);
            rebuilt.cases += count;
            told(count);
            cases = next?;
        }
        Ok(rebuilt)
    }

    /// Rebuilds the projections once after an older program, whose terms of the search were others, which
    /// took the latest event of a closed case for its end, and whose rows had no meeting. A case that cannot be read keeps its
    /// rows, and does not keep the program from starting.
    ///
    /// # Errors
    /// As [`App::rebuild_projections`].
    pub(crate) async fn rebuild_once(&self) -> Result<(), AppError> {
        let database = &self.inner.database;
        let done = database.read_one(told::upgrade(FOUND_ANEW)).await?;
        if done.is_some() {
            return Ok(());
        }
        let rebuilt = self.rebuild_projections(|_| ()).await?;
        for id in rebuilt.unreadable {
            tracing::error!(case = %id, "a case cannot be built from its events, and keeps its old rows");
        }
        let mut work = Work::new();
        work.guard(told::upgraded_once(FOUND_ANEW, &stamp(self.now())));
        match database.write(work).await {
            Ok(_)
            | Err(StoreError::Conflict {
                statement: told::UPGRADED_ONCE,
            }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Rebuilds some cases; returns the ids of those that cannot be read.
    async fn rebuild_cases(
        &self,
        cases: Vec<WholeCase>,
        now: Timestamp,
    ) -> Result<Vec<String>, AppError> {
        let each = self
            .on_all(cases, move |app, case| {
                (case.head.id.clone(), app.rebuilt(&case, now))
            })
            .await?;
        let (mut all, mut unreadable) = (Vec::new(), Vec::new());
        for (id, rebuilt) in each {
            match rebuilt {
                Ok(rebuilt) => all.push(rebuilt),
                Err(error @ AppError::NewerJournal(_)) => return Err(error),
                Err(_) => unreadable.push(id),
            }
        }
        match self.write_rebuilt(&all).await {
            Ok(()) => Ok(unreadable),
            // One of them has changed meanwhile: rebuild the others one by one.
            Err(AppError::Stale { .. }) => {
                for one in &all {
                    match self.write_rebuilt(std::slice::from_ref(one)).await {
                        Ok(()) | Err(AppError::Stale { .. }) => {}
                        Err(error) => return Err(error),
                    }
                }
                Ok(unreadable)
            }
            Err(error) => Err(error),
        }
    }

    async fn write_rebuilt(&self, all: &[Rebuilt]) -> Result<(), AppError> {
        let mut work = Work::new();
        for one in all {
            work.guard(journal::still_at(&one.key, one.version));
            work.extend(one.statements.iter().cloned());
        }
        match self.inner.database.write(work).await {
            Ok(_) => Ok(()),
            Err(StoreError::Conflict { .. }) => Err(AppError::Stale { current: 0 }),
            Err(error) => Err(error.into()),
        }
    }

    /// The statements that rebuild a case's projections.
    fn rebuilt(&self, case: &WholeCase, now: Timestamp) -> Result<Rebuilt, AppError> {
        let loaded = loaded_of(&case.head.key, &case.events)?;
        let key = &loaded.key;
        let closed_at = loaded.case.closed.as_ref().map(|closed| stamp(closed.at));
        let mut statements = vec![
            journal::closed_at(key, closed_at.as_deref()),
            worklist::remove_case(key),
            identifiers::remove_case(key),
            search::remove_case(key),
            questions::remove_case(key),
        ];
        statements.extend(
            self.worklist_rows(&loaded, now)?
                .into_iter()
                .map(worklist::place),
        );
        statements.extend(numbers(key, &loaded.case));
        statements.extend(terms_of_parties(key, &loaded.case));
        statements.extend(self.questions_again(&loaded)?);
        Ok(Rebuilt {
            key: key.clone(),
            version: crate::cases::signed(loaded.version)?,
            statements,
        })
    }

    /// A question holds what could be known when it was asked, so the case is replayed event by
    /// event.
    fn questions_again(&self, loaded: &Loaded) -> Result<Vec<Statement>, AppError> {
        let mut statements = Vec::new();
        if loaded.case.questions.is_empty() {
            return Ok(statements);
        }
        let mut case = None;
        for (entry, version) in loaded.entries.iter().zip(1..) {
            let evolved =
                evolve(case, entry).map_err(|misfit| AppError::fault("journal", &misfit))?;
            let after = Loaded {
                key: loaded.key.clone(),
                version,
                plan_version: 0,
                case: evolved.into(),
                entries: Vec::new(),
                told: std::sync::OnceLock::new(),
                listed: std::sync::OnceLock::new(),
                last: std::sync::OnceLock::new(),
            };
            let change = Change {
                before: None,
                after: &after,
                entries: &[],
                plan: &[],
                told: &disclosure::Told::default(),
                now: entry.at,
                listed: None,
            };
            let effects = Effects::of(&entry.event);
            statements.extend(self.project_question(&change, effects.register)?);
            case = Some(after.case.into_case());
        }
        Ok(statements)
    }
}

/// What became of a rebuilding.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct RebuiltCases {
    /// How many cases there are.
    pub cases: u64,
    /// Ids of the cases that cannot be built from their events.
    pub unreadable: Vec<String>,
}

/// The statements that rebuild a case's projections.
struct Rebuilt {
    key: String,
    version: i64,
    statements: Vec<Statement>,
}
