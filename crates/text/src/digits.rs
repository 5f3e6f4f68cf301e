//! Digits that stand for letters in the name of a person: `0sama`, `Sech1n`, `Mo7ammad`.
//!
//! A digit may be the letter it looks like (5 for S, 8 for B: evasion, and what machines misread) or
//! the Arabic letter it stands for where Arabic is written with Latin letters (7 for hah, 3 for ayn).
//! The reading that gives a known name wins; without one the digit is what it looks like.

use crate::known::{is_familiar, is_known};

/// Digits replaced in one word; more are a number with letters.
const MOST: usize = 3;

/// What a digit may stand for, what it looks like first.
const fn readings(digit: u8) -> &'static [&'static str] {
    match digit {
        b'0' => &["o"],
        b'1' => &["i", "l"],
        b'2' => &["z", "", "a"],
        b'3' => &["e", "", "a"],
        b'4' => &["a", "gh"],
        b'5' => &["s", "kh"],
        b'6' => &["g", "t", "b"],
        b'7' => &["t", "h"],
        b'8' => &["b", "gh", "q"],
        b'9' => &["g", "q", "s"],
        _ => &[],
    }
}

/// The word with letters in the place of its digits; none when its digits are digits.
pub(crate) fn as_letters(text: &str) -> Option<String> {
    if !text.is_ascii() {
        return None;
    }
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let letters = text.len() - digits;
    if digits == 0 || digits > MOST || letters < digits {
        return None;
    }
    // The first digit's second reading comes before the second digit's, and so on: a fixed order.
    let mut words = vec![String::with_capacity(text.len() + 2)];
    for byte in text.bytes() {
        let choices = readings(byte);
        if choices.is_empty() {
            words
                .iter_mut()
                .for_each(|word| word.push(char::from(byte)));
            continue;
        }
        words = words
            .iter()
            .flat_map(|word| choices.iter().map(move |letter| format!("{word}{letter}")))
            .collect();
    }
    // An article, a common name, a rare one.
    let known = words
        .iter()
        .position(|word| word == "al" || word == "el")
        .or_else(|| words.iter().position(|word| is_familiar(word)))
        .or_else(|| words.iter().position(|word| is_known(word)))
        .or_else(|| words.iter().position(|word| is_servant(word)));
    // Letter and digit alone may be a room or a rank: only a known name is read out of it.
    if known.is_none() && text.len() < 3 && !text.contains(['0', '1']) {
        return None;
    }
    Some(words.swap_remove(known.unwrap_or(0)))
}

/// *Abdel-* in front of whatever name.
fn is_servant(word: &str) -> bool {
    ["abdel", "abdul", "abdal"]
        .iter()
        .any(|front| word.starts_with(front))
}

#[cfg(test)]
mod tests {
    use super::as_letters;

    #[test]
    fn the_reading_that_is_a_name_wins() {
        for (written, meant) in [
            ("0sama", "osama"),
            ("mo7ammad", "mohammad"),
            ("3ali", "ali"),
            ("a1i", "ali"),
            ("7asan", "hasan"),
            ("5aled", "khaled"),
            ("ze1ko", "zeiko"),
        ] {
            assert_eq!(as_letters(written).as_deref(), Some(meant), "{written}");
        }
        assert_eq!(as_letters("1957"), None);
        assert_eq!(as_letters("b52"), None);
    }
}
