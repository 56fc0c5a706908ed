//! The numbers and words by which a case is found.

use domain::Case;
use store::{Statement, identifiers, search};
use vocabulary::{
    choice::Choice as _,
    identifier::Identifier,
    search::{CLOSED, CaseNumber, number_term, terms as terms_of},
    unit::UnitCard,
};

use super::Change;
use crate::effects::Register;

/// What an event adds to or removes from the index.
pub(super) fn of(change: &Change<'_>, register: Register<'_>) -> Vec<Statement> {
    let (key, case) = (&change.after.key, &change.after.case);
    match register {
        Register::Opened(known, sip_number) => {
            let mut statements: Vec<Statement> = known
                .iter()
                .map(|identifier| number(key, identifier))
                .collect();
            statements.push(identifiers::add(&sip_number.shown(), SIP_NUMBER, key));
            statements
        }
        Register::Renumbered => renumbered(key, case),
        Register::Consented => {
            let agreed = change.before.is_some_and(|before| agrees(&before.case));
            if agreed == agrees(case) {
                return Vec::new();
            }
            renumbered(key, case)
        }
        Register::NumberAdded(identifier) => {
            let mut statements = vec![number(key, identifier)];
            statements.extend(Some(agree(key, identifier)).filter(|_| agrees(case)));
            statements
        }
        Register::UnitJoined(unit) if unit.kind.is_placeholder() => Vec::new(),
        Register::UnitJoined(unit) => terms(key, case, unit),
        Register::UnitLeft(unit) => vec![search::remove(key, unit.as_str())],
        Register::Renamed => renamed(key, case),
        Register::Closed | Register::Reopened => {
            let mut statements = renamed(key, case);
            statements.extend(renumbered(key, case));
            statements
        }
        Register::Asked(..)
        | Register::Answered(..)
        | Register::Withdrawn(_)
        | Register::Unchanged => Vec::new(),
    }
}

fn renumbered(key: &str, case: &Case) -> Vec<Statement> {
    let mut statements = vec![identifiers::remove_case(key)];
    statements.extend(numbers(key, case));
    statements
}

/// Whether another unit's case of the patient may be told of this one, as far as this one says. The guard
/// decides when it is read.
fn agrees(case: &Case) -> bool {
    case.is_open() && case.has_consented()
}

fn renamed(key: &str, case: &Case) -> Vec<Statement> {
    let mut statements = vec![search::remove_case(key)];
    statements.extend(terms_of_parties(key, case));
    statements
}

/// Used only by the leak that is seeded on purpose; no other file of this crate can read a name.
pub(super) fn leaked_name(case: &Case) -> String {
    case.person.name.reveal().clone()
}

/// The kind under which the store keeps a SIP number among a case's numbers.
const SIP_NUMBER: &str = "sip_number";

/// All numbers by which a case is found.
pub(crate) fn numbers(key: &str, case: &Case) -> Vec<Statement> {
    let mut statements: Vec<Statement> = case
        .identifiers
        .iter()
        .map(|known| number(key, &known.identifier))
        .collect();
    statements.push(identifiers::add(&case.sip.number.shown(), SIP_NUMBER, key));
    if agrees(case) {
        let known = case.identifiers.iter();
        statements.extend(known.map(|known| agree(key, &known.identifier)));
    }
    statements
}

/// The words by which each party finds a case.
pub(crate) fn terms_of_parties(key: &str, case: &Case) -> Vec<Statement> {
    let parties = case
        .parties
        .values()
        .filter(|party| !party.unit.kind.is_placeholder());
    parties
        .flat_map(|party| terms(key, case, &party.unit))
        .collect()
}

fn number(key: &str, identifier: &Identifier) -> Statement {
    identifiers::add(identifier.stored(), identifier.kind().code(), key)
}

fn agree(key: &str, identifier: &Identifier) -> Statement {
    identifiers::agree(identifier.stored(), identifier.kind().code(), key)
}

fn terms(key: &str, case: &Case, unit: &UnitCard) -> Vec<Statement> {
    let person = &case.person;
    let terms = terms_of(person.name.reveal(), person.birth_date, case.id).into_iter();
    let closed = (!case.is_open()).then(|| CLOSED.to_owned());
    // By the number of a case that it is linked with, so that both are found. A municipality does not learn
    // that there is another.
    let related = case.related.iter();
    let related = related.filter(|_| unit.kind.is_regional_care());
    let related = related.map(|other| number_term(&CaseNumber::of(other.case)));
    terms
        .chain(related)
        .chain(closed)
        .map(|term| search::add(unit.hsa_id.as_str(), &term, key))
        .collect()
}
