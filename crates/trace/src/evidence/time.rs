//! Times as they are written: ISO 8601 in UTC, or the numbers of the input.
//!
//! SOURCE: days to a date by H. Hinnant, "chrono-compatible low-level date algorithms" (2013), `civil_from_days`.

use super::TimeForm;

const DAY: i64 = 86_400;

/// For people: `2026-03-01`, or `2026-03-01 09:12:00` where it is not midnight.
pub(super) fn shown(time: i64, form: TimeForm) -> String {
    written(time, form, ' ', "")
}

/// For programs: `2026-03-01`, or `2026-03-01T09:12:00Z`.
pub(super) fn iso(time: i64, form: TimeForm) -> String {
    written(time, form, 'T', "Z")
}

fn written(time: i64, form: TimeForm, between: char, zone: &str) -> String {
    if form == TimeForm::Number {
        return time.to_string();
    }
    let (days, seconds) = (time.div_euclid(DAY), time.rem_euclid(DAY));
    let date = date(days);
    if seconds == 0 {
        return date;
    }
    let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    format!("{date}{between}{hour:02}:{minute:02}:{second:02}{zone}")
}

/// A day since 1970 as a date; years outside 0 to 9999 keep their digits.
pub(super) fn date(days: i64) -> String {
    let shifted = days.saturating_add(719_468);
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_known_days() {
        for (days, text) in [
            (0, "1970-01-01"),
            (-1, "1969-12-31"),
            (11_016, "2000-02-29"),
            (20_513, "2026-03-01"),
            (-719_468, "0000-03-01"),
            (2_932_896, "9999-12-31"),
        ] {
            assert_eq!(date(days), text);
        }
    }

    #[test]
    fn midnight_is_a_day_alone() {
        assert_eq!(shown(DAY, TimeForm::Iso), "1970-01-02");
        assert_eq!(iso(DAY + 3_723, TimeForm::Iso), "1970-01-02T01:02:03Z");
        assert_eq!(shown(-1, TimeForm::Iso), "1969-12-31 23:59:59");
        assert_eq!(shown(17, TimeForm::Number), "17");
        // No number panics.
        shown(i64::MIN, TimeForm::Iso);
        shown(i64::MAX, TimeForm::Iso);
    }
}
