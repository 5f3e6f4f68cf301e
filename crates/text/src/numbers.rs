//! Numbers as identity: *Unit 7* is not *Unit 8*, and *Seven* is 7, *VII* is 7, *1st* is *First*.
//!
//! In the name of a person only digits are a number.

use crate::tokens::Piece;
use crate::types::{Script, TokenClass};

/// Marks the numbers among the words; in the names of ships and companies (`spelled`) also Roman
/// ones and those in words. Numbers lose leading zeros.
pub(crate) fn mark(pieces: &mut Vec<Piece>, spelled: bool) {
    if spelled {
        join_tens(pieces);
    }
    let count = pieces.len();
    for at in 0..count {
        if pieces[at].class != TokenClass::Word {
            continue;
        }
        let text = pieces[at].text.as_str();
        let number = if text.bytes().all(|b| b.is_ascii_digit()) {
            let short = text.trim_start_matches('0');
            Some(if short.is_empty() { "0" } else { short }.to_owned())
        } else if spelled {
            let last = at + 1 == count
                || pieces[at + 1..]
                    .iter()
                    .all(|piece| piece.class == TokenClass::LegalForm);
            // A letter alone is a numeral only where numerals stand, behind a word: Fund V.
            let may_be_letter = !(last && at > 0 && pieces[at - 1].text.chars().count() > 2);
            ordinal(text)
                .or_else(|| cardinal(text).map(str::to_owned))
                .or_else(|| roman(text).filter(|_| text.len() > 1 || !may_be_letter))
        } else {
            None
        };
        if let Some(number) = number {
            let piece = &mut pieces[at];
            piece.class = TokenClass::Number;
            piece.text = number;
            piece.script = Script::Other;
        }
    }
}

/// *Forty Four*, *Forty 4*: tens and a unit behind them are one number.
fn join_tens(pieces: &mut Vec<Piece>) {
    let mut at = 0;
    while at + 1 < pieces.len() {
        let tens = cardinal(&pieces[at].text)
            .filter(|tens| tens.len() == 2 && tens.ends_with('0') && *tens != "10");
        let unit = match pieces[at + 1].text.as_str() {
            text if text.len() == 1 && text.bytes().all(|b| b.is_ascii_digit()) => Some(text),
            text => cardinal(text).filter(|unit| unit.len() == 1),
        };
        if let (Some(tens), Some(unit)) = (tens, unit) {
            let number = format!("{}{unit}", &tens[..1]);
            let words = pieces[at + 1].words.1;
            pieces[at].text = number;
            pieces[at].words.1 = words;
            pieces.remove(at + 1);
        }
        at += 1;
    }
}

/// 1st, 2nd, 44th.
fn ordinal(text: &str) -> Option<String> {
    let digits = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|end| text.strip_suffix(end))?;
    (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())).then(|| digits.to_owned())
}

/// English words; those of other languages are too often other words.
fn cardinal(text: &str) -> Option<&'static str> {
    Some(match text {
        "one" | "first" => "1",
        "two" | "second" => "2",
        "three" | "third" => "3",
        "four" | "fourth" => "4",
        "five" | "fifth" => "5",
        "six" | "sixth" => "6",
        "seven" | "seventh" => "7",
        "eight" | "eighth" => "8",
        "nine" | "ninth" => "9",
        "ten" | "tenth" => "10",
        "eleven" => "11",
        "twelve" => "12",
        "twenty" => "20",
        "thirty" => "30",
        "forty" | "fourty" => "40",
        "fifty" => "50",
        "sixty" => "60",
        "seventy" => "70",
        "eighty" => "80",
        "ninety" => "90",
        _ => return None,
    })
}

/// Roman numerals up to 39, of the letters i, v and x.
fn roman(text: &str) -> Option<String> {
    const UNITS: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    let unit = text.trim_start_matches('x');
    let tens = text.len() - unit.len();
    let unit = UNITS.iter().position(|known| *known == unit)?;
    (!text.is_empty() && tens < 4).then(|| format!("{}", tens * 10 + unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_are_read() {
        for (written, meant) in [
            ("iv", "4"),
            ("ix", "9"),
            ("xiii", "13"),
            ("xx", "20"),
            ("v", "5"),
        ] {
            assert_eq!(roman(written).as_deref(), Some(meant));
        }
        assert_eq!(roman("iix"), None);
        assert_eq!(ordinal("44th").as_deref(), Some("44"));
    }
}
