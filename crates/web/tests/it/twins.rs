//! To municipal primary care every case looks alike, over HTTP: twins that differ in the legal group,
//! and in what only the region knows, are the same bytes in every page, answer and header that
//! municipal staff can fetch. `--long` runs 300 courses instead of 30.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use testkit::{LAST_LETTER, Stage, Twins};

use crate::{
    browser::Browser,
    door::{Door, Reply, Told},
    noninterference::{START, bytes, difference, last_letter},
};

const ACTS: usize = 40;
/// The number of acts between two looks.
const LOOK_EVERY: usize = 8;
const READERS: [&str; 3] = [
    "municipal-primary-care",
    "municipal-nurse",
    "municipal-head-of-operations",
];

fn courses() -> u64 {
    let long = std::env::var_os("VARDBRON_LONG").is_some();
    if long { 300 } else { 30 }
}

/// Sends a command with the version that its sender knows.
async fn give(door: &Door, who: &str, case: &Told, command: &Value) -> Reply {
    let known = door.get(who, &case.address()).await;
    let version = known.json()["version"].as_u64().unwrap_or_default();
    door.ask(Some(who), "POST", &format!("{}/commands", case.address()))
        .header("if-match", &version.to_string())
        .json(command)
        .send()
        .await
}

/// Everything that the readers can fetch of a case, and of what they have to do.
async fn fetched(door: &Door, browsers: &mut [(&str, Browser<'_>)], case: &Told) -> Vec<String> {
    let (api, page) = (case.address(), format!("/arenden/{}", case.id));
    let mut all = Vec::new();
    for (who, browser) in browsers {
        for address in [
            "/api/v1/cases".to_owned(),
            "/api/v1/questions".to_owned(),
            api.clone(),
            format!("{api}/steps"),
            format!("{api}/audiences"),
            format!("{api}/events"),
            format!("/api/v1/outbox?case={}", case.id),
        ] {
            all.push(format!(
                "{who} {address}\n{}",
                bytes(&door.get(who, &address).await)
            ));
        }
        for address in [
            "/arenden".to_owned(),
            "/forfragningar".to_owned(),
            "/inkorg".to_owned(),
            page.clone(),
            format!("{page}/plan"),
            format!("{page}/overenskommelse"),
            format!("{page}/gor/svara"),
            format!("{page}/gor/underteckna-for-kommunen"),
            format!("{page}/gor/felaktigt-utlamnande"),
        ] {
            all.push(format!(
                "{who} {address}\n{}",
                bytes(&browser.get(&address).await)
            ));
        }
        let address = format!("{page}/adress");
        all.push(format!(
            "{who} {address}\n{}",
            bytes(&browser.post(&address, &[]).await)
        ));
        let found = browser.post("/sok", &[("q", "Qvxnamn")]).await;
        all.push(format!("{who} /sok\n{}", bytes(&found)));
    }
    all
}

/// What the municipality observes of one twin, and how often it saw a case and an agreement.
async fn observed(seed: u64, twins: &Twins, twin: usize) -> (Vec<String>, [usize; 2]) {
    let door = Door::before(Stage::rehearsed(START, seed).await);
    let mut browsers = Vec::new();
    for who in READERS {
        browsers.push((who, Browser::of(&door, who).await));
    }
    let first = twins.acts.first().map_or(START, |act| act.at);
    door.stage.set_clock(first - SignedDuration::from_secs(30));
    let case = door.open(&twins.openings[twin]).await;
    let (mut all, mut saw) = (Vec::new(), [0, 0]);
    for (number, act) in twins.acts.iter().enumerate() {
        door.stage.set_clock(act.at);
        if let Some(command) = &act.commands[twin] {
            let mut command = command.clone();
            if command["letter"] == LAST_LETTER {
                let letter = last_letter(&door, &case).await;
                command["letter"] = json!(letter.unwrap_or_default());
            }
            let command = door.as_seen(act.who, &case, &command).await;
            let done = give(&door, act.who, &case, &command).await;
            let shared = act.commands.iter().all(Option::is_some);
            if shared && act.at != group_changes(twins) {
                assert_eq!(done.status, 200, "seed {seed}: {command} {}", done.text());
            }
            if READERS.contains(&act.who) {
                all.push(format!("{} {command}\n{}", act.who, bytes(&done)));
            }
        }
        if number % LOOK_EVERY == LOOK_EVERY - 1 || number + 1 == twins.acts.len() {
            door.stage.set_clock(act.at + SignedDuration::from_secs(30));
            let looked = fetched(&door, &mut browsers, &case).await;
            saw[0] += looked
                .iter()
                .filter(|text| text.contains("Uppgifterna i ärendet"))
                .count();
            saw[1] += looked
                .iter()
                .filter(|text| text.contains("Bilaga 1"))
                .count();
            all.extend(looked);
        }
    }
    (all, saw)
}

/// When some twins change their group; at no act when none does.
fn group_changes(twins: &Twins) -> Timestamp {
    let changes = |command: &Value| command["command"] == "establish_group";
    let mut acts = twins.acts.iter();
    acts.find(|act| act.commands.iter().flatten().any(changes))
        .map_or(Timestamp::MIN, |act| act.at)
}

// covers: V6B.8, V6C.6, X1, X3
#[tokio::test]
async fn municipal_staff_fetch_the_same_bytes_of_twins_of_every_group() {
    let (mut shares, mut agreements) = (0, 0);
    for seed in 0..courses() {
        let twins = Twins::of(seed, START, ACTS, |_, _| ());
        let (first, saw) = observed(seed, &twins, 0).await;
        shares += saw[0];
        agreements += saw[1];
        let others = twins.openings.len() as u64 - 1;
        for twin in [1 + seed % others, 1 + (seed + 2) % others] {
            let twin = usize::try_from(twin).unwrap();
            let (other, _) = observed(seed, &twins, twin).await;
            assert_eq!(first.len(), other.len(), "seed {seed}, twin {twin}");
            for (one, two) in first.iter().zip(&other) {
                assert!(
                    one == two,
                    "seed {seed}: twin {twin} can be told from the first\n{}",
                    difference(one, two)
                );
            }
        }
    }
    let courses = usize::try_from(courses()).unwrap();
    assert!(shares > courses, "{shares} shares: the test saw nothing");
    assert!(
        agreements > courses,
        "{agreements} agreements: the test saw nothing"
    );
}
