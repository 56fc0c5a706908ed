//! Review of the access log (PDL 4 kap. 3 §, HSLF-FS 2016:40 4 kap. 9 §). A reviewer draws a
//! reproducible sample of their own organisation's rows, and the rules add rows that deserve a
//! look. Each item stays open until a reviewer decides it; nobody decides an item about themselves.
//!
//! The reviewer sees rows of the log and the case's reference, but never the case.

mod openings;
mod rules;
pub(crate) mod words;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use disclosure::{
    Disclosed,
    audience::LogReview,
    views::{LogRow, Moment, ReviewBoard, ReviewDecision, ReviewDraw, ReviewItem},
};
use jiff::{Timestamp, civil::Date};
use store::{
    Work,
    audit::{self, StoredAuditEntry},
    people,
    reviews::{self, StoredDecision, StoredDraw, StoredReview},
};
use vocabulary::{
    calendar::at_local,
    choice::Choice as _,
    mistake::Mistake,
    public_id::PublicId,
    refusal::Refusal,
    review::{ReviewKind, ReviewOutcome},
    role::Role,
};

use self::rules::{At, CaseFacts, ClosedSpell, Found, Noted};
use crate::{
    App, Caller,
    access_log::{Action, LISTED, entry},
    case_cache::Loaded,
    clock::{stamp, unstamp},
    effects::{Effects, Register},
    error::AppError,
    randomness,
};

/// A review item for each wrong disclosure reported in these events. It stays open until it has
/// been reviewed, whoever reported it.
pub(crate) fn of_wrong_disclosures(
    app: &App,
    caller: &Caller,
    after: &Loaded,
    new: &[domain::Entry],
) -> Result<Vec<StoredReview>, AppError> {
    let first = after.entries.len().saturating_sub(new.len());
    let mut raised = Vec::new();
    for (place, told) in new.iter().enumerate() {
        let domain::Event::WrongDisclosureReported { audience, .. } = &told.event else {
            continue;
        };
        let source = format!("wrong/{}/{}", after.key, first + place + 1);
        // The organisation whose case it is looks at it too, whoever reported it.
        let coordinator = after.case.parties.get(&after.case.coordinator);
        let coordinator = coordinator.map(|party| party.unit.organisation.clone());
        let own = caller.unit().organisation.clone();
        let other = coordinator.filter(|other| *other != own);
        let sources = [
            Some((source.clone(), own)),
            other.map(|other| (format!("{source}/coordinator"), other)),
        ];
        for (source, organisation) in sources.into_iter().flatten() {
            raised.push(StoredReview {
                id: app
                    .public_id(told.at, randomness::Purpose::Review)?
                    .to_string(),
                source,
                organisation,
                kind: ReviewKind::WrongDisclosure.code().to_owned(),
                staff: caller.staff_id().to_owned(),
                unit: caller.unit().hsa_id.as_str().to_owned(),
                case_key: Some(after.key.clone()),
                happened_at: stamp(told.at),
                reason: format!(
                    "Rapporterade att uppgifter lämnats fel. Mottagare: {}. Vad som lämnades står i \
                     ärendet. Fråga enheten.",
                    audience.swedish()
                ),
                rows: "[]".to_owned(),
                created_at: stamp(told.at),
                concerns: Vec::new(),
                rank: i64::from(ReviewKind::WrongDisclosure.rank()),
                decided: None,
            });
        }
    }
    Ok(raised)
}

/// The most items in a list.
const SHOWN: i64 = 200;
/// How many open items there are on a page.
const ON_A_PAGE: usize = 50;
const PAGE: i64 = 50;
/// How many rows of the log are read at a time.
const CHUNK: i64 = 2_000;
/// The longest period of a draw, in days.
const LONGEST: i32 = 92;
/// The most rows in a sample.
const LARGEST: usize = 200;
/// The most rows shown for an item.
const ROWS: usize = 100;

/// Which open items a reviewer asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReviewsAsked {
    /// Of all kinds, when absent.
    pub kind: Option<ReviewKind>,
    /// The page, from 0.
    pub page: u32,
}

/// The sample that a reviewer asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawAsked {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// How many rows to draw at random.
    pub number: usize,
    /// The seed of an earlier draw, to draw the same rows again; a new seed is drawn when absent.
    pub seed: Option<String>,
}

impl App {
    /// A page of the open items of the caller's organisation, of one kind or of all, with recently
    /// decided ones and the draws. What matters most comes first.
    ///
    /// # Errors
    /// [`AppError::NotFound`] unless the caller is a log reviewer.
    pub async fn reviews(
        &self,
        caller: &Caller,
        asked: ReviewsAsked,
    ) -> Result<Disclosed<LogReview, ReviewBoard>, AppError> {
        self.reviewer(caller).await?;
        let organisation = &caller.unit().organisation;
        let database = &self.inner.database;
        let (open, decided, counts) = database
            .read_three(
                reviews::open(
                    organisation,
                    asked.kind.map(ReviewKind::code),
                    i64::from(asked.page) * PAGE,
                    PAGE + 1,
                ),
                reviews::decided(organisation, SHOWN),
                reviews::counts(organisation),
            )
            .await?;
        let draws = database.read(reviews::draws(organisation, SHOWN)).await?;
        let reviewers = people::holders_of_role(Role::LogReviewer.code());
        let reviewers = database.read(reviewers).await?;
        let own = |(known, _): &&(String, String)| known == organisation;
        let mut board = ReviewBoard {
            more: count(open.len()) > PAGE,
            reviewers: reviewers.iter().filter(own).count(),
            open: Vec::with_capacity(open.len()),
            decided: Vec::with_capacity(decided.len()),
            counts: Vec::new(),
            draws: Vec::with_capacity(draws.len()),
        };
        for review in open.into_iter().take(ON_A_PAGE) {
            board.open.push(self.item(review, false).await?);
        }
        for review in decided {
            board.decided.push(self.item(review, false).await?);
        }
        for (kind, count) in counts {
            let kind = ReviewKind::from_code(&kind).ok_or_else(unreadable)?;
            board.counts.push((kind, u64::try_from(count).unwrap_or(0)));
        }
        for draw in draws {
            board.draws.push(self.draw_row(draw).await?);
        }
        self.inner
            .guard
            .reviews(&caller.actor, board)
            .ok_or(AppError::NotFound)
    }

    /// One item, with the rows of the log that it is about.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the caller's organisation has no such item, or the caller is not
    /// a log reviewer.
    pub async fn review(
        &self,
        caller: &Caller,
        id: &str,
    ) -> Result<Disclosed<LogReview, ReviewItem>, AppError> {
        self.reviewer(caller).await?;
        let review = self.review_row(caller, id).await?;
        let item = self.item(review, true).await?;
        let shown = self.inner.guard.review(&caller.actor, item);
        let shown = shown.ok_or(AppError::NotFound)?;
        self.note(caller, Action::Review, None, "item").await?;
        Ok(shown)
    }

    /// Decides an item.
    ///
    /// # Errors
    /// A refusal when it is about the caller's own acts or has been decided; [`AppError::Mistakes`]
    /// when something is followed up or reported without a reason.
    pub async fn decide_review(
        &self,
        caller: &Caller,
        id: &str,
        outcome: ReviewOutcome,
        note: &str,
    ) -> Result<(), AppError> {
        self.reviewer(caller).await?;
        let review = self.review_row(caller, id).await?;
        let concerned = review
            .concerns
            .iter()
            .any(|staff| staff == caller.staff_id());
        if review.staff == caller.staff_id() || concerned {
            self.note(caller, Action::Deny, None, Refusal::OwnActs.code())
                .await?;
            return Err(Refusal::OwnActs.into());
        }
        if review.decided.is_some() {
            return Err(Refusal::NothingChanges.into());
        }
        let note = note.trim();
        if note.is_empty() && outcome != ReviewOutcome::NoRemark {
            return Err(AppError::mistake(
                "note",
                "required",
                "Skriv vad som görs och av vem.",
            ));
        }
        if note.chars().count() > 2_000 {
            let detail = "Skriv högst 2 000 tecken.";
            return Err(AppError::mistake("note", "too-long", detail));
        }
        let now = self.now();
        let mut work = Work::new();
        work.guard(reviews::decide(
            &review.id,
            &StoredDecision {
                outcome: outcome.code().to_owned(),
                note: note.to_owned(),
                by: caller.staff_id().to_owned(),
                at: stamp(now),
            },
        ));
        work.log(entry(caller, Action::Review, None, outcome.code(), now));
        match self.inner.database.write(work).await {
            Ok(_) => Ok(()),
            Err(store::StoreError::Conflict { .. }) => Err(Refusal::NothingChanges.into()),
            Err(error) => Err(error.into()),
        }
    }

    /// Draws a sample of the log of the caller's organisation and applies the rules to it. Returns
    /// the number of new items.
    ///
    /// # Errors
    /// Mistakes in the input, or [`AppError::NotFound`] unless the caller is a log reviewer.
    pub async fn draw_reviews(&self, caller: &Caller, asked: &DrawAsked) -> Result<u64, AppError> {
        self.reviewer(caller).await?;
        let now = self.now();
        let (from, until) = span(asked)?;
        let seed = match &asked.seed {
            Some(seed) => seed.clone(),
            None => base16ct::lower::encode_string(&randomness::random::<16>()?),
        };
        self.log_written().await;
        let (rows, cases) = self.noted(caller, from, until).await?;
        let mut found = rules::sample(&rows, &seed, asked.number);
        found.extend(rules::findings(&rows, &cases));
        let mut work = Work::new();
        for one in &found {
            work.push(reviews::raise(&self.raised(caller, one, now)?));
        }
        work.log(entry(caller, Action::Review, None, "draw", now));
        // The seed is stored in the same transaction, so that every item has the draw it came from.
        work.push(reviews::keep_draw(&StoredDraw {
            id: self
                .public_id(now, randomness::Purpose::Review)?
                .to_string(),
            organisation: caller.unit().organisation.clone(),
            seed,
            from_at: stamp(from),
            until_at: stamp(until),
            asked: count(asked.number),
            among: count(rows.len()),
            found: 0,
            drawn_by: caller.staff_id().to_owned(),
            drawn_at: stamp(now),
        }));
        let outcome = self.inner.database.write(work).await?;
        let new = outcome.changed("reviews.raise");
        Ok(new)
    }

    /// The organisation's rows in a period, and what the rules need to know about their cases.
    async fn noted(
        &self,
        caller: &Caller,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<(Vec<Noted>, BTreeMap<String, CaseFacts>), AppError> {
        let directory = self.directory();
        let units: BTreeMap<&str, _> = directory
            .all()
            .map(|unit| (unit.card.hsa_id.as_str(), unit.card.kind))
            .collect();
        let organisation = &caller.unit().organisation;
        let mut rows = Vec::new();
        let mut after = (stamp(from), i64::MIN, 0);
        loop {
            let query = audit::page_of_organisation(organisation, &after, &stamp(until), CHUNK);
            let page = self.inner.database.read(query).await?;
            let Some(last) = page.last() else { break };
            after = (last.entry.at.clone(), last.chain, last.seq);
            for row in &page {
                // Another reviewer has to look at the reviewer's own acts.
                if row.entry.actor != caller.staff_id() {
                    rows.push(noted(row, units.get(row.entry.unit.as_str()).copied())?);
                }
            }
        }
        let keys: BTreeSet<&String> = rows.iter().filter_map(|row| row.case.as_ref()).collect();
        let mut cases = BTreeMap::new();
        for key in keys {
            let loaded = self.load_by_key(key).await?;
            let facts = CaseFacts {
                protected_identity: loaded.case.person.protected_identity,
                closed: closed_spells(&loaded.entries),
            };
            cases.insert(key.clone(), facts);
        }
        Ok((rows, cases))
    }

    fn raised(
        &self,
        caller: &Caller,
        found: &Found,
        now: Timestamp,
    ) -> Result<StoredReview, AppError> {
        let rows = serde_json::to_string(&found.rows)
            .map_err(|error| AppError::fault("log review", &error))?;
        let organisation = caller.unit().organisation.clone();
        Ok(StoredReview {
            id: self
                .public_id(now, randomness::Purpose::Review)?
                .to_string(),
            source: found.source.clone(),
            organisation,
            kind: found.kind.code().to_owned(),
            staff: found.staff.clone(),
            unit: found.unit.clone(),
            case_key: found.case.clone(),
            happened_at: stamp(found.at),
            reason: found.reason.clone(),
            rows,
            created_at: stamp(now),
            concerns: Vec::new(),
            rank: i64::from(found.kind.rank()),
            decided: None,
        })
    }

    async fn reviewer(&self, caller: &Caller) -> Result<(), AppError> {
        if self.may(caller, "review_logs") {
            return Ok(());
        }
        self.note(caller, Action::Deny, None, "review").await?;
        Err(AppError::NotFound)
    }

    async fn review_row(&self, caller: &Caller, id: &str) -> Result<StoredReview, AppError> {
        let query = reviews::by_id(id);
        let found = self.inner.database.read_one(query).await?;
        found
            .filter(|review| review.organisation == caller.unit().organisation)
            .ok_or(AppError::NotFound)
    }

    async fn item(&self, review: StoredReview, whole: bool) -> Result<ReviewItem, AppError> {
        let places: Vec<At> = serde_json::from_str(&review.rows)
            .map_err(|error| AppError::unreadable("log review", &error))?;
        let mut rows = Vec::new();
        for place in places.iter().take(if whole { ROWS } else { 0 }) {
            let query = audit::at_place(place.0, place.1);
            let found = self.inner.database.read_one(query).await?;
            if let Some(row) = found {
                rows.push(self.log_row(&row).await?);
            }
        }
        let decided = match review.decided {
            None => None,
            Some(decided) => Some(ReviewDecision {
                outcome: ReviewOutcome::from_code(&decided.outcome).ok_or_else(unreadable)?,
                note: decided.note,
                by: self.staff_name(&decided.by).await?,
                at: moment(&decided.at)?,
            }),
        };
        let case = match &review.case_key {
            Some(key) => Some(self.load_by_key(key).await?.case.id),
            None => None,
        };
        Ok(ReviewItem {
            id: PublicId::parse(&review.id).ok_or_else(unreadable)?,
            kind: ReviewKind::from_code(&review.kind).ok_or_else(unreadable)?,
            at: moment(&review.happened_at)?,
            by: self.staff_name(&review.staff).await?,
            unit: self.unit_name(&review.unit),
            reason: review.reason,
            case,
            rows,
            decided,
            own: false,
            staff: review.staff,
            concerns: review.concerns,
            organisation: review.organisation,
        })
    }

    async fn log_row(&self, row: &StoredAuditEntry) -> Result<LogRow, AppError> {
        let entry = &row.entry;
        let loaded = match &entry.case_key {
            Some(key) => Some(self.load_by_key(key).await?),
            None => None,
        };
        let mut what = words::said(&entry.action, &entry.detail, &self.inner.library, |unit| {
            self.unit_name(unit.as_str())
        });
        let leaking = loaded
            .as_ref()
            .filter(|_| vocabulary::leak::seeded("log-review"));
        if let Some(place) = leaking.and_then(|loaded| loaded.case.person.room.as_deref()) {
            what.push_str(place);
        }
        let case = loaded.map(|loaded| loaded.case.id);
        Ok(LogRow {
            at: moment(&entry.at)?,
            staff: entry.actor.clone(),
            organisation: row.organisation.clone(),
            by: self.staff_name(&entry.actor).await?,
            unit: self.unit_name(&entry.unit),
            what,
            case,
        })
    }

    async fn draw_row(&self, draw: StoredDraw) -> Result<ReviewDraw, AppError> {
        Ok(ReviewDraw {
            seed: draw.seed,
            from: moment(&draw.from_at)?,
            until: moment(&draw.until_at)?,
            asked: u64::try_from(draw.asked).unwrap_or(0),
            among: u64::try_from(draw.among).unwrap_or(0),
            found: u64::try_from(draw.found).unwrap_or(0),
            by: self.staff_name(&draw.drawn_by).await?,
            at: moment(&draw.drawn_at)?,
            organisation: draw.organisation,
        })
    }
}

/// When a case was closed, and until when; without an end while it still is.
fn closed_spells(entries: &[Arc<domain::Entry>]) -> Vec<ClosedSpell> {
    let mut spells: Vec<ClosedSpell> = Vec::new();
    for entry in entries {
        let register = Effects::of(&entry.event).register;
        if matches!(register, Register::Closed) {
            spells.push(ClosedSpell {
                from: entry.at,
                until: None,
            });
        } else if matches!(register, Register::Reopened)
            && let Some(last) = spells.last_mut()
        {
            last.until = Some(entry.at);
        }
    }
    spells
}

/// The first and last instant of a draw's days.
fn span(asked: &DrawAsked) -> Result<(Timestamp, Timestamp), AppError> {
    let mut mistakes = Vec::new();
    if asked.to < asked.from {
        let detail = "Sista dagen ligger före första. Byt plats på dem.";
        mistakes.push(Mistake::new("to", "before-start", detail));
    } else if (asked.to - asked.from).get_days() >= LONGEST {
        let detail = "Välj högst 92 dagar åt gången.";
        mistakes.push(Mistake::new("to", "too-long", detail));
    }
    if asked.number > LARGEST {
        let detail = "Dra högst 200 rader åt gången.";
        mistakes.push(Mistake::new("number", "too-many", detail));
    }
    let whole = |seed: &String| {
        let letters = seed.chars().all(|letter| letter.is_ascii_alphanumeric());
        letters && (1..=64).contains(&seed.len())
    };
    if asked.seed.as_ref().is_some_and(|seed| !whole(seed)) {
        let detail = "Fröet är bokstäver och siffror, som det står i historiken.";
        mistakes.push(Mistake::new("seed", "not-a-seed", detail));
    }
    let after = asked.to.tomorrow().ok();
    let Some(after) = after.filter(|_| mistakes.is_empty()) else {
        return Err(AppError::Mistakes(mistakes));
    };
    Ok((at_local(asked.from, 0, 0), at_local(after, 0, 0)))
}

fn noted(
    row: &StoredAuditEntry,
    kind: Option<vocabulary::unit::UnitKind>,
) -> Result<Noted, AppError> {
    Ok(Noted {
        place: (row.chain, row.seq),
        at: unstamp(&row.entry.at).ok_or_else(unreadable)?,
        staff: row.entry.actor.clone(),
        unit: row.entry.unit.clone(),
        kind,
        action: row.entry.action.clone(),
        listed: row.entry.detail == LISTED,
        case: row.entry.case_key.clone(),
    })
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn moment(text: &str) -> Result<Moment, AppError> {
    unstamp(text).map(Moment).ok_or_else(unreadable)
}

fn unreadable() -> AppError {
    AppError::Fault {
        place: "log review",
        detail: "a row cannot be read".to_owned(),
    }
}
