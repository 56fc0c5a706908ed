//! A view that the guard has allowed for an audience.

use std::{fmt, marker::PhantomData};

use serde::{Serialize, Serializer};

use crate::audience::Audience;

/// A view that may be shown to `A`. Only the guard can make one.
pub struct Disclosed<A: Audience, T> {
    view: T,
    audience: PhantomData<fn() -> A>,
}

impl<A: Audience, T> Disclosed<A, T> {
    /// Only the guard calls this, after a yes.
    pub(crate) fn decided(view: T) -> Self {
        Self {
            view,
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
