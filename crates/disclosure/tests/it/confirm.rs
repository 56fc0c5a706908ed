//! The check page: what each recipient will read of a command, and what is left out. And the codes
//! by which what was told is stored.

use std::fmt::Write as _;

use disclosure::{Channel, Means, Section, TellingRecipient};
use serde_json::{Value, json};
use vocabulary::{audience::Audience, choice::Choice as _};

use crate::story::{HEALTH_CENTRE, Story, TROLLHATTAN, hsa};

/// What is read before a command is saved, recipient by recipient.
fn page(story: &Story, command: &Value) -> String {
    let mut page = format!("== {}\n", command["command"].as_str().unwrap());
    for reading in story.readings(command) {
        let left_out = reading.left_out.join(", ");
        writeln!(page, "-- {} ({})", reading.name, reading.channel).unwrap();
        writeln!(page, "{}\nUtelämnat: {left_out}", reading.text).unwrap();
    }
    page
}

/// What the ward's nurse does in a case with municipality and Koncernkontoret.
fn of_a_purchase() -> Vec<Value> {
    vec![
        json!({
            "command": "plan_sip_meeting", "at": "2026-03-12T13:00:00+01:00",
            "form": "in_person", "meeting_point": "Huvudentrén", "chosen_point": "ajbeeqscijbeeqscijbeeqscij", "kin_invited": false,
        }),
        json!({
            "command": "hold_sip_meeting", "at": "2026-03-05T08:00:00+01:00",
            "attended": ["patient", "interpreter"],
        }),
        json!({
            "command": "establish_residence", "municipality": "1488", "housing": "own",
            "address": "Nygatan 7", "postal_code": "461 30",
        }),
        json!({ "command": "correct_person", "name": "Amina Ny Exempel" }),
        json!({
            "command": "add_identifier",
            "identifier": { "kind": "lma_number", "value": "51-200077" },
        }),
        json!({
            "command": "draw_up_agreement", "starts": "2026-03-20",
            "follow_up": "Vårdcentralen",
            "interventions": [{ "code": "wound_dressing", "times": 2, "per": "week" }],
        }),
        json!({
            "command": "mark_protected_identity", "protected": true, "reason": "Markering",
        }),
        json!({ "command": "close_case", "reason": "Utskriven" }),
        json!({
            "command": "establish_group", "group": "mass_refugee", "evidence": "UT-kort",
        }),
        json!({
            "command": "establish_group", "group": "resident", "evidence": "Folkbokförd",
        }),
    ]
}

#[test]
fn the_check_page_shows_what_each_recipient_will_read_and_what_is_left_out() {
    let bought = Story::purchased_for("asylum_seeker");
    let ward = Story::of("asylum_seeker", "unmet").consents("sip");
    let planned = ward.clone().plans_a_meeting("digital");
    let of_the_others = [
        page(
            &ward,
            &json!({ "command": "add_party", "unit": HEALTH_CENTRE }),
        ),
        page(
            &Story::asked_of("asylum_seeker").answered(TROLLHATTAN, "yes"),
            &json!({ "command": "add_party", "unit": TROLLHATTAN }),
        ),
        page(&planned, &json!({ "command": "send_invitation" })),
        page(
            &Story::of("asylum_seeker", "none")
                .consents("case")
                .stays_in_trollhattan(),
            &json!({
                "command": "ask_municipality", "unit": TROLLHATTAN, "starts": "2026-03-12",
                "ends": "2026-04-12",
                "interventions": [{ "code": "wound_dressing", "times": 3, "per": "week" }],
            }),
        ),
        page(
            &Story::asked_of("asylum_seeker")
                .answered(TROLLHATTAN, "yes")
                .adds(TROLLHATTAN),
            &json!({
                "command": "send_care_request", "question": "Lägga om sår",
                "health_state": "Bensår", "follow_up": "Vårdcentralen ringer",
                "medicines": "Alvedon",
            }),
        ),
        page(
            &ward,
            &json!({
                "command": "record_contact", "audience": "migration_agency", "channel": "phone",
                "at": "2026-03-05T08:00:00+01:00", "summary": "Samtal",
            }),
        ),
    ];
    let of_a_purchase = of_a_purchase();
    let of_a_purchase = of_a_purchase.iter().map(|command| page(&bought, command));
    let pages: Vec<String> = of_a_purchase.chain(of_the_others).collect();
    insta::assert_snapshot!("check_page", pages.join("\n"));
}

#[test]
fn what_was_told_is_read_back_by_the_codes_that_it_is_stored_with() {
    for channel in Channel::ALL {
        let means = Means::By(*channel);
        assert_eq!(Means::from_code(means.code()), Some(means));
    }
    assert_eq!(
        Means::from_code(Means::Wrongly.code()),
        Some(Means::Wrongly)
    );
    assert_eq!(Means::from_code("brevduva"), None);
    for section in Section::ALL {
        assert_eq!(Section::from_code(section.code()), Some(*section));
    }
    let mut recipients = vec![
        TellingRecipient::Unit(hsa(HEALTH_CENTRE)),
        TellingRecipient::HeadOfOperations,
    ];
    recipients.extend(
        Audience::ALL
            .iter()
            .map(|audience| TellingRecipient::Outside(*audience)),
    );
    for recipient in recipients {
        assert_eq!(
            TellingRecipient::parse(&recipient.to_string()),
            Some(recipient)
        );
    }
    assert_eq!(TellingRecipient::parse("unit:"), None);
    assert_eq!(TellingRecipient::parse("ingen"), None);
}
