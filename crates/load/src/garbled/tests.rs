//! Traces that must be found, honest names that must not, and laws over every text.

use super::*;
use proptest::prelude::*;

/// UTF-8 shown as Latin-1 (`strict`) or as Windows-1252.
fn double_decoded(text: &str, strict: bool) -> String {
    const WINDOWS: &[(u8, char)] = &[
        (0x80, '\u{20ac}'),
        (0x82, '\u{201a}'),
        (0x83, '\u{192}'),
        (0x84, '\u{201e}'),
        (0x85, '\u{2026}'),
        (0x86, '\u{2020}'),
        (0x87, '\u{2021}'),
        (0x88, '\u{2c6}'),
        (0x89, '\u{2030}'),
        (0x8a, '\u{160}'),
    ];
    let shown = |byte: &u8| match WINDOWS.iter().find(|(b, _)| b == byte) {
        Some((_, letter)) if !strict => *letter,
        _ => char::from(*byte),
    };
    text.as_bytes().iter().map(shown).collect()
}

const ALI: &str = "\u{639}\u{644}\u{64a} \u{645}\u{62b}\u{627}\u{644}";

#[test]
fn every_trace_is_found() {
    for (name, trace) in [
        ("Lay\u{fffd}la", Trace::Replacement),
        ("Layla\u{1}", Trace::Control),
        ("\u{91}Abd Example", Trace::Control),
        ("???? ?????", Trace::QuestionMarks),
        ("??", Trace::QuestionMarks),
        ("Layla ????", Trace::QuestionMarks),
        ("Ren\u{c3}\u{a9} Example", Trace::DoubleDecoded),
        (&double_decoded(ALI, true), Trace::DoubleDecoded),
        (&double_decoded(ALI, false), Trace::DoubleDecoded),
        ("\u{c7}\u{e1}\u{da}\u{d1}\u{c7}\u{de}", Trace::CodePage),
    ] {
        assert_eq!(trace_of(name), Some(trace), "{name:?}");
    }
}

#[test]
fn honest_names_show_none() {
    for name in [
        "Layla Example",
        ALI,
        "O'Example?",
        "\u{c9}cole \u{ab}L'\u{c9}T\u{c9}\u{bb}",
        "S\u{c3}O JO\u{c3}O",
        "J\u{e4}\u{e4}\u{e4}\u{e4}r",
        "Stra\u{df}e \u{2013} M\u{fc}ller",
        "\u{5f20}\u{4f1f}",
        "Nguy\u{1ec5}n \u{110}\u{1ee9}c",
        "\u{41b}\u{435}\u{439}\u{43b}\u{430}",
        "a\tb\nc",
    ] {
        assert_eq!(trace_of(name), None, "{name:?}");
    }
}

fn census(names: u64, garbled: u64) -> Sheet {
    let mut sheet = Sheet::new("x");
    for number in 0..names {
        let at = At {
            file: "f.xml",
            line: Some(number + 1),
            record: "7\u{85}",
        };
        let name = if number + garbled >= names {
            "???"
        } else {
            "Layla Example"
        };
        sheet.see_name(name, "NAME", at);
    }
    sheet.see_name(
        " ",
        "NAME",
        At {
            file: "f",
            line: None,
            record: "",
        },
    );
    sheet
}

#[test]
fn the_error_has_numbers_and_a_place_and_no_control_character() {
    let mut sheet = census(2_000, 2);
    assert!(sheet.check_names().is_ok());
    let at = At {
        file: "f.xml",
        line: Some(9),
        record: "8",
    };
    sheet.see_name("x\u{85}\u{fffd}", "NAME", at);
    let error = sheet.check_names().unwrap_err();
    assert_eq!(
        error.to_string(),
        "`f.xml` line 1999 record 7 : the name shows question marks for letters; 3 of 2001 names were \
         destroyed by a wrong encoding (U+FFFD 1, question marks for letters 2), at most 2 may"
    );
    assert!(error.hint().unwrap().contains("last good version stays"));
    assert_eq!(sheet.problem_counts[&ProblemKind::Doubtful], 3);
}

proptest! {
    #[test]
    fn what_was_decoded_twice_is_found(name in "[\u{c0}-\u{d6}\u{391}-\u{3a1}\u{410}-\u{44f}\u{621}-\u{63a}\u{5d0}-\u{5ea}]{2,12}", strict in any::<bool>()) {
        prop_assert!(trace_of(&double_decoded(&name, strict)).is_some());
    }

    #[test]
    fn letters_alone_are_never_a_trace(name in "[A-Za-z\u{391}-\u{3a1}\u{410}-\u{44f}\u{621}-\u{63a}\u{5d0}-\u{5ea} .'-]{0,40}") {
        prop_assert_eq!(trace_of(&name), None);
    }

    #[test]
    fn never_panics(name in "\\PC{0,40}") {
        let _ = trace_of(&name);
    }

    #[test]
    fn passes_exactly_up_to_one_in_a_thousand(names in 1u64..4_000, garbled in 0u64..6) {
        let garbled = garbled.min(names);
        prop_assert_eq!(census(names, garbled).check_names().is_ok(), garbled <= names / 1_000);
    }
}

/// Derived copies of lists with many languages: nothing of them may look destroyed.
#[test]
fn names_of_real_lists_show_no_trace() {
    for file in [
        "eu/eur_Europe_parsed.2025-05.csv.gz",
        "uk/uk_uk_parsed.2025-05.csv.gz",
        "au/aus_Australia_parsed.2025-05.csv.gz",
    ] {
        let Some(path) = crate::testing::shared(&format!("data/sanctions/{file}")) else {
            return;
        };
        let bytes = crate::read_inputs(&[path]).unwrap().remove(0).bytes;
        let (mut names, mut traces) = (0, Vec::new());
        for row in csv::Reader::from_reader(bytes.as_slice()).byte_records() {
            for field in &row.unwrap() {
                let text = String::from_utf8_lossy(field);
                // Aliases of one entry stand in one field of these copies.
                for name in text.split(',') {
                    names += 1;
                    if let Some(trace) = trace_of(name) {
                        traces.push((trace, name.to_owned()));
                    }
                }
            }
        }
        assert!(names > 5_000 && traces.is_empty(), "{file}: {traces:?}");
    }
}

#[test]
fn the_real_un_lists_have_one_destroyed_name_in_all() {
    let mut found = Vec::new();
    for file in [
        "UN_consolidated.2026-02-27.xml.gz",
        "UN.2025-04-19.xml.gz",
        "consolidated.2020-11-30.xml.gz",
    ] {
        let Some(path) = crate::testing::shared(&format!("data/sanctions/un/{file}")) else {
            return;
        };
        let files = crate::read_inputs(&[path]).unwrap();
        let mut sheet = Sheet::new("un");
        crate::un::read(&files[0], &mut sheet).unwrap();
        found.push((sheet.census.names, sheet.census.counts));
    }
    let none = [0; TRACES.len()];
    assert_eq!(found, [(4266, [1, 0, 0, 0, 0]), (4048, none), (4222, none)]);
}
