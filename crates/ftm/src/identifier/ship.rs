//! IMO numbers of ships and shipping companies, and MMSI.
//!
//! SOURCE: IMO resolution A.1117(30) for ships; the company scheme and the way a number is found in a
//! text are those of `rigour.ids.imo` 2.6.

use super::luhn::weighted;

/// Finds a number with a right check digit in a text: longest first, then those after `IMO`.
pub(super) fn imo(text: &str) -> Option<String> {
    let mut runs = digit_runs(text);
    runs.sort_by_key(|run| (std::cmp::Reverse(run.digits.len()), !run.named));
    runs.iter().find_map(|run| {
        let number = format!("{:0>7}", run.digits);
        is_imo(&number).then(|| format!("IMO{number}"))
    })
}

/// A run of five to seven digits.
struct Run<'t> {
    digits: &'t str,
    /// True when `IMO` stands before it.
    named: bool,
}

fn digit_runs(text: &str) -> Vec<Run<'_>> {
    let mut runs = Vec::new();
    let mut start = 0;
    for piece in text.split(|c: char| !c.is_ascii_digit()) {
        if (5..=7).contains(&piece.len()) {
            let before = text.get(..start).unwrap_or_default();
            let mark = |c: char| c.is_whitespace() || matches!(c, ':' | '.' | '#' | '-');
            let named = before.trim_end_matches(mark).ends_with("IMO");
            runs.push(Run {
                digits: piece,
                named,
            });
        }
        start += piece.len();
        start += text
            .get(start..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8);
    }
    runs
}

fn is_imo(number: &str) -> bool {
    let Some(digits) = super::luhn::digits(number) else {
        return false;
    };
    let Some((&check, body)) = digits.split_last() else {
        return false;
    };
    let ship = weighted(body, &[7, 6, 5, 4, 3, 2]) % 10;
    let company = (11 - weighted(body, &[8, 6, 4, 2, 9, 7]) % 11) % 10;
    digits.iter().any(|&digit| digit > 0) && (check == ship || check == company)
}

/// Nine digits that begin like a station's: 2 to 7 for ships; other stations are let through too,
/// except the unused 1.
pub(super) fn mmsi(text: &str) -> Option<String> {
    let number = super::luhn::compact(text, &[' ', '-', '.'])?;
    let number = number.strip_prefix("MMSI").unwrap_or(&number);
    let shape = number.len() == 9 && number.bytes().all(|byte| byte.is_ascii_digit());
    let used = !number.starts_with('1') && number.bytes().any(|byte| byte != b'0');
    (shape && used).then(|| number.to_owned())
}
