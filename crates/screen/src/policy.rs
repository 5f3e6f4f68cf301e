//! The policy: everything that is asked of a match, in one file with one id.
//!
//! `policy.toml` holds thresholds, the points of each feature, and the two whole-number tables that
//! turn name similarity into points and points into a score. Its id is the BLAKE3 hash of its
//! canonical form together with the versions of the scoring code and of the name tables, so that
//! "same snapshot, same policy, same query" means the same bytes. It does not hold any list.

mod points;
mod xref;

pub use points::PointTable;
pub use xref::{PairPoints, XrefPolicy};

use std::collections::BTreeMap;

use kashf_core::{Points, Score};
use serde::{Deserialize, Serialize};

/// Version of the scoring code. A change of any score on the casebook changes it (docs/screening.md).
pub const ALGORITHM: &str = "kashf-1";

/// What is wrong with a policy file.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// Not TOML, an unknown key, or a value of the wrong type.
    #[error("failed to read the policy: {0}")]
    Syntax(String),
    /// Written for other scoring code.
    #[error("policy is for algorithm `{found}`, this program scores with `{ALGORITHM}`")]
    Algorithm {
        /// What the file names.
        found: String,
    },
    /// A value out of its range.
    #[error("policy key `{key}`: {problem}")]
    Value {
        /// The key.
        key: String,
        /// What is wrong with its value.
        problem: String,
    },
}

impl PolicyError {
    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::Syntax(_) | Self::Value { .. } => {
                "`kashf policy show` prints a complete policy to start from".to_owned()
            }
            Self::Algorithm { .. } => format!(
                "review the thresholds against this version's casebook, then set algorithm = \"{ALGORITHM}\""
            ),
        }
    }
}

/// From which score on something happens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// A score from here on is a match.
    #[serde(rename = "match", with = "thousandths")]
    pub match_from: Score,
    /// A score from here on is returned, marked as no match, so that a human sees what was weighed.
    #[serde(with = "thousandths")]
    pub show_from: Score,
    /// Other thresholds for single datasets, by name.
    #[serde(
        default,
        with = "thousandths_map",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub datasets: BTreeMap<String, Score>,
    /// Other thresholds for single schemata, by name; a dataset's threshold goes first.
    #[serde(
        default,
        with = "thousandths_map",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub schemata: BTreeMap<String, Score>,
}

/// Rules of ownership that a policy may apply; what they are stands in `kashf_trace::ownership`.
pub const OWNERSHIP_RULES: [&str; 3] = ["eu", "ofac_50", "uk"];

/// The rule of ownership of the built-in policy.
const OWNERSHIP_BUILT_IN: &str = "ofac_50";

fn ownership_built_in() -> Vec<String> {
    vec![OWNERSHIP_BUILT_IN.to_owned()]
}

fn is_ownership_built_in(rules: &[String]) -> bool {
    matches!(rules, [one] if one == OWNERSHIP_BUILT_IN)
}

/// Thresholds, points and tables, with an id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// The scoring code that the numbers below were set for.
    pub algorithm: String,
    /// From name similarity in thousandths to points: `[similarity, points]`, both rising.
    pub name_points: Vec<(i32, i32)>,
    /// From points to score in thousandths: `[points, thousandths]`, both rising.
    pub score: Vec<(i32, i32)>,
    /// Rules of ownership that are applied to entries which are not listed themselves; a policy without the key applies
    /// `ofac_50`, and an empty one none. Left out of the canonical form where it is the built-in one, so that
    /// ids of policies older than the key stay.
    #[serde(
        default = "ownership_built_in",
        skip_serializing_if = "is_ownership_built_in"
    )]
    pub ownership: Vec<String>,
    /// Thresholds.
    pub thresholds: Thresholds,
    /// Points of the features.
    pub points: PointTable,
    /// What is asked of two listed entries to be one party; a policy without it has the built-in one.
    #[serde(default = "XrefPolicy::built_in")]
    pub xref: XrefPolicy,
}

impl Policy {
    /// The policy that applies when no file is given.
    #[must_use]
    pub fn built_in() -> Self {
        Self {
            algorithm: ALGORITHM.to_owned(),
            name_points: vec![
                (0, 0),
                (i32::from(kashf_text::DEFAULT_SIMILARITY_THRESHOLD), 700),
                (1000, 870),
            ],
            score: vec![(0, 0), (900, 900), (1000, 950), (1200, 980), (2000, 1000)],
            ownership: ownership_built_in(),
            thresholds: Thresholds {
                match_from: Score::from_thousandths(700),
                show_from: Score::from_thousandths(600),
                datasets: BTreeMap::new(),
                schemata: BTreeMap::new(),
            },
            points: PointTable::built_in(),
            xref: XrefPolicy::built_in(),
        }
    }

    /// Reads and checks a policy file.
    ///
    /// # Errors
    /// Not TOML, unknown or missing keys, other scoring code, tables that fall, a weak-alias cap
    /// that would let a weak alias alone make a match.
    ///
    /// ```
    /// use kashf_screen::Policy;
    /// let policy = Policy::built_in();
    /// assert_eq!(Policy::from_toml(&policy.to_toml())?, policy);
    /// assert!(Policy::from_toml("colour = 3").is_err());
    /// # Ok::<(), kashf_screen::PolicyError>(())
    /// ```
    pub fn from_toml(text: &str) -> Result<Self, PolicyError> {
        let policy: Self =
            toml::from_str(text).map_err(|error| PolicyError::Syntax(error.to_string()))?;
        policy.check()?;
        Ok(policy)
    }

    /// The canonical form, readable by [`Policy::from_toml`].
    #[must_use]
    pub fn to_toml(&self) -> String {
        toml::to_string(self).expect("a policy is plain tables and numbers, which TOML can hold")
    }

    /// The policy id: 16 hex digits of the BLAKE3 hash of the canonical form and of the versions of
    /// the scoring code and the name tables.
    #[must_use]
    pub fn id(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(self.to_toml().as_bytes());
        hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
        hasher.update(crate::index::NAME_TABLES.as_bytes());
        hasher.finalize().to_hex()[..16].to_owned()
    }

    /// The default threshold.
    #[must_use]
    pub fn threshold(&self) -> Score {
        self.thresholds.match_from
    }

    /// The threshold for an entry of this schema on these datasets; the lowest of several datasets.
    #[must_use]
    pub fn threshold_for(&self, schema: &str, datasets: &[String]) -> Score {
        datasets
            .iter()
            .filter_map(|dataset| self.thresholds.datasets.get(dataset))
            .min()
            .or_else(|| self.thresholds.schemata.get(schema))
            .copied()
            .unwrap_or(self.thresholds.match_from)
    }

    /// The score of so many points.
    #[must_use]
    pub fn score_of(&self, points: Points) -> Score {
        let thousandths = interpolate(&self.score, points).clamp(0, 1000);
        Score::from_thousandths(u16::try_from(thousandths).unwrap_or(0))
    }

    /// The points of a name similarity in thousandths.
    #[must_use]
    pub fn points_of_name(&self, similarity: u16) -> Points {
        interpolate(&self.name_points, i32::from(similarity))
    }

    fn check(&self) -> Result<(), PolicyError> {
        if self.algorithm != ALGORITHM {
            return Err(PolicyError::Algorithm {
                found: self.algorithm.clone(),
            });
        }
        let value = |key: &str, problem: &str| PolicyError::Value {
            key: key.to_owned(),
            problem: problem.to_owned(),
        };
        let tables = [
            ("name_points", &self.name_points),
            ("score", &self.score),
            ("xref.score", &self.xref.score),
        ];
        for (key, table) in tables {
            if table.len() < 2 || table.len() > 100 {
                return Err(value(key, "must have 2 to 100 rows"));
            }
            if table
                .windows(2)
                .any(|pair| pair[0].0 >= pair[1].0 || pair[0].1 > pair[1].1)
            {
                return Err(value(key, "rows must rise"));
            }
            if table
                .iter()
                .any(|row| row.0.abs() > 100_000 || row.1.abs() > 100_000)
            {
                return Err(value(key, "numbers must lie within 100000"));
            }
        }
        let is_rule = |name: &String| OWNERSHIP_RULES.contains(&name.as_str());
        if !self.ownership.iter().all(is_rule) {
            return Err(value("ownership", "knows `ofac_50`, `eu` and `uk`"));
        }
        if let Some((key, problem)) = self.xref.fault() {
            return Err(value(key, problem));
        }
        if self.thresholds.show_from > self.thresholds.match_from {
            return Err(value(
                "thresholds.show_from",
                "must not be above thresholds.match",
            ));
        }
        let lowest = self
            .thresholds
            .datasets
            .values()
            .chain(self.thresholds.schemata.values())
            .chain([&self.thresholds.match_from])
            .min();
        if lowest.is_some_and(|lowest| self.score_of(self.points.weak_alias_cap) >= *lowest) {
            return Err(value(
                "points.weak_alias_cap",
                "must score below every match threshold: a weak alias alone is never a match",
            ));
        }
        Ok(())
    }
}

/// Whole-number interpolation in a rising table; flat outside it.
fn interpolate(table: &[(i32, i32)], x: i32) -> i32 {
    let after = table.partition_point(|row| row.0 <= x);
    match (
        after.checked_sub(1).map(|before| table[before]),
        table.get(after),
    ) {
        (Some(low), Some(high)) => {
            let (dx, dy) = (i64::from(high.0 - low.0), i64::from(high.1 - low.1));
            let step = i64::from(x - low.0) * dy / dx.max(1);
            low.1 + i32::try_from(step).unwrap_or(0)
        }
        (Some(last), None) => last.1,
        (None, Some(first)) => first.1,
        (None, None) => 0,
    }
}

mod thousandths {
    use kashf_core::Score;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(score: &Score, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_f64(score.as_f64())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Score, D::Error> {
        let value = f64::deserialize(from)?;
        value.to_string().parse().map_err(serde::de::Error::custom)
    }
}

mod thousandths_map {
    use std::collections::BTreeMap;

    use kashf_core::Score;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(
        map: &BTreeMap<String, Score>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        map.iter()
            .map(|(key, score)| (key, score.as_f64()))
            .collect::<BTreeMap<_, _>>()
            .serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<BTreeMap<String, Score>, D::Error> {
        BTreeMap::<String, f64>::deserialize(from)?
            .into_iter()
            .map(|(key, value)| {
                value
                    .to_string()
                    .parse()
                    .map(|score| (key, score))
                    .map_err(serde::de::Error::custom)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_id_changes_with_every_number() {
        let policy = Policy::built_in();
        let mut other = policy.clone();
        other.points.country_same += 1;
        assert_ne!(policy.id(), other.id());
        assert_eq!(policy.id(), Policy::built_in().id());
    }

    #[test]
    fn rules_of_ownership_are_asked_for_by_name() {
        let built_in = Policy::built_in();
        assert!(!built_in.to_toml().contains("ownership"));
        let text = format!("ownership = [\"uk\", \"eu\"]\n{}", built_in.to_toml());
        let policy = Policy::from_toml(&text).expect("known rules");
        assert_eq!(policy.ownership, ["uk", "eu"]);
        assert_ne!(policy.id(), built_in.id());
        assert_eq!(
            Policy::from_toml(&policy.to_toml()).expect("canonical"),
            policy
        );
        assert!(Policy::from_toml(&text.replace("uk", "un")).is_err());
    }

    #[test]
    fn a_weak_alias_can_never_be_made_a_match() {
        let mut policy = Policy::built_in();
        policy.points.weak_alias_cap = 700;
        let error = Policy::from_toml(&policy.to_toml()).unwrap_err();
        assert!(error.to_string().contains("weak_alias_cap"), "{error}");
    }

    #[test]
    fn refuses_tables_that_fall_and_unknown_keys() {
        let mut policy = Policy::built_in();
        policy.score = vec![(0, 0), (100, 900), (90, 950)];
        assert!(Policy::from_toml(&policy.to_toml()).is_err());
        let more = format!("surprise = 1\n{}", Policy::built_in().to_toml());
        assert!(Policy::from_toml(&more).is_err());
    }

    proptest! {
        #[test]
        fn the_score_rises_with_the_points(a in -5000i32..5000, b in -5000i32..5000) {
            let policy = Policy::built_in();
            let (low, high) = if a <= b { (a, b) } else { (b, a) };
            prop_assert!(policy.score_of(low) <= policy.score_of(high));
        }
    }
}
