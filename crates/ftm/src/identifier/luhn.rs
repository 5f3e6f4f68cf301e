//! Sums of digits with alternating weights, shared by several identifiers.

/// The value of a digit or letter, 0 to 35.
pub(super) fn value_of(byte: u8) -> Option<u32> {
    char::from(byte).to_digit(36)
}

/// The digits of a text in which letters count as two-digit numbers (A = 10).
pub(super) fn expanded(text: &str) -> Option<Vec<u32>> {
    let mut digits = Vec::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        match value_of(byte)? {
            value @ 0..=9 => digits.push(value),
            value => digits.extend([value / 10, value % 10]),
        }
    }
    Some(digits)
}

/// Luhn: true when the sum with every second digit from the right doubled divides by ten.
pub(super) fn is_luhn(digits: &[u32]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, &digit)| match place % 2 {
            0 => digit,
            _ => digit * 2 / 10 + digit * 2 % 10,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// The sum of digits times their weights.
pub(super) fn weighted(digits: &[u32], weights: &[u32]) -> u32 {
    digits
        .iter()
        .zip(weights)
        .map(|(digit, weight)| digit * weight)
        .sum()
}

/// The text without the separators, in uppercase; letters and digits of ASCII only.
pub(super) fn compact(text: &str, separators: &[char]) -> Option<String> {
    let mut compact = String::with_capacity(text.len());
    for c in text.trim().chars() {
        // Dashes and spaces of all kinds count as the plain ones.
        let plain = match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            c if c.is_whitespace() => ' ',
            c => c,
        };
        if separators.contains(&plain) {
            continue;
        }
        if !plain.is_ascii_alphanumeric() {
            return None;
        }
        compact.push(plain.to_ascii_uppercase());
    }
    Some(compact)
}

/// The digits of a text that has nothing else.
pub(super) fn digits(text: &str) -> Option<Vec<u32>> {
    text.chars().map(|c| c.to_digit(10)).collect()
}
