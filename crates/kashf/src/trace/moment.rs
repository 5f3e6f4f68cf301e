//! Times of movements: whole seconds, or dates and times of ISO 8601 and its everyday forms; and the way back.

/// Seconds of a day.
const DAY: i64 = 86_400;

/// A time as it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    /// Seconds since 1970 (UTC, or the file's own zone where none is named).
    pub(crate) seconds: i64,
    /// How it was written.
    pub(crate) form: Form,
}

/// How a time was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Seconds,
    Date,
    Local,
    Utc,
}

/// How times are to be written: as the finest that was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TimeForm {
    iso: bool,
    clock: bool,
    zone: bool,
}

impl TimeForm {
    /// ISO 8601, with the time of day and the zone.
    #[must_use]
    pub fn iso() -> Self {
        Self {
            iso: true,
            clock: true,
            zone: true,
        }
    }

    /// ISO 8601 days.
    #[must_use]
    pub fn days() -> Self {
        Self {
            iso: true,
            ..Self::default()
        }
    }

    /// Takes note of a time that was read.
    pub(crate) fn saw(&mut self, form: Form) {
        match form {
            Form::Seconds => {}
            Form::Date => self.iso = true,
            Form::Local => (self.iso, self.clock) = (true, true),
            Form::Utc => *self = Self::iso(),
        }
    }

    /// Whether times are whole seconds.
    #[must_use]
    pub fn is_seconds(self) -> bool {
        !self.iso
    }

    /// A time in this form: digits, or ISO 8601 without quotes.
    ///
    /// ```
    /// use kashf::trace::TimeForm;
    /// assert_eq!(TimeForm::default().text(90), "90");
    /// assert_eq!(TimeForm::iso().text(90), "1970-01-01T00:01:30Z");
    /// ```
    #[must_use]
    pub fn text(self, seconds: i64) -> String {
        if !self.iso {
            return seconds.to_string();
        }
        let (year, month, day) = civil(seconds.div_euclid(DAY));
        let date = format!("{year:04}-{month:02}-{day:02}");
        if !self.clock {
            return date;
        }
        let rest = seconds.rem_euclid(DAY);
        let zone = if self.zone { "Z" } else { "" };
        format!(
            "{date}T{:02}:{:02}:{:02}{zone}",
            rest / 3600,
            rest / 60 % 60,
            rest % 60
        )
    }
}

/// Reads a time: whole seconds since 1970 or any other beginning (parts of a second are dropped), `2022-09-01`,
/// `2022-09-01T00:06:30Z`, `2022-09-01 00:06+03:00`, `2022/09/01 00:06`.
pub(crate) fn read(text: &str) -> Option<Moment> {
    let bytes = text.as_bytes();
    let digits = bytes
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    if digits == bytes.len() && (1..=18).contains(&digits) {
        let seconds = bytes
            .iter()
            .fold(0_i64, |sum, byte| sum * 10 + i64::from(byte - b'0'));
        return Some(Moment {
            seconds,
            form: Form::Seconds,
        });
    }
    if digits != 4 {
        let (negative, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, part) = rest.split_once('.').unwrap_or((rest, ""));
        let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > 18 || !plain(whole) || !plain(part) {
            return None;
        }
        let seconds: i64 = whole.parse().ok()?;
        let seconds = if negative {
            -seconds - i64::from(part.bytes().any(|byte| byte != b'0'))
        } else {
            seconds
        };
        return Some(Moment {
            seconds,
            form: Form::Seconds,
        });
    }
    iso(bytes)
}

fn iso(bytes: &[u8]) -> Option<Moment> {
    let separator = *bytes.get(4)?;
    if separator != b'-' && separator != b'/' {
        return None;
    }
    let number = |at: usize, length: usize| -> Option<i64> {
        let part = bytes.get(at..at + length)?;
        part.iter().try_fold(0_i64, |sum, byte| {
            byte.is_ascii_digit()
                .then(|| sum * 10 + i64::from(byte - b'0'))
        })
    };
    let (year, month) = (number(0, 4)?, number(5, 2)?);
    let day = number(8, 2)?;
    if bytes.get(7) != Some(&separator) || !(1..=12).contains(&month) {
        return None;
    }
    if !(1..=days_in(year, month)).contains(&day) {
        return None;
    }
    let midnight = days_of(year, month, day) * DAY;
    if bytes.len() == 10 {
        return Some(Moment {
            seconds: midnight,
            form: Form::Date,
        });
    }
    if !matches!(bytes.get(10)?, b'T' | b't' | b' ') || bytes.get(13) != Some(&b':') {
        return None;
    }
    let (hour, minute) = (number(11, 2)?, number(14, 2)?);
    let (mut at, mut second) = (16, 0);
    if bytes.get(at) == Some(&b':') {
        second = number(17, 2)?;
        at = 19;
        if matches!(bytes.get(at), Some(b'.' | b',')) {
            let part = bytes[at + 1..]
                .iter()
                .take_while(|byte| byte.is_ascii_digit())
                .count();
            if part == 0 {
                return None;
            }
            at += 1 + part;
        }
    }
    // 60 is a leap second: the next minute.
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    if bytes.get(at) == Some(&b' ') {
        at += 1;
    }
    let local = midnight + hour * 3600 + minute * 60 + second;
    let (offset, form) = match bytes.get(at..)? {
        [] => (0, Form::Local),
        [b'Z' | b'z'] | [b'U', b'T', b'C'] => (0, Form::Utc),
        [sign @ (b'+' | b'-'), rest @ ..] => {
            let hours = number(at + 1, 2)?;
            let minutes = match rest {
                [_, _] => 0,
                [_, _, b':', _, _] => number(at + 4, 2)?,
                [_, _, _, _] => number(at + 3, 2)?,
                _ => return None,
            };
            let offset = hours * 3600 + minutes * 60;
            (if *sign == b'+' { offset } else { -offset }, Form::Utc)
        }
        _ => return None,
    };
    Some(Moment {
        seconds: local - offset,
        form,
    })
}

/// The day of a date (`2022-09-01`), or of the beginning of a year or month, in days since 1970.
pub(crate) fn day(text: &str) -> Option<i32> {
    let text = text.trim();
    let full = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    let moment = read(&full)?;
    (moment.form != Form::Seconds).then_some(())?;
    i32::try_from(moment.seconds.div_euclid(DAY)).ok()
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970 of a date. SOURCE: Hinnant, "chrono-compatible low-level date algorithms".
fn days_of(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The date of so many days since 1970.
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 {
        from_march + 3
    } else {
        from_march - 9
    };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// The last second of a time that was named: of a day its end, else itself.
///
/// ```
/// assert_eq!(kashf::trace::last_second("1970-01-01"), Some(86_399));
/// assert_eq!(kashf::trace::last_second("90"), Some(90));
/// ```
#[must_use]
pub fn last_second(text: &str) -> Option<i64> {
    let moment = read(text.trim())?;
    Some(match moment.form {
        Form::Date => moment.seconds + DAY - 1,
        Form::Seconds | Form::Local | Form::Utc => moment.seconds,
    })
}

/// A length of time: `86400`, `90s`, `30min`, `12h`, `1d`, `2w`; in seconds.
///
/// ```
/// assert_eq!(kashf::trace::seconds_of("12h"), Some(43_200));
/// assert_eq!(kashf::trace::seconds_of("30"), Some(30));
/// assert_eq!(kashf::trace::seconds_of("soon"), None);
/// ```
#[must_use]
pub fn seconds_of(text: &str) -> Option<u32> {
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let unit = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "s" | "sec" | "second" | "seconds" => 1,
        "m" | "min" | "minute" | "minutes" => 60,
        "h" | "hour" | "hours" => 3_600,
        "d" | "day" | "days" => 86_400,
        "w" | "week" | "weeks" => 604_800,
        _ => return None,
    };
    number.parse::<u32>().ok()?.checked_mul(unit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn times_are_read_in_their_forms() {
        for (text, seconds, form) in [
            ("0", 0, Form::Seconds),
            ("86400", 86_400, Form::Seconds),
            ("12.7", 12, Form::Seconds),
            ("-0.5", -1, Form::Seconds),
            ("1970-01-02", 86_400, Form::Date),
            ("2022/09/01 00:06", 1_661_990_760, Form::Local),
            ("2022-09-01T00:06:00Z", 1_661_990_760, Form::Utc),
            ("2022-09-01T03:06:00.123+03:00", 1_661_990_760, Form::Utc),
            ("2022-08-31 20:06:00 -0400", 1_661_990_760, Form::Utc),
            ("2000-02-29", 951_782_400, Form::Date),
        ] {
            assert_eq!(read(text), Some(Moment { seconds, form }), "{text}");
        }
        for text in [
            "",
            "soon",
            "2022-13-01",
            "2022-02-30",
            "2022-09-01T25:00",
            "2022-09",
            "1e9",
            "2022-09-01T00:06:00 CET",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn lengths_of_time_and_days_are_read() {
        assert_eq!(seconds_of("1d"), Some(86_400));
        assert_eq!(seconds_of("30min"), Some(1_800));
        assert_eq!(seconds_of("99999999w"), None);
        assert_eq!(
            (day("1970-01-02"), day("1971"), day("12")),
            (Some(1), Some(365), None)
        );
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(seconds in -60_000_000_000_i64..200_000_000_000) {
            let text = TimeForm::iso().text(seconds);
            prop_assert_eq!(read(&text).map(|moment| moment.seconds), Some(seconds));
            let text = TimeForm::default().text(seconds);
            prop_assert_eq!(read(&text).map(|moment| moment.seconds), Some(seconds));
        }

        #[test]
        fn any_text_ends(text in "\\PC{0,30}") {
            let _ = (read(&text), day(&text), seconds_of(&text));
        }
    }
}
