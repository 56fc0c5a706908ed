//! The shipped program while it serves, asked over its own socket.
#![expect(clippy::unwrap_used, reason = "a test ends where it fails")]

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    time::{Duration, Instant},
};

use serde_json::{Value, json};

pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_vardbron");
/// How long something may take before the test gives up.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);
pub(crate) const CLOCK: &str = "2026-03-05T09:42:00+01:00";

/// The running program, or what runs it.
pub(crate) struct Running {
    process: Child,
    pub(crate) address: String,
}

/// Status and body, as the program sent them.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// The code of a problem.
    pub(crate) fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }
}

/// The arguments that serve a demonstration in a folder.
pub(crate) fn serve(data: &Path) -> Vec<String> {
    let data = data.display().to_string();
    let arguments = ["serve", "--demo", "--listen", "127.0.0.1:0"];
    let rest = ["--clock", CLOCK, "--data", &data];
    arguments
        .into_iter()
        .chain(rest)
        .map(str::to_owned)
        .collect()
}

impl Running {
    /// Starts a command that serves, and waits until it listens.
    pub(crate) fn start(command: &mut Command) -> Self {
        let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line.trim().trim_end_matches('/');
        let address = address.rsplit_once("//").unwrap().1.to_owned();
        Self { process, address }
    }

    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    pub(crate) fn send(
        &self,
        method: &str,
        path: &str,
        head: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        send(&self.address, method, path, head, body)
    }

    pub(crate) fn get(&self, token: &str, path: &str) -> Answer {
        let bearer = format!("Bearer {token}");
        self.send("GET", path, &[("authorization", &bearer)], "")
    }

    /// Opens a case for a person with this number, under an idempotency key of the number.
    pub(crate) fn open(&self, token: &str, number: u32) -> Answer {
        let body = json!({
            "setting": "inpatient", "group": "asylum_seeker", "name": "Amina Provsson",
            "birth_date": "1990-04-06",
            "identifiers": [{ "kind": "lma_number", "value": format!("51-{number:06}") }],
            "interpreter_needed": false, "nursing_need": "none", "health_care_need": true,
            "device_need": false,
        });
        let bearer = format!("Bearer {token}");
        let key = format!("oppna-{number}");
        let head = [
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
            ("idempotency-key", key.as_str()),
        ];
        self.send("POST", "/api/v1/cases", &head, &body.to_string())
    }

    /// Says where a person stays, in a version of a case, under an idempotency key of the version.
    pub(crate) fn settle(&self, token: &str, case: &str, version: u64) -> Answer {
        let body = json!({
            "command": "establish_residence", "municipality": "1488",
            "address": format!("Provgatan {version}"), "postal_code": "461 30", "housing": "own",
        });
        let bearer = format!("Bearer {token}");
        let (key, version) = (format!("bostad-{version}"), version.to_string());
        let head = [
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
            ("idempotency-key", key.as_str()),
            ("if-match", version.as_str()),
        ];
        let path = format!("/api/v1/cases/{case}/commands");
        self.send("POST", &path, &head, &body.to_string())
    }

    /// Waits until it has ended by itself.
    pub(crate) fn ended(&mut self) -> ExitStatus {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.process.try_wait().unwrap() {
                return status;
            }
            assert!(begun.elapsed() < PATIENCE, "it goes on");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Stops it as the machine would; returns whether it ended well.
    pub(crate) fn terminate(mut self) -> bool {
        let id = self.process.id().to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status().unwrap();
        assert!(told.success());
        self.ended().success()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // What is traced goes on without its tracer, so it is ended first.
        let id = self.process.id();
        let below = std::fs::read_to_string(format!("/proc/{id}/task/{id}/children"));
        for child in below.unwrap_or_default().split_whitespace() {
            let _ = Command::new("kill").args(["-KILL", child]).status();
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

pub(crate) fn send(
    address: &str,
    method: &str,
    path: &str,
    head: &[(&str, &str)],
    body: &str,
) -> Answer {
    let mut stream = TcpStream::connect(address).unwrap();
    let mut text = format!("{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n");
    for (name, value) in head {
        for part in [name, ": ", value, "\r\n"] {
            text.push_str(part);
        }
    }
    let length = body.len();
    write!(stream, "{text}content-length: {length}\r\n\r\n{body}").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Answer {
        status,
        body: body.to_owned(),
    }
}

/// A new folder that is removed with the test.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let name = format!("{name}-{}", std::process::id());
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// A folder with a demonstration in it, and a token of its ward nurse.
    pub(crate) fn with_demo(name: &str) -> (Self, String) {
        let folder = Self::new(name);
        let loaded = Running::start(vardbron(&folder.0).args(serve(&folder.0)));
        assert!(loaded.terminate());
        let told = Command::new(PROGRAM)
            .args(["demo-token", "ward-nurse", "--data"])
            .arg(&folder.0)
            .output()
            .unwrap();
        let token = String::from_utf8(told.stdout).unwrap().trim().to_owned();
        (folder, token)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The shipped program, with the log's key in a folder of the test's.
pub(crate) fn vardbron(data: &Path) -> Command {
    let mut program = Command::new(PROGRAM);
    program.env("VARDBRON_LOG_KEY", data.join("log.key"));
    program
}

/// What `verify` says of a store that holds together.
pub(crate) fn verified(data: &Path) -> String {
    let verified = Command::new(PROGRAM)
        .args(["verify", "--data"])
        .arg(data)
        .output()
        .unwrap();
    let said = String::from_utf8(verified.stdout).unwrap();
    let complaint = String::from_utf8_lossy(&verified.stderr).into_owned();
    assert!(verified.status.success(), "{said}{complaint}");
    said
}
