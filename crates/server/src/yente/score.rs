//! Our scores on yente's routes: 0.70 is the threshold there, whatever it is in the policy.
//!
//! Clients of yente compare a score with 0.70 or hand in a threshold of their own. The policy may put the threshold
//! elsewhere, so scores are stretched: from nothing to the policy's threshold onto 0 to 0.70, from there to 1 onto
//! 0.70 to 1, both along straight lines. With the policy that is built in (0.700) nothing changes.

use kashf::{Policy, Score};

/// The threshold of yente and its clients, in thousandths.
const THEIRS: u32 = 700;

/// Turns scores of one policy into those of yente's routes and back.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale {
    ours: u32,
}

impl Scale {
    /// The scale of a policy.
    pub(crate) fn of(policy: &Policy) -> Self {
        // At the ends there would be nothing to stretch.
        let ours = u32::from(policy.threshold().thousandths());
        Self {
            ours: ours.clamp(1, 999),
        }
    }

    /// What a client sees.
    pub(crate) fn shown(self, score: Score) -> f64 {
        let score = u32::from(score.thousandths());
        let thousandths = if self.ours == THEIRS {
            score * 1000
        } else if score <= self.ours {
            score * THEIRS * 1000 / self.ours
        } else {
            THEIRS * 1000 + (score - self.ours) * (1000 - THEIRS) * 1000 / (1000 - self.ours)
        };
        // Millionths: in thousandths different scores could look the same.
        f64::from(thousandths) / 1_000_000.0
    }

    /// The lowest score that a client sees as at least this; none when no score is.
    pub(crate) fn at_least(self, shown: f64) -> Option<Score> {
        let (mut at, mut end) = (0_u16, 1001_u16);
        while at < end {
            let middle = at.midpoint(end);
            if self.shown(Score::from_thousandths(middle)) < shown {
                at = middle + 1;
            } else {
                end = middle;
            }
        }
        (at <= 1000).then(|| Score::from_thousandths(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policys_threshold_is_shown_as_theirs() {
        for ours in [1, 300, 650, 699, 700, 701, 850, 999] {
            let scale = Scale { ours };
            let at = Score::from_thousandths(u16::try_from(ours).expect("it is small"));
            assert!((scale.shown(at) - 0.7).abs() < 1e-9, "{ours}");
            assert_eq!(scale.at_least(0.7), Some(at));
            assert!((scale.shown(Score::ONE) - 1.0).abs() < 1e-9);
            assert!(scale.shown(Score::ZERO).abs() < 1e-9);
        }
    }

    #[test]
    fn a_better_score_is_never_shown_as_a_worse_one_and_the_way_back_agrees() {
        for ours in [1, 123, 650, 700, 850, 999] {
            let scale = Scale { ours };
            let shown = |score: u16| scale.shown(Score::from_thousandths(score));
            for score in 1..=1000_u16 {
                assert!(shown(score - 1) < shown(score), "{ours}: {score}");
                assert_eq!(
                    scale.at_least(shown(score)),
                    Some(Score::from_thousandths(score))
                );
            }
            assert_eq!(scale.at_least(1.01), None);
            assert_eq!(scale.at_least(-3.0), Some(Score::ZERO));
        }
    }
}
