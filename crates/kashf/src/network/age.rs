//! When a list from the network was last confirmed, and whether that is too long ago.
//!
//! A list is confirmed whenever its publisher (or a mirror) was asked and what he has is what answers here, also
//! when he only said "not changed". From then its age counts: not from the list's own date, since a list may rightly
//! not change for weeks. A list given with `--file` is pinned and has no age.

use super::config::Config;
use crate::directory::Kashf;
use crate::error::KashfError;
use crate::screener::Screener;
use jiff::Timestamp;
use kashf_store::SegmentEntry;
use std::time::Duration;

/// The age limit where `config.toml` names no other.
///
/// Every regime here demands that funds are frozen "without delay", which FATF reads as within hours (glossary,
/// recommendations 6 and 7), so lists are asked for at least daily. Three days let a weekend pass on which nobody can
/// mend a poll or a publisher's server; on the next working day the answers say `stale`. Less would cry
/// wolf: OFAC's server refused programs for longer than a day in July 2026 (opensanctions issue 5237). It is one
/// number for all publishers, since it limits how long we did not hear from them, not how often they publish.
pub const DEFAULT_MAX_AGE: Duration = Duration::from_secs(3 * 86_400);

/// A list past its age limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaleList {
    /// Name of the dataset.
    pub dataset: String,
    /// When it was last confirmed, ISO 8601 in UTC.
    pub confirmed_at: String,
    /// Its limit.
    pub max_age: Duration,
    /// Why the last try failed, when it did.
    pub last_failure: Option<String>,
}

/// What is known of the age of one live list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Age {
    /// `None` for a pinned list.
    pub(crate) confirmed_at: Option<String>,
    pub(crate) last_failure: Option<(String, String)>,
}

impl Age {
    /// True when the last confirmation is longer ago than the limit. A time that cannot be read is long ago.
    pub(crate) fn is_stale(&self, now: &str, limit: Duration) -> bool {
        let Some(confirmed_at) = &self.confirmed_at else {
            return false;
        };
        let (Ok(then), Ok(now)) = (confirmed_at.parse::<Timestamp>(), now.parse::<Timestamp>())
        else {
            return true;
        };
        let passed = now.as_second().saturating_sub(then.as_second());
        u64::try_from(passed).is_ok_and(|passed| passed > limit.as_secs())
    }
}

impl Kashf {
    /// When a live list was last confirmed.
    pub(crate) fn age(&self, segment: &SegmentEntry) -> Result<Age, KashfError> {
        let (dataset, version) = (&segment.dataset, &segment.version);
        let state = self.fetch_state(dataset)?;
        if let Some(state) = &state
            && state.version == *version
        {
            return Ok(Age {
                confirmed_at: state.is_network().then(|| state.confirmed_at.clone()),
                last_failure: state.failure(),
            });
        }
        // Another version than the one that was last loaded: a roll-back, or a load that was cut short before
        // its last step. It ages from when it came.
        let receipt = self.receipt(dataset, version)?;
        let Some(receipt) = receipt else {
            return Ok(Age::default());
        };
        let polled = receipt.origin != "file" || state.as_ref().is_some_and(|s| s.is_network());
        Ok(Age {
            confirmed_at: polled.then_some(receipt.loaded_at),
            last_failure: state.and_then(|state| state.failure()),
        })
    }

    /// The lists past their limits among those that a screener asks: all that it has, or the chosen ones.
    ///
    /// Call it once a run, and tell the screener ([`Screener::set_stale`]). `now` is ISO 8601 in UTC. A version that
    /// answers as of a day in the past is not stale: it is what was asked for.
    ///
    /// # Errors
    /// When `config.toml` is wrong, or what is known of a list cannot be read.
    pub fn stale_lists(
        &self,
        screener: &Screener,
        datasets: Option<&[String]>,
        now: &str,
    ) -> Result<Vec<StaleList>, KashfError> {
        let config = self.config()?;
        let live = self.live_id()?;
        let live = live.map(|id| self.data.manifest(&id)).transpose()?;
        let mut stale = Vec::new();
        for segment in screener.segments() {
            let name = &segment.dataset;
            let asked = datasets.is_none_or(|chosen| chosen.contains(name));
            let is_live = live.as_ref().and_then(|live| live.segment(name));
            let is_live = is_live.is_some_and(|live| live.version == segment.version);
            if asked && is_live {
                stale.extend(self.stale_list(segment, &config, now)?);
            }
        }
        Ok(stale)
    }

    fn stale_list(
        &self,
        segment: &SegmentEntry,
        config: &Config,
        now: &str,
    ) -> Result<Option<StaleList>, KashfError> {
        let age = self.age(segment)?;
        let max_age = config.max_age(&segment.dataset);
        if !age.is_stale(now, max_age) {
            return Ok(None);
        }
        Ok(Some(StaleList {
            dataset: segment.dataset.clone(),
            confirmed_at: age.confirmed_at.unwrap_or_default(),
            max_age,
            last_failure: age.last_failure.map(|(_, reason)| reason),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_stale_after_its_limit_and_not_before() {
        let age = |confirmed: &str| Age {
            confirmed_at: Some(confirmed.to_owned()),
            last_failure: None,
        };
        let day = Duration::from_secs(86_400);
        let at = age("2026-03-01T10:00:00Z");
        assert!(!at.is_stale("2026-03-02T10:00:00Z", day));
        assert!(at.is_stale("2026-03-02T10:00:01Z", day));
        assert!(
            !at.is_stale("2026-02-01T00:00:00Z", day),
            "a clock that was set back"
        );
        assert!(age("moon").is_stale("2026-03-02T10:00:00Z", day));
        assert!(
            !Age::default().is_stale("2036-03-02T10:00:00Z", day),
            "pinned"
        );
    }
}
