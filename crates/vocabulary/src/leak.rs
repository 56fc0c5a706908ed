//! Seeded leaks: bugs put in on purpose, one for each way out, to see that the tests are awake
//! (guard.md, layer 4). They exist under the feature `seeded-leaks` only and one at a time, chosen by
//! `VARDBRON_LEAK`; in the product there is nothing here but a constant no. `docs/seeded-leaks.tsv`
//! says which way out each stands for, and `./test --long` that another test than its own finds it.

/// Whether the leak of this name is let out in this run.
#[cfg(feature = "seeded-leaks")]
#[must_use]
pub fn seeded(name: &str) -> bool {
    use std::sync::LazyLock;

    static CHOSEN: LazyLock<Option<String>> = LazyLock::new(|| std::env::var("VARDBRON_LEAK").ok());
    CHOSEN.as_deref() == Some(name)
}

/// No leak is ever let out.
#[cfg(not(feature = "seeded-leaks"))]
#[must_use]
#[inline]
pub const fn seeded(_: &str) -> bool {
    false
}
