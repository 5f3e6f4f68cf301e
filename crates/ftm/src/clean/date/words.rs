//! The words that dates are written with, from `data/ftm/date_words.tsv`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

const TABLE: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../data/ftm/date_words.tsv"
));

/// What a word does in a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// Names a month, 1 to 12.
    Month(u8),
    /// Says that what follows (or went before) is approximate.
    Circa,
    /// Opens a range.
    Between,
    /// Stands between the ends of a range.
    To,
    /// Ends a range that was opened; else between alternatives.
    And,
    /// Stands between alternatives.
    Or,
    /// The first third of a decade.
    Early,
    /// The middle of a decade.
    Mid,
    /// The last third of a decade.
    Late,
    /// Another calendar, whose dates are not converted.
    Hijri,
    /// Before or after: only one end is known.
    Open,
    /// Says nothing about the date.
    Ignore,
}

/// What a folded word means; some are of two words.
pub(super) fn meaning(word: &str) -> Option<Word> {
    static WORDS: OnceLock<BTreeMap<&'static str, Word>> = OnceLock::new();
    let words = WORDS.get_or_init(|| {
        TABLE
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .filter_map(|(word, meaning)| Some((word, parse(meaning)?)))
            .collect()
    });
    words.get(word).copied()
}

fn parse(meaning: &str) -> Option<Word> {
    Some(match meaning {
        "circa" => Word::Circa,
        "between" => Word::Between,
        "to" => Word::To,
        "and" => Word::And,
        "or" => Word::Or,
        "early" => Word::Early,
        "mid" => Word::Mid,
        "late" => Word::Late,
        "hijri" => Word::Hijri,
        "open" => Word::Open,
        "ignore" => Word::Ignore,
        number => Word::Month(
            number
                .parse()
                .ok()
                .filter(|month| (1..=12).contains(month))?,
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::fold::fold;

    #[test]
    fn every_line_of_the_table_is_understood_and_folded() {
        let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
        for line in lines {
            let (word, meaning) = line.split_once('\t').unwrap();
            assert!(parse(meaning).is_some(), "{line}");
            assert_eq!(fold(word), word);
        }
    }
}
