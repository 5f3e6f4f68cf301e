//! Fields of several names, invented, in the shapes of the real file.

use super::*;
use proptest::prelude::*;

fn texts(names: Vec<Name>) -> Vec<String> {
    let text = |name: Name| match name.lang {
        Some(lang) => format!("{lang}: {}", name.text),
        None => name.text,
    };
    names.into_iter().map(text).collect()
}

#[test]
fn names_of_persons_come_apart() {
    for (field, names) in [
        (
            "Leila Mithal; Layla Example",
            &["Leila Mithal", "Layla Example"][..],
        ),
        (
            "Leila Mithal, Layla Example",
            &["Leila Mithal", "Layla Example"],
        ),
        (
            "Layla Sara Example or Leila Sarah Mithal",
            &["Layla Sara Example", "Leila Sarah Mithal"],
        ),
        (
            "Layla Petrovna or Petrowna Example",
            &["Layla Petrovna Example", "Layla Petrowna Example"],
        ),
        ("Layla Mithal, or Mithel", &["Layla Mithal", "Layla Mithel"]),
        (
            "Layla, or Laila Example",
            &["Layla Example", "Laila Example"],
        ),
        (
            "Layla Example or Umm Mithal",
            &["Layla Example", "Umm Mithal"],
        ),
        ("Layla Example and Mithal", &["Layla Example", "Mithal"]),
        (
            "Layla A, Belarusian: \u{41b}\u{435}\u{439}, Russian : \u{41b}\u{430}",
            &[
                "Layla A",
                "bel: \u{41b}\u{435}\u{439}",
                "rus: \u{41b}\u{430}",
            ],
        ),
        (
            "Layla Example Arabic:\u{644}\u{64a}\u{644}\u{649}",
            &["Layla Example", "ara: \u{644}\u{64a}\u{644}\u{649}"],
        ),
        (
            "Layla Example / Leila Mithal",
            &["Layla Example", "Leila Mithal"],
        ),
        ("Layla/Laila Example", &["Layla/Laila Example"]),
        (
            "(Layla Example / Leila Mithal",
            &["Layla Example", "Leila Mithal"],
        ),
        ("Layla (Laila) Example", &["Layla (Laila) Example"]),
        (
            "also Layla Example; \u{201c}Umm Mithal\u{201d}",
            &["Layla Example", "Umm Mithal"],
        ),
        (" ; , ", &[]),
    ] {
        assert_eq!(texts(split(field, true)), names, "{field}");
    }
}

#[test]
fn commas_within_names_of_entities_stay() {
    for (field, names) in [
        ("Example Lines, JSC", &["Example Lines, JSC"][..]),
        (
            "\u{410}\u{41e}, \u{41f}\u{440}\u{438}\u{43c}\u{435}\u{440}",
            &["\u{410}\u{41e}, \u{41f}\u{440}\u{438}\u{43c}\u{435}\u{440}"],
        ),
        (
            "Example Lines, ELJ, Lines of Example",
            &["Example Lines", "ELJ", "Lines of Example"],
        ),
        (
            "Ministry of arts, letters and parks",
            &["Ministry of arts, letters and parks"],
        ),
        (
            "Bank of Arts and Parks, BAP",
            &["Bank of Arts and Parks", "BAP"],
        ),
        (
            "Example Bank or EB; Bank of Example",
            &["Example Bank", "EB", "Bank of Example"],
        ),
        ("Example Lines, JSC or ELJ", &["Example Lines, JSC", "ELJ"]),
        ("Centre (arts, parks) One", &["Centre (arts, parks) One"]),
        (
            "Example Company and Example Lines",
            &["Example Company", "Example Lines"],
        ),
        ("Lines Ltd. and Parks LLC", &["Lines Ltd.", "Parks LLC"]),
        ("GORE/ORTE", &["GORE", "ORTE"]),
        (
            "\u{411}\u{430}\u{43d}\u{43a} and \u{41f}\u{430}\u{440}\u{43a}",
            &[
                "\u{411}\u{430}\u{43d}\u{43a}",
                "\u{41f}\u{430}\u{440}\u{43a}",
            ],
        ),
    ] {
        assert_eq!(texts(split(field, false)), names, "{field}");
    }
}

#[test]
fn a_name_in_two_languages_is_two() {
    assert_eq!(
        texts(names("Example Navy/Force navale d'Exemple")),
        ["Example Navy", "Force navale d'Exemple"]
    );
    assert_eq!(texts(names("Example A/S")), ["Example A/S"]);
    assert_eq!(texts(names("Mill (Ab/Cd)")), ["Mill (Ab/Cd)"]);
    let both = names("Example Institute (also known as EI)");
    assert_eq!(
        both.iter()
            .map(|n| (n.text.as_str(), n.alias))
            .collect::<Vec<_>>(),
        [("Example Institute", false), ("EI", true)]
    );
}

proptest! {
    #[test]
    fn letters_are_neither_lost_nor_invented(field in "[A-Za-z\u{431}\u{644},;/() ]{0,60}") {
        for person in [true, false] {
            for name in split(&field, person) {
                prop_assert!(name.text.split_whitespace().all(|word| field.contains(word.trim_matches(','))), "{}", name.text);
            }
        }
    }
}
