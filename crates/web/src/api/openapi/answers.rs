//! Schemas of the answers. A case and its steps contain further members for the pages; the members
//! here are stable.

use serde_json::{Map, Value, json};
use vocabulary::{
    audience::{OutboundChannel, OutboxState},
    group::Group,
    intervention::{Intervention, MunicipalityAnswer, Per},
    plan::{PlanField, PlanRowKind, PlanState},
    step::StepStatus,
    unit::UnitKind,
};

use super::schema::{
    choice, codes, date, has, hsa_id, id, instant, list, may_have, municipality, named, number,
    object, open_object, or_null, text, yes_or_no,
};

/// The pathways of the guidance.
const PATHWAYS: [&str; 6] = ["6A", "6B", "6C", "7A", "7B", "7C"];
/// The relations of an audience to a case.
const RELATIONS: [&str; 4] = ["sees", "may_be_added", "told_otherwise", "never"];
/// The states of a worklist row.
const ROW_STATES: [&str; 6] = ["overdue", "today", "later", "waiting", "settled", "closed"];

pub(super) fn schemas() -> Map<String, Value> {
    [
        ("Problem", problem()),
        (
            "Mistake",
            object([
                has("field", text()),
                has("code", text()),
                has("detail", text()),
            ]),
        ),
        ("Health", object([has("status", codes(&["ok"]))])),
        ("Units", list(&named("Unit"))),
        ("Unit", unit()),
        ("MeetingPoints", list(&named("MeetingPoint"))),
        (
            "MeetingPoint",
            object([
                has("id", id()),
                has("building", text()),
                has("name", text()),
            ]),
        ),
        ("Interventions", list(&named("InterventionRow"))),
        ("InterventionRow", intervention()),
        ("Guidance", list(&named("GuidanceDocument"))),
        ("GuidanceDocument", guidance_document()),
        ("Worklist", list(&named("WorklistRow"))),
        ("WorklistRow", worklist_row()),
        ("CaseBody", case()),
        ("Case", regional_case()),
        ("MunicipalCase", municipal_case()),
        ("HeadOfficeCase", head_office_case()),
        ("SigningCase", signing_case()),
        ("GuidanceFollowed", guidance_followed()),
        ("Steps", list(&named("Step"))),
        ("Step", step()),
        ("Plan", plan()),
        ("PlanRow", plan_row()),
        ("PlanCell", plan_cell()),
        ("Written", written()),
        ("Audiences", list(&named("AudienceRow"))),
        ("AudienceRow", audience_row()),
        ("Events", list(&named("Event"))),
        ("Event", event()),
        ("Outbox", list(&named("OutboxRow"))),
        ("OutboxRow", outbox_row()),
        ("OutboxCounts", list(&named("OutboxCount"))),
        ("OutboxCount", outbox_count()),
        ("Questions", list(&named("QuestionBody"))),
        ("QuestionBody", question()),
        ("OpenedBody", opened()),
        ("DoneBody", done()),
        (
            "Notice",
            object([
                has("code", text()),
                has("detail", text()),
                may_have("case", id()),
            ]),
        ),
    ]
    .into_iter()
    .map(|(name, schema)| (name.to_owned(), schema))
    .collect()
}

fn problem() -> Value {
    object([
        has("type", json!({ "type": "string", "format": "uri" })),
        has("title", text()),
        has("status", number()),
        has(
            "code",
            json!({ "type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$" }),
        ),
        may_have("rule", text()),
        has("detail", text()),
        may_have("mistakes", list(&named("Mistake"))),
        may_have("version", number()),
        has("request_id", text()),
    ])
}

fn plan() -> Value {
    open_object([
        may_have("state", choice::<PlanState>()),
        may_have("held_at", or_null(&instant())),
        has("ended", yes_or_no()),
        has("rows", list(&named("PlanRow"))),
        has(
            "approvals",
            list(&open_object([
                has("unit", hsa_id()),
                has("name", text()),
                has(
                    "standing",
                    codes(&["approved", "void", "asked", "not_asked"]),
                ),
            ])),
        ),
        has(
            "approval",
            object([has("seen", text()), has("open", yes_or_no())]),
        ),
        may_have("seen", text()),
        has("differs_from_agreed", yes_or_no()),
        may_have("last_written", or_null(&named("Written"))),
    ])
}

fn plan_row() -> Value {
    open_object([
        has("id", id()),
        has("kind", choice::<PlanRowKind>()),
        has("cells", list(&named("PlanCell"))),
        has("open", yes_or_no()),
        may_have("removal", named("Written")),
    ])
}

fn plan_cell() -> Value {
    open_object([
        has("field", choice::<PlanField>()),
        has("value", or_null(&text())),
        has("said", text()),
        has("written", named("Written")),
        may_have(
            "others",
            list(&object([
                has("value", or_null(&text())),
                has("said", text()),
                has("written", named("Written")),
            ])),
        ),
    ])
}

fn written() -> Value {
    object([has("at", instant()), has("by", text()), has("unit", text())])
}

fn unit() -> Value {
    object([
        has("hsa_id", hsa_id()),
        has("name", text()),
        has("kind", choice::<UnitKind>()),
        has("organisation", text()),
        has("municipality", or_null(&municipality())),
    ])
}

fn intervention() -> Value {
    object([
        has("code", choice::<Intervention>()),
        has("name", text()),
        has("purchasable", yes_or_no()),
        may_have("refused_as", text()),
    ])
}

fn guidance_document() -> Value {
    object([
        has("id", text()),
        has("version", text()),
        has("title", text()),
        has("owner", text()),
        has("governs", text()),
        has("valid_from", date()),
        has("valid_to", or_null(&date())),
        has("expired", yes_or_no()),
        has("current", yes_or_no()),
    ])
}

fn worklist_row() -> Value {
    open_object([
        has("id", id()),
        has("version", number()),
        may_have("pathway", codes(&PATHWAYS)),
        may_have("group", choice::<Group>()),
        has("protected", yes_or_no()),
        may_have("next_step", or_null(&text())),
        has("due", or_null(&instant())),
        has("state", codes(&ROW_STATES)),
    ])
}

fn case() -> Value {
    json!({
        "anyOf": [
            named("Case"), named("MunicipalCase"), named("HeadOfficeCase"), named("SigningCase")
        ],
        "description": "A regional care unit that is a party gets Case, municipal primary care that \
                        is a party MunicipalCase, Koncernkontoret HeadOfficeCase once there is an \
                        agreement, and the municipality's head of operations at a unit that is no \
                        party SigningCase. The version is opaque: of the whole case for the region's \
                        care units, of the share for others.",
    })
}

fn guidance_followed() -> Value {
    object([
        has("id", text()),
        has("version", text()),
        has("valid_to", or_null(&date())),
        has("expired", yes_or_no()),
    ])
}

fn regional_case() -> Value {
    let party = open_object([
        has("unit", hsa_id()),
        has("kind", choice::<UnitKind>()),
        has("since", instant()),
        has("basis", text()),
    ]);
    let entitlement = open_object([
        has("heading", text()),
        may_have("statute", text()),
        has("items", list(&text())),
        has("child", yes_or_no()),
    ]);
    open_object([
        has("id", id()),
        has("version", number()),
        has("group", choice::<Group>()),
        has("protected", yes_or_no()),
        may_have("pathway", codes(&PATHWAYS)),
        has("provisional", yes_or_no()),
        has("guidance", named("GuidanceFollowed")),
        has("entitlement", or_null(&entitlement)),
        has("coordinator", hsa_id()),
        has("parties", list(&party)),
        has("opened_at", instant()),
        has("state", codes(&["open", "closed"])),
        has("person", json!({ "type": "object" })),
        has("needs", json!({ "type": "object" })),
        has("consents", list(&json!({ "type": "object" }))),
        has("contacts", list(&json!({ "type": "object" }))),
        has("questions", list(&json!({ "type": "object" }))),
        has("sip", json!({ "type": "object" })),
        has(
            "warnings",
            list(&open_object([has("code", text()), has("detail", text())])),
        ),
    ])
}

fn municipal_case() -> Value {
    let party = open_object([
        has("unit", hsa_id()),
        has("kind", choice::<UnitKind>()),
        has("since", instant()),
        has("name", text()),
    ]);
    let mut schema = open_object([
        has("id", id()),
        has("version", number()),
        has("protected", yes_or_no()),
        has("guidance", named("GuidanceFollowed")),
        has("parties", list(&party)),
        has("person", json!({ "type": "object" })),
    ]);
    for absent in ["group", "pathway", "provisional", "entitlement"] {
        schema["properties"][absent] = false.into();
    }
    schema["properties"]["protected"] = json!({ "const": true });
    schema
}

fn signing_case() -> Value {
    let mut schema = open_object([
        has("id", id()),
        has("version", number()),
        has("ordered_by", text()),
        has("performing_unit", text()),
        has("agreement", json!({ "type": "object" })),
        has("purchases_ended", yes_or_no()),
        has("closed", yes_or_no()),
    ]);
    for absent in [
        "group",
        "pathway",
        "person",
        "parties",
        "care_request",
        "plan",
    ] {
        schema["properties"][absent] = false.into();
    }
    schema
}

fn head_office_case() -> Value {
    open_object([
        has("id", id()),
        has("version", number()),
        has("protected", yes_or_no()),
        may_have("group", choice::<Group>()),
        has("agreement", json!({ "type": ["object", "null"] })),
    ])
}

fn step() -> Value {
    open_object([
        has(
            "id",
            json!({ "type": "string", "description": "Requirement id, such as V6A.2." }),
        ),
        has("title", text()),
        has("source", text()),
        has("status", choice::<StepStatus>()),
        may_have("due", instant()),
        has("overdue", yes_or_no()),
        may_have("reason", text()),
        may_have("action", text()),
        has("discloses_to", list(&text())),
    ])
}

fn audience_row() -> Value {
    let told = open_object([
        has("what", text()),
        has("when", instant()),
        has("channel", text()),
    ]);
    open_object([
        has("audience", text()),
        has("relation", codes(&RELATIONS)),
        may_have("since", instant()),
        has("told", list(&told)),
        has("rule", text()),
    ])
}

fn event() -> Value {
    let told = object([
        has("audience", text()),
        has("name", text()),
        has("what", text()),
        has("channel", text()),
    ]);
    object([
        has("at", instant()),
        has("by", text()),
        has("unit", text()),
        has("what", text()),
        has("detail", text()),
        has("kind", text()),
        may_have("told", list(&told)),
    ])
}

fn outbox_row() -> Value {
    object([
        has("id", id()),
        has("audience", text()),
        has("channel", choice::<OutboundChannel>()),
        has("subject", text()),
        has("state", choice::<OutboxState>()),
        may_have("reason", text()),
        has("queued_at", instant()),
        has("tries", number()),
        may_have("next_try", instant()),
    ])
}

fn outbox_count() -> Value {
    object([
        has("channel", choice::<OutboundChannel>()),
        has("state", choice::<OutboxState>()),
        has("count", or_null(&number())),
    ])
}

fn question() -> Value {
    let order = object([
        has("code", choice::<Intervention>()),
        has("times", number()),
        has("per", choice::<Per>()),
        has("text", text()),
    ]);
    object([
        has("id", id()),
        has("unit", hsa_id()),
        has("asked_by", text()),
        has("municipality", municipality()),
        has("municipality_name", text()),
        has("interventions", list(&order)),
        has("starts", date()),
        has("ends", or_null(&date())),
        has("asked_at", instant()),
        has("answer", or_null(&choice::<MunicipalityAnswer>())),
        has("accepted", list(&choice::<Intervention>())),
        has("comment", or_null(&text())),
    ])
}

fn opened() -> Value {
    object([
        has("id", id()),
        has("version", number()),
        has("warnings", list(&named("Notice"))),
    ])
}

fn done() -> Value {
    object([
        has("version", number()),
        has("events", list(&named("Event"))),
        has("warnings", list(&named("Notice"))),
    ])
}
