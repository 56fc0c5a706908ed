//! The whole case is put where the invitation without a name belongs.

use disclosure::{Disclosed, audience::MigrationAgency, views::{CaseView, DeidentifiedInvitation}};

fn mail(_: Disclosed<MigrationAgency, DeidentifiedInvitation>) {}

fn mistaken(case: Disclosed<MigrationAgency, CaseView>) {
    mail(case);
}

fn main() {}
