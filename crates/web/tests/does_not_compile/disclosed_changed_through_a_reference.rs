//! A view is changed through the reference that shows it.

use disclosure::{Disclosed, audience::MigrationAgency, views::DeidentifiedInvitation};

fn added(invitation: &mut Disclosed<MigrationAgency, DeidentifiedInvitation>) {
    invitation.view().meeting_point = Some("Avdelning 43".to_owned());
}

fn main() {}
