//! Contacts outside the product.

use std::sync::Arc;

use vocabulary::audience::ContactWith;

use crate::case::{Case, Contact};

pub(super) fn recorded(case: &mut Case, contact: Contact) {
    let with = contact.with;
    case.contacts.push(Arc::new(contact));
    debug_assert!(
        with != ContactWith::MigrationAgency || case.migration_agency_may_know(),
        "decide lets no contact with Migrationsverket past a protected group"
    );
}
