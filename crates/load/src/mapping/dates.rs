//! Dates by a format of the mapping's: `%d/%m/%Y`, in strptime's letters as FollowTheMoney has them.
//!
//! A day or month of `00` means that it is not known, as in the UK's lists: the date is less exact.

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Says what is wrong with a format.
pub(super) fn check(format: &str) -> Result<(), &'static str> {
    let mut letters = format.chars();
    let mut year = false;
    while let Some(letter) = letters.next() {
        if letter != '%' {
            continue;
        }
        match letters.next() {
            Some('Y') => year = true,
            Some('d' | 'm' | 'b' | 'B' | 'H' | 'M' | 'S' | '%') => {}
            Some('y') => return Err("a year of two digits can be of two centuries"),
            _ => return Err("an unknown letter after %"),
        }
    }
    year.then_some(()).ok_or("it has no year (%Y)")
}

/// The date in a text, ISO 8601, when the whole text has the format.
pub(crate) fn read(text: &str, format: &str) -> Option<String> {
    let mut rest = text.trim();
    let (mut year, mut month, mut day) = (None, None, None);
    let mut letters = format.trim().chars();
    while let Some(letter) = letters.next() {
        if letter != '%' {
            rest = rest.strip_prefix(letter)?;
            continue;
        }
        match letters.next()? {
            'Y' => year = Some(number(&mut rest, 4)?).filter(|year| (1..=9999).contains(year)),
            'm' => month = Some(number(&mut rest, 2)?),
            'd' => day = Some(number(&mut rest, 2)?),
            'H' | 'M' | 'S' => drop(number(&mut rest, 2)?),
            'b' | 'B' => month = Some(month_name(&mut rest)?),
            other => rest = rest.strip_prefix(other)?,
        }
    }
    if !rest.is_empty() {
        return None;
    }
    let year = year?;
    let date = match (month.filter(|m| *m > 0), day.filter(|d| *d > 0)) {
        (None, _) => format!("{year:04}"),
        (Some(month), None) => format!("{year:04}-{month:02}"),
        (Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
    };
    date.parse::<kashf_core::DateSpan>().is_ok().then_some(date)
}

fn number(rest: &mut &str, most: usize) -> Option<u32> {
    let digits = rest
        .bytes()
        .take(most)
        .take_while(u8::is_ascii_digit)
        .count();
    if most == 4 && digits != 4 {
        return None;
    }
    let (number, after) = rest.split_at_checked(digits)?;
    *rest = after;
    number.parse().ok()
}

fn month_name(rest: &mut &str) -> Option<u32> {
    let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (word, after) = rest.split_at_checked(length)?;
    let word = word.to_ascii_lowercase();
    let known = |name: &&str| {
        word.len() >= 3 && name.starts_with(word.as_str())
            || word == "sept" && **name == *"september"
    };
    let at = MONTHS.iter().position(known)?;
    *rest = after
        .strip_prefix('.')
        .filter(|_| word.len() < 5)
        .unwrap_or(after);
    u32::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_by_format() {
        for (text, format, date) in [
            ("28/09/1955", "%d/%m/%Y", Some("1955-09-28")),
            ("8/9/1955", "%d/%m/%Y", Some("1955-09-08")),
            ("00/00/1955", "%d/%m/%Y", Some("1955")),
            ("00/09/1955", "%d/%m/%Y", Some("1955-09")),
            ("4 Mar. 1962", "%d %b %Y", Some("1962-03-04")),
            ("4 Sept 1962", "%d %b %Y", Some("1962-09-04")),
            ("March 1962", "%B %Y", Some("1962-03")),
            (
                "1962-03-04T10:11:12",
                "%Y-%m-%dT%H:%M:%S",
                Some("1962-03-04"),
            ),
            ("19620304", "%Y%m%d", Some("1962-03-04")),
            ("31/02/1962", "%d/%m/%Y", None),
            ("28/09/55", "%d/%m/%Y", None),
            ("28/09/1955 or so", "%d/%m/%Y", None),
            ("4 Ma 1962", "%d %b %Y", None),
        ] {
            assert_eq!(read(text, format).as_deref(), date, "{text} {format}");
        }
        assert!(check("%d/%m/%y").is_err() && check("%d").is_err() && check("%Q").is_err());
    }

    proptest! {
        #[test]
        fn what_is_read_is_a_date(text in "[0-9]{1,4}[/. -][0-9]{1,2}[/. -][0-9]{1,4}", format in "%[dmY][/. -]%[dmYb][/. -]%[dmY]") {
            if let Some(date) = read(&text, &format) {
                prop_assert!(date.parse::<kashf_core::DateSpan>().is_ok());
            }
        }
    }
}
