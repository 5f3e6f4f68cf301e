//! Required fields: how many records of a list were lost or lack what every record must have.
//!
//! Promise P2 asks for them in 99.9 % of the publisher's records, so a list below 1,000 records may
//! miss none. The share is the same for every format; what is required differs and stands in each
//! reader's documentation. Measured on every real version in `../shared`: 0 (UN 2020, 2025, 2026;
//! OFAC 2019, 2021, 2022, 2025; four FollowTheMoney files).
//!
//! What it is not: a count of doubtful values. A record whose birth date cannot be read is still on
//! the list; one without a name or an id is lost to everyone who screens.

use crate::LoadError;
use crate::error::ONE_IN;
use crate::sheet::{At, Sheet};
use kashf_core::{Place, ProblemKind};

/// Records that are lost or lack a required field, with the first one's place.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    missing: u64,
    first: Option<(Place, String)>,
}

impl Tally {
    /// A record that could not be used at all.
    pub(crate) fn lost(&mut self, sheet: &mut Sheet, at: At<'_>, field: Option<&str>, why: &str) {
        self.note(at, why);
        sheet.problem(ProblemKind::RecordLost, at, field, why);
    }

    /// A record that is used, but lacks a required field. Say at most one thing of a record.
    pub(crate) fn lacks(&mut self, sheet: &mut Sheet, at: At<'_>, field: &str, why: &str) {
        self.note(at, why);
        sheet.problem(ProblemKind::Doubtful, at, Some(field), why);
    }

    fn note(&mut self, at: At<'_>, why: &str) {
        self.missing += 1;
        self.first
            .get_or_insert_with(|| (at.place(None), why.to_owned()));
    }

    /// True when so many are missing that a list of `records` at most cannot pass.
    pub(crate) fn exceeds(&self, records: u64) -> bool {
        self.missing.saturating_mul(ONE_IN) > records
    }

    /// Refuses when more than one in a thousand of `records` is missing.
    pub(crate) fn check(&self, records: u64) -> Result<(), LoadError> {
        match &self.first {
            Some((place, reason)) if self.exceeds(records) => Err(LoadError::Incomplete {
                place: Box::new(place.clone()),
                reason: reason.clone(),
                missing: self.missing,
                records,
            }),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tally(missing: u64) -> Tally {
        let mut sheet = Sheet::new("x");
        let mut tally = Tally::default();
        for line in 1..=missing {
            let at = At {
                file: "f.csv",
                line: Some(line + 6),
                record: "17",
            };
            tally.lost(&mut sheet, at, None, "the record has no number");
        }
        assert_eq!(
            sheet.problem_counts.get(&ProblemKind::RecordLost).copied(),
            (missing > 0).then_some(missing)
        );
        tally
    }

    #[test]
    fn the_error_names_place_numbers_and_remedy() {
        let error = tally(3).check(2_999).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`f.csv` line 7 record 17: the record has no number; 3 of 2999 records are lost or lack a \
             required field, at most 2 may"
        );
        assert!(error.hint().unwrap().contains("last good version stays"));
        assert!(tally(3).check(3_000).is_ok());
    }

    proptest! {
        #[test]
        fn passes_exactly_up_to_one_in_a_thousand(missing in 0u64..40, records in 0u64..40_000) {
            let passes = tally(missing).check(records).is_ok();
            prop_assert_eq!(passes, missing <= records / 1_000);
        }
    }
}
