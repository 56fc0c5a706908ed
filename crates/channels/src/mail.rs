//! The one message that goes by e-mail: the de-identified invitation to Migrationsverket (V6A.6),
//! and exactly the headers it carries. What else shall go by e-mail becomes [`Mailable`] here.
//!
//! A header that a library adds on its own is a leak that nobody decided on. The whole list of
//! headers is therefore here, and a test compares the bytes on the wire with it. No header contains
//! a host name, user, program or case.

use std::time::SystemTime;

use disclosure::{
    Disclosed,
    audience::{Audience, MigrationAgency},
    views::DeidentifiedInvitation,
};
use jiff::{Timestamp, Unit};
use lettre::{
    Address, Message,
    message::{Body, Mailbox, header::ContentTransferEncoding, header::ContentType},
};
use thiserror::Error;

/// The only domain that mail is sent to, so that a mistyped mailbox does not become a disclosure.
const MIGRATION_AGENCY: &str = "migrationsverket.se";

mod sealed {
    /// Only this module can implement [`super::Mailable`].
    pub trait Sealed {}
}

/// A view that may be mailed, and to whom.
pub trait Mailable: sealed::Sealed {
    /// Whom it may be mailed to.
    type To: Audience;

    /// The header of that name.
    fn subject(&self) -> String;

    /// The whole body.
    fn text(&self) -> String;
}

impl sealed::Sealed for DeidentifiedInvitation {}

impl Mailable for DeidentifiedInvitation {
    type To = MigrationAgency;

    fn subject(&self) -> String {
        self.subject()
    }

    fn text(&self) -> String {
        self.text()
    }
}

/// Why an address or a message cannot be used. It contains no address and no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MailError {
    /// The text is no e-mail address.
    #[error("not an e-mail address")]
    NotAnAddress,
    /// An address of somebody else than whom the mail is for.
    #[error("the mailbox is not the recipient's")]
    NotTheirMailbox,
    /// A message that cannot be put together.
    #[error("the message cannot be written")]
    Unwritable,
}

/// Sender and reply address. The recipient sees both, so they must name neither a ward nor a
/// person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addresses {
    from: Address,
    reply_to: Option<Address>,
}

impl Addresses {
    /// Parses the sender's address and, when it differs, the address for replies.
    ///
    /// # Errors
    /// [`MailError::NotAnAddress`].
    pub fn parse(from: &str, reply_to: Option<&str>) -> Result<Self, MailError> {
        Ok(Self {
            from: address(from)?,
            reply_to: reply_to.map(address).transpose()?,
        })
    }

    /// The sender's address.
    pub(crate) fn from(&self) -> &Address {
        &self.from
    }
}

/// A mailbox, and the name of the audience whose it is: nothing that is for another is sent there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    audience: &'static str,
    address: Address,
}

impl Recipient {
    /// Parses the address of a mailbox.
    ///
    /// # Errors
    /// When it is no address, or not one of Migrationsverket's.
    pub fn migration_agency(mailbox: &str) -> Result<Self, MailError> {
        let address = address(mailbox)?;
        if address.domain().eq_ignore_ascii_case(MIGRATION_AGENCY) {
            Ok(Self {
                audience: MigrationAgency::NAME,
                address,
            })
        } else {
            Err(MailError::NotTheirMailbox)
        }
    }

    pub(crate) fn address(&self) -> &Address {
        &self.address
    }
}

fn address(text: &str) -> Result<Address, MailError> {
    let address: Address = text.trim().parse().map_err(|_| MailError::NotAnAddress)?;
    // Not every server accepts an address that needs SMTPUTF8.
    if text.is_ascii() {
        Ok(address)
    } else {
        Err(MailError::NotAnAddress)
    }
}

/// The message as it goes over the wire, without its end mark.
///
/// `reference` becomes the Message-ID and is the same at every attempt, so that a recipient who
/// gets the message twice can tell. It must not be derived from the case. `at` is written to the
/// minute.
///
/// # Errors
/// [`MailError::NotTheirMailbox`], or [`MailError::Unwritable`]; no view that the guard makes is known
/// to cause the latter.
pub(crate) fn message<M: Mailable>(
    mail: &Disclosed<M::To, M>,
    recipient: &Recipient,
    addresses: &Addresses,
    reference: &str,
    at: Timestamp,
) -> Result<Vec<u8>, MailError> {
    if recipient.audience != M::To::NAME {
        return Err(MailError::NotTheirMailbox);
    }
    let view = mail.view();
    let unwritable = |_| MailError::Unwritable;
    let body = Body::new_with_encoding(view.text(), ContentTransferEncoding::QuotedPrintable)
        .map_err(|_| MailError::Unwritable)?;
    let date = at.round(Unit::Minute).unwrap_or(at);
    let mut builder = Message::builder()
        .date(SystemTime::from(date))
        .from(Mailbox::new(None, addresses.from.clone()));
    if let Some(reply_to) = &addresses.reply_to {
        builder = builder.reply_to(Mailbox::new(None, reply_to.clone()));
    }
    if vocabulary::leak::seeded("mail-headers") {
        builder = builder.user_agent("Vardbron".to_owned());
    }
    let message = builder
        .to(Mailbox::new(None, recipient.address.clone()))
        .message_id(Some(format!("<{reference}@{}>", addresses.from.domain())))
        .subject(view.subject())
        .header(lettre::message::header::MIME_VERSION_1_0)
        .header(ContentType::TEXT_PLAIN)
        .body(body)
        .map_err(unwritable)?;
    let mut bytes = message.formatted();
    // The end mark of the transfer includes the last line break.
    while bytes.ends_with(b"\r\n") {
        bytes.truncate(bytes.len() - 2);
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_mailbox_of_migrationsverket_is_a_recipient() {
        let read = Recipient::migration_agency;
        assert!(read("vanersborg@migrationsverket.se").is_ok());
        for other in [
            "handlaggare@trollhattan.example",
            "vanersborg@migrationsverket.se.example",
            "vanersborg@minmigrationsverket.se",
        ] {
            assert_eq!(read(other), Err(MailError::NotTheirMailbox), "{other}");
        }
        for none in [
            "",
            "migrationsverket.se",
            "a@b@migrationsverket.se",
            "å@migrationsverket.se",
        ] {
            assert_eq!(read(none), Err(MailError::NotAnAddress), "{none}");
        }
    }
}
