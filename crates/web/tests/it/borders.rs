//! Mistakes that do not compile. Each file in `tests/does_not_compile` makes one, written as a
//! page or an answer of this crate would make it, and stands beside what the compiler says to it:
//! what lets one of them compile has opened a border that keeps people safe.
//!
//! `TRYBUILD=overwrite` writes the answers anew; read them before they are committed.

// covers: X1
#[test]
fn what_would_tell_the_wrong_ears_does_not_compile() {
    trybuild::TestCases::new().compile_fail("tests/does_not_compile/*.rs");
}
