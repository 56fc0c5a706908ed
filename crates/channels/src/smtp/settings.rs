//! Where the e-mail server is and how it is spoken to, read from one address:
//! `smtps://USER@HOST:PORT` (encrypted from the start), `smtp://…` (must be encrypted by STARTTLS
//! before anything is said) and `smtp+clear://…` (not encrypted, this machine only).

use std::net::IpAddr;

use lettre::transport::smtp::{
    Error,
    client::{Certificate, TlsParameters},
};
use thiserror::Error as ThisError;

use crate::mail::Addresses;

/// A password. It has no `Debug` or `Display` that shows it.
#[derive(Clone)]
pub struct Password(String);

impl Password {
    /// Keeps a password.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(text)
    }

    pub(super) fn for_the_server(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Password")
    }
}

/// When the connection is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encryption {
    /// From the first byte.
    Implicit,
    /// By STARTTLS before anything else is sent; a server without STARTTLS is not used.
    StartTls,
    /// Never; allowed to this machine only.
    None,
}

/// What is wrong with the settings, in words for the operator.
#[derive(Debug, Clone, PartialEq, Eq, ThisError)]
pub enum SmtpSettingsError {
    /// The address cannot be read.
    #[error("the e-mail server's address must be smtp://, smtps:// or smtp+clear://, with a host")]
    Address,
    /// The address contains a password.
    #[error("the e-mail server's address must not hold a password: use the password file")]
    PasswordInAddress,
    /// A user without password, or a password without user.
    #[error("a user of the e-mail server needs a password, and a password a user")]
    HalfLogIn,
    /// The connection to another machine would be unencrypted.
    #[error("smtp+clear:// is for an e-mail server on this machine only")]
    ClearToAnother,
    /// The certificate cannot be read.
    #[error("the e-mail server's certificate file cannot be read as PEM")]
    Certificate,
}

/// How to reach the e-mail server.
#[derive(Debug, Clone)]
pub struct SmtpSettings {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) encryption: Encryption,
    pub(super) log_in: Option<(String, Password)>,
    pub(super) addresses: Addresses,
    pub(super) authority: Option<Certificate>,
}

impl SmtpSettings {
    /// Reads the address of the server; `authority` is a PEM certificate that is trusted in
    /// addition to the machine's own.
    ///
    /// # Errors
    /// What is wrong with the settings.
    pub fn read(
        url: &str,
        password: Option<Password>,
        addresses: Addresses,
        authority: Option<&[u8]>,
    ) -> Result<Self, SmtpSettingsError> {
        let (scheme, rest) = url.split_once("://").ok_or(SmtpSettingsError::Address)?;
        let (encryption, usual_port) = match scheme {
            "smtps" => (Encryption::Implicit, 465),
            "smtp" => (Encryption::StartTls, 587),
            "smtp+clear" => (Encryption::None, 25),
            _ => return Err(SmtpSettingsError::Address),
        };
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (user, place) = match rest.rsplit_once('@') {
            Some((user, place)) => (Some(user.replace("%40", "@")), place),
            None => (None, rest),
        };
        if user.as_ref().is_some_and(|user| user.contains(':')) {
            return Err(SmtpSettingsError::PasswordInAddress);
        }
        let (host, port) = host_and_port(place, usual_port).ok_or(SmtpSettingsError::Address)?;
        if encryption == Encryption::None && !on_this_machine(&host) {
            return Err(SmtpSettingsError::ClearToAnother);
        }
        let log_in = match (user, password) {
            (Some(user), Some(password)) => Some((user, password)),
            (None, None) => None,
            (Some(_), None) | (None, Some(_)) => return Err(SmtpSettingsError::HalfLogIn),
        };
        let authority = authority
            .map(Certificate::from_pem)
            .transpose()
            .map_err(|_| SmtpSettingsError::Certificate)?;
        Ok(Self {
            host,
            port,
            encryption,
            log_in,
            addresses,
            authority,
        })
    }

    /// Whether the server runs on this machine.
    #[must_use]
    pub fn is_on_this_machine(&self) -> bool {
        on_this_machine(&self.host)
    }

    pub(super) fn tls(&self) -> Result<TlsParameters, Error> {
        let mut builder = TlsParameters::builder(self.host.clone());
        if let Some(authority) = &self.authority {
            builder = builder.add_root_certificate(authority.clone());
        }
        builder.build()
    }
}

fn host_and_port(place: &str, usual_port: u16) -> Option<(String, u16)> {
    // An IPv6 address is written in brackets.
    let (host, port) = match place
        .strip_prefix('[')
        .and_then(|rest| rest.split_once(']'))
    {
        Some((host, port)) => (host, port.strip_prefix(':')),
        None => match place.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (place, None),
        },
    };
    let port = port.map_or(Some(usual_port), |port| port.parse().ok())?;
    let plain = |letter: char| letter.is_ascii_alphanumeric() || ".-:".contains(letter);
    (!host.is_empty() && host.chars().all(plain)).then(|| (host.to_owned(), port))
}

fn on_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(url: &str, password: Option<&str>) -> Result<SmtpSettings, SmtpSettingsError> {
        let addresses = Addresses::parse("sip@region.example", None).unwrap();
        let password = password.map(|text| Password::new(text.to_owned()));
        SmtpSettings::read(url, password, addresses, None)
    }

    #[test]
    fn the_address_says_where_and_how_and_who() {
        let found = read("smtps://mail.region.example", None).unwrap();
        assert_eq!(
            (found.host.as_str(), found.port),
            ("mail.region.example", 465)
        );
        assert_eq!(found.encryption, Encryption::Implicit);
        let found = read("smtp://vardbron@mail.region.example:2525/", Some("hemligt")).unwrap();
        assert_eq!((found.port, found.encryption), (2525, Encryption::StartTls));
        assert_eq!(found.log_in.as_ref().unwrap().0, "vardbron");
        assert!(!format!("{found:?}").contains("hemligt"));
        let found = read("smtp+clear://[::1]:2500", None).unwrap();
        assert_eq!((found.host.as_str(), found.port), ("::1", 2500));
    }

    #[test]
    fn what_would_send_a_password_or_a_message_astray_is_refused() {
        let no = |url, password| read(url, password).unwrap_err();
        assert_eq!(
            no("http://mail.region.example", None),
            SmtpSettingsError::Address
        );
        assert_eq!(no("smtp://", None), SmtpSettingsError::Address);
        assert_eq!(
            no("smtp://mail.region.example:many", None),
            SmtpSettingsError::Address
        );
        assert_eq!(
            no("smtp://user:hemligt@mail.example", None),
            SmtpSettingsError::PasswordInAddress
        );
        assert_eq!(
            no("smtp://user@mail.example", None),
            SmtpSettingsError::HalfLogIn
        );
        assert_eq!(
            no("smtp://mail.example", Some("hemligt")),
            SmtpSettingsError::HalfLogIn
        );
        assert_eq!(
            no("smtp+clear://mail.example", None),
            SmtpSettingsError::ClearToAnother
        );
    }
}
