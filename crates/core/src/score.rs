//! Points and score: evidence is counted in whole points, and published as 0..1.
//!
//! No float decides anything. A [`Score`] is a whole number of thousandths that comes from points
//! through a monotone table of the policy; it becomes a decimal only when it is printed.

use std::fmt;

/// Evidence for (positive) or against (negative) two records being the same party.
pub type Points = i32;

/// A published score, in thousandths: 0 ..= 1000, printed as `0.000` ..= `1.000`.
///
/// ```
/// use kashf_core::Score;
/// assert_eq!(Score::from_thousandths(873).to_string(), "0.873");
/// assert_eq!("0.7".parse::<Score>(), Ok(Score::from_thousandths(700)));
/// assert!("1.2".parse::<Score>().is_err());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Score(u16);

impl Score {
    /// No evidence.
    pub const ZERO: Self = Self(0);
    /// The greatest score.
    pub const ONE: Self = Self(1000);

    /// A score of so many thousandths; more than 1000 counts as 1000.
    #[must_use]
    pub const fn from_thousandths(thousandths: u16) -> Self {
        Self(if thousandths > 1000 {
            1000
        } else {
            thousandths
        })
    }

    /// The score in thousandths.
    #[must_use]
    pub const fn thousandths(self) -> u16 {
        self.0
    }

    /// The score as a decimal for JSON; 0.0 ..= 1.0.
    #[must_use]
    pub fn as_f64(self) -> f64 {
        f64::from(self.0) / 1000.0
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:03}", self.0 / 1000, self.0 % 1000)
    }
}

impl std::str::FromStr for Score {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a score (must be a decimal from 0 to 1)");
        let value: f64 = text.trim().parse().map_err(|_| wrong())?;
        if !(0.0..=1.0).contains(&value) {
            return Err(wrong());
        }
        let thousandths = (value * 1000.0).round();
        // In range by the check above, so the conversion cannot wrap.
        Ok(Self(thousandths as u16))
    }
}
