//! The project's own commands. `cargo xtask tidy` checks what the compiler cannot: the invariants
//! of ARCHITECTURE.md, read from the sources as text. It knows nothing of the product's crates and
//! links none of them, so that it can judge a tree that does not build.

mod syntax;
mod tidy;
mod tree;

use std::io::Write as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut out = std::io::stdout().lock();
    let command = std::env::args().nth(1).unwrap_or_default();
    if command != "tidy" {
        let _ = writeln!(out, "Usage: cargo xtask tidy");
        return ExitCode::from(2);
    }
    let tree = match tree::Tree::of_working_folder() {
        Ok(tree) => tree,
        Err(error) => {
            let _ = writeln!(out, "The tree cannot be read: {error}");
            return ExitCode::from(2);
        }
    };
    let findings = tidy::check(&tree);
    for finding in &findings {
        let _ = writeln!(out, "{finding}");
    }
    let failures = findings.iter().filter(|finding| finding.fails()).count();
    let _ = writeln!(
        out,
        "tidy: {} files, {} rules, {failures} findings, {} warnings",
        tree.files().len(),
        tidy::RULES.len(),
        findings.len() - failures,
    );
    if failures == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    }
}
