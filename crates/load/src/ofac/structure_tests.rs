//! What OFAC's files must have: required fields, names with letters, the end mark.

use super::tests::{file, published, sdn, set};
use crate::{LoadError, load};
use kashf_core::ProblemKind;

/// Primary lines of so many invented records that one in a thousand may be missing.
fn others(count: u64) -> String {
    (1..=count)
        .map(|n| {
            primary(
                &format!("{}", 10_000 + n),
                "\"BADR EXAMPLE\"",
                "\"individual\"",
            )
        })
        .collect()
}

fn primary(number: &str, name: &str, kind: &str) -> String {
    format!("{number},{name},{kind},\"SDGT\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n")
}

#[test]
fn one_record_in_a_thousand_may_be_lost_or_lack_a_field() {
    let text = include_str!("../../fixtures/sdn.csv");
    for (bad, why) in [
        (primary("900", "\"OTHER\"", "-0- "), "same number"),
        (primary("90x", "\"N\"", "-0- "), "no number"),
        (primary("904", "-0- ", "-0- "), "no name"),
        (
            primary("904", "\"N\"", "\"indivdual\""),
            "`indivdual` is not known",
        ),
        (primary("904", "\"N\",-0- ", "-0- "), "found 13"),
    ] {
        let list = |count| published(&format!("{text}{bad}{}", others(count)));
        let error = load(&[file("sdn.csv", &list(994))], None).unwrap_err();
        let LoadError::Incomplete {
            place,
            missing: 1,
            records: 999,
            reason,
            ..
        } = &error
        else {
            panic!("{error}")
        };
        assert!(reason.contains(why) && place.line == Some(5), "{error}");
        let loaded = load(&[file("sdn.csv", &list(995))], None).unwrap();
        assert!(loaded.problems.iter().any(|p| p.message.contains(why)));
    }
    // What stands twice and says the same is no loss.
    let loaded = load(
        &[file("sdn.csv", &published(&format!("{text}{text}")))],
        None,
    )
    .unwrap();
    assert_eq!(
        (
            loaded.records,
            loaded.problem_counts.get(&ProblemKind::RecordLost)
        ),
        (4, None)
    );
}

#[test]
fn broken_companion_lines_and_destroyed_names_refuse_the_set() {
    for (alternate, words) in [
        (
            "901,4,\"aka\",-0- ,-0- \n",
            "`alt.csv` line 4 record 901: the alternate name is empty",
        ),
        (
            "901,4,\"aka\",\"N\"\n901,5,\"aka\",\"N\",-0- \n",
            "`alt.csv` line 4 record 901: expected 5",
        ),
        (
            "901,4,\"aka\",\"?????, ????\",-0- \n",
            "question marks for letters",
        ),
        (
            "901,4,\"aka\",\"EXAMPLE\u{1}\",-0- \n",
            "control characters",
        ),
        ("901,4,\"aka\",\"RENE\0\",-0- \n", "NUL"),
    ] {
        let mut files = set();
        let text = include_str!("../../fixtures/alt.csv");
        files[2] = file("alt.csv", &published(&format!("{text}{alternate}")));
        let error = load(&files, None).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    }
}

#[test]
fn a_missing_end_mark_is_a_cut_unless_the_file_was_rewritten() {
    let whole = sdn();
    let bare = whole.trim_end_matches('\u{1a}');
    let error = load(&[file("sdn.csv", bare)], None).unwrap_err();
    assert!(matches!(error, LoadError::Cut { .. }), "{error}");
    let rewritten = load(&[file("sdn.csv", &bare.replace("\r\n", "\n"))], None).unwrap();
    let told = |problem: &kashf_core::Problem| problem.message.contains("end mark is missing");
    assert!(rewritten.problems.iter().any(told));
}
