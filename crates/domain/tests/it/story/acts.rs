//! What people do in the stories, as commands arrive through the API.

use jiff::SignedDuration;
use serde_json::{Value, json};
use vocabulary::public_id::PublicId;

use super::{
    Act, COLLEAGUE, COORDINATOR, HEALTH_CENTRE, LAST_LETTER, MANAGER, NOW, NURSE, PHYSICIAN, START,
    Story, TROLLHATTAN, WARD,
};

/// An act of the ward's nurse.
pub(crate) fn act_of(command: Value) -> Act {
    act(command)
}

fn act(command: Value) -> Act {
    Act {
        who: NURSE,
        command,
    }
}

fn at_start() -> String {
    START.to_string()
}

/// A time some days after the story begins.
pub(crate) fn to_come(days: i64) -> String {
    (START + SignedDuration::from_hours(24 * days)).to_string()
}

pub(crate) fn consent(kind: &str, answer: &str) -> Act {
    let mut command =
        json!({"command": "record_consent", "kind": kind, "answer": answer, "form": "oral"});
    if answer == "incapable" {
        command["legal_ground"] = json!("Patientlagen");
        command["assessor"] = json!("Ansvarig läkare");
    }
    act(command)
}

pub(crate) fn contact(audience: &str, channel: &str) -> Act {
    act(
        json!({"command": "record_contact", "audience": audience, "channel": channel,
        "at": at_start(), "summary": "Samtal om läget"}),
    )
}

pub(crate) fn call_to_migration_agency() -> Act {
    contact("migration_agency", "phone")
}

pub(crate) fn add(unit: &str) -> Act {
    act(json!({"command": "add_party", "unit": unit}))
}

pub(crate) fn remove(unit: &str) -> Act {
    act(json!({"command": "remove_party", "unit": unit, "reason": "Behövs inte längre"}))
}

pub(crate) fn move_ward(unit: &str) -> Act {
    act(json!({"command": "move_ward", "unit": unit}))
}

/// The other case is the context's.
pub(crate) fn link_case() -> Act {
    act(json!({"command": "link_case", "case": "aaaa-aaaa", "reason": "Samma fingeravtryck"}))
}

pub(crate) fn hand_over(unit: &str) -> Act {
    act(json!({"command": "hand_over_coordination", "unit": unit}))
}

pub(crate) fn establish(group: &str) -> Act {
    act(json!({
        "command": "establish_group", "group": group, "evidence": "Beskedet visades",
        "verified_in": "card",
    }))
}

/// A colleague of the nurse confirms the group.
pub(crate) fn confirm_group() -> Act {
    act(json!({"command": "confirm_group", "seen": "Jag såg också beskedet"})).by(COLLEAGUE)
}

pub(crate) fn unestablish() -> Act {
    act(json!({"command": "unestablish_group", "reason": "Uppgifterna går isär"}))
}

pub(crate) fn verify(still_valid: bool) -> Act {
    act(
        json!({"command": "verify_group", "verified_in": "vera_asyl", "still_valid": still_valid,
        "answer": "Svar i Vera Asyl"}),
    )
}

pub(crate) fn needs(nursing_need: &str) -> Act {
    act(
        json!({"command": "establish_needs", "nursing_need": nursing_need,
        "health_care_need": true, "device_need": false}),
    )
}

pub(crate) fn change_setting(setting: &str, unit: &str) -> Act {
    act(json!({"command": "change_setting", "setting": setting, "unit": unit}))
}

pub(crate) fn stays_in(municipality: &str) -> Act {
    act(
        json!({"command": "establish_residence", "municipality": municipality,
        "address": "Storgatan 1", "postal_code": "46130", "housing": "own"}),
    )
}

pub(crate) fn ask_for(unit: &str, interventions: &[&str]) -> Act {
    let orders: Vec<Value> = interventions
        .iter()
        .map(|code| json!({"code": code, "times": 2, "per": "week"}))
        .collect();
    act(
        json!({"command": "ask_municipality", "unit": unit, "interventions": orders,
        "starts": "2026-03-12"}),
    )
}

pub(crate) fn ask(unit: &str) -> Act {
    ask_for(unit, &["wound_dressing", "sampling"])
}

pub(crate) fn answers(unit: &str, answer: &str) -> Act {
    let act = act(
        json!({"command": "record_municipality_answer", "unit": unit, "answer": answer,
        "answered_by": "Enhetschef"}),
    );
    match answer {
        "partly" => act.with("accepted", json!(["sampling"])),
        "more_information" => act.with("comment", json!("Hur ofta?")),
        _ => act,
    }
}

pub(crate) fn close() -> Act {
    act(json!({"command": "close_case", "reason": "Klart"}))
}

pub(crate) fn reopen() -> Act {
    act(json!({ "command": "reopen_case", "reason": "Fel ärende avslutades." }))
}

pub(crate) fn protect(protected: bool) -> Act {
    act(
        json!({"command": "mark_protected_identity", "protected": protected,
        "reason": "Sekretessmarkering"}),
    )
}

pub(crate) fn linked(linked: bool) -> Act {
    act(
        json!({"command": "mark_linked_protected_person", "linked": linked,
        "reason": "Mamman har skyddade uppgifter"}),
    )
}

pub(crate) fn queue_letter(letter: &str) -> Act {
    act(json!({"command": "queue_letter", "letter": letter}))
}

/// A colleague reviews the letter queued last.
pub(crate) fn review_letter(reading: &str) -> Act {
    act(
        json!({"command": "review_letter", "letter": LAST_LETTER, "reading": reading,
        "reason": "Nämner systern"}),
    )
    .by(COLLEAGUE)
}

pub(crate) fn print_letter() -> Act {
    act(json!({"command": "print_letter", "letter": LAST_LETTER}))
}

pub(crate) fn settle_letter(outcome: &str) -> Act {
    act(
        json!({"command": "settle_letter", "letter": LAST_LETTER, "outcome": outcome,
        "at": NOW}),
    )
}

pub(crate) fn certificate() -> Act {
    act(json!({"command": "write_certificate", "content": "Behöver hjälp dygnet runt"}))
        .by(PHYSICIAN)
}

pub(crate) fn deliver_certificate(how: &str) -> Act {
    act(json!({"command": "deliver_certificate", "how": how, "at": at_start()}))
}

pub(crate) fn plan(form: &str) -> Act {
    act(
        json!({"command": "plan_sip_meeting", "at": to_come(7), "form": form,
        "chosen_point": MEETING_POINT, "kin_invited": true,
        "link": (form == "in_person").then_some("https://mote.example.se/1")}),
    )
}

/// A meeting whose place or link is typed, so that nobody outside can be invited to it.
pub(crate) fn plan_in_words(form: &str) -> Act {
    act(
        json!({"command": "plan_sip_meeting", "at": to_come(7), "form": form,
        "meeting_point": "Dagrummet på avdelningen", "link": "https://mote.example.se/amina",
        "kin_invited": true}),
    )
}

/// The place of the register that everybody in these stories may choose.
pub(crate) const MEETING_POINT: &str = "ajbeeqscijbeeqscijbeeqscij";

pub(crate) fn invite() -> Act {
    act(json!({"command": "send_invitation"}))
}

pub(crate) fn invitation_outcome(outcome: &str) -> Act {
    act(json!({"command": "resolve_invitation", "outcome": outcome}))
}

pub(crate) fn invitation_was_sent() -> Act {
    act(json!({"command": "record_invitation_sent", "at": at_start()}))
}

pub(crate) fn interpreter() -> Act {
    act(json!({"command": "book_interpreter", "language": "ar", "at": to_come(7)}))
}

pub(crate) fn institution() -> Act {
    act(json!({"command": "record_institution", "name": "Boendet Eken", "phone": "010-1234567"}))
}

pub(crate) fn transport() -> Act {
    act(json!({"command": "order_transport", "destination": "Boendet Eken", "at": to_come(9)}))
}

pub(crate) fn hold() -> Act {
    act(json!({"command": "hold_sip_meeting", "at": at_start(),
        "attended": ["patient", "interpreter", "care_staff"]}))
}

/// The id of a row of the plan that tests write.
pub(crate) fn row_id(number: u8) -> String {
    PublicId::from_random([number; 16]).to_string()
}

/// A change of the plan: a row, what is added, and its fields with what was seen there.
pub(crate) fn row(number: u8, add: Option<&str>, cells: &[(&str, &str, &str)]) -> Value {
    let value = |text: &str| (!text.is_empty()).then(|| json!(text));
    let cells: Vec<Value> = cells
        .iter()
        .map(|(field, was, text)| json!({"field": field, "was": value(was), "value": value(text)}))
        .collect();
    json!({"row": row_id(number), "add": add, "cells": cells})
}

/// Writes in the plan.
pub(crate) fn change_plan(changes: &[Value]) -> Act {
    act(json!({"command": "change_plan", "changes": changes}))
}

/// Everything that a plan needs before it is agreed on.
pub(crate) fn write_plan() -> Act {
    change_plan(&[
        row(
            1,
            Some("what_matters"),
            &[("text", "", "Att få bo nära min syster")],
        ),
        row(2, Some("need"), &[("text", "", "Såromläggning")]),
        row(
            3,
            Some("intervention"),
            &[("text", "", "Såret läggs om"), ("unit", "", COORDINATOR)],
        ),
        row(4, Some("responsibility"), &[("unit", "", COORDINATOR)]),
    ])
}

/// Writes more on a row that [`write_plan`] added.
pub(crate) fn more_needs() -> Act {
    change_plan(&[row(
        2,
        None,
        &[("text", "Såromläggning", "Såromläggning och provtagning")],
    )])
}

/// Agrees on the plan as it is then.
pub(crate) fn agree() -> Act {
    act(json!({"command": "agree_plan", "seen": NOW}))
}

/// Approves the plan as it is then.
pub(crate) fn approve() -> Act {
    act(json!({"command": "approve_plan", "seen": NOW}))
}

/// The meeting, and its plan.
pub(crate) fn hold_and_agree() -> [Act; 3] {
    [hold(), write_plan(), agree()]
}

pub(crate) fn copy_to(recipient: &str, how: &str) -> Act {
    act(
        json!({"command": "hand_out_copy", "recipient": recipient, "how": how,
        "at": at_start()}),
    )
}

/// The meeting where the patient is offered institution housing.
pub(crate) fn offer(answer: &str) -> Act {
    act(
        json!({"command": "hold_housing_meeting", "at": at_start(), "informed": true,
        "offered": true, "attended": ["patient", "interpreter", "care_staff"], "answer": answer}),
    )
}

pub(crate) fn housing_answer(answer: &str) -> Act {
    act(json!({"command": "record_housing_answer", "at": at_start(), "answer": answer}))
}

pub(crate) fn housing_decision(decision: &str) -> Act {
    act(json!({"command": "record_housing_decision", "at": at_start(), "decision": decision}))
}

pub(crate) fn evaluate() -> Act {
    act(
        json!({"command": "hold_follow_up", "at": at_start(), "attended": ["patient", "kin"],
        "evaluations": [{"goal": "Gå till affären", "outcome": "partly", "why": "Orkar mer"}]}),
    )
}

pub(crate) fn follow_up(unit: &str) -> Act {
    act(json!({"command": "decide_follow_up", "at": to_come(30), "unit": unit}))
}

pub(crate) fn care_request() -> Act {
    act(
        json!({"command": "send_care_request", "question": "Såromläggning två gånger i veckan",
        "health_state": "Sår på vänster underben", "follow_up": "Avdelningen ringer i april"}),
    )
}

pub(crate) fn care_answer(answer: &str) -> Act {
    let act = act(json!({"command": "answer_care_request", "answer": answer})).by(MANAGER);
    match answer {
        "accepted_in_part" => act.with("accepted", json!(["sampling"])),
        "declined" | "returned" => act.with("reason", "Rubriken Läkemedel saknas"),
        _ => act,
    }
}

pub(crate) fn agreement(interventions: &[&str]) -> Act {
    let orders: Vec<Value> = interventions
        .iter()
        .map(|code| json!({"code": code, "times": 2, "per": "week"}))
        .collect();
    act(
        json!({"command": "draw_up_agreement", "interventions": orders,
        "starts": "2026-03-12", "follow_up": "Avdelningen ringer i april"}),
    )
}

pub(crate) fn sign(signatory: &str) -> Act {
    act(json!({"command": "sign_agreement", "signatory": signatory}))
}

pub(crate) fn invoicing_form() -> Act {
    act(json!({"command": "record_invoicing_form", "reference": "B2-1"}))
}

pub(crate) fn sheet() -> Act {
    act(json!({"command": "give_information_sheet", "at": at_start()}))
}

pub(crate) fn county_routine() -> Act {
    act(json!({"command": "follow_county_routine", "note": "Kapitlet Samtycke följt"}))
}

pub(crate) fn wrong_disclosure() -> Act {
    act(
        json!({"command": "report_wrong_disclosure", "audience": "migration_agency",
        "at": at_start(), "what": "Namnet nämndes i telefon"}),
    )
}

pub(crate) fn undo() -> Act {
    act(json!({"command": "undo_latest"}))
}

pub(crate) fn ready() -> Act {
    act(json!({"command": "mark_ready_for_discharge", "at": at_start()}))
}

pub(crate) fn device() -> Act {
    act(json!({"command": "order_device", "device": "Rollator"}))
}

pub(crate) fn inbound_question() -> Act {
    act(
        json!({"command": "record_inbound_question", "audience": "police", "at": at_start(),
        "what": "Finns personen hos er?"}),
    )
}

pub(crate) fn no_transport() -> Act {
    act(json!({"command": "decline_transport", "reason": "Åker med en vän"}))
}

pub(crate) fn lma_number() -> Act {
    act(json!({"command": "add_identifier",
        "identifier": {"kind": "lma_number", "value": "12-345678"}}))
}

pub(crate) fn correct_name() -> Act {
    act(json!({"command": "correct_person", "name": "Amina Exempelsson"}))
}

/// One act of every command, for tests that try them all.
pub(crate) fn one_of_each() -> Vec<Act> {
    vec![
        consent("case", "given"),
        call_to_migration_agency(),
        establish("mass_refugee"),
        unestablish(),
        verify(true),
        needs("none"),
        change_setting("outpatient", WARD),
        hand_over(HEALTH_CENTRE),
        wrong_disclosure(),
        inbound_question(),
        stays_in("1488"),
        add(HEALTH_CENTRE),
        remove(HEALTH_CENTRE),
        ask(TROLLHATTAN),
        answers(TROLLHATTAN, "yes"),
        ready(),
        close(),
        reopen(),
        lma_number(),
        correct_name(),
        protect(true),
        linked(true),
        queue_letter("certificate"),
        review_letter("approved"),
        print_letter(),
        settle_letter("posted"),
        certificate(),
        deliver_certificate("post"),
        plan("digital"),
        invite(),
        invitation_was_sent(),
        invitation_outcome("send_again"),
        interpreter(),
        institution(),
        transport(),
        no_transport(),
        device(),
        hold(),
        write_plan(),
        approve(),
        agree(),
        act(json!({"command": "end_plan", "cause": "goals_reached"})),
        copy_to("patient", "by_hand"),
        offer("applies"),
        housing_answer("declines"),
        housing_decision("no_place"),
        evaluate(),
        follow_up(WARD),
        care_request(),
        care_answer("accepted"),
        agreement(&["sampling"]),
        sign("regional_developer"),
        invoicing_form(),
        sheet(),
        county_routine(),
        undo(),
    ]
}

/// Trollhättan's primary care has said yes and become a party of a ward's case in 6B or 6C.
pub(crate) fn with_municipality(given: Story) -> Story {
    given.after([
        consent("case", "given"),
        stays_in("1488"),
        ask(TROLLHATTAN),
        answers(TROLLHATTAN, "yes"),
        add(TROLLHATTAN),
    ])
}

/// The same, and the care request is sent.
pub(crate) fn with_care_request(given: Story) -> Story {
    with_municipality(given).after([consent("information_transfer", "given"), care_request()])
}

/// The same, and the care request is accepted and the SIP meeting held.
pub(crate) fn ready_for_agreement(given: Story) -> Story {
    with_care_request(given).after([
        care_answer("accepted"),
        consent("sip", "given"),
        plan("in_person"),
        hold(),
    ])
}
