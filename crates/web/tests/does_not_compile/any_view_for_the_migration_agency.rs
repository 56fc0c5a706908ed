//! What a unit may see is mailed to Migrationsverket.

use disclosure::{Disclosed, audience::{MigrationAgency, RegionalCare}, views::DeidentifiedInvitation};

fn mail(_: Disclosed<MigrationAgency, DeidentifiedInvitation>) {}

fn mistaken(seen: Disclosed<RegionalCare, DeidentifiedInvitation>) {
    mail(seen);
}

fn main() {}
