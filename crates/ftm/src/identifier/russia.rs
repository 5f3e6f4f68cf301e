//! Russian numbers: OGRN and OGRNIP (registration), INN (tax).
//!
//! SOURCE: orders of the Russian tax service, as in `rigour.ids.ogrn` and `stdnum.ru.inn`.

use super::luhn::{compact, digits, weighted};

/// The first run of 13 or 15 digits in the text whose control digit is right.
pub(super) fn ogrn(text: &str) -> Option<String> {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let run = text
        .split(|c| !word(c))
        .find(|run| matches!(run.len(), 13 | 15) && run.bytes().all(|b| b.is_ascii_digit()))?;
    let (body, control) = run.split_at_checked(run.len() - 1)?;
    let body: u64 = body.parse().ok()?;
    let divisor = if run.len() == 13 { 11 } else { 13 };
    // Only a remainder of ten is written as zero; of eleven and twelve no number is made.
    let expected = match body % divisor {
        10 => 0,
        remainder => remainder,
    };
    (!run.starts_with('0') && control.parse() == Ok(expected)).then(|| run.to_owned())
}

pub(super) fn inn(text: &str) -> Option<String> {
    const FIRST: [u32; 10] = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
    const SECOND: [u32; 11] = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
    const COMPANY: [u32; 9] = [2, 4, 10, 3, 5, 9, 4, 6, 8];
    let number = compact(text, &[' '])?;
    let digits = digits(&number)?;
    let control = |length: usize, weights: &[u32]| {
        let body = digits.get(..length)?;
        Some(weighted(body, weights) % 11 % 10 == *digits.get(length)?)
    };
    let right = match digits.len() {
        10 => control(9, &COMPANY)?,
        12 => control(10, &FIRST)? && control(11, &SECOND)?,
        _ => false,
    };
    (right && digits.iter().any(|&digit| digit > 0)).then_some(number)
}
