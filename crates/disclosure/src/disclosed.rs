//! A view that the guard has let through to an audience.

use std::{fmt, marker::PhantomData};

use serde::{Serialize, Serializer};

use crate::audience::Audience;

/// A view that may be shown to `A`. Only the guard makes one.
pub struct Disclosed<A: Audience, T> {
    view: T,
    audience: PhantomData<fn() -> A>,
}

impl<A: Audience, T> Disclosed<A, T> {
    /// Called by the guard after a yes, and by nobody else.
    pub(crate) fn decided(view: T) -> Self {
        Self {
            view,
            audience: PhantomData,
        }
    }

    /// What is shown.
    #[must_use]
    pub fn view(&self) -> &T {
        &self.view
    }

    /// What is shown, taken out to be drawn.
    #[must_use]
    pub fn into_view(self) -> T {
        self.view
    }
}

/// Names types only: what is in a view never reaches a log.
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
