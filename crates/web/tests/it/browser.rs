//! Requests pages as a browser does: with cookies, forms and no script.

use std::{collections::BTreeMap, net::IpAddr};

use crate::door::{Door, Reply};

/// A browser with its cookies.
pub(crate) struct Browser<'d> {
    door: &'d Door,
    cookies: BTreeMap<String, String>,
    address: Option<IpAddr>,
}

impl<'d> Browser<'d> {
    /// A browser in which nobody is logged in.
    pub(crate) fn new(door: &'d Door) -> Self {
        Self {
            door,
            cookies: BTreeMap::new(),
            address: None,
        }
    }

    /// The same at an address.
    pub(crate) fn at(door: &'d Door, address: &str) -> Self {
        let address = Some(address.parse().unwrap());
        Self {
            address,
            ..Self::new(door)
        }
    }

    /// Logs in through the form, with the user's only or first assignment.
    pub(crate) async fn of(door: &'d Door, user: &str) -> Self {
        let mut browser = Self::new(door);
        browser.log_in(user, testkit::PASSWORD).await.expect(303);
        browser
    }

    pub(crate) async fn log_in(&mut self, user: &str, password: &str) -> Reply {
        let fields = [("anvandarnamn", user), ("losenord", password)];
        self.post("/logga-in", &fields).await
    }

    pub(crate) async fn get(&mut self, address: &str) -> Reply {
        self.send("GET", address, "", &[]).await
    }

    /// Posts a form as from our own page.
    pub(crate) async fn post(&mut self, address: &str, fields: &[(&str, &str)]) -> Reply {
        self.send(
            "POST",
            address,
            &form(fields),
            &[("sec-fetch-site", "same-origin")],
        )
        .await
    }

    pub(crate) async fn send(
        &mut self,
        method: &str,
        address: &str,
        body: &str,
        headers: &[(&str, &str)],
    ) -> Reply {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mut ask = self.door.ask(None, method, address);
        if let Some(address) = self.address {
            ask = ask.from(address);
        }
        for (name, value) in headers {
            ask = ask.header(name, value);
        }
        if !cookies.is_empty() {
            ask = ask.header("cookie", &cookies.join("; "));
        }
        let kind = if method == "POST" {
            "application/x-www-form-urlencoded"
        } else {
            ""
        };
        let reply = ask.raw(kind, body).send().await;
        for cookie in reply.headers.get_all("set-cookie") {
            self.keep(cookie.to_str().unwrap());
        }
        reply
    }

    fn keep(&mut self, cookie: &str) {
        let (pair, rules) = cookie.split_once(';').unwrap();
        let (name, value) = pair.split_once('=').unwrap();
        for rule in ["HttpOnly", "SameSite=Strict", "Path=/"] {
            assert!(rules.contains(rule), "{cookie}");
        }
        if rules.contains("Max-Age=0") {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }

    pub(crate) fn cookies(&self) -> &BTreeMap<String, String> {
        &self.cookies
    }

    /// Takes a cookie over from elsewhere.
    pub(crate) fn take(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    /// Loses the session, as a browser that has crashed does.
    pub(crate) fn lose_session(&mut self) {
        self.cookies.remove("vardbron");
    }
}

/// Fields as a browser posts them.
pub(crate) fn form(fields: &[(&str, &str)]) -> String {
    let encoded = |text: &str| -> String {
        text.bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
                b' ' => "+".to_owned(),
                other => format!("%{other:02X}"),
            })
            .collect()
    };
    let pairs: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
        .collect();
    pairs.join("&")
}

/// The text between two pieces of a page.
#[track_caller]
pub(crate) fn between<'a>(page: &'a str, before: &str, after: &str) -> &'a str {
    let rest = page
        .split_once(before)
        .unwrap_or_else(|| panic!("no {before} in {page}"))
        .1;
    rest.split_once(after)
        .unwrap_or_else(|| panic!("no {after} after {before}"))
        .0
}
