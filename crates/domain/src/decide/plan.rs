//! The rows of the plan: who may change which, what happens when two change the same, approval, and the
//! versions that are agreed on.

use vocabulary::{
    choice::Choice as _,
    command::{AgreePlan, ApprovePlan, ChangePlan, EndPlan},
    hsa_id::HsaId,
    plan::{MeasureBy, PlanCellChange, PlanChange, PlanField, PlanRowKind, RowAct},
    public_id::PublicId,
    refusal::Refusal,
    secret::Words,
    sip::Attendee,
    text::Prose,
    unit::UnitCard,
};

use super::{Decision, consents, housing};
use crate::{
    case::Case,
    context::Context,
    event::{Event, PlanCellSet, RowChange},
    plan::{MOST_ROWS, Plan, PlanRow, PlanVersion},
};

/// How much of the plan somebody may change.
enum Hand<'a> {
    /// Everything: the coordinating unit.
    Whole,
    /// What the parties of the region share, and the own unit's rows.
    Shared(&'a HsaId),
    /// The own unit's interventions: municipal primary care.
    Own(&'a HsaId),
}

impl<'a> Hand<'a> {
    fn of(case: &Case, unit: &'a UnitCard) -> Self {
        if unit.hsa_id == case.coordinator {
            Self::Whole
        } else if unit.kind.is_regional_care() {
            Self::Shared(&unit.hsa_id)
        } else {
            Self::Own(&unit.hsa_id)
        }
    }

    /// Whether a row of a kind, of a unit or of none, may be changed.
    fn reaches(&self, kind: PlanRowKind, unit: Option<&HsaId>) -> bool {
        match (self, kind) {
            (Self::Shared(own), PlanRowKind::Intervention) => unit.is_none_or(|unit| unit == *own),
            (Self::Own(own), PlanRowKind::Intervention) => unit == Some(own),
            (Self::Shared(_), PlanRowKind::Responsibility) | (Self::Own(_), _) => false,
            (Self::Whole | Self::Shared(_), _) => true,
        }
    }
}

impl Case {
    /// Whether staff of a unit may change a row of the plan, as far as the row's kind and responsible unit
    /// decide it.
    #[must_use]
    pub fn plan_row_is_open_to(
        &self,
        unit: &UnitCard,
        kind: PlanRowKind,
        responsible: Option<&HsaId>,
    ) -> bool {
        Hand::of(self, unit).reaches(kind, responsible)
    }
}

pub(super) fn change(case: &Case, context: &Context, command: &ChangePlan) -> Decision {
    open_for_writing(case, context)?;
    let hand = Hand::of(case, &context.actor.unit);
    let mut draft = Plan::clone(&case.plan);
    let mut changes = Vec::new();
    for (number, change) in command.changes.iter().enumerate() {
        let known = change.row.and_then(|row| draft.row_ever(row));
        let made = match (change.row, change.add) {
            (row, Some(kind)) if known.is_none() => {
                let id = row.unwrap_or_else(|| context.fresh.row_id(number));
                added(case, &draft, &hand, (id, kind), change)?
                    .into_iter()
                    .collect()
            }
            (Some(row), _) => changed(case, &draft, &hand, row, change)?,
            (None, _) => Vec::new(),
        };
        for one in made {
            draft.change(&one, context.at, &(&context.actor).into());
            changes.push(one);
        }
    }
    if changes.is_empty() {
        return Err(Refusal::NothingChanges);
    }
    let begins = !case.sip.is_begun() && draft.rows.iter().any(|row| row.begins_the_plan());
    let begun = begins.then_some(Event::SipPlanBegun {});
    let events = begun.into_iter().chain([Event::PlanChanged { changes }]);
    Ok(events.collect())
}

/// The plan can be written: the patient has agreed to a SIP, and the plan has not ended. A municipality is
/// told no more than that: which consents a pathway asks for would tell the group.
fn open_for_writing(case: &Case, context: &Context) -> Result<(), Refusal> {
    if context.actor.unit.kind.is_regional_care() {
        consents::not_stopped(case)?;
        consents::for_sip(case)?;
    } else if consents::for_sip(case).is_err() {
        return Err(Refusal::PlanNotOpen);
    }
    if case.plan.ended {
        return Err(Refusal::PlanEnded);
    }
    Ok(())
}

fn added(
    case: &Case,
    plan: &Plan,
    hand: &Hand<'_>,
    (row, kind): (PublicId, PlanRowKind),
    change: &PlanChange,
) -> Result<Option<RowChange>, Refusal> {
    let written = change
        .cells
        .iter()
        .flatten()
        .any(|cell| cell.value.is_some());
    if !written && change.row.is_some() {
        // The empty row at the end of a form.
        return Ok(None);
    }
    if plan.rows.len() >= MOST_ROWS {
        return Err(Refusal::PlanIsFull);
    }
    if kind.is_single() && plan.single(kind).is_some() {
        return Err(Refusal::PlanRowIsThere);
    }
    let mut cells: Vec<PlanCellSet> = Vec::new();
    for cell in change.cells.as_deref().unwrap_or_default() {
        fits(case, plan, row, kind, cell)?;
        if cell.value.is_none() {
            continue;
        }
        cells.push(PlanCellSet {
            field: cell.field,
            value: words(cell.value.as_ref()),
        });
    }
    // A municipality's row is its own from the beginning.
    if let Hand::Own(own) = hand
        && kind == PlanRowKind::Intervention
        && !cells.iter().any(|cell| cell.field == PlanField::Unit)
    {
        cells.push(PlanCellSet {
            field: PlanField::Unit,
            value: Some(Words::new(own.as_str().to_owned())),
        });
    }
    let unit = cells.iter().find(|cell| cell.field == PlanField::Unit);
    let unit = unit.and_then(|cell| cell.value.as_ref());
    let unit = unit.and_then(|unit| HsaId::parse(unit.reveal()).ok());
    if !hand.reaches(kind, unit.as_ref()) {
        return Err(Refusal::NotYourPlanRow);
    }
    Ok(Some(RowChange::Added { row, kind, cells }))
}

/// What becomes of a change of a row that is there, or was.
fn changed(
    case: &Case,
    plan: &Plan,
    hand: &Hand<'_>,
    id: PublicId,
    change: &PlanChange,
) -> Result<Vec<RowChange>, Refusal> {
    let row = plan.row_ever(id).ok_or(match hand {
        // What a municipality may not read is to it like what is not there.
        Hand::Own(_) => Refusal::NotYourPlanRow,
        Hand::Whole | Hand::Shared(_) => Refusal::NoSuchPlanRow,
    })?;
    let unit = row.unit();
    if !hand.reaches(row.kind, unit.as_ref()) {
        return Err(Refusal::NotYourPlanRow);
    }
    let is_there = plan.row(id).is_some();
    let cells = change.cells.as_deref().unwrap_or_default();
    match change.act {
        // It is gone already.
        Some(RowAct::Remove) if !is_there => return Ok(Vec::new()),
        Some(RowAct::Remove) => {
            let unseen = cells.iter().any(|cell| !has_seen(row, cell))
                || row.cells.iter().any(|(field, kept)| {
                    kept.value.is_some() && !cells.iter().any(|cell| cell.field == *field)
                });
            // Who removes a row that is to be removed has been asked.
            let made = if unseen && row.removal.is_none() {
                RowChange::RemovalContested { row: id }
            } else {
                RowChange::Removed { row: id }
            };
            return Ok(vec![made]);
        }
        Some(RowAct::Keep) if row.removal.is_none() => return Ok(Vec::new()),
        Some(RowAct::Keep) if is_there => return Ok(vec![RowChange::Kept { row: id }]),
        Some(RowAct::Keep) | None => {}
    }
    let mut made = Vec::new();
    for cell in cells {
        fits(case, plan, id, row.kind, cell)?;
        if cell.field == PlanField::Unit {
            let new = cell
                .value
                .as_ref()
                .and_then(|unit| HsaId::parse(&unit.0).ok());
            if !hand.reaches(row.kind, new.as_ref()) {
                return Err(Refusal::NotYourPlanRow);
            }
        }
        let now = row.value(cell.field);
        let wanted = cell.value.as_ref().map(|value| value.0.as_str());
        let contested = row
            .cells
            .get(&cell.field)
            .is_some_and(|cell| !cell.others.is_empty());
        if now == wanted && !contested {
            continue;
        }
        let (field, value) = (cell.field, words(cell.value.as_ref()));
        made.push(if has_seen(row, cell) {
            RowChange::Set {
                row: id,
                field,
                value,
            }
        } else if now == wanted {
            // Both have written the same; what a third has written is still there.
            continue;
        } else {
            RowChange::Contested {
                row: id,
                field,
                value,
            }
        });
    }
    // What somebody has written on a row that was removed meanwhile brings the row back, so that
    // somebody chooses.
    if !is_there && (!made.is_empty() || change.act == Some(RowAct::Keep)) {
        if plan.rows.len() >= MOST_ROWS {
            return Err(Refusal::PlanIsFull);
        }
        made.insert(0, RowChange::Restored { row: id });
    }
    Ok(made)
}

/// Whether the author of a change has seen what the field says.
fn has_seen(row: &PlanRow, cell: &PlanCellChange) -> bool {
    row.value(cell.field) == cell.was.as_ref().map(|was| was.0.as_str())
}

fn words(text: Option<&Prose>) -> Option<Words> {
    text.map(Prose::secret)
}

/// Refuses a field that the row does not have, and a value that does not hold in the case.
fn fits(
    case: &Case,
    plan: &Plan,
    id: PublicId,
    kind: PlanRowKind,
    cell: &PlanCellChange,
) -> Result<(), Refusal> {
    if !kind.fields().contains(&cell.field) {
        return Err(Refusal::NoSuchPlanField);
    }
    let Some(value) = cell.value.as_ref().map(|value| value.0.as_str()) else {
        return Ok(());
    };
    match cell.field {
        PlanField::Unit => {
            let unit = HsaId::parse(value).map_err(|_| Refusal::NotAParty)?;
            let party = case.parties.get(&unit).ok_or(Refusal::NotAParty)?;
            if party.unit.kind.is_placeholder() {
                return Err(Refusal::UnitCannotTakePart);
            }
        }
        PlanField::Under => {
            let above = PublicId::parse(value).and_then(|above| plan.row(above));
            let above = above.ok_or(Refusal::NoSuchPlanRow)?;
            if !kind.belongs_under().contains(&above.kind) || is_under(plan, above, id) {
                return Err(Refusal::NoSuchPlanRow);
            }
        }
        // Migrationsverket's officer at the table is told what is said there, and what it does itself
        // tells the group (X1).
        PlanField::Role => {
            let role = Attendee::from_code(value);
            housing::may_attend(case, role.as_slice())?;
        }
        PlanField::By => {
            let agency = MeasureBy::from_code(value) == Some(MeasureBy::MigrationAgency);
            if agency && !case.migration_agency_may_know() {
                return Err(case.agency_refusal());
            }
        }
        PlanField::Text
        | PlanField::Whose
        | PlanField::Function
        | PlanField::Bought
        | PlanField::Extent
        | PlanField::Starts
        | PlanField::Ends
        | PlanField::OwnPart
        | PlanField::Status
        | PlanField::Who
        | PlanField::Attendance
        | PlanField::Mandate => {}
    }
    Ok(())
}

/// Whether a row stands, through others, under the one with this id.
fn is_under(plan: &Plan, row: &PlanRow, id: PublicId) -> bool {
    let mut above = Some(row);
    // A row stands under at most as many as there are.
    for _ in 0..=MOST_ROWS {
        match above {
            None => return false,
            Some(row) if row.id == id => return true,
            Some(row) => {
                let next = row.value(PlanField::Under).and_then(PublicId::parse);
                above = next.and_then(|next| plan.row(next));
            }
        }
    }
    true
}

pub(super) fn approve(case: &Case, context: &Context, command: &ApprovePlan) -> Decision {
    open_for_writing(case, context)?;
    let unit = &context.actor.unit.hsa_id;
    if !case.is_party(unit) {
        return Err(Refusal::NotAParty);
    }
    if !case.sip.is_begun() {
        return Err(Refusal::PlanNotBegun);
    }
    if command.seen.0 != case.plan.seen_by(unit) {
        return Err(Refusal::PlanChangedSince);
    }
    if case.plan.is_approved_by(unit) {
        return Err(Refusal::NothingChanges);
    }
    Ok(vec![Event::PlanApproved { unit: unit.clone() }])
}

/// Agrees on what is written (V6B.13). The parties are asked to approve it; those who have not stop
/// nothing.
pub(super) fn agree(case: &Case, context: &Context, command: &AgreePlan) -> Decision {
    open_for_writing(case, context)?;
    if case.sip.held.is_none() {
        return Err(Refusal::MeetingNotHeld);
    }
    if command.seen.0 != case.plan.seen() {
        return Err(Refusal::PlanChangedSince);
    }
    if !case.missing_in_plan().is_empty() {
        return Err(Refusal::PlanIncomplete);
    }
    if !case.plan.differs_from_agreed() {
        return Err(Refusal::NothingChanges);
    }
    let plan_version = case.sip.plan_version + 1;
    let own = &context.actor.unit.hsa_id;
    let asked = case
        .approvers()
        .filter(|unit| *unit != own && !case.plan.is_approved_by(unit));
    Ok(vec![
        Event::PlanVersionAgreed {
            plan_version,
            asked: asked.cloned().collect(),
        },
        Event::SipPlanAgreed {
            plan_version,
            hash: PlanVersion::hash_of(&case.plan.rows),
        },
    ])
}

/// Ends the plan: it can be read, and nobody can change it.
pub(super) fn end(case: &Case, command: &EndPlan) -> Decision {
    if !case.sip.is_begun() {
        return Err(Refusal::PlanNotBegun);
    }
    if case.sip.ended.is_some() {
        return Err(Refusal::NothingChanges);
    }
    Ok(vec![Event::SipEnded {
        cause: command.cause,
        reason: command.reason.as_ref().map(|reason| reason.0.clone()),
    }])
}

/// What happens to the plan's own stream when the case changes: it ends with the case or the SIP, and goes
/// on when either does. Both are written in one transaction, so that nobody writes in a plan that has
/// ended.
pub(super) fn follows(before: &Case, after: &Case) -> Option<Event> {
    let stopped = |case: &Case| case.sip.ended.is_some() || !case.is_open();
    if !after.sip.is_begun() || stopped(before) == stopped(after) {
        return None;
    }
    Some(if stopped(after) {
        Event::PlanEnded {}
    } else {
        Event::PlanResumed {}
    })
}
