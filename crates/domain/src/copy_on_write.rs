//! A value that copies of a case share until one of them changes it. A command looks at the case
//! before and after each of its events, and most events change little of it.

use std::{
    ops::{Deref, DerefMut},
    sync::Arc,
};

/// A value that is copied when it is changed, and not when its owner is cloned.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Shared<T>(Arc<T>);

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// Whatever borrows it to change it gets a copy of its own, where others have it too: look first
/// whether there is something to change.
impl<T: Clone> DerefMut for Shared<T> {
    fn deref_mut(&mut self) -> &mut T {
        Arc::make_mut(&mut self.0)
    }
}

impl<T> From<T> for Shared<T> {
    fn from(value: T) -> Self {
        Self(Arc::new(value))
    }
}

#[expect(
    clippy::into_iter_without_iter,
    reason = "the value's own `iter` is reached through `Deref`"
)]
impl<'a, T> IntoIterator for &'a Shared<T>
where
    &'a T: IntoIterator,
{
    type Item = <&'a T as IntoIterator>::Item;
    type IntoIter = <&'a T as IntoIterator>::IntoIter;

    fn into_iter(self) -> Self::IntoIter {
        (&*self.0).into_iter()
    }
}

impl<T: std::fmt::Debug> std::fmt::Debug for Shared<T> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(out)
    }
}

#[cfg(test)]
mod tests {
    use super::Shared;

    #[test]
    fn a_change_of_a_copy_leaves_the_original() {
        let original = Shared::from(vec![1]);
        let mut copy = original.clone();
        copy.push(2);
        assert_eq!((&*original, &*copy), (&vec![1], &vec![1, 2]));
    }
}
