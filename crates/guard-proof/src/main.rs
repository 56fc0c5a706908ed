//! The proof of the disclosure guard: the policies are compiled to formulas (cedar-policy-symcc) and
//! an SMT solver (cvc5) decides, for every possible request, whether a promise can be broken.
//!
//! Prints the table of results, as it stands in docs/guard.md, on standard output; what failed, with
//! a counterexample, on standard error. It reads `policies/` of the repository and its own data, and
//! refuses to know the code that asks the policies: that the code lays the right facts before them is
//! shown by the tests of `disclosure`.

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
