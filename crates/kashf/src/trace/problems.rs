//! What was wrong with rows: counted by kind, with the first of them by file and line. Nothing is dropped in silence.

use serde::Serialize;

/// What is wrong with, or remarkable about, a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowProblem {
    /// The row cannot be read: too few fields, an open quote, not UTF-8.
    Broken,
    /// It does not say who gave or who received.
    NoParty,
    /// Its time is none.
    Time,
    /// Its time has not come. What has not happened yet moved nothing; most often the unit is wrong (milliseconds).
    Future,
    /// Its amount is no number.
    Amount,
    /// Its amount is negative: whether that is a refund or an error, only the file's owner knows.
    Negative,
    /// Its currency is not known: the amount could not be compared with any.
    Currency,
    /// Giver and receiver are one: nothing moves between parties.
    SelfPayment,
    /// Its share, or a day of its link, cannot be read.
    Link,
    /// The same row was there before, under the same id: it counts once.
    Repeated,
    /// Another row has its id: both are kept.
    SharedId,
    /// Its amount is finer than its currency, and was rounded half up.
    Rounded,
    /// It is later than the day that was asked for.
    After,
    /// Giver and receiver were joined as one party.
    Within,
}

impl RowProblem {
    /// The word of the output.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Broken => "broken",
            Self::NoParty => "no_party",
            Self::Time => "time",
            Self::Future => "future",
            Self::Amount => "amount",
            Self::Negative => "negative",
            Self::Currency => "currency",
            Self::SelfPayment => "self_payment",
            Self::Link => "link",
            Self::Repeated => "repeated",
            Self::SharedId => "shared_id",
            Self::Rounded => "rounded",
            Self::After => "after",
            Self::Within => "within",
        }
    }

    /// What happened, for people; to be read after a number of rows.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        self.words().0
    }

    /// The same in Arabic.
    #[must_use]
    pub fn arabic(self) -> &'static str {
        self.words().1
    }

    fn words(self) -> (&'static str, &'static str) {
        let lines = include_str!("../../data/row_problems.tsv").lines();
        let mut words = lines.filter_map(|line| {
            let mut cells = line.split('\t');
            (cells.next()? == self.word()).then_some((cells.next()?, cells.next()?))
        });
        words.next().unwrap_or((self.word(), self.word()))
    }

    /// Whether the row is missing from what was traced, so that the answer is incomplete.
    #[must_use]
    pub fn is_left_out(self) -> bool {
        self <= Self::Link
    }
}

/// A row that was left out or remarked on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowNote {
    /// File name as given.
    pub file: String,
    /// Line, or row where the format has no lines, from 1.
    pub line: u64,
    /// What it is about: [`RowProblem::word`].
    pub problem: &'static str,
    /// What is wrong.
    pub message: String,
}

/// Rows that are shown one by one, for each kind of problem.
const SHOWN: u64 = 5;

/// All that was wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems {
    counts: std::collections::BTreeMap<RowProblem, u64>,
    notes: Vec<RowNote>,
}

impl Problems {
    /// Counts a row, and keeps it when it is among the first of its kind.
    pub(crate) fn add(
        &mut self,
        problem: RowProblem,
        file: &str,
        line: u64,
        message: impl FnOnce() -> String,
    ) {
        let count = self.counts.entry(problem).or_insert(0);
        *count += 1;
        if *count <= SHOWN {
            self.notes.push(RowNote {
                file: file.to_owned(),
                line,
                problem: problem.word(),
                message: message(),
            });
        }
    }

    /// Counts rows that are told by their number alone.
    pub(crate) fn count(&mut self, problem: RowProblem, rows: u64) {
        if rows > 0 {
            *self.counts.entry(problem).or_insert(0) += rows;
        }
    }

    /// How many rows of each kind, by kind.
    pub fn counts(&self) -> impl Iterator<Item = (RowProblem, u64)> {
        self.counts
            .iter()
            .map(|(problem, count)| (*problem, *count))
    }

    /// The first rows of each kind, in the order of the files.
    #[must_use]
    pub fn notes(&self) -> &[RowNote] {
        &self.notes
    }

    /// Rows that are missing from what was traced.
    #[must_use]
    pub fn left_out(&self) -> u64 {
        let left = self
            .counts
            .iter()
            .filter(|(problem, _)| problem.is_left_out());
        left.map(|(_, count)| count).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_has_words_in_both_languages() {
        use RowProblem as P;
        for problem in [
            P::Broken,
            P::NoParty,
            P::Time,
            P::Future,
            P::Amount,
            P::Negative,
            P::Currency,
            P::SelfPayment,
            P::Link,
            P::Repeated,
            P::SharedId,
            P::Rounded,
            P::After,
            P::Within,
        ] {
            assert_ne!(problem.sentence(), problem.word());
            assert!(!problem.arabic().is_ascii());
        }
    }

    #[test]
    fn rows_are_counted_and_the_first_are_shown() {
        let mut problems = Problems::default();
        for line in 1..=9 {
            problems.add(RowProblem::Negative, "a.csv", line, || {
                "negative amount".to_owned()
            });
        }
        problems.add(RowProblem::Repeated, "a.csv", 10, || "again".to_owned());
        assert_eq!((problems.left_out(), problems.notes().len()), (9, 6));
    }
}
