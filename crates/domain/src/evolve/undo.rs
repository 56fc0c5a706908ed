//! The value that a change replaced, and how undo restores it.

use super::stamped;
use crate::{
    case::{Case, Stamped},
    event::{Entry, Former, Person, Replaced},
};

/// The current value that an event will replace, kept so that its author may undo the change.
pub(super) fn former(case: &Case, replaced: Replaced) -> Former {
    match replaced {
        Replaced::Residence => Former::Residence(value_of(case.residence.as_ref())),
        Replaced::Needs => Former::Needs(case.needs.clone()),
        Replaced::Interpreter => Former::Interpreter(value_of(case.interpreter.as_ref())),
        Replaced::Institution => Former::Institution(value_of(case.institution.as_ref())),
        Replaced::Transport => Former::Transport(value_of(case.transport.as_ref())),
        Replaced::FollowUp => Former::FollowUp(value_of(case.sip.follow_up.as_ref())),
        Replaced::ReadyForDischarge => {
            Former::ReadyForDischarge(value_of(case.ready_for_discharge.as_ref()))
        }
        Replaced::Person => Former::Person(Person::clone(&case.person)),
    }
}

fn value_of<T: Clone>(stamped: Option<&Stamped<T>>) -> Option<T> {
    stamped.map(|stamped| stamped.value.clone())
}

/// Restores the value from before a change.
pub(super) fn restore(case: &mut Case, former: &Former, entry: &Entry) {
    fn stamp<T: Clone>(entry: &Entry, value: Option<&T>) -> Option<Stamped<T>> {
        value.map(|value| stamped(entry, value))
    }
    match former {
        Former::Residence(value) => case.residence = stamp(entry, value.as_ref()),
        Former::Needs(value) => case.needs = value.clone(),
        Former::Interpreter(value) => case.interpreter = stamp(entry, value.as_ref()),
        Former::Institution(value) => case.institution = stamp(entry, value.as_ref()),
        Former::Transport(value) => case.transport = stamp(entry, value.as_ref()),
        Former::FollowUp(value) => {
            case.sip.follow_up = stamp(entry, value.as_ref());
            // The municipality sees the void follow-up again, as it would see a valid one.
            if case.sip.follow_up.is_none() {
                let void = case.sip.void_follow_up.take();
                case.sip.void_follow_up = stamp(entry, void.as_ref().map(|void| &void.value));
            }
        }
        Former::ReadyForDischarge(value) => {
            case.ready_for_discharge = stamp(entry, value.as_ref());
        }
        Former::Person(value) => case.person = value.clone().into(),
    }
}
