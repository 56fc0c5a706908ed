//! What the program writes to its terminal. Everything else goes through the log.

use std::io::Write as _;

/// Writes a line to standard output.
pub(crate) fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    // A closed pipe is the reader's choice and no error.
    let _ = writeln!(out, "{line}");
    let _ = out.flush();
}

/// Writes a line to standard error.
pub(crate) fn complain(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// Writes a text unchanged to standard output or standard error.
pub(crate) fn raw(text: &str, error: bool) {
    if error {
        let _ = write!(std::io::stderr().lock(), "{text}");
    } else {
        let _ = write!(std::io::stdout().lock(), "{text}");
    }
}
