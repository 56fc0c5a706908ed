//! The access log: who has viewed a case, for its parties; an organisation's log, for its reviewer;
//! and the patient's extract.

use domain::Actor;
use serde::Serialize;
use vocabulary::{
    audience::Audience,
    birth_date::BirthDate,
    public_id::PublicId,
    review::{ReviewKind, ReviewOutcome},
};

use super::Moment;
use crate::{
    AnyCase, Channel, Class, Disclosed, Guard, Recipient,
    audience::{LogReview, Patient, RegionalCare},
};

/// An entry about somebody who viewed a case, for the case's own page.
#[derive(Clone, Serialize)]
pub struct SeenRow {
    pub at: Moment,
    pub by: String,
    /// Name of the unit.
    pub unit: String,
    /// What was viewed, in Swedish.
    pub what: String,
}

/// A row of an organisation's log.
#[derive(Clone, Serialize)]
pub struct LogRow {
    pub at: Moment,
    /// Staff id in the store. A reviewer never reviews their own acts.
    #[serde(skip)]
    pub staff: String,
    /// The organisation whose log it is.
    #[serde(skip)]
    pub organisation: String,
    /// Name and role of the actor.
    pub by: String,
    /// Name of the unit.
    pub unit: String,
    /// What was done, in Swedish.
    pub what: String,
    /// The case, if there is one. A reviewer cannot open it by this id.
    pub case: Option<PublicId>,
}

/// What waits for a reviewer, and what has been decided.
#[derive(Clone, Serialize)]
pub struct ReviewBoard {
    /// A page of the open items: what matters most first, and the latest first of the same weight.
    pub open: Vec<ReviewItem>,
    /// Whether there are more after these.
    pub more: bool,
    /// How many review the organisation's log. One is not enough: nobody reviews their own acts.
    pub reviewers: usize,
    /// Decided items, latest first.
    pub decided: Vec<ReviewItem>,
    /// Number of open items of each kind.
    pub counts: Vec<(ReviewKind, u64)>,
    /// The draws, latest first.
    pub draws: Vec<ReviewDraw>,
}

/// Something in the log that a reviewer has to look at.
#[derive(Clone, Serialize)]
pub struct ReviewItem {
    pub id: PublicId,
    pub kind: ReviewKind,
    pub at: Moment,
    /// Name and role of whose act it is.
    pub by: String,
    /// Name of the unit.
    pub unit: String,
    /// Why it came up, in Swedish.
    pub reason: String,
    /// The case, if there is one. A reviewer cannot open it by this id.
    pub case: Option<PublicId>,
    /// The rows of the log that it is about; empty in a list.
    pub rows: Vec<LogRow>,
    pub decided: Option<ReviewDecision>,
    /// Whether it is about the reader, who then may not decide it.
    pub own: bool,
    /// Staff id of whose act it is.
    #[serde(skip)]
    pub staff: String,
    /// Staff ids of those it concerns besides: who was given something, who proposed it.
    #[serde(skip)]
    pub concerns: Vec<String>,
    /// The organisation whose log it is.
    #[serde(skip)]
    pub organisation: String,
}

/// The decision on an item.
#[derive(Clone, Serialize)]
pub struct ReviewDecision {
    pub outcome: ReviewOutcome,
    /// The reviewer's note; may be empty.
    pub note: String,
    pub by: String,
    pub at: Moment,
}

/// A draw, with everything needed to repeat it.
#[derive(Clone, Serialize)]
pub struct ReviewDraw {
    pub seed: String,
    pub from: Moment,
    /// End of the period, exclusive.
    pub until: Moment,
    /// How many rows were asked for.
    pub asked: u64,
    /// The number of rows to draw from.
    pub among: u64,
    /// The number of new items, including those from the rules.
    pub found: u64,
    pub by: String,
    pub at: Moment,
    /// The organisation whose log it is.
    #[serde(skip)]
    pub organisation: String,
}

/// The patient's own extract of the log (PDL 8 kap. 5 §): what was done with the case, when, and at
/// which unit. It names no staff.
#[derive(Clone, Serialize)]
pub struct PatientLog {
    pub name: String,
    pub birth_date: BirthDate,
    /// Whether it may be handed over in person only.
    pub in_hand_only: bool,
    /// What was done, latest first.
    pub rows: Vec<PatientLogRow>,
}

/// An entry of the patient's extract of the log. It names no staff.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct PatientLogRow {
    pub at: Moment,
    /// Name of the unit.
    pub unit: String,
    /// What was done, addressed to the patient.
    pub what: String,
}

impl Guard {
    /// Who has viewed a case, for the region's care units that are parties.
    #[must_use]
    pub fn seen(
        &self,
        actor: &Actor,
        case: &dyn AnyCase,
        rows: Vec<SeenRow>,
    ) -> Option<Disclosed<RegionalCare, Vec<SeenRow>>> {
        self.sees_whole_case(actor, case)
            .then(|| Disclosed::decided(rows))
    }

    /// The open items of the log, for the reviewer of that organisation.
    #[must_use]
    pub fn reviews(
        &self,
        actor: &Actor,
        mut board: ReviewBoard,
    ) -> Option<Disclosed<LogReview, ReviewBoard>> {
        self.may_command(actor, None, "review_logs")
            .allowed
            .then(|| {
                for items in [&mut board.open, &mut board.decided] {
                    items.retain(|item| self.reads_log_of(actor, &item.organisation));
                    for item in items {
                        self.keep_from(actor, item);
                    }
                }
                board
                    .draws
                    .retain(|draw| self.reads_log_of(actor, &draw.organisation));
                Disclosed::decided(board)
            })
    }

    /// One item of the log, for the reviewer of that organisation.
    #[must_use]
    pub fn review(
        &self,
        actor: &Actor,
        mut item: ReviewItem,
    ) -> Option<Disclosed<LogReview, ReviewItem>> {
        let allowed = self.may_command(actor, None, "review_logs").allowed;
        (allowed && self.reads_log_of(actor, &item.organisation)).then(|| {
            self.keep_from(actor, &mut item);
            Disclosed::decided(item)
        })
    }

    fn reads_log_of(&self, actor: &Actor, organisation: &str) -> bool {
        self.may_read_log(actor, organisation).allowed
    }

    /// Removes rows that the reviewer may not read. If an item is about the reviewer's own acts,
    /// only that fact stays.
    fn keep_from(&self, actor: &Actor, item: &mut ReviewItem) {
        item.own = item.staff == actor.staff || item.concerns.contains(&actor.staff);
        let own = item.own;
        item.rows
            .retain(|row| !own && self.reads_log_of(actor, &row.organisation));
    }

    /// Whether somebody may make the patient's extract of the log and hand it over.
    #[must_use]
    pub fn may_hand_over_log(&self, actor: &Actor, case: &dyn AnyCase) -> bool {
        let case = case.asked();
        let patient = Recipient::Outside(Audience::Patient);
        let told = self.may_disclose(patient, &case, Class::LogRow, Channel::InPerson);
        let hands_over =
            self.sees_whole_case(actor, &case) && case.coordinator == actor.unit.hsa_id;
        told.allowed && hands_over
    }

    /// The patient's own extract, handed over in person by the unit that coordinates the case.
    /// Nobody who maintains logs or systems sees it.
    #[must_use]
    pub fn patient_log(
        &self,
        actor: &Actor,
        case: &dyn AnyCase,
        rows: Vec<PatientLogRow>,
    ) -> Option<Disclosed<Patient, PatientLog>> {
        let case = case.asked();
        self.may_hand_over_log(actor, &case).then(|| {
            Disclosed::decided(PatientLog {
                name: case.person.name.reveal().clone(),
                birth_date: case.person.birth_date,
                in_hand_only: case.is_protected(),
                rows,
            })
        })
    }
}
