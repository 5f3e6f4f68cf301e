//! What the server knows of its own state: whether it ends, whether its lists are current, how polls and swaps went.

use crate::poll::Turns;
use crate::world::World;
use kashf::StaleList;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The state, shared by everything that watches or tells.
#[derive(Debug, Default)]
pub(crate) struct Vitals {
    /// Who polls.
    pub(crate) turns: Turns,
    draining: AtomicBool,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    /// When following the live snapshot failed, and why; none after a success.
    refresh_failure: Option<Failure>,
    /// Why the age of lists cannot be told; none when it can.
    age_failure: Option<Failure>,
    stale: Vec<StaleList>,
    /// Lists that are to be polled and are not loaded.
    missing: Vec<String>,
    polls: BTreeMap<String, Polled>,
}

/// Something failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) at: String,
    pub(crate) reason: String,
}

/// The last poll of a dataset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Polled {
    pub(crate) at: String,
    /// `unchanged`, `live`, `held`, `refused`, `unreachable` or `failed`.
    pub(crate) outcome: &'static str,
    pub(crate) reason: Option<String>,
}

impl Vitals {
    /// From now on `/readyz` says no.
    pub(crate) fn drain(&self) {
        self.draining.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_draining(&self) -> bool {
        self.draining.load(Ordering::Relaxed)
    }

    pub(crate) fn refreshed(&self, failure: Option<Failure>) {
        self.known().refresh_failure = failure;
    }

    pub(crate) fn aged(&self, stale: Vec<StaleList>) {
        let mut known = self.known();
        known.stale = stale;
        known.age_failure = None;
    }

    pub(crate) fn age_unknown(&self, failure: Failure) {
        self.known().age_failure = Some(failure);
    }

    pub(crate) fn polled(&self, dataset: &str, polled: Polled) {
        self.known().polls.insert(dataset.to_owned(), polled);
    }

    pub(crate) fn missing(&self, datasets: Vec<String>) {
        self.known().missing = datasets;
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        // What it holds is replaced as a whole, so it is whole.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Why nothing should be sent here now; empty when it may.
    pub(crate) fn unready(&self) -> Vec<String> {
        let mut reasons = Vec::new();
        if self.is_draining() {
            reasons.push("the server is shutting down".to_owned());
        }
        let known = self.known();
        for list in &known.stale {
            let failure = match &list.last_failure {
                Some(reason) => format!("; the last try failed: {reason}"),
                None => String::new(),
            };
            reasons.push(format!(
                "`{}` is stale: last confirmed {}, its limit is {} minutes{failure}",
                list.dataset,
                list.confirmed_at,
                list.max_age.as_secs() / 60
            ));
        }
        for dataset in &known.missing {
            reasons.push(format!("`{dataset}` is to be polled and is not loaded"));
        }
        if let Some(failure) = &known.age_failure {
            reasons.push(format!(
                "the age of the lists cannot be told since {}: {}",
                failure.at, failure.reason
            ));
        }
        reasons
    }

    /// What a person should know although requests are answered. Reasons name files of this machine: they are for those who
    /// are on it.
    pub(crate) fn detail(&self, reasons: bool) -> Value {
        let known = self.known();
        let refresh = known.refresh_failure.as_ref();
        let polls: serde_json::Map<String, Value> = known
            .polls
            .iter()
            .map(|(dataset, polled)| {
                let value = json!({
                    "at": polled.at,
                    "outcome": polled.outcome,
                    "reason": polled.reason.as_ref().filter(|_| reasons),
                });
                (dataset.clone(), value)
            })
            .collect();
        json!({
            "refresh_failure": refresh.map(|failure| json!({
                "at": failure.at,
                "reason": Some(&failure.reason).filter(|_| reasons),
            })),
            "polls": polls,
        })
    }

    /// The part of `/metrics` that speaks of lists.
    pub(crate) fn write_metrics(&self, out: &mut String, world: &World) {
        let known = self.known();
        // Writing into a String cannot fail.
        let _ = writeln!(
            out,
            "# HELP kashf_snapshot_info The snapshot and the policy that answer.\n# TYPE kashf_snapshot_info gauge\n\
             kashf_snapshot_info{{snapshot=\"{}\",policy=\"{}\"}} 1",
            world.screener.snapshot_id(),
            world.screener.policy_id()
        );
        let failed = u8::from(known.refresh_failure.is_some());
        let draining = u8::from(self.is_draining());
        let _ = writeln!(
            out,
            "# HELP kashf_refresh_failing Whether the live snapshot cannot be opened, so that an older one answers.\n\
             # TYPE kashf_refresh_failing gauge\nkashf_refresh_failing {failed}\n\
             # HELP kashf_draining Whether the server is shutting down.\n# TYPE kashf_draining gauge\nkashf_draining {draining}"
        );
        out.push_str("# HELP kashf_list_stale Whether a list is past its age limit.\n# TYPE kashf_list_stale gauge\n");
        for segment in world.screener.segments() {
            let stale = known
                .stale
                .iter()
                .any(|list| list.dataset == segment.dataset);
            let _ = writeln!(
                out,
                "kashf_list_stale{{dataset=\"{}\"}} {}",
                segment.dataset,
                u8::from(stale)
            );
        }
        out.push_str("# HELP kashf_list_confirmed_seconds When the publisher of a polled list was last heard, Unix time.\n# TYPE kashf_list_confirmed_seconds gauge\n");
        for (dataset, at) in world.confirmed() {
            let _ = writeln!(
                out,
                "kashf_list_confirmed_seconds{{dataset=\"{dataset}\"}} {at}"
            );
        }
        out.push_str("# HELP kashf_poll_failing Whether the last poll of a list brought no confirmation.\n# TYPE kashf_poll_failing gauge\n");
        for (dataset, polled) in &known.polls {
            let failing = !matches!(polled.outcome, "unchanged" | "live" | "held");
            let _ = writeln!(
                out,
                "kashf_poll_failing{{dataset=\"{dataset}\"}} {}",
                u8::from(failing)
            );
        }
    }
}
