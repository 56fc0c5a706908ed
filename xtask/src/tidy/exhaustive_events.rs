//! A new event or command is given its place wherever one is asked what it is: by a match over all of
//! them, which does not compile without it. `if let`, `let … else` and `matches!` ask about some and
//! let the next one slip by, and no lint sees them. Tests are let be.

use super::Finding;
use crate::syntax::{Kind, Token, tokens};
use crate::tree::Tree;

pub(super) const RULE: &str = "exhaustive-events";

/// The enums whose variants come with every feature.
const ENUMS: [&str; 2] = ["Event", "Command"];

/// Files where some may be asked about, and why no other can be missed there.
const MAY_STAND: [(&str, &str); 8] = [
    (
        "crates/app/src/cases/notices.rs",
        "one event changes rows of the plan, and only rows are written by two at once",
    ),
    (
        "crates/app/src/review.rs",
        "a wrong disclosure is the one event that somebody must look at by itself",
    ),
    (
        "crates/disclosure/src/telling/outward.rs",
        "which event makes a unit a party, and which one posts a letter: asked beside the whole match",
    ),
    (
        "crates/disclosure/src/views/audiences/told.rs",
        "three events say what became of a letter; who was told is not decided there",
    ),
    (
        "crates/domain/src/evolve/opening.rs",
        "a journal begins with the one event that opens a case, and any other is refused",
    ),
    (
        "crates/domain/src/evolve/plan.rs",
        "the events of the plan's stream; one that is forgotten is refused, as any of the journal is",
    ),
    (
        "crates/server/src/demo/scenario_runner.rs",
        "one command says what its author has read, which the demo's script cannot know",
    ),
    (
        "crates/server/src/demo/app_runner.rs",
        "the demo's own script knows which commands it gives",
    ),
];

/// This file, which a whole tree has.
const LIST: &str = "xtask/src/tidy/exhaustive_events.rs";

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings: Vec<Finding> = MAY_STAND
        .iter()
        .filter(|(path, _)| tree.file(LIST).is_some() && tree.file(path).is_none())
        .map(|(path, _)| {
            Finding::new(
                LIST,
                1,
                RULE,
                format!("{path} is gone: take it off the list"),
            )
        })
        .collect();
    for file in tree.crate_sources() {
        let lines = partial(&tokens(file));
        let listed = MAY_STAND.iter().any(|(path, _)| *path == file.path);
        if listed && lines.is_empty() {
            findings.push(Finding::new(
                &file.path,
                1,
                RULE,
                "nothing of the kind stands here any more: take the file off the rule's list",
            ));
        }
        findings.extend(lines.into_iter().filter(|_| !listed).map(|line| {
            let advice = "match over all events or commands; list those that change nothing";
            Finding::new(&file.path, line, RULE, advice)
        }));
    }
    findings
}

/// The lines on which some events or commands are asked about and the others are not named.
fn partial(tokens: &[Token]) -> Vec<usize> {
    let is = |token: &Token, text: &str| token.kind != Kind::Text && token.text == text;
    let mut lines: Vec<usize> = Vec::new();
    for (at, token) in tokens
        .iter()
        .enumerate()
        .filter(|(_, token)| !token.in_test)
    {
        let rest = &tokens[at + 1..];
        let asks = if is(token, "let") {
            names_one(pattern_of_let(rest))
        } else if is(token, "matches") && rest.first().is_some_and(|next| is(next, "!")) {
            names_one(in_brackets(&rest[1..]))
        } else {
            // What a file asks the lint for, to leave variants out.
            is(token, "wildcard_enum_match_arm")
        };
        if asks {
            lines.push(token.line);
        }
    }
    lines.dedup();
    lines
}

/// From after `let` to its `=`; a range pattern's `..=` does not end it.
fn pattern_of_let(tokens: &[Token]) -> &[Token] {
    let end = (0..tokens.len()).find(|at| match tokens[*at].text.as_str() {
        "=" => *at == 0 || tokens[at - 1].text != ".",
        ";" => true,
        _ => false,
    });
    &tokens[..end.unwrap_or(tokens.len())]
}

/// What stands in the brackets that open here.
fn in_brackets(tokens: &[Token]) -> &[Token] {
    let mut depth = 0_usize;
    for (at, token) in tokens
        .iter()
        .enumerate()
        .filter(|(_, token)| token.kind == Kind::Mark)
    {
        match token.text.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return &tokens[..at];
        }
    }
    tokens
}

fn names_one(tokens: &[Token]) -> bool {
    tokens.windows(3).any(|window| {
        window[0].kind == Kind::Word
            && ENUMS.contains(&window[0].text.as_str())
            && window[1].text == ":"
            && window[2].text == ":"
    })
}

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::*;

    #[test]
    fn an_event_or_a_command_that_is_asked_about_alone_is_found() {
        let source = "fn a(event: &Event, command: &Command) -> bool {
            if let Event::CaseClosed { .. } = event { return true; }
            let domain::Event::PartyAdded { unit, .. } = event else { return false };
            while let Some(Event::LetterRead { .. }) = next() {}
            let known = matches!(
                event, Event::LetterRead { .. });
            if open && let Command::CloseCase(_) = command { return true; }
            #[expect(clippy::wildcard_enum_match_arm, reason = \"most change nothing\")]
            match event { Event::CaseClosed { .. } => true, _ => false }
        }";
        assert_eq!(
            places(check, &[("crates/app/src/a.rs", source)]),
            [2, 3, 4, 5, 7, 8].map(|line| format!("crates/app/src/a.rs:{line}"))
        );
    }

    #[test]
    fn a_match_over_all_a_value_that_is_made_and_a_test_are_let_be() {
        let source = "fn a(event: &Event) -> Option<Event> {
            let closed = Event::CaseClosed { reason };
            let Some(found) = find(Event::kind) else { return None };
            let (1..=9) = number else { return Some(Event::Undone { former }) };
            let process = std::process::Command::new(program);
            match event { Event::CaseClosed { .. } => Some(closed), Event::Undone { .. } => None }
        }
        #[cfg(test)]
        mod tests { fn b(e: &Event) { if let Event::CaseClosed { .. } = e {} } }";
        let test = "fn b(e: &Event) -> bool { matches!(e, Event::CaseClosed { .. }) }";
        let files = [
            ("crates/app/src/a.rs", source),
            ("crates/app/tests/it/a.rs", test),
        ];
        assert!(places(check, &files).is_empty());
    }

    #[test]
    fn a_listed_file_may_ask_and_is_taken_off_the_list_when_it_does_not_any_more() {
        let asks = "fn a(e: &Event) -> bool { matches!(e, Event::InvitationQueued { .. }) }";
        assert!(places(check, &[("crates/domain/src/evolve/opening.rs", asks)]).is_empty());
        let gone = places(check, &[(LIST, "")]);
        assert_eq!(gone.len(), MAY_STAND.len());
        let asks_no_more = "fn a() {}";
        assert_eq!(
            places(
                check,
                &[("crates/domain/src/evolve/opening.rs", asks_no_more)]
            ),
            ["crates/domain/src/evolve/opening.rs:1"]
        );
    }
}
