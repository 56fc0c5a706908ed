//! A real e-mail server in its own process that reports what it received.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test ends where it fails"
)]

use std::{
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    time::Duration,
};

use channels::{Addresses, Recipient, Smtp, SmtpSettings, smtp::Password};
use serde_json::Value;

/// How long a test waits for a report of the server.
const PATIENCE: Duration = Duration::from_mins(1);

pub(crate) struct MailServer {
    process: Child,
    said: Receiver<Value>,
    pub(crate) port: u16,
}

/// Options for starting it, in addition to its behaviours.
#[derive(Default)]
pub(crate) struct Started<'a> {
    pub(crate) tls: Option<(&'a str, &'a Certificate)>,
    pub(crate) log_in: Option<&'a str>,
}

/// This machine's names in a certificate.
pub(crate) const THIS_MACHINE: &str = "DNS:localhost,IP:127.0.0.1";

/// A certificate made for one test.
pub(crate) struct Certificate {
    folder: PathBuf,
}

impl MailServer {
    /// Starts the server. Without its Python environment the test fails, because a skipped test
    /// proves nothing.
    pub(crate) fn start(behaviours: &[&str], how: &Started<'_>) -> Self {
        let python = std::env::var("VARDBRON_TEST_SMTP").expect(
            "VARDBRON_TEST_SMTP must name a Python that has \
             crates/server/tests/smtp/requirements.txt installed; ./test makes one",
        );
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/smtp/server.py");
        let mut command = Command::new(python);
        command.arg(script).stdout(Stdio::piped());
        if let Some((mode, certificate)) = how.tls {
            command.args(["--tls", mode, "--certificate"]);
            command.arg(certificate.file()).arg("--key");
            command.arg(certificate.folder.join("key.pem"));
        }
        if let Some(log_in) = how.log_in {
            command.args(["--log-in", log_in]);
        }
        let mut process = command.args(behaviours).spawn().unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let (tell, said) = channel();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                // The test may have ended.
                let _ = tell.send(serde_json::from_str(&line).unwrap());
            }
        });
        let listening: Value = said.recv_timeout(PATIENCE).unwrap();
        let port = listening["port"].as_u64().unwrap();
        Self {
            process,
            said,
            port: u16::try_from(port).unwrap(),
        }
    }

    /// The server's next report.
    pub(crate) fn next(&self) -> Value {
        self.said.recv_timeout(PATIENCE).unwrap()
    }

    /// The reports that have not been read yet.
    pub(crate) fn rest(&self) -> Vec<Value> {
        self.said.try_iter().collect()
    }

    /// An unencrypted client of the server.
    pub(crate) fn smtp(&self) -> Smtp {
        self.smtp_as("smtp+clear://127.0.0.1", None, None)
    }

    pub(crate) fn smtp_as(
        &self,
        address: &str,
        password: Option<&str>,
        authority: Option<&Certificate>,
    ) -> Smtp {
        let addresses = Addresses::parse(SENDER, Some("svar@region.example")).unwrap();
        let authority = authority.map(|found| std::fs::read(found.file()).unwrap());
        let password = password.map(|text| Password::new(text.to_owned()));
        let url = format!("{address}:{}", self.port);
        let settings = SmtpSettings::read(&url, password, addresses, authority.as_deref());
        Smtp::new(settings.unwrap())
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The sender's address in tests.
pub(crate) const SENDER: &str = "sip@region.example";

/// Migrationsverket's mailbox, as in the guidance.
pub(crate) fn recipient() -> Recipient {
    Recipient::migration_agency("vanersborg@migrationsverket.se").unwrap()
}

impl Certificate {
    /// Makes a certificate with openssl, for the given hosts.
    pub(crate) fn new(name: &str, hosts: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("certificate-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let made = Command::new("openssl")
            .args("req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=vardbron".split(' '))
            .args(["-addext", &format!("subjectAltName={hosts}")])
            .args(["-addext", "basicConstraints=critical,CA:FALSE"])
            .args(["-keyout", "key.pem", "-out", "certificate.pem"])
            .current_dir(&folder)
            .output()
            .unwrap();
        assert!(
            made.status.success(),
            "openssl could not make a certificate"
        );
        Self { folder }
    }

    fn file(&self) -> PathBuf {
        self.folder.join("certificate.pem")
    }
}

impl Drop for Certificate {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
