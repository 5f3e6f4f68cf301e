//! What is asked of two listed entries to be one party: the section `[xref]` of a policy.
//!
//! The evidence is that of screening, weighed anew (`[xref.points]`), and what only two lists can share
//! (`[xref.pair_points]`). Both the errors that the thresholds make and how they were measured stand in docs/xref.md.

use kashf_core::{Points, Score};
use serde::{Deserialize, Serialize};

use super::{PointTable, interpolate, thousandths};

/// Thresholds and points of pairs of entries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct XrefPolicy {
    /// Whether pairs are judged, and merged, when lists are published; else only `kashf xref` judges, and merges nothing.
    #[serde(default = "yes")]
    pub automatic: bool,
    /// A score from here on is `same`, and is merged without a human, if nothing contradicts.
    #[serde(with = "thousandths")]
    pub same_from: Score,
    /// A score from here on is for a human to look at.
    #[serde(with = "thousandths")]
    pub look_from: Score,
    /// Whether two entries of one list may be `same`: a publisher who lists a party twice may mean it.
    pub same_within_list: bool,
    /// A pair is `same` only when it is this many points ahead of every other pair of its entries with the same list.
    pub ahead: Points,
    /// Names less alike than this, in thousandths, make no pair.
    pub name_floor: u16,
    /// From points to score in thousandths: `[points, thousandths]`, both rising.
    pub score: Vec<(i32, i32)>,
    /// Points of what screening weighs, too.
    pub points: PointTable,
    /// Points of what only two entries can share.
    pub pair_points: PairPoints,
}

/// Points of the evidence that two lists give of each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PairPoints {
    /// Each further name that agrees and is no spelling of the others.
    pub name_more: Points,
    /// At most so many further names count.
    pub name_more_most: Points,
    /// All words of two names of organisations agree.
    pub name_whole: Points,
    /// Some words of two names of organisations agree, not all.
    pub name_part: Points,
    /// Each of two names of organisations has a legal form that the other has not.
    pub name_forms_differ: Points,
    /// Countries on both sides of two organisations and none in common, instead of `country_differs`.
    pub organization_country_differs: Points,
    /// The first name of one side resembles no name of the other; once a side.
    pub name_main_missing: Points,
    /// A number that a thing has only once agrees: IMO, LEI, tax and company register numbers, wallets.
    pub unique_same: Points,
    /// Both stand under one reference of the Security Council.
    pub reference_same: Points,
    /// One side's text names the other's reference.
    pub reference_named: Points,
    /// Both have a reference of the Security Council, and they differ.
    pub reference_differs: Points,
    /// Listed under the same regime.
    pub regime_same: Points,
    /// Listed under different regimes.
    pub regime_differs: Points,
    /// Places of birth share their words.
    pub place_same: Points,
    /// Both are linked to parties of one name.
    pub related_same: Points,
    /// Their list links them to each other, so they are two.
    pub related_to_each_other: Points,
}

impl XrefPolicy {
    /// The section of the built-in policy.
    pub(super) fn built_in() -> Self {
        Self {
            automatic: true,
            same_from: Score::from_thousandths(900),
            look_from: Score::from_thousandths(600),
            same_within_list: false,
            ahead: 120,
            name_floor: 560,
            score: vec![
                (0, 0),
                (700, 600),
                (850, 780),
                (960, 900),
                (1300, 990),
                (1800, 1000),
            ],
            points: PointTable {
                name_rarity: 60,
                birth_same_day: 150,
                birth_same_month: 90,
                birth_same_year: 60,
                birth_overlap: 20,
                birth_contradicts: -300,
                gender_differs: -400,
                country_same: 30,
                identifier_same: 350,
                identifier_other_kind: 250,
                identifier_differs: -500,
                contact_same: 80,
                address_same: 60,
                ..PointTable::built_in()
            },
            pair_points: PairPoints {
                name_more: 25,
                name_more_most: 100,
                name_whole: 70,
                name_part: -30,
                name_forms_differ: -100,
                organization_country_differs: -120,
                name_main_missing: -100,
                unique_same: 950,
                reference_same: 500,
                reference_named: 60,
                reference_differs: -600,
                regime_same: 80,
                regime_differs: -20,
                place_same: 60,
                related_same: 60,
                related_to_each_other: -400,
            },
        }
    }

    /// The score of so many points.
    pub(crate) fn score_of(&self, points: Points) -> Score {
        let thousandths = interpolate(&self.score, points).clamp(0, 1000);
        Score::from_thousandths(u16::try_from(thousandths).unwrap_or(0))
    }

    /// The first key with a value that makes no sense, and what is wrong with it.
    pub(super) fn fault(&self) -> Option<(&'static str, &'static str)> {
        if self.look_from > self.same_from {
            return Some(("xref.look_from", "must not be above xref.same_from"));
        }
        if self.name_floor > 1000 {
            return Some(("xref.name_floor", "must lie within 1000"));
        }
        None
    }
}

const fn yes() -> bool {
    true
}
