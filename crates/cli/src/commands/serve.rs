//! `kashf serve`: the HTTP API, until SIGTERM or Ctrl-C.

use super::{Outcome, note};
use crate::args::ServeArguments;
use crate::settings;
use anyhow::{Context, Result};
use kashf::Kashf;
use kashf_server::{AccessLog, AppState, PollPlan, ServeError, ServeSettings, Server};
use tokio::sync::watch;

/// Serves the live snapshot.
pub(crate) fn run(kashf: Kashf, arguments: &ServeArguments) -> Result<Outcome> {
    let settings = settings_of(&kashf, arguments)?;
    let files = raise_files();
    if let Some(files) = files
        && files < settings.connections as u64 + 100
    {
        note(&format!(
            "warning: the system lets this process open {files} files, fewer than its {} connections; raise the limit (systemd: LimitNOFILE=)",
            settings.connections
        ));
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("threads could not be started")?;
    let ended = runtime.block_on(async {
        let state = AppState::new(kashf, settings)?;
        let server = Server::bind(state).await?;
        note(&format!("listening on http://{}", server.address()));
        let mut signals = signals();
        let mut second = signals.clone();
        let stop = async move {
            let _ = signals.wait_for(|count| *count >= 1).await;
            note("shutting down: requests that have begun are answered; a second signal ends at once");
        };
        let at_once = async move {
            let _ = second.wait_for(|count| *count >= 2).await;
        };
        server.run(stop, at_once).await
    });
    // Work whose answer nobody waits for any more does not hold up the end.
    runtime.shutdown_background();
    match ended {
        Ok(()) => Ok(Outcome::Done),
        Err(error @ ServeError::CutShort) => {
            note(&format!("error: {error}"));
            Ok(Outcome::Failed)
        }
        Err(error) => Err(error.into()),
    }
}

/// `[serve]` of `config.toml`, then flags over it.
fn settings_of(kashf: &Kashf, arguments: &ServeArguments) -> Result<ServeSettings> {
    let config = kashf.config()?;
    let mut settings = ServeSettings::of(&config);
    settings.network = settings::network();
    settings.update_token = settings::update_token();
    if let Some(listen) = arguments.listen {
        settings.listen = listen;
    }
    if let Some(workers) = arguments.workers {
        settings.workers = usize::from(workers);
    }
    if arguments.quiet {
        settings.access_log = AccessLog::Events;
    }
    if arguments.poll && settings.poll.is_none() {
        settings.poll = Some(PollPlan {
            lists: Vec::new(),
            every: PollPlan::EVERY,
        });
    }
    Ok(settings)
}

/// Counts the times that the process was asked to end.
fn signals() -> watch::Receiver<u32> {
    let (count, seen) = watch::channel(0_u32);
    tokio::spawn(async move {
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            // Without a handler the process ends at once, which is what was asked for.
            let (Ok(mut term), Ok(mut interrupt)) = (
                signal(SignalKind::terminate()),
                signal(SignalKind::interrupt()),
            ) else {
                return std::future::pending().await;
            };
            loop {
                tokio::select! {
                    _ = term.recv() => {}
                    _ = interrupt.recv() => {}
                }
                count.send_modify(|count| *count += 1);
            }
        }
        #[cfg(not(unix))]
        loop {
            if tokio::signal::ctrl_c().await.is_err() {
                return std::future::pending().await;
            }
            count.send_modify(|count| *count += 1);
        }
    });
    seen
}

/// Lets the process open as many files as the system allows it: a connection is one. Gives how many.
#[cfg(unix)]
fn raise_files() -> Option<u64> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: limit.maximum,
        maximum: limit.maximum,
    };
    let _ = setrlimit(Resource::Nofile, raised);
    getrlimit(Resource::Nofile).current
}

#[cfg(not(unix))]
fn raise_files() -> Option<u64> {
    None
}
