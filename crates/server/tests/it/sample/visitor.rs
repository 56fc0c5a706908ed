//! A user who visits everything: follows every link of every page, and asks the API for everything.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    io::{Read as _, Write as _},
    net::TcpStream,
};

use serde_json::Value;

use super::{
    answers::Answers,
    outline::{self, Pieces},
};

const PASSWORD: &str = "demo-vardbron";
/// The name for a visitor who is not logged in.
pub(super) const NOBODY: &str = "nobody";

/// Where all users begin; users without the right get that answer.
const PAGES: [&str; 21] = [
    "/inkorg",
    "/arenden",
    "/arenden/nytt",
    "/brev-och-e-post",
    "/forfragningar",
    "/kontakter",
    "/nodoppning",
    "/uppdrag",
    "/installningar",
    "/vagledning",
    "/vagledning/bekrafta",
    "/administration",
    "/administration/enheter",
    "/administration/personal",
    "/administration/utskick",
    "/lathund",
    "/genvagar",
    "/tillganglighet",
    "/driftstopp",
    "/logga-in",
    "/healthz",
];
/// Pages that show the log. They are asked for first, while this visit has added few entries.
const LOG_PAGES: [&str; 3] = [
    "/loggkontroll",
    "/loggkontroll/urval",
    "/loggkontroll/historik",
];
/// Where users begin who look at their own unit's cases only.
const OWN: [&str; 4] = ["/inkorg", "/arenden", "/brev-och-e-post", "/forfragningar"];
/// Registers with very many similar pages, of which a few are enough.
const REGISTERS: [&str; 2] = ["/administration/enheter/", "/administration/personal/"];
const ENOUGH: usize = 4;
const CALLS: [&str; 8] = [
    "/api/v1/cases",
    "/api/v1/guidance",
    "/api/v1/interventions",
    "/api/v1/openapi.json",
    "/api/v1/outbox",
    "/api/v1/outbox/counts",
    "/api/v1/questions",
    "/api/v1/units",
];
/// The pages that every reader of a case asks for, even if no link leads there.
const OF_A_CASE: [&str; 8] = [
    "/kopior",
    "/overenskommelse",
    "/parter",
    "/patienten",
    "/plan",
    "/samtalslogg",
    "/samtycken",
    "/vem-ser-vad",
];

/// The pages of a case that show the log.
const LOGS_OF_A_CASE: [&str; 2] = ["/loggutdrag", "/handelser"];

/// The text shown there while a case's log has no views.
const NO_ROWS: [&str; 2] = [
    "h2 Vem som har sett ärendet",
    "p Ingen visning är loggad än.",
];

/// The list of the cases that the user has opened.
const OPENED: &str = "/arenden?visa=mina";

/// The length of a public id.
const ID: usize = 26;
/// Replaces the minutes of the visit in the record. Nothing in the sample happens in those minutes.
const NOW: &str = "‹now›";

struct Reply {
    status: u16,
    location: String,
    cookies: Vec<String>,
    body: String,
}

/// Sends one request; the connection is closed after the answer.
fn ask(address: &str, method: &str, path: &str, headers: &str, body: &str) -> Reply {
    let mut stream = TcpStream::connect(address).unwrap();
    let length = body.len();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nhost: {address}\r\n{headers}content-length: {length}\r\n\
         connection: close\r\n\r\n{body}"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let named = |wanted: &str| -> Vec<String> {
        head.lines()
            .filter_map(|line| line.split_once(": "))
            .filter(|(name, _)| name.eq_ignore_ascii_case(wanted))
            .map(|(_, value)| value.to_owned())
            .collect()
    };
    assert!(named("transfer-encoding").is_empty(), "{path}: {head}");
    Reply {
        status: head.split(' ').nth(1).unwrap().parse().unwrap(),
        location: named("location").pop().unwrap_or_default(),
        cookies: named("set-cookie"),
        body: body.to_owned(),
    }
}

/// A user at a running program.
pub(super) struct Visitor<'v> {
    address: &'v str,
    user: &'v str,
    token: Option<String>,
    cookies: BTreeMap<String, String>,
    /// Whether the user goes everywhere, or to the own unit's cases only.
    thorough: bool,
    waiting: VecDeque<String>,
    asked: BTreeSet<String>,
    answers: Answers,
}

impl<'v> Visitor<'v> {
    /// All answers to a user.
    pub(super) fn tour(
        address: &'v str,
        user: &'v str,
        token: Option<String>,
        cases: &[String],
        thorough: bool,
    ) -> Answers {
        let mut visitor = Self {
            address,
            user,
            token,
            cookies: BTreeMap::new(),
            thorough,
            waiting: VecDeque::new(),
            asked: BTreeSet::new(),
            answers: Answers::default(),
        };
        visitor.log_in();
        visitor.everywhere(cases);
        visitor.answers
    }

    fn log_in(&mut self) {
        if self.user == NOBODY {
            return;
        }
        let form = format!("anvandarnamn={}&losenord={PASSWORD}", self.user);
        let headers =
            "content-type: application/x-www-form-urlencoded\r\nsec-fetch-site: same-origin\r\n";
        let reply = ask(self.address, "POST", "/logga-in", headers, &form);
        assert_eq!(reply.status, 303, "{} cannot log in", self.user);
        self.keep(&reply);
    }

    fn keep(&mut self, reply: &Reply) {
        for cookie in &reply.cookies {
            let (pair, rules) = cookie.split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if rules.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    fn everywhere(&mut self, cases: &[String]) {
        if self.user == NOBODY {
            self.call_all();
            self.waiting.extend(PAGES.map(str::to_owned));
        } else if self.thorough {
            // What a user has opened is noted beside the answers, so its list is asked for before any case.
            self.visit(OPENED);
            self.asked.insert(OPENED.to_owned());
            self.waiting.extend(LOG_PAGES.map(str::to_owned));
            self.every_case(cases);
            self.call_all();
            self.waiting.extend(PAGES.map(str::to_owned));
        } else {
            self.waiting.extend(OWN.map(str::to_owned));
        }
        while let Some(address) = self.waiting.pop_front() {
            if !self.is_like_others(&address) && self.asked.insert(address.clone()) {
                self.visit(&address);
            }
        }
    }

    /// Visits every case of the store, including closed cases and those of other units. The pages
    /// that show the log are asked for before all other pages of a case.
    fn every_case(&mut self, cases: &[String]) {
        for id in cases {
            let page = format!("/arenden/{id}");
            self.waiting.push_back(page.clone());
            if self.call(&format!("/api/v1/cases/{id}")).is_none() {
                continue;
            }
            for log in LOGS_OF_A_CASE {
                let address = format!("{page}{log}");
                self.visit(&address);
                self.asked.insert(address);
            }
            for part in ["/audiences", "/events", "/steps"] {
                self.call(&format!("/api/v1/cases/{id}{part}"));
            }
            self.call(&format!("/api/v1/outbox?case={id}"));
            let pages = OF_A_CASE.map(|part| format!("{page}{part}"));
            self.waiting.extend(pages);
        }
    }

    fn is_like_others(&self, address: &str) -> bool {
        REGISTERS.iter().any(|register| {
            let known = self
                .asked
                .iter()
                .filter(|asked| asked.starts_with(register));
            address.starts_with(register) && known.count() >= ENOUGH
        })
    }

    fn call_all(&mut self) {
        for call in CALLS {
            self.call(call);
        }
        for id in self.call("/api/v1/questions").iter().flat_map(ids) {
            self.call(&format!("/api/v1/questions/{id}"));
        }
    }

    fn call(&mut self, path: &str) -> Option<Value> {
        let token = self.token.clone();
        let header = token.map_or_else(String::new, |token| {
            format!("authorization: Bearer {token}\r\n")
        });
        let reply = ask(self.address, "GET", path, &header, "");
        let value: Value = serde_json::from_str(&timeless(&reply.body)).unwrap();
        let mut shown = value.clone();
        if let Some(problem) = shown.as_object_mut()
            && reply.status >= 400
        {
            problem.remove("request_id");
        }
        self.answers
            .note(self.user, path, reply.status, outline::of_json(&shown));
        (reply.status == 200).then_some(value)
    }

    /// Visits a page, follows redirects, and records the answer under the first address.
    fn visit(&mut self, address: &str) {
        let mut reply = self.get(address);
        for _ in 0..5 {
            if reply.status != 303 {
                break;
            }
            reply = self.get(&reply.location);
        }
        for part in reply.body.split("href=\"").skip(1) {
            let link = part.split('"').next().unwrap().replace("&amp;", "&");
            let link = link.split('#').next().unwrap();
            if self.goes_to(link) {
                self.waiting.push_back(link.to_owned());
            }
        }
        let body = without_new_rows(&timeless(&reply.body));
        let mut page = outline::of_page(&without_id(address, &body));
        let shows_log = LOGS_OF_A_CASE.iter().any(|log| address.ends_with(log));
        if shows_log || address.starts_with("/loggkontroll") {
            page = without_this_visit(page);
        }
        self.answers.note(self.user, address, reply.status, page);
    }

    fn goes_to(&self, link: &str) -> bool {
        if self.thorough {
            return link.starts_with('/') && !link.starts_with("/tillgangar");
        }
        let mut parts = link.split('/').skip(1);
        let of_one = matches!(parts.next(), Some("arenden" | "forfragningar"))
            && parts.next().is_some_and(|id| id.len() == ID);
        of_one && parts.next() != Some("gor") && !link.contains('?')
    }

    fn get(&mut self, address: &str) -> Reply {
        let pairs: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let header = if pairs.is_empty() {
            String::new()
        } else {
            format!("cookie: {}\r\n", pairs.join("; "))
        };
        let path = address.split('#').next().unwrap_or_default();
        let reply = ask(self.address, "GET", path, &header, "");
        self.keep(&reply);
        reply
    }
}

/// The text with the minutes of the visit replaced by [`NOW`].
fn timeless(text: &str) -> String {
    let mut text = text.to_owned();
    for minute in 50..60 {
        for shown in [format!("11.{minute}"), format!("11:{minute}")] {
            text = text.replace(&shown, NOW);
        }
    }
    text
}

/// The text with the id in its address shortened, so that answers about several cases share their
/// pieces.
fn without_id(address: &str, text: &str) -> String {
    let mut parts = address.split(['/', '=']);
    let id = parts.find(|part| part.len() == ID && part.chars().all(char::is_alphanumeric));
    id.map_or_else(|| text.to_owned(), |id| text.replace(id, "{id}"))
}

/// The text with one id for every row of a plan that is not written yet: those are drawn for each page.
fn without_new_rows(text: &str) -> String {
    let new = text.split("name=\"k.").skip(1);
    let ids: Vec<&str> = new.filter_map(|rest| rest.get(..ID)).collect();
    ids.iter()
        .fold(text.to_owned(), |text, id| text.replace(id, "{ny}"))
}

/// The page without the log rows that the visit itself caused: they are not part of the sample, and
/// the log is written in parallel with the answers. A table that has no rows left is removed.
fn without_this_visit(page: Pieces) -> Pieces {
    let kept = |lines: Vec<String>| -> Vec<String> {
        let parts = lines.chunk_by(|_, next| next != "tr");
        let is_own =
            |part: &[String]| part[0] == "tr" && part.iter().any(|line| line.contains(NOW));
        let parts: Vec<&[String]> = parts.filter(|part| !is_own(part)).collect();
        let is_empty = lines[0] == "table" && parts.len() <= 2;
        let kept = parts
            .into_iter()
            .flatten()
            .filter(|line| !NO_ROWS.contains(&line.as_str()));
        kept.filter(|_| !is_empty).cloned().collect()
    };
    page.into_iter()
        .map(kept)
        .filter(|lines| !lines.is_empty())
        .collect()
}

/// The ids of the rows of a list.
fn ids(rows: &Value) -> Vec<String> {
    let rows = rows.as_array().into_iter().flatten();
    rows.filter_map(|row| row["id"].as_str())
        .map(str::to_owned)
        .collect()
}
