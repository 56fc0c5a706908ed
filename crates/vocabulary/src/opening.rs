//! The request that opens a case (api.md, `POST /api/v1/cases`).

use jiff::{Timestamp, civil::Date};
use serde_json::{Map, Value};

use crate::{
    birth_date::{BirthDate, UNDER_18, child_unsaid},
    calendar,
    choice::Alternative,
    group::{Group, VerifiedIn},
    identifier::{Identifier, IdentifierKind},
    mistake::{Fault, Mistake},
    need::NursingNeed,
    public_id::PublicId,
    reading::{
        Door, Field, FieldShape, Fields, PastDate, PastInstant, Raw, Reading, Shape, mistakes,
    },
    setting::Setting,
    text::{Language, Line, Prose},
};

/// Reads and checks a number in a request.
impl Field for Identifier {
    fn read(raw: &Raw<'_>) -> Reading<Self> {
        let Value::Object(map) = raw.value else {
            return Err(vec![Fault::new(
                "not-an-object",
                "Ange nummer med kind och value.",
            )]);
        };
        let mut fields = Fields::new(map, raw.door, raw.now);
        let kind = fields.take::<IdentifierKind>("kind");
        let value = fields.take::<Line>("value");
        fields.finish()?;
        let (Some(kind), Some(value)) = (kind, value) else {
            return Err(Vec::new());
        };
        Identifier::parse_on(kind, &value.0, calendar::local_date(raw.now))
            .map_err(|mistake| vec![Fault::new(mistake.code(), mistake.detail()).under("value")])
    }

    fn shape() -> Shape {
        Shape::Object(vec![
            FieldShape {
                name: "kind",
                shape: IdentifierKind::shape(),
                required: true,
            },
            FieldShape {
                name: "value",
                shape: Line::shape(),
                required: true,
            },
        ])
    }
}

/// Everything asked for when a case is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a yes or no that the form asks for"
)]
pub struct OpenCase {
    pub setting: Setting,
    /// The group as stated; the case may still be opened as unestablished.
    pub group: Group,
    /// The evidence of the group, in words.
    pub group_evidence: Option<Line>,
    /// Where the group was verified.
    pub verified_in: Option<VerifiedIn>,
    /// The person's name, as on the card or as told.
    pub name: Line,
    /// The person's birth date, as far as it is known.
    pub birth_date: BirthDate,
    /// Whether the person is under 18, where the birth date does not tell it (V3.3).
    pub under_18: Option<bool>,
    /// The person's known identity numbers.
    pub identifiers: Vec<Identifier>,
    /// The person's language.
    pub language: Option<Language>,
    /// Whether an interpreter is needed.
    pub interpreter_needed: bool,
    pub nursing_need: NursingNeed,
    /// Whether health-care interventions at home are needed.
    pub health_care_need: bool,
    pub device_need: bool,
    /// Whether rehab interventions are needed (V5.6); absent while nobody has said.
    pub rehab_intervention_need: Option<bool>,
    /// For a mass refugee: the first day of the permit, as the UT card says it (V3.6).
    pub permit_from: Option<Date>,
    /// When the person was admitted; absent means now for an inpatient.
    pub admitted_at: Option<Timestamp>,
    /// Room or bed, shown on the worklist.
    pub room: Option<Line>,
    /// Whether there is a sekretessmarkering or a threat (domain.md).
    pub protected_identity: bool,
    /// A note on how kin are involved.
    pub kin: Option<Prose>,
    /// The closed case of the unit that this one goes on from (X4).
    pub continues: Option<PublicId>,
}

impl OpenCase {
    /// Reads the request.
    ///
    /// # Errors
    /// Every mistake in it, by field.
    pub fn read(
        map: &Map<String, Value>,
        door: Door,
        now: Timestamp,
    ) -> Result<Self, Vec<Mistake>> {
        let mut fields = Fields::new(map, door, now);
        let setting = fields.take("setting");
        let group = fields.take::<Group>("group");
        let group_evidence = fields.take("group_evidence");
        let verified_in = fields.take("verified_in");
        let name = fields.take("name");
        let birth_date = fields.take::<BirthDate>("birth_date");
        let under_18 = fields.take::<Option<bool>>(UNDER_18);
        let identifiers = if door == Door::Form {
            fields
                .take::<Option<Vec<Identifier>>>("identifiers")
                .map(Option::unwrap_or_default)
        } else {
            fields.take("identifiers")
        };
        let language = fields.take("language");
        let interpreter_needed = fields.take("interpreter_needed");
        let nursing_need = fields.take("nursing_need");
        let health_care_need = fields.take("health_care_need");
        let device_need = fields.take("device_need");
        let rehab_intervention_need = fields.take("rehab_intervention_need");
        let permit_from = fields.take::<Option<PastDate>>("permit_from");
        let admitted_at = fields.take::<Option<PastInstant>>("admitted_at");
        let room = fields.take("room");
        let protected_identity = fields.take::<Option<bool>>("protected_identity");
        let kin = fields.take("kin");
        let continues = fields.take("continues");
        let today = calendar::local_date(now);
        if let (Some(birth), Some(answered)) = (birth_date, under_18)
            && let Some(fault) = child_unsaid(birth, answered, today)
        {
            fields.fault(fault);
        }
        if group == Some(Group::Resident) {
            fields.fault(
                Fault::new(
                    "resident-has-no-pathway",
                    "Den som är folkbokförd följer den ordinarie rutinen. Starta inget ärende här.",
                )
                .under("group"),
            );
        }
        fields.finish().map_err(mistakes)?;
        let identifiers = match (identifiers, birth_date) {
            (Some(numbers), Some(birth)) => {
                let numbers: Vec<Identifier> = numbers;
                let numbers = numbers.into_iter();
                Some(numbers.map(|number| number.in_century_of(birth)).collect())
            }
            (numbers, _) => numbers,
        };
        // What the birth date tells needs no answer, and could be contradicted by one.
        let tells_nothing = birth_date.is_some_and(|birth| birth.tells_child_on(today).is_none());
        let all = (|| {
            Some(Self {
                setting: setting?,
                group: group?,
                group_evidence: group_evidence?,
                verified_in: verified_in?,
                name: name?,
                birth_date: birth_date?,
                under_18: under_18?.filter(|_| tells_nothing),
                identifiers: identifiers?,
                language: language?,
                interpreter_needed: interpreter_needed?,
                nursing_need: nursing_need?,
                health_care_need: health_care_need?,
                device_need: device_need?,
                rehab_intervention_need: rehab_intervention_need?,
                permit_from: permit_from?.map(|day| day.0),
                admitted_at: admitted_at?.map(|at| at.0),
                room: room?,
                protected_identity: protected_identity?.unwrap_or(false),
                kin: kin?,
                continues: continues?,
            })
        })();
        all.ok_or_else(Vec::new)
    }

    /// The request's fields, for the OpenAPI document and the form test.
    #[must_use]
    pub fn shape() -> Vec<FieldShape> {
        let field = |name, shape, required| FieldShape {
            name,
            shape,
            required,
        };
        vec![
            field("setting", Setting::shape(), true),
            field(
                "group",
                Shape::Choice(Alternative::of(&[
                    Group::AsylumSeeker,
                    Group::MassRefugee,
                    Group::WithoutPermits,
                    Group::Unestablished,
                ])),
                true,
            ),
            field("group_evidence", Line::shape(), false),
            field("verified_in", VerifiedIn::shape(), false),
            field("name", Line::shape(), true),
            field("birth_date", BirthDate::shape(), true),
            field(UNDER_18, Shape::Boolean, false),
            field("identifiers", Vec::<Identifier>::shape(), true),
            field("language", Language::shape(), false),
            field("interpreter_needed", Shape::Boolean, true),
            field("nursing_need", NursingNeed::shape(), true),
            field("health_care_need", Shape::Boolean, true),
            field("device_need", Shape::Boolean, true),
            field("rehab_intervention_need", Shape::Boolean, false),
            field("permit_from", PastDate::shape(), false),
            field(
                "admitted_at",
                Shape::Instant(calendar::DateSense::Past),
                false,
            ),
            field("room", Line::shape(), false),
            field("protected_identity", Shape::Boolean, false),
            field("kin", Prose::shape(), false),
            field("continues", PublicId::shape(), false),
        ]
    }
}
