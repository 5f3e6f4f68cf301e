//! Cuts a text into the numbers, words and marks that dates are written with.

use kashf_core::Date;

use super::words::{Word, meaning};
use crate::clean::fold::fold;

/// A part of a written date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A number and how many digits it was written with.
    Number(u16, usize),
    /// `1960s`
    Decade(u16),
    /// A word that dates are written with.
    Word(Word),
    /// One of `/ . -`, between parts of a date or between dates.
    Mark,
    /// A comma: between dates, or inside "March 4, 1962".
    Comma,
    /// A semicolon, bar or line end: between dates.
    Break,
}

/// No date has more tokens.
const MAX_TOKENS: usize = 40;

/// Cuts a text into tokens; `None` when there is a word that dates are not written with.
pub(super) fn tokens(text: &str) -> Option<Vec<Token>> {
    let folded = fold(text);
    let mut tokens = Vec::new();
    let mut rest = folded.as_str();
    while let Some(c) = rest.chars().next() {
        if tokens.len() >= MAX_TOKENS {
            return None;
        }
        let class = |c: char| {
            if c.is_ascii_digit() {
                1
            } else if c.is_alphabetic() || c == '\'' {
                2
            } else {
                0
            }
        };
        let length = match class(c) {
            0 => c.len_utf8(),
            kind => rest.find(|c| class(c) != kind).unwrap_or(rest.len()),
        };
        let (run, after) = rest.split_at(length);
        rest = after;
        match class(c) {
            1 => {
                if run.len() == 8 {
                    tokens.extend(compact(run)?);
                } else if run.len() == 4 && decade_mark(after).is_some() {
                    rest = decade_mark(after)?;
                    tokens.push(Token::Decade(run.parse().ok()?));
                } else if run.len() <= 4 {
                    tokens.push(Token::Number(run.parse().ok()?, run.len()));
                } else {
                    return None;
                }
            }
            2 => {
                let (word, after) = word(run, rest)?;
                tokens.push(Token::Word(word));
                rest = after;
            }
            _ => match c {
                '~' | '\u{2248}' => tokens.push(Token::Word(Word::Circa)),
                '?' => tokens.push(Token::Word(Word::Circa)),
                '/' | '.' | '-' | '\\' => tokens.push(Token::Mark),
                ',' | '\u{060c}' => tokens.push(Token::Comma),
                ';' | '|' | '\u{061b}' | '\n' => tokens.push(Token::Break),
                '&' => tokens.push(Token::Word(Word::And)),
                ' ' | '\t' | '\r' | '(' | ')' | '[' | ']' | ':' | '\u{a0}' | '"' => {}
                _ => return None,
            },
        }
    }
    Some(tokens)
}

/// `1960s`, `1960's`: what follows the mark.
fn decade_mark(after: &str) -> Option<&str> {
    let rest = after
        .strip_prefix('\'')
        .unwrap_or(after)
        .strip_prefix('s')?;
    (!rest.starts_with(char::is_alphanumeric)).then_some(rest)
}

/// Eight digits: year first when that is a day of the last or this century, else day first.
fn compact(digits: &str) -> Option<[Token; 3]> {
    let number = |from: usize, to: usize| digits.get(from..to)?.parse::<u16>().ok();
    let try_order = |year: u16, month: u16, day: u16| {
        let is_day = Date::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?).is_some();
        ((1900..=2099).contains(&year) && is_day).then_some([
            Token::Number(year, 4),
            Token::Number(month, 2),
            Token::Number(day, 2),
        ])
    };
    try_order(number(0, 4)?, number(4, 6)?, number(6, 8)?)
        .or_else(|| try_order(number(4, 8)?, number(2, 4)?, number(0, 2)?))
}

/// The meaning of a word, or of two together (Arabic month names such as Kanun ath-Thani).
fn word<'t>(run: &str, rest: &'t str) -> Option<(Word, &'t str)> {
    let next = rest.trim_start();
    let length = next
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(next.len());
    if length > 0 && next.len() < rest.len() {
        let (second, after) = next.split_at(length);
        if let Some(word) = meaning(&format!("{run} {second}")) {
            return Some((word, after));
        }
    }
    let bare = run.trim_matches('\'');
    if bare.is_empty() {
        return Some((Word::Ignore, rest));
    }
    if let Some(word) = meaning(bare) {
        return Some((word, rest));
    }
    // The Arabic conjunction waw is written together with the next word.
    let joined = bare.strip_prefix('\u{0648}')?;
    Some((meaning(joined)?, rest))
}
