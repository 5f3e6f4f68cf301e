//! Which words of a dictionary fit: patterns, regular expressions, words that differ in a letter or two.

use crate::query::Piece;
use crate::words::plain_value;
use regex::{Regex, RegexBuilder};

/// Most memory of a compiled regular expression.
const REGEX_BYTES: usize = 1 << 18;

/// A regular expression over whole words; `None` when it cannot be read or is too large. It takes linear time.
pub(crate) fn compile(pattern: &str) -> Option<Regex> {
    RegexBuilder::new(&format!("^(?:{pattern})$"))
        .case_insensitive(true)
        .size_limit(REGEX_BYTES)
        .dfa_size_limit(REGEX_BYTES)
        .build()
        .ok()
}

/// A pattern in the form in which words are looked up.
#[derive(Debug)]
pub(crate) struct Pattern {
    pieces: Vec<Plain>,
}

#[derive(Debug, PartialEq)]
enum Plain {
    Text(String),
    One,
    Any,
}

impl Pattern {
    /// `plain` makes a piece of text plain.
    pub(crate) fn new(pieces: &[Piece], plain: impl Fn(&str) -> String) -> Self {
        let mut out: Vec<Plain> = Vec::new();
        for piece in pieces {
            let piece = match piece {
                Piece::Text(text) => Plain::Text(plain(text)),
                Piece::One => Plain::One,
                Piece::Any => Plain::Any,
            };
            if piece != Plain::Any || out.last() != Some(&Plain::Any) {
                out.push(piece);
            }
        }
        Self { pieces: out }
    }

    /// As a pattern over whole values.
    pub(crate) fn of_values(pieces: &[Piece]) -> Self {
        Self::new(pieces, |text| {
            // A blank at an end is part of the value here.
            let plain = plain_value(text);
            if text.trim() == text {
                plain
            } else {
                kashf_text::plain(text)
            }
        })
    }

    /// What every word that fits begins with.
    pub(crate) fn prefix(&self) -> &str {
        match self.pieces.first() {
            Some(Plain::Text(text)) => text,
            _ => "",
        }
    }

    /// True when the pattern only says how a word begins.
    pub(crate) fn is_prefix(&self) -> bool {
        matches!(self.pieces.as_slice(), [Plain::Text(_), Plain::Any])
    }

    /// True when this word fits.
    pub(crate) fn fits(&self, word: &str) -> bool {
        // The place to come back to: behind the last `*`, and one letter further each time.
        let (mut piece, mut rest) = (0, word);
        let mut again: Option<(usize, &str)> = None;
        loop {
            let step = match self.pieces.get(piece) {
                Some(Plain::Any) => {
                    again = Some((piece + 1, rest));
                    piece += 1;
                    continue;
                }
                Some(Plain::Text(text)) => rest.strip_prefix(text.as_str()),
                Some(Plain::One) => after_one(rest),
                None if rest.is_empty() => return true,
                None => None,
            };
            if let Some(left) = step {
                rest = left;
                piece += 1;
                continue;
            }
            let Some((from, text)) = again else {
                return false;
            };
            let Some(shorter) = after_one(text) else {
                return false;
            };
            again = Some((from, shorter));
            (piece, rest) = (from, shorter);
        }
    }
}

fn after_one(text: &str) -> Option<&str> {
    let mut chars = text.chars();
    chars.next().map(|_| chars.as_str())
}

/// Compares one word with many, each sharing rows with the one before it: for dictionaries in order.
pub(crate) struct Near {
    word: Vec<char>,
    edits: usize,
    /// The letters of the word compared last, and a row of distances behind each.
    letters: Vec<char>,
    rows: Vec<Vec<u8>>,
}

impl Near {
    pub(crate) fn new(word: &str, edits: u8) -> Self {
        let word: Vec<char> = word.chars().collect();
        let first = (0..=word.len())
            .map(|n| u8::try_from(n).unwrap_or(u8::MAX))
            .collect();
        Self {
            word,
            edits: usize::from(edits),
            letters: Vec::new(),
            rows: vec![first],
        }
    }

    /// In how many letters a word differs, a swap of neighbours counting as one; `Err` with the number of leading
    /// letters that no word may share which fits.
    pub(crate) fn distance(&mut self, other: &str) -> Result<Option<u8>, usize> {
        let shared = self
            .letters
            .iter()
            .zip(other.chars())
            .take_while(|(a, b)| **a == *b)
            .count();
        self.letters.truncate(shared);
        self.rows.truncate(shared + 1);
        for c in other.chars().skip(shared) {
            self.letters.push(c);
            let row = self.next_row(c);
            let least = row.iter().copied().min().unwrap_or(u8::MAX);
            self.rows.push(row);
            if usize::from(least) > self.edits {
                return Err(self.letters.len());
            }
        }
        let distance = self.rows[self.letters.len()][self.word.len()];
        Ok((usize::from(distance) <= self.edits).then_some(distance))
    }

    fn next_row(&self, c: char) -> Vec<u8> {
        let depth = self.letters.len();
        let above = &self.rows[depth - 1];
        let mut row = Vec::with_capacity(above.len());
        row.push(above[0].saturating_add(1));
        for (place, &own) in self.word.iter().enumerate() {
            let mut best = above[place].saturating_add(u8::from(own != c));
            best = best
                .min(above[place + 1].saturating_add(1))
                .min(row[place].saturating_add(1));
            let swapped = place > 0
                && depth > 1
                && own == self.letters[depth - 2]
                && self.word[place - 1] == c;
            if swapped {
                best = best.min(self.rows[depth - 2][place - 1].saturating_add(1));
            }
            row.push(best);
        }
        row
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{Node, parse};

    fn fits(pattern: &str, word: &str) -> bool {
        let Ok(Node::Pattern(_, pieces)) = parse(pattern) else {
            panic!("a pattern")
        };
        Pattern::new(&pieces, str::to_owned).fits(word)
    }

    #[test]
    fn patterns() {
        for word in ["hasan", "hassan", "husain"] {
            assert!(fits("h*s*n", word), "{word}");
        }
        assert!(fits("?asan", "hasan") && fits("*asan", "hasan") && fits("has*", "has"));
        assert!(!fits("h?san", "hsan") && !fits("has*n", "hasanx") && !fits("*ab", "abb"));
        assert!(fits("*ab*ab", "xabyabab") && fits("*a?", "aab"));
    }

    #[test]
    fn near_words() {
        let distance =
            |one: &str, other: &str, edits| Near::new(one, edits).distance(other).ok().flatten();
        assert_eq!(distance("barock", "barack", 2), Some(1));
        assert_eq!(distance("putin", "puitn", 1), Some(1));
        assert_eq!(distance("putin", "put", 1), None);
        assert_eq!(distance("putin", "putin", 0), Some(0));
        assert_eq!(distance("abc", "xyz", 2), None);
    }

    #[test]
    fn rows_are_shared_without_a_trace() {
        let words = ["barack", "barak", "barock", "bark", "obama", "obamas"];
        let mut near = Near::new("barack", 2);
        for word in words {
            let fresh = Near::new("barack", 2).distance(word);
            assert_eq!(near.distance(word), fresh, "{word}");
        }
    }

    #[test]
    fn a_regular_expression_is_bounded() {
        assert!(compile("(a{1000}){1000}").is_none());
        assert!(
            compile("ha(s|ss)an")
                .is_some_and(|regex| regex.is_match("Hassan") && !regex.is_match("hassan x"))
        );
        assert!(compile("(").is_none());
    }
}
