//! Something is written into a view after the guard has decided.

use disclosure::{Disclosed, audience::MigrationAgency, views::DeidentifiedInvitation};

fn added(mut invitation: Disclosed<MigrationAgency, DeidentifiedInvitation>) {
    invitation.view.meeting_point = Some("Avdelning 43".to_owned());
}

fn main() {}
