//! The accept loop. It is our own, because the framework's has no time-out for headers and no limit
//! on connections (house.md).

use std::{future::Future, net::IpAddr, sync::Arc, time::Duration};

use axum::Router;
use hyper::{HeaderMap, body::Incoming, server::conn::http1};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{net::TcpListener, sync::Semaphore};
use tower::ServiceExt as _;
use web::ClientAddress;

/// How long a client may take to send its request line and headers.
const HEADERS_WITHIN: Duration = Duration::from_secs(10);
/// The most connections at a time.
const CONNECTIONS: usize = 2048;
/// How long open connections may take to finish when the server stops.
const FINISH_WITHIN: Duration = Duration::from_secs(10);

/// Serves until `stopped` completes, then lets open requests finish.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    proxies: Vec<IpAddr>,
    stopped: impl Future<Output = ()>,
) {
    let proxies: Arc<[IpAddr]> = proxies.iter().map(IpAddr::to_canonical).collect();
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(HEADERS_WITHIN);
    tokio::pin!(stopped);
    loop {
        let place = tokio::select! {
            place = Arc::clone(&places).acquire_owned() => place,
            () = &mut stopped => break,
        };
        let Ok(place) = place else {
            break;
        };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stopped => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(20)).await;
                continue;
            }
        };
        let _ = stream.set_nodelay(true);
        let proxies = Arc::clone(&proxies);
        let service = router
            .clone()
            .map_request(move |mut request: hyper::Request<Incoming>| {
                let client = client_of(peer.ip(), request.headers(), &proxies);
                request.extensions_mut().insert(ClientAddress(client));
                request.map(axum::body::Body::new)
            });
        let connection =
            http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
        let watched = graceful.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = watched.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(place);
        });
    }
    drop(listener);
    tokio::select! {
        () = graceful.shutdown() => {}
        () = tokio::time::sleep(FINISH_WITHIN) => {}
    }
}

/// Where a request comes from. Behind our own proxies it is the last address in `X-Forwarded-For`
/// that is not one of theirs: what stands before it the client may have written itself.
fn client_of(peer: IpAddr, headers: &HeaderMap, proxies: &[IpAddr]) -> IpAddr {
    let mut client = peer.to_canonical();
    // Whatever the client wrote before it, what our proxy added counts.
    let lines: Vec<String> = headers
        .get_all("x-forwarded-for")
        .iter()
        .map(|line| String::from_utf8_lossy(line.as_bytes()).into_owned())
        .collect();
    for named in lines.join(",").rsplit(',') {
        if !proxies.contains(&client) {
            break;
        }
        let Ok(before) = named.trim().parse::<IpAddr>() else {
            break;
        };
        client = before.to_canonical();
    }
    client
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use hyper::{HeaderMap, header::HeaderValue};

    use super::client_of;

    #[test]
    fn only_our_own_proxy_is_believed_about_where_a_request_comes_from() {
        let proxies: Vec<IpAddr> = vec!["10.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap()];
        for (peer, lines, client) in [
            ("10.9.9.9", vec!["1.1.1.1"], "10.9.9.9"),
            ("10.0.0.1", vec![], "10.0.0.1"),
            ("10.0.0.1", vec!["10.9.9.9"], "10.9.9.9"),
            ("::ffff:10.0.0.1", vec!["10.9.9.9"], "10.9.9.9"),
            ("10.0.0.1", vec!["1.1.1.1, 10.9.9.9"], "10.9.9.9"),
            (
                "10.0.0.1",
                vec!["1.1.1.1", "10.9.9.9, 10.0.0.2"],
                "10.9.9.9",
            ),
            ("10.0.0.1", vec!["1.1.1.1, unknown"], "10.0.0.1"),
            ("10.0.0.1", vec!["\u{ff}, 10.9.9.9"], "10.9.9.9"),
        ] {
            let mut headers = HeaderMap::new();
            for line in &lines {
                let line = HeaderValue::from_bytes(line.as_bytes()).unwrap();
                headers.append("x-forwarded-for", line);
            }
            let found = client_of(peer.parse().unwrap(), &headers, &proxies);
            assert_eq!(found.to_string(), client, "{peer} {lines:?}");
        }
    }
}
