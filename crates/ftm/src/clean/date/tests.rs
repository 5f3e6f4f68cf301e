//! What must be read, what must not, and the laws between them.

use super::*;
use proptest::prelude::*;

fn values(text: &str) -> Vec<String> {
    clean(text).unwrap_or_default()
}

#[test]
fn reads_what_lists_write() {
    for (text, expected) in [
        ("1962", "1962"),
        ("1962-3", "1962-03"),
        ("1962-03-04", "1962-03-04"),
        ("1962-03-04T10:11:12Z", "1962-03-04T10:11:12"),
        ("2020-12-31T23:30:00-02:00", "2021-01-01T01:30:00"),
        ("4 Mar 1962", "1962-03-04"),
        ("04 March 1962", "1962-03-04"),
        ("March 4, 1962", "1962-03-04"),
        ("Mar 1962", "1962-03"),
        ("03/1962", "1962-03"),
        ("4th of March 1962", "1962-03-04"),
        ("13/03/1962", "1962-03-13"),
        ("03/13/1962", "1962-03-13"),
        ("04/03/1962", "1962-03-04"),
        ("04.03.1962", "1962-03-04"),
        ("1962/03/04", "1962-03-04"),
        ("19620304", "1962-03-04"),
        ("04031962", "1962-03-04"),
        ("00/03/1962", "1962-03"),
        ("circa 1962", "1962"),
        ("c.1962", "1962"),
        ("Approximately 1962", "1962"),
        ("1962 (approximate)", "1962"),
        ("~1962", "1962"),
        ("DOB: 4 Mar 1962", "1962-03-04"),
        ("04MAR1962", "1962-03-04"),
        ("4-Mar-1962", "1962-03-04"),
        // Year, month and day as in Chinese and Japanese; 4 march in Urdu.
        ("1962\u{5e74}3\u{6708}4\u{65e5}", "1962-03-04"),
        ("4 \u{0645}\u{0627}\u{0631}\u{0686} 1962", "1962-03-04"),
        ("1er janvier 1962", "1962-01-01"),
        ("4 f\u{e9}vrier 1962", "1962-02-04"),
        (
            "4 \u{043c}\u{0430}\u{0440}\u{0442}\u{0430} 1962 \u{0433}.",
            "1962-03-04",
        ),
        // Arabic-Indic digits; Persian digits.
        ("\u{0661}\u{0669}\u{0666}\u{0662}", "1962"),
        (
            "\u{06f4}/\u{06f3}/\u{06f1}\u{06f9}\u{06f6}\u{06f2}",
            "1962-03-04",
        ),
        // 4 Adhar 1962; 4 Kanun ath-Thani 1962.
        ("4 \u{0622}\u{0630}\u{0627}\u{0631} 1962", "1962-03-04"),
        (
            "4 \u{0643}\u{0627}\u{0646}\u{0648}\u{0646} \u{0627}\u{0644}\u{062b}\u{0627}\u{0646}\u{064a} 1962",
            "1962-01-04",
        ),
    ] {
        assert_eq!(values(text), [expected], "{text}");
    }
}

#[test]
fn a_range_gives_both_ends() {
    for text in [
        "between 1958 and 1962",
        "1958 to 1962",
        "1958-1962",
        "1958 - 1962",
        "1958/1962",
        "from 1958 until 1962",
        "1958 or 1962",
        "1958; 1962",
        "entre 1958 et 1962",
        "circa 1958-1962",
        "\u{0628}\u{064a}\u{0646} 1958 \u{0648} 1962",
    ] {
        assert_eq!(values(text), ["1958", "1962"], "{text}");
        let alternatives = text.contains("or") || text.contains(';');
        let Some(span) = date_spans(text) else {
            assert!(alternatives, "{text}");
            continue;
        };
        assert!(!alternatives, "{text}");
        assert_eq!((span.start.year(), span.end.year()), (1958, 1962), "{text}");
        assert_eq!(span.approximate, text.starts_with("circa"), "{text}");
    }
    assert_eq!(
        values("1 Jan 1962 to 31 Mar 1963"),
        ["1962-01-01", "1963-03-31"]
    );
    assert_eq!(values("between Aug. and Sep. 1977"), ["1977-08", "1977-09"]);
    assert_eq!(values("1 - 5 Mar 1962"), Vec::<String>::new());
    assert_eq!(values("1 Feb to 5 Mar 1962"), ["1962-02-01", "1962-03-05"]);
    assert_eq!(values("1962; 5 Mar 1963"), ["1962", "1963-03-05"]);
    assert_eq!(values("1962, 5 Mar 1963"), ["1962", "1963-03-05"]);
    assert_eq!(values("late 1960s"), ["1966", "1969"]);
}

#[test]
fn what_cannot_be_known_is_not_guessed() {
    for text in [
        "",
        "unknown",
        "04/03/62",
        "4 Mar 62",
        "before 1970",
        "1382 AH",
        "31/02/1962x",
        "12345",
        "1962 to 1958",
        "32 Mar",
        "99",
        "Smith 4 March",
    ] {
        assert!(clean(text).is_err(), "{text}");
    }
    assert_eq!(clean("4 Mar 62"), Err(read::Unreadable::Century.reason()));
    assert_eq!(
        clean("31/02/1962"),
        Err(read::Unreadable::NoSuchDay.reason())
    );
    assert_eq!(
        clean_of_life("1365/05/12"),
        Err(read::Unreadable::Hijri.reason())
    );
    assert_eq!(clean_of_life("12/05/1965"), clean("12/05/1965"));
    assert_eq!(clean("1382 AH"), Err(read::Unreadable::Hijri.reason()));
}

proptest! {
    #[test]
    fn never_panics_and_is_idempotent(text in "\\PC{0,30}|[0-9/ .,a-zJM-]{0,20}") {
        for value in values(&text) {
            prop_assert_eq!(values(&value), [value.clone()]);
            prop_assert!(date_spans(&value).is_some(), "{}", value);
        }
        let _ = date_spans(&text);
    }

    #[test]
    fn cleaned_days_survive_every_way_to_write_them(year in 1900u16..2100, month in 1u8..=12, day in 1u8..=28) {
        let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let name = names[usize::from(month) - 1];
        let expected = format!("{year:04}-{month:02}-{day:02}");
        for text in [
            expected.clone(),
            format!("{day} {name} {year}"),
            format!("{name} {day}, {year}"),
            format!("{day:02}/{month:02}/{year}"),
            format!("{day}.{month}.{year}"),
            format!("{year}/{month}/{day}"),
            format!("{year}{month:02}{day:02}"),
        ] {
            prop_assert_eq!(values(&text), [expected.clone()], "{}", text);
        }
    }

    #[test]
    fn printed_spans_are_read_back(first in 1800u16..2100, years in 0u16..20) {
        let span = DateSpan::of_years(first, first + years).unwrap();
        prop_assert_eq!(date_spans(&span.to_string()), Some(span));
    }
}
