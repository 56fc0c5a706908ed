//! The log: who has looked at a case, for its parties; the own organisation's log, for its
//! reviewer; what the patient is told of it.

use domain::Actor;
use jiff::civil::Date;
use serde::Serialize;
use vocabulary::{
    audience::Audience,
    public_id::PublicId,
    review::{ReviewKind, ReviewOutcome},
};

use super::Moment;
use crate::{
    AnyCase, Channel, Class, Disclosed, Guard, Recipient,
    audience::{LogReview, Patient, RegionalCare},
};

/// Somebody has looked at a case.
#[derive(Clone, Serialize)]
pub struct SeenRow {
    /// When.
    pub at: Moment,
    /// Who.
    pub by: String,
    /// At which unit.
    pub unit: String,
    /// What was looked at, in Swedish.
    pub what: String,
}

/// A row of an organisation's log.
#[derive(Clone, Serialize)]
pub struct LogRow {
    /// When.
    pub at: Moment,
    /// The staff member's id in the store: a reviewer never reviews own actions.
    #[serde(skip)]
    pub staff: String,
    /// The organisation whose log it is.
    #[serde(skip)]
    pub organisation: String,
    /// Who.
    pub by: String,
    /// At which unit.
    pub unit: String,
    /// What was done, in Swedish.
    pub what: String,
    /// Which case, where there is one: its id opens nothing for a reviewer.
    pub case: Option<PublicId>,
}

/// What waits for a reviewer, and what has been decided.
#[derive(Clone, Serialize)]
pub struct ReviewBoard {
    /// Items that wait, the oldest first.
    pub open: Vec<ReviewItem>,
    /// Items that have been decided, the latest first.
    pub decided: Vec<ReviewItem>,
    /// How many of each kind wait.
    pub counts: Vec<(ReviewKind, u64)>,
    /// The draws, the latest first.
    pub draws: Vec<ReviewDraw>,
}

/// Something in the log that somebody is to look at.
#[derive(Clone, Serialize)]
pub struct ReviewItem {
    /// Its id.
    pub id: PublicId,
    /// Why it came up.
    pub kind: ReviewKind,
    /// When it happened.
    pub at: Moment,
    /// Whose act it is.
    pub by: String,
    /// At which unit.
    pub unit: String,
    /// Why it came up, in Swedish.
    pub reason: String,
    /// Which case, where there is one: its id opens nothing for a reviewer.
    pub case: Option<PublicId>,
    /// The rows of the log that it is about; those of a list have none.
    pub rows: Vec<LogRow>,
    /// How it ended.
    pub decided: Option<ReviewDecision>,
    /// Whether it is about the reader, who then may not decide it.
    pub own: bool,
    /// The id in the store of whose act it is.
    #[serde(skip)]
    pub staff: String,
    /// Whose log it is.
    #[serde(skip)]
    pub organisation: String,
}

/// How an item ended.
#[derive(Clone, Serialize)]
pub struct ReviewDecision {
    /// The outcome.
    pub outcome: ReviewOutcome,
    /// What the reviewer wrote; may be empty.
    pub note: String,
    /// Who decided.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// A draw, with all that is needed to draw it again.
#[derive(Clone, Serialize)]
pub struct ReviewDraw {
    /// The seed.
    pub seed: String,
    /// From when.
    pub from: Moment,
    /// Until when, not included.
    pub until: Moment,
    /// How many rows were asked for.
    pub asked: u64,
    /// Among how many.
    pub among: u64,
    /// How many new items came up, those of the rules included.
    pub found: u64,
    /// By whom.
    pub by: String,
    /// When.
    pub at: Moment,
    /// Whose log it is.
    #[serde(skip)]
    pub organisation: String,
}

/// The patient's own extract of the log (PDL 8 kap. 5 §): what was done with the case, when, and at
/// which unit. Nobody is named.
#[derive(Clone, Serialize)]
pub struct PatientLog {
    /// The patient's name.
    pub name: String,
    /// The patient's birth date.
    pub birth_date: Date,
    /// Whether it may be handed over in the hand only.
    pub in_hand_only: bool,
    /// What was done, the latest first.
    pub rows: Vec<PatientLogRow>,
}

/// A row of the patient's extract.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct PatientLogRow {
    /// When.
    pub at: Moment,
    /// At which unit.
    pub unit: String,
    /// What, to the patient.
    pub what: String,
}

impl Guard {
    /// Who has looked at a case, for the region's care units that are parties.
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

    /// What waits in the log, for its reviewer: that of the own organisation.
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

    /// Of an item only the rows that the reviewer may read; that it is about the own acts is told,
    /// and no more.
    fn keep_from(&self, actor: &Actor, item: &mut ReviewItem) {
        item.own = item.staff == actor.staff;
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

    /// The patient's own extract, handed over by the unit that coordinates the case: nobody who
    /// keeps logs or systems sees it, and it goes in the hand only.
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
