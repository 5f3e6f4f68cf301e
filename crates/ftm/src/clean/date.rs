//! Dates: FollowTheMoney's prefix form (`1962`, `1962-03`, `1962-03-04`, with a time if there is one)
//! from ISO 8601 and from what lists and customers write.
//!
//! Reads day-month-year in words and numbers (English, French, Arabic, Russian and a few more),
//! "circa 1962", "between 1958 and 1962", "1962 to 1965", "early 1960s", Arabic-Indic and Persian
//! digits. Numbers alone are read day first, unless only month first is possible. Two-digit years and
//! Hijri dates are rejected: a century or a calendar is not guessed. SOURCE of the ISO part:
//! `prefixdate` 0.6.1; whatever it reads we read alike, except ranges, of which it keeps the first end.

mod iso;
mod read;
mod shapes;
mod tokens;
mod words;

use kashf_core::DateSpan;

/// The longest text that is looked at, in bytes.
const MAX_BYTES: usize = 200;

/// Years that a birth date has in the Hijri and the Persian calendar and that no customer's has in ours.
/// Systems of some countries write such years without a word about the calendar.
const OTHER_CALENDARS: std::ops::RangeInclusive<u16> = 1250..=1500;

/// Cleans the date of a person's birth or death: as [`clean`], but without years that can only be of
/// another calendar. A contradiction in such a year would hide a match; no date does not.
pub(super) fn clean_of_life(text: &str) -> Result<Vec<String>, &'static str> {
    let values = clean(text)?;
    let foreign = |value: &String| {
        let year = value.get(..4).and_then(|year| year.parse().ok());
        year.is_some_and(|year| OTHER_CALENDARS.contains(&year))
    };
    if values.iter().any(foreign) {
        return Err(read::Unreadable::Hijri.reason());
    }
    Ok(values)
}

/// The cleaned forms of a date: one for a date, two for the ends of a range.
pub(super) fn clean(text: &str) -> Result<Vec<String>, &'static str> {
    if let Some(iso::Iso { value, rest: "" }) = iso::parse(text) {
        return Ok(vec![value]);
    }
    if text.len() > MAX_BYTES {
        return Err("is too long for a date");
    }
    match read::read(text) {
        Ok(reading) => Ok(reading.values()),
        // FollowTheMoney takes a date at the start and ignores what follows.
        Err(read::Unreadable::Unknown) => iso::parse(text)
            .map(|iso| vec![iso.value])
            .ok_or("is not a date that can be read"),
        Err(unreadable) => Err(unreadable.reason()),
    }
}

/// The span of days that a date covers, from its cleaned form or as a source wrote it.
///
/// A range gives the whole span; words such as circa mark it approximate. `None` when it cannot be
/// read, and for alternatives ("1962 or 1971"): those are several dates, and cleaning gives each.
///
/// ```
/// use kashf_ftm::date_spans;
/// assert_eq!(date_spans("1962-03").map(|span| span.to_string()).as_deref(), Some("1962-03"));
/// let soft = date_spans("circa 1962").expect("is readable");
/// assert!(soft.approximate && soft.to_string() == "1962");
/// let range = date_spans("between 1958 and 1962").expect("is readable");
/// assert_eq!((range.start.year(), range.end.year()), (1958, 1962));
/// ```
#[must_use]
pub fn date_spans(value: &str) -> Option<DateSpan> {
    let value = value.trim();
    if value.len() > MAX_BYTES {
        return None;
    }
    let day_of = |iso: &iso::Iso<'_>| iso.value.get(..10).unwrap_or(&iso.value).parse().ok();
    if let Some(iso @ iso::Iso { rest: "", .. }) = &iso::parse(value) {
        return day_of(iso);
    }
    // The printed form of a span.
    if let Some((start, end)) = value.split_once("..")
        && let (Ok(start), Ok(end)) = (start.parse::<DateSpan>(), end.parse::<DateSpan>())
        && start.start <= end.end
    {
        return Some(DateSpan {
            start: start.start,
            end: end.end,
            approximate: false,
        });
    }
    let sanitized = super::sanitize::sanitize(value);
    match read::read(&sanitized) {
        Ok(reading) => reading.span(),
        Err(read::Unreadable::Unknown) => day_of(&iso::parse(&sanitized)?),
        Err(_) => None,
    }
}

#[cfg(test)]
mod tests;
