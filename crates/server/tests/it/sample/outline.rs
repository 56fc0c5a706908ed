//! An answer as lines that are readable in a diff: one element per line, with its words and its
//! effect in a browser. Attributes that only affect the looks, and values that are new in every
//! answer, are left out.

use std::collections::BTreeMap;

use serde_json::Value;

/// An answer's lines, grouped in pieces that many answers share.
pub(super) type Pieces = Vec<Vec<String>>;

/// Elements inside a line.
const INLINE: [&str; 14] = [
    "abbr", "b", "br", "code", "em", "i", "mark", "small", "span", "strong", "sup", "use", "u",
    "wbr",
];
/// Elements whose content is not for reading.
const SKIPPED: [&str; 3] = ["script", "style", "svg"];
/// Elements of the page's head that say nothing to a reader.
const SILENT: [&str; 5] = ["meta", "link", "html", "head", "base"];
/// Elements that begin a piece.
const PIECES: [&str; 7] = [
    "aside", "dialog", "header", "main", "nav", "section", "table",
];
/// Elements that only contain others: they get no line of their own unless they have text.
const HOLDERS: [&str; 13] = [
    "article", "aside", "dd", "div", "dl", "header", "li", "main", "ol", "p", "section", "tbody",
    "ul",
];
/// Attributes that a browser or a screen reader acts on.
const KEPT: [&str; 27] = [
    "action",
    "aria-current",
    "aria-expanded",
    "aria-invalid",
    "aria-label",
    "aria-live",
    "aria-required",
    "autocomplete",
    "checked",
    "colspan",
    "datetime",
    "disabled",
    "download",
    "enctype",
    "hidden",
    "href",
    "inputmode",
    "lang",
    "method",
    "name",
    "open",
    "placeholder",
    "selected",
    "spellcheck",
    "title",
    "type",
    "value",
];
/// A list with more choices than this is a separate piece, because many forms contain it.
const FEW: usize = 8;
/// A JSON value up to this length is written on one line.
const SHORT: usize = 100;

/// The pieces of a page.
pub(super) fn of_page(html: &str) -> Pieces {
    let mut page = Outline::default();
    let mut rest = html;
    while let Some((text, tag)) = rest.split_once('<') {
        page.text(text);
        if let Some(after) = tag.strip_prefix("!--") {
            rest = after.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let (tag, after) = whole_tag(tag);
        rest = after;
        let name = tag.split([' ', '\n', '/']).next().unwrap_or_default();
        if SKIPPED.contains(&name) && !tag.ends_with('/') {
            let end = format!("</{name}>");
            rest = rest.split_once(end.as_str()).map_or("", |(_, after)| after);
        } else {
            page.tag(name, tag);
        }
    }
    page.text(rest);
    page.done()
}

/// Splits a tag's inside from the text after it; attributes may contain `>`.
fn whole_tag(text: &str) -> (&str, &str) {
    let mut quoted = false;
    let end = text.find(|found| {
        quoted ^= found == '"';
        found == '>' && !quoted
    });
    end.map_or((text, ""), |end| (&text[..end], &text[end + 1..]))
}

/// The value with the members of each object sorted: their order otherwise depends on features that
/// other crates in the build enable.
fn in_order(value: &Value) -> Value {
    match value {
        Value::Array(elements) => elements.iter().map(in_order).collect(),
        Value::Object(members) => {
            let members: BTreeMap<&String, Value> = members
                .iter()
                .map(|(name, member)| (name, in_order(member)))
                .collect();
            Value::Object(
                members
                    .into_iter()
                    .map(|(name, member)| (name.clone(), member))
                    .collect(),
            )
        }
        Value::Number(number) if number.as_u64().is_some_and(is_of_a_share) => "…".into(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

/// Whether a number is the version of a share, a hash with a key that each store draws for itself. No
/// case has so many events.
fn is_of_a_share(number: u64) -> bool {
    number > 1_000_000_000
}

/// The pieces of a JSON answer: each element of a list, or each member.
pub(super) fn of_json(value: &Value) -> Pieces {
    match &in_order(value) {
        Value::Array(elements) if !elements.is_empty() => elements
            .iter()
            .map(|element| written("", element))
            .collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, member)| written(&format!("{name}: "), member))
            .collect(),
        Value::Array(_) | Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            vec![written("", value)]
        }
    }
}

/// A name and its value: on one line if short, otherwise one line for each part.
fn written(name: &str, value: &Value) -> Vec<String> {
    let short = value.to_string();
    let parts: Vec<Vec<String>> = match value {
        _ if short.len() <= SHORT => Vec::new(),
        Value::Array(elements) => elements.iter().map(|part| written("- ", part)).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, part)| written(&format!("{name}: "), part))
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    };
    if parts.is_empty() {
        return vec![format!("{name}{short}")];
    }
    let mut lines = vec![name.trim_end().to_owned()];
    lines.extend(parts.into_iter().flatten().map(|line| format!(" {line}")));
    lines
}

#[derive(Default)]
struct Outline {
    pieces: Pieces,
    lines: Vec<String>,
    line: String,
    /// The choices of the list that is open.
    choices: Option<Vec<String>>,
}

impl Outline {
    fn text(&mut self, text: &str) {
        for (at, word) in text.split_whitespace().enumerate() {
            if at > 0 || text.starts_with(char::is_whitespace) {
                self.space();
            }
            self.line.push_str(word);
        }
        if text.ends_with(char::is_whitespace) {
            self.space();
        }
    }

    fn space(&mut self) {
        if !self.line.is_empty() && !self.line.ends_with(' ') {
            self.line.push(' ');
        }
    }

    fn tag(&mut self, name: &str, tag: &str) {
        if let Some(name) = tag.strip_prefix('/') {
            self.end(name);
            return;
        }
        if tag.starts_with('!') || SILENT.contains(&name) {
            return;
        }
        let said = attributes(tag);
        if INLINE.contains(&name) {
            // A reader sees a line break as a space.
            if name == "br" {
                self.space();
            }
            if !said.is_empty() {
                self.space();
                self.line.extend(["‹", &*said, "› "]);
            }
            return;
        }
        self.break_line();
        if PIECES.contains(&name) {
            self.break_piece();
        }
        if name == "select" {
            self.choices = Some(Vec::new());
        }
        self.line.push_str(name);
        if !said.is_empty() {
            self.line.extend([" ‹", &*said, "›"]);
        }
        self.line.push(' ');
    }

    fn end(&mut self, name: &str) {
        if !INLINE.contains(&name) {
            self.break_line();
        }
        if name == "select" {
            let choices = self.choices.take().unwrap_or_default();
            let many = choices.len() > FEW;
            if many {
                self.break_piece();
            }
            self.lines.extend(choices);
            if many {
                self.break_piece();
            }
        } else if PIECES.contains(&name) {
            self.break_piece();
        }
    }

    fn break_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        let line = line.trim_end();
        if line.is_empty() || HOLDERS.contains(&line) || is_numbering(line) {
            return;
        }
        // Pages of one case share their lists of links, so the current page is noted separately.
        if let Some((before, rest)) = line.split_once(" aria-current=\"")
            && let Some((_, after)) = rest.split_once('"')
        {
            self.pieces.push(vec![format!("here: {line}")]);
            self.lines.push(format!("{before}{after}"));
            return;
        }
        match &mut self.choices {
            // Forms share the list with different choices, so the selected choice is written before
            // it.
            Some(choices) if line.starts_with("opt") => {
                if line.contains(" selected›") {
                    self.lines.push(format!("chosen: {line}"));
                }
                choices.push(line.replace(" selected", ""));
            }
            _ => self.lines.push(line.to_owned()),
        }
    }

    fn break_piece(&mut self) {
        let lines = std::mem::take(&mut self.lines);
        if !lines.is_empty() {
            self.pieces.push(lines);
        }
    }

    fn done(mut self) -> Pieces {
        self.break_line();
        self.break_piece();
        self.pieces
    }
}

/// Whether a line is only the number of a list entry, whose text contains it too.
fn is_numbering(line: &str) -> bool {
    let number = line.strip_prefix("li ").unwrap_or_default();
    !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// The kept attributes of a tag, as one text.
fn attributes(tag: &str) -> String {
    let mut said = Vec::new();
    let mut rest = tag.split_once([' ', '\n']).map_or("", |(_, rest)| rest);
    let drawn_anew = tag.contains("name=\"nyckel\"");
    let version = tag.contains("name=\"version\"");
    loop {
        rest = rest.trim_start();
        let end = rest.find(['=', ' ', '\n']).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        if name.is_empty() || name == "/" {
            break;
        }
        let (value, after) = match after.strip_prefix("=\"") {
            Some(after) => after
                .split_once('"')
                .map_or((Some(after), ""), |(value, after)| (Some(value), after)),
            None => (None, after.strip_prefix('=').unwrap_or(after)),
        };
        rest = after;
        if !KEPT.contains(&name) && !name.starts_with("data-") {
            continue;
        }
        said.push(match value {
            Some(_) if name == "value" && drawn_anew => "value=…".to_owned(),
            Some(value) if version && value.parse().is_ok_and(is_of_a_share) => {
                "value=…".to_owned()
            }
            Some(value) => format!("{name}=\"{value}\""),
            None => name.to_owned(),
        });
    }
    said.join(" ")
}

#[test]
fn an_outline_holds_the_words_and_what_is_acted_on_and_nothing_that_is_drawn_anew() {
    let page = "<!doctype html><html lang=\"sv\"><head><title>Ä</title><link href=\"/x\"></head>\
        <body data-utskrift=\"nej\"><main class=\"sida\"><h1>Ett <b>ord</b>\n till</h1>\
        <svg><path d=\"x\"/></svg><form action=\"/a\" method=\"post\">\
        <input type=\"hidden\" name=\"nyckel\" value=\"slump\"><!-- x > y -->\
        <select name=\"s\"><option value=\"1\">En</option><option value=\"2\" selected>Två</option></select>\
        <a href=\"/b?c=1&amp;d\" class=\"x\">vidare</a></form></main></body></html>";
    let said: Vec<String> = of_page(page).into_iter().flatten().collect();
    assert_eq!(
        said,
        [
            "title Ä",
            "body ‹data-utskrift=\"nej\"›",
            "h1 Ett ord till",
            "form ‹action=\"/a\" method=\"post\"›",
            "input ‹type=\"hidden\" name=\"nyckel\" value=…›",
            "select ‹name=\"s\"›",
            "chosen: option ‹value=\"2\" selected› Två",
            "option ‹value=\"1\"› En",
            "option ‹value=\"2\"› Två",
            "a ‹href=\"/b?c=1&amp;d\"› vidare",
        ]
    );
}
