//! The log: who has looked at a case, for its parties; the own organisation's log, for its
//! reviewer; what the patient is told of it.

use domain::{Actor, Case};
use jiff::civil::Date;
use serde::Serialize;
use vocabulary::{
    audience::Audience,
    public_id::PublicId,
    review::{ReviewKind, ReviewOutcome},
};

use super::Moment;
use crate::{
    Channel, Class, Disclosed, Guard, Recipient,
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
    pub what: &'static str,
}

impl Guard {
    /// Who has looked at a case, for the region's care units that are parties.
    #[must_use]
    pub fn seen(
        &self,
        actor: &Actor,
        case: &Case,
        rows: Vec<SeenRow>,
    ) -> Option<Disclosed<RegionalCare, Vec<SeenRow>>> {
        self.sees_whole_case(actor, case)
            .then(|| Disclosed::decided(rows))
    }

    /// The own organisation's log, without the reviewer's own actions.
    #[must_use]
    pub fn log(
        &self,
        actor: &Actor,
        rows: Vec<LogRow>,
    ) -> Option<Disclosed<LogReview, Vec<LogRow>>> {
        self.may_command(actor, None, "review_logs")
            .allowed
            .then(|| {
                let own = rows.into_iter().filter(|row| {
                    row.organisation == actor.unit.organisation && row.staff != actor.staff
                });
                Disclosed::decided(own.collect())
            })
    }

    /// What waits in the own organisation's log, for its reviewer.
    #[must_use]
    pub fn reviews(
        &self,
        actor: &Actor,
        mut board: ReviewBoard,
    ) -> Option<Disclosed<LogReview, ReviewBoard>> {
        let own = &actor.unit.organisation;
        self.may_command(actor, None, "review_logs")
            .allowed
            .then(|| {
                for items in [&mut board.open, &mut board.decided] {
                    items.retain(|item| item.organisation == *own);
                    for item in items {
                        keep_from(actor, item);
                    }
                }
                board.draws.retain(|draw| draw.organisation == *own);
                Disclosed::decided(board)
            })
    }

    /// One item of the own organisation's log, for its reviewer.
    #[must_use]
    pub fn review(
        &self,
        actor: &Actor,
        mut item: ReviewItem,
    ) -> Option<Disclosed<LogReview, ReviewItem>> {
        let allowed = self.may_command(actor, None, "review_logs").allowed;
        (allowed && item.organisation == actor.unit.organisation).then(|| {
            keep_from(actor, &mut item);
            Disclosed::decided(item)
        })
    }

    /// Whether somebody may make the patient's extract of the log and hand it over.
    #[must_use]
    pub fn may_hand_over_log(&self, actor: &Actor, case: &Case) -> bool {
        let patient = Recipient::Outside(Audience::Patient);
        let told = self.may_disclose(patient, case, Class::LogRow, Channel::InPerson);
        let hands_over = self.sees_whole_case(actor, case) && case.coordinator == actor.unit.hsa_id;
        told.allowed && hands_over
    }

    /// The patient's own extract, handed over by the unit that coordinates the case: nobody who
    /// keeps logs or systems sees it, and it goes in the hand only.
    #[must_use]
    pub fn patient_log(
        &self,
        actor: &Actor,
        case: &Case,
        rows: Vec<PatientLogRow>,
    ) -> Option<Disclosed<Patient, PatientLog>> {
        self.may_hand_over_log(actor, case).then(|| {
            Disclosed::decided(PatientLog {
                name: case.person.name.reveal().clone(),
                birth_date: case.person.birth_date,
                in_hand_only: case.is_protected(),
                rows,
            })
        })
    }
}

/// A reviewer is told that an item is about the own acts, and no more.
fn keep_from(actor: &Actor, item: &mut ReviewItem) {
    item.own = item.staff == actor.staff;
    if item.own {
        item.rows.clear();
    }
}
