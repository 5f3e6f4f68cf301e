//! The ISO 8601 prefix forms, as the `prefixdate` library reads them: by hand instead of by its
//! regular expression, with the same result.

use kashf_core::Date;

/// What was read at the start of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Iso<'t> {
    /// The shortest form that holds what was given, in UTC.
    pub(super) value: String,
    /// What follows and was not read.
    pub(super) rest: &'t str,
}

/// Takes one or two digits that end at a word boundary.
fn two_digits(text: &str) -> Option<(u16, &str)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    if length == 0 || length > 2 {
        return None;
    }
    let (digits, rest) = text.split_at(length);
    Some((digits.parse().ok()?, rest))
}

/// True when a word cannot go on here.
fn is_boundary(rest: &str) -> bool {
    !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_')
}

pub(super) fn parse(text: &str) -> Option<Iso<'_>> {
    let text = text.trim_start();
    let bytes = text.as_bytes();
    let is_year = bytes.len() >= 4
        && matches!(bytes.first(), Some(b'1' | b'2'))
        && bytes.iter().take(4).all(u8::is_ascii_digit);
    if !is_year {
        return None;
    }
    let (year, rest) = text.split_at(4);
    if !is_boundary(rest) {
        return None;
    }
    let year_number: u16 = year.parse().ok()?;
    let iso = |value: String, rest| Some(Iso { value, rest });
    let Some((month, rest)) = part(rest, '-').filter(|(_, rest)| is_boundary(rest)) else {
        return iso(year.to_owned(), rest);
    };
    if month == 0 {
        // prefixdate takes a month of zero as no month.
        return iso(
            year.to_owned(),
            part(rest, '-').map_or(rest, |(_, rest)| rest),
        );
    }
    Date::new(year_number, month as u8, 1)?;
    // A day may be followed by a T, so there is no word boundary after it.
    let Some((day, rest)) = day_part(rest) else {
        return iso(format!("{year}-{month:02}"), rest);
    };
    if day == 0 {
        return iso(format!("{year}-{month:02}"), rest);
    }
    let date = Date::new(year_number, month as u8, u8::try_from(day).ok()?)?;
    let Some((time, after)) = time(rest) else {
        return iso(date.to_string(), rest);
    };
    iso(time.utc(date)?, after)
}

fn part(text: &str, mark: char) -> Option<(u16, &str)> {
    two_digits(text.strip_prefix(mark)?)
}

fn day_part(text: &str) -> Option<(u16, &str)> {
    let text = text.strip_prefix('-')?;
    let length = text.bytes().take(2).take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at(length);
    Some((digits.parse().ok()?, rest))
}

/// A time of day, and its distance from UTC.
struct Time {
    hour: u16,
    minute: Option<u16>,
    second: Option<u16>,
    /// East of UTC.
    offset_minutes: Option<i32>,
}

fn time(text: &str) -> Option<(Time, &str)> {
    let (hour, rest) = two_digits(text.strip_prefix(['T', ' '])?)?;
    if !is_boundary(rest) {
        return None;
    }
    let mut time = Time {
        hour,
        minute: None,
        second: None,
        offset_minutes: None,
    };
    let Some((minute, rest)) = part(rest, ':').filter(|(_, rest)| is_boundary(rest)) else {
        return Some((time, rest));
    };
    time.minute = Some(minute);
    let Some((second, mut rest)) = part(rest, ':') else {
        return Some((time, rest));
    };
    time.second = Some(second);
    if let Some(fraction) = rest.strip_prefix('.') {
        let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
        rest = fraction.get(digits..).unwrap_or_default();
    }
    if let Some(after) = rest.strip_prefix('Z') {
        return Some((time, after));
    }
    if let Some((offset, after)) = offset(rest) {
        time.offset_minutes = Some(offset);
        rest = after;
    }
    Some((time, rest))
}

/// `+02:00`, `-0330`; without minutes prefixdate reads no zone.
fn offset(text: &str) -> Option<(i32, &str)> {
    let sign = match text.chars().next()? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let (hours, rest) = text.get(1..)?.split_at_checked(2)?;
    let rest = rest.strip_prefix(':').unwrap_or(rest);
    let (minutes, rest) = rest.split_at_checked(2)?;
    let number = |part: &str| -> Option<i32> {
        part.bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| part.parse().ok())?
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    // Python adds the minutes without the sign.
    let total = sign * hours * 60 + minutes;
    (total.abs() < 24 * 60).then_some((total, rest))
}

impl Time {
    /// Date and time in UTC, as precise as given.
    fn utc(&self, date: Date) -> Option<String> {
        let (minute, second) = (self.minute.unwrap_or(0), self.second.unwrap_or(0));
        if self.hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let mut minutes = i32::from(self.hour) * 60 + i32::from(minute);
        minutes -= self.offset_minutes.unwrap_or(0);
        let date = match minutes.div_euclid(24 * 60) {
            0 => date,
            1 => next_day(date)?,
            _ => previous_day(date)?,
        };
        let minutes = minutes.rem_euclid(24 * 60);
        let (hour, minute) = (minutes / 60, minutes % 60);
        Some(match (self.minute, self.second) {
            (None, _) => format!("{date}T{hour:02}"),
            (Some(_), None) => format!("{date}T{hour:02}:{minute:02}"),
            (Some(_), Some(_)) => format!("{date}T{hour:02}:{minute:02}:{second:02}"),
        })
    }
}

fn next_day(date: Date) -> Option<Date> {
    let (year, month) = (date.year(), date.month());
    Date::new(year, month, date.day() + 1)
        .or_else(|| Date::new(year, month + 1, 1))
        .or_else(|| Date::new(year + 1, 1, 1))
}

fn previous_day(date: Date) -> Option<Date> {
    let last_of = |year, month| (28..=31).rev().find_map(|day| Date::new(year, month, day));
    match (date.day(), date.month()) {
        (1, 1) => Date::new(date.year().checked_sub(1)?, 12, 31),
        (1, month) => last_of(date.year(), month - 1),
        (day, month) => Date::new(date.year(), month, day - 1),
    }
}
