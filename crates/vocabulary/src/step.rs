//! A step of the guidance as seen from outside: its id and where it stands.

use crate::choice;

choice! {
    /// Where a step stands (domain.md, A step).
    pub enum StepStatus {
        /// To be done.
        Todo = "todo", "Att göra";
        /// Some of it is done.
        Started = "started", "Pågår";
        /// Waiting for somebody else.
        Waiting = "waiting", "Väntar";
        /// The facts of the case say it is done.
        Done = "done", "Klart";
        /// It does not apply, with a reason.
        NotApplicable = "not_applicable", "Inte aktuellt";
    }
}
