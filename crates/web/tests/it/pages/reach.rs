//! `routes.txt`, read for the pages: every page that is shown on a plain GET, asked as every role
//! and without a session.

use super::Browser;
use crate::door::Door;

const TABLE: &str = include_str!("../routes.txt");

const USERS: [&str; 9] = [
    "ward-nurse",
    "stranger-ward",
    "health-centre",
    "municipal-primary-care",
    "head-office",
    "administrator",
    "log-reviewer",
    "social-services",
    "nobody",
];

fn expected(parts: &[&str], who: &str) -> Option<u16> {
    let named = parts
        .iter()
        .find(|part| part.split_whitespace().skip(1).any(|name| name == who));
    let others = parts
        .iter()
        .find(|part| part.split_whitespace().any(|name| name == "others"));
    let found = if who == "nobody" {
        named
    } else {
        named.or(others)
    };
    found.and_then(|part| part.split_whitespace().next()?.parse().ok())
}

// covers: X1
#[tokio::test]
async fn every_page_answers_each_role_as_the_table_says() {
    let door = Door::new().await;
    let pages: Vec<&str> = TABLE
        .lines()
        .filter_map(|line| line.strip_prefix("GET "))
        .filter(|line| !line.starts_with("/api/") && !line.starts_with("/healthz"))
        .filter(|line| !line.contains('{'))
        .collect();
    assert!(pages.len() > 20, "the table has pages");
    for who in USERS {
        let mut browser = if who == "nobody" {
            Browser::new(&door)
        } else {
            Browser::of(&door, who).await
        };
        for line in &pages {
            let mut parts = line.split('|').map(str::trim);
            let address = parts.next().unwrap();
            let parts: Vec<&str> = parts.collect();
            let expected = expected(&parts, who).unwrap_or_else(|| panic!("{line} and {who}"));
            let reply = browser.get(address).await;
            assert_eq!(
                reply.status,
                expected,
                "{who} at {address}: {}",
                reply.text()
            );
        }
    }
}
