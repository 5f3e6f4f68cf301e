//! The key under which a country's name is looked up: folded, only letters and digits, without "the".
//!
//! Also compiled into `cargo xtask gen`, which writes the keys of the table: the two can never differ.

use super::fold::fold;

/// The key of a name or code.
pub(crate) fn key(text: &str) -> String {
    let folded = fold(text);
    let mut key = String::with_capacity(folded.len());
    // Apostrophes and full stops join what they divide; everything else divides.
    let words = folded.split(|c: char| !c.is_alphanumeric() && !is_joiner(c) && !is_vowel_sign(c));
    for word in words {
        let bare: String;
        let mut word = word;
        if word.contains(is_joiner) {
            bare = word.replace(is_joiner, "");
            word = &bare;
        }
        match word {
            // The English article, and the Arabic one (alef, lam) when it stands alone.
            "" | "the" | "\u{0627}\u{0644}" => {}
            "and" => key.push('&'),
            word => key.push_str(without_article(word)),
        }
    }
    if key == "&" {
        // ISO's three letters of Andorra.
        return "and".to_owned();
    }
    if folded.contains('&') {
        // An ampersand divides words, so it has been lost above.
        return key_of_ampersand(&folded);
    }
    key
}

fn key_of_ampersand(folded: &str) -> String {
    let key = key(&folded.replace('&', " and "));
    if key == "and" { String::new() } else { key }
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\'' | '.' | '\u{2bf}' | '\u{2be}')
}

/// Marks that carry vowels in scripts whose marks are not dropped by folding.
fn is_vowel_sign(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// An Arabic word without its article (alef, lam), when enough of it remains.
fn without_article(word: &str) -> &str {
    match word.strip_prefix("\u{0627}\u{0644}") {
        Some(rest) if rest.chars().count() >= 3 => rest,
        _ => word,
    }
}
