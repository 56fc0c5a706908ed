//! Seeded leaks: bugs put in on purpose, one for each way out of the product, to check that the
//! tests find them (guard.md, layer 4). They exist only under the feature `seeded-leaks`, one at a
//! time, chosen by `VARDBRON_LEAK`. In the product [`seeded`] is always false.
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
