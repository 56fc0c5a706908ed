//! What holds for every page of the product, asked of real pages: everything that a user of each kind
//! can open or be led to on a stage where there is one of everything, and the pages that say no.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use crate::{
    browser::Browser,
    case::{
        form::Form,
        walk::{LIVES, Walk},
    },
    door::Door,
    scene::Scene,
    table::{NOBODY, Row, rows},
};

/// One user of every kind of page, and nobody.
const READERS: [&str; 8] = [
    NOBODY,
    "ward-nurse",
    "stranger-ward",
    "municipal-primary-care",
    "head-office",
    "administrator",
    "log-reviewer",
    "social-services",
];

/// A page, with who got it and where.
struct Shown {
    of: String,
    html: String,
}

/// The values of an attribute in a page, as a browser reads them.
fn values<'p>(html: &'p str, attribute: &str) -> impl Iterator<Item = String> + use<'p> {
    let before = format!(" {attribute}=\"");
    let parts: Vec<&str> = html.split(&before).skip(1).collect();
    parts.into_iter().map(|part| {
        let value = part.split('"').next().unwrap();
        value.replace("&amp;", "&").replace("&#38;", "&")
    })
}

/// An address without its fragment, and with every public id replaced, so that of many cases one is
/// followed.
fn kind(address: &str) -> String {
    let path = address.split('#').next().unwrap();
    let is_id = |part: &str| part.len() == 26 && part.chars().all(|c| c.is_ascii_alphanumeric());
    let parts = path
        .split('/')
        .map(|part| if is_id(part) { "ID" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

/// Whether an address is one of a row.
fn fits(row: &Row, address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap();
    let (stands, asked) = (row.address.split('/'), path.split('/'));
    let is_as_long = row.address.matches('/').count() == path.matches('/').count();
    is_as_long
        && stands
            .zip(asked)
            .all(|(stands, asked)| stands == asked || stands.starts_with('{') && !asked.is_empty())
}

/// Everything that the reader can open, and everything that a page of it leads to.
async fn read(door: &Door, scene: &Scene, who: &str, shown: &mut Vec<Shown>) {
    let mut browser = if who == NOBODY {
        Browser::new(door)
    } else {
        Browser::of(door, who).await
    };
    let pages = rows().into_iter().filter(|row| {
        let is_file = row.address.starts_with("/tillgangar/");
        row.method == "GET" && !row.is_api() && !is_file && row.expected(who) == 200
    });
    let mut ahead: Vec<String> = pages.map(|row| scene.address(&row)).collect();
    let mut seen = BTreeSet::new();
    while let Some(address) = ahead.pop() {
        if !seen.insert(kind(&address)) {
            continue;
        }
        let page = browser.get(&address).await;
        if page.status == 303 {
            ahead.push(page.header("location").to_owned());
            continue;
        }
        let of = format!("{address} as {who}");
        assert_eq!(page.status, 200, "a link leads to {of}");
        let html = page.text();
        let leads = values(&html, "href").filter(|to| to.starts_with('/'));
        ahead.extend(leads.filter(|to| !to.starts_with("/tillgangar/")));
        shown.push(Shown { of, html });
    }
}

/// The pages that say no, or ask once more.
async fn refused(door: &Door, shown: &mut Vec<Shown>) {
    let mut walk = Walk::open(door, "ward-nurse", &json!({})).await;
    let mut keep = |of: &str, html: String| {
        let of = of.to_owned();
        shown.push(Shown { of, html });
    };
    let empty = walk.form("forsta-samtalet", "record_contact").await;
    let page = walk.browser.post(&empty.action, &empty.posted()).await;
    keep("mistakes", page.expect(422).text());
    let mine = walk.form("bostad", "establish_residence").await;
    let mine = mine.with(&LIVES).with(&[("address", "Min gata 2")]);
    walk.step("bostad", "establish_residence", &LIVES, "Klart")
        .await;
    let page = walk.browser.post(&mine.action, &mine.posted()).await;
    keep("two texts", page.expect(409).text());
    let to = walk.address("/gor/faststall-grupp");
    let page = walk.browser.get(&to).await.expect(200).text();
    let form = Form::of(&page, "establish_group").unwrap();
    let form = form.with(&[("group", "mass_refugee"), ("evidence", "Kortet visades.")]);
    let page = walk.browser.post(&to, &form.posted()).await.expect(200);
    assert!(page.text().contains("name=\"granskad\""));
    keep("a last look", page.text());
    let nurse = &mut walk.browser;
    let page = nurse.get("/arenden/finns-inte").await.expect(404);
    keep("not found", page.text());
    let page = nurse.post("/sok", &[("q", "finns inte")]).await.expect(200);
    keep("nothing found", page.text());
    let large = "a".repeat(10 << 20);
    let large = [("setting", large.as_str())];
    let page = nurse.post("/arenden/nytt/plats", &large).await;
    keep("too large", page.expect(413).text());
    let own = [("sec-fetch-site", "same-origin")];
    let page = nurse.send("POST", "/arenden/nytt/plats", "setting=%FF", &own);
    let page = page.await;
    assert!((400..500).contains(&page.status), "{}", page.status);
    keep("not to be read", page.text());
    let wrong = Browser::new(door).log_in("ward-nurse", "fel").await;
    keep("a wrong password", wrong.expect(422).text());
}

/// What is wrong with a page, if anything is.
fn faults(html: &str, routes: &[Row]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut hold = |holds: bool, what: String| {
        if !holds {
            faults.push(what);
        }
    };
    hold(html.starts_with("<!doctype html>"), "no doctype".to_owned());
    hold(html.trim_end().ends_with("</html>"), "no end".to_owned());
    hold(html.matches("<h1").count() == 1, "not one h1".to_owned());
    for foreign in [
        " style=",
        "<style",
        "<script>",
        "onclick=",
        "javascript:",
        "src=\"http",
    ] {
        hold(!html.contains(foreign), format!("holds {foreign}"));
    }
    let mut ids = BTreeSet::new();
    for id in values(html, "id") {
        hold(
            ids.insert(id.clone()),
            format!("{id} is the id of two things"),
        );
    }
    let leads = |method: &str, to: &str| {
        routes
            .iter()
            .any(|row| row.method == method && fits(row, to))
    };
    for to in values(html, "href").filter(|to| to.starts_with('/')) {
        hold(leads("GET", &to), format!("links to {to}"));
    }
    for to in values(html, "action") {
        hold(leads("POST", &to), format!("posts to {to}"));
    }
    for to in values(html, "data-autosave").filter(|to| !to.is_empty()) {
        hold(leads("POST", &to), format!("saves drafts at {to}"));
    }
    let title = html
        .split("<title>")
        .nth(1)
        .unwrap()
        .split('<')
        .next()
        .unwrap();
    hold(title.ends_with(" – Vårdbron"), title.to_owned());
    for secret in [
        "Asyl",
        "asyl",
        "Massflykt",
        "Skydd",
        "utan nödvändiga",
        "Amina",
        "Provsson",
    ] {
        hold(!title.contains(secret), title.to_owned());
    }
    faults
}

// covers: X1
#[tokio::test]
async fn every_page_is_whole_keeps_to_our_own_server_and_leads_to_addresses_that_there_are() {
    let door = Door::new().await;
    let scene = Scene::set(&door).await;
    let mut shown = Vec::new();
    for who in READERS {
        read(&door, &scene, who, &mut shown).await;
    }
    refused(&door, &mut shown).await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let files: BTreeSet<String> = shown
        .iter()
        .flat_map(|page| values(&page.html, "href").chain(values(&page.html, "src")))
        .filter(|to| to.starts_with("/tillgangar/"))
        .collect();
    assert!(files.len() > 3, "{files:?}");
    for file in &files {
        nurse.get(file.split('#').next().unwrap()).await.expect(200);
    }
    door.stage.app.close().await;
    let fault = nurse.get("/inkorg").await.expect(500).text();
    shown.push(Shown {
        of: "a fault".to_owned(),
        html: fault,
    });

    let routes = rows();
    let mut wrong: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for page in &shown {
        for fault in faults(&page.html, &routes) {
            wrong.entry(fault).or_default().push(&page.of);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let with_drafts = |page: &&Shown| values(&page.html, "data-autosave").next().is_some();
    let drafts = shown.iter().filter(with_drafts).count();
    assert!(
        shown.len() > 150 && drafts > 20,
        "{} pages, {drafts}",
        shown.len()
    );
}
