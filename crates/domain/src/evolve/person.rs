//! The person's identity numbers: the latest one is in use.

use vocabulary::identifier::Identifier;

use crate::{
    case::{Case, KnownIdentifier},
    event::Entry,
};

pub(super) fn take_into_use(case: &mut Case, identifier: &Identifier, entry: &Entry) {
    case.identifiers
        .retain(|known| known.identifier != *identifier);
    for known in case.identifiers.iter_mut() {
        known.in_use = false;
    }
    case.identifiers.push(KnownIdentifier {
        identifier: identifier.clone(),
        since: entry.at,
        seen_by: entry.by.name.clone(),
        in_use: true,
    });
}
