//! Opening a case, and commands on a case.

mod beyond;
mod notices;
mod page_queries;
mod plan;
mod preview;
mod receipt;
mod related;
mod views;

use std::sync::{Arc, OnceLock};

use disclosure::{
    AnyCase, Consequences, Disclosed, Told,
    audience::{HeadOfficeStaff, MunicipalCare, MunicipalSigner, RegionalCare},
    views::{CaseView, HeadOfficeCaseView, MunicipalCaseView, SigningView},
};
use domain::{Context, Entry, decide, event::Stream};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::{
    StoreError, Work, idempotency,
    journal::{self, StoredCaseHead},
    outbox, reviews, streams, worklist,
};
use vocabulary::{
    command::Command, mistake::Mistake, opening::OpenCase, public_id::PublicId, refusal::Refusal,
};

use crate::{
    App, Caller,
    access_log::{Action, entry},
    case_cache::{Loaded, stored},
    clock::stamp,
    command_context::{Moment, Request},
    error::AppError,
    projection::Change,
    randomness,
    review::of_wrong_disclosures,
    told::{append, detail},
};

/// Something the user should look at; never a refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// A stable kebab-case code.
    pub code: String,
    /// Swedish: what it is, and what to do about it.
    pub detail: String,
    /// The caller's own case that it is about, if it is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<PublicId>,
}

/// The result of opening a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Opened {
    pub id: PublicId,
    pub version: u64,
    /// What the opener should look at; never a refusal.
    pub warnings: Vec<Notice>,
}

/// The result of a command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Done {
    /// The case's version after the command, for its actor.
    pub version: u64,
    /// What happened, limited to what the actor may see.
    pub events: Vec<serde_json::Value>,
    /// What the actor should look at; never a refusal.
    pub warnings: Vec<Notice>,
    /// The case after the command; empty when the command was carried out by an earlier request.
    #[serde(skip)]
    pub(crate) after: CaseAfter,
}

/// The case after a command. It is not part of the answer, so it takes no part in `PartialEq` and
/// `Debug`.
#[derive(Clone, Default)]
pub(crate) struct CaseAfter(pub(crate) Option<Arc<Loaded>>);

impl PartialEq for CaseAfter {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for CaseAfter {}

impl std::fmt::Debug for CaseAfter {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("CaseAfter")
    }
}

/// Whether the answer to a command includes the events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wording {
    /// For a program: the events that it may see.
    Events,
    /// For a page, which redirects to another page and shows no events.
    Nothing,
}

/// A case, as much of it as the caller may see.
#[derive(Debug)]
pub enum CaseForCaller {
    /// A regional care unit that is a party: the whole case.
    Regional(Disclosed<RegionalCare, CaseView>),
    /// Municipal primary care that is a party: its share.
    Municipal(Disclosed<MunicipalCare, MunicipalCaseView>),
    /// Who signs for the municipality, at a unit that is no party: what is signed.
    Signing(Disclosed<MunicipalSigner, SigningView>),
    /// Koncernkontoret: the agreement.
    HeadOffice(Disclosed<HeadOfficeStaff, HeadOfficeCaseView>),
}

pub(crate) use self::beyond::Beyond;
pub(crate) use self::plan::version_of_plan;
use self::receipt::Receipt;
/// How often a command is decided again because something has changed that its actor may not see.
const TRIES: usize = 20;
/// No case has this version: the plan beside it was written meanwhile.
const PLAN_MOVED: u64 = 0;

/// A command with its idempotency key and how it is to be answered.
type Given<'a> = (&'a Command, Option<&'a Request>, Wording);

pub use self::{
    page_queries::{AfterSaving, CasePage},
    preview::{Foreseen, Preview},
};

impl App {
    /// Opens a case for the caller's unit (V5.1).
    ///
    /// # Errors
    /// A refusal, mistakes, or [`AppError::KeyReused`].
    pub async fn open_case(
        &self,
        caller: &Caller,
        asked: &OpenCase,
        moment: Moment,
        request: Option<&Request>,
    ) -> Result<Opened, AppError> {
        if let Some(opened) = self.opened_before(caller, request).await? {
            return Ok(opened);
        }
        let entries = self.opening(caller, asked, moment).await?;
        let consequences = self.consequences(None, &entries)?;
        let (after, told) = Self::after(
            None,
            randomness::row_key(moment.at)?,
            &entries,
            consequences,
        )?;
        let opened = Opened {
            id: after.case.id,
            version: after.version,
            warnings: self.opening_warnings(caller, &after.case, asked).await?,
        };
        if vocabulary::leak::seeded("logs") {
            tracing::info!(name = asked.name.0, "opened");
        }
        let mut work = Work::new();
        work.guard(journal::open(&StoredCaseHead {
            key: after.key.clone(),
            id: after.case.id.to_string(),
            version: signed(after.version)?,
            opened_at: stamp(moment.at),
            changed_at: stamp(moment.at),
            closed_at: None,
            plan_version: 0,
        }));
        let change = Change {
            before: None,
            after: &after,
            entries: &entries,
            plan: &[],
            told: &told,
            now: moment.at,
            listed: None,
        };
        self.complete(&mut work, caller, &change, "open_case")?;
        if let Some(request) = request {
            let receipt = Receipt::of_opened(&opened);
            work.guard(idempotency::remember(
                receipt.row(caller, request, &change)?,
            ));
        }
        match self.inner.database.write(work).await {
            Ok(_) => {
                self.inner.case_cache.put(&Arc::new(after));
                Ok(opened)
            }
            Err(error) => self.lost_race(caller, request, error).await,
        }
    }

    /// Carries out a command on a case that the caller may know of.
    ///
    /// `expected` is the version that the caller saw: of the case for the region's care units, of
    /// their share for others. Reporting a wrong disclosure needs none.
    ///
    /// # Errors
    /// In the order of api.md: mistakes, not found, stale, refusals.
    pub async fn command(
        &self,
        caller: &Caller,
        id: &str,
        expected: Option<u64>,
        command: &Command,
        moment: Moment,
        request: Option<&Request>,
    ) -> Result<Done, AppError> {
        let given = (command, request, Wording::Events);
        self.carry_out(caller, id, expected, given, moment).await
    }

    /// The same for a page, which redirects to another page: the events are not shown.
    ///
    /// # Errors
    /// As [`App::command`].
    pub async fn save(
        &self,
        caller: &Caller,
        id: &str,
        expected: u64,
        command: &Command,
        moment: Moment,
        request: Option<&Request>,
    ) -> Result<Done, AppError> {
        let given = (command, request, Wording::Nothing);
        self.carry_out(caller, id, Some(expected), given, moment)
            .await
    }

    async fn carry_out(
        &self,
        caller: &Caller,
        id: &str,
        expected: Option<u64>,
        given: Given<'_>,
        moment: Moment,
    ) -> Result<Done, AppError> {
        let (command, ..) = given;
        let context = self.context(caller, moment, Some(command))?;
        // The cached case may be older than the journal. If the command succeeds on it, the
        // transaction has checked its version against the journal. Any other result is dropped, and
        // the command is decided again on the latest version.
        if let Some(before) = expected.and_then(|version| self.inner.case_cache.at(id, version))
            && self
                .inner
                .guard
                .sees_whole_case(&caller.actor, &before.case)
            && self
                .command_right(caller, Some(&before.case), command.name())
                .is_ok()
            && let Ok(entries) = decide(&before.case, &context, command)
        {
            // What may have been kept is not tried again: that would be answered as not kept.
            let done = self
                .record(caller, &before, &entries, given, moment.at)
                .await;
            if matches!(done, Ok(_) | Err(AppError::Unknown)) {
                return done;
            }
        }
        for _ in 0..TRIES {
            match self
                .carry_out_now(caller, id, expected, given, &context)
                .await
            {
                // What the caller may see has not changed, so somebody else's change in the case
                // is no reason to refuse.
                Err(AppError::Stale { current })
                    if expected == Some(current) && !caller.unit().kind.is_regional_care() => {}
                // Only others' writing in the plan has changed, or the command says itself what its
                // author has seen.
                Err(AppError::Stale { current }) if current == PLAN_MOVED || expected.is_none() => {
                }
                done => return done,
            }
        }
        Err(AppError::Busy)
    }

    /// Carries out a command on the latest version of the case.
    async fn carry_out_now(
        &self,
        caller: &Caller,
        id: &str,
        expected: Option<u64>,
        given: Given<'_>,
        context: &Context,
    ) -> Result<Done, AppError> {
        let (command, request, wording) = given;
        let before = self.load_for(caller, id).await?;
        let named = self.case_named(caller, before.case.id, command).await?;
        let context = &Context {
            case_named: named,
            ..context.clone()
        };
        if let Some(done) = self.done_before(caller, id, request, wording).await? {
            return Ok(done);
        }
        let current = self.version_for(caller, &before);
        if expected.is_some_and(|version| version != current) {
            return Err(AppError::Stale { current });
        }
        if let Err(error) = self.command_right(caller, Some(&before.case), command.name()) {
            self.note(caller, Action::Deny, Some(&before.key), command.name())
                .await?;
            return Err(error);
        }
        let entries = match decide(&before.case, context, command) {
            Ok(entries) => entries,
            Err(refusal) => {
                self.note(caller, Action::Deny, Some(&before.key), refusal.code())
                    .await?;
                return Err(refusal.into());
            }
        };
        let done = self
            .record(caller, &before, &entries, given, context.at)
            .await;
        // The same request came twice at once and the other was first: this one gets the same
        // answer.
        if let Err(AppError::Stale { .. }) = &done
            && let Some(done) = self.done_before(caller, id, request, wording).await?
        {
            return Ok(done);
        }
        // Content that may not be sent as it is written shows first in the case after the command.
        if let Err(AppError::Refused(refusal)) = &done {
            self.note(caller, Action::Deny, Some(&before.key), refusal.code())
                .await?;
        }
        done
    }

    /// Carries out a command by somebody who may not see the case: a municipality that answers.
    pub(crate) async fn command_unseen(
        &self,
        caller: &Caller,
        before: &Arc<Loaded>,
        command: &Command,
        moment: Moment,
        request: Option<&Request>,
    ) -> Result<(), AppError> {
        let context = self.context(caller, moment, Some(command))?;
        let decided = self
            .command_right(caller, Some(&before.case), command.name())
            .and_then(|()| Ok(decide(&before.case, &context, command)?));
        let done = match decided {
            Ok(entries) => {
                let given = (command, request, Wording::Nothing);
                let done = self.record(caller, before, &entries, given, moment.at);
                done.await.map(drop)
            }
            Err(error) => Err(error),
        };
        if let Err(AppError::Refused(refusal)) = &done {
            self.note(caller, Action::Deny, Some(&before.key), refusal.code())
                .await?;
        }
        done
    }

    async fn record(
        &self,
        caller: &Caller,
        before: &Arc<Loaded>,
        entries: &[Entry],
        given: Given<'_>,
        now: Timestamp,
    ) -> Result<Done, AppError> {
        let (command, request, wording) = given;
        let consequences = self.consequences(Some(before), entries)?;
        if !consequences.allowed {
            return Err(Refusal::MayNotBeTold.into());
        }
        let (after, told) = Self::after(Some(before), before.key.clone(), entries, consequences)?;
        let beyond = Beyond::from(command);
        self.check_delivery((before, &after), &beyond).await?;
        self.check_by_hand((before, &after), &beyond)?;
        let mut done = Done {
            after: CaseAfter::default(),
            version: self.version_for(caller, &after),
            events: match wording {
                Wording::Events => {
                    let (journal, _) = by_stream(entries);
                    let placed = (before.version + 1, &*journal);
                    self.new_events(caller, &after.case, placed, &told.journal)?
                }
                Wording::Nothing => Vec::new(),
            },
            warnings: self
                .command_warnings(caller, &after.case, &beyond)
                .await?
                .into_iter()
                .chain(Self::recalled(before, &after))
                .chain(Self::contested(entries))
                .collect(),
        };
        let (journal, plan) = by_stream(entries);
        let change = Change {
            before: Some(before),
            after: &after,
            entries: &journal,
            plan: &plan,
            told: &told,
            now,
            listed: before.listed.get(),
        };
        let work = self.work(caller, &change, (command, request), &done)?;
        match self.inner.database.write(work).await {
            Ok(_) => {
                let after = Arc::new(after);
                self.inner.case_cache.put(&after);
                done.after = CaseAfter(Some(after));
                Ok(done)
            }
            // A worklist row is not where it is believed to be: all of them are written whole.
            Err(StoreError::Conflict { statement })
                if statement == worklist::REFRESH && before.listed.get().is_some() =>
            {
                let before = Arc::new(before.with_unknown_rows());
                Box::pin(self.record(caller, &before, entries, given, now)).await
            }
            // A delivery worker that holds the outbox row changes the case as soon as it knows the
            // result, and a request with the same key has already changed it. Both count as a newer
            // version.
            Err(StoreError::Conflict { statement })
                if [streams::BEGIN, streams::ADVANCE, journal::STILL_AT].contains(&statement) =>
            {
                Err(AppError::Stale {
                    current: PLAN_MOVED,
                })
            }
            Err(StoreError::Conflict { statement })
                if [journal::ADVANCE, outbox::BY_HAND, idempotency::REMEMBER]
                    .contains(&statement) =>
            {
                let now = self.load_by_key(&before.key).await?;
                Err(AppError::Stale {
                    current: self.version_for(caller, &now),
                })
            }
            Err(error) => Err(error.into()),
        }
    }

    /// All that a command writes, in one unit of work.
    fn work(
        &self,
        caller: &Caller,
        change: &Change<'_>,
        (command, request): (&Command, Option<&Request>),
        done: &Done,
    ) -> Result<Work, AppError> {
        let mut work = Work::new();
        let from = change.before.map_or(0, |before| before.version);
        let after = change.after;
        let closed_at = after.case.closed.as_ref().map(|closed| stamp(closed.at));
        if change.entries.is_empty() {
            // Whoever writes in the plan may do so in the case as it is now.
            work.guard(journal::still_at(&after.key, signed(from)?));
        } else {
            work.guard(journal::advance(
                &after.key,
                signed(from)?,
                signed(after.version)?,
                &stamp(change.now),
                closed_at.as_deref(),
            ));
        }
        let what = match change.plan {
            [] => command.name().to_owned(),
            _ => version_of_plan(command.name(), &after.case),
        };
        self.complete(&mut work, caller, change, &what)?;
        if let Some(request) = request {
            let receipt = Receipt::of_done(done, after.version, change.entries.len());
            work.guard(idempotency::remember(receipt.row(caller, request, change)?));
        }
        Ok(work)
    }

    /// Adds events, projections and log entries to a unit of work.
    fn complete(
        &self,
        work: &mut Work,
        caller: &Caller,
        change: &Change<'_>,
        what: &str,
    ) -> Result<(), AppError> {
        append_plan(work, change)?;
        if !change.entries.is_empty() || change.before.is_none() {
            append(
                work,
                change.before,
                change.after,
                (change.entries, &change.told.journal),
            )?;
            work.extend(self.project(change)?);
        }
        let wrong = of_wrong_disclosures(self, caller, change.after, change.entries)?;
        work.extend(wrong.iter().map(reviews::raise));
        let openings = self.of_openings(caller, change)?;
        work.extend(openings.iter().map(reviews::raise));
        let placed = change.told.journal.iter().map(|placed| &placed.telling);
        let told = placed.chain(&change.told.plan);
        let action = if change.told.is_empty() {
            Action::Change
        } else {
            Action::Disclose
        };
        work.log(entry(
            caller,
            action,
            Some(&change.after.key),
            &detail(what, told),
            change.now,
        ));
        Ok(())
    }

    /// The case after new events, and what those events have told.
    pub(crate) fn after(
        before: Option<&Arc<Loaded>>,
        key: String,
        new: &[Entry],
        consequences: Consequences,
    ) -> Result<(Loaded, Told), AppError> {
        let from = before.map_or(0, |before| before.version);
        let new_told = consequences.placed(from + 1, new);
        let (journal, plan) = by_stream(new);
        let mut entries = before
            .map(|before| before.entries.clone())
            .unwrap_or_default();
        entries.extend(journal.into_iter().map(Arc::new));
        let version =
            u64::try_from(entries.len()).map_err(|error| AppError::fault("journal", &error))?;
        let earlier = match before {
            None => Some(&[][..]),
            Some(before) => before.told.get().map(Vec::as_slice),
        };
        let told = OnceLock::new();
        if let Some(earlier) = earlier {
            told.get_or_init(|| earlier.iter().chain(&new_told.journal).cloned().collect());
        }
        let loaded = Loaded {
            key,
            version,
            plan_version: before.map_or(0, |before| before.plan_version) + plan.len() as u64,
            case: consequences.case,
            entries,
            told,
            listed: OnceLock::new(),
            // Without a new event of the journal, the last one is the one before.
            last: before
                .filter(|before| before.version == version)
                .map_or_else(OnceLock::new, |before| before.last.clone()),
        };
        Ok((loaded, new_told))
    }

    fn command_right(
        &self,
        caller: &Caller,
        case: Option<&dyn AnyCase>,
        name: &str,
    ) -> Result<(), AppError> {
        if self
            .inner
            .guard
            .may_command(&caller.actor, case, name)
            .allowed
        {
            Ok(())
        } else {
            Err(AppError::Refused(Refusal::NotYourTask))
        }
    }

    /// What a decision may depend on. A unit or a place to meet that does not exist is reported as a
    /// mistake in its field.
    fn context(
        &self,
        caller: &Caller,
        moment: Moment,
        command: Option<&Command>,
    ) -> Result<Context, AppError> {
        let directory = self.directory();
        let named = command.map(Command::units_named).unwrap_or_default();
        let chosen = command.and_then(Command::point_named);
        let meeting_point = chosen.and_then(|id| directory.meeting_point(id).cloned());
        let mut units = std::collections::BTreeMap::new();
        let mut mistakes = Vec::new();
        for (field, hsa_id) in named {
            match directory.unit(&hsa_id) {
                Some(unit) => {
                    units.insert(hsa_id, unit.clone());
                }
                None => mistakes.push(Mistake::new(
                    field,
                    "unknown-unit",
                    "Enheten finns inte i registret. Välj en enhet i listan.",
                )),
            }
        }
        if chosen.is_some() && meeting_point.is_none() {
            mistakes.push(Mistake::new(
                "chosen_point",
                "unknown-meeting-point",
                "Mötesplatsen finns inte i listan längre. Välj en annan.",
            ));
        }
        if !mistakes.is_empty() {
            return Err(AppError::Mistakes(mistakes));
        }
        Ok(Context {
            actor: caller.actor.clone(),
            at: moment.at,
            units,
            placeholders: directory.placeholders(),
            meeting_point,
            meeting_host: self.inner.meeting_host.get().cloned(),
            case_named: None,
            fresh: moment.fresh,
        })
    }
}

/// The new events of the journal, and those of the plan's stream beside it.
fn by_stream(entries: &[Entry]) -> (Vec<Entry>, Vec<Entry>) {
    let of = |stream| {
        let entries = entries.iter();
        entries
            .filter(move |entry| entry.event.stream() == stream)
            .cloned()
            .collect()
    };
    (of(Stream::Case), of(Stream::Plan))
}

/// Adds new events of the plan to a unit of work.
fn append_plan(work: &mut Work, change: &Change<'_>) -> Result<(), AppError> {
    if change.plan.is_empty() {
        return Ok(());
    }
    let stream = journal::plan_stream(&change.after.case.id.to_string());
    let before = change.before.map_or(0, |before| before.plan_version);
    let (from, to) = (signed(before)?, signed(change.after.plan_version)?);
    work.guard(if from == 0 {
        streams::begin(&stream, to)
    } else {
        streams::advance(&stream, from, to)
    });
    let events = stored(&stream, before, change.plan)?;
    work.extend(events.into_iter().map(streams::append));
    Ok(())
}

pub(crate) fn signed(version: u64) -> Result<i64, AppError> {
    i64::try_from(version).map_err(|error| AppError::fault("version", &error))
}

#[cfg(test)]
mod tests;
