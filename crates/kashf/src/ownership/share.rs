//! Shares as registers and lists write them: `51`, `51,5 %`, `25-50`, `more than 25% but not more than 50%`, `>50`,
//! `ownership-of-shares-75-to-100-percent`. What is not exact is an interval, and what cannot be read is not known.

use kashf_trace::Share;

/// All, in hundredths of a percent.
const ALL: u32 = 10_000;

/// ARABIC PERCENT SIGN, ARABIC DECIMAL SEPARATOR, EN DASH, GREATER-THAN OR EQUAL TO, LESS-THAN OR EQUAL TO.
const SIGNS: [(char, &str); 5] = [
    ('\u{66a}', "%"),
    ('\u{66b}', "."),
    ('\u{2013}', "-"),
    ('\u{2265}', ">="),
    ('\u{2264}', "<="),
];

/// Words of a lower bound; `true` when the bound itself does not count.
const FROM: [(&str, bool); 9] = [
    ("at least", false),
    ("or more", false),
    (">=", false),
    ("from", false),
    ("more than", true),
    ("greater than", true),
    ("over", true),
    ("above", true),
    (">", true),
];

/// Words of an upper bound.
const TO: [(&str, bool); 8] = [
    ("not more than", false),
    ("at most", false),
    ("up to", false),
    ("or less", false),
    ("<=", false),
    ("less than", true),
    ("below", true),
    ("<", true),
];

/// The share that a text says; none when it cannot be read.
///
/// A bare number up to one (`0.5`) may be a part of one as well as a percentage: it is read as both.
pub(crate) fn read(text: &str) -> Option<Share> {
    if text.len() > 200 {
        return None;
    }
    let text = plain(text);
    let (numbers, between) = numbers(&text)?;
    let percent = text.contains('%') || text.contains("per");
    let has = |words: &[(&str, bool)]| {
        // "not more than" holds "more than": the longest word at a place is meant.
        let found = words.iter().find(|(word, _)| text.contains(word));
        found.map(|(_, strict)| *strict)
    };
    let said = text.replace("not more than", "");
    let from = FROM.iter().find(|(word, _)| said.contains(word));
    let from = from.map(|(_, strict)| *strict);
    let to = has(&TO);
    match (numbers[..].as_ref(), from, to) {
        ([one], None, None) if !percent && *one <= 100 => bounds(*one, one * 100),
        ([one], None, None) if between.is_empty() => bounds(*one, *one),
        ([one], Some(strict), None) => bounds(one + u32::from(strict), ALL),
        ([one], None, Some(strict)) => bounds(0, one.saturating_sub(u32::from(strict))),
        ([least, most], Some(above), to) => bounds(
            least + u32::from(above),
            most.saturating_sub(u32::from(to == Some(true))),
        ),
        ([least, most], None, _) if is_dash(&between) => bounds(*least, *most),
        _ => None,
    }
}

/// The share that a register's kind of ownership says, such as `ownership-of-shares-25-to-50-percent`: in such words the lower
/// bound of 75 counts itself, the others do not.
pub(crate) fn read_kind(text: &str) -> Option<Share> {
    let text = plain(text).replace('-', " ");
    if !text.contains("ownership of shares") {
        return None;
    }
    let (numbers, _) = numbers(&text)?;
    match numbers[..] {
        [7_500, most] => bounds(7_500, most),
        [least, most] => bounds(least + 1, most),
        _ => None,
    }
}

/// Whether a register's words say a right that is control by itself: to appoint or remove a majority of the board, or more
/// than half of the votes. SOURCE: the natures of control of the register of people with significant control (Companies
/// House, United Kingdom).
pub(crate) fn is_control(text: &str) -> bool {
    let text = plain(text).replace('-', " ");
    let votes = text.contains("voting rights")
        && ["50 to 75", "75 to 100", "more than 50", "100"]
            .iter()
            .any(|range| text.contains(range));
    votes || text.contains("appoint and remove") || text.contains("appoint or remove")
}

fn bounds(least: u32, most: u32) -> Option<Share> {
    // They fit: at most all.
    (least <= most && most <= ALL).then_some(Share {
        least: least as u16,
        most: most as u16,
    })
}

fn is_dash(between: &str) -> bool {
    let between = between.replace(['%', ' '], "");
    matches!(between.as_str(), "-" | "to" | "bis" | "percentto")
}

/// Lower case, with Latin digits and signs.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.trim().to_lowercase().chars() {
        if let Some((_, sign)) = SIGNS.iter().find(|(known, _)| *known == letter) {
            plain.push_str(sign);
            continue;
        }
        // ARABIC-INDIC DIGITS, and the eastern ones of Persian and Urdu.
        let zero = match letter {
            '\u{660}'..='\u{669}' => Some('\u{660}'),
            '\u{6f0}'..='\u{6f9}' => Some('\u{6f0}'),
            _ => None,
        };
        let digit = zero.and_then(|zero| char::from_digit(letter as u32 - zero as u32, 10));
        plain.push(digit.unwrap_or(letter));
    }
    plain
}

/// The numbers of a text in hundredths, and what stands between the first two; none when one is no share.
fn numbers(text: &str) -> Option<(Vec<u32>, String)> {
    let mut numbers = Vec::new();
    let mut between = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(|letter: char| letter.is_ascii_digit()) {
        let before = &rest[..start];
        if numbers.len() == 1 {
            before.clone_into(&mut between);
        }
        if before.ends_with(['.', ',']) || (numbers.is_empty() && before.ends_with('-')) {
            return None;
        }
        let tail = &rest[start..];
        let is_part = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | ',');
        let end = tail.find(|letter| !is_part(letter)).unwrap_or(tail.len());
        let number = tail[..end].trim_end_matches(['.', ',']);
        numbers.push(hundredths(number)?);
        rest = &tail[end..];
    }
    (1..=2)
        .contains(&numbers.len())
        .then_some((numbers, between))
}

/// A decimal number in hundredths.
fn hundredths(text: &str) -> Option<u32> {
    let text = text.replace(',', ".");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    if part.contains('.') || whole.len() > 3 {
        return None;
    }
    let part = part.trim_end_matches('0');
    let digit = |at: usize| {
        part.as_bytes()
            .get(at)
            .map_or(0, |digit| u32::from(digit - b'0'))
    };
    let whole: u32 = whole.parse().ok()?;
    // Rounded down: what is nearly a threshold stays below it.
    let value = whole * 100 + digit(0) * 10 + digit(1);
    (value <= ALL).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_read_as_they_are_meant() {
        let share = |least, most| Some(Share { least, most });
        for (text, expected) in [
            ("51", share(5_100, 5_100)),
            ("51%", share(5_100, 5_100)),
            ("51,5 %", share(5_150, 5_150)),
            ("100.0", share(10_000, 10_000)),
            ("33.33", share(3_333, 3_333)),
            ("49.999", share(4_999, 4_999)),
            ("50 percent", share(5_000, 5_000)),
            ("25-50", share(2_500, 5_000)),
            ("25% - 50%", share(2_500, 5_000)),
            ("25 to 50", share(2_500, 5_000)),
            (">50", share(5_001, 10_000)),
            (">= 50%", share(5_000, 10_000)),
            ("over 25%", share(2_501, 10_000)),
            ("at least 75", share(7_500, 10_000)),
            ("<25", share(0, 2_499)),
            ("less than 10%", share(0, 999)),
            ("more than 25% but not more than 50%", share(2_501, 5_000)),
            ("75 or more", share(7_500, 10_000)),
            ("0.5", share(50, 5_000)),
            ("0.5%", share(50, 50)),
            ("1", share(100, 10_000)),
            ("\u{665}\u{661}\u{66a}", share(5_100, 5_100)),
            ("", None),
            ("half", None),
            ("101", None),
            ("-5", None),
            ("50-25", None),
            ("51 of 100 shares", None),
            ("1,000", share(100, 10_000)),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn kinds_of_a_register_say_shares_and_control() {
        let share = |least, most| Some(Share { least, most });
        let kind = |text| read_kind(text);
        assert_eq!(
            kind("ownership-of-shares-25-to-50-percent"),
            share(2_501, 5_000)
        );
        assert_eq!(
            kind("ownership-of-shares-50-to-75-percent"),
            share(5_001, 7_500)
        );
        assert_eq!(
            kind("ownership-of-shares-75-to-100-percent"),
            share(7_500, 10_000)
        );
        assert_eq!(kind("voting-rights-75-to-100-percent"), None);
        assert!(is_control("voting-rights-75-to-100-percent"));
        assert!(!is_control("voting-rights-25-to-50-percent"));
        assert!(is_control("right-to-appoint-and-remove-directors"));
        assert!(!is_control("significant-influence-or-control"));
        assert!(!is_control("ownership-of-shares-75-to-100-percent"));
    }
}
