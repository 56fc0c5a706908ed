//! Who gets what at every URL, over HTTP. Each row of `routes.txt` is requested as every user of
//! the stage and without a user, and must get the answer in the row. The rows must also agree with
//! disclosure's `matrix.txt`, which says who a URL is for. Neither file is generated from the
//! policies.

use crate::{
    door::{Door, Reply, USERS},
    scene::{Scene, Sent, Visitor},
    strangers::{NOBODYS, told},
    table::{Matrix, NOBODY, Row, rows},
};

/// Each user's role in `matrix.txt`, and the facts about the user's unit on the stage.
fn role_of(who: &str) -> (&'static str, &'static [&'static str]) {
    const WARD: &[&str] = &["part", "samordnar"];
    const ASKED: &[&str] = &["part", "tillfrågad"];
    match who {
        "ward-nurse" => ("vårdpersonal", WARD),
        "discharge-coordinator" => ("utskrivningskoordinator", WARD),
        "physician" => ("läkare", WARD),
        "health-centre" => ("vårdpersonal", &["part"]),
        "stranger-ward" | "specialist-clinic" | "regional-rehab" => ("vårdpersonal", &[]),
        "municipal-primary-care" => ("kommunal chef", ASKED),
        "municipal-nurse" => ("kommunal sjuksköterska", ASKED),
        "municipal-head-of-operations" => ("verksamhetsansvarig", ASKED),
        "municipal-rehab" => ("kommunens rehab", &[]),
        "social-services" => ("socialtjänsten", &[]),
        "head-office" => ("regionutvecklare", &[]),
        "administrator" => ("administratör", &[]),
        "log-reviewer" => ("loggranskare", &[]),
        other => panic!("say here who {other} is"),
    }
}

/// The need in `routes.txt` of what everybody gets, logged in or not.
const OPEN: &str = "öppet";

/// Whether `matrix.txt` gives a user what a route requires.
fn is_for(matrix: &Matrix, need: &str, who: &str) -> bool {
    match (need, who) {
        (OPEN, _) => true,
        (_, NOBODY) => false,
        ("inloggning", _) => true,
        // The stage has one emergency opening, made by this user.
        ("läsa sin egen nödöppning i 30 minuter", who) if who != "stranger-ward" => false,
        (need, who) => {
            let (role, facts) = role_of(who);
            matrix.allows(need, role, facts)
        }
    }
}

// covers: X1
#[test]
fn routes_txt_and_matrix_txt_agree_on_who_is_let_through() {
    let (matrix, mut wrong) = (Matrix::read(), Vec::new());
    for row in rows() {
        let need = matrix.need(&row.route());
        for who in USERS {
            let lets_through = ![403, 404].contains(&row.expected(who));
            if lets_through != is_for(&matrix, need, who) {
                wrong.push(format!("{} as {who}", row.route()));
            }
        }
        let sends_to_log_in = [303, 401].contains(&row.expected(NOBODY));
        if need != OPEN && !sends_to_log_in {
            wrong.push(format!("{} as nobody", row.route()));
        }
    }
    assert!(wrong.is_empty(), "the pages differ:\n{}", wrong.join("\n"));
}

/// What is wrong with an answer that is not the one in the table.
fn fault(row: &Row, need: &str, who: &str, answer: &Reply, nothing: &Reply) -> Option<String> {
    let expected = row.expected(who);
    let to = answer.header("location");
    let is_right = match answer.status {
        status if status != expected => false,
        // Without a session the user is only asked to log in.
        303 if need != OPEN => (to == "/logga-in") == (who == NOBODY) && to != "/uppdrag",
        _ if need != OPEN && who == NOBODY => answer.status == 401,
        403 if row.is_api() => answer.problem().1 == "not-your-task",
        403 => answer.text().contains("Det här hör inte till ditt uppdrag"),
        404 => told(answer) == told(nothing),
        _ => true,
    };
    let said = format!(
        "{} as {who}: {} {to}, the table says {expected}\n{}",
        row.route(),
        answer.status,
        answer.text().chars().take(400).collect::<String>()
    );
    (!is_right).then_some(said)
}

/// The answer to a user where nothing exists, from the same surface (API or page).
async fn nothing(visitor: &mut Visitor<'_>, row: &Row) -> Reply {
    let nowhere = Row::get(if row.is_api() {
        "/api/v1/cases/{id}"
    } else {
        "/arenden/{id}"
    });
    let address = Scene::filled(&nowhere, |_| NOBODYS[0].to_owned());
    visitor.asks(&nowhere, &address, &Sent::Nothing).await
}

// covers: X1
#[tokio::test]
async fn every_role_gets_at_every_address_what_the_table_says() {
    let door = Door::new().await;
    let scene = Scene::set(&door).await;
    let matrix = Matrix::read();
    let mut visitors = Vec::new();
    for who in USERS {
        visitors.push((who, Visitor::of(&door, Some(who)).await));
    }
    visitors.push((NOBODY, Visitor::of(&door, None).await));
    let mut wrong = Vec::new();
    for row in rows() {
        // Users who are refused come first, while what they are refused still exists.
        visitors.sort_by_key(|(who, _)| ![401, 403, 404].contains(&row.expected(who)));
        for (who, visitor) in &mut visitors {
            let (address, sent) = (scene.address(&row), scene.sent(&row));
            // A separate visitor logs in and out, who does nothing else.
            let mut passing = None;
            if ["/logga-in", "/logga-ut"].contains(&row.address) {
                passing = Some(Visitor::of(&door, Some(*who).filter(|who| *who != NOBODY)).await);
            }
            let visitor = passing.as_mut().unwrap_or(visitor);
            let answer = visitor.asks(&row, &address, &sent).await;
            let nothing = nothing(visitor, &row).await;
            wrong.extend(fault(
                &row,
                matrix.need(&row.route()),
                who,
                &answer,
                &nothing,
            ));
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
    let listed = rows().into_iter().filter(Row::is_api);
    let mut listed: Vec<String> = listed.map(|row| row.route()).collect();
    described.sort();
    listed.sort();
    assert_eq!(described, listed);
}
