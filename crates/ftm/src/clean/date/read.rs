//! Reads a date as people write it: one date, a range, or alternatives.

use kashf_core::{Date, DateSpan};

use super::shapes::{Piece, piece};
use super::tokens::{Token, tokens};
use super::words::Word;

/// What was read: at least one date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    first: DateSpan,
    others: Vec<DateSpan>,
    /// True when the dates are the ends of one span, not alternatives.
    range: bool,
    approximate: bool,
}

/// Why a text could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// Words or marks that dates are not written with.
    Unknown,
    /// A date of another calendar.
    Hijri,
    /// "Before 1970".
    Open,
    /// "04/03/62".
    Century,
    /// "31/02/1962".
    NoSuchDay,
    /// "1962 to 1958".
    Disorder,
}

impl Unreadable {
    pub(super) fn reason(self) -> &'static str {
        match self {
            Self::Unknown => "is not a date that can be read",
            Self::Hijri => "is a date of another calendar, which is not converted",
            Self::Open => "has only one known end",
            Self::Century => "has a year of two digits, and the century is not guessed",
            Self::NoSuchDay => "is a day that the calendar does not have",
            Self::Disorder => "ends before it begins",
        }
    }
}

impl Reading {
    fn spans(&self) -> impl Iterator<Item = DateSpan> {
        [self.first].into_iter().chain(self.others.iter().copied())
    }

    /// FollowTheMoney's forms, without repeats: the ends of spans that have no single form.
    pub(super) fn values(&self) -> Vec<String> {
        let mut values: Vec<String> = Vec::new();
        for span in self.spans() {
            let exact = DateSpan {
                approximate: false,
                ..span
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

    /// The one span that was meant; `None` for alternatives ("1962 or 1971"): there each value stands
    /// for itself, and the years between them are none of them.
    pub(super) fn span(&self) -> Option<DateSpan> {
        if !self.range && !self.others.is_empty() {
            return None;
        }
        let around = self.spans().fold(self.first, |one, other| DateSpan {
            start: one.start.min(other.start),
            end: one.end.max(other.end),
            approximate: one.approximate || other.approximate,
        });
        Some(if self.approximate {
            around.circa()
        } else {
            around
        })
    }
}

/// No text has more dates.
const MAX_DATES: usize = 8;

pub(super) fn read(text: &str) -> Result<Reading, Unreadable> {
    let tokens = tokens(text).ok_or(Unreadable::Unknown)?;
    let has = |word| tokens.contains(&Token::Word(word));
    if has(Word::Hijri) {
        return Err(Unreadable::Hijri);
    }
    if has(Word::Open) {
        return Err(Unreadable::Open);
    }
    let mut spans: Vec<DateSpan> = Vec::new();
    let mut waiting: Option<(u8, Option<u8>)> = None;
    let mut range = false;
    let mut rest = tokens.as_slice();
    while let Some((token, after)) = rest.split_first() {
        match token {
            Token::Word(Word::Between | Word::To) => {
                range = true;
                rest = after;
            }
            Token::Word(Word::And | Word::Or | Word::Circa | Word::Ignore)
            | Token::Break
            | Token::Comma => rest = after,
            // A mark between two dates: "1962-1965", "1962 / 1965"; at the end it says nothing.
            Token::Mark => {
                range |= !spans.is_empty() && !after.is_empty();
                rest = after;
            }
            _ => {
                let (piece, length) = piece(rest)?;
                rest = rest.get(length..).unwrap_or_default();
                match piece {
                    Piece::Date(span) => {
                        if let Some((month, day)) = waiting.take() {
                            spans.push(in_year(span.start.year(), month, day)?);
                        }
                        spans.push(span);
                    }
                    Piece::WithoutYear { month, day } if waiting.is_none() => {
                        waiting = Some((month, day));
                    }
                    Piece::WithoutYear { .. } => return Err(Unreadable::Unknown),
                }
            }
        }
    }
    if waiting.is_some() || spans.len() > MAX_DATES {
        return Err(Unreadable::Unknown);
    }
    let in_order = spans.is_sorted_by(|one, other| one.start <= other.end);
    if range && !in_order {
        return Err(Unreadable::Disorder);
    }
    let (first, others) = spans.split_first().ok_or(Unreadable::Unknown)?;
    let approximate = has(Word::Circa);
    Ok(Reading {
        first: *first,
        others: others.to_vec(),
        range,
        approximate,
    })
}

/// A month or day of a year that stood with the next date.
fn in_year(year: u16, month: u8, day: Option<u8>) -> Result<DateSpan, Unreadable> {
    match day {
        None => DateSpan::of_month(year, month),
        Some(day) => Date::new(year, month, day).map(DateSpan::of_day),
    }
    .ok_or(Unreadable::NoSuchDay)
}
