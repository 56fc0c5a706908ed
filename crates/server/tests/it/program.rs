//! The program itself sending e-mail, killed in the middle and started again.
#![expect(clippy::unwrap_used, reason = "a test ends where it fails")]

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use testkit::commands;

use crate::mail_server::{MailServer, SENDER, Started};

const PROGRAM: &str = env!("CARGO_BIN_EXE_vardbron");
/// How long something may take before the test gives up.
/// Longer than the five seconds between two looks of the worker (`server::mail`).
const LOOKED_AGAIN: Duration = Duration::from_secs(6);
const PATIENCE: Duration = Duration::from_mins(1);

/// The running program.
struct Program {
    process: Child,
    address: String,
}

impl Program {
    fn start(data: &Path, clock: &str, mail: &[&str]) -> Self {
        Self::begun(Command::new(PROGRAM), data, clock, mail)
    }

    /// Starts the program with its log at the finest level written to a file.
    fn start_logging(data: &Path, clock: &str, mail: &[&str], log: &Path) -> Self {
        let mut program = Command::new(PROGRAM);
        program.env("VARDBRON_LOG", "trace");
        program.stderr(std::fs::File::create(log).unwrap());
        Self::begun(program, data, clock, mail)
    }

    fn begun(mut program: Command, data: &Path, clock: &str, mail: &[&str]) -> Self {
        let mut process = program
            .env("VARDBRON_LOG_KEY", data.join("log.key"))
            .args([
                "serve",
                "--demo",
                "--listen",
                "127.0.0.1:0",
                "--clock",
                clock,
                "--data",
            ])
            .arg(data)
            .args(mail)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line.trim().trim_end_matches('/');
        let address = address.rsplit_once("//").unwrap().1.to_owned();
        Self { process, address }
    }

    fn ask(&self, token: &str, method: &str, path: &str, version: u64, body: &Value) -> Value {
        let body = if method == "GET" {
            String::new()
        } else {
            body.to_string()
        };
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let length = body.len();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {token}\r\n\
             content-type: application/json\r\nif-match: {version}\r\n\
             content-length: {length}\r\nconnection: close\r\n\r\n{body}",
            self.address
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 20"), "{method} {path}: {answer}");
        serde_json::from_str(body).unwrap()
    }

    /// Waits until the newest row of a case's outbox has a state.
    fn wait_for(&self, token: &str, case: &str, state: &str) -> Value {
        let begun = Instant::now();
        loop {
            let path = format!("/api/v1/outbox?case={case}");
            let rows = self.ask(token, "GET", &path, 0, &Value::Null);
            let row = rows.as_array().unwrap().last().unwrap().clone();
            if row["state"] == state {
                return row;
            }
            assert!(begun.elapsed() < PATIENCE, "still {row}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// Watches the newest row of a case's outbox stay in a state for longer than the worker waits
    /// between two looks.
    fn stays(&self, token: &str, case: &str, state: &str) {
        let begun = Instant::now();
        while begun.elapsed() < LOOKED_AGAIN {
            assert_eq!(self.wait_for(token, case, state)["state"], state);
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// Stops the program as the machine would; returns whether it ended well.
    fn terminate(mut self) -> bool {
        let id = self.process.id().to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status().unwrap();
        assert!(told.success());
        self.process.wait().unwrap().success()
    }

    /// Kills the program, as a power failure would.
    fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A new folder that is removed with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let name = format!("{name}-{}", std::process::id());
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn token(data: &Path) -> String {
    let told = Command::new(PROGRAM)
        .args(["demo-token", "ward-nurse", "--data"])
        .arg(data)
        .output()
        .unwrap();
    String::from_utf8(told.stdout).unwrap().trim().to_owned()
}

/// Opens a case with its invitation queued; returns the case's id.
fn invited(program: &Program, token: &str) -> String {
    invited_with(program, token, "51-234567")
}

/// The same, for somebody with another number.
fn invited_with(program: &Program, token: &str, number: &str) -> String {
    let opening = json!({
        "setting": "inpatient", "group": "asylum_seeker", "name": "Amina Provsson",
        "birth_date": "1990-04-06",
        "identifiers": [{ "kind": "lma_number", "value": number }],
        "interpreter_needed": false, "nursing_need": "unmet", "health_care_need": true,
        "device_need": false,
    });
    let opened = program.ask(token, "POST", "/api/v1/cases", 0, &opening);
    let id = opened["id"].as_str().unwrap().to_owned();
    let mut version = opened["version"].as_u64().unwrap();
    let points = program.ask(token, "GET", "/api/v1/meeting-points", 0, &json!({}));
    for command in [
        commands::consent("sip", "given"),
        json!({
            "command": "plan_sip_meeting", "at": "2026-03-12T13:00:00+01:00", "form": "in_person",
            "meeting_point": "Huvudentrén", "chosen_point": points[0]["id"], "kin_invited": false,
        }),
        commands::send_invitation(),
    ] {
        let path = format!("/api/v1/cases/{id}/commands");
        let done = program.ask(token, "POST", &path, version, &command);
        version = done["version"].as_u64().unwrap();
    }
    id
}

// covers: V6A.6
#[test]
fn the_program_sends_what_is_queued_and_one_that_is_killed_between_claim_and_answer_leaves_it_uncertain()
 {
    let folder = Folder::new("killed");
    let quiet = Program::start(&folder.0, "2026-03-05T09:42:00+01:00", &[]);
    let token = token(&folder.0);
    let case = invited(&quiet, &token);
    let view = quiet.ask(
        &token,
        "GET",
        &format!("/api/v1/cases/{case}"),
        0,
        &Value::Null,
    );
    let number = view["sip"]["number"].as_str().unwrap().to_owned();
    // Without a server nothing is claimed, also when the worker has looked: what was claimed here would
    // not arrive below.
    quiet.stays(&token, &case, "queued");
    quiet.kill();

    // The demonstration's own cases have invitations too; the server never answers this one's.
    let deaf = MailServer::start(&[format!("hang@{number}").as_str()], &Started::default());
    let server = format!("smtp+clear://127.0.0.1:{}", deaf.port);
    let mail = ["--smtp", server.as_str(), "--mail-from", SENDER];
    let sending = Program::start(&folder.0, "2026-03-05T09:50:00+01:00", &mail);
    let swallowed = std::iter::from_fn(|| Some(deaf.next()))
        .find(|said| {
            said["text"]
                .as_str()
                .is_some_and(|text| text.contains(&number))
        })
        .unwrap();
    sending.wait_for(&token, &case, "claimed");
    sending.kill();

    let ear = MailServer::start(&["ok"], &Started::default());
    let server = format!("smtp+clear://127.0.0.1:{}", ear.port);
    let mail = ["--smtp", server.as_str(), "--mail-from", SENDER];
    let again = Program::start(&folder.0, "2026-03-05T11:00:00+01:00", &mail);
    again.wait_for(&token, &case, "uncertain");
    // It is not sent again automatically, not even when what is queued after it is.
    let later = invited_with(&again, &token, "51-234568");
    again.wait_for(&token, &later, "sent");
    again.wait_for(&token, &case, "uncertain");
    let repeated = ear
        .rest()
        .into_iter()
        .any(|said| said["text"] == swallowed["text"]);
    assert!(!repeated, "sent again");
}

/// Texts that must not be in anything the program writes: about the person of [`invited`], and the
/// ending of all given names in the demonstration.
const OF_SOMEBODY: [&str; 6] = [
    "Provsson",
    "1990-04-06",
    "51-234567",
    "51234567",
    "Huvudentr",
    "-Demo ",
];

fn names_nobody(said: &str) {
    for line in said.lines() {
        for word in OF_SOMEBODY {
            assert!(!line.contains(word), "{word}: {line}");
        }
    }
}

// covers: X1
#[test]
fn neither_the_log_of_a_failing_worker_nor_a_command_names_anybody() {
    let folder = Folder::new("silent");
    let (data, log) = (folder.0.join("data"), folder.0.join("log"));
    std::fs::create_dir_all(&data).unwrap();
    // No server listens there, so every mail fails, and the failure is logged.
    let mail = ["--smtp", "smtp+clear://127.0.0.1:9", "--mail-from", SENDER];
    let program = Program::start_logging(&data, "2026-03-05T09:42:00+01:00", &mail, &log);
    let token = token(&data);
    let case = invited(&program, &token);
    for part in ["", "/events", "/steps", "/audiences"] {
        let path = format!("/api/v1/cases/{case}{part}");
        program.ask(&token, "GET", &path, 0, &Value::Null);
    }
    let begun = Instant::now();
    let said = loop {
        let said = std::fs::read_to_string(&log).unwrap();
        if said.contains("a mail was not sent") {
            break said;
        }
        assert!(begun.elapsed() < PATIENCE, "no mail failed");
        std::thread::sleep(Duration::from_millis(200));
    };
    assert!(program.terminate(), "an orderly end");
    names_nobody(&said);

    let kept = folder.0.join("kept");
    for arguments in [vec!["verify"], vec!["backup", kept.to_str().unwrap()]] {
        let said = Command::new(PROGRAM)
            .args(&arguments)
            .arg("--data")
            .arg(&data)
            .env("VARDBRON_LOG", "trace")
            .output()
            .unwrap();
        assert!(said.status.success(), "{arguments:?}");
        names_nobody(&String::from_utf8(said.stdout).unwrap());
        names_nobody(&String::from_utf8(said.stderr).unwrap());
    }
    // The backup contains everything, so the texts must be found in it.
    let record = std::fs::read_to_string(kept).unwrap();
    for word in ["Provsson", "1990-04-06", "51234567", "Huvudentr", "-Demo "] {
        assert!(record.contains(word), "{word} is nobody's");
    }
}

#[test]
fn a_demonstration_writes_to_nobody_but_this_machine_and_a_password_is_not_in_the_address() {
    let folder = Folder::new("refused");
    for (options, code, said) in [
        (
            vec!["--smtp", "smtp://mail.example", "--mail-from", SENDER],
            1,
            "on this machine only",
        ),
        (
            vec![
                "--smtp",
                "smtp://a:hemligt@mail.example",
                "--mail-from",
                SENDER,
            ],
            1,
            "password",
        ),
        (vec!["--smtp", "smtp://localhost"], 2, "--mail-from"),
    ] {
        let refused = Command::new(PROGRAM)
            .args(["serve", "--demo", "--listen", "127.0.0.1:0", "--data"])
            .arg(&folder.0)
            .args(options)
            .output()
            .unwrap();
        let complaint = String::from_utf8(refused.stderr).unwrap();
        assert_eq!(refused.status.code(), Some(code), "{complaint}");
        assert!(complaint.contains(said), "{complaint}");
        assert!(!complaint.contains("hemligt"), "{complaint}");
    }
}

/// The checkpoints of the log in a folder.
fn checkpoints(data: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(data.join("log-checkpoints.jsonl"));
    text.unwrap_or_default()
        .lines()
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_log_is_signed_while_the_program_serves_and_once_more_when_it_is_told_to_stop() {
    let folder = Folder::new("signed");
    let data = &folder.0;
    let program = Program::start(data, "2026-03-05T09:42:00+01:00", &[]);
    let begun = Instant::now();
    let first = loop {
        let found = checkpoints(data);
        if !found.is_empty() {
            break found;
        }
        assert!(begun.elapsed() < PATIENCE, "no checkpoint was made");
        std::thread::sleep(Duration::from_millis(100));
    };
    assert_eq!(first.len(), 1);
    // The next checkpoint is ten minutes away, so the entries until then are signed when the
    // program ends.
    invited(&program, &token(data));
    assert_eq!(checkpoints(data), first);
    assert!(program.terminate(), "an orderly end");
    let last = checkpoints(data);
    assert_eq!((last.len(), &last[0]), (2, &first[0]));
    let verified = Command::new(PROGRAM)
        .args(["verify", "--data"])
        .arg(data)
        .output()
        .unwrap();
    assert!(verified.status.success(), "{verified:?}");
    let said = String::from_utf8(verified.stdout).unwrap();
    assert!(said.contains(" 2 checkpoints read."), "{said}");
    assert!(said.contains("Everything holds together."), "{said}");
}

// covers: X1
#[test]
fn a_backup_is_one_file_and_its_owner_alone_reads_it() {
    let folder = Folder::new("backed-up");
    let (data, kept) = (folder.0.join("data"), folder.0.join("kept"));
    std::fs::create_dir_all(&kept).unwrap();
    Program::start(&data, "2026-03-05T09:42:00+01:00", &[]).kill();
    let written = Command::new(PROGRAM)
        .arg("backup")
        .arg(kept.join("store.backup"))
        .arg("--data")
        .arg(&data)
        .output()
        .unwrap();
    assert!(written.status.success(), "{written:?}");
    let left: Vec<_> = std::fs::read_dir(&kept)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name(), entry.metadata().unwrap().mode() & 0o777))
        .collect();
    assert_eq!(left, [("store.backup".into(), 0o600)]);
    // Other users of the machine can read no file of the data either.
    for entry in std::fs::read_dir(&data).unwrap() {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().mode() & 0o077;
        assert_eq!(mode, 0, "{:?}", entry.file_name());
    }
}
