//! What a search finds, and in which order: over a small invented list.

mod common;

use common::{NADIR, ids, index};
use kashf_search::{Filters, Found, Search, parse, parse_simple};

/// The Arabic name with vowel signs and without its hamza.
const NADIR_SIGNS: &str =
    "\u{0646}\u{0627}\u{062F}\u{0650}\u{0631} \u{0627}\u{0643}\u{0632}\u{0645}\u{0628}\u{0644}";

fn find(query: &str) -> Vec<&'static str> {
    let query = parse(query).unwrap_or_else(|error| panic!("{query}: {error}"));
    ids(&index().search(&Search::of(&query)).expect("an answer"))
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
