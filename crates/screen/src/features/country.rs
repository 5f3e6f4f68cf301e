//! Countries: nationality, citizenship, jurisdiction, flag, residence.
//!
//! What it finds: a country in common, or none. Both sides are ISO 3166 codes cleaned by
//! `kashf-ftm`; uncleaned nationalities cost a peer ten points of recall (research, screening peers,
//! section 3). Why it matters: it orders namesakes, but people move, so it never decides alone.
//! False alarms: successor states count as their predecessor (`suhh` with `ru`, `uz` ...).

use super::{Finding, finding};
use crate::policy::PointTable;

/// The countries of one side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Countries {
    /// Nationality or citizenship of a person; jurisdiction of a company; flag of a ship.
    pub(crate) belongs: Vec<String>,
    /// Any other country of its properties.
    pub(crate) other: Vec<String>,
}

impl Countries {
    fn all(&self) -> impl Iterator<Item = &String> {
        self.belongs.iter().chain(&self.other)
    }

    fn print(&self) -> Option<String> {
        let mut codes: Vec<&str> = self.all().map(String::as_str).collect();
        codes.sort_unstable();
        codes.dedup();
        (!codes.is_empty()).then(|| codes.join(", "))
    }
}

/// Compares the countries of both sides.
pub(crate) fn compare(
    query: &Countries,
    candidate: &Countries,
    points: &PointTable,
) -> Option<Finding> {
    let (q, c) = (query.print()?, candidate.print()?);
    let mut shared: Vec<&str> = query
        .all()
        .filter(|code| candidate.all().any(|other| same_state(code, other)))
        .map(String::as_str)
        .collect();
    shared.sort_unstable();
    shared.dedup();
    if !shared.is_empty() {
        let shared = Some(shared.join(", "));
        return Some(finding(
            "country",
            1000,
            points.country_same,
            "country-same",
            shared,
            Some(c),
        ));
    }
    let (points, key) = if query.belongs.is_empty() || candidate.belongs.is_empty() {
        (points.country_differs, "country-differs")
    } else {
        (points.nationality_differs, "nationality-differs")
    };
    Some(finding("country", 0, points, key, Some(q), Some(c)))
}

/// States that dissolved, with their successors (ISO 3166-3 and FollowTheMoney's codes).
const SUCCESSORS: [(&str, &[&str]); 4] = [
    (
        "suhh",
        &[
            "ru", "ua", "by", "uz", "kz", "kg", "tj", "tm", "ge", "am", "az", "lt", "lv", "ee",
            "md",
        ],
    ),
    (
        "yucs",
        &["rs", "me", "hr", "si", "ba", "mk", "xk", "cs", "csxx"],
    ),
    ("csxx", &["rs", "me", "xk"]),
    ("cshh", &["cz", "sk"]),
];

fn same_state(a: &str, b: &str) -> bool {
    a == b
        || SUCCESSORS
            .iter()
            .any(|(old, new)| (a == *old && new.contains(&b)) || (b == *old && new.contains(&a)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Policy;

    fn side(belongs: &[&str], other: &[&str]) -> Countries {
        let owned = |codes: &[&str]| codes.iter().map(|c| (*c).to_owned()).collect();
        Countries {
            belongs: owned(belongs),
            other: owned(other),
        }
    }

    fn key(query: &Countries, candidate: &Countries) -> Option<&'static str> {
        compare(query, candidate, &Policy::built_in().points).map(|f| f.reason.evidence.key)
    }

    #[test]
    fn one_shared_country_is_enough() {
        assert_eq!(
            key(&side(&["tn"], &[]), &side(&["sy"], &["tn"])),
            Some("country-same")
        );
        assert_eq!(
            key(&side(&["ru"], &[]), &side(&["suhh"], &[])),
            Some("country-same")
        );
    }

    #[test]
    fn residence_contradicts_less_than_nationality() {
        assert_eq!(
            key(&side(&["tn"], &[]), &side(&["sy"], &[])),
            Some("nationality-differs")
        );
        assert_eq!(
            key(&side(&[], &["de"]), &side(&["sy"], &[])),
            Some("country-differs")
        );
        assert_eq!(key(&side(&[], &[]), &side(&["sy"], &[])), None);
    }
}
