//! Reads a date as people write it: cut into numbers, words and marks, then recognised by shape.

use kashf_core::{Date, DateSpan};

use super::words::{Word, meaning};
use crate::clean::fold::fold;

/// A date with its precision: a day, a month, a year, or part of a decade.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece(DateSpan);

/// What was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    pieces: Vec<Piece>,
    approximate: bool,
}

/// Why a text could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unreadable {
    Unknown,
    Hijri,
    Open,
    Century,
    Disorder,
}

impl Unreadable {
    pub(super) fn reason(self) -> &'static str {
        match self {
            Self::Unknown => "is not a date that can be read",
            Self::Hijri => "is a date of another calendar, which is not converted",
            Self::Open => "has only one known end",
            Self::Century => "has a year of two digits, and the century is not guessed",
            Self::Disorder => "ends before it begins",
        }
    }
}

impl Reading {
    /// FollowTheMoney's forms, without repeats: the ends of spans that have no single form.
    pub(super) fn values(&self) -> Vec<String> {
        let mut values: Vec<String> = Vec::new();
        for Piece(span) in &self.pieces {
            let exact = DateSpan {
                approximate: false,
                ..*span
            }
            .to_string();
            let ends = match exact.split_once("..") {
                None => vec![exact],
                Some(_) => vec![
                    format!("{:04}", span.start.year()),
                    format!("{:04}", span.end.year()),
                ],
            };
            for end in ends {
                if !values.contains(&end) {
                    values.push(end);
                }
            }
        }
        values
    }

    /// The span around all that was read.
    pub(super) fn span(&self) -> DateSpan {
        let spans = self.pieces.iter().map(|Piece(span)| *span);
        let around = spans.reduce(|one, other| DateSpan {
            start: one.start.min(other.start),
            end: one.end.max(other.end),
            approximate: one.approximate || other.approximate,
        });
        // INVARIANT: `read` never returns a reading without pieces; the fallback cannot be reached.
        let around = around.or_else(|| DateSpan::of_year(1)).unwrap_or(DateSpan {
            start: Date::new(1, 1, 1).unwrap_or(FIRST),
            end: Date::new(1, 1, 1).unwrap_or(FIRST),
            approximate: true,
        });
        if self.approximate {
            around.circa()
        } else {
            around
        }
    }
}

const FIRST: Date = match Date::new(1, 1, 1) {
    Some(date) => date,
    None => unreachable!(),
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    /// A number and how many digits it was written with.
    Number(u16, usize),
    /// `1960s`
    Decade(u16),
    Word(Word),
    /// One of `/ . -`, between parts of a date or between dates.
    Mark(char),
    /// One of `, ; |` and line ends, between dates.
    Break,
}

/// No date has more tokens.
const MAX_TOKENS: usize = 40;

pub(super) fn read(text: &str) -> Result<Reading, Unreadable> {
    let tokens = tokens(text).ok_or(Unreadable::Unknown)?;
    let has = |word| tokens.contains(&Token::Word(word));
    if has(Word::Hijri) {
        return Err(Unreadable::Hijri);
    }
    if has(Word::Open) {
        return Err(Unreadable::Open);
    }
    let approximate = has(Word::Circa);
    let mut pieces: Vec<Piece> = Vec::new();
    let mut range = false;
    let mut rest = tokens.as_slice();
    while let Some((token, after)) = rest.split_first() {
        match token {
            Token::Word(Word::Between | Word::To) => {
                range = true;
                rest = after;
            }
            Token::Word(Word::And | Word::Or | Word::Circa | Word::Ignore) | Token::Break => {
                rest = after;
            }
            // A mark between two dates: "1962-1965", "1962 / 1965"; at the end it says nothing.
            Token::Mark(_) => {
                range |= !pieces.is_empty() && !after.is_empty();
                rest = after;
            }
            _ => {
                let (piece, length) = piece(rest)?;
                pieces.push(piece);
                rest = rest.get(length..).unwrap_or_default();
            }
        }
    }
    if pieces.is_empty() || pieces.len() > 8 {
        return Err(Unreadable::Unknown);
    }
    let in_order = pieces.windows(2).all(|pair| match pair {
        [one, other] => one.0.start <= other.0.end,
        _ => true,
    });
    if range && !in_order {
        return Err(Unreadable::Disorder);
    }
    Ok(Reading {
        pieces,
        approximate,
    })
}

/// Reads one date at the start of the tokens; says how many it took.
fn piece(tokens: &[Token]) -> Result<(Piece, usize), Unreadable> {
    // Marks and words that say nothing stand between the parts: "4. March 1962", "4 of March, 1962".
    let mut parts: Vec<(Token, usize)> = Vec::with_capacity(3);
    let mut portion = None;
    for (place, token) in tokens.iter().enumerate() {
        match token {
            Token::Word(word @ (Word::Early | Word::Mid | Word::Late)) if parts.is_empty() => {
                portion = Some(*word);
            }
            Token::Number(..) | Token::Decade(_) | Token::Word(Word::Month(_)) => {
                parts.push((*token, place + 1));
            }
            Token::Mark(_) | Token::Break | Token::Word(Word::Ignore) => {}
            _ => break,
        }
        if parts.len() == 3 {
            break;
        }
    }
    let shape: Vec<Token> = parts.iter().map(|(token, _)| *token).collect();
    let three = shape.get(..3).and_then(day_of);
    let two = shape.get(..2).and_then(month_of);
    let taken = |count: usize| parts.get(count - 1).map_or(0, |(_, end)| *end);
    if let Some(span) = three {
        return Ok((Piece(span), taken(3)));
    }
    if let Some(span) = two {
        return Ok((Piece(span), taken(2)));
    }
    let one = match shape.first() {
        Some(Token::Number(year, 4)) => DateSpan::of_year(*year)
            .and_then(|year| portion.map_or(Some(year), |word| third_of(year, word))),
        Some(Token::Number(digits, 8)) => Some(DateSpan::of_year(*digits)).flatten(),
        Some(Token::Decade(first)) => decade(*first, portion),
        _ => None,
    };
    match one {
        Some(span) => Ok((Piece(span), taken(1))),
        None if looks_like_century(&shape) => Err(Unreadable::Century),
        None => Err(Unreadable::Unknown),
    }
}

/// A day from three parts in one of the orders in use.
fn day_of(parts: &[Token]) -> Option<DateSpan> {
    use Token::{Number, Word as W};
    let day = |year: u16, month: u16, day: u16| {
        Date::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?).map(DateSpan::of_day)
    };
    match *parts {
        [Number(d, 1..=2), W(Word::Month(m)), Number(y, 4)] => day(y, u16::from(m), d),
        [W(Word::Month(m)), Number(d, 1..=2), Number(y, 4)] => day(y, u16::from(m), d),
        [Number(y, 4), W(Word::Month(m)), Number(d, 1..=2)] => day(y, u16::from(m), d),
        [Number(y, 4), Number(m, 1..=2), Number(d, 1..=2)] => day(y, m, d),
        // Day first, as most of the world writes; month first when only that is possible.
        [Number(d, 1..=2), Number(m, 1..=2), Number(y, 4)] => day(y, m, d).or_else(|| day(y, d, m)),
        _ => None,
    }
    // A day of zero says that only the month is known: 00/03/1962.
    .or(match *parts {
        [Number(0, _), Number(0, _), Number(y, 4)] | [Number(y, 4), Number(0, _), Number(0, _)] => {
            DateSpan::of_year(y)
        }
        [Number(0, _), Number(m @ 1..=12, 1..=2), Number(y, 4)]
        | [Number(y, 4), Number(m @ 1..=12, 1..=2), Number(0, _)] => DateSpan::of_month(y, m as u8),
        [Number(0, _), W(Word::Month(m)), Number(y, 4)] => DateSpan::of_month(y, m),
        _ => None,
    })
}

/// A month from two parts.
fn month_of(parts: &[Token]) -> Option<DateSpan> {
    use Token::{Number, Word as W};
    match *parts {
        [W(Word::Month(m)), Number(y, 4)] | [Number(y, 4), W(Word::Month(m))] => {
            DateSpan::of_month(y, m)
        }
        [Number(m @ 1..=12, 1..=2), Number(y, 4)] | [Number(y, 4), Number(m @ 1..=12, 1..=2)] => {
            DateSpan::of_month(y, m as u8)
        }
        _ => None,
    }
}

fn looks_like_century(shape: &[Token]) -> bool {
    matches!(
        shape,
        [
            Token::Number(_, 1..=2),
            Token::Number(..) | Token::Word(_),
            Token::Number(_, 1..=2)
        ] | [Token::Word(_), Token::Number(_, 1..=2), ..]
            | [Token::Number(_, 1..=2)]
    )
}

/// Ten years, or a part of them; always approximate.
fn decade(first: u16, portion: Option<Word>) -> Option<DateSpan> {
    let (from, to) = match portion {
        Some(Word::Early) => (0, 3),
        Some(Word::Mid) => (3, 6),
        Some(Word::Late) => (6, 9),
        _ => (0, 9),
    };
    DateSpan::of_years(first + from, first + to).map(DateSpan::circa)
}

/// "Early 1962": still the whole year, but approximate.
fn third_of(year: DateSpan, _portion: Word) -> Option<DateSpan> {
    Some(year.circa())
}

/// Cuts a text into tokens; `None` when there is a word that dates are not written with.
fn tokens(text: &str) -> Option<Vec<Token>> {
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
                '/' | '.' | '-' | '\\' => tokens.push(Token::Mark(c)),
                ',' | ';' | '|' | '\u{060c}' | '\u{061b}' | '\n' => tokens.push(Token::Break),
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
