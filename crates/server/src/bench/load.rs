//! Load: a number of parallel connections, each sending one request after the other, limited in
//! number and time.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use tokio::task::JoinSet;

use super::client::Connection;

/// A client that sends requests over a connection.
pub(super) trait Requester: Send + 'static {
    /// Writes the next request; false when this client is done.
    fn next(&mut self, request: &mut Vec<u8>) -> bool;

    /// Receives the answer; an unexpected answer is an error in words.
    fn hear(&mut self, status: u16, body: &[u8]) -> Result<(), String>;
}

/// The result of a measurement.
#[derive(Debug, Clone, Default)]
pub(super) struct Measured {
    /// The time of each answer in seconds, shortest first.
    latencies: Vec<f64>,
    /// The total time in seconds.
    seconds: f64,
}

impl Measured {
    /// Answers per second.
    #[expect(
        clippy::cast_precision_loss,
        reason = "a count of answers is far below 2^52"
    )]
    pub(super) fn per_second(&self) -> f64 {
        self.latencies.len() as f64 / self.seconds
    }

    /// The time in seconds within which this percentage of the answers came.
    pub(super) fn percentile(&self, percent: usize) -> f64 {
        let last = self.latencies.len().saturating_sub(1);
        self.latencies
            .get(last * percent / 100)
            .copied()
            .unwrap_or_default()
    }
}

/// Lets clients send requests, each over its own connection, until all are done or the time is up.
/// Returns the clients, with what they have collected.
pub(super) async fn load<V: Requester>(
    address: SocketAddr,
    visitors: Vec<V>,
    at_most: Duration,
) -> Result<(Measured, Vec<V>), String> {
    let mut connections = Vec::with_capacity(visitors.len());
    for visitor in visitors {
        let connection = Connection::open(address)
            .await
            .map_err(|error| error.to_string())?;
        connections.push((visitor, connection));
    }
    let started = Instant::now();
    let mut tasks = JoinSet::new();
    for (visitor, connection) in connections {
        tasks.spawn(visit(visitor, connection, started, at_most));
    }
    let mut measured = Measured::default();
    let mut back = Vec::new();
    while let Some(done) = tasks.join_next().await {
        let (visitor, latencies) = done.map_err(|error| error.to_string())??;
        measured.latencies.extend(latencies);
        back.push(visitor);
    }
    measured.seconds = started.elapsed().as_secs_f64();
    measured.latencies.sort_by(f64::total_cmp);
    Ok((measured, back))
}

async fn visit<V: Requester>(
    mut visitor: V,
    mut connection: Connection,
    started: Instant,
    at_most: Duration,
) -> Result<(V, Vec<f64>), String> {
    let mut latencies = Vec::new();
    let mut request = Vec::with_capacity(1024);
    while started.elapsed() < at_most {
        request.clear();
        if !visitor.next(&mut request) {
            break;
        }
        let asked = Instant::now();
        let answer = connection
            .ask(&request)
            .await
            .map_err(|error| error.to_string())?;
        latencies.push(asked.elapsed().as_secs_f64());
        visitor.hear(answer.status, answer.body)?;
    }
    Ok((visitor, latencies))
}
