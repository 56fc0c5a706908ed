//! The plan's page, where many write at once, in the meeting and outside it.

use serde_json::json;
use testkit::{
    Unit,
    commands::{cell, change_plan, held, meeting, row, row_id, written},
};

use super::form::Form;
use crate::{
    browser::{Browser, between},
    door::{Door, Told, add_party, consent},
};

/// The plan's form, as a browser reads it.
pub(crate) struct PlanForm(Form);

impl PlanForm {
    #[track_caller]
    pub(crate) fn of(page: &str) -> Self {
        let form = Form::all(page).find(|form| form.html.contains("data-plan"));
        Self(form.expect("a plan to write in"))
    }

    /// The id of the row of a kind that is not written yet.
    #[track_caller]
    fn blank(&self, kind: &str) -> String {
        let mut new = self
            .0
            .fields
            .iter()
            .filter(|(name, _)| name.starts_with("k."));
        let found = new.find(|(_, value)| value == kind);
        let (name, _) = found.unwrap_or_else(|| panic!("no new row of {kind}"));
        name["k.".len()..].to_owned()
    }

    /// Writes a new row.
    #[track_caller]
    pub(crate) fn write(self, kind: &str, cells: &[(&str, &str)]) -> Self {
        let id = self.blank(kind);
        cells
            .iter()
            .fold(self, |form, (field, text)| form.type_in(&id, field, text))
    }

    /// Types in a field of a row.
    #[track_caller]
    fn type_in(self, row: &str, field: &str, text: &str) -> Self {
        Self(self.0.with(&[(&format!("r.{row}.{field}"), text)]))
    }

    pub(crate) fn posted(&self) -> Vec<(&str, &str)> {
        self.0.posted()
    }

    /// What is posted when a button is pressed.
    fn pressed<'f>(&'f self, button: &'f str) -> Vec<(&'f str, &'f str)> {
        let mut fields = self.posted();
        fields.push(("gor", button));
        fields
    }
}

fn address(case: &Told) -> String {
    format!("/arenden/{}/plan", case.id)
}

async fn page(browser: &mut Browser<'_>, case: &Told) -> String {
    browser.get(&address(case)).await.expect(200).text()
}

/// A case with the municipality and a health centre as parties, whose meeting is planned and whose plan
/// is written.
async fn planned(door: &Door) -> Told {
    let mut case = door.with_municipality().await;
    for command in [add_party(Unit::HealthCentre), meeting(), written()] {
        door.done("ward-nurse", &mut case, &command).await;
    }
    case
}

/// What the API tells of the plan.
async fn read(door: &Door, role: &str, case: &Told) -> serde_json::Value {
    let reply = door.get(role, &format!("{}/plan", case.address())).await;
    reply.expect(200).json()
}

/// What the text of a row says in the API.
fn text_of(plan: &serde_json::Value, number: u8) -> serde_json::Value {
    let rows = plan["rows"].as_array().unwrap();
    let row = rows.iter().find(|row| row["id"] == row_id(number)).unwrap();
    let cells = row["cells"].as_array().unwrap();
    cells
        .iter()
        .find(|cell| cell["field"] == "text")
        .unwrap()
        .clone()
}

// covers: V6B.13, V6C.11, P3
#[tokio::test]
async fn three_units_write_in_the_same_plan_at_once_and_nothing_is_lost() {
    let door = Door::new().await;
    let case = planned(&door).await;
    let mut ward = Browser::of(&door, "ward-nurse").await;
    let mut centre = Browser::of(&door, "health-centre").await;
    let mut manager = Browser::of(&door, "municipal-primary-care").await;
    // All three have opened the page before anybody saves.
    let wards = PlanForm::of(&page(&mut ward, &case).await);
    let centres = PlanForm::of(&page(&mut centre, &case).await);
    let managers = PlanForm::of(&page(&mut manager, &case).await);
    let municipal = Unit::MunicipalCare.hsa();
    let saves = [
        (
            &mut ward,
            wards.type_in(&row_id(2), "text", "Såret ska läka"),
        ),
        (
            &mut centre,
            centres.write("goal", &[("text", "Gå till affären")]),
        ),
        (
            &mut manager,
            managers.write(
                "intervention",
                &[
                    ("text", "Lägger om såret"),
                    ("unit", municipal),
                    ("bought", "wound_dressing"),
                ],
            ),
        ),
    ];
    for (browser, form) in saves {
        let reply = browser.post(&address(&case), &form.posted()).await;
        reply.expect(303);
    }
    let plan = read(&door, "ward-nurse", &case).await.to_string();
    for said in ["Såret ska läka", "Gå till affären", "Lägger om såret"] {
        assert!(plan.contains(said), "{said} in {plan}");
    }
    assert!(!plan.contains("\"others\""), "nobody is asked: {plan}");
    let shown = page(&mut ward, &case).await;
    assert!(!shown.contains("Två har skrivit olika"), "{shown}");
    assert!(shown.contains("Lägger om såret"), "{shown}");
}

// covers: V6B.13, P8
#[tokio::test]
async fn of_two_texts_in_one_field_both_are_shown_with_who_wrote_them_and_somebody_chooses() {
    let door = Door::new().await;
    let case = planned(&door).await;
    let need = row_id(2);
    let mut ward = Browser::of(&door, "ward-nurse").await;
    let mut centre = Browser::of(&door, "health-centre").await;
    let wards = PlanForm::of(&page(&mut ward, &case).await);
    let centres = PlanForm::of(&page(&mut centre, &case).await);
    let wards = wards.type_in(&need, "text", "Såret läggs om varje dag");
    let centres = centres.type_in(&need, "text", "Såret läggs om varannan dag");
    ward.post(&address(&case), &wards.posted())
        .await
        .expect(303);
    // Autosave says that there is something to choose.
    let headers = [("sec-fetch-site", "same-origin"), ("x-utkast", "1")];
    let body = crate::browser::form(&centres.posted());
    let kept = centre.send("POST", &address(&case), &body, &headers).await;
    assert_eq!((kept.status, kept.header("x-tvist")), (204, "1"));
    // The same once more changes nothing and is no fault.
    let again = centre.send("POST", &address(&case), &body, &headers).await;
    assert_eq!(again.status, 204);
    let shown = page(&mut centre, &case).await;
    let asked = between(&shown, "class=\"plan__tvist\"", "</div>");
    assert!(
        asked.contains("varje dag") && asked.contains("varannan dag"),
        "{asked}"
    );
    assert!(
        asked.contains("Avdelning 1") && asked.contains("vårdpersonal"),
        "{asked}"
    );
    assert!(
        shown.contains("En uppgift saknas innan planen kan fastställas"),
        "{shown}"
    );
    let form = PlanForm::of(&shown);
    let pick = format!("valj:o.{need}.text.0");
    centre
        .post(&address(&case), &form.pressed(&pick))
        .await
        .expect(303);
    let plan = read(&door, "ward-nurse", &case).await;
    assert_eq!(text_of(&plan, 2)["value"], "Såret läggs om varannan dag");
    assert!(text_of(&plan, 2)["others"].is_null());
}

// covers: V6B.13, P8
#[tokio::test]
async fn what_cannot_be_saved_stays_on_the_page_with_what_to_do() {
    let door = Door::new().await;
    let mut case = planned(&door).await;
    let mut ward = Browser::of(&door, "ward-nurse").await;
    let form = PlanForm::of(&page(&mut ward, &case).await);
    let (need, task) = (row_id(2), row_id(3));
    let long = "å".repeat(10_001);
    let form = form
        .type_in(&need, "text", &long)
        .type_in(&task, "starts", "i vår")
        .type_in(&task, "function", "Undersköterska");
    let wrong = ward.post(&address(&case), &form.posted()).await;
    assert_eq!(wrong.status, 422);
    let shown = wrong.text();
    assert!(shown.contains("2 uppgifter behöver rättas"), "{shown}");
    assert!(shown.contains(&long) && shown.contains("i vår") && shown.contains("Undersköterska"));
    // Nothing of it is saved, and the same form, mended, is.
    assert_eq!(
        text_of(&read(&door, "ward-nurse", &case).await, 2)["value"],
        "Såromläggning"
    );
    let arabic = "الجرح يلتئم ببطء";
    let mended =
        PlanForm::of(&shown)
            .type_in(&need, "text", arabic)
            .type_in(&task, "starts", "2026-03-12");
    ward.post(&address(&case), &mended.posted())
        .await
        .expect(303);
    let plan = read(&door, "ward-nurse", &case).await;
    assert_eq!(text_of(&plan, 2)["value"], arabic);
    assert!(plan.to_string().contains("Undersköterska"));
    // A unit that leaves stays on its row, and the plan says that another must be chosen.
    door.done(
        "ward-nurse",
        &mut case,
        &change_plan(&[cell(3, "unit", Unit::Ward.hsa(), Unit::HealthCentre.hsa())]),
    )
    .await;
    let removed = json!({
        "command": "remove_party", "unit": Unit::HealthCentre.hsa(), "reason": "Behövs inte",
    });
    door.done("ward-nurse", &mut case, &removed).await;
    let shown = page(&mut ward, &case).await;
    assert!(
        shown.contains("Enheten är inte längre part. Välj en annan"),
        "{shown}"
    );
    assert!(shown.contains("(inte längre part)"), "{shown}");
    // Text that was typed while the plan ended is shown to be copied.
    let typed = PlanForm::of(&shown).type_in(&need, "text", "Skrivet under tiden");
    for command in [
        held(),
        json!({"command": "end_plan", "cause": "no_longer_needed"}),
    ] {
        door.done("ward-nurse", &mut case, &command).await;
    }
    let ended = ward.post(&address(&case), &typed.posted()).await;
    assert_eq!(ended.status, 422);
    let shown = ended.text();
    assert!(shown.contains("Skrivet under tiden"), "{shown}");
    assert!(shown.contains("Planen är avslutad"), "{shown}");
}

// covers: V6B.13, V6B.14
#[tokio::test]
async fn a_party_approves_and_a_change_of_its_rows_makes_the_approval_void() {
    let door = Door::new().await;
    let mut case = planned(&door).await;
    door.done("ward-nurse", &mut case, &held()).await;
    let mut ward = Browser::of(&door, "ward-nurse").await;
    let shown = page(&mut ward, &case).await;
    // The meeting stands beside the plan.
    assert!(shown.contains("Patienten, Tolk"), "{shown}");
    let agree = Form::to(&shown, "/plan/faststall").expect("the ward agrees");
    // Somebody writes after the page was drawn: what was not read is not agreed on.
    door.done(
        "health-centre",
        &mut case,
        &change_plan(&[row(9, "goal", &[("text", "Sent")])]),
    )
    .await;
    let late = ward.post(&agree.action, &agree.posted()).await;
    assert_eq!(late.status, 422);
    assert!(late.text().contains("Sent"), "the page shows what is new");
    let shown = page(&mut ward, &case).await;
    let agree = Form::to(&shown, "/plan/faststall").unwrap();
    for _ in 0..2 {
        ward.post(&agree.action, &agree.posted()).await.expect(303);
    }
    let plan = read(&door, "ward-nurse", &case).await;
    assert_eq!(
        plan["versions"].as_array().unwrap().len(),
        1,
        "submitted twice: {plan}"
    );
    let mut centre = Browser::of(&door, "health-centre").await;
    let shown = page(&mut centre, &case).await;
    let approve = Form::to(&shown, "/plan/godkann").expect("the centre is asked");
    assert!(
        Form::to(&shown, "/plan/faststall").is_none(),
        "and does not agree for all"
    );
    centre
        .post(&approve.action, &approve.posted())
        .await
        .expect(303);
    let standing = |plan: &serde_json::Value| {
        let all = plan["approvals"].as_array().unwrap();
        let own = all
            .iter()
            .find(|one| one["unit"] == Unit::HealthCentre.hsa())
            .unwrap();
        own["standing"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        standing(&read(&door, "ward-nurse", &case).await),
        "approved"
    );
    let others = change_plan(&[cell(2, "text", "Såromläggning", "Omläggning")]);
    door.done("ward-nurse", &mut case, &others).await;
    assert_eq!(
        standing(&read(&door, "ward-nurse", &case).await),
        "approved"
    );
    let overall = change_plan(&[cell(4, "unit", Unit::Ward.hsa(), Unit::HealthCentre.hsa())]);
    door.done("ward-nurse", &mut case, &overall).await;
    assert_eq!(standing(&read(&door, "ward-nurse", &case).await), "void");
    // The version that was agreed on is still the one that was; its page shows what has changed in it.
    let version = ward.get(&format!("{}/version/1", address(&case))).await;
    assert!(version.expect(200).text().contains("Såromläggning"));
    assert_eq!(
        ward.get(&format!("{}/version/2", address(&case)))
            .await
            .status,
        404
    );
}

// covers: V6B.13, X1
#[tokio::test]
async fn the_municipality_reads_and_writes_its_share_of_the_plan_and_strangers_nothing() {
    let door = Door::new().await;
    let mut case = planned(&door).await;
    let more = change_plan(&[
        row(5, "note", &[("text", "Bara regionen får läsa")]),
        row(
            6,
            "measure",
            &[
                ("text", "Boendet håller dörren öppen"),
                ("by", "migration_agency"),
            ],
        ),
        row(
            7,
            "participant",
            &[("role", "patient"), ("who", "Deltagaren")],
        ),
    ]);
    door.done("ward-nurse", &mut case, &more).await;
    let mut nurse = Browser::of(&door, "municipal-nurse").await;
    let shown = page(&mut nurse, &case).await;
    assert!(shown.contains("Såromläggning"), "{shown}");
    for hidden in [
        "Bara regionen får läsa",
        "Boendet håller dörren",
        "Deltagaren",
        "saknas innan",
    ] {
        assert!(!shown.contains(hidden), "{hidden} in {shown}");
    }
    let api = read(&door, "municipal-nurse", &case).await.to_string();
    for hidden in ["Bara regionen", "Boendet", "Deltagaren", "\"state\""] {
        assert!(!api.contains(hidden), "{hidden} in {api}");
    }
    // It writes its own interventions only.
    let theirs = change_plan(&[cell(2, "text", "Såromläggning", "Kommunens ord")]);
    let refused = door.give("municipal-nurse", &case, &theirs).await;
    assert_eq!(refused.problem(), (409, "not-your-plan-row".to_owned()));
    let unknown = change_plan(&[cell(5, "text", "Bara regionen får läsa", "Känner raden")]);
    let known = door
        .give("municipal-nurse", &case, &unknown)
        .await
        .problem();
    let nowhere = change_plan(&[cell(99, "text", "Bara regionen får läsa", "Känner raden")]);
    let no_row = door
        .give("municipal-nurse", &case, &nowhere)
        .await
        .problem();
    assert_eq!(
        known, no_row,
        "a row that it does not see is like one that is not there"
    );
    // Nobody else reads a word of it.
    for stranger in [
        "stranger-ward",
        "social-services",
        "municipal-rehab",
        "administrator",
    ] {
        let mut browser = Browser::of(&door, stranger).await;
        for path in ["", "/mote", "/version/1"] {
            let reply = browser.get(&format!("{}{path}", address(&case))).await;
            assert!(
                [403, 404].contains(&reply.status),
                "{stranger}{path}: {}",
                reply.status
            );
            assert!(!reply.text().contains("Såromläggning"));
        }
        let write = door.give(stranger, &case, &theirs).await.status;
        assert!([403, 404].contains(&write), "{stranger}: {write}");
    }
    // Without consent to the SIP it is closed to the municipality, which is not told why.
    let no = consent("sip", "withdrawn");
    door.done("ward-nurse", &mut case, &no).await;
    let own = change_plan(&[row(
        8,
        "intervention",
        &[("unit", Unit::MunicipalCare.hsa())],
    )]);
    let closed = door.give("municipal-nurse", &case, &own).await;
    assert!(
        [403, 404, 409].contains(&closed.status),
        "{}",
        closed.status
    );
}

// covers: X1
#[tokio::test]
async fn a_text_that_tells_the_group_is_seen_by_its_author_before_the_municipality_reads_it() {
    let door = Door::new().await;
    let case = planned(&door).await;
    let mut ward = Browser::of(&door, "ward-nurse").await;
    let form = PlanForm::of(&page(&mut ward, &case).await);
    let form = form.type_in(&row_id(2), "text", "Såromläggning. Asylsökande.");
    // What saves itself while somebody types, and what is saved by a press.
    let headers = [("sec-fetch-site", "same-origin"), ("x-utkast", "1")];
    let body = crate::browser::form(&form.posted());
    let kept = ward.send("POST", &address(&case), &body, &headers).await;
    assert_eq!((kept.status, kept.header("x-grupp")), (422, "1"));
    let asked = ward.post(&address(&case), &form.posted()).await;
    assert_eq!(asked.status, 422);
    let shown = asked.text();
    assert!(shown.contains("”Asylsökande”"), "{shown}");
    let read_there = read(&door, "municipal-nurse", &case).await.to_string();
    assert!(!read_there.contains("Asylsökande"), "{read_there}");
    // A note is for the region only.
    let note = PlanForm::of(&page(&mut ward, &case).await);
    let note = note.write("note", &[("text", "Asylsökande enligt kortet")]);
    ward.post(&address(&case), &note.posted()).await.expect(303);
    // Whoever has seen it decides.
    let form = PlanForm::of(&shown);
    ward.post(&address(&case), &form.pressed("spara-anda"))
        .await
        .expect(303);
    let read_there = read(&door, "municipal-nurse", &case).await.to_string();
    assert!(read_there.contains("Asylsökande"), "{read_there}");
    assert!(!read_there.contains("kortet"), "{read_there}");
    let shown = page(&mut ward, &case).await;
    assert!(
        shown.contains("Planen kan visa vilken grupp patienten tillhör"),
        "{shown}"
    );
}

// covers: V6B.13, P10
#[tokio::test]
async fn the_meeting_shows_the_plan_without_the_patients_name_and_saves_in_the_same_way() {
    let door = Door::new().await;
    let mut case = planned(&door).await;
    let note = change_plan(&[row(5, "note", &[("text", "Inte för rummet")])]);
    door.done("ward-nurse", &mut case, &note).await;
    let mut ward = Browser::of(&door, "ward-nurse").await;
    let address = format!("{}/mote", address(&case));
    let shown = ward.get(&address).await.expect(200).text();
    assert!(shown.contains("Såromläggning"), "{shown}");
    for hidden in ["Inte för rummet", "Provsson", "Amina"] {
        assert!(!shown.contains(hidden), "{hidden} in {shown}");
    }
    let form = PlanForm::of(&shown).type_in(&row_id(2), "text", "Sagt på mötet");
    let saved = ward
        .post(&self::address(&case), &form.posted())
        .await
        .expect(303);
    assert_eq!(
        saved.header("location").split('?').next(),
        Some(address.as_str())
    );
    assert_eq!(
        text_of(&read(&door, "ward-nurse", &case).await, 2)["value"],
        "Sagt på mötet"
    );
}

// covers: V6B.13, X3
#[tokio::test]
async fn a_plan_closes_with_the_group_and_what_was_typed_meanwhile_is_not_lost() {
    let door = Door::new().await;
    let mut case = planned(&door).await;
    let mut ward = Browser::of(&door, "ward-nurse").await;
    let form = PlanForm::of(&page(&mut ward, &case).await);
    let form = form.type_in(&row_id(2), "text", "Skrivet före bytet");
    let resident = json!({
        "command": "establish_group", "group": "resident", "evidence": "residence_permit",
    });
    door.done("ward-nurse", &mut case, &resident).await;
    let refused = ward.post(&address(&case), &form.posted()).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("Skrivet före bytet"));
    assert_eq!(
        text_of(&read(&door, "ward-nurse", &case).await, 2)["value"],
        "Såromläggning"
    );
}

// covers: P8
#[tokio::test]
async fn a_plan_command_says_what_is_wrong_with_each_field() {
    let door = Door::new().await;
    let case = planned(&door).await;
    let wrong = change_plan(&[
        json!({"row": "inte-ett-id", "cells": []}),
        json!({"row": row_id(2), "cells": [{"field": "hemligt", "value": "x"}]}),
        json!({"row": row_id(3), "cells": [{"field": "status", "value": "kanske"}]}),
    ]);
    let refused = door.give("ward-nurse", &case, &wrong).await;
    let fields: Vec<String> = refused
        .mistakes()
        .into_iter()
        .map(|(field, _)| field)
        .collect();
    let expected = [
        "changes[0].row",
        "changes[1].cells[0].field",
        "changes[2].cells[0].value",
    ];
    assert_eq!(fields, expected);
}
