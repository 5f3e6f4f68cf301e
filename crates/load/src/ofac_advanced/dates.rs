//! Dates of the advanced format as OFAC's other formats write them.
//!
//! A period has a start and an end, each of them a first and a last possible day. A year is the
//! period from its first to its last day; "circa" is an attribute.

use crate::xml::tree::Node;

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// Year, month, day.
type Day = (u16, u8, u8);

/// The day of an element with `Year`, `Month`, `Day`; where month or day are missing, `last` of them.
fn day(node: &Node<'_>, last: bool) -> Option<Day> {
    let number = |name: &str| node.text_of(name).parse::<u16>().ok();
    let year = number("Year")?;
    let within = |value: Option<u16>, most: u8| match value {
        None => Some(if last { most } else { 1 }),
        Some(value) => u8::try_from(value).ok().filter(|v| (1..=most).contains(v)),
    };
    let month = within(number("Month"), 12)?;
    let day = within(number("Day"), last_of(year, month))?;
    Some((year, month, day))
}

fn last_of(year: u16, month: u8) -> u8 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// A plain date as ISO 8601: a day, a month or a year, as much as is given.
pub(super) fn iso(node: &Node<'_>) -> Option<String> {
    let (year, month, date) = day(node, false)?;
    let has = |name: &str| !node.text_of(name).is_empty();
    Some(match (has("Month"), has("Day")) {
        (true, true) => format!("{year:04}-{month:02}-{date:02}"),
        (true, false) => format!("{year:04}-{month:02}"),
        _ => format!("{year:04}"),
    })
}

/// A `DatePeriod` in the words of OFAC's CSV: "14 Mar 1962", "Mar 1962", "circa 1962", "1961 to 1963".
pub(super) fn words(period: &Node<'_>) -> Option<String> {
    let side = |name: &str| period.child(name);
    let (start, end) = (side("Start"), side("End"));
    let bound = |side: Option<&Node<'_>>, name: &str, last: bool| {
        side.and_then(|side| side.child(name))
            .and_then(|node| day(node, last))
    };
    let first = bound(start, "From", false).or_else(|| bound(start, "To", false));
    let last = bound(end, "To", true).or_else(|| bound(end, "From", true));
    let (first, last) = match (first, last) {
        (Some(first), Some(last)) => (first, last),
        // Open on one side: the side that is known.
        (Some(first), None) => (first, bound(start, "To", true).unwrap_or(first)),
        (None, Some(last)) => (bound(end, "From", false).unwrap_or(last), last),
        (None, None) => return None,
    };
    let approximate = [start, end]
        .into_iter()
        .flatten()
        .any(|side| side.attribute("Approximate") == "true");
    let text = span(first, last);
    Some(if approximate {
        format!("circa {text}")
    } else {
        text
    })
}

fn span(first: Day, last: Day) -> String {
    let years = (first.1, first.2) == (1, 1) && (last.1, last.2) == (12, 31);
    let months = first.2 == 1 && last.2 == last_of(last.0, last.1);
    let write = |(year, month, day): Day| {
        let name = MONTHS
            .get(usize::from(month).saturating_sub(1))
            .unwrap_or(&"");
        if years {
            format!("{year}")
        } else if months {
            format!("{name} {year}")
        } else {
            format!("{day:02} {name} {year}")
        }
    };
    let (from, to) = (write(first), write(last));
    if from == to {
        from
    } else {
        format!("{from} to {to}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn periods_in_words() {
        for (first, last, words) in [
            ((1962, 3, 14), (1962, 3, 14), "14 Mar 1962"),
            ((1968, 2, 1), (1968, 2, 29), "Feb 1968"),
            ((1961, 1, 1), (1961, 12, 31), "1961"),
            ((1984, 1, 1), (1986, 12, 31), "1984 to 1986"),
            ((1984, 1, 1), (1984, 3, 31), "Jan 1984 to Mar 1984"),
            ((1946, 9, 26), (1946, 12, 7), "26 Sep 1946 to 07 Dec 1946"),
        ] {
            assert_eq!(span(first, last), words);
        }
    }

    proptest! {
        /// What is written is read as the span that was meant.
        #[test]
        fn words_are_read_again(year in 1900u16..2030, month in 1u8..=12, day in 1u8..=28, whole in 0u8..3) {
            let (first, last) = match whole {
                0 => ((year, month, day), (year, month, day)),
                1 => ((year, month, 1), (year, month, last_of(year, month))),
                _ => ((year, 1, 1), (year, 12, 31)),
            };
            for prefix in ["", "circa "] {
                let text = format!("{prefix}{}", span(first, last));
                let span = kashf_ftm::date_spans(&text);
                prop_assert!(span.is_some(), "{}", text);
            }
        }
    }
}
