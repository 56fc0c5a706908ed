//! E-mail: its command-line options, and the worker that claims and sends. Without the address of a
//! server nothing is sent; queued mail waits until somebody sends it by hand.

use std::{path::PathBuf, time::Duration};

use app::{App, ClaimedMail, Mail, SendResult};
use channels::{
    Addresses, MailError, Recipient, SendError, Smtp, SmtpSettings,
    smtp::{Password, SmtpSettingsError},
};
use clap::Args;
use jiff::SignedDuration;
use tokio::sync::watch;
use vocabulary::audience::Audience;

use crate::{command::Failure, owners};

/// How often the worker looks for something to send.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// After this time the worker of a claimed mail counts as lost: longer than any dialogue with a
/// server may last (`channels::smtp`).
const LOST_AFTER: SignedDuration = SignedDuration::from_mins(30);
/// How long the worker may take to finish its dialogue when the server is told to stop. Mail that
/// is cut off then becomes uncertain, and a person decides.
const LAST_WORDS: Duration = Duration::from_secs(30);

/// How e-mail is sent; nothing is sent when no server is given.
#[derive(Debug, Args)]
pub(crate) struct MailOptions {
    /// The e-mail server: smtps://USER@HOST, smtp://USER@HOST (STARTTLS) or smtp+clear://localhost.
    #[arg(
        long,
        value_name = "URL",
        env = "VARDBRON_SMTP",
        requires = "mail_from"
    )]
    smtp: Option<String>,
    /// File whose first line is the password of the e-mail server's user. Nobody but its owner may
    /// be able to read it.
    #[arg(long, value_name = "FILE", env = "VARDBRON_SMTP_PASSWORD_FILE")]
    smtp_password_file: Option<PathBuf>,
    /// Certificate (PEM) to trust in addition to the machine's own, for an e-mail server within the
    /// region.
    #[arg(long, value_name = "FILE", env = "VARDBRON_SMTP_CA")]
    smtp_ca: Option<PathBuf>,
    /// The sender's address. Migrationsverket sees it, so it must name no ward and no person.
    #[arg(long, value_name = "ADDRESS", env = "VARDBRON_MAIL_FROM")]
    mail_from: Option<String>,
    /// Address for replies, when it is not the sender's. It must name no ward and no person.
    #[arg(long, value_name = "ADDRESS", env = "VARDBRON_MAIL_REPLY_TO")]
    mail_reply_to: Option<String>,
}

impl MailOptions {
    /// The client of the e-mail server; none when no server is given. A demonstration may send to
    /// this machine only, because its cases are invented but its recipients are real.
    pub(crate) fn smtp(&self, demo: bool) -> Result<Option<Smtp>, Failure> {
        let (Some(url), Some(from)) = (&self.smtp, &self.mail_from) else {
            return Ok(None);
        };
        let addresses = Addresses::parse(from, self.mail_reply_to.as_deref())
            .map_err(|error| Failure::of("--mail-from, --mail-reply-to", &error))?;
        let read = |file: &PathBuf| {
            std::fs::read(file).map_err(|error| Failure::of(&file.display().to_string(), &error))
        };
        let secret = |file: &PathBuf| {
            owners::read(file).map_err(|error| Failure::of(&file.display().to_string(), &error))
        };
        let password = self.smtp_password_file.as_ref().map(secret).transpose()?;
        let password =
            password.map(|text| Password::new(text.lines().next().unwrap_or_default().to_owned()));
        let authority = self.smtp_ca.as_ref().map(read).transpose()?;
        let settings = SmtpSettings::read(url, password, addresses, authority.as_deref())
            .map_err(|error: SmtpSettingsError| Failure::of("--smtp", &error))?;
        if demo && !settings.is_on_this_machine() {
            return Err(Failure::said(
                "A store with demo data sends e-mail to a server on this machine only.",
            ));
        }
        Ok(Some(Smtp::new(settings)))
    }
}

/// The running worker.
pub(crate) struct Sender {
    stop: watch::Sender<bool>,
    worker: tokio::task::JoinHandle<()>,
}

impl Sender {
    pub(crate) fn start(app: App, smtp: Option<Smtp>) -> Self {
        let (stop, stopped) = watch::channel(false);
        let worker = tokio::spawn(run(app, smtp, stopped));
        Self { stop, worker }
    }

    /// Lets the worker finish its dialogue with the server, then stops it.
    pub(crate) async fn stop(mut self) {
        // Sending fails when the worker has already ended.
        let _ = self.stop.send(true);
        if tokio::time::timeout(LAST_WORDS, &mut self.worker)
            .await
            .is_err()
        {
            tracing::warn!("a mail was being sent when the server stopped");
            self.worker.abort();
        }
    }
}

async fn run(app: App, smtp: Option<Smtp>, mut stopped: watch::Receiver<bool>) {
    loop {
        if let Err(error) = look(&app, smtp.as_ref(), &stopped).await {
            tracing::error!(%error, "the outbox could not be worked through");
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK_EVERY) => {}
            _ = stopped.changed() => return,
        }
        if *stopped.borrow() {
            return;
        }
    }
}

/// Gives up what was lost, and sends all that may be sent now, one at a time.
async fn look(
    app: &App,
    smtp: Option<&Smtp>,
    stopped: &watch::Receiver<bool>,
) -> Result<(), app::AppError> {
    let long_ago = app.now().saturating_sub(LOST_AFTER).unwrap_or_default();
    let lost = app.give_up_mail_claimed_before(long_ago).await?;
    if lost > 0 {
        tracing::error!(lost, "it is not known whether mails were sent");
    }
    let Some(smtp) = smtp else { return Ok(()) };
    for (to, mailbox) in app.mailboxes().await? {
        match recipient(to, &mailbox) {
            Ok(recipient) => send_all(app, smtp, (to, &recipient), stopped).await?,
            Err(error) => {
                tracing::error!(%error, "the directory of contacts names no mailbox to send to");
            }
        }
    }
    Ok(())
}

/// The address to send to, if mail may go to this audience at all.
fn recipient(to: Audience, mailbox: &str) -> Result<Recipient, MailError> {
    match to {
        Audience::MigrationAgency => Recipient::migration_agency(mailbox),
        Audience::SocialServices
        | Audience::MunicipalRehab
        | Audience::InterpreterAgency
        | Audience::Institution
        | Audience::Pharmacy
        | Audience::PatientTransport
        | Audience::DeviceSupply
        | Audience::MunicipalManager
        | Audience::Patient
        | Audience::Kin
        | Audience::HeadOffice => Err(MailError::NotTheirMailbox),
    }
}

/// Sends all that may be sent to one recipient now.
async fn send_all(
    app: &App,
    smtp: &Smtp,
    (to, recipient): (Audience, &Recipient),
    stopped: &watch::Receiver<bool>,
) -> Result<(), app::AppError> {
    while !*stopped.borrow() {
        let Some(decided) = app.decide_mail(to).await? else {
            return Ok(());
        };
        // If something has changed since, the mail is decided again at the next look.
        let Some(mail) = app.claim_mail(decided).await? else {
            return Ok(());
        };
        let result = match send(smtp, &mail, recipient).await {
            Ok(()) => SendResult::Sent,
            Err(SendError::Later(code)) => SendResult::Later(code),
            Err(SendError::Refused(code)) => SendResult::Refused(code),
            Err(SendError::Unknown(code)) => SendResult::Unknown(code),
        };
        if result != SendResult::Sent {
            tracing::warn!(?result, "a mail was not sent");
        }
        app.settle_mail(&mail, &result).await?;
    }
    Ok(())
}

/// Hands what was claimed to the one way that `channels` has for it.
async fn send(smtp: &Smtp, mail: &ClaimedMail, recipient: &Recipient) -> Result<(), SendError> {
    match &mail.message {
        Mail::Invitation(invitation) => {
            let (reference, at) = (&mail.reference, mail.at);
            smtp.send(invitation, recipient, reference, at).await
        }
    }
}
