//! What a UN list must have: required fields, its date, names with letters.

use super::tests::{LIST, read};
use crate::LoadError;

/// The fixture with so many further records that one in a thousand may be missing.
fn with_others(list: &str, count: u32) -> String {
    let mut others = String::new();
    for number in 0..count {
        let record = format!(
            "<INDIVIDUAL><DATAID>{}</DATAID><FIRST_NAME>BADR {number}</FIRST_NAME>\
             <UN_LIST_TYPE>Taliban</UN_LIST_TYPE></INDIVIDUAL>\n",
            number + 1
        );
        others.push_str(&record);
    }
    list.replacen("<INDIVIDUALS>", &format!("<INDIVIDUALS>{others}"), 1)
}

#[test]
fn one_record_in_a_thousand_may_be_lost_or_lack_a_name() {
    for (bad, why) in [
        (
            LIST.replace("<DATAID>900002<", "<DATAID>900001<"),
            "same number",
        ),
        (LIST.replace("<DATAID>900002</DATAID>", ""), "no number"),
        (
            LIST.replace("<DATAID>900002<", "<DATAID>9o0002<"),
            "no number",
        ),
        (
            LIST.replace("<FIRST_NAME>BADR<", "<FIRST_NAME>-<")
                .replace("<SECOND_NAME>INVENTED<", "<SECOND_NAME>na<"),
            "no name",
        ),
    ] {
        assert_ne!(bad, LIST);
        let error = read(bad.as_bytes()).unwrap_err();
        let LoadError::Incomplete {
            place,
            missing,
            records,
            reason,
            ..
        } = &error
        else {
            panic!("{error}")
        };
        assert!(
            (*missing, *records, place.line.is_some()) == (1, 3, true),
            "{error}"
        );
        assert!(reason.contains(why), "{error}");
        assert!(read(with_others(&bad, 996).as_bytes()).is_err());
        let loaded = read(with_others(&bad, 997).as_bytes()).unwrap();
        assert_eq!(
            (
                loaded.records,
                loaded
                    .problems
                    .iter()
                    .filter(|p| p.message.contains(why))
                    .count()
            ),
            (1_000, 1)
        );
    }
}

#[test]
fn a_record_of_an_unknown_kind_is_lost() {
    let renamed = LIST.replace("ENTITY>", "ENTITI>");
    let vessel = "<VESSELS><VESSEL><DATAID>7</DATAID></VESSEL></VESSELS></CONSOLIDATED_LIST>";
    let new_part = LIST.replace("</CONSOLIDATED_LIST>", vessel);
    for (list, numbers) in [(renamed, "1 of 3 records"), (new_part, "1 of 4 records")] {
        let error = read(list.as_bytes()).unwrap_err().to_string();
        assert!(
            error.contains("does not know") && error.contains(numbers),
            "{error}"
        );
    }
    let note = LIST.replace(
        "</CONSOLIDATED_LIST>",
        "<NOTES><NOTE>x</NOTE></NOTES></CONSOLIDATED_LIST>",
    );
    assert_eq!(
        read(note.as_bytes()).unwrap().not_held["element NOTES/NOTE"],
        1
    );
}

#[test]
fn a_list_without_its_date_is_refused() {
    let date = "2026-01-02T03:04:05.678Z";
    for (wrong, words) in [
        ("", "does not say when"),
        ("2026-02-30T03:04:05Z", "is no date"),
        ("2026", "is no date"),
        ("2026-01-02Tnoon", "is no date"),
        ("2026-01-02 03", "is no date"),
        ("02/01/2026", "is no date"),
        ("2026-01-02T03:04\u{9b}", "is no date"),
    ] {
        let error = read(LIST.replace(date, wrong).as_bytes()).unwrap_err();
        assert!(
            matches!(error, LoadError::NoDate { line: 2, .. }),
            "{error}"
        );
        assert!(error.to_string().contains(words), "{error}");
        assert!(!error.to_string().contains('\u{9b}'));
    }
    let none = LIST.replace(&format!(" dateGenerated=\"{date}\""), "");
    assert!(matches!(
        read(none.as_bytes()),
        Err(LoadError::NoDate { .. })
    ));
    for good in [
        "2026-01-02",
        "2020-11-30T20:31:19.923-05:00",
        "2026-01-02 03:04",
    ] {
        let loaded = read(LIST.replace(date, good).as_bytes()).unwrap();
        assert_eq!(loaded.as_of.as_deref(), Some(good));
    }
}

#[test]
fn names_that_lost_their_letters_refuse_the_list() {
    let arabic = "\u{644}\u{64a}\u{644}\u{649} \u{645}\u{62b}\u{627}\u{644}";
    assert!(LIST.contains(arabic));
    for (garbled, words) in [
        ("????", "question marks"),
        ("???? ????", "question marks"),
        ("\u{644}\u{fffd}\u{644}", "U+FFFD"),
        ("\u{d9}\u{84}\u{d9}\u{8a}", "UTF-8 read as Latin-1"),
        ("\u{44}\u{80}", "control characters"),
    ] {
        let list = LIST.replace(arabic, garbled);
        let error = read(list.as_bytes()).unwrap_err();
        let LoadError::Garbled {
            garbled: 1, place, ..
        } = &error
        else {
            panic!("{error}")
        };
        assert_eq!(place.record.as_deref(), Some("900001"));
        assert!(error.to_string().contains(words), "{error}");
        // One in a thousand names is told and loaded, as in the UN list of 2026.
        let loaded = read(with_others(&list, 1_000).as_bytes()).unwrap();
        assert!(loaded.problems.iter().any(|p| p.message.contains(words)));
    }
}
