//! Where a stage's store is: its own folder or database, removed when the test ends.

use std::{
    path::PathBuf,
    process::Command,
    sync::atomic::{AtomicUsize, Ordering},
};

/// The location of a stage's store.
#[derive(Debug)]
pub(crate) enum StoreLocation {
    /// A folder for SQLite.
    Folder(PathBuf),
    /// A database of a PostgreSQL cluster.
    Database {
        /// The cluster's address.
        cluster: String,
        /// The database's name.
        name: String,
    },
}

impl StoreLocation {
    /// A new folder.
    #[expect(clippy::expect_used, reason = "without a folder there is no test")]
    pub(crate) fn folder() -> Self {
        let folder = std::env::temp_dir().join(unique_name());
        std::fs::create_dir_all(&folder).expect("a folder for the test");
        Self::Folder(folder)
    }

    /// A new database. Without a cluster the test fails, because a skipped test proves nothing.
    #[expect(clippy::expect_used, reason = "without a database there is no test")]
    pub(crate) fn database() -> Self {
        let cluster = std::env::var("VARDBRON_TEST_POSTGRES").expect(
            "VARDBRON_TEST_POSTGRES must hold the address of a PostgreSQL cluster for the tests: \
             export VARDBRON_TEST_POSTGRES=\"$(scripts/test-postgres start)\"",
        );
        let place = Self::Database {
            cluster,
            name: unique_name(),
        };
        assert!(
            place.run("createdb", &[]),
            "createdb could not make a database for the test"
        );
        place
    }

    /// The address of the store.
    pub(crate) fn url(&self) -> String {
        match self {
            Self::Folder(folder) => format!("sqlite:{}", folder.join("store.sqlite").display()),
            Self::Database { cluster, name } => {
                let (address, settings) = cluster
                    .split_once('?')
                    .map_or((cluster.as_str(), None), |(address, rest)| {
                        (address, Some(rest))
                    });
                let server = address
                    .rsplit_once('/')
                    .map_or(address, |(server, _)| server);
                settings.map_or_else(
                    || format!("{server}/{name}"),
                    |settings| format!("{server}/{name}?{settings}"),
                )
            }
        }
    }

    fn run(&self, program: &str, options: &[&str]) -> bool {
        let Self::Database { cluster, name } = self else {
            return true;
        };
        let mut command = Command::new(program);
        command
            .args(options)
            .arg(format!("--maintenance-db={cluster}"))
            .arg(name);
        command.output().is_ok_and(|output| output.status.success())
    }
}

impl Drop for StoreLocation {
    fn drop(&mut self) {
        if let Self::Folder(folder) = self {
            // A folder that cannot be removed is left in the machine's folder for temporary files.
            let _ = std::fs::remove_dir_all(folder);
        }
        self.run("dropdb", &["--if-exists", "--force"]);
    }
}

fn unique_name() -> String {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("vardbron_stage_{}_{count}", std::process::id())
}
