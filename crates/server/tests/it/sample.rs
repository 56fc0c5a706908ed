//! A store made by an older program and opened by today's: no errors are found in it, and all users
//! get the same answers as then. `tests/stores/README.md` explains how a sample is made and its
//! answers are recorded.
#![expect(clippy::unwrap_used, reason = "a test ends where it fails")]

mod answers;
mod outline;
mod visitor;

use std::{
    io::{BufRead as _, BufReader, Read as _},
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Mutex,
};

use app::{App, Clock};
use guidance::Library;

use self::{
    answers::Answers,
    visitor::{NOBODY, Visitor},
};

/// The samples, each named after the commit whose program made it.
const SAMPLES: [&str; 1] = ["5838524"];
/// The users who visit all pages; the others visit their own unit's cases.
const THOROUGH: [&str; 14] = [
    NOBODY,
    "administrator",
    "head-office",
    "health-centre",
    "log-reviewer",
    "municipal-head-of-operations",
    "municipal-nurse",
    "municipal-primary-care",
    "municipal-rehab",
    "regional-rehab",
    "social-services",
    "specialist-clinic",
    "stranger-ward",
    "ward-nurse",
];
/// The instant at which a sample is opened: the morning on which it was made, minutes after its
/// last event.
const CLOCK: &str = "2026-03-05T11:52:00+01:00";

/// The tested program: today's, or the one whose answers are being recorded.
fn program() -> PathBuf {
    let named = std::env::var_os("VARDBRON_BINARY").filter(|_| is_recording());
    named.map_or_else(|| env!("CARGO_BIN_EXE_vardbron").into(), PathBuf::from)
}

fn is_recording() -> bool {
    std::env::var_os("VARDBRON_RECORD").is_some()
}

/// The stored files of a sample.
struct Sample {
    folder: PathBuf,
    /// The store's file, unpacked.
    store: Vec<u8>,
}

impl Sample {
    fn named(name: &str) -> Self {
        let stores = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stores");
        let folder = stores.join(name);
        let packed = std::fs::File::open(folder.join("store.gz")).unwrap();
        let mut store = Vec::new();
        flate2::read::GzDecoder::new(packed)
            .read_to_end(&mut store)
            .unwrap();
        Self { folder, store }
    }

    fn lines_of(&self, file: &str) -> Vec<String> {
        let text = std::fs::read_to_string(self.folder.join(file)).unwrap();
        text.lines().map(str::to_owned).collect()
    }

    fn everybody(&self) -> Vec<String> {
        let mut users = self.lines_of("users");
        users.push(NOBODY.to_owned());
        users
    }

    /// The number of events in the store, as recorded beside it.
    fn events(&self) -> u64 {
        let kinds = self.lines_of("kinds");
        let counts = kinds.iter().map(|line| line.split_whitespace().next());
        counts
            .map(|count| count.unwrap().parse::<u64>().unwrap())
            .sum()
    }

    /// A copy in a new folder.
    fn copy(&self, name: &str) -> Copy {
        let name = format!("sample-{name}-{}", std::process::id());
        let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&copy).unwrap();
        std::fs::write(copy.join("vardbron.sqlite"), &self.store).unwrap();
        for file in ["log.key", "log-checkpoints.jsonl"] {
            std::fs::copy(self.folder.join(file), copy.join(file)).unwrap();
            // Git does not keep these permissions, and the program refuses a key that others can
            // read.
            let owner = std::fs::Permissions::from_mode(0o600);
            std::fs::set_permissions(copy.join(file), owner).unwrap();
        }
        Copy(copy)
    }

    /// The answers to a user, on a copy that nobody else has opened.
    fn answers_to(&self, user: &str) -> Answers {
        let copy = self.copy(user);
        let thorough = THOROUGH.contains(&user);
        let token = (thorough && user != NOBODY).then(|| token(&copy, user));
        let running = Running::on(&copy);
        let cases = self.lines_of("cases");
        Visitor::tour(&running.address, user, token, &cases, thorough)
    }

    fn everybodys_answers(&self) -> Answers {
        let waiting = Mutex::new(self.everybody());
        let all = Mutex::new(Answers::default());
        let workers = std::thread::available_parallelism().map_or(2, usize::from);
        std::thread::scope(|scope| {
            for _ in 0..workers {
                scope.spawn(|| {
                    loop {
                        let Some(user) = waiting.lock().unwrap().pop() else {
                            break;
                        };
                        let answers = self.answers_to(&user);
                        all.lock().unwrap().join(answers);
                    }
                });
            }
        });
        all.into_inner().unwrap()
    }
}

/// A copy of a sample, removed with the test.
struct Copy(PathBuf);

impl Drop for Copy {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The program, running on a copy.
struct Running {
    process: Child,
    address: String,
}

impl Running {
    fn on(copy: &Copy) -> Self {
        let mut process = Command::new(program())
            .args([
                "serve",
                "--demo",
                "--listen",
                "127.0.0.1:0",
                "--clock",
                CLOCK,
                "--data",
            ])
            .arg(&copy.0)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line
            .trim()
            .trim_end_matches('/')
            .rsplit_once("//")
            .unwrap()
            .1
            .to_owned();
        Self { process, address }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn token(copy: &Copy, user: &str) -> String {
    let told = Command::new(program())
        .args(["demo-token", user, "--data"])
        .arg(&copy.0)
        .output()
        .unwrap();
    assert!(told.status.success(), "{user}: {told:?}");
    String::from_utf8(told.stdout).unwrap().trim().to_owned()
}

#[test]
fn the_program_verifies_a_store_that_an_older_one_made() {
    for name in SAMPLES {
        let copy = Sample::named(name).copy("verified");
        let verified = Command::new(program())
            .args(["verify", "--data"])
            .arg(&copy.0)
            .output()
            .unwrap();
        assert!(verified.status.success(), "{verified:?}");
        let said = String::from_utf8(verified.stdout).unwrap();
        assert!(said.contains("Everything holds together."), "{said}");
    }
}

// At the sample's instant no worklist row waits to be computed again, so every row is compared.
#[tokio::test]
async fn every_event_of_an_older_store_is_read_and_every_worklist_says_what_the_events_say() {
    for name in SAMPLES {
        let sample = Sample::named(name);
        let copy = sample.copy("replayed");
        let address = format!("sqlite:{}", copy.0.join("vardbron.sqlite").display());
        let clock = Clock::held(CLOCK.parse().unwrap());
        let library = Library::builtin().unwrap();
        let app = App::start(&address, clock, library).await.unwrap();
        let verified = app.verify().await.unwrap();
        app.close().await;
        assert_eq!(verified.findings, Vec::<String>::new());
        assert_eq!(verified.events, sample.events());
        let cases = sample.lines_of("cases").len();
        assert_eq!(verified.cases, u64::try_from(cases).unwrap());
    }
}

#[test]
fn everybody_is_answered_about_an_older_store_as_by_the_program_that_made_it() {
    for name in SAMPLES {
        let sample = Sample::named(name);
        let (answers, everybody) = (sample.everybodys_answers(), sample.everybody());
        if is_recording() {
            answers.record(&sample.folder, &everybody);
            continue;
        }
        let recorded = Answers::recorded(&sample.folder, &everybody);
        if let Some(told) = answers.differences(&recorded) {
            let whole = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sample-differences.txt");
            std::fs::write(&whole, &told).unwrap();
            let beginning: Vec<&str> = told.lines().take(200).collect();
            panic!(
                "{name}: {}\n\nAll of it stands in {}. What to do: tests/stores/README.md.",
                beginning.join("\n"),
                whole.display()
            );
        }
    }
    assert!(
        !is_recording(),
        "the answers are recorded anew: look at the difference, and run again"
    );
}
