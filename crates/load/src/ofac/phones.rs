//! Telephone numbers as OFAC writes them, as international numbers.
//!
//! "(98)(9121115315)", "00961 3 679153", "982188526300", "850 2 381 8221": a country code is there,
//! the plus sign is not. The cleaner (libphonenumber's rules) then judges whether such a number can
//! exist; what it rejects stays a note. A number that begins with one zero is a local one and is not
//! guessed.

/// The number with its plus sign, when it may have a country code.
pub(super) fn international(value: &str) -> Option<String> {
    // An extension is dialled later and belongs to no number.
    let value = value.split(" ext").next().unwrap_or(value);
    let separators = [' ', '-', '(', ')', '.', '+'];
    if !value
        .chars()
        .all(|c| c.is_ascii_digit() || separators.contains(&c))
    {
        return None;
    }
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.strip_prefix("00").unwrap_or(&digits);
    // E.164: at most 15 digits; fewer than 9 are no number with a country code here.
    let plausible = (9..=15).contains(&digits.len()) && !digits.starts_with('0');
    plausible.then(|| format!("+{digits}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn country_codes_get_their_plus() {
        assert_eq!(
            international("(98)(9121115315)").as_deref(),
            Some("+989121115315")
        );
        assert_eq!(
            international("00961 3 679153").as_deref(),
            Some("+9613679153")
        );
        assert_eq!(
            international("850 2 381-8221").as_deref(),
            Some("+85023818221")
        );
        assert_eq!(
            international("850 2 18111 ext. 8221").as_deref(),
            Some("+850218111")
        );
        for local in ["03669916", "(04) 710043", "850 2 381 8208/4188", "1234"] {
            assert_eq!(international(local), None, "{local}");
        }
    }
}
