//! Other numbers for which FollowTheMoney has a format: USCC, UEI, NPI, SSN, Wikidata.
//!
//! SOURCE: `python-stdnum` 2.2 and `rigour.ids` 2.6.

use super::luhn::{compact, digits, is_luhn};

/// China's Unified Social Credit Identifier: 18 characters, weights of three to the power of the place.
pub(super) fn uscc(text: &str) -> Option<String> {
    const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    let number = compact(text, &[' ', '-'])?;
    let values: Option<Vec<usize>> = number.chars().map(|c| ALPHABET.find(c)).collect();
    let values = values?;
    let (check, body) = values.split_last()?;
    let mut weight = 1;
    let mut sum = 0;
    for value in body {
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    let shape = number.len() == 18 && number.bytes().take(8).all(|b| b.is_ascii_digit());
    (shape && (31 - sum % 31) % 31 == *check).then_some(number)
}

/// Twelve letters and digits without I and O; the check scheme is not published.
pub(super) fn uei(text: &str) -> Option<String> {
    let fits = |run: &&str| {
        run.len() == 12
            && run
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() && !b"IOio".contains(&b))
            && !run.starts_with('0')
    };
    let word = |c: char| c.is_alphanumeric() || c == '_';
    text.split(|c| !word(c))
        .find(fits)
        .map(str::to_ascii_uppercase)
}

/// Luhn over the number with the issuer prefix 80840.
pub(super) fn npi(text: &str) -> Option<String> {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let run = text
        .split(|c| !word(c))
        .find(|run| matches!(run.len(), 10 | 15) && run.bytes().all(|b| b.is_ascii_digit()))?;
    let full = if run.len() == 10 {
        format!("80840{run}")
    } else {
        run.to_owned()
    };
    let empty = run.bytes().all(|byte| byte == b'0') || run == "808400000000000";
    (!empty && is_luhn(&digits(&full)?)).then(|| run.to_owned())
}

/// Nine digits, none of the parts unused; no check digit.
pub(super) fn ssn(text: &str) -> Option<String> {
    let text = text.trim();
    let number: String = match text.as_bytes() {
        [_, _, _, b'-', _, _, b'-', ..] => text.replace('-', ""),
        _ => text.to_owned(),
    };
    if number.len() != 9 || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (area, rest) = number.split_at(3);
    let (group, serial) = rest.split_at(2);
    let unused = area == "000"
        || area == "666"
        || area.starts_with('9')
        || group == "00"
        || serial == "0000";
    // Numbers from advertisements.
    let printed = ["078051120", "457555462", "219099999"].contains(&number.as_str());
    (!unused && !printed).then_some(number)
}

/// `Q` and digits, also at the end of an address.
pub(super) fn wikidata(text: &str) -> Option<String> {
    let item = text.rsplit('/').next()?.trim().to_ascii_uppercase();
    let number = item.strip_prefix('Q')?;
    (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())).then_some(item)
}
