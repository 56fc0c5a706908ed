//! What Rust sources say of the addresses they answer, as tokens: `.route("…", get(…).post(…))`, the
//! description of a call of the API, and how routers are put together. Whatever else could answer a
//! request is said to be unreadable, so that no address is overlooked.

use std::collections::BTreeSet;

use crate::syntax::{Kind, Token};

const METHODS: [&str; 8] = [
    "get", "post", "put", "delete", "patch", "head", "options", "trace",
];

/// What stands at a line: `METHOD address`, once for each method, or why it cannot be read.
pub(super) type Found = (usize, Result<Vec<String>, &'static str>);

/// Everything in a source that lets a router answer something. `modules` are those of the crate, the
/// sources of which are all read.
pub(super) fn routes(tokens: &[Token], modules: &BTreeSet<String>) -> Vec<Found> {
    let called = |at: usize| {
        let rest = after(&tokens[at + 1..], &["("])?;
        Some((at, rest)).filter(|_| tokens[at].kind == Kind::Word && !tokens[at].in_test)
    };
    (0..tokens.len())
        .filter_map(called)
        .filter_map(|(at, inside)| {
            let read = match tokens[at].text.as_str() {
                "route" => route(inside),
                "path" if describes(&tokens[..at]) => description(inside),
                "routes" => {
                    nothing_more(after(inside, &["routes", "!"]), "write .routes(routes!(…))")
                }
                "merge" => nothing_more(
                    merged(inside, modules),
                    "merge the router() of a module of this crate",
                ),
                "fallback" => refusal(inside, "not_found"),
                "method_not_allowed_fallback" => refusal(inside, "method_not_allowed"),
                "nest" | "nest_service" | "route_service" | "fallback_service" => {
                    Err("write every address whole, in a .route(…) of its own")
                }
                _ => return None,
            };
            Some((tokens[at].line, read))
        })
        .collect()
}

/// The modules that a source declares in files of their own.
pub(super) fn modules(tokens: &[Token]) -> impl Iterator<Item = String> {
    tokens
        .windows(3)
        .filter(|window| is(&window[0], "mod") && is(&window[2], ";"))
        .map(|window| window[1].text.clone())
}

/// The lines of calls that let a router answer something, for crates that should have none.
pub(super) fn lines(tokens: &[Token]) -> Vec<usize> {
    const CALLS: [&str; 4] = ["route", "nest", "nest_service", "route_service"];
    tokens
        .windows(3)
        .filter(|window| {
            !window[0].in_test
                && is(&window[0], ".")
                && CALLS.contains(&window[1].text.as_str())
                && is(&window[2], "(")
        })
        .map(|window| window[1].line)
        .collect()
}

/// `"/address", get(a).post(b))`, over as many lines as it takes.
fn route(inside: &[Token]) -> Result<Vec<String>, &'static str> {
    const ADVICE: &str = "write .route(\"/address\", get(…).post(…)), so that it can be read";
    let [address, rest @ ..] = inside else {
        return Err(ADVICE);
    };
    let methods = after(rest, &[","]).and_then(methods).ok_or(ADVICE)?;
    if is_address(address) {
        Ok(said(&methods, address))
    } else {
        Err(ADVICE)
    }
}

/// The methods of `get(a).post(b))`, when there is nothing else in it.
fn methods(mut rest: &[Token]) -> Option<Vec<&str>> {
    let mut found = Vec::new();
    loop {
        let method = rest.first()?.text.as_str();
        found.push(METHODS.contains(&method).then_some(method)?);
        rest = after_closing(after(&rest[1..], &["("])?)?;
        let ends = after(rest, &[")"]).or_else(|| after(rest, &[",", ")"]));
        if ends.is_some() {
            return Some(found);
        }
        rest = after(rest, &["."])?;
    }
}

/// Whether `path(` that comes after these tokens begins a description: `#[utoipa::path(…)]`.
fn describes(before: &[Token]) -> bool {
    let ends_with = |texts: &[&str]| {
        let begin = before.len().checked_sub(texts.len());
        begin.is_some_and(|begin| after(&before[begin..], texts).is_some())
    };
    ends_with(&["utoipa", ":", ":"]) || ends_with(&["#", "["])
}

/// `get, path = "/address", …`.
fn description(inside: &[Token]) -> Result<Vec<String>, &'static str> {
    const ADVICE: &str = "begin the description with its method and path: get, path = \"/address\"";
    let [method, rest @ ..] = inside else {
        return Err(ADVICE);
    };
    let address = after(rest, &[",", "path", "="]).and_then(<[Token]>::first);
    let address = address
        .filter(|address| is_address(address))
        .ok_or(ADVICE)?;
    if METHODS.contains(&method.text.as_str()) {
        Ok(said(&[method.text.as_str()], address))
    } else {
        Err(ADVICE)
    }
}

/// A fallback answers every address that is not listed: it may only say no.
fn refusal(inside: &[Token], problem: &str) -> Result<Vec<String>, &'static str> {
    let shape = [
        "async", "|", "|", "Problem", ":", ":", problem, "(", ")", ")",
    ];
    nothing_more(
        after(inside, &shape),
        "a fallback says Problem::not_found() or Problem::method_not_allowed() and nothing else",
    )
}

/// `module::router())`, of a module that the crate declares: it is read as well.
fn merged<'t>(inside: &'t [Token], modules: &BTreeSet<String>) -> Option<&'t [Token]> {
    let module = &inside.first()?.text;
    let rest = after(&inside[1..], &[":", ":", "router", "(", ")", ")"]);
    rest.filter(|_| modules.contains(module))
}

fn nothing_more(read: Option<&[Token]>, advice: &'static str) -> Result<Vec<String>, &'static str> {
    read.map(|_| Vec::new()).ok_or(advice)
}

fn said(methods: &[&str], address: &Token) -> Vec<String> {
    let rows = methods.iter();
    rows.map(|method| format!("{} {}", method.to_uppercase(), address.text))
        .collect()
}

fn is_address(token: &Token) -> bool {
    token.kind == Kind::Text && token.text.starts_with('/')
}

fn is(token: &Token, text: &str) -> bool {
    token.kind != Kind::Text && token.text == text
}

/// What comes after some words and marks, when it is they that come first.
fn after<'t>(tokens: &'t [Token], texts: &[&str]) -> Option<&'t [Token]> {
    let (first, rest) = tokens.split_at_checked(texts.len())?;
    let fits = first.iter().zip(texts).all(|(token, text)| is(token, text));
    fits.then_some(rest)
}

/// What comes after the bracket that closes one opened just before.
fn after_closing(tokens: &[Token]) -> Option<&[Token]> {
    let mut open = 1_usize;
    for (at, token) in tokens.iter().enumerate() {
        if token.kind == Kind::Mark {
            match token.text.as_str() {
                "(" | "[" | "{" => open += 1,
                ")" | "]" | "}" => open -= 1,
                _ => {}
            }
        }
        if open == 0 {
            return tokens.get(at + 1..);
        }
    }
    None
}
