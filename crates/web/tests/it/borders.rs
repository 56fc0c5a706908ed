//! Mistakes that must not compile. Each file in `tests/does_not_compile` makes one, written as a
//! page or an answer of this crate would make it, with the compiler's error next to it. A change
//! that lets one of them compile has removed a protection.
//!
//! `TRYBUILD=overwrite` rewrites the errors; read them before committing.

// covers: X1
#[test]
fn disclosing_to_the_wrong_audience_does_not_compile() {
    trybuild::TestCases::new().compile_fail("tests/does_not_compile/*.rs");
}
