//! Which types of Parquet have a text, and which text.

use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type};
use parquet::schema::types::ColumnDescriptor;

/// How the values of a column become text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// As they are: text, numbers, truth values.
    Plain,
    /// Whole numbers without a sign.
    Unsigned,
    /// Days since 1970.
    Day,
    /// Times since 1970, so many a second.
    Moment(i64),
}

/// How a column is read, or what it is when it is not.
pub(super) fn kind_of(column: &ColumnDescriptor) -> Result<Kind, String> {
    let physical = column.physical_type();
    let logical = column.logical_type_ref();
    let converted = column.converted_type();
    let kind = match (physical, logical, converted) {
        (Type::BOOLEAN, _, _) | (Type::INT96, _, _) => Some(Kind::Plain),
        (
            Type::BYTE_ARRAY,
            Some(LogicalType::String | LogicalType::Enum | LogicalType::Json),
            _,
        ) => Some(Kind::Plain),
        (
            Type::BYTE_ARRAY,
            None,
            ConvertedType::NONE | ConvertedType::UTF8 | ConvertedType::ENUM | ConvertedType::JSON,
        ) => Some(Kind::Plain),
        (Type::INT32 | Type::INT64, Some(LogicalType::Integer(integer)), _) => {
            Some(if integer.is_signed {
                Kind::Plain
            } else {
                Kind::Unsigned
            })
        }
        (Type::INT32, Some(LogicalType::Date), _) => Some(Kind::Day),
        (Type::INT64, Some(LogicalType::Timestamp(timestamp)), _) => {
            Some(Kind::Moment(match timestamp.unit {
                TimeUnit::MILLIS => 1_000,
                TimeUnit::MICROS => 1_000_000,
                TimeUnit::NANOS => 1_000_000_000,
            }))
        }
        (Type::INT32 | Type::INT64, None, converted) => match converted {
            ConvertedType::NONE
            | ConvertedType::INT_8
            | ConvertedType::INT_16
            | ConvertedType::INT_32
            | ConvertedType::INT_64 => Some(Kind::Plain),
            ConvertedType::UINT_8
            | ConvertedType::UINT_16
            | ConvertedType::UINT_32
            | ConvertedType::UINT_64 => Some(Kind::Unsigned),
            ConvertedType::DATE => Some(Kind::Day),
            ConvertedType::TIMESTAMP_MILLIS => Some(Kind::Moment(1_000)),
            ConvertedType::TIMESTAMP_MICROS => Some(Kind::Moment(1_000_000)),
            _ => None,
        },
        _ => None,
    };
    kind.ok_or_else(|| match (logical, converted) {
        (Some(logical), _) => {
            let text = format!("{logical:?}");
            let name = text.split(['(', ' ', '{']).next().unwrap_or_default();
            format!("{physical} ({name})")
        }
        (None, ConvertedType::NONE) => physical.to_string(),
        (None, converted) => format!("{physical} ({converted})"),
    })
}

/// A day as `1970-01-01`, from the days since then.
pub(super) fn day_of(days: i64) -> String {
    // Years are counted from March, so that the leap day is the last one: Hinnant, "chrono-compatible
    // low-level date algorithms".
    let shifted = i128::from(days) + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = year_of_era + era * 400 + i128::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

/// A time as `1970-01-01T00:00:00`, from the parts of a second since then; midnight as its day.
pub(crate) fn moment(time: i64, a_second: i64) -> String {
    let seconds = time.div_euclid(a_second);
    let day = day_of(seconds.div_euclid(86_400));
    match seconds.rem_euclid(86_400) {
        0 => day,
        of_day => {
            let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
            format!("{day}T{hour:02}:{minute:02}:{second:02}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_times_have_their_dates() {
        for (days, date) in [
            (0, "1970-01-01"),
            (-1, "1969-12-31"),
            (11_016, "2000-02-29"),
            (11_017, "2000-03-01"),
            (-25_508, "1900-03-01"),
            (-719_162, "0001-01-01"),
        ] {
            assert_eq!(day_of(days), date);
            assert_eq!(moment(days * 86_400_000, 1_000), date);
        }
        assert_eq!(moment(86_399_999_999, 1_000_000), "1970-01-01T23:59:59");
        assert_eq!(moment(-1, 1), "1969-12-31T23:59:59");
        let _ = (day_of(i64::MIN), day_of(i64::MAX), moment(i64::MIN, 1));
    }
}
