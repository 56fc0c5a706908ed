//! The command line, as defined in the project's API document (api.md).

use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

use clap::{Args, Parser, Subcommand};
use jiff::Timestamp;

use crate::{command::Failure, log_copy::LogCopy, output};

/// Vårdbron: coordinated care for asylum seekers, mass refugees and persons without permits.
#[derive(Debug, Parser)]
#[command(name = "vardbron", version, about)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: CliCommand,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub(crate) enum CliCommand {
    /// Run the server.
    Serve(Serve),
    /// Print an API token for the demo user of a role.
    DemoToken(DemoToken),
    /// Add one of the first two administrators of a store that is not a demo.
    AddAdministrator(AddAdministrator),
    /// Check or list the guidance.
    Guidance {
        #[command(subcommand)]
        what: GuidanceCommand,
    },
    /// Make invented cases by running commands through the use cases.
    Simulate(Simulate),
    /// Check the whole store: journal, projections and the log's chains and checkpoints.
    Verify(Verify),
    /// Print the public half of the key that signs the log's checkpoints.
    LogKey(LogKey),
    /// Rebuild worklist, numbers, search and questions from the journal.
    RebuildProjections(StorePlace),
    /// Write the whole store to a file.
    Backup(Backup),
    /// Fill an empty store from a backup.
    Restore(BackupFile),
    /// Read postal codes from GeoNames' file.
    ImportPostalCodes(ImportPostalCodes),
    /// Measure the product against the limits of the machine.
    Bench(Bench),
}

#[derive(Debug, Clone, Args)]
pub(crate) struct StorePlace {
    /// Folder of the embedded store.
    #[arg(long, value_name = "DIR", conflicts_with = "database")]
    data: Option<PathBuf>,
    /// Address of the store: `sqlite:PATH` or `postgres://…`.
    #[arg(
        long,
        value_name = "URL",
        env = "VARDBRON_DATABASE",
        hide_env_values = true
    )]
    database: Option<String>,
}

impl StorePlace {
    /// The store's address; creates the folder of an embedded store when it is missing.
    pub(crate) fn address(&self) -> std::io::Result<String> {
        if let (None, Some(url)) = (&self.data, &self.database) {
            return Ok(url.clone());
        }
        let folder = self.data.clone().unwrap_or_else(|| PathBuf::from("./data"));
        std::fs::create_dir_all(&folder)?;
        Ok(format!(
            "sqlite:{}",
            folder.join("vardbron.sqlite").display()
        ))
    }

    /// The folder for files beside the store: the folder of an embedded store, otherwise `./data`.
    fn folder(&self) -> PathBuf {
        let beside = |url: &String| {
            let file = PathBuf::from(url.strip_prefix("sqlite:")?);
            file.parent().map(std::path::Path::to_path_buf)
        };
        self.data
            .clone()
            .or_else(|| self.database.as_ref().and_then(beside))
            .unwrap_or_else(|| PathBuf::from("./data"))
    }
}

/// The files that make tampering with the access log visible.
#[derive(Debug, Clone, Args)]
pub(crate) struct LogOptions {
    /// File with the key that signs the log's checkpoints; created when missing. Default: in a folder
    /// of this installation's under the state folder of the user who runs the program
    /// (`$XDG_STATE_HOME/vardbron` or `~/.local/state/vardbron`), never beside the database.
    #[arg(long = "log-key", value_name = "FILE", env = "VARDBRON_LOG_KEY")]
    key: Option<PathBuf>,
    /// File that the checkpoints are appended to, preferably on another disk. Default: beside the
    /// key.
    #[arg(
        long = "log-checkpoints",
        value_name = "FILE",
        env = "VARDBRON_LOG_CHECKPOINTS"
    )]
    checkpoints: Option<PathBuf>,
    /// Make a key although the log has entries that another key may have signed: after a move to another
    /// machine, when the old key is lost.
    #[arg(long = "new-log-key")]
    pub(crate) new_key: bool,
    /// Another place that every checkpoint is sent to: a file on another disk or machine,
    /// `syslog:/dev/log`, or `syslog:HOST:PORT` (UDP). May be given several times.
    #[arg(
        long = "log-copy",
        value_name = "PLACE",
        env = "VARDBRON_LOG_COPY",
        value_delimiter = ','
    )]
    copies: Vec<LogCopy>,
}

impl LogOptions {
    /// The files to use for the store of an installation. A key that an earlier version has made beside
    /// the database is used until somebody moves it, and only where there is no other.
    ///
    /// # Errors
    /// When nothing says where the key lies, or the database's name for the installation is none.
    pub(crate) fn files(
        &self,
        place: &StorePlace,
        installation: &str,
    ) -> Result<LogFiles, Failure> {
        // The name comes from the database, and becomes part of a path.
        let digit = |sign: u8| sign.is_ascii_digit() || (b'a'..=b'f').contains(&sign);
        if installation.len() != 32 || !installation.bytes().all(digit) {
            return Err(Failure::said(
                "The database's name for this installation is not one that Vårdbron makes.",
            ));
        }
        let beside = place.folder().join("log.key");
        let usual =
            state_folder().map(|folder| folder.join("vardbron").join(installation).join("log.key"));
        let key = match (&self.key, usual) {
            (Some(key), _) => key.clone(),
            (None, Some(usual)) if usual.exists() || !beside.exists() => usual,
            (None, _) if beside.exists() => {
                output::complain(&format!(
                    "The log's key lies beside the database, where whoever changes the one can use \
                     the other. Move {} and its file of checkpoints, and say where with --log-key.",
                    beside.display()
                ));
                beside
            }
            (None, _) => {
                return Err(Failure::wrong_use(
                    "Say where the log's key lies, in a folder that is not the database's: --log-key \
                     FILE. The program's user has no home folder."
                        .to_owned(),
                ));
            }
        };
        let lines = self
            .checkpoints
            .clone()
            .unwrap_or_else(|| key.with_file_name("log-checkpoints.jsonl"));
        Ok(LogFiles {
            key,
            lines,
            copies: self.copies.clone(),
        })
    }
}

/// The files that make tampering with the access log visible.
#[derive(Debug, Clone)]
pub(crate) struct LogFiles {
    /// The installation's private key.
    pub(crate) key: PathBuf,
    /// The checkpoints, one line each.
    pub(crate) lines: PathBuf,
    /// Where else the checkpoints go.
    pub(crate) copies: Vec<LogCopy>,
}

/// Where a program keeps what it has to remember for its user, if the user has such a folder.
fn state_folder() -> Option<PathBuf> {
    let named = |name: &str| {
        let folder = std::env::var_os(name).filter(|folder| !folder.is_empty());
        folder.map(PathBuf::from)
    };
    named("XDG_STATE_HOME").or_else(|| Some(named("HOME")?.join(".local").join("state")))
}

#[derive(Debug, Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    pub(crate) place: StorePlace,
    #[command(flatten)]
    pub(crate) log: LogOptions,
    /// Public key of an earlier installation whose checkpoints are trusted, such as before a move.
    #[arg(long, value_name = "HEX")]
    pub(crate) trust_key: Vec<String>,
    /// Copy of the checkpoints that is held elsewhere, such as a syslog's file: compared with the
    /// database. May be given several times.
    #[arg(long, value_name = "FILE")]
    pub(crate) checkpoints: Vec<PathBuf>,
    /// The log's key or file of checkpoints is elsewhere: report what cannot be checked without
    /// them instead of counting it as a finding.
    #[arg(long)]
    pub(crate) without_witness: bool,
}

#[derive(Debug, Args)]
pub(crate) struct LogKey {
    #[command(flatten)]
    pub(crate) place: StorePlace,
    #[command(flatten)]
    pub(crate) log: LogOptions,
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Address and port to listen on.
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
    #[command(flatten)]
    pub(crate) place: StorePlace,
    #[command(flatten)]
    pub(crate) log: LogOptions,
    /// Load invented units, staff and cases into an empty store.
    #[arg(long)]
    pub(crate) demo: bool,
    /// Start the clock at this instant (RFC 3339) and let it run from there; needs --demo.
    #[arg(long, value_name = "RFC3339", requires = "demo")]
    pub(crate) clock: Option<Timestamp>,
    /// Users reach the server over https through a proxy, so cookies are marked Secure.
    #[arg(long)]
    pub(crate) https: bool,
    /// Address of the proxy in front of the server: the client's address is then taken from the
    /// last line of `X-Forwarded-For` that no such proxy wrote. May be given several times.
    #[arg(
        long,
        value_name = "ADDRESS",
        env = "VARDBRON_PROXY",
        value_delimiter = ','
    )]
    pub(crate) proxy: Vec<IpAddr>,
    /// After how many hours a user has to log in again, however much the session is used.
    #[arg(
        long,
        value_name = "HOURS",
        default_value_t = 12,
        value_parser = clap::value_parser!(u8).range(1..=24),
        env = "VARDBRON_SESSION_HOURS"
    )]
    pub(crate) session_hours: u8,
    /// Room kept free on the disk of a SQLite store, in MiB: without it nothing is changed. Default: a
    /// twentieth of the disk, at least 4 and at most 64.
    #[arg(long, value_name = "MIB", env = "VARDBRON_DISK_RESERVE")]
    pub(crate) disk_reserve: Option<u32>,
    /// For how many seconds cases can still be read when the disk has failed, before the server
    /// ends so that it is started anew.
    #[arg(
        long,
        value_name = "SECONDS",
        default_value_t = 60,
        env = "VARDBRON_READ_ON"
    )]
    pub(crate) read_on: u16,
    #[command(flatten)]
    pub(crate) mail: crate::mail::MailOptions,
    /// Video service whose rooms digital meetings are held in, such as `https://mote.example.se`. The
    /// link to a room is this address and a random name. Without it Vårdbron makes no links.
    #[arg(long, value_name = "URL", env = "VARDBRON_MEETING_HOST")]
    pub(crate) meeting_host: Option<String>,
    /// Folders or files with guidance that replaces the built-in version of the same name.
    #[arg(long, value_name = "PATH")]
    pub(crate) guidance: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct DemoToken {
    /// The role, such as `ward-nurse`.
    pub(crate) role: String,
    #[command(flatten)]
    pub(crate) place: StorePlace,
}

#[derive(Debug, Args)]
pub(crate) struct AddAdministrator {
    /// Log-in name.
    #[arg(long)]
    pub(crate) login: String,
    /// First and last name of the administrator.
    #[arg(long)]
    pub(crate) name: String,
    /// HSA-id of the administrator's own unit.
    #[arg(long)]
    pub(crate) unit: String,
    /// Name of that unit.
    #[arg(long)]
    pub(crate) unit_name: String,
    /// Organisation of that unit.
    #[arg(long)]
    pub(crate) organisation: String,
    /// File whose first line is the password; standard input when absent.
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) place: StorePlace,
    #[command(flatten)]
    pub(crate) log: LogOptions,
}

#[derive(Debug, Subcommand)]
pub(crate) enum GuidanceCommand {
    /// Check guidance files.
    Check {
        /// Folders or files to check.
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
        /// The day on which the guidance must be valid; today when absent.
        #[arg(long, value_name = "YYYY-MM-DD")]
        on: Option<jiff::civil::Date>,
    },
    /// List the guidance that is built in.
    List,
}

#[derive(Debug, Args)]
pub(crate) struct Simulate {
    /// Number of cases to make.
    #[arg(long)]
    pub(crate) cases: u64,
    /// Seed of the random choices; the same seed makes the same cases.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    #[command(flatten)]
    pub(crate) place: StorePlace,
    #[command(flatten)]
    pub(crate) log: LogOptions,
}

#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// File to write the store to.
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) place: StorePlace,
    #[command(flatten)]
    pub(crate) log: LogOptions,
}

#[derive(Debug, Args)]
pub(crate) struct BackupFile {
    /// Backup to read.
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) place: StorePlace,
}

#[derive(Debug, Args)]
pub(crate) struct ImportPostalCodes {
    /// GeoNames' file (`SE.txt`).
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) place: StorePlace,
}

#[derive(Debug, Args)]
pub(crate) struct Bench {
    /// Goals to measure, such as `P1,P5`; all when absent.
    #[arg(long, value_enum, value_delimiter = ',', ignore_case = true)]
    pub(crate) only: Vec<Goal>,
    /// Cases in the store that is read from.
    #[arg(long, default_value_t = 100_000)]
    pub(crate) cases: u64,
    /// Cases in the largest store.
    #[arg(long, default_value_t = 1_000_000)]
    pub(crate) many: u64,
    /// Steps in each round.
    #[arg(long, default_value_t = 19_200)]
    pub(crate) steps: usize,
    /// Number of rounds; each measures the limit, the product, and the limit again.
    #[arg(long, default_value_t = 3)]
    pub(crate) rounds: usize,
    /// Folder for the stores that are measured; the large ones are kept there.
    #[arg(long, value_name = "DIR", default_value = "./bench-data")]
    pub(crate) data: PathBuf,
    /// Run only the bare server that is the limit for answering requests.
    #[arg(long, hide = true)]
    pub(crate) hello: bool,
}

/// A goal that is measured (docs/measurements.md).
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Goal {
    /// Steps at 16 connections.
    #[value(name = "P1")]
    P1,
    /// A step at 1 connection.
    #[value(name = "P2")]
    P2,
    /// Cases read at 16 connections.
    #[value(name = "P5")]
    P5,
    /// The worklist of a small and a large store.
    #[value(name = "P7")]
    P7,
    /// The page of a case.
    #[value(name = "P8")]
    P8,
    /// Memory, start time and disk space.
    #[value(name = "P10")]
    P10,
}

impl Goal {
    pub(crate) const ALL: [Self; 6] = [Self::P1, Self::P2, Self::P5, Self::P7, Self::P8, Self::P10];
}
