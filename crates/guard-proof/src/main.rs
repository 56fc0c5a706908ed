//! The proof of the disclosure guard. The policies are compiled to formulas (cedar-policy-symcc),
//! and an SMT solver (cvc5) decides for every possible request whether a promise can be broken.
//!
//! It prints the table of results, as in docs/guard.md, on standard output, and what failed, with a
//! counterexample, on standard error. It reads the repository's `policies/` and its own data. It
//! refuses to know the code that asks the policies: the tests of `disclosure` show that the code
//! gives the policies the right facts.

mod checks;
mod loosened;
mod papers;
mod prover;
mod stage;
mod table;
mod witness;

use std::{io::Write as _, path::Path, process::ExitCode};

fn main() -> ExitCode {
    let root = std::env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    let mut out = std::io::stdout().lock();
    let mut errors = std::io::stderr().lock();
    match checks::prove(Path::new(&root)) {
        Ok(results) => {
            let _ = out.write_all(table::table(&results).as_bytes());
            for failure in &results.failures {
                let _ = writeln!(errors, "\n{failure}");
            }
            let _ = writeln!(errors, "\n{}", table::closing(&results));
            if results.failures.is_empty() {
                ExitCode::SUCCESS
            } else {
                ExitCode::from(1)
            }
        }
        Err(fault) => {
            let _ = writeln!(errors, "The proof could not be carried out: {fault}");
            ExitCode::from(2)
        }
    }
}
