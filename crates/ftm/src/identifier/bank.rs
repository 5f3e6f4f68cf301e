//! Numbers of the financial world: LEI, IBAN, BIC, ISIN, FIGI.
//!
//! SOURCE: ISO 17442, 13616, 9362, 6166, OMG FIGI; compared with `python-stdnum` 2.2. Ours is stricter
//! in one thing: an LEI must have 20 characters (stdnum accepts any text whose remainder is right).

use super::luhn::{compact, expanded, is_luhn, value_of};

/// ISO 7064 mod 97-10 over letters and digits.
fn mod_97(text: impl Iterator<Item = u8>) -> Option<u32> {
    let mut remainder = 0;
    for byte in text {
        let value = value_of(byte)?;
        remainder = (remainder * if value > 9 { 100 } else { 10 } + value) % 97;
    }
    Some(remainder)
}

pub(super) fn lei(text: &str) -> Option<String> {
    let number = compact(text, &[' ', '-'])?;
    let checks = number.bytes().skip(18).all(|byte| byte.is_ascii_digit());
    (number.len() == 20 && checks && mod_97(number.bytes())? == 1).then_some(number)
}

/// Length and structure by country, and the remainder: `iban_validate` knows them all.
pub(super) fn iban(text: &str) -> Option<String> {
    let number = compact(text, &[' ', '-', '.'])?;
    let number = number
        .strip_prefix("IBAN")
        .map(str::to_owned)
        .unwrap_or(number);
    number.parse::<iban::Iban>().ok()?;
    Some(number)
}

/// The first eight characters of a code of eight or eleven: the bank, without the branch.
pub(super) fn bic(text: &str) -> Option<String> {
    let code = compact(text, &[' ', '-'])?;
    let (bank, rest) = code.split_at_checked(4)?;
    let (country, _) = rest.split_at_checked(2)?;
    let shape = matches!(code.len(), 8 | 11) && bank.bytes().all(|b| b.is_ascii_uppercase());
    (shape && is_country(country)).then(|| code.chars().take(8).collect())
}

/// True for two-letter codes that name a country today.
fn is_country(code: &str) -> bool {
    code.bytes().all(|byte| byte.is_ascii_uppercase())
        && crate::clean_country(code).is_some_and(|found| found.eq_ignore_ascii_case(code))
}

/// Codes with which an ISIN may begin beside those of countries.
/// SOURCE: ISO 6166 registration rules, as listed in python-stdnum 2.2.
const ISIN_PREFIXES: [&str; 9] = ["EU", "QS", "QT", "XA", "XB", "XC", "XD", "XF", "XS"];

pub(super) fn isin(text: &str) -> Option<String> {
    let number = compact(text, &[' '])?;
    let country = number.get(..2)?;
    let shape = number.len() == 12
        && number.ends_with(|c: char| c.is_ascii_digit())
        && (ISIN_PREFIXES.contains(&country) || is_country(country));
    (shape && is_luhn(&expanded(&number)?)).then_some(number)
}

/// SOURCE: OMG FIGI specification 1.0, section 6.2; consonants and digits, G in the third place.
pub(super) fn figi(text: &str) -> Option<String> {
    let number = compact(text, &[' '])?;
    let bytes = number.as_bytes();
    let prefix = number.get(..2)?;
    let shape = bytes.len() == 12
        && bytes.get(2) == Some(&b'G')
        && prefix.bytes().all(|byte| byte.is_ascii_uppercase())
        && !["BS", "BM", "GG", "GB", "VG"].contains(&prefix)
        && !bytes.iter().any(|byte| b"AEIOU".contains(byte));
    let (check, body) = bytes.split_last()?;
    let mut sum = 0;
    for (place, byte) in body.iter().enumerate() {
        let value = value_of(*byte)? * if place % 2 == 0 { 1 } else { 2 };
        sum += value / 10 + value % 10;
    }
    (shape && (10 - sum % 10) % 10 == value_of(*check)?).then_some(number)
}
