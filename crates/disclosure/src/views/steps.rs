//! The steps of a case, as the region's care units see them.

use std::{borrow::Cow, collections::BTreeMap};

use domain::{Actor, Case};
use guidance::{DisclosureRule, Library, StepState, audience_codes, step::Addition};
use jiff::Timestamp;
use serde::Serialize;
use vocabulary::{choice::Choice as _, role::Role, step::StepStatus};

use super::{Moment, record::role_in_sentence};
use crate::{AnyCase, CaseRef, Disclosed, Guard, audience::RegionalCare};

/// A step of the guidance with its current status in a case.
#[derive(Clone, Serialize)]
pub struct StepView {
    /// Requirement id, for example `V6A.2`.
    pub id: String,
    /// Its URL segment on pages; the pathways share it.
    pub slug: String,
    pub title: String,
    /// Document and paragraph.
    pub source: String,
    /// The document without the paragraph.
    pub document: String,
    /// The paragraph, for example "avsnitt 6 A steg 2". Shown only on request in a protected case.
    pub citation: String,
    pub status: StepStatus,
    pub status_name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<Moment>,
    pub overdue: bool,
    /// Why it does not apply, or what it waits for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The command that performs it now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// Whom performing it tells: codes of audiences.
    pub discloses_to: Vec<String>,
    /// What the cited place of the document says.
    pub help: String,
    /// What stands beside it, each marked as Vårdbron's own or as another place of the documents.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub additions: Vec<AdditionView>,
    /// The roles that perform it.
    pub acts: Vec<Role>,
    /// Who performs it, in Swedish.
    pub who: String,
    /// Whom it waits for.
    pub waiting_for: Option<String>,
    /// When the waiting began. Also set for a step that is to be done promptly.
    pub waiting_since: Option<Moment>,
    pub done_at: Option<Moment>,
    /// The commands that perform it now, the main one first.
    pub actions: Vec<ActionView>,
    /// Whom performing it tells what, in Swedish.
    pub discloses: Vec<DisclosureView>,
}

/// A command that performs a step.
#[derive(Clone, Serialize)]
pub struct ActionView {
    pub command: String,
    /// The button's text, if it differs from the form's own.
    pub label: Option<String>,
    /// Field values that are filled in from the start, by field.
    pub preset: BTreeMap<String, String>,
    /// Whether the reader's assignment gives the right to the command.
    pub allowed: bool,
}

/// What stands beside a statement of the source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AdditionView {
    /// "Vårdbrons tillägg", or the place of the documents that says it.
    pub from: String,
    pub text: String,
    /// Why Vårdbron adds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl AdditionView {
    /// The additions with their headings.
    #[must_use]
    pub fn all(additions: &[Addition]) -> Vec<Self> {
        let ours = || "Vårdbrons tillägg".to_owned();
        let additions = additions.iter();
        additions
            .map(|addition| Self {
                from: addition.from.clone().unwrap_or_else(ours),
                text: addition.text.clone(),
                reason: addition.reason.clone(),
            })
            .collect()
    }
}

/// Whom a step tells what.
#[derive(Clone, Serialize)]
pub struct DisclosureView {
    /// The recipient, in Swedish.
    pub to: String,
    pub what: String,
    /// How, in Swedish.
    pub way: &'static str,
    /// Codes of the audiences.
    pub audiences: Vec<String>,
}

/// The steps of a case, and the index of the step to do next.
pub type StepsAndNext = (Disclosed<RegionalCare, Vec<StepView>>, Option<usize>);

impl Guard {
    /// The steps of a case, in the guidance's order.
    #[must_use]
    pub fn steps(
        &self,
        actor: &Actor,
        case: &dyn AnyCase,
        library: &Library,
        now: Timestamp,
    ) -> Option<Disclosed<RegionalCare, Vec<StepView>>> {
        let found = self.steps_and_next(actor, case, library, now);
        found.map(|(steps, _)| steps)
    }

    /// The same, with the index of the step to do next.
    #[must_use]
    pub fn steps_and_next(
        &self,
        actor: &Actor,
        case: &dyn AnyCase,
        library: &Library,
        now: Timestamp,
    ) -> Option<StepsAndNext> {
        let case = case.asked();
        self.sees_whole_case(actor, &case).then(|| {
            let mut rights = BTreeMap::new();
            let states = guidance::steps(&case, library, now);
            let next = guidance::next_step(&states).map(|next| next.id);
            let next = next.and_then(|id| states.iter().position(|state| state.id == id));
            let views = states
                .into_iter()
                .map(|state| self.step_view(actor, case, state, &mut rights))
                .collect();
            (Disclosed::decided(views), next)
        })
    }

    fn step_view<'g>(
        &self,
        actor: &Actor,
        case: CaseRef<'_>,
        state: StepState<'g>,
        rights: &mut BTreeMap<&'g str, bool>,
    ) -> StepView {
        let document = state.source();
        let mut discloses_to: Vec<String> = Vec::new();
        for code in state
            .discloses_to
            .iter()
            .flat_map(|told| audience_codes(told.recipient(), &case))
        {
            if !discloses_to.contains(&code) {
                discloses_to.push(code);
            }
        }
        let actions: Vec<ActionView> = state
            .actions
            .into_iter()
            .map(|action| {
                // Many steps share a command, and the guard is asked once for each command.
                let command = action.command();
                let allowed = *rights
                    .entry(command)
                    .or_insert_with(|| self.may_command(actor, Some(&case), command).allowed);
                ActionView {
                    command: command.to_owned(),
                    label: action.label.clone(),
                    preset: action.preset.clone(),
                    allowed,
                }
            })
            .collect();
        StepView {
            source: format!("{document}, {}", state.citation),
            document,
            citation: state.citation.to_owned(),
            status: state.status,
            status_name: state.status.swedish(),
            due: state.due.map(Moment),
            overdue: state.overdue,
            reason: state.reason.map(Cow::into_owned),
            action: actions.first().map(|action| action.command.clone()),
            discloses: state
                .discloses_to
                .iter()
                .map(|told| told_by(told, &case))
                .collect(),
            discloses_to,
            help: state.help.to_owned(),
            additions: AdditionView::all(state.additions),
            who: who(state.acts),
            acts: state.acts.to_vec(),
            waiting_for: state.waiting_for.map(str::to_owned),
            waiting_since: state.waiting_since.map(Moment),
            done_at: state.done_at.map(Moment),
            actions,
            id: state.id.to_owned(),
            slug: state.slug.to_owned(),
            title: state.title.to_owned(),
        }
    }
}

fn told_by(told: &DisclosureRule, case: &Case) -> DisclosureView {
    DisclosureView {
        to: told.recipient().swedish().to_owned(),
        what: told.what.clone(),
        way: told.way.swedish(),
        audiences: audience_codes(told.recipient(), case),
    }
}

/// "Vårdpersonal eller utskrivningskoordinator".
pub(crate) fn who(acts: &[Role]) -> String {
    let mut names = String::with_capacity(64);
    for (place, role) in acts.iter().enumerate() {
        if place == 0 {
            names.push_str(role.swedish());
            continue;
        }
        let is_last = place + 1 == acts.len();
        names.push_str(if is_last { " eller " } else { ", " });
        names.push_str(role_in_sentence(*role));
    }
    names
}
