//! The rows of a SIP: which kinds there are, which fields each has, and how a field is read.

use jiff::civil::Date;

use crate::{
    choice,
    choice::{Alternative, Choice},
    hsa_id::HsaId,
    intervention::Intervention,
    mistake::Fault,
    public_id::PublicId,
    reading::{Field as _, FieldShape, Raw, Reading, Shape},
    sip::Attendee,
    text::{Line, Prose},
};

choice! {
    /// What a row of the plan is about.
    pub enum PlanRowKind {
        /// In the person's own words. One row.
        WhatMatters = "what_matters", "Det som är viktigt för patienten";
        Need = "need", "Behov";
        /// A goal, or a part of another goal.
        Goal = "goal", "Mål";
        /// Done by one unit that is a party.
        Intervention = "intervention", "Insats";
        /// Done by somebody who is no party.
        Measure = "measure", "Det andra gör";
        /// Somebody who was invited, attended or was absent.
        Participant = "participant", "Deltagare";
        /// The unit that has overall responsibility. One row.
        Responsibility = "responsibility", "Huvudansvar för planen";
        /// For the region's care units only.
        Note = "note", "Anteckning för regionens vård";
    }
}

choice! {
    /// A field of a row.
    pub enum PlanField {
        /// What the row says.
        Text = "text", "Text";
        Whose = "whose", "Vems mål";
        /// The need or the goal that the row belongs to.
        Under = "under", "Hör till";
        /// The party that is responsible.
        Unit = "unit", "Ansvarig enhet";
        /// The function that carries it out.
        Function = "function", "Funktion";
        /// The bought intervention, one of those that the municipality has said yes to.
        Bought = "bought", "Insats som köps";
        Extent = "extent", "Omfattning";
        Starts = "starts", "Från";
        Ends = "ends", "Till";
        /// What the person does themself.
        OwnPart = "own_part", "Det patienten gör själv";
        Status = "status", "Läge";
        /// Who carries out a measure.
        By = "by", "Vem gör det";
        /// In what capacity somebody takes part.
        Role = "role", "Roll";
        /// Who it is, in words.
        Who = "who", "Vem";
        Attendance = "attendance", "Var med";
        /// Whether they may decide for those they speak for.
        Mandate = "mandate", "Får besluta";
    }
}

choice! {
    /// Whose goal it is.
    pub enum GoalOwner {
        /// The person's own.
        Person = "person", "Patientens eget";
        Professionals = "professionals", "Vårdens";
    }
}

choice! {
    /// Who carries out a measure that no party does.
    pub enum MeasureBy {
        Kin = "kin", "Närstående";
        /// An association, a congregation, a neighbour.
        Civil = "civil", "Förening eller annan frivillig";
        /// Migrationsverket, or housing that it runs or buys.
        MigrationAgency = "migration_agency", "Migrationsverket eller boendet";
        Other = "other", "Någon annan";
    }
}

choice! {
    /// How an intervention stands.
    pub enum InterventionStatus {
        Planned = "planned", "Planerad";
        Ongoing = "ongoing", "Pågår";
        Done = "done", "Klar";
        Cancelled = "cancelled", "Blev inte av";
    }
}

choice! {
    /// Whether somebody took part in the meeting.
    pub enum Attendance {
        Invited = "invited", "Kallad";
        Attended = "attended", "Var med";
        Absent = "absent", "Var inte med";
    }
}

choice! {
    /// Whether somebody may decide at the meeting.
    pub enum Mandate {
        Yes = "yes", "Ja";
        No = "no", "Nej";
    }
}

choice! {
    /// How far the plan has come.
    pub enum PlanState {
        Draft = "draft", "Utkast";
        /// The meeting is planned, and the participants are called.
        Invited = "invited", "Kallad";
        Held = "held", "Mötet är hållet";
        Agreed = "agreed", "Fastställd";
        FollowedUp = "followed_up", "Uppföljd";
        Ended = "ended", "Avslutad";
    }
}

choice! {
    /// The causes that end a plan; two of them are said in words too.
    pub enum PlanEnd {
        GoalsReached = "goals_reached", "Målen är uppnådda";
        /// The care no longer needs to be coordinated.
        NoLongerNeeded = "no_longer_needed", "Samordning behövs inte längre";
        /// The patient does not want a plan.
        Declined = "declined", "Patienten vill inte ha någon plan";
        /// The sources no longer apply (X3).
        OrdinaryRoutine = "ordinary_routine", "Den ordinarie rutinen gäller";
        Other = "other", "Annat";
    }
}

impl PlanEnd {
    /// Whether the reason is said in words too.
    #[must_use]
    pub fn needs_words(self) -> bool {
        matches!(self, Self::Declined | Self::Other)
    }
}

choice! {
    /// What is done with a whole row.
    pub enum RowAct {
        Remove = "remove", "Ta bort raden";
        /// Keeps a row that somebody wants to remove.
        Keep = "keep", "Behåll raden";
    }
}

/// What a field holds.
#[derive(Debug, Clone, Copy)]
pub enum FieldContent {
    Prose,
    Line,
    Day,
    /// A party, by its HSA-id.
    Unit,
    /// Another row of the plan, by its id.
    Row,
    /// One of these codes.
    Choice(fn() -> Vec<Alternative>),
}

impl PlanField {
    /// What the field holds.
    #[must_use]
    pub fn content(self) -> FieldContent {
        use FieldContent::{Choice, Day, Line, Prose, Row, Unit};
        match self {
            Self::Text | Self::OwnPart => Prose,
            Self::Function | Self::Extent | Self::Who => Line,
            Self::Starts | Self::Ends => Day,
            Self::Unit => Unit,
            Self::Under => Row,
            Self::Whose => Choice(|| Alternative::of(GoalOwner::ALL)),
            Self::Bought => Choice(|| Alternative::of(&Intervention::purchasable_ones())),
            Self::Status => Choice(|| Alternative::of(InterventionStatus::ALL)),
            Self::By => Choice(|| Alternative::of(MeasureBy::ALL)),
            Self::Role => Choice(|| Alternative::of(Attendee::ALL)),
            Self::Attendance => Choice(|| Alternative::of(Attendance::ALL)),
            Self::Mandate => Choice(|| Alternative::of(Mandate::ALL)),
        }
    }

    /// Whether anything can be written in it.
    #[must_use]
    pub fn is_free_text(self) -> bool {
        matches!(self.content(), FieldContent::Prose | FieldContent::Line)
    }

    /// The value as it is kept: prose and lines tidied, a day as `YYYY-MM-DD`, a code as it is.
    fn read(self, raw: &Raw<'_>) -> Reading<String> {
        match self.content() {
            FieldContent::Prose => Prose::read(raw).map(|text| text.0),
            FieldContent::Line => Line::read(raw).map(|text| text.0),
            FieldContent::Day => Date::read(raw).map(|day| day.to_string()),
            FieldContent::Unit => HsaId::read(raw).map(|unit| unit.as_str().to_owned()),
            FieldContent::Row => PublicId::read(raw).map(|row| row.to_string()),
            FieldContent::Choice(all) => {
                let code = crate::reading::read_string(raw)?;
                let known = all().iter().any(|one| one.code == code);
                known.then_some(code).ok_or_else(|| {
                    vec![Fault::new(
                        "not-an-alternative",
                        "Välj ett av alternativen.",
                    )]
                })
            }
        }
    }

    /// What a person reads of a value of the field. A unit and a row are named by those who know them.
    #[must_use]
    pub fn said(self, value: &str) -> String {
        match self.content() {
            FieldContent::Choice(all) => {
                let all = all();
                let known = all.iter().find(|one| one.code == value);
                known.map_or_else(|| value.to_owned(), |one| one.swedish.to_owned())
            }
            FieldContent::Prose
            | FieldContent::Line
            | FieldContent::Day
            | FieldContent::Unit
            | FieldContent::Row => value.to_owned(),
        }
    }
}

impl PlanRowKind {
    /// Its fields, in the order in which they are read.
    #[must_use]
    pub fn fields(self) -> &'static [PlanField] {
        use PlanField::{
            Attendance, Bought, By, Ends, Extent, Function, Mandate, OwnPart, Role, Starts, Status,
            Text, Under, Unit, Who, Whose,
        };
        match self {
            Self::WhatMatters | Self::Need | Self::Note => &[Text],
            Self::Goal => &[Text, Whose, Under],
            Self::Intervention => &[
                Text, Under, Unit, Function, Bought, Extent, Starts, Ends, OwnPart, Status,
            ],
            Self::Measure => &[Text, By],
            Self::Participant => &[Role, Who, Function, Attendance, Mandate],
            Self::Responsibility => &[Unit, Function],
        }
    }

    /// Whether the plan has one such row at most.
    #[must_use]
    pub fn is_single(self) -> bool {
        matches!(self, Self::WhatMatters | Self::Responsibility)
    }

    /// The kinds of row that it can belong to.
    #[must_use]
    pub fn belongs_under(self) -> &'static [Self] {
        match self {
            Self::Goal | Self::Intervention => &[Self::Need, Self::Goal],
            Self::WhatMatters
            | Self::Need
            | Self::Measure
            | Self::Participant
            | Self::Responsibility
            | Self::Note => &[],
        }
    }

    /// What a person reads beside a field of the row.
    #[must_use]
    pub fn label(self, field: PlanField) -> &'static str {
        match (self, field) {
            (_, PlanField::Text) | (Self::Responsibility, PlanField::Unit) => self.swedish(),
            _ => field.swedish(),
        }
    }
}

/// A change of one field. An absent value means that the field is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanCellChange {
    pub field: PlanField,
    /// What its author saw there.
    pub was: Option<Prose>,
    /// What it says from now on, as it is kept.
    pub value: Option<Prose>,
}

impl crate::reading::Field for PlanCellChange {
    fn read(raw: &Raw<'_>) -> Reading<Self> {
        let serde_json::Value::Object(map) = raw.value else {
            return Err(vec![Fault::new(
                "not-an-object",
                "Ange fältet med field, was och value.",
            )]);
        };
        let mut fields = crate::reading::Fields::new(map, raw.door, raw.now);
        let field = fields.take::<PlanField>("field");
        let was = fields.take::<Option<Prose>>("was");
        let given = fields.take::<Option<Prose>>("value");
        fields.finish()?;
        let (Some(field), Some(was), Some(given)) = (field, was, given) else {
            return Err(Vec::new());
        };
        let kept = |text: Prose| {
            let value = serde_json::Value::String(text.0);
            let raw = Raw {
                value: &value,
                ..*raw
            };
            let faults = |faults: Vec<Fault>| {
                faults
                    .into_iter()
                    .map(|fault| fault.under("value"))
                    .collect::<Vec<_>>()
            };
            field.read(&raw).map(Prose).map_err(faults)
        };
        Ok(Self {
            field,
            was,
            value: given.map(kept).transpose()?,
        })
    }

    fn shape() -> Shape {
        Shape::Object(vec![
            FieldShape {
                name: "field",
                shape: PlanField::shape(),
                required: true,
            },
            FieldShape {
                name: "was",
                shape: Prose::shape(),
                required: false,
            },
            FieldShape {
                name: "value",
                shape: Prose::shape(),
                required: false,
            },
        ])
    }
}

/// A change of one row of the plan: one that is there, or a new one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanChange {
    /// The row that is changed. Whoever adds one may choose its id: sent twice it is added once.
    pub row: Option<PublicId>,
    /// The kind of a new row.
    pub add: Option<PlanRowKind>,
    /// Removes or keeps the whole row. Whoever removes one says in `cells` what they saw there.
    pub act: Option<RowAct>,
    pub cells: Option<Vec<PlanCellChange>>,
}

crate::reading::read_as_object!(
    PlanChange, "Ange raden med row eller add, och det som ändras med cells eller act.",
    {
        row: Option<PublicId>, add: Option<PlanRowKind>, act: Option<RowAct>,
        cells: Option<Vec<PlanCellChange>>
    }
);

#[cfg(test)]
mod tests {
    use super::{PlanField, PlanRowKind};
    use crate::choice::Choice as _;

    #[test]
    fn every_field_belongs_to_a_row_and_what_belongs_under_another_says_so() {
        for field in PlanField::ALL {
            let mut kinds = PlanRowKind::ALL.iter();
            assert!(kinds.any(|kind| kind.fields().contains(field)), "{field:?}");
        }
        for kind in PlanRowKind::ALL {
            let under = kind.fields().contains(&PlanField::Under);
            assert_eq!(under, !kind.belongs_under().is_empty(), "{kind:?}");
        }
    }
}
