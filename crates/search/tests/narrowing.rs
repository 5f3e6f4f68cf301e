//! What narrows a search, what it counts, in which order it answers: over a small invented list.

mod common;

use common::{ids, index};
use kashf_search::{Filters, Search, SearchError, Sort, parse};

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
