//! A sample of every page, with invented people. A test renders each; `VARDBRON_PAGES=folder`
//! writes them to a folder, to be looked at and checked for accessibility.

mod account;
mod case;
mod failure;
mod guidance;
mod municipal;
mod registers;
mod worklist;

use askama::Template;

use crate::html::frame::{Frame, GuidanceInForce, NavItem, Viewer};

/// The frame for a nurse on the sample ward.
pub(super) fn ward_frame(title: &str, current: &str) -> Frame {
    let menu = [
        "Inkorg",
        "Ärenden",
        "SIP-möten",
        "Tjänsteköp",
        "Kontakter",
        "Vägledning",
    ];
    let mut nav: Vec<NavItem> = menu
        .iter()
        .map(|label| NavItem::new(label, "/inkorg", *label == current))
        .collect();
    nav[0].count = Some((4, "nya händelser".to_owned()));
    Frame {
        title: title.to_owned(),
        viewer: Some(Viewer {
            name: "Karin Lind".to_owned(),
            unit: "Avdelning 43, NÄL".to_owned(),
            can_change: true,
            can_search: true,
        }),
        nav,
        guidance: Some(GuidanceInForce {
            name: "Vägledning version 1".to_owned(),
            valid_to: "1 juli 2026".to_owned(),
            expired: false,
            confirmed: String::new(),
        }),
        timeout_seconds: Some(1800),
        ..Frame::default()
    }
}

/// The frame for another user.
pub(super) fn frame_for(
    title: &str,
    name: &str,
    unit: &str,
    menu: &[&str],
    current: &str,
) -> Frame {
    let mut frame = ward_frame(title, current);
    frame.viewer = Some(Viewer {
        name: name.to_owned(),
        unit: unit.to_owned(),
        can_change: false,
        can_search: false,
    });
    frame.nav = menu
        .iter()
        .map(|label| NavItem::new(label, "/", *label == current))
        .collect();
    frame
}

/// Owned strings from literals.
pub(super) fn lines(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn rendered(page: &impl Template) -> String {
    page.render().unwrap()
}

/// Every page, by the name of its file.
fn all() -> Vec<(&'static str, String)> {
    let mut pages = Vec::new();
    pages.extend(account::pages());
    pages.extend(worklist::pages());
    pages.extend(case::pages());
    pages.extend(municipal::pages());
    pages.extend(guidance::pages());
    pages.extend(registers::pages());
    pages.extend(failure::pages());
    pages
}

#[test]
fn every_page_renders_and_keeps_to_our_own_server() {
    let pages = all();
    for (name, html) in &pages {
        assert!(html.starts_with("<!doctype html>"), "{name}");
        assert!(html.trim_end().ends_with("</html>"), "{name}");
        for forbidden in [
            " style=",
            "<style",
            "<script>",
            "onclick=",
            "javascript:",
            "src=\"http",
        ] {
            assert!(!html.contains(forbidden), "{name} holds {forbidden}");
        }
        assert_eq!(
            html.matches("<h1").count(),
            1,
            "{name} has one main heading"
        );
    }
    if let Ok(folder) = std::env::var("VARDBRON_PAGES") {
        std::fs::create_dir_all(&folder).unwrap();
        for (name, html) in &pages {
            std::fs::write(format!("{folder}/{name}.html"), html).unwrap();
        }
        for asset in &crate::assets::ASSETS {
            let place = format!("{folder}{}", crate::assets::asset_url(asset.name));
            std::fs::create_dir_all(std::path::Path::new(&place).parent().unwrap()).unwrap();
            std::fs::write(place, asset.bytes).unwrap();
        }
    }
}

#[test]
fn every_asset_that_a_page_asks_for_is_served() {
    for (name, html) in all() {
        for part in html.split("/tillgangar/").skip(1) {
            let (hash, rest) = part.split_once('/').unwrap();
            let file = rest.split('"').next().unwrap();
            assert!(
                crate::assets::find(hash, file).is_some(),
                "{name} asks for {file}"
            );
        }
    }
}

// covers: X1
#[test]
fn a_title_names_the_kind_of_page_and_nothing_of_the_patient() {
    for (name, html) in all() {
        let title = html
            .split("<title>")
            .nth(1)
            .unwrap()
            .split('<')
            .next()
            .unwrap();
        assert!(title.ends_with(" – Vårdbron"), "{name}: {title}");
        for secret in [
            "6 ",
            "7 ",
            "Asyl",
            "asyl",
            "Massflykt",
            "Skydd",
            "utan nödvändiga",
            "M. K.",
        ] {
            assert!(!title.contains(secret), "{name}: {title}");
        }
    }
}

#[test]
fn no_two_things_on_a_page_share_an_address() {
    for (name, html) in all() {
        let mut ids: Vec<&str> = html
            .split(" id=\"")
            .skip(1)
            .filter_map(|part| part.split('"').next())
            .collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count, "{name}");
    }
}
