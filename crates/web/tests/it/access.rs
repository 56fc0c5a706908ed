//! `routes.txt`, read as a table: every address of the API asked as every role and without a token.

use serde_json::{Value, json};
use testkit::Unit;

use crate::door::{Door, USERS, add_party, asylum_seeker, but};

const TABLE: &str = include_str!("routes.txt");

/// A line of the table: method, address, and who gets which status.
struct Line {
    method: String,
    address: String,
    statuses: Vec<(u16, Vec<String>)>,
}

fn lines() -> Vec<Line> {
    TABLE
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .map(|line| {
            let mut parts = line.split('|').map(str::trim);
            let mut head = parts.next().unwrap().split_whitespace();
            let statuses = parts
                .map(|part| {
                    let mut words = part.split_whitespace();
                    let status = words.next().unwrap().parse().expect(line);
                    (status, words.map(str::to_owned).collect())
                })
                .collect();
            Line {
                method: head.next().unwrap().to_owned(),
                address: head.next().unwrap().to_owned(),
                statuses,
            }
        })
        .filter(|line| line.address.starts_with("/api/") || line.address == "/healthz")
        .collect()
}

fn expected(line: &Line, who: &str) -> u16 {
    let named = line
        .statuses
        .iter()
        .find(|(_, names)| names.iter().any(|name| name == who));
    let others = line
        .statuses
        .iter()
        .find(|(_, names)| names.iter().any(|name| name == "others"));
    let found = if who == "nobody" {
        named
    } else {
        named.or(others)
    };
    found
        .unwrap_or_else(|| panic!("{} {} says nothing of {who}", line.method, line.address))
        .0
}

fn body(address: &str) -> Value {
    match address {
        // A centre can only open outpatient cases; a mistake is answered after the right.
        "/api/v1/cases" => but(asylum_seeker(), &json!({ "setting": "outpatient" })),
        "/api/v1/cases/{id}/commands" => json!({
            "command": "report_wrong_disclosure", "audience": "other",
            "at": "2026-03-05T08:00:00+01:00", "what": "Brevet låg framme i korridoren",
        }),
        "/api/v1/questions/{id}/answer" => json!({ "answer": "more_information" }),
        _ => panic!("say here what is sent to {address}"),
    }
}

// covers: X1
#[tokio::test]
async fn every_role_gets_at_every_address_what_the_table_says() {
    let door = Door::new().await;
    let mut case = door.with_municipality().await;
    door.done("ward-nurse", &mut case, &add_party(Unit::HealthCentre))
        .await;
    let mut other = door.consented().await;
    let question = door.asked(&mut other).await;
    let mut wrong = Vec::new();
    for line in lines() {
        for who in USERS.into_iter().chain(["nobody"]) {
            let id = if line.address.contains("questions") {
                &question
            } else {
                &case.id
            };
            let mut address = line.address.replace("{id}", id);
            if line.address == "/api/v1/outbox" {
                address = format!("{address}?case={id}");
            }
            let role = Some(who).filter(|who| *who != "nobody");
            let mut ask = door.ask(role, &line.method, &address);
            if line.method == "POST" {
                ask = ask.json(&body(&line.address));
            }
            let answer = ask.send().await;
            let status = expected(&line, who);
            if answer.status != status {
                wrong.push(format!(
                    "{} {} as {who}: {}, the table says {status}",
                    line.method, line.address, answer.status
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn the_table_and_the_openapi_document_name_the_same_addresses() {
    let door = Door::new().await;
    let document = door
        .ask(None, "GET", "/api/v1/openapi.json")
        .send()
        .await
        .json();
    let mut described: Vec<String> = Vec::new();
    for (address, item) in document["paths"].as_object().unwrap() {
        for verb in item.as_object().unwrap().keys() {
            described.push(format!("{} {address}", verb.to_uppercase()));
        }
    }
    let mut listed: Vec<String> = lines()
        .iter()
        .map(|line| format!("{} {}", line.method, line.address))
        .collect();
    described.sort();
    listed.sort();
    assert_eq!(described, listed);
}
