//! The two tables that say who gets what: `routes.txt` lists the answer of every method and URL to
//! each user of the stage, and disclosure's `matrix.txt` says who a URL is for, and when.

use std::collections::BTreeMap;

const ROUTES: &str = include_str!("routes.txt");
const MATRIX: &str = include_str!("../../../disclosure/tests/it/matrix.txt");

/// The name for a visitor without token and session.
pub(crate) const NOBODY: &str = "nobody";

/// A line of `routes.txt`: method, URL, and who gets which status.
#[derive(Clone)]
pub(crate) struct Row {
    pub(crate) method: &'static str,
    pub(crate) address: &'static str,
    statuses: Vec<(u16, Vec<&'static str>)>,
}

impl Row {
    /// A row for a GET request.
    pub(crate) fn get(address: &'static str) -> Self {
        Self {
            method: "GET",
            address,
            statuses: Vec::new(),
        }
    }

    /// Method and URL, as both tables write them.
    pub(crate) fn route(&self) -> String {
        format!("{} {}", self.method, self.address)
    }

    /// Whether it is requested with a token; a page is requested with a session.
    pub(crate) fn is_api(&self) -> bool {
        self.address.starts_with("/api/") || ["/healthz", "/readyz"].contains(&self.address)
    }

    /// The status that a user gets. A user who is not named counts as one of "the others"; "nobody"
    /// must be named.
    #[track_caller]
    pub(crate) fn expected(&self, who: &str) -> u16 {
        let of = |name: &str| {
            let mut found = self
                .statuses
                .iter()
                .filter(|(_, names)| names.contains(&name));
            let first = found.next().map(|(status, _)| *status);
            assert!(
                found.next().is_none(),
                "{} says two things of {name}",
                self.route()
            );
            first
        };
        let status = of(who).or_else(|| of("others").filter(|_| who != NOBODY));
        status.unwrap_or_else(|| panic!("{} says nothing of {who}", self.route()))
    }
}

fn lines(page: &'static str) -> impl Iterator<Item = &'static str> {
    let lines = page.lines().filter(|line| !line.trim().is_empty());
    lines.filter(|line| !line.starts_with(['#', '[']))
}

pub(crate) fn rows() -> Vec<Row> {
    let row = |line: &'static str| {
        let mut parts = line.split('|').map(str::trim);
        let (method, address) = parts.next().unwrap().split_once(' ').unwrap();
        let status = |part: &'static str| {
            let mut words = part.split_whitespace();
            let status = words.next().unwrap().parse().expect(line);
            (status, words.collect())
        };
        Row {
            method,
            address,
            statuses: parts.map(status).collect(),
        }
    };
    lines(ROUTES).map(row).collect()
}

/// `matrix.txt`: what each route requires, and which roles have it under which conditions.
pub(crate) struct Matrix {
    needs: BTreeMap<&'static str, &'static str>,
    rights: Vec<[&'static str; 3]>,
}

impl Matrix {
    pub(crate) fn read() -> Self {
        let (mut needs, mut rights) = (BTreeMap::new(), Vec::new());
        for line in lines(MATRIX) {
            if let [need, roles, when] = line.split(" | ").collect::<Vec<_>>()[..] {
                rights.extend(roles.split(", ").map(|role| [need, role, when]));
            } else {
                let (need, routes) = line.split_once(": ").unwrap();
                needs.extend(routes.split(", ").map(|route| (route, need)));
            }
        }
        Self { needs, rights }
    }

    /// What a route requires.
    #[track_caller]
    pub(crate) fn need(&self, route: &str) -> &'static str {
        let need = self.needs.get(route);
        need.unwrap_or_else(|| panic!("matrix.txt says nothing of {route}"))
    }

    /// Whether a role for which these facts hold has what is required.
    pub(crate) fn allows(&self, need: &str, role: &str, facts: &[&str]) -> bool {
        let mut rights = self.rights.iter();
        rights.any(|[required, whose, when]| {
            let holds = |word| word == "alltid" || facts.contains(&word);
            *required == need && *whose == role && when.split(" eller ").any(holds)
        })
    }
}
