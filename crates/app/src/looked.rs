//! What a request has looked at, before it is known what becomes of its answer. A redirect shows
//! nothing and a `HEAD` carries nothing, so what was looked at for them leaves no row in the access
//! log (decision 0018).

use std::cell::RefCell;

use store::audit::AuditEntry;

use crate::{App, access_log::Action, error::AppError};

tokio::task_local! {
    static LOOKED: RefCell<Vec<AuditEntry>>;
}

/// The rows of the access log about what a request has looked at. Whoever answers keeps them, or
/// drops them because nothing was shown.
#[must_use = "what was shown must stand in the log"]
pub struct Looked(Vec<AuditEntry>);

impl std::fmt::Debug for Looked {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Looked")
    }
}

/// Answers a request, and holds back the rows about what it looks at.
pub async fn looked_at<F: Future>(answer: F) -> (F::Output, Looked) {
    LOOKED
        .scope(RefCell::default(), async {
            let answer = answer.await;
            let looked = LOOKED.with(RefCell::take);
            (answer, Looked(looked))
        })
        .await
}

/// Whether an act is only a look, whose row depends on whether something was shown.
fn is_a_look(action: Action) -> bool {
    matches!(action, Action::View | Action::Export | Action::Review)
}

/// Holds back a row about a look within [`looked_at`]; hands it back where there is nothing to hold
/// it.
pub(crate) fn held_back(action: Action, entry: AuditEntry) -> Option<AuditEntry> {
    if !is_a_look(action) {
        return Some(entry);
    }
    let mut entry = Some(entry);
    // Outside a request there is nothing to wait for.
    let _ = LOOKED.try_with(|looked| looked.borrow_mut().extend(entry.take()));
    entry
}

impl App {
    /// Writes the rows about what was shown. Ends when they wait to be written.
    ///
    /// # Errors
    /// When the log takes no more.
    pub async fn was_shown(&self, looked: Looked) -> Result<(), AppError> {
        for entry in looked.0 {
            self.note_entry(entry).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{AuditEntry, held_back, looked_at};
    use crate::Action;

    fn entry(detail: &str) -> AuditEntry {
        AuditEntry {
            at: String::new(),
            actor: String::new(),
            unit: String::new(),
            action: String::new(),
            case_key: None,
            patient_ref: None,
            detail: detail.to_owned(),
        }
    }

    #[tokio::test]
    async fn only_looks_wait_for_what_becomes_of_the_answer() {
        assert!(held_back(Action::View, entry("outside")).is_some());
        let ((), looked) = looked_at(async {
            for action in [Action::View, Action::Export, Action::Review] {
                assert!(held_back(action, entry("look")).is_none());
            }
            for action in [
                Action::Search,
                Action::Change,
                Action::Disclose,
                Action::Deny,
                Action::Emergency,
                Action::Print,
                Action::Administer,
            ] {
                assert!(held_back(action, entry("act")).is_some(), "{action:?}");
            }
        })
        .await;
        assert_eq!(looked.0.len(), 3);
    }
}
