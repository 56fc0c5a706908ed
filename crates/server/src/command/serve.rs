//! `serve`: opens the store, loads demonstration data if asked to, starts listener and worker, and
//! ends in an orderly way.

use std::{panic::PanicHookInfo, sync::Arc, time::Duration};

use app::{App, AppSettings, Chance, Clock};
use jiff::SignedDuration;
use tokio::net::TcpListener;
use vocabulary::meeting_point::MeetingHost;

use crate::{
    arguments::Serve,
    command::{Failure, guidance},
    demo, listen, mail, output, worker,
};

/// Runs the server until it is told to stop.
pub(super) async fn run(asked: Serve) -> Result<(), Failure> {
    tracing_subscriber::fmt()
        .json()
        .with_writer(std::io::stderr)
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("VARDBRON_LOG")
                .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn")),
        )
        .init();
    std::panic::set_hook(Box::new(log_place));
    let library = guidance::library(&asked.guidance)?;
    let address = super::address(&asked.place)?;
    let clock = asked.clock.map_or_else(Clock::system, Clock::starting_at);
    let app_settings = AppSettings {
        session_life: SignedDuration::from_hours(i64::from(asked.session_hours)),
        disk_reserve: asked.disk_reserve.map(|mib| u64::from(mib) << 20),
    };
    let app =
        App::start_with_settings(&address, clock, Chance::system(), library, app_settings).await?;
    let keeper = Arc::new(super::keeper(&asked.log, &asked.place, &app).await?);
    if let Some(address) = &asked.meeting_host {
        let host = MeetingHost::parse(address).ok_or_else(|| {
            Failure::said(
                "--meeting-host wants https:// and a host name in small letters, without a path.",
            )
        })?;
        app.meet_at(host);
    }
    let settings = web::Settings {
        demo_password: ready_demo(&app, asked.demo)
            .await?
            .then_some(demo::PASSWORD),
        https: asked.https,
    };
    if settings.demo_password.is_some() {
        // The first setting stays, so this is for a demo without one.
        if let Some(host) = MeetingHost::parse(demo::MEETING_HOST) {
            app.meet_at(host);
        }
    }
    let smtp = asked.mail.smtp(settings.demo_password.is_some())?;
    let listener = TcpListener::bind(asked.listen)
        .await
        .map_err(|error| Failure::of(&format!("listen on {}", asked.listen), &error))?;
    let address = listener
        .local_addr()
        .map_err(|error| Failure::of("listen", &error))?;
    let worker = tokio::spawn(worker::run(app.clone(), Arc::clone(&keeper)));
    let sender = mail::Sender::start(app.clone(), smtp);
    let router = web::router(app.clone(), settings);
    // Before anybody is told that it listens: whoever then asks it to stop is heard.
    let asked_to_stop = stop_requests()?;
    output::say(&format!("Vårdbron listens on http://{address}/"));
    if asked.https && asked.proxy.is_empty() {
        tracing::warn!(
            "with --https and without --proxy all users share the proxy's address, so one who \
             guesses passwords makes others wait"
        );
    }
    let read_on = Duration::from_secs(u64::from(asked.read_on));
    listen::serve(
        listener,
        router,
        asked.proxy,
        ended(&app, read_on, asked_to_stop),
    )
    .await;
    worker.abort();
    if app.has_failed() {
        // Views whose readers have been answered are put beside the store first.
        let views = tokio::time::timeout(LAST_VIEWS, app.log_written());
        if views.await.is_err() {
            tracing::error!("the last views could not be put beside the store");
        }
        // Nothing is closed and no checkpoint made: what the disk holds is for the next start to
        // find out. A mail that is being sent now becomes uncertain.
        return Err(Failure::said(
            "The store has failed: a write, sync or commit went wrong. Look at the disk, then start \
             again.",
        ));
    }
    sender.stop().await;
    let signed = keeper.checkpoint(&app).await;
    app.close().await;
    signed
}

/// Logs only the place of a panic, because its text may contain data that was being worked on.
fn log_place(panic: &PanicHookInfo<'_>) {
    let place = panic
        .location()
        .map(ToString::to_string)
        .unwrap_or_default();
    tracing::error!(place, "panic");
}

/// How long the end waits for views that have not been written, when the store has failed.
const LAST_VIEWS: Duration = Duration::from_secs(10);

/// Loads demonstration data into an empty store if asked to; returns whether the store is a demo.
async fn ready_demo(app: &App, asked: bool) -> Result<bool, Failure> {
    if !app.is_demo().await? && app.has_demo_users().await? {
        // Everybody knows their password.
        return Err(Failure::said(
            "The store holds a demonstration that was not loaded to its end: remove the folder and \
             start again.",
        ));
    }
    if asked && !app.is_demo().await? {
        if !app.is_empty().await? {
            return Err(Failure::said(
                "The store is not empty and holds no demo data: choose another folder with --data.",
            ));
        }
        demo::load(app).await?;
    }
    Ok(app.is_demo().await?)
}

/// Completes when the server is to end: it is asked to, or the store has failed and reading has gone
/// on for a while.
async fn ended(app: &App, read_on: Duration, asked_to_stop: impl Future<Output = ()>) {
    let failed = async {
        app.failed().await;
        tokio::time::sleep(read_on).await;
    };
    tokio::select! {
        () = asked_to_stop => {}
        () = failed => {}
    }
}

/// Catches from now on the operator's and the machine's requests to stop. What it returns completes at the first.
fn stop_requests() -> Result<impl Future<Output = ()>, Failure> {
    use tokio::signal::unix::{SignalKind, signal};

    let caught = |kind| signal(kind).map_err(|error| Failure::of("catch signals", &error));
    let mut interrupted = caught(SignalKind::interrupt())?;
    let mut terminated = caught(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}

#[cfg(test)]
mod tests {
    use testkit::Lines;

    use super::log_place;

    // covers: X1
    #[test]
    fn a_panic_is_logged_by_its_place_and_no_word_of_it() {
        let lines = Lines::default();
        let kept = lines.clone();
        let log = tracing_subscriber::fmt()
            .json()
            .with_max_level(tracing::Level::TRACE)
            .with_writer(move || kept.clone())
            .finish();
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(log_place));
        // As a literal, and as a formatted text.
        let name = "Amina Provsson";
        tracing::subscriber::with_default(log, || {
            std::panic::catch_unwind(|| panic!("Amina Provsson 1990-04-06")).unwrap_err();
            std::panic::catch_unwind(|| panic!("{name} 1990-04-06")).unwrap_err();
        });
        std::panic::set_hook(usual);
        let said = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
        assert_eq!(said.lines().count(), 2, "{said}");
        for line in said.lines() {
            assert!(line.contains("serve.rs:"), "{line}");
            for word in ["Amina", "Provsson", "1990"] {
                assert!(!line.contains(word), "{word}: {line}");
            }
        }
    }
}
