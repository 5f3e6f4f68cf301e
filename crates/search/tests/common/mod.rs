//! A small invented list, and what is found in it.

use kashf_search::{Document, Found, Index};

type Properties = Vec<(&'static str, Vec<&'static str>)>;

/// Arabic for "Nadir Exampleman", with and without vowel signs.
pub(crate) const NADIR: &str =
    "\u{0646}\u{0627}\u{062F}\u{0631} \u{0625}\u{0643}\u{0632}\u{0645}\u{0628}\u{0644}";
pub(crate) fn entities() -> Vec<(&'static str, &'static str, &'static str, Properties)> {
    vec![
        (
            "x-1",
            "Person",
            "Nadir Exampleman",
            vec![
                ("name", vec!["Nadir Exampleman", "Nadir O'Exam", NADIR]),
                ("birthDate", vec!["1972-01-26"]),
                ("nationality", vec!["ru"]),
                ("country", vec!["ru", "by"]),
                ("topics", vec!["sanction"]),
                (
                    "notes",
                    vec!["Trader in invented goods. Known to Karim Sample."],
                ),
                ("programId", vec!["EX-PROG1"]),
            ],
        ),
        (
            "x-2",
            "Person",
            "Karim Sample",
            vec![
                ("name", vec!["Karim Sample", "Sample, Karim Nadir"]),
                ("birthDate", vec!["1980"]),
                ("nationality", vec!["sy"]),
                ("topics", vec!["role.pep", "sanction"]),
            ],
        ),
        (
            "x-3",
            "Company",
            "Exampleman Trading S.A.E.",
            vec![
                ("name", vec!["Exampleman Trading S.A.E."]),
                ("jurisdiction", vec!["ru"]),
                ("address", vec!["12 Łódź Street, Sampletown"]),
            ],
        ),
        (
            "a-1",
            "Address",
            "12 Street",
            vec![("full", vec!["12 Street, Sampletown"])],
        ),
    ]
}

/// The index of the list; numbers begin with 10.
pub(crate) fn index() -> Index {
    let mut builder = Index::builder();
    for (number, (id, schema, caption, properties)) in (10_u32..).zip(entities()) {
        let list = if id == "x-3" {
            "second_list"
        } else {
            "first_list"
        };
        builder.add(&Document {
            number,
            id,
            schema,
            caption,
            properties: &properties,
            datasets: &[list, "a_source"],
            lists: &[list],
            target: properties.iter().any(|(prop, _)| *prop == "topics"),
            first_seen: (id != "x-2").then_some(if id == "x-1" {
                "2024-01-01T10:00:00"
            } else {
                "2025-01-01"
            }),
            last_change: Some(if id == "x-1" {
                "2024-05-01T10:00:00"
            } else {
                "2024-06-01"
            }),
            ..Document::default()
        });
    }
    builder.finish()
}

/// The ids of what was found.
pub(crate) fn ids(found: &Found) -> Vec<&'static str> {
    let entities = entities();
    found
        .numbers
        .iter()
        .map(|number| entities[*number as usize - 10].0)
        .collect()
}
