//! The measured child processes: the product's own `serve`, and the bare server of L2.

use std::{
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use axum::{Router, routing::get};
use tokio::net::TcpListener;

use super::{client::Connection, failed};
use crate::{command::Failure, output};

/// How long a server may take to start.
const BEGINS_WITHIN: Duration = Duration::from_mins(2);

/// A server in its own process, which is killed when this is dropped.
pub(super) struct Server {
    child: Child,
    /// The address that it listens on.
    pub(super) address: SocketAddr,
    started: Instant,
}

impl Server {
    /// Starts the product on a store in a folder.
    pub(super) fn product(folder: &Path) -> Result<Self, Failure> {
        let folder = folder.display().to_string();
        // The bench has filled the store itself, and nobody reads its log.
        let key = format!("{folder}/log.key");
        let serve = ["serve", "--listen", "127.0.0.1:0", "--data", &folder];
        Self::begin(&[&serve[..], &["--new-log-key", "--log-key", &key]].concat())
    }

    /// Starts the bare server of L2.
    pub(super) fn hello() -> Result<Self, Failure> {
        Self::begin(&["bench", "--hello"])
    }

    fn begin(arguments: &[&str]) -> Result<Self, Failure> {
        let program = std::env::current_exe().map_err(failed("this program"))?;
        let started = Instant::now();
        let mut child = Command::new(program)
            .args(arguments)
            .env_remove("VARDBRON_DATABASE")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(failed("the server"))?;
        let mut line = String::new();
        if let Some(out) = child.stdout.take() {
            BufReader::new(out)
                .read_line(&mut line)
                .map_err(failed("the server"))?;
        }
        let address = line
            .split_once("http://")
            .and_then(|(_, rest)| rest.trim().trim_end_matches('/').parse().ok());
        let Some(address) = address else {
            let _ = child.kill();
            let _ = child.wait();
            return Err(Failure::said("bench: the server did not begin"));
        };
        Ok(Self {
            child,
            address,
            started,
        })
    }

    /// Repeats a request until the answer is 200; returns the seconds since the process was
    /// started.
    pub(super) async fn first_answer(&self, request: &[u8]) -> Result<f64, Failure> {
        while self.started.elapsed() < BEGINS_WITHIN {
            if let Ok(mut connection) = Connection::open(self.address).await
                && let Ok(answer) = connection.ask(request).await
                && answer.status == 200
            {
                return Ok(self.started.elapsed().as_secs_f64());
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        Err(Failure::said("bench: the server gave no answer"))
    }

    /// Current and peak memory, in MB (2^20 bytes).
    pub(super) fn memory(&self) -> Result<(f64, f64), Failure> {
        let path = format!("/proc/{}/status", self.child.id());
        let status = std::fs::read_to_string(path).map_err(failed("the server's memory"))?;
        let of = |name: &str| {
            status
                .lines()
                .find_map(|line| line.strip_prefix(name))
                .and_then(|rest| rest.trim().trim_end_matches(" kB").parse::<f64>().ok())
                .map_or(0.0, |kilobytes| kilobytes / 1024.0)
        };
        Ok((of("VmRSS:"), of("VmHWM:")))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Acknowledged work is durable, so killing the process loses nothing that was measured.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// L2: the framework's own server with one handler that says hello.
pub(super) async fn say_hello() -> Result<(), Failure> {
    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .map_err(failed("listen"))?;
    let address = listener.local_addr().map_err(failed("listen"))?;
    output::say(&format!("hello on http://{address}/"));
    let router = Router::new().route("/", get(async || "hello"));
    axum::serve(listener, router).await.map_err(failed("hello"))
}
