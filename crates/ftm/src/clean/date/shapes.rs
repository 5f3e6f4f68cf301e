//! The shapes of one date: which of its parts is the day, which the month, which the year.

use kashf_core::{Date, DateSpan};

use super::read::Unreadable;
use super::tokens::Token;
use super::words::Word;

/// What stands at the start of some tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// A date.
    Date(DateSpan),
    /// A month, perhaps with its day, whose year stands with the next date: "Jan to Mar 1962".
    WithoutYear { month: u8, day: Option<u8> },
}

/// Reads one date at the start of the tokens; says how many it took.
pub(super) fn piece(tokens: &[Token]) -> Result<(Piece, usize), Unreadable> {
    let (parts, portion) = parts(tokens);
    let shape: Vec<Token> = parts.iter().map(|(token, _)| *token).collect();
    let taken = |count: usize| parts.get(count - 1).map_or(0, |(_, end)| *end);
    if let Some(span) = shape.get(..3).and_then(day_of) {
        return Ok((Piece::Date(span), taken(3)));
    }
    if is_day(&shape) {
        return Err(Unreadable::NoSuchDay);
    }
    if let Some(span) = shape.get(..2).and_then(month_of) {
        return Ok((Piece::Date(span), taken(2)));
    }
    let year = match shape.first() {
        Some(Token::Number(year, 4)) => DateSpan::of_year(*year),
        Some(Token::Decade(first)) => decade(*first, portion),
        _ => None,
    };
    if let Some(year) = year {
        // "Early 1962" is still the whole year, but approximate.
        let year = if portion.is_some() {
            year.circa()
        } else {
            year
        };
        return Ok((Piece::Date(year), taken(1)));
    }
    let number = |token: &Token| match token {
        Token::Number(day, 1..=2) => u8::try_from(*day).ok(),
        _ => None,
    };
    match shape.as_slice() {
        [Token::Word(Word::Month(month))] => Ok((
            Piece::WithoutYear {
                month: *month,
                day: None,
            },
            taken(1),
        )),
        [Token::Word(Word::Month(month)), day] | [day, Token::Word(Word::Month(month))]
            if number(day).is_some() =>
        {
            Ok((
                Piece::WithoutYear {
                    month: *month,
                    day: number(day),
                },
                taken(2),
            ))
        }
        shape if looks_like_century(shape) => Err(Unreadable::Century),
        _ => Err(Unreadable::Unknown),
    }
}

/// Up to three numbers and months with their places, and the part of a decade before them. Marks and
/// words that say nothing stand between the parts: "4. March 1962", "4 of March, 1962".
fn parts(tokens: &[Token]) -> (Vec<(Token, usize)>, Option<Word>) {
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
            // A comma after the year ends the date: "1962, 5 March 1963".
            Token::Comma
                if parts
                    .iter()
                    .any(|(part, _)| matches!(part, Token::Number(_, 4))) =>
            {
                break;
            }
            Token::Mark | Token::Comma | Token::Word(Word::Ignore) => {}
            _ => break,
        }
        if parts.len() == 3 {
            break;
        }
    }
    (parts, portion)
}

/// True for a day, a month and a year in some order, whether or not the calendar has it.
fn is_day(shape: &[Token]) -> bool {
    let count = |fits: fn(&Token) -> bool| shape.iter().filter(|token| fits(token)).count();
    let years = count(|token| matches!(token, Token::Number(_, 4)));
    let months = count(|token| matches!(token, Token::Word(_)));
    let short = count(|token| matches!(token, Token::Number(_, 1..=2)));
    let outside = !matches!(shape.get(1), Some(Token::Number(_, 4)));
    outside && years == 1 && matches!((months, short), (1, 1) | (0, 2))
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
