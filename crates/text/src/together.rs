//! Names of several words written as one: `nadirkarimsamarrai`.
//!
//! What it finds: letter for letter the words of the other name, each with or without the particle that stood before it
//! (*bin*, *al*). Who types without blanks, and forms that drop them, write so. One slip more is another name here: a
//! run of words has no parts by which a slip could be told.

use crate::types::{NameToken, NameTokenRef, PreparedName, Script, TokenClass};

/// Fewest letters of such a run: shorter ones are words of their own.
const LEAST: usize = 10;
/// Longest run that is made or read.
const LONGEST: usize = 96;

/// Particles that the tokens do not hold, as they are glued in Latin letters.
const AFTER_FATHER: &[&str] = &["bin", "ibn", "ben", "bint"];
const ARTICLES: &[&str] = &["al", "el", "ul"];

/// What a name of three words and more shares with the same words written as one, as keys of the whole name: the run of its
/// words, and that of its form with all particles; for a name of one long word, that word.
#[must_use]
pub fn together_keys(name: &PreparedName) -> Vec<String> {
    let tokens = name.token_refs();
    let mut keys = match &tokens[..] {
        [only] if is_part(only) => vec![only.token.text.to_owned()],
        [_, _, _, ..] if tokens.iter().all(is_part) => {
            let exact = name.exact.split_whitespace().collect();
            vec![words_of(&tokens), exact]
        }
        _ => return Vec::new(),
    };
    keys.retain(|key| (LEAST..=LONGEST).contains(&key.len()));
    keys.dedup();
    keys
}

/// Whether one of the names is a single word that the words of the other, three and more, make in their order.
pub(crate) fn runs_together(query: &[NameTokenRef<'_>], candidate: &[NameTokenRef<'_>]) -> bool {
    let (whole, parts) = match (query, candidate) {
        ([whole], parts @ [_, _, _, ..]) | (parts @ [_, _, _, ..], [whole]) => (whole, parts),
        _ => return false,
    };
    let fits = (LEAST..=LONGEST).contains(&whole.token.text.len());
    fits && is_part(whole)
        && parts
            .iter()
            .all(|part| is_part(part) && part.token.script == whole.token.script)
        && consumes(whole.token.text, parts)
}

fn is_part(token: &NameTokenRef<'_>) -> bool {
    let written = !matches!(token.token.script, Script::Han | Script::Hangul);
    written && matches!(token.token.class, TokenClass::Word | TokenClass::Generic)
}

fn words_of(tokens: &[NameTokenRef<'_>]) -> String {
    tokens.iter().map(|token| token.token.text).collect()
}

/// Whether the words, each behind a particle of its own or none, are all of the text. A particle is tried after the bare word:
/// few words begin as their particle does, so this takes hardly more steps than there are words.
fn consumes(text: &str, parts: &[NameTokenRef<'_>]) -> bool {
    let Some((part, rest)) = parts.split_first() else {
        return text.is_empty();
    };
    let after = |text: &str| {
        let text = text.strip_prefix(part.token.text);
        text.is_some_and(|text| consumes(text, rest))
    };
    let with_article = |text: &str| {
        let article = part.flags & NameToken::ARTICLE != 0;
        after(text)
            || (article
                && ARTICLES
                    .iter()
                    .any(|al| text.strip_prefix(al).is_some_and(after)))
    };
    let father = part.flags & NameToken::AFTER_NASAB != 0;
    with_article(text)
        || (father
            && AFTER_FATHER
                .iter()
                .any(|bin| text.strip_prefix(bin).is_some_and(with_article)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{NameKind, prepare};

    fn check(one: &str, several: &str, together: bool) {
        let (one, several) = (
            prepare(one, NameKind::Person),
            prepare(several, NameKind::Person),
        );
        let found = runs_together(&one.token_refs(), &several.token_refs());
        assert_eq!(found, together, "{several:?}");
        assert_eq!(
            found,
            runs_together(&several.token_refs(), &one.token_refs())
        );
        let (ours, theirs) = (together_keys(&one), together_keys(&several));
        assert!(
            !together || ours.iter().any(|key| theirs.contains(key)),
            "{ours:?} {theirs:?}"
        );
    }

    #[test]
    fn words_written_as_one_are_read_apart() {
        check("nadirkarimzamansky", "Nadir Karim Zamansky", true);
        check(
            "nadirbinkarimalsamarrai",
            "Nadir bin Karim al-Samarrai",
            true,
        );
        check("nadirkarimsamarrai", "Nadir bin Karim al-Samarrai", true);
        check("nadirkarimzamanskij", "Nadir Karim Zamansky", false);
        check("karimnadirzamansky", "Nadir Karim Zamansky", false);
        check("nadirzaman", "Nadir Zaman", false);
    }
}
