//! The status of a step of the guidance.

use crate::choice;

choice! {
    /// The status of a step (domain.md, A step).
    pub enum StepStatus {
        /// To be done.
        Todo = "todo", "Att göra";
        /// Some of it is done.
        Started = "started", "Pågår";
        /// Waiting for somebody else.
        Waiting = "waiting", "Väntar";
        /// The facts of the case show that it is done.
        Done = "done", "Klart";
        /// It does not apply; the step states the reason.
        NotApplicable = "not_applicable", "Inte aktuellt";
    }
}
