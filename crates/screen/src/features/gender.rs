//! Gender, as both sides' documents state it; never inferred from a name.
//!
//! What it finds: a stated male against a stated female. Why it matters: in Arabic script the two
//! forms of a name often differ by one last letter. Source: FollowTheMoney's gender values.

use super::{Finding, finding};
use crate::policy::PointTable;

/// Compares stated genders; only `male` against `female` contradicts.
pub(crate) fn compare(
    query: &[String],
    candidate: &[String],
    points: &PointTable,
) -> Option<Finding> {
    let q = query.first()?;
    let c = candidate.first()?;
    if query.iter().any(|value| candidate.contains(value)) {
        return Some(of(1000, points.gender_same, "gender-same", q, q));
    }
    let stated = |value: &String| value == "male" || value == "female";
    (query.iter().all(stated) && candidate.iter().all(stated))
        .then(|| of(0, points.gender_differs, "gender-differs", q, c))
}

fn of(agreement: u16, points: i32, key: &'static str, q: &str, c: &str) -> Finding {
    finding(
        "gender",
        agreement,
        points,
        key,
        Some(q.to_owned()),
        Some(c.to_owned()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Policy;

    fn points(query: &str, candidate: &str) -> Option<i32> {
        let table = Policy::built_in().points;
        compare(&[query.to_owned()], &[candidate.to_owned()], &table).map(|f| f.reason.points)
    }

    #[test]
    fn only_male_against_female_contradicts() {
        assert!(points("male", "female").is_some_and(|p| p < -100));
        assert!(points("male", "male").is_some_and(|p| p > 0));
        assert_eq!(points("male", "other"), None);
        assert_eq!(
            compare(&[], &["male".to_owned()], &Policy::built_in().points),
            None
        );
    }
}
