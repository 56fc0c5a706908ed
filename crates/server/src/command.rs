//! Carries out the commands of the command line.

mod administrator;
mod files;
mod guidance;
mod serve;

use app::{App, AppError, Clock};

use crate::{
    arguments::{Arguments, CliCommand, GuidanceCommand, LogOptions, StorePlace},
    log_keeper::{self, LogKeeper},
    output,
};

/// Why a command failed, with its exit status: 1 for a refusal or finding, 2 for wrong use.
#[derive(Debug)]
pub(crate) struct Failure {
    text: String,
    code: u8,
}

impl Failure {
    /// A refusal or finding.
    pub(crate) fn said(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            code: 1,
        }
    }

    /// Wrong use of the command line.
    pub(crate) fn wrong_use(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            code: 2,
        }
    }

    /// An error, with what was being done.
    pub(crate) fn of(doing: &str, error: &impl std::fmt::Display) -> Self {
        Self::said(format!("{doing}: {error}"))
    }

    /// The exit status.
    pub(crate) fn code(&self) -> u8 {
        self.code
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        if let AppError::Mistakes(mistakes) = &error {
            let lines: Vec<String> = mistakes
                .iter()
                .map(|mistake| format!("{}: {}", mistake.field, mistake.detail))
                .collect();
            return Self::said(lines.join("\n"));
        }
        if let AppError::Refused(refusal) = &error {
            return Self::said(refusal.detail());
        }
        Self::said(error.to_string())
    }
}

/// Carries out the command line.
pub(crate) async fn run(arguments: Arguments) -> Result<(), Failure> {
    match arguments.command {
        CliCommand::Serve(serve) => serve::run(serve).await,
        CliCommand::DemoToken(asked) => {
            let app = open(&asked.place).await?;
            if !app.is_demo().await? {
                return Err(Failure::said(
                    "The store holds no demo data: vardbron serve --demo.",
                ));
            }
            let token = app.demo_token(&asked.role).await.map_err(|error| {
                if error == AppError::NotFound {
                    Failure::wrong_use(format!("There is no demo user called {}.", asked.role))
                } else {
                    error.into()
                }
            })?;
            output::say(&token);
            app.close().await;
            Ok(())
        }
        CliCommand::AddAdministrator(asked) => administrator::run(asked).await,
        CliCommand::Guidance {
            what: GuidanceCommand::Check { paths, on },
        } => guidance::check(&paths, on),
        CliCommand::Guidance {
            what: GuidanceCommand::List,
        } => guidance::list(),
        CliCommand::Simulate(asked) => {
            let app = open(&asked.place).await?;
            let keeper = keeper(&asked.log, &asked.place, &app).await?;
            crate::simulate::run(&app, asked.cases, asked.seed).await?;
            keeper.checkpoint(&app).await?;
            app.close().await;
            Ok(())
        }
        CliCommand::Verify(asked) => {
            let app = open(&asked.place).await?;
            let files = asked.log.files(&asked.place, &app.installation().await?)?;
            let witness = log_keeper::witness(&files, &asked.trust_key, &asked.checkpoints)?;
            files::verify(&app, &witness, asked.without_witness).await
        }
        CliCommand::LogKey(asked) => {
            let app = open(&asked.place).await?;
            let keeper = keeper(&asked.log, &asked.place, &app).await?;
            output::say(&keeper.public_key());
            app.close().await;
            Ok(())
        }
        CliCommand::RebuildProjections(place) => files::rebuild(&open(&place).await?).await,
        CliCommand::Backup(asked) => {
            let app = open(&asked.place).await?;
            let keeper = keeper(&asked.log, &asked.place, &app).await?;
            files::backup(&app, &keeper, &asked.file).await
        }
        CliCommand::Restore(asked) => files::restore(&address(&asked.place)?, &asked.file).await,
        CliCommand::Bench(asked) => crate::bench::run(asked).await,
        CliCommand::ImportPostalCodes(asked) => {
            files::import_postal_codes(&open(&asked.place).await?, &asked.file).await
        }
    }
}

fn address(place: &StorePlace) -> Result<String, Failure> {
    place
        .address()
        .map_err(|error| Failure::of("the store's folder", &error))
}

/// The keeper of an open store's log. It makes a key only for a log that begins: whoever has changed
/// the log would otherwise have it signed by a new one.
async fn keeper(log: &LogOptions, place: &StorePlace, app: &App) -> Result<LogKeeper, Failure> {
    let files = log.files(place, &app.installation().await?)?;
    if !files.key.exists() && !log.new_key && app.has_log().await? {
        return Err(Failure::said(format!(
            "The log has entries, and there is no key at {}. Run as the service's own user, or say where \
             the key lies with --log-key. If it is lost: --new-log-key, and verify with --trust-key.",
            files.key.display()
        )));
    }
    LogKeeper::open(&files)
}

/// Opens a store with the machine's clock and the built-in guidance.
async fn open(place: &StorePlace) -> Result<App, Failure> {
    let library = guidance::library(&[])?;
    Ok(App::start(&address(place)?, Clock::system(), library).await?)
}
