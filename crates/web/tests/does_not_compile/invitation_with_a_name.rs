//! A name is put into the invitation to Migrationsverket.

use disclosure::views::DeidentifiedInvitation;

fn named(invitation: DeidentifiedInvitation) -> DeidentifiedInvitation {
    DeidentifiedInvitation { name: "Amina".to_owned(), ..invitation }
}

fn main() {}
