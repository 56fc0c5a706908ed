//! Where the tests look for marked words: what a page leaves behind, everything that a user can
//! reach, and the columns of a backup.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use app::App;
use serde_json::Value;
use testkit::{marked, numbers};

use super::told::Everything;
use crate::{browser::Browser, door::Reply, noninterference::CASES};

const TABLE: &str = include_str!("../routes.txt");
/// Stands for a number among the marked words.
pub(super) const NUMBER: &str = "a number";
/// Stands for a birth date among the marked words.
pub(super) const BIRTH_DATE: &str = "a birth date";

/// The marked words in a text, and whether it contains a number or a birth date.
pub(super) fn said_in(text: &str) -> BTreeSet<String> {
    let mut said = marked(text);
    for number in (0..CASES).flat_map(numbers) {
        if text.contains(&number) {
            let kind = if number.contains("1984") {
                BIRTH_DATE
            } else {
                NUMBER
            };
            said.insert(kind.to_owned());
        }
    }
    said
}

/// What is left on a screen, in a history or in a proxy's log: headers, the title, URLs.
pub(super) fn traces_of(reply: &Reply) -> Vec<String> {
    let mut traces: Vec<String> = reply
        .headers
        .iter()
        .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
        .collect();
    let page = reply.text();
    for (before, after) in [
        ("<title>", "</title>"),
        ("href=\"", "\""),
        ("action=\"", "\""),
        ("src=\"", "\""),
        ("download=\"", "\""),
    ] {
        for part in page.split(before).skip(1) {
            traces.push(part.split(after).next().unwrap().to_owned());
        }
    }
    traces
}

/// The routes with GET, from the table of all routes.
pub(super) fn routes() -> Vec<&'static str> {
    let lines = TABLE.lines().filter_map(|line| line.strip_prefix("GET "));
    let routes = lines.filter_map(|line| line.split('|').next());
    routes
        .map(str::trim)
        .filter(|route| !route.starts_with("/tillgangar"))
        .collect()
}

/// Whether a URL belongs to a route.
pub(super) fn is_of(address: &str, route: &str) -> bool {
    let path = address.split('?').next().unwrap();
    let (path, route) = (path.split('/'), route.split('/'));
    path.clone().count() == route.clone().count()
        && path
            .zip(route)
            .all(|(part, known)| known.starts_with('{') || part == known)
}

/// Where every user begins: every route without a parameter, the routes of each case, and some
/// further URLs.
fn beginnings(world: &Everything) -> VecDeque<String> {
    let mut addresses: VecDeque<String> = world.beside.clone().into();
    for route in routes() {
        let of_a_case = route.contains("/cases/{id}") || route.contains("/arenden/{id}");
        let filled: Vec<String> = if of_a_case {
            let ids = world.cases.iter().map(|case| &case.id);
            ids.map(|id| route.replace("{id}", id)).collect()
        } else {
            vec![route.to_owned()]
        };
        addresses.extend(filled.into_iter().filter(|address| !address.contains('{')));
    }
    for case in &world.cases {
        addresses.push_back(format!("/api/v1/outbox?case={}", case.id));
    }
    addresses
}

/// Everything that a user reaches from there by following the pages' links.
pub(super) async fn reached(world: &Everything, who: &str) -> BTreeMap<String, Reply> {
    let door = &world.door;
    let mut browser = if who == "nobody" {
        Browser::new(door)
    } else {
        Browser::of(door, who).await
    };
    let mut found: BTreeMap<String, Reply> = BTreeMap::new();
    let mut variants: BTreeMap<String, usize> = BTreeMap::new();
    let mut waiting = beginnings(world);
    while let Some(address) = waiting.pop_front() {
        let path = address.split('?').next().unwrap().to_owned();
        let variant = variants.entry(path).or_default();
        // A list has a page for every combination of filters.
        if found.contains_key(&address) || *variant == 3 {
            continue;
        }
        *variant += 1;
        let reply = if address.starts_with("/api/") && who != "nobody" {
            door.get(who, &address).await
        } else {
            browser.get(&address).await
        };
        waiting.extend(links(&reply));
        found.insert(address, reply);
    }
    found
}

/// The links of a page within the product.
fn links(reply: &Reply) -> Vec<String> {
    let page = reply.text();
    let mut links = vec![reply.header("location").to_owned()];
    for part in page.split("href=\"").skip(1) {
        let link = part.split('"').next().unwrap().replace("&amp;", "&");
        links.push(link.split('#').next().unwrap().to_owned());
    }
    links.retain(|link| link.starts_with('/') && !link.starts_with("/tillgangar"));
    links
}

/// The marked words in each column of a backup, and whether it contains a number.
pub(super) async fn columns(app: &App, name: &str) -> BTreeMap<String, BTreeSet<String>> {
    let file = std::env::temp_dir().join(format!("canaries-{}-{name}", std::process::id()));
    // Waits until everything is written to the log.
    app.log_written().await;
    app.backup(&file).await.unwrap();
    let mut holds: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut columns = Vec::new();
    for line in std::fs::read_to_string(&file).unwrap().lines() {
        let json: Value = serde_json::from_str(line).unwrap();
        if let Some(table) = json["table"].as_str() {
            let names = json["columns"].as_array().unwrap().iter();
            columns = names
                .map(|column| format!("{table}.{}", column.as_str().unwrap()))
                .collect();
        }
        for (column, cell) in columns.iter().zip(json.as_array().into_iter().flatten()) {
            let said = said_in(cell.as_str().unwrap_or_default());
            if !said.is_empty() {
                holds.entry(column.clone()).or_default().extend(said);
            }
        }
    }
    std::fs::remove_file(file).unwrap();
    holds
}
