//! Among all pairs: what has a rival is left to a human.
//!
//! A list names a party once. Where an entry resembles two entries of one list, at most one of them is meant, as a rule
//! (brothers, branches of one group, an alias that an organisation took from another); merging both would also put two
//! entries of one list into one party, which the publisher keeps apart. So a pair stays `same` only when it is
//! clearly ahead of its rivals.
//!
//! Unlike the judging of a pair, this looks at all pairs. It is applied to the whole set after what changed was judged
//! anew, so that a set put together from parts settles as one that was judged at once.

use std::collections::BTreeMap;

use kashf_core::Points;

use crate::pair::{JudgedPair, Outcome, PairReason};

/// The key of the reason that tells of a rival.
pub const RIVAL: &str = "xref-rival";

/// Turns `same` into `look` where a rival is less than `ahead` points behind, and says so in a reason of no points.
///
/// `list_of` tells the dataset of an entry. Pairs within one dataset are no rivals and have none. Settling twice changes nothing
/// more.
///
/// ```
/// use kashf_resolve::{JudgedPair, Outcome, PairReason, settle};
/// let pair = |b: &str, points| {
///     let reason = PairReason { key: "xref-name-same", feature: "name", points, left: "".into(), right: "".into() };
///     JudgedPair::new("un-1", b, Outcome::Same, Default::default(), vec![reason])
/// };
/// let mut pairs = vec![pair("us-1", 1100), pair("us-2", 1050)];
/// settle(&mut pairs, |id| id.starts_with("un"), 200);
/// assert!(pairs.iter().all(|pair| pair.outcome == Outcome::Look));
/// ```
pub fn settle<L: Ord>(pairs: &mut [JudgedPair], list_of: impl Fn(&str) -> L, ahead: Points) {
    // For an entry and another list: its pairs with that list, as points and place.
    let mut rivals: BTreeMap<(String, L), Vec<(Points, usize)>> = BTreeMap::new();
    for (at, pair) in pairs.iter().enumerate() {
        let (a, b) = (list_of(&pair.a), list_of(&pair.b));
        if a == b || pair.outcome == Outcome::Different {
            continue;
        }
        for (own, other) in [(&pair.a, b), (&pair.b, a)] {
            let pairs = rivals.entry((own.clone(), other)).or_default();
            pairs.push((pair.points(), at));
        }
    }
    let mut found: BTreeMap<usize, String> = BTreeMap::new();
    for ((own, _), of_entry) in &rivals {
        for &(points, at) in of_entry {
            if pairs[at].outcome != Outcome::Same {
                continue;
            }
            let near = of_entry
                .iter()
                .filter(|(other, place)| *place != at && *other > points - ahead);
            let nearest = near.max_by_key(|(other, place)| (*other, std::cmp::Reverse(*place)));
            if let Some((_, rival)) = nearest {
                let rival = &pairs[*rival];
                let id = if rival.a == *own { &rival.b } else { &rival.a };
                found.entry(at).or_insert_with(|| id.clone());
            }
        }
    }
    for (at, rival) in found {
        let pair = &mut pairs[at];
        pair.outcome = Outcome::Look;
        pair.reasons.push(PairReason {
            key: RIVAL,
            feature: "rival",
            points: 0,
            left: rival.clone(),
            right: rival,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(a: &str, b: &str, points: Points) -> JudgedPair {
        let reason = PairReason {
            key: "xref-name-same",
            feature: "name",
            points,
            left: String::new(),
            right: String::new(),
        };
        let outcome = if points >= 1000 {
            Outcome::Same
        } else {
            Outcome::Look
        };
        JudgedPair::new(a, b, outcome, kashf_core::Score::ONE, vec![reason])
    }

    fn list_of(id: &str) -> String {
        id[..2].to_owned()
    }

    fn settled(mut pairs: Vec<JudgedPair>) -> Vec<(String, String, Outcome)> {
        settle(&mut pairs, list_of, 200);
        let once = pairs.clone();
        settle(&mut pairs, list_of, 200);
        assert_eq!(pairs, once);
        pairs
            .into_iter()
            .map(|pair| (pair.a, pair.b, pair.outcome))
            .collect()
    }

    #[test]
    fn who_is_clearly_ahead_stays_and_a_rival_of_either_side_counts() {
        let outcomes = |pairs: Vec<JudgedPair>| -> Vec<Outcome> {
            settled(pairs)
                .into_iter()
                .map(|(.., outcome)| outcome)
                .collect()
        };
        use Outcome::{Look, Same};
        let clear = vec![pair("un-1", "us-1", 1300), pair("un-1", "us-2", 1050)];
        assert_eq!(outcomes(clear), [Same, Look]);
        let by_other_side = vec![pair("un-1", "us-1", 1100), pair("un-2", "us-1", 950)];
        assert_eq!(outcomes(by_other_side), [Look, Look]);
        let other_list = vec![pair("eu-1", "un-1", 1100), pair("un-1", "us-1", 1100)];
        assert_eq!(outcomes(other_list), [Same, Same]);
        let within = vec![pair("un-1", "us-1", 1100), pair("us-1", "us-2", 1100)];
        assert_eq!(outcomes(within), [Same, Same]);
    }
}
