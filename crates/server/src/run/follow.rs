//! Following the data directory: a new snapshot or policy goes live between two requests (promise P11), and lists
//! that grow too old are named.
//!
//! Looking costs two calls to the file system a second. Opening the next snapshot happens off the threads that
//! answer; what fails leaves the old one answering, and is shown by `/readyz` and `/metrics`.

use crate::state::AppState;
use crate::vitals::Failure;
use jiff::Timestamp;
use kashf::KashfError;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// How often the directory is looked at.
const LOOK: Duration = Duration::from_secs(1);
/// After so many looks the ages are told, and the snapshot is compared whatever the file system says.
const LOOKS_A_ROUND: u32 = 30;

/// What tells that CURRENT or `policy.toml` was written.
type Mark = [Option<(SystemTime, u64, u64)>; 2];

/// Follows until it is dropped.
pub(super) async fn follow(state: AppState) {
    let mut seen = None;
    let mut looks = 0;
    let mut tick = tokio::time::interval(LOOK);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tick.tick().await;
        let round = looks % LOOKS_A_ROUND == 0;
        looks = looks.wrapping_add(1);
        let worker = state.clone();
        let looked = tokio::task::spawn_blocking(move || {
            let mark = mark(worker.worlds().kashf().path());
            if round || seen != Some(mark) {
                // A failure has been told; it is tried again with the next round or change.
                let _ = refresh(&worker);
            }
            mark
        });
        seen = looked.await.ok();
    }
}

/// Swaps if there is something to swap to, and tells how it went; true when it did.
///
/// # Errors
/// When the live snapshot or policy cannot be opened; the old one answers.
pub(crate) fn refresh(state: &AppState) -> Result<bool, KashfError> {
    let outcome = state.worlds().refresh();
    match &outcome {
        Ok(swapped) => {
            if *swapped {
                let swaps = &state.metrics().swaps;
                swaps.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                state.access_log().event("swap", None, "live", None);
            }
            state.vitals().refreshed(None);
        }
        Err(error) => {
            let failure = failure(error);
            state.metrics().event("refresh_failed");
            let reason = Some(failure.reason.as_str());
            state.access_log().event("swap", None, "failed", reason);
            state.vitals().refreshed(Some(failure));
        }
    }
    tell_ages(state);
    outcome
}

/// Tells which lists are past their limits now.
pub(crate) fn tell_ages(state: &AppState) {
    let world = state.world();
    let kashf = state.worlds().kashf();
    let now = now();
    let stale = kashf.stale_lists(&world.screener, None, &now);
    match (stale, kashf.lists_at(&now)) {
        (Ok(stale), Ok(lists)) => {
            let names = stale.iter().map(|list| list.dataset.clone()).collect();
            let confirmed = lists
                .into_iter()
                .filter_map(|list| {
                    let at: Timestamp = list.confirmed_at?.parse().ok()?;
                    Some((list.dataset, at.as_second()))
                })
                .collect();
            world.aged(names, confirmed);
            state.vitals().aged(stale);
        }
        (Err(error), _) | (_, Err(error)) => {
            state.metrics().event("age_unknown");
            state.vitals().age_unknown(failure(&error));
        }
    }
}

/// The clock, ISO 8601 in UTC, to the second.
pub(crate) fn now() -> String {
    let now = Timestamp::now();
    let second = Timestamp::from_second(now.as_second()).unwrap_or(now);
    second.to_string()
}

/// An error with its causes.
pub(crate) fn failure(error: &KashfError) -> Failure {
    let mut reason = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        reason.push_str(": ");
        reason.push_str(&inner.to_string());
        cause = inner.source();
    }
    Failure { at: now(), reason }
}

fn mark(data: &Path) -> Mark {
    ["CURRENT", "policy.toml"].map(|name| {
        let file = fs_err::metadata(data.join(name)).ok()?;
        Some((file.modified().ok()?, file.len(), inode(&file)))
    })
}

#[cfg(unix)]
fn inode(file: &std::fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(file)
}

#[cfg(not(unix))]
fn inode(_: &std::fs::Metadata) -> u64 {
    0
}
