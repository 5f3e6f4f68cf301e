//! The points of each feature: the numbers of a policy, one field a kind of evidence.
//!
//! What they add up to is `policy.rs`'s matter; what sets each is told in docs/screening.md.

use kashf_core::Points;
use serde::{Deserialize, Serialize};

/// Points of the features; 700 points are a score of 0.700.
///
/// The default values were set on the casebook and on the dev data named in docs/screening.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PointTable {
    /// Greatest extra for rare names: orders equal similarities, never makes a match alone.
    pub name_rarity: Points,
    /// Points of a weak alias written exactly as listed; less alike gives less in proportion. Below the
    /// match threshold by design.
    pub weak_alias_cap: Points,
    /// Both sides give the same day.
    pub birth_same_day: Points,
    /// Same month, at least one side gives no day.
    pub birth_same_month: Points,
    /// Same year, at least one side gives no more than the year.
    pub birth_same_year: Points,
    /// The spans overlap, and a side calls its date approximate or gives several years.
    pub birth_overlap: Points,
    /// Day and month change places.
    pub birth_swapped: Points,
    /// One digit differs, or two neighbouring digits change places, between two full dates.
    pub birth_one_digit: Points,
    /// Same year, other day.
    pub birth_other_day: Points,
    /// One or two years apart.
    pub birth_near_year: Points,
    /// More than that apart.
    pub birth_contradicts: Points,
    /// A country in common.
    pub country_same: Points,
    /// Nationalities on both sides and none in common.
    pub nationality_differs: Points,
    /// Other countries on both sides and none in common.
    pub country_differs: Points,
    /// Same gender.
    pub gender_same: Points,
    /// Male against female.
    pub gender_differs: Points,
    /// An identifier of the same kind agrees (passport, IMO, LEI, wallet address ...).
    pub identifier_same: Points,
    /// An identifier agrees though the two sides call its kind differently.
    pub identifier_other_kind: Points,
    /// Both sides give an identifier that a thing has only once (IMO number, LEI), and they differ.
    pub identifier_differs: Points,
    /// A telephone number or e-mail address agrees.
    pub contact_same: Points,
    /// Addresses agree, at most.
    pub address_same: Points,
}

impl PointTable {
    /// The points of the built-in policy.
    pub(crate) const fn built_in() -> Self {
        Self {
            name_rarity: 30,
            weak_alias_cap: 650,
            birth_same_day: 80,
            birth_same_month: 50,
            birth_same_year: 40,
            birth_overlap: 20,
            birth_swapped: -10,
            birth_one_digit: -20,
            birth_other_day: -60,
            birth_near_year: -80,
            birth_contradicts: -260,
            country_same: 40,
            nationality_differs: -80,
            country_differs: -30,
            gender_same: 5,
            gender_differs: -210,
            identifier_same: 850,
            identifier_other_kind: 720,
            identifier_differs: -300,
            contact_same: 150,
            address_same: 30,
        }
    }

    /// The most that a birth date gives.
    pub(crate) fn most_of_birth_date(&self) -> Points {
        let birth = [
            self.birth_same_day,
            self.birth_same_month,
            self.birth_same_year,
            self.birth_overlap,
            self.birth_swapped,
            self.birth_one_digit,
        ];
        birth.into_iter().max().unwrap_or(0).max(0)
    }

    /// The most that a candidate can gain beside its name and its identifiers.
    pub(crate) fn most_without_identifier(&self) -> Points {
        let birth = self.most_of_birth_date();
        birth + self.country_same.max(0) + self.gender_same.max(0) + self.address_same.max(0)
    }
}
