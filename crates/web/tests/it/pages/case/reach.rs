//! `routes.txt`, read for the pages of a case and of a question: each asked as every role and
//! without a session. Posts are such as show a form again and change nothing.

use super::super::Browser;
use crate::door::{Door, Told, USERS, add_party, consent, held, meeting};
use serde_json::json;
use testkit::Unit;

const TABLE: &str = include_str!("../../routes.txt");

fn expected(statuses: &[&str], who: &str) -> u16 {
    let names = |part: &&&str, name: &str| part.split_whitespace().skip(1).any(|own| own == name);
    let row_for = statuses.iter().find(|part| names(part, who));
    let others = statuses.iter().find(|part| names(part, "others"));
    let found = if who == "nobody" {
        row_for
    } else {
        row_for.or(others)
    };
    let status = found.unwrap_or_else(|| panic!("nothing is said of {who}"));
    status.split_whitespace().next().unwrap().parse().unwrap()
}

/// The patient's copy of a plan, taken out of the queue.
async fn printed_letter(door: &Door, case: &mut Told) -> String {
    for command in [
        consent("sip", "given"),
        meeting(),
        held(),
        json!({ "command": "queue_letter", "letter": "patient_copy" }),
    ] {
        door.done("ward-nurse", case, &command).await;
    }
    let rows = format!("/api/v1/outbox?case={}", case.id);
    let rows = door.get("ward-nurse", &rows).await.expect(200).json();
    let letter = rows[0]["id"].as_str().unwrap().to_owned();
    let print = json!({ "command": "print_letter", "letter": letter });
    door.done("ward-nurse", case, &print).await;
    letter
}

// covers: X1
#[tokio::test]
async fn every_page_of_a_case_answers_each_role_as_the_table_says() {
    let door = Door::new().await;
    let mut case = door.with_municipality().await;
    door.done("ward-nurse", &mut case, &add_party(Unit::HealthCentre))
        .await;
    let letter = printed_letter(&door, &mut case).await;
    let mut other = door.consented().await;
    let question = door.asked(&mut other).await;
    let lines: Vec<&str> = TABLE
        .lines()
        .filter(|line| line.contains(" /arenden/{id}") || line.contains(" /forfragningar/{id}"))
        // Undoing would take away what the others are asked about.
        .filter(|line| !line.contains("/angra"))
        .collect();
    assert!(lines.len() > 15, "the table has the pages of a case");
    let mut wrong = Vec::new();
    for who in USERS.into_iter().chain(["nobody"]) {
        let mut browser = Browser::new(&door);
        if who != "nobody" {
            browser = Browser::of(&door, who).await;
        }
        for line in &lines {
            let mut parts = line.split('|').map(str::trim);
            let (method, address) = parts.next().unwrap().split_once(' ').unwrap();
            let statuses: Vec<&str> = parts.collect();
            let id = if address.starts_with("/forfragningar") {
                &question
            } else {
                &case.id
            };
            let slug = if address.contains("/gor/") {
                "felaktigt-utlamnande"
            } else {
                "bostad"
            };
            let address = address
                .replace("{id}", id)
                .replace("{slug}", slug)
                .replace("{letter}", &letter);
            let reply = if method == "GET" {
                browser.get(&address).await
            } else {
                let command = if slug == "bostad" {
                    "establish_residence"
                } else {
                    ""
                };
                browser
                    .post(&address, &[("command", command), ("andra", "ja")])
                    .await
            };
            let status = expected(&statuses, who);
            if reply.status != status {
                wrong.push(format!(
                    "{method} {address} as {who}: {}, the table says {status}",
                    reply.status
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
