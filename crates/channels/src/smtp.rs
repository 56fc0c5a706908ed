//! The dialogue with the e-mail server: connection, encryption, log-in, one message, and what is
//! known of it afterwards.
//!
//! SMTP cannot guarantee that a message is delivered exactly once. The turning point is the
//! server's permission to send the content (354). A failure before it can be tried again. When the
//! connection breaks after it, the outcome is *unknown*, because the server may have accepted the
//! message. If the server answers the content, its answer is final: a refused message was not
//! accepted.

mod settings;

use std::{future::Future, time::Duration};

use disclosure::Disclosed;
use jiff::Timestamp;
use lettre::transport::smtp::{
    Error,
    authentication::{Credentials, Mechanism},
    client::AsyncSmtpConnection,
    commands::{Data, Mail, Rcpt},
    extension::ClientId,
};
use thiserror::Error as ThisError;

use crate::mail::{self, MailError, Mailable, Recipient};
pub use settings::{Encryption, Password, SmtpSettings, SmtpSettingsError};

/// How long to wait for the server before the content is sent (RFC 5321 4.5.3.2 asks for minutes; a
/// shorter time only costs another attempt).
const PATIENCE: Duration = Duration::from_mins(1);
/// How long to wait for the server's answer to the content (RFC 5321 4.5.3.2.6). Giving up earlier
/// makes an accepted message look lost.
const PATIENCE_WITH_CONTENT: Duration = Duration::from_mins(10);

/// Why a message was not sent, or may not have been. The code is `550`, `timeout` or similar, never
/// the server's text.
#[derive(Debug, Clone, PartialEq, Eq, ThisError)]
pub enum SendError {
    /// The server accepted nothing, so it can be tried again.
    #[error("not sent now: {0}")]
    Later(String),
    /// The server refuses this message permanently.
    #[error("refused: {0}")]
    Refused(String),
    /// The connection broke while the content was being sent, so the server may have accepted it.
    #[error("unknown: {0}")]
    Unknown(String),
}

/// A client of an e-mail server.
#[derive(Debug, Clone)]
pub struct Smtp {
    settings: SmtpSettings,
    patience: Duration,
    patience_with_content: Duration,
}

impl Smtp {
    /// A client with these settings and the default waiting times.
    #[must_use]
    pub fn new(settings: SmtpSettings) -> Self {
        Self {
            settings,
            patience: PATIENCE,
            patience_with_content: PATIENCE_WITH_CONTENT,
        }
    }

    /// The client with other waiting times, for tests and for servers that are known to be slow.
    #[must_use]
    pub fn with_patience(self, before_content: Duration, with_content: Duration) -> Self {
        Self {
            patience: before_content,
            patience_with_content: with_content,
            ..self
        }
    }

    /// Sends a mail to the mailbox of whom it is for. Its Message-ID is made of `reference`, its date
    /// of `at`.
    ///
    /// # Errors
    /// What is known of a message that was not accepted, or may have been.
    pub async fn send<M: Mailable>(
        &self,
        view: &Disclosed<M::To, M>,
        recipient: &Recipient,
        reference: &str,
        at: Timestamp,
    ) -> Result<(), SendError> {
        let settings = &self.settings;
        let content = mail::message(view, recipient, &settings.addresses, reference, at)
            .map_err(|_: MailError| SendError::Refused("unwritable".to_owned()))?;
        let mut talk = self.open().await?;
        let from = settings.addresses.from().clone();
        let to = recipient.address().clone();
        for command in [
            Mail::new(Some(from), Vec::new()).to_string(),
            Rcpt::new(to, Vec::new()).to_string(),
            Data.to_string(),
        ] {
            let said = self.before_content(talk.command(command)).await?;
            said.map_err(|error| no(&error))?;
        }
        let said = tokio::time::timeout(self.patience_with_content, talk.message(&content)).await;
        let answer = said.map_err(|_| SendError::Unknown("timeout".to_owned()))?;
        answer.map_err(|error| {
            if error.status().is_some() {
                no(&error)
            } else {
                SendError::Unknown("connection".to_owned())
            }
        })?;
        // The message is accepted, whether or not QUIT succeeds.
        let _ = tokio::time::timeout(self.patience, talk.quit()).await;
        Ok(())
    }

    /// Connects, encrypts and logs in. A failure here says nothing about the message.
    async fn open(&self) -> Result<AsyncSmtpConnection, SendError> {
        let settings = &self.settings;
        let hello = if vocabulary::leak::seeded("host-name") {
            ClientId::default()
        } else {
            ClientId::Domain(settings.addresses.from().domain().to_owned())
        };
        let tls = settings.tls().map_err(|error| later("tls", &error))?;
        let (at_once, upgrade) = match settings.encryption {
            Encryption::Implicit => (Some(tls), None),
            Encryption::StartTls => (None, Some(tls)),
            Encryption::None => (None, None),
        };
        let connecting = AsyncSmtpConnection::connect_tokio1(
            (settings.host.as_str(), settings.port),
            Some(self.patience),
            &hello,
            at_once,
            None,
        );
        let connected = self.before_content(connecting).await?;
        let mut talk = connected.map_err(|error| later("connection", &error))?;
        if let Some(tls) = upgrade {
            let upgraded = self.before_content(talk.starttls(tls, &hello)).await?;
            upgraded.map_err(|error| later("tls", &error))?;
        }
        if let Some((user, password)) = &settings.log_in {
            let credentials = Credentials::new(user.clone(), password.for_the_server().to_owned());
            let logged_in = talk.auth(&[Mechanism::Plain, Mechanism::Login], &credentials);
            let logged_in = self.before_content(logged_in).await?;
            logged_in.map_err(|error| later("log-in", &error))?;
        }
        Ok(talk)
    }

    async fn before_content<T>(
        &self,
        asked: impl Future<Output = Result<T, Error>>,
    ) -> Result<Result<T, Error>, SendError> {
        tokio::time::timeout(self.patience, asked)
            .await
            .map_err(|_| SendError::Later("timeout".to_owned()))
    }
}

/// The server's refusal: 4xx is temporary, 5xx is permanent.
fn no(error: &Error) -> SendError {
    let code = code_of(error, "connection");
    if error.is_permanent() {
        SendError::Refused(code)
    } else {
        SendError::Later(code)
    }
}

fn later(what: &str, error: &Error) -> SendError {
    let what = if error.is_tls() { "tls" } else { what };
    SendError::Later(code_of(error, what))
}

fn code_of(error: &Error, otherwise: &str) -> String {
    if vocabulary::leak::seeded("outbox-fault") {
        return format!("{error:?}");
    }
    error.status().map_or_else(
        || otherwise.to_owned(),
        |code| match otherwise {
            "connection" => code.to_string(),
            _ => format!("{otherwise} {code}"),
        },
    )
}
