//! What a search finds, in which order, and what it counts: over a small invented list.

use kashf_search::{
    Document, Filters, Found, Index, Search, SearchError, Sort, parse, parse_simple,
};

type Properties = Vec<(&'static str, Vec<&'static str>)>;

/// Arabic for "Nadir Exampleman", with and without vowel signs.
const NADIR: &str =
    "\u{0646}\u{0627}\u{062F}\u{0631} \u{0625}\u{0643}\u{0632}\u{0645}\u{0628}\u{0644}";
const NADIR_SIGNS: &str =
    "\u{0646}\u{0627}\u{062F}\u{0650}\u{0631} \u{0627}\u{0643}\u{0632}\u{0645}\u{0628}\u{0644}";

fn entities() -> Vec<(&'static str, &'static str, &'static str, Properties)> {
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

fn index() -> Index {
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

fn find(query: &str) -> Vec<&'static str> {
    let query = parse(query).unwrap_or_else(|error| panic!("{query}: {error}"));
    ids(&index().search(&Search::of(&query)).expect("an answer"))
}

fn ids(found: &Found) -> Vec<&'static str> {
    let entities = entities();
    found
        .numbers
        .iter()
        .map(|number| entities[*number as usize - 10].0)
        .collect()
}

#[test]
fn all_words_must_be_there_in_whichever_property() {
    assert_eq!(find("nadir exampleman"), ["x-1"]);
    assert_eq!(find("NADIR"), ["x-1", "x-2"]);
    assert_eq!(find("trader sanction"), ["x-1"]);
    assert!(find("nadir nobody").is_empty());
}

#[test]
fn who_is_called_so_comes_first_then_whose_name_it_is() {
    // Karim Sample stands in the notes of x-1 as well.
    assert_eq!(find("karim sample"), ["x-2", "x-1"]);
    assert_eq!(find("exampleman")[0], "x-1", "more is known of it");
    assert_eq!(find("exampleman trading s.a.e"), ["x-3"]);
}

#[test]
fn letters_are_compared_in_their_plain_form() {
    assert_eq!(find(NADIR), ["x-1"]);
    assert_eq!(
        find(NADIR_SIGNS),
        ["x-1"],
        "vowel signs and the hamza of alef"
    );
    assert_eq!(find("lodz"), ["x-3"]);
    assert_eq!(find("O\u{2019}EXAM"), ["x-1"]);
    assert_eq!(find("sae"), ["x-3"]);
}

#[test]
fn operators() {
    assert_eq!(find("nadir -exampleman"), ["x-2"]);
    assert_eq!(find("karim OR trading").len(), 3);
    assert_eq!(find("+nadir +(karim OR trading)"), ["x-2", "x-1"]);
    assert_eq!(find("NOT sanction").len(), 2);
    assert_eq!(find("*:*").len(), 4);
    assert_eq!(find("(exampleman OR nobody) AND NOT trading"), ["x-1"]);
}

#[test]
fn phrases() {
    assert_eq!(find("\"nadir exampleman\""), ["x-1"]);
    assert!(find("\"exampleman nadir\"").is_empty());
    assert_eq!(find("\"exampleman nadir\"~2"), ["x-1"]);
    assert_eq!(find("\"sample nadir\"~1"), ["x-2"]);
    assert!(
        find("\"exam nadir\"~50").iter().all(|id| *id == "x-1"),
        "no phrase reaches into the next value"
    );
}

#[test]
fn patterns_near_words_and_regular_expressions() {
    assert_eq!(find("exampl*").len(), 2);
    assert_eq!(find("*leman").len(), 2);
    assert_eq!(find("k?rim")[0], "x-2");
    assert_eq!(find("karym~1")[0], "x-2");
    assert!(
        find("karym~").is_empty(),
        "no differences unless the request allows them"
    );
    let query = parse("karym~").expect("a query");
    let fuzzy = Search {
        fuzzy: true,
        ..Search::of(&query)
    };
    assert_eq!(ids(&index().search(&fuzzy).expect("an answer"))[0], "x-2");
    assert_eq!(find("/kari[mn]/")[0], "x-2");
    assert_eq!(find("name:/tradin./"), ["x-3"]);
}

#[test]
fn fields() {
    assert_eq!(find("properties.birthDate:1972-01-26"), ["x-1"]);
    assert_eq!(find("birthDate:1972*"), ["x-1"]);
    assert_eq!(find("birthDate:[1970 TO 1980]").len(), 2);
    assert_eq!(find("birthDate:[1973 TO *]"), ["x-2"]);
    assert_eq!(find("birthDate:>1972"), ["x-2"]);
    assert_eq!(
        find("birthDate:<=1972"),
        ["x-1"],
        "a day lies within its year"
    );
    assert_eq!(find("countries:ru").len(), 2);
    assert_eq!(find("countries:RU AND schema:person"), ["x-1"]);
    assert_eq!(find("topics:role.pep"), ["x-2"]);
    assert_eq!(find("programId:ex-prog1"), ["x-1"]);
    assert_eq!(find("notes:karim"), ["x-1"]);
    assert_eq!(find("names:karim"), ["x-2"]);
    assert_eq!(find("address:*"), ["x-3"]);
    assert_eq!(find("id:x-2"), ["x-2"]);
    assert_eq!(find("datasets:second_list"), ["x-3"]);
    assert_eq!(find("target:true").len(), 2);
    assert_eq!(find("last_change:[2024-05-01 TO 2024-05-01]"), ["x-1"]);
    assert!(find("nosuchfield:karim").is_empty());
}

#[test]
fn the_simple_language() {
    let query = parse_simple("karim | \"exampleman trading\" -nobody");
    let found = index().search(&Search::of(&query)).expect("an answer");
    assert_eq!(found.total, 3);
    let query = parse_simple("invalid/query");
    assert_eq!(
        index()
            .search(&Search::of(&query))
            .expect("an answer")
            .total,
        0
    );
}

#[test]
fn filters_narrow_and_add_nothing() {
    let all = parse("").expect("everything");
    let with = |filters: Filters<'_>| {
        let search = Search {
            filters,
            ..Search::of(&all)
        };
        let mut ids = ids(&index().search(&search).expect("an answer"));
        ids.sort_unstable();
        ids
    };
    let own = |names: &[&str]| {
        names
            .iter()
            .map(|name| (*name).to_owned())
            .collect::<Vec<_>>()
    };
    let value = |field: &str, values: &[&str], any_value| Filters {
        values: vec![(field.to_owned(), own(values))],
        any_value,
        ..Filters::default()
    };
    assert_eq!(
        with(value("countries", &["sy", "ru"], true)),
        ["x-1", "x-2", "x-3"]
    );
    assert!(with(value("countries", &["sy", "ru"], false)).is_empty());
    assert_eq!(with(value("countries", &["by", "ru"], false)), ["x-1"]);
    assert_eq!(
        with(value("properties.name", &["exampleman"], true)),
        ["x-1", "x-3"]
    );
    assert_eq!(with(value("target", &["false"], true)), ["a-1", "x-3"]);
    assert!(with(value("nosuchfield", &["x"], true)).is_empty());
    assert_eq!(
        with(Filters {
            scope: Some(own(&["second_list"])),
            ..Filters::default()
        }),
        ["x-3"]
    );
    assert!(
        with(Filters {
            scope: Some(vec![]),
            ..Filters::default()
        })
        .is_empty()
    );
    assert_eq!(
        with(Filters {
            exclude_datasets: own(&["first_list"]),
            ..Filters::default()
        }),
        ["x-3"]
    );
    assert!(
        with(Filters {
            exclude_datasets: own(&["a_source"]),
            ..Filters::default()
        })
        .is_empty()
    );
    assert_eq!(
        with(Filters {
            include_datasets: own(&["second_list", "other"]),
            ..Filters::default()
        }),
        ["x-3"]
    );
    let both = Filters {
        include_datasets: own(&["a_source"]),
        exclude_datasets: own(&["a_source"]),
        ..Filters::default()
    };
    assert!(with(both).is_empty());
    assert_eq!(
        with(Filters {
            schemata: Some(vec!["Company"]),
            ..Filters::default()
        }),
        ["x-3"]
    );
    assert_eq!(
        with(Filters {
            exclude_schemata: own(&["Person", "Address"]),
            ..Filters::default()
        }),
        ["x-3"]
    );
    let since = |text: &str| {
        with(Filters {
            changed_since: Some(text.to_owned()),
            ..Filters::default()
        })
    };
    assert_eq!(since("2024-04-30").len(), 4);
    assert_eq!(
        since("2024-05-01"),
        ["a-1", "x-2", "x-3"],
        "after the end of that day"
    );
    assert_eq!(since("2024-05-01T09").len(), 4);
    assert!(since("2024-06-01").is_empty());
}

#[test]
fn a_filter_that_says_nothing_is_refused() {
    let all = parse("").expect("everything");
    let filters = Filters {
        values: vec![("target".to_owned(), vec!["perhaps".to_owned()])],
        ..Filters::default()
    };
    let search = Search {
        filters,
        ..Search::of(&all)
    };
    assert_eq!(
        index().search(&search),
        Err(SearchError::NeitherTrueNorFalse)
    );
}

#[test]
fn facets_count_those_who_fit() {
    let query = parse("nadir OR trading").expect("a query");
    let search = Search {
        facets: &["countries", "topics", "schema", "datasets"],
        ..Search::of(&query)
    };
    let found = index().search(&search).expect("an answer");
    let facet = |number: usize| -> Vec<(&str, usize)> {
        found.facets[number]
            .iter()
            .map(|value| (value.name.as_str(), value.count))
            .collect()
    };
    // x-1 has ru twice and counts once.
    assert_eq!(facet(0), [("ru", 2), ("by", 1), ("sy", 1)]);
    assert_eq!(facet(1), [("sanction", 2), ("role.pep", 1)]);
    assert_eq!(facet(2), [("Person", 2), ("Company", 1)]);
    assert_eq!(
        facet(3),
        [("a_source", 3), ("first_list", 2), ("second_list", 1)]
    );
}

#[test]
fn orders() {
    let all = parse("").expect("everything");
    let by = |field: &str, descending| {
        let sort = [Sort {
            field: field.to_owned(),
            descending,
        }];
        let search = Search {
            sort: &sort,
            ..Search::of(&all)
        };
        index().search(&search).map(|found| ids(&found))
    };
    assert_eq!(
        by("first_seen", false).expect("an order"),
        ["x-1", "x-3", "a-1", "x-2"],
        "none comes last"
    );
    assert_eq!(
        by("first_seen", true).expect("an order"),
        ["x-3", "a-1", "x-1", "x-2"]
    );
    assert_eq!(
        by("properties.birthDate", true).expect("an order")[..2],
        ["x-2", "x-1"]
    );
    assert_eq!(by("caption", false).expect("an order")[0], "a-1");
    assert_eq!(
        by("properties.imoNumber", false).expect("an order").len(),
        4
    );
    for field in ["names", "text", "nosuchfield"] {
        assert_eq!(by(field, false), Err(SearchError::NoOrder), "{field}");
    }
}

#[test]
fn pages_follow_each_other() {
    let all = parse("").expect("everything");
    let index = index();
    let page = |offset, limit| {
        ids(&index
            .search(&Search {
                offset,
                limit,
                ..Search::of(&all)
            })
            .expect("an answer"))
    };
    let whole = page(0, 10);
    assert_eq!([page(0, 2), page(2, 2)].concat(), whole);
    assert!(page(4, 2).is_empty() && page(0, 0).is_empty());
    assert_eq!(
        index
            .search(&Search {
                limit: 0,
                ..Search::of(&all)
            })
            .expect("an answer")
            .total,
        4
    );
}

#[test]
fn names_that_are_begun() {
    let index = index();
    let begun = |text: &str| {
        let numbers = index
            .begun(text, 2, &Filters::default(), 10)
            .expect("an answer");
        ids(&Found {
            numbers,
            ..Found::default()
        })
    };
    assert_eq!(begun("nadir exa"), ["x-1"]);
    assert_eq!(begun("sample nad"), ["x-2"]);
    assert_eq!(begun("karim"), ["x-2"], "names only");
    assert!(begun("banana man").is_empty() && begun("").is_empty());
}
