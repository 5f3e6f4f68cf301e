//! From which scores on something is a match, and is shown: as yente's clients ask, and on our own scale.

use super::super::score::Scale;
use crate::world::World;
use kashf::{Match, Score};

/// yente's default threshold.
const THRESHOLD: f64 = 0.7;

/// From which scores on something is a match, and is shown.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Bounds {
    pub(super) threshold: Option<f64>,
    pub(super) cutoff: Option<f64>,
}

/// The bounds on our own scale.
#[derive(Clone, Copy, Debug)]
pub(super) struct OwnBounds {
    /// Asked for; the policy's where nothing was.
    threshold: Option<Option<Score>>,
    /// Lowest score that is shown; none when no score is.
    show_from: Option<Score>,
    /// True when more is shown than matches.
    lower: bool,
}

impl OwnBounds {
    pub(super) fn of(bounds: Bounds, scale: Scale) -> Self {
        let threshold = bounds.threshold.unwrap_or(THRESHOLD);
        let cutoff = bounds.cutoff.unwrap_or(THRESHOLD).min(threshold);
        Self {
            threshold: bounds.threshold.map(|asked| scale.at_least(asked)),
            show_from: scale.at_least(cutoff),
            lower: cutoff < threshold,
        }
    }

    /// The threshold that the engine is asked with.
    pub(super) fn asked(self) -> Option<Score> {
        if self.lower {
            return self.show_from;
        }
        self.threshold.map(|asked| asked.unwrap_or(Score::ONE))
    }

    pub(super) fn is_match(self, found: &Match, world: &World) -> bool {
        let reaches = match self.threshold {
            Some(asked) => asked.is_some_and(|asked| found.score >= asked),
            None if !self.lower => return found.is_match,
            None => {
                let policy = world.screener.policy();
                found.score >= policy.threshold_for(&found.schema, &found.datasets)
            }
        };
        reaches && !found.delisted
    }

    pub(super) fn is_shown(self, found: &Match) -> bool {
        self.show_from.is_some_and(|from| found.score >= from)
    }
}
