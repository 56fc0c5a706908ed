//! A view that no decision stands behind is mailed to Migrationsverket.

use disclosure::{Disclosed, audience::MigrationAgency, views::DeidentifiedInvitation};

fn mail(_: Disclosed<MigrationAgency, DeidentifiedInvitation>) {}

fn mistaken(invitation: DeidentifiedInvitation) {
    mail(invitation);
}

fn main() {}
