//! The project's own commands. `cargo xtask tidy` checks what the compiler cannot: the invariants
//! of ARCHITECTURE.md, read from the sources as text. `cargo xtask proof` keeps the results of the
//! guard's proof, `cargo xtask survivors` judges what its tests do not notice. It knows nothing of the product's crates and links none of them, so that it can
//! judge a tree that does not build.

mod proof;
mod survivors;
mod syntax;
mod tidy;
mod tree;

use std::io::{Read as _, Write as _};
use std::process::ExitCode;

use tree::Tree;

fn main() -> ExitCode {
    let mut out = std::io::stdout().lock();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match answer(&arguments) {
        Ok((said, status)) => {
            let _ = writeln!(out, "{said}");
            ExitCode::from(status)
        }
        Err(error) => {
            let _ = writeln!(out, "The tree cannot be read or written: {error}");
            ExitCode::from(2)
        }
    }
}

/// What to say, and the exit status.
type Answer = (String, u8);

const USAGE: &str = "Usage: cargo xtask tidy | proof stands | proof record <TABLES | proof compare <TABLES | survivors <MISSED";

fn answer(arguments: &[&str]) -> Result<Answer, std::io::Error> {
    let tree = Tree::of_working_folder()?;
    match arguments {
        ["tidy"] => Ok(tidy(&tree)),
        ["proof", "stands"] => Ok(proof_stands(&tree)),
        ["proof", "record"] => record_proof(&tree),
        ["proof", "compare"] => compare_proof(&tree),
        ["survivors"] => survivors(&tree),
        _ => Ok((USAGE.to_owned(), 2)),
    }
}

fn tidy(tree: &Tree) -> Answer {
    let findings = tidy::check(tree);
    let failures = findings.iter().filter(|finding| finding.fails()).count();
    let mut lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    lines.push(format!(
        "tidy: {} files, {} rules, {failures} findings, {} warnings",
        tree.files().len(),
        tidy::RULES.len(),
        findings.len() - failures,
    ));
    (lines.join("\n"), u8::from(failures > 0))
}

/// Whether the results in docs/guard.md are those of this tree.
fn proof_stands(tree: &Tree) -> Answer {
    match proof::objection(tree) {
        None => ("proof: the results stand".to_owned(), 0),
        Some(objection) => (format!("proof: {objection}"), 1),
    }
}

/// Writes the tables on standard input into docs/guard.md.
fn record_proof(tree: &Tree) -> Result<Answer, std::io::Error> {
    let Some(document) = proof::recorded(tree, &given()?) else {
        let said = format!("{} has no place for the results", proof::RESULTS);
        return Ok((said, 1));
    };
    std::fs::write(tree::root()?.join(proof::RESULTS), document)?;
    Ok((format!("{} is written", proof::RESULTS), 0))
}

/// Holds the tables on standard input against those in docs/guard.md.
fn compare_proof(tree: &Tree) -> Result<Answer, std::io::Error> {
    Ok(match proof::difference(tree, &given()?) {
        None => (format!("{} says what was proved now", proof::RESULTS), 0),
        Some(difference) => (difference, 1),
    })
}

/// Holds the faults on standard input, which no test noticed, against those that are explained.
fn survivors(tree: &Tree) -> Result<Answer, std::io::Error> {
    let mut lines = survivors::unexplained(tree, &given()?);
    let status = u8::from(!lines.is_empty());
    lines.push(format!("survivors: {} not explained", lines.len()));
    Ok((lines.join("\n"), status))
}

fn given() -> Result<String, std::io::Error> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    Ok(text)
}
