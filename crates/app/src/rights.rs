//! What a caller may do beside a case, so that a page offers only what can be done.

use crate::{App, Caller};

impl App {
    /// Whether the policies let the caller do something beside a case: `open_case`, `list_cases`,
    /// `administer`, `review_logs`. An unknown word is a no.
    #[must_use]
    pub fn may(&self, caller: &Caller, command: &str) -> bool {
        self.inner
            .guard
            .may_command(&caller.actor, None, command)
            .allowed
    }
}
