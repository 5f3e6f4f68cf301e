//! Gender: `male`, `female` or `other`, from what lists and forms write in several languages.
//!
//! SOURCE: `followthemoney.types.gender`, and `data/ftm/genders.tsv` for the languages it lacks. A title
//! (Mr, Mrs) is not a gender and is not read as one.

use crate::clean::fold::fold;

/// `WORD GENDER` a line, words folded, sorted.
const WORDS: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../data/ftm/genders.tsv"
));

pub(super) fn clean(text: &str) -> Option<&'static str> {
    let word = fold(text);
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    WORDS
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .find(|(known, _)| *known == word)
        .map(|(_, gender)| gender)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{PropertyType, model};

    #[test]
    fn table_is_folded_and_holds_known_genders() {
        for (word, gender) in WORDS
            .lines()
            .filter(|l| !l.starts_with('#'))
            .filter_map(|l| l.split_once('\t'))
        {
            assert_eq!(fold(word), word);
            assert!(
                model().value(PropertyType::Gender, gender).is_some(),
                "{gender}"
            );
            assert_eq!(clean(word), Some(gender), "{word} stands twice");
        }
    }

    #[test]
    fn reads_several_languages() {
        for text in [
            "M",
            "m.",
            "Male",
            "masculin",
            "\u{0630}\u{0643}\u{0631}",
            "\u{041c}\u{0443}\u{0436}",
        ] {
            assert_eq!(clean(text), Some("male"), "{text}");
        }
        for text in [
            "F",
            "Female",
            "F\u{e9}minin",
            "\u{0623}\u{0646}\u{062b}\u{0649}",
        ] {
            assert_eq!(clean(text), Some("female"), "{text}");
        }
        assert_eq!(clean("Mr"), None);
    }
}
