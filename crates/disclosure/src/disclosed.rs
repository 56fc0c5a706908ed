//! A view that the guard has allowed for an audience.

use std::{fmt, marker::PhantomData};

use serde::{Serialize, Serializer};

use crate::audience::Audience;

/// A view that may be shown to `A`. Only the guard can make one.
pub struct Disclosed<A: Audience, T> {
    /// Boxed: a view of a case has kilobytes, and it is handed on many times before it is shown.
    view: Box<T>,
    audience: PhantomData<fn() -> A>,
}

impl<A: Audience, T> Disclosed<A, T> {
    /// Only the guard calls this, after a yes.
    pub(crate) fn decided(view: T) -> Self {
        Self {
            view: Box::new(view),
            audience: PhantomData,
        }
    }

    #[must_use]
    pub fn view(&self) -> &T {
        &self.view
    }

    /// Takes the view out, so that it can be rendered.
    #[must_use]
    pub fn into_view(self) -> T {
        *self.view
    }

    /// The same without moving it.
    #[must_use]
    pub fn into_boxed(self) -> Box<T> {
        self.view
    }
}

/// Prints type names only: the content of a view must never reach a log.
impl<A: Audience, T> fmt::Debug for Disclosed<A, T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "Disclosed to {}: {}",
            A::NAME,
            std::any::type_name::<T>()
        )
    }
}

impl<A: Audience, T: Serialize> Serialize for Disclosed<A, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.view.serialize(serializer)
    }
}
