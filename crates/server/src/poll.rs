//! Asking publishers from time to time, when it is configured (promise P1).
//!
//! Each list is asked on its own clock, one at a time, since one process writes: `Kashf::poll` fetches within
//! `fetch.total_seconds`, the list gate judges, and what it lets through is live at once. A poll that fails is
//! told by `/readyz`, `/metrics` and the list's age; it is tried again soon, and what was live answers on.

use crate::run::follow::{failure, now, refresh};
use crate::settings::PollPlan;
use crate::state::AppState;
use crate::vitals::Polled;
use kashf::{KashfError, PollOutcome};
use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;

/// How soon a poll that failed is tried again, where the interval is longer.
const AGAIN: Duration = Duration::from_secs(120);

/// How often the clock is looked at.
const LOOK: Duration = Duration::from_secs(2);

/// Updates that may be asked for by `/updatez` and wait for another to end.
const WAITING: usize = 8;

/// One poll at a time, by the clock or by `/updatez`; who waits holds no thread.
#[derive(Debug)]
pub(crate) struct Turns {
    one: Arc<Semaphore>,
    seats: Arc<Semaphore>,
}

impl Default for Turns {
    fn default() -> Self {
        Self {
            one: Arc::new(Semaphore::new(1)),
            seats: Arc::new(Semaphore::new(WAITING)),
        }
    }
}

/// Polls until it is dropped; ends at once when nothing is configured.
pub(crate) async fn poll(state: AppState) {
    let Some(plan) = state.settings().poll.clone() else {
        return;
    };
    let mut due: BTreeMap<String, Instant> = BTreeMap::new();
    let mut tick = tokio::time::interval(LOOK);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tick.tick().await;
        let Ok(turn) = Arc::clone(&state.vitals().turns.one).acquire_owned().await else {
            return;
        };
        let worker = state.clone();
        let (asked, plan) = (due, plan.clone());
        let done = tokio::task::spawn_blocking(move || round(&worker, &plan, asked));
        due = done.await.unwrap_or_default();
        drop(turn);
    }
}

/// Asks for the lists that are due. Gives when each is due next.
fn round(
    state: &AppState,
    plan: &PollPlan,
    mut due: BTreeMap<String, Instant>,
) -> BTreeMap<String, Instant> {
    for dataset in datasets(state, plan) {
        // The first time soon, spread a little, so that servers that start together do not ask together.
        let every = interval(state, plan, &dataset);
        let at = *due
            .entry(dataset.clone())
            .or_insert_with(|| Instant::now() + jitter(every / 20));
        if Instant::now() < at {
            continue;
        }
        let confirmed = ask(state, &dataset).is_ok();
        let wait = if confirmed { every } else { every.min(AGAIN) };
        due.insert(dataset, Instant::now() + wait + jitter(wait / 10));
    }
    due
}

/// Begins to ask for every polled list now, and to look at the data directory. What it gives ends with that, and says what
/// failed; `None` when enough others wait already.
pub(crate) fn update(state: AppState) -> Option<JoinHandle<Vec<String>>> {
    let turns = &state.vitals().turns;
    let seat = Arc::clone(&turns.seats).try_acquire_owned().ok()?;
    let one = Arc::clone(&turns.one);
    Some(tokio::spawn(async move {
        let turn = one.acquire_owned().await;
        drop(seat);
        let done = tokio::task::spawn_blocking(move || all_now(&state)).await;
        drop(turn);
        done.unwrap_or_else(|_| vec!["a defect of the program stopped the update".to_owned()])
    }))
}

fn all_now(state: &AppState) -> Vec<String> {
    let mut failed = Vec::new();
    if let Some(plan) = state.settings().poll.clone() {
        for dataset in datasets(state, &plan) {
            if let Err(reason) = ask(state, &dataset) {
                failed.push(format!("`{dataset}`: {reason}"));
            }
        }
    }
    if let Err(error) = refresh(state) {
        failed.push(failure(&error).reason);
    }
    failed
}

/// The lists that are asked for: those of the plan, or every live one that came from the network.
fn datasets(state: &AppState, plan: &PollPlan) -> Vec<String> {
    let kashf = state.worlds().kashf();
    let Ok(live) = kashf.lists() else {
        return Vec::new();
    };
    if plan.lists.is_empty() {
        let polled = live.into_iter().filter(|list| list.status != "pinned");
        return polled.map(|list| list.dataset).collect();
    }
    let full = |name: &String| match kashf.config().ok()?.source(name) {
        Some(source) => Some(source.dataset),
        None => Some(name.clone()),
    };
    let wanted: Vec<String> = plan.lists.iter().filter_map(full).collect();
    let missing = wanted
        .iter()
        .filter(|name| !live.iter().any(|list| list.dataset == **name));
    state.vitals().missing(missing.cloned().collect());
    wanted
}

fn interval(state: &AppState, plan: &PollPlan, dataset: &str) -> Duration {
    let config = state.worlds().kashf().config().ok();
    let source = config.and_then(|config| config.source(dataset));
    source
        .and_then(|source| source.poll_every)
        .unwrap_or(plan.every)
}

/// One poll of one list, told; swaps to what came of it.
fn ask(state: &AppState, dataset: &str) -> Result<(), String> {
    let kashf = state.worlds().kashf();
    let outcome = kashf.poll(dataset, &state.settings().network, &now());
    let (word, error) = match outcome {
        Ok(PollOutcome::Unchanged) => ("unchanged", None),
        Ok(PollOutcome::Live(_)) => ("live", None),
        Ok(PollOutcome::Held(_)) => ("held", None),
        Ok(PollOutcome::Refused(error)) => ("refused", Some(error)),
        Ok(PollOutcome::Unreachable(error)) => ("unreachable", Some(error)),
        // Another writer, a full disk, a wrong configuration; the kinds of outcome may grow.
        Ok(_) => ("failed", None),
        Err(error) => ("failed", Some(error)),
    };
    state.metrics().event(match word {
        "unchanged" => "poll_unchanged",
        "live" => "poll_live",
        "held" => "poll_held",
        "refused" => "poll_refused",
        "unreachable" => "poll_unreachable",
        _ => "poll_failed",
    });
    let reason = error
        .as_ref()
        .map(|error: &KashfError| failure(error).reason);
    let log = state.access_log();
    log.event("poll", Some(dataset), word, reason.as_deref());
    let polled = Polled {
        at: now(),
        outcome: word,
        reason: reason.clone(),
    };
    state.vitals().polled(dataset, polled);
    // A failure to open what is live is told by `refresh` itself.
    let swapped = refresh(state).map_err(|error| failure(&error).reason);
    match (reason, swapped) {
        (Some(reason), _) | (None, Err(reason)) => Err(reason),
        (None, Ok(_)) => Ok(()),
    }
}

/// A part of this time, by chance.
fn jitter(of: Duration) -> Duration {
    let millis = u64::try_from(of.as_millis()).unwrap_or(u64::MAX);
    let chance = RandomState::new().hash_one(());
    Duration::from_millis(chance % (millis + 1))
}
