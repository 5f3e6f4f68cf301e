//! A date as sources know it: a day, a month, a year, or a span between two of them.
//!
//! Lists say "circa 1962", "between 1958 and 1963", "1971"; comparing such values means comparing
//! spans of days. Calendar: proleptic Gregorian, years 1 ..= 9999. Conversion from other calendars
//! is the cleaner's work (`kashf-ftm`), not done here.

use std::fmt;

/// A calendar day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

/// A value that is not a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateSpanError(String);

impl fmt::Display for DateSpanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is not a date (expected YYYY, YYYY-MM or YYYY-MM-DD)",
            self.0
        )
    }
}

impl std::error::Error for DateSpanError {}

impl Date {
    /// A day, if the calendar has it.
    ///
    /// ```
    /// use kashf_core::Date;
    /// assert!(Date::new(2024, 2, 29).is_some());
    /// assert!(Date::new(2023, 2, 29).is_none());
    /// ```
    #[must_use]
    pub const fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        if year == 0 || year > 9999 || month == 0 || month > 12 || day == 0 {
            return None;
        }
        if day > days_in_month(year, month) {
            return None;
        }
        Some(Self { year, month, day })
    }

    /// Year, 1 ..= 9999.
    #[must_use]
    pub const fn year(self) -> u16 {
        self.year
    }

    /// Month, 1 ..= 12.
    #[must_use]
    pub const fn month(self) -> u8 {
        self.month
    }

    /// Day of the month, from 1.
    #[must_use]
    pub const fn day(self) -> u8 {
        self.day
    }

    /// Days since 0001-01-01, for distances.
    #[must_use]
    pub const fn day_number(self) -> i32 {
        let y = self.year as i32 - 1;
        let mut days = y * 365 + y / 4 - y / 100 + y / 400;
        let mut month = 1;
        while month < self.month {
            days += days_in_month(self.year, month) as i32;
            month += 1;
        }
        days + self.day as i32 - 1
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// A span of days, both ends included, and whether the source itself called it approximate.
///
/// ```
/// use kashf_core::DateSpan;
/// let year: DateSpan = "1962".parse()?;
/// assert_eq!(year.to_string(), "1962");
/// assert!(year.contains("1962-03-04".parse()?));
/// # Ok::<(), kashf_core::DateSpanError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateSpan {
    /// First possible day.
    pub start: Date,
    /// Last possible day.
    pub end: Date,
    /// True when the source says "circa" or the like: the ends are then soft.
    pub approximate: bool,
}

impl DateSpan {
    /// A whole year.
    #[must_use]
    pub const fn of_year(year: u16) -> Option<Self> {
        Self::of_years(year, year)
    }

    /// From the first day of one year to the last day of another; `None` when they are in disorder.
    #[must_use]
    pub const fn of_years(first: u16, last: u16) -> Option<Self> {
        match (Date::new(first, 1, 1), Date::new(last, 12, 31)) {
            (Some(start), Some(end)) if first <= last => Some(Self {
                start,
                end,
                approximate: false,
            }),
            _ => None,
        }
    }

    /// A whole month.
    #[must_use]
    pub const fn of_month(year: u16, month: u8) -> Option<Self> {
        match Date::new(year, month, 1) {
            Some(start) => {
                let end = Date {
                    year,
                    month,
                    day: days_in_month(year, month),
                };
                Some(Self {
                    start,
                    end,
                    approximate: false,
                })
            }
            None => None,
        }
    }

    /// One day.
    #[must_use]
    pub const fn of_day(day: Date) -> Self {
        Self {
            start: day,
            end: day,
            approximate: false,
        }
    }

    /// The same span, marked approximate.
    #[must_use]
    pub const fn circa(self) -> Self {
        Self {
            approximate: true,
            ..self
        }
    }

    /// The day, when the span is exactly one.
    #[must_use]
    pub fn as_day(&self) -> Option<Date> {
        (self.start == self.end).then_some(self.start)
    }

    /// True when every day of `other` lies in this span.
    #[must_use]
    pub fn contains(&self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// True when the two spans share a day.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.start <= other.end && other.start <= self.end
    }

    /// Days between the two spans; 0 when they overlap.
    #[must_use]
    pub fn days_apart(&self, other: &Self) -> u32 {
        if self.overlaps(other) {
            return 0;
        }
        let (earlier, later) = if self.end < other.start {
            (self, other)
        } else {
            (other, self)
        };
        later.start.day_number().abs_diff(earlier.end.day_number())
    }
}

impl std::str::FromStr for DateSpan {
    type Err = DateSpanError;

    /// Reads FollowTheMoney's prefix forms `YYYY`, `YYYY-MM`, `YYYY-MM-DD` (a time after it is ignored).
    fn from_str(text: &str) -> Result<Self, DateSpanError> {
        let wrong = || DateSpanError(text.to_owned());
        let date = text.split(['T', ' ']).next().unwrap_or_default();
        let number = |part: &str, digits: usize| -> Option<u16> {
            (part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()))
                .then(|| part.parse().ok())
                .flatten()
        };
        let mut parts = date.split('-');
        let year = parts.next().and_then(|p| number(p, 4)).ok_or_else(wrong)?;
        let month = parts
            .next()
            .map(|p| number(p, 2).ok_or_else(wrong))
            .transpose()?;
        let day = parts
            .next()
            .map(|p| number(p, 2).ok_or_else(wrong))
            .transpose()?;
        if parts.next().is_some() {
            return Err(wrong());
        }
        match (month, day) {
            (None, _) => Self::of_year(year),
            (Some(month), None) => Self::of_month(year, month as u8),
            (Some(month), Some(day)) => Date::new(year, month as u8, day as u8).map(Self::of_day),
        }
        .ok_or_else(wrong)
    }
}

impl fmt::Display for DateSpan {
    /// The shortest FollowTheMoney form for a day, month or year; `START..END` for other spans.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (s, e) = (self.start, self.end);
        if s == e {
            write!(f, "{s}")
        } else if Self::of_month(s.year, s.month).is_some_and(|m| m.start == s && m.end == e) {
            write!(f, "{:04}-{:02}", s.year, s.month)
        } else if Self::of_year(s.year).is_some_and(|y| y.start == s && y.end == e) {
            write!(f, "{:04}", s.year)
        } else {
            write!(f, "{s}..{e}")
        }
    }
}

const fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        2 => {
            if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) {
                29
            } else {
                28
            }
        }
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn prints_what_it_reads(year in 1u16..=9999, month in 1u8..=12, day in 1u8..=31) {
            let texts = [
                format!("{year:04}"),
                format!("{year:04}-{month:02}"),
                format!("{year:04}-{month:02}-{day:02}"),
            ];
            for text in texts {
                if let Ok(span) = text.parse::<DateSpan>() {
                    prop_assert_eq!(span.to_string(), text);
                }
            }
        }

        #[test]
        fn day_numbers_follow_the_calendar(year in 1u16..=9998, month in 1u8..=12, day in 1u8..=31) {
            if let (Some(this), Some(next)) = (Date::new(year, month, day), Date::new(year + 1, month, day)) {
                let days = next.day_number() - this.day_number();
                prop_assert!(days == 365 || days == 366);
            }
        }
    }

    #[test]
    fn refuses_days_that_do_not_exist() {
        for text in [
            "1999-02-29",
            "1999-13-01",
            "1999-00-10",
            "99",
            "1999-1-1",
            "0000",
            "abcd",
            "",
        ] {
            assert!(text.parse::<DateSpan>().is_err(), "{text}");
        }
    }

    #[test]
    fn spans_know_their_distance() {
        let a: DateSpan = "1962".parse().unwrap();
        let b: DateSpan = "1963-01-02".parse().unwrap();
        assert_eq!(a.days_apart(&b), 2);
        assert_eq!(b.days_apart(&a), 2);
        assert_eq!(a.days_apart(&a), 0);
    }
}
