//! Addresses: words in common, a small point in favour and never a contradiction.
//!
//! What it finds: that both sides name the same street or town. Why it matters: little; people
//! move, lists give "Damascus, Syria". Source: FollowTheMoney's `address` properties.

use std::collections::BTreeSet;

use super::{Finding, finding};
use crate::policy::PointTable;

/// At most this many words of an address are looked at.
const MAX_WORDS: usize = 64;

/// Compares all addresses of both sides; `None` when they share nothing that tells.
pub(crate) fn compare(
    query: &[String],
    candidate: &[String],
    points: &PointTable,
) -> Option<Finding> {
    let mut best: Option<(u16, &str, &str)> = None;
    for q in query {
        let q_words = words(q);
        for c in candidate {
            let overlap = overlap(&q_words, &words(c));
            if overlap >= 400 && best.is_none_or(|(known, ..)| overlap > known) {
                best = Some((overlap, q, c));
            }
        }
    }
    let (overlap, q, c) = best?;
    let points = points.address_same * i32::from(overlap) / 1000;
    let key = "address-same";
    Some(finding(
        "address",
        overlap,
        points,
        key,
        Some(q.to_owned()),
        Some(c.to_owned()),
    ))
}

fn words(address: &str) -> BTreeSet<String> {
    address
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 1 || word.chars().all(|c| c.is_ascii_digit()))
        .filter(|word| !word.is_empty())
        .take(MAX_WORDS)
        .map(str::to_lowercase)
        .collect()
}

/// Share of the shorter side's words that the other side has, in thousandths; one word says nothing.
fn overlap(a: &BTreeSet<String>, b: &BTreeSet<String>) -> u16 {
    let shared = a.intersection(b).count();
    let shorter = a.len().min(b.len());
    if shared < 2 || shorter == 0 {
        return 0;
    }
    u16::try_from(shared * 1000 / shorter).unwrap_or(1000)
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
    fn never_speaks_against() {
        assert_eq!(
            points("12 Palm Street, Port Selim", "12 Palm Street, Port Selim"),
            Some(30)
        );
        assert_eq!(points("12 Palm Street", "9 Harbour Road"), None);
        assert_eq!(points("Port", "Port"), None);
    }
}
