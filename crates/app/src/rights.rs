//! What a caller may do outside a case, so that a page offers only what can be done.

use crate::{App, Caller};

impl App {
    /// Whether the policies allow the caller to do something outside a case: `open_case`,
    /// `list_cases`, `administer`, `review_logs`. An unknown word gives `false`.
    #[must_use]
    pub fn may(&self, caller: &Caller, command: &str) -> bool {
        self.inner
            .guard
            .may_command(&caller.actor, None, command)
            .allowed
    }
}
