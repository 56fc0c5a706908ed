//! The worklist: one row per unit and case, with only what that unit may know. Rows are stored as a
//! projection and shown later, so what depends on the clock is computed when they are shown.

use domain::{Actor, Case, case::Stamped, event::Meeting};
use guidance::{StepState, Warning, next_step};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use vocabulary::{
    birth_date::{Age, BirthDate},
    calendar::local_date,
    choice,
    command::{CommandKind, Signatory},
    group::Group,
    hsa_id::HsaId,
    need::NursingNeed,
    public_id::PublicId,
    role::Role,
    step::StepStatus,
    unit::{UnitCard, UnitKind},
};

use super::{Moment, WarningView, person::initials, steps::who};
use crate::{
    AnyCase, Channel, Class, Disclosed, Guard, Recipient,
    audience::OwnUnit,
    share::{HeadOfficeShare, MunicipalShare, Share},
};

choice! {
    /// The state of a worklist row.
    pub enum RowState {
        Overdue = "overdue", "Försenat";
        Today = "today", "I dag";
        /// Due later, or without a due time.
        Later = "later", "Senare";
        Waiting = "waiting", "Väntar på annan part";
        Settled = "settled", "Inget att göra nu";
        Closed = "closed", "Avslutat";
    }
}

/// A case in a unit's worklist. Fields that the unit may not know are absent.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorklistRow {
    pub id: PublicId,
    /// The case's version. For the region's care units the projection keeps it beside the row, so that
    /// a row that shows the same as before need not be written: it is 0 until the row is read. For
    /// other units it is the version of their share, and part of the row.
    #[serde(default)]
    pub version: u64,
    /// The unit whose row it is.
    pub unit: HsaId,
    /// "6A" … "7C".
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub pathway: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub group: Option<Group>,
    /// Whether the case is protected, for any reason; always true for municipal primary care.
    pub protected: bool,
    /// For example "M. K."
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub initials: Option<String>,
    /// Used for the age on the day when the row is shown.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub birth_date: Option<BirthDate>,
    /// In whole years, when the row is shown.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub age: Option<u16>,
    /// Whether the age may be a year less, because only the year of birth is known.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub age_about: bool,
    /// Room or place; only for the coordinating unit.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub room: Option<String>,
    /// The requirement id of the next step; `None` when there is nothing left to do.
    pub next_step: Option<String>,
    pub next_title: Option<String>,
    /// The next step's URL segment on pages.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub next_slug: Option<String>,
    /// The URL segment of the step with a certificate that a physician has to write. The projection keeps it
    /// for the region's care units, and only physicians are shown it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub certificate_slug: Option<String>,
    /// The paragraph in the guidance; absent on a protected row.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub citation: Option<String>,
    pub due: Option<Moment>,
    pub state: RowState,
    /// Whom it waits for.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub waiting_for: Option<String>,
    /// When the waiting began. Also set for a step that is to be done promptly.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub waiting_since: Option<Moment>,
    /// When the planned meeting is; `None` when it has been held.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub meeting_at: Option<Moment>,
    /// When the case was closed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub closed_on: Option<Date>,
    /// Who performs the next step, in Swedish.
    pub owner: String,
    /// Name of the coordinating unit.
    pub coordinator: String,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub warnings: Vec<WarningView>,
}

impl WorklistRow {
    /// Whether the row has what a unit of this kind gets. A row that was made while the unit had a
    /// kind of another sort is not shown: the kind decides what the unit may know.
    fn was_made_for(&self, kind: UnitKind) -> bool {
        if kind.is_regional_care() {
            return self.group.is_some();
        }
        let named = self.initials.is_some() == (kind == UnitKind::MunicipalPrimaryCare);
        named && self.group.is_none()
    }

    /// The row as somebody with this role sees it.
    fn for_role(mut self, role: Role) -> Self {
        self.certificate_slug = self.certificate_slug.filter(|_| role == Role::Physician);
        self
    }

    /// The age in words, where the row has the birth date.
    #[must_use]
    pub fn age_in_words(&self) -> Option<String> {
        self.birth_date?;
        let age = Age {
            years: self.age,
            about: self.age_about,
        };
        Some(age.swedish())
    }

    /// The row as it is at a time.
    #[must_use]
    pub fn at(mut self, now: Timestamp) -> Self {
        let today = local_date(now);
        let age = self.birth_date.map(|birth| birth.age_on(today));
        self.age = age.and_then(|age| age.years);
        self.age_about = age.is_some_and(|age| age.about);
        let clocked = matches!(
            self.state,
            RowState::Overdue | RowState::Today | RowState::Later
        );
        if clocked {
            self.state = state_of_due(self.due, now);
        }
        self
    }
}

fn state_of_due(due: Option<Moment>, now: Timestamp) -> RowState {
    match due {
        Some(Moment(due)) if due < now => RowState::Overdue,
        Some(Moment(due)) if local_date(due) == local_date(now) => RowState::Today,
        Some(_) | None => RowState::Later,
    }
}

/// What a unit does next, when that is not the guidance's next step.
struct Task {
    step: &'static str,
    title: &'static str,
    owner: Role,
    since: Timestamp,
}

impl Guard {
    /// A case in a unit's worklist; `None` when the unit has no row for it. A pure function of
    /// case, steps and unit; the projection stores it.
    #[must_use]
    pub fn worklist_row(
        &self,
        unit: &UnitCard,
        case: &dyn AnyCase,
        steps: &[StepState<'_>],
        warnings: &[Warning],
        now: Timestamp,
    ) -> Option<WorklistRow> {
        let case = case.asked();
        let seen = |class| {
            self.may_disclose(Recipient::Unit(unit), &case, class, Channel::Message)
                .allowed
        };
        let bare = bare_row(unit, &case);
        let row = if unit.kind.is_regional_care() {
            seen(Class::WholeCase).then(|| regional(bare, unit, &case, steps, warnings))
        } else if unit.kind == UnitKind::MunicipalPrimaryCare {
            seen(Class::MunicipalShare).then(|| {
                let share = MunicipalShare::of(&case, &unit.hsa_id);
                let meeting = ahead(share.meeting, share.plan.is_some());
                let row = WorklistRow {
                    version: self.share_version(&Share::Municipal(Box::new(share))),
                    protected: true,
                    meeting_at: meeting,
                    ..named(bare, &case)
                };
                with_task(row, municipal_task(&case, unit))
            })
        } else {
            seen(Class::HeadOfficeShare).then(|| {
                let share = Share::HeadOffice(HeadOfficeShare::of(&case));
                let row = WorklistRow {
                    version: self.share_version(&share),
                    ..bare
                };
                with_task(row, head_office_task(&case))
            })
        };
        row.map(|row| row.at(now))
    }

    /// Whether somebody's search may find a case, given the case as it is now: the search rows may
    /// be older.
    #[must_use]
    pub fn may_find(&self, actor: &Actor, case: &dyn AnyCase) -> bool {
        let evaluation = self.evaluation(case);
        let staff = Recipient::Staff(actor);
        let found = |class| evaluation.disclose(staff, class, Channel::Search).allowed;
        vocabulary::leak::seeded("search-hits")
            || [
                Class::WholeCase,
                Class::MunicipalShare,
                Class::HeadOfficeShare,
            ]
            .into_iter()
            .any(found)
    }

    /// The worklist of the actor's unit, from the projection. Rows of another unit are left out.
    #[must_use]
    pub fn worklist(
        &self,
        actor: &Actor,
        rows: Vec<WorklistRow>,
        now: Timestamp,
    ) -> Option<Disclosed<OwnUnit, Vec<WorklistRow>>> {
        (vocabulary::leak::seeded("worklist-page")
            || self.may_command(actor, None, "list_cases").allowed)
            .then(|| {
                let own = rows
                    .into_iter()
                    .filter(|row| {
                        row.unit == actor.unit.hsa_id || vocabulary::leak::seeded("search-hits")
                    })
                    .filter(|row| row.was_made_for(actor.unit.kind))
                    .map(|row| row.for_role(actor.role).at(now));
                Disclosed::decided(own.collect())
            })
    }
}

fn bare_row(unit: &UnitCard, case: &Case) -> WorklistRow {
    let coordinator = case.parties.get(&case.coordinator);
    WorklistRow {
        id: case.id,
        version: 0,
        unit: unit.hsa_id.clone(),
        pathway: None,
        group: None,
        protected: case.is_protected(),
        initials: None,
        birth_date: None,
        age: None,
        age_about: false,
        room: None,
        next_step: None,
        next_title: None,
        next_slug: None,
        certificate_slug: None,
        citation: None,
        due: None,
        state: if case.is_open() {
            RowState::Settled
        } else {
            RowState::Closed
        },
        waiting_for: None,
        waiting_since: None,
        meeting_at: None,
        closed_on: case.closed.as_ref().map(|closed| local_date(closed.at)),
        owner: String::new(),
        coordinator: coordinator
            .map(|party| party.unit.name.clone())
            .unwrap_or_default(),
        warnings: Vec::new(),
    }
}

/// When a meeting is that has not been held.
fn ahead(meeting: Option<&Stamped<Meeting>>, held: bool) -> Option<Moment> {
    meeting
        .filter(|_| !held)
        .map(|meeting| Moment(meeting.value.at))
}

fn named(mut row: WorklistRow, case: &Case) -> WorklistRow {
    row.initials = Some(initials(case.person.name.reveal()));
    row.birth_date = Some(case.person.birth_date);
    row
}

fn regional(
    row: WorklistRow,
    unit: &UnitCard,
    case: &Case,
    steps: &[StepState<'_>],
    warnings: &[Warning],
) -> WorklistRow {
    let mut row = named(row, case);
    row.group = Some(case.group);
    row.pathway = case.pathway().map(|pathway| pathway.code().to_owned());
    row.room = case
        .person
        .room
        .clone()
        .filter(|_| case.coordinator == unit.hsa_id);
    row.warnings = WarningView::all(warnings);
    row.meeting_at = ahead(case.sip.meeting.as_ref(), case.sip.held.is_some());
    row.certificate_slug = certificate_step(case, steps).map(str::to_owned);
    let Some(step) = next_step(steps).filter(|_| case.is_open()) else {
        return row;
    };
    row.next_step = Some(step.id.to_owned());
    row.next_title = Some(step.title.to_owned());
    row.next_slug = Some(step.slug.to_owned());
    row.citation = (!case.is_protected()).then(|| step.citation.to_owned());
    row.due = step.due.map(Moment);
    row.state = if step.status == StepStatus::Waiting {
        RowState::Waiting
    } else {
        RowState::Later
    };
    row.waiting_for = step.waiting_for.map(str::to_owned);
    row.waiting_since = step.waiting_since.map(Moment);
    row.owner = who(step.acts);
    row
}

/// The step whose certificate nobody has written, once it is known that the person needs it.
fn certificate_step<'s>(case: &Case, steps: &'s [StepState<'_>]) -> Option<&'s str> {
    if !case.is_open() || case.certificate.is_some() || case.needs.nursing != NursingNeed::Unmet {
        return None;
    }
    let writes = |step: &&StepState<'_>| {
        let mut commands = step.actions.iter().map(|action| action.command());
        step.is_to_do() && commands.any(|command| command == CommandKind::WriteCertificate.name())
    };
    steps.iter().find(writes).map(|step| step.slug)
}

fn with_task(mut row: WorklistRow, task: Option<Task>) -> WorklistRow {
    let Some(task) = task.filter(|_| row.state == RowState::Settled) else {
        return row;
    };
    row.next_step = Some(task.step.to_owned());
    row.next_title = Some(task.title.to_owned());
    row.owner = who(&[task.owner]);
    row.waiting_since = Some(Moment(task.since));
    row.state = RowState::Later;
    row
}

/// What the region waits for from the municipality.
fn municipal_task(case: &Case, unit: &UnitCard) -> Option<Task> {
    let request = case
        .care_request
        .as_ref()
        .filter(|request| request.answer.is_none() && request.unit == unit.hsa_id);
    let agreement = case
        .agreement
        .as_ref()
        .filter(|agreement| agreement.unit == unit.hsa_id);
    let answer = request.map(|request| Task {
        step: "C4.1",
        title: "Svara på vårdbegäran",
        owner: Role::MunicipalManager,
        since: request.sent_at,
    });
    answer.or_else(|| {
        agreement?;
        unsigned(case, Signatory::HeadOfOperations).map(|since| Task {
            step: "C5.1",
            title: "Skriv under överenskommelsen",
            owner: Role::HeadOfOperations,
            since,
        })
    })
}

/// What the care units wait for from Koncernkontoret.
fn head_office_task(case: &Case) -> Option<Task> {
    let sign = unsigned(case, Signatory::RegionalDeveloper).map(|since| Task {
        step: "C5.1",
        title: "Skriv under överenskommelsen",
        owner: Role::RegionalDeveloper,
        since,
    });
    sign.or_else(|| {
        let agreement = case
            .agreement
            .as_ref()
            .filter(|agreement| agreement.is_signed())?;
        case.invoicing_form.is_none().then_some(Task {
            step: "C5.2",
            title: "Anteckna fakturablanketten",
            owner: Role::RegionalDeveloper,
            since: agreement.drawn_up_at,
        })
    })
}

fn unsigned(case: &Case, signatory: Signatory) -> Option<Timestamp> {
    let agreement = case.agreement.as_ref()?;
    (!agreement.signed_by(signatory) && case.purchases_ended.is_none())
        .then_some(agreement.drawn_up_at)
}
