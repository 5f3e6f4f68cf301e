//! `kashf serve`: the HTTP API, until SIGTERM or Ctrl-C.

use super::{Outcome, note};
use crate::args::ServeArguments;
use crate::settings;
use anyhow::{Context, Result};
use kashf::Kashf;
use kashf_server::{AppState, ServeSettings, Server};

/// Serves the live snapshot.
pub(crate) fn run(kashf: Kashf, arguments: &ServeArguments) -> Result<Outcome> {
    let settings = ServeSettings {
        listen: arguments.listen,
        network: settings::network(),
        ..ServeSettings::default()
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("threads could not be started")?;
    runtime.block_on(async {
        let server = Server::bind(AppState::new(kashf, settings)?).await?;
        note(&format!("listening on http://{}", server.address()));
        server.run(stopped()).await?;
        Ok(Outcome::Done)
    })
}

/// Ready when the process is asked to end.
async fn stopped() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut term) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = term.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            return;
        }
    }
    // Without a handler the process ends at once, which is what was asked for.
    let _ = tokio::signal::ctrl_c().await;
}
