//! The status of a case's steps at an instant, the next step, and when to evaluate again.

use std::borrow::Cow;

use domain::Case;
use jiff::Timestamp;
use vocabulary::{
    audience::Audience,
    calendar::{at_local, local_date},
    role::Role,
    step::StepStatus,
};

use crate::{
    deadline,
    library::{Guidance, Library},
    pack::{Document, Pack, Stop},
    recipient::Recipient,
    step::{Action, Addition, DisclosureRule, Step},
    warning,
};

/// A step of a case with its current status. Its texts are borrowed from the guidance, because
/// every change of a case computes all its steps and most texts are never read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepState<'g> {
    /// Requirement id: `V6A.2`.
    pub id: &'g str,
    /// The step's part of a URL, shared by the pathways.
    pub slug: &'g str,
    /// What is to be done.
    pub title: &'g str,
    /// What the cited place of the document says.
    pub help: &'g str,
    /// What stands beside it.
    pub additions: &'g [Addition],
    /// Where in the document it is: "avsnitt 6 A steg 2". Shown only on request for protected
    /// cases.
    pub citation: &'g str,
    /// The document that defines it.
    pub document: &'g Document,
    /// Where it stands.
    pub status: StepStatus,
    /// None where the guidance sets no deadline.
    pub due: Option<Timestamp>,
    /// Whether its due instant has passed and it is not done.
    pub overdue: bool,
    /// Why it does not apply, or what it waits for, as a Swedish sentence.
    pub reason: Option<Cow<'g, str>>,
    /// Whom it waits for.
    pub waiting_for: Option<&'g str>,
    /// Since when it waits; also set for a step that must be done promptly.
    pub waiting_since: Option<Timestamp>,
    /// When it was done.
    pub done_at: Option<Timestamp>,
    /// The actions that perform it now, the main one first.
    pub actions: Vec<&'g Action>,
    /// Who is told what when the step is performed.
    pub discloses_to: Vec<&'g DisclosureRule>,
    pub acts: &'g [Role],
}

impl StepState<'_> {
    /// Whether staff can do something about it now.
    #[must_use]
    pub fn is_to_do(&self) -> bool {
        matches!(self.status, StepStatus::Todo | StepStatus::Started)
    }

    /// The document and its version: "Vägledning Fyrbodal, version 2025-07-01".
    #[must_use]
    pub fn source(&self) -> String {
        format!(
            "{}, version {}",
            self.document.short_title, self.document.version
        )
    }
}

/// The steps of a case in the guidance's order: those of its current pathway, in the version of the
/// guidance that the case was opened under. Steps that do not apply are included, with the reason.
#[must_use]
pub fn steps<'g>(case: &Case, library: &'g Library, now: Timestamp) -> Vec<StepState<'g>> {
    let Some(guidance) = library.for_case(case) else {
        return Vec::new();
    };
    let ending = standing_stop(case, &guidance, now);
    guidance
        .listed(case)
        .into_iter()
        .map(|(pack, step)| state(case, &guidance, pack, step, ending, now))
        .collect()
}

/// One step of a case by its requirement id, as in [`steps`].
#[must_use]
pub fn step<'g>(
    case: &Case,
    library: &'g Library,
    id: &str,
    now: Timestamp,
) -> Option<StepState<'g>> {
    let guidance = library.for_case(case)?;
    let mut listed = guidance.listed(case).into_iter();
    let (pack, step) = listed.find(|(_, step)| step.id() == id)?;
    let ending = standing_stop(case, &guidance, now);
    Some(state(case, &guidance, pack, step, ending, now))
}

fn standing_stop<'a>(case: &Case, guidance: &Guidance<'a>, now: Timestamp) -> Option<&'a Stop> {
    let code = case.pathway().map_or("", domain::Pathway::code);
    guidance.main.stops.iter().find(|stop| {
        let here = stop.pathways.is_empty() || stop.pathways.iter().any(|pathway| pathway == code);
        here && stop.when.holds(case, now)
    })
}

/// The status of a step, without the texts that pages show.
struct Standing<'g> {
    status: StepStatus,
    reason: Option<Cow<'g, str>>,
    waiting_for: Option<&'g str>,
    since: Option<Timestamp>,
}

impl<'g> Standing<'g> {
    fn plain(status: StepStatus, since: Option<Timestamp>) -> Self {
        Self {
            status,
            reason: None,
            waiting_for: None,
            since,
        }
    }

    fn not_applicable(reason: Option<&'g str>) -> Self {
        Self {
            status: StepStatus::NotApplicable,
            reason: reason.map(Cow::Borrowed),
            waiting_for: None,
            since: None,
        }
    }
}

fn standing<'g>(
    case: &Case,
    step: &'g Step,
    ending: Option<&'g Stop>,
    now: Timestamp,
) -> Standing<'g> {
    let done = step.done.shown(case, now);
    if done.holds {
        return Standing::plain(StepStatus::Done, done.since);
    }
    let stopped = ending.filter(|stop| stop.except.iter().all(|id| id.get_ref() != step.id()));
    if let Some(stop) = stopped {
        return Standing::not_applicable(Some(stop.reason.as_str()));
    }
    if step
        .applies
        .as_ref()
        .is_some_and(|applies| !applies.holds(case, now))
    {
        let reason = step.not_applicable.iter().find(|reason| {
            reason
                .when
                .as_ref()
                .is_none_or(|when| when.holds(case, now))
        });
        return Standing::not_applicable(reason.map(|reason| reason.text.as_str()));
    }
    if case.awaits_confirmation.is_some() && tells_agency_alone(step) {
        return Standing {
            status: StepStatus::Waiting,
            reason: Some(Cow::Owned(format!("Väntar på {SECOND_PERSON}."))),
            waiting_for: Some(SECOND_PERSON),
            since: case.awaits_confirmation.as_ref().map(|asked| asked.at),
        };
    }
    if let Some(wait) = step.waiting.iter().find(|wait| wait.when.holds(case, now)) {
        return Standing {
            status: StepStatus::Waiting,
            reason: Some(Cow::Owned(format!("Väntar på {}.", wait.r#for))),
            waiting_for: Some(&wait.r#for),
            since: wait.since.and_then(|fact| fact.shown(case, now).since),
        };
    }
    let promptly = step
        .promptly_since
        .and_then(|fact| fact.shown(case, now).since);
    let promptly = promptly.or_else(|| step.promptly_since.map(|_| case.opened_at));
    let started = step
        .started
        .as_ref()
        .is_some_and(|started| started.holds(case, now));
    Standing::plain(
        if started {
            StepStatus::Started
        } else {
            StepStatus::Todo
        },
        promptly,
    )
}

/// Who a step waits for that tells Migrationsverket, when a colleague has to confirm the group first.
const SECOND_PERSON: &str = "att en kollega bekräftar gruppen";

/// Whether all that a step does is to tell Migrationsverket something.
fn tells_agency_alone(step: &Step) -> bool {
    let agency = Recipient::Audience(Audience::MigrationAgency);
    !step.discloses.is_empty() && step.discloses.iter().all(|rule| rule.recipient() == agency)
}

fn state<'g>(
    case: &Case,
    guidance: &Guidance<'g>,
    pack: &'g Pack,
    step: &'g Step,
    ending: Option<&'g Stop>,
    now: Timestamp,
) -> StepState<'g> {
    let Standing {
        status,
        reason,
        waiting_for,
        since,
    } = standing(case, step, ending, now);
    let applies = status != StepStatus::NotApplicable;
    let due = step
        .deadline
        .filter(|_| applies)
        .and_then(|rule| deadline::due(rule, case, guidance.main.limits.as_ref()));
    let is_done = status == StepStatus::Done;
    let mut news = step.news.iter().filter(|_| applies && !is_done);
    let news = news.find(|news| news.when.holds(case, now));
    StepState {
        id: step.id(),
        slug: &step.slug,
        title: news.map_or(&step.title, |news| &news.title),
        help: &step.help,
        additions: &step.additions,
        citation: &step.citation,
        document: &pack.document,
        status,
        due,
        // In whole seconds, so that `recheck_at` is exactly the instant at which it becomes late.
        overdue: !is_done && due.is_some_and(|due| now.as_second() > due.as_second()),
        reason,
        waiting_for,
        waiting_since: since.filter(|_| !is_done),
        done_at: since.filter(|_| is_done),
        actions: step
            .actions
            .iter()
            .filter(|_| applies)
            .filter(|action| {
                action
                    .when
                    .as_ref()
                    .is_none_or(|when| when.holds(case, now))
            })
            .collect(),
        discloses_to: step
            .discloses
            .iter()
            .filter(|_| applies)
            .filter(|rule| rule.when.as_ref().is_none_or(|when| when.holds(case, now)))
            .collect(),
        acts: &step.acts,
    }
}

/// The step to do next: late steps first, then the earliest due, then in the guidance's order. A
/// step that waits for somebody else comes last.
#[must_use]
pub fn next_step<'s, 'g>(steps: &'s [StepState<'g>]) -> Option<&'s StepState<'g>> {
    let rank = |step: &StepState<'_>| (!step.overdue, step.due.is_none(), step.due);
    let to_do = steps
        .iter()
        .filter(|step| step.is_to_do())
        .min_by_key(|step| rank(step));
    to_do.or_else(|| steps.iter().find(|step| step.status == StepStatus::Waiting))
}

/// The next instant at which time alone changes a step or a warning; none when only an event can.
/// `steps` are the case's steps at `now`.
#[must_use]
pub fn recheck_at(
    case: &Case,
    library: &Library,
    steps: &[StepState<'_>],
    now: Timestamp,
) -> Option<Timestamp> {
    if !case.is_open() {
        return None;
    }
    let dues = steps
        .iter()
        .filter(|step| step.status != StepStatus::Done)
        .filter_map(|step| step.due)
        .map(|due| {
            due.saturating_add(jiff::SignedDuration::from_secs(1))
                .unwrap_or(due)
        });
    let meeting = case.sip.meeting.as_ref().map(|meeting| meeting.value.at);
    let follow_up = case.sip.follow_up_to_hold();
    let follow_up = follow_up.map(|decided| decided.value.at);
    let turning = case.person.birth_date.turning_days().into_iter();
    let turning = turning.map(|day| at_local(day, 0, 0));
    let warned = warning::turning_days(case, library, local_date(now))
        .into_iter()
        .map(|date| at_local(date, 0, 0));
    dues.chain(meeting)
        .chain(follow_up)
        .chain(turning)
        .chain(warned)
        .filter(|at| *at > now)
        .min()
}
