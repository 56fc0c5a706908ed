//! Seeded leaks: bugs put in on purpose, one for each way out of the product, to check that the
//! tests find them (guard.md, layer 4). They exist only under the feature `seeded-leaks`, one at a
//! time, chosen by `VARDBRON_LEAK`. In the product [`seeded`] is always false.
//! In the same way the behaviour of a requirement is taken away ([`taken_away`]).
//! `docs/seeded-leaks.tsv` lists the way out that each is for, and `./test --long` shows that the
//! test named there finds it.

/// Whether the leak with this name is active in this run.
#[cfg(feature = "seeded-leaks")]
#[must_use]
pub fn seeded(name: &str) -> bool {
    use std::sync::LazyLock;

    static CHOSEN: LazyLock<Option<String>> = LazyLock::new(|| std::env::var("VARDBRON_LEAK").ok());
    CHOSEN.as_deref() == Some(name)
}

/// Always false: the product has no leaks.
#[cfg(not(feature = "seeded-leaks"))]
#[must_use]
#[inline]
pub const fn seeded(_: &str) -> bool {
    false
}

/// The requirement whose behaviour is taken away in this run, to check that the test that
/// `docs/requirements-due.txt` names for it notices (`VARDBRON_LEAK="without ID"`).
#[cfg(feature = "seeded-leaks")]
#[must_use]
pub fn taken_away() -> Option<&'static str> {
    use std::sync::LazyLock;

    static CHOSEN: LazyLock<Option<String>> = LazyLock::new(|| {
        let chosen = std::env::var("VARDBRON_LEAK").ok()?;
        chosen.strip_prefix("without ").map(str::to_owned)
    });
    CHOSEN.as_deref()
}

/// Always none: the product does all it does.
#[cfg(not(feature = "seeded-leaks"))]
#[must_use]
#[inline]
pub const fn taken_away() -> Option<&'static str> {
    None
}

/// Whether the behaviour of this requirement is taken away in this run.
#[must_use]
pub fn without(requirement: &str) -> bool {
    taken_away() == Some(requirement)
}
