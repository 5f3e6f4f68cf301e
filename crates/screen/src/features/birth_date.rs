//! Birth dates: agreement, a typo, or a contradiction.
//!
//! What it finds: whether two dates of birth can be one. Lists give days, months, years, "circa" and
//! spans; customers' files give days with typing mistakes.
//! Why it matters: it is what parts a listed person from the many who share the name.
//! Example: 1962-03-04 against 1962-04-03 is a small doubt, against 1985 a contradiction.
//! False alarms: 1 January often stands for "year only", so it counts as a year.
//! Source: Wolfsberg Guidance on Sanctions Screening (2019), section on secondary identifiers;
//! OFAC FAQ 5 on comparing complete against partial dates.

use kashf_core::{Date, DateSpan, Points};

use super::{Finding, finding};
use crate::policy::PointTable;

/// How two birth dates relate, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Relation {
    SameDay,
    SameMonth,
    SameYear,
    Overlap,
    Swapped,
    OneDigit,
    OtherDay,
    NearYear,
    Contradiction,
}

/// Compares all dates of both sides and reports the pair that agrees best.
pub(crate) fn compare(
    query: &[DateSpan],
    candidate: &[DateSpan],
    points: &PointTable,
) -> Option<Finding> {
    let pairs = query
        .iter()
        .flat_map(|q| candidate.iter().map(move |c| (relate(q, c), q, c)));
    let (relation, q, c) = pairs.min_by_key(|(relation, q, c)| (*relation, **q, **c))?;
    let (agreement, points, key) = worth(relation, points);
    Some(finding(
        "birth_date",
        agreement,
        points,
        key,
        Some(q.to_string()),
        Some(c.to_string()),
    ))
}

/// The points of all dates of both sides, as [`compare`] gives them; 0 when one side has none.
pub(crate) fn points_of(query: &[DateSpan], candidate: &[DateSpan], points: &PointTable) -> Points {
    let pairs = query
        .iter()
        .flat_map(|q| candidate.iter().map(move |c| relate(q, c)));
    pairs.min().map_or(0, |relation| worth(relation, points).1)
}

/// Agreement in thousandths, points, and the key of the sentence.
fn worth(relation: Relation, points: &PointTable) -> (u16, Points, &'static str) {
    match relation {
        Relation::SameDay => (1000, points.birth_same_day, "birth-same-day"),
        Relation::SameMonth => (900, points.birth_same_month, "birth-same-month"),
        Relation::SameYear => (850, points.birth_same_year, "birth-same-year"),
        Relation::Overlap => (750, points.birth_overlap, "birth-overlap"),
        Relation::Swapped => (600, points.birth_swapped, "birth-swapped"),
        Relation::OneDigit => (550, points.birth_one_digit, "birth-one-digit"),
        Relation::OtherDay => (300, points.birth_other_day, "birth-other-day"),
        Relation::NearYear => (200, points.birth_near_year, "birth-near-year"),
        Relation::Contradiction => (0, points.birth_contradicts, "birth-contradicts"),
    }
}

/// How two spans relate.
pub(crate) fn relate(a: &DateSpan, b: &DateSpan) -> Relation {
    let (a, b) = (&soften(a), &soften(b));
    if let (Some(x), Some(y)) = (a.as_day(), b.as_day()) {
        return relate_days(x, y);
    }
    if a.overlaps(b) {
        let soft = a.approximate || b.approximate || years(a) > 0 || years(b) > 0;
        return match (month_of(a), month_of(b)) {
            (Some(x), Some(y)) if !soft && x == y => Relation::SameMonth,
            _ if soft => Relation::Overlap,
            _ => Relation::SameYear,
        };
    }
    if a.start.year() == b.start.year() && years(a) == 0 && years(b) == 0 {
        return Relation::OtherDay;
    }
    near_or_far(a, b)
}

fn relate_days(x: Date, y: Date) -> Relation {
    if x == y {
        return Relation::SameDay;
    }
    if x.year() == y.year() && x.month() == y.day() && x.day() == y.month() {
        return Relation::Swapped;
    }
    if one_digit(x, y) {
        return Relation::OneDigit;
    }
    if x.year() == y.year() {
        return Relation::OtherDay;
    }
    near_or_far(&DateSpan::of_day(x), &DateSpan::of_day(y))
}

/// Two years: sources of one person differ by that much when ages were estimated.
fn near_or_far(a: &DateSpan, b: &DateSpan) -> Relation {
    let gap = if a.end < b.start {
        b.start.year() - a.end.year()
    } else {
        a.start.year().saturating_sub(b.end.year())
    };
    let soft = u16::from(a.approximate || b.approximate) * 3;
    if gap <= 2 + soft {
        Relation::NearYear
    } else {
        Relation::Contradiction
    }
}

/// 1 January stands for "year only" in many files, so it is read as the year.
fn soften(span: &DateSpan) -> DateSpan {
    match span.as_day() {
        Some(day) if day.month() == 1 && day.day() == 1 => DateSpan {
            approximate: span.approximate,
            ..DateSpan::of_year(day.year()).unwrap_or(*span)
        },
        _ => *span,
    }
}

fn years(span: &DateSpan) -> u16 {
    span.end.year() - span.start.year()
}

fn month_of(span: &DateSpan) -> Option<(u16, u8)> {
    let same = span.start.year() == span.end.year() && span.start.month() == span.end.month();
    same.then_some((span.start.year(), span.start.month()))
}

/// One digit differs, or two neighbouring digits of year, month or day change places.
fn one_digit(x: Date, y: Date) -> bool {
    let (a, b) = (digits(x), digits(y));
    let wrong: Vec<usize> = (0..8).filter(|&i| a[i] != b[i]).collect();
    match wrong[..] {
        [_] => true,
        // Neighbours inside one field: positions 0-3 year, 4-5 month, 6-7 day.
        [i, j] => {
            let same_field = (j < 4) || (i >= 4 && i / 2 == j / 2);
            j == i + 1 && same_field && a[i] == b[j] && a[j] == b[i]
        }
        _ => false,
    }
}

fn digits(date: Date) -> [u8; 8] {
    let mut number =
        u32::from(date.year()) * 10_000 + u32::from(date.month()) * 100 + u32::from(date.day());
    let mut digits = [0; 8];
    for place in digits.iter_mut().rev() {
        *place = (number % 10) as u8;
        number /= 10;
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;
    use Relation::*;

    fn check(a: &str, b: &str, expected: Relation) {
        let (x, y) = (a.parse().unwrap(), b.parse().unwrap());
        assert_eq!(relate(&x, &y), expected, "{a} against {b}");
        assert_eq!(relate(&y, &x), expected, "{b} against {a}");
    }

    #[test]
    fn agreement_by_precision() {
        check("1962-03-04", "1962-03-04", SameDay);
        check("1962-03", "1962-03-04", SameMonth);
        check("1962", "1962-03-04", SameYear);
        check("1962", "1962", SameYear);
        check("1962-01-01", "1962-03-04", SameYear);
    }

    #[test]
    fn typing_mistakes_are_small_doubts() {
        check("1962-03-04", "1962-04-03", Swapped);
        check("1962-03-04", "1962-03-05", OneDigit);
        check("1962-03-04", "1972-03-04", OneDigit);
        check("1962-03-14", "1926-03-14", OneDigit);
        check("1962-03-14", "1962-03-24", OneDigit);
    }

    #[test]
    fn doubt_and_contradiction() {
        check("1962-03-04", "1962-08-29", OtherDay);
        check("1962-03-14", "1963-08-29", NearYear);
        check("1962", "1964", NearYear);
        check("1962", "1972", Contradiction);
        check("1962-03-14", "1985-08-29", Contradiction);
    }

    #[test]
    fn approximate_dates_reach_further() {
        let about: DateSpan = "1962".parse::<DateSpan>().unwrap().circa();
        let later: DateSpan = "1966".parse().unwrap();
        assert_eq!(relate(&about, &later), NearYear);
        let span = DateSpan::of_years(1958, 1963).unwrap();
        assert_eq!(relate(&span, &"1960-05-05".parse().unwrap()), Overlap);
    }
}
