//! From text to the words that are looked up, the same for what is listed and for what is asked.
//!
//! A word is a run of letters, digits and the marks among them, in its plain form ([`kashf_text::plain`]). An
//! apostrophe or a full stop between two letters does not end it and is left out, so `O'Brien` is `obrien` and
//! `S.A.E` is `sae`. Characters of Han and Hiragana are words of their own, as the word boundaries of Unicode
//! (UAX 29) have it. There are no stop words and no stems: these are names.

use std::ops::ControlFlow;

/// Longest word in bytes; the rest of a longer one is left out.
pub(crate) const MAX_WORD_BYTES: usize = 200;

/// The words of a text, one after another.
///
/// ```
/// let words = kashf_search::words("Al-Qāʿida (S.A.E) O'Brien 12.5");
/// assert_eq!(words, ["al", "qaida", "sae", "obrien", "125"]);
/// ```
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    each_word(text, |word| words.push(plain_word(word)));
    words.retain(|word| !word.is_empty());
    words
}

/// Calls for each word as it is written.
pub(crate) fn each_word<'t>(text: &'t str, mut found: impl FnMut(&'t str)) {
    let _ = try_each_word(text, |word| {
        found(word);
        ControlFlow::<()>::Continue(())
    });
}

fn try_each_word<'t, B>(
    text: &'t str,
    mut found: impl FnMut(&'t str) -> ControlFlow<B>,
) -> ControlFlow<B> {
    let mut start: Option<usize> = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if is_alone(c) {
            if let Some(start) = start.take() {
                found(&text[start..at])?;
            }
            found(&text[at..at + c.len_utf8()])?;
        } else if is_word(c) {
            start.get_or_insert(at);
        } else if let Some(begun) = start {
            let goes_on = joins(c) && chars.peek().is_some_and(|&(_, next)| is_word(next));
            if !goes_on {
                found(&text[begun..at])?;
                start = None;
            }
        }
    }
    match start {
        Some(start) => found(&text[start..]),
        None => ControlFlow::Continue(()),
    }
}

/// The form in which a word is looked up.
pub(crate) fn plain_word(word: &str) -> String {
    let mut plain = kashf_text::plain(word);
    // Signs for ain and hamza in scholars' spellings: hardly anybody asks with them.
    plain.retain(|c| is_word(c) && !('\u{2b0}'..='\u{2ff}').contains(&c));
    if plain.len() > MAX_WORD_BYTES {
        let end = plain.floor_char_boundary(MAX_WORD_BYTES);
        plain.truncate(end);
    }
    plain
}

/// The form in which a value that is not cut into words is looked up.
pub(crate) fn plain_value(value: &str) -> String {
    kashf_text::plain(value.trim())
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || is_mark(c)
}

/// Marks that stand inside words, hidden joiners among them.
fn is_mark(c: char) -> bool {
    matches!(c as u32,
        0x300..=0x36F | 0x483..=0x489 | 0x591..=0x5C7 | 0x610..=0x61A | 0x640 | 0x64B..=0x65F | 0x670
        | 0x6D6..=0x6ED | 0x8D3..=0x8FF | 0x900..=0x903 | 0x93A..=0x94F | 0x951..=0x957 | 0x962..=0x963
        | 0xE31 | 0xE34..=0xE3A | 0xE47..=0xE4E | 0x3099..=0x309A | 0xAD | 0x200B..=0x200D | 0xFE00..=0xFE0F)
}

/// Signs that end no word when a letter follows: apostrophes, full stop, middle dot, the ayn of transliteration.
const fn joins(c: char) -> bool {
    matches!(
        c,
        '\'' | '.'
            | '\u{B7}'
            | '\u{2018}'
            | '\u{2019}'
            | '\u{2BB}'
            | '\u{2BC}'
            | '\u{2BE}'
            | '\u{2BF}'
            | '`'
    )
}

/// Han and Hiragana: each character a word.
const fn is_alone(c: char) -> bool {
    matches!(c as u32, 0x3041..=0x3096 | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x323AF)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_of_every_script() {
        assert_eq!(words("Žižek, Slavoj"), ["zizek", "slavoj"]);
        assert_eq!(
            words("\u{0639}\u{0628}\u{062F}\u{0652} \u{0627}\u{0644}\u{0644}\u{0647}").len(),
            2
        );
        assert_eq!(words("\u{738B}\u{5C0F}\u{660E}").len(), 3);
        assert_eq!(words("1972-01-26"), ["1972", "01", "26"]);
        assert_eq!(words("a/b & c_d"), ["a", "b", "c", "d"]);
        assert!(words(" .-'/").is_empty());
    }

    proptest! {
        #[test]
        fn a_word_is_one_word(text in any::<String>()) {
            for word in words(&text) {
                prop_assert!(word.len() <= MAX_WORD_BYTES);
                let again = words(&word);
                prop_assert_eq!(again.concat(), word);
            }
        }
    }
}
