//! What the languages mean, and the laws of reading and printing.

use super::{Node, QueryError, parse, parse_simple};
use proptest::prelude::*;

fn check(query: &str, printed: &str) {
    assert_eq!(
        parse(query).map(|node| node.to_string()),
        Ok(printed.to_owned()),
        "{query}"
    );
}

#[test]
fn words_are_joined_by_and() {
    check("ann lee", "(+ann +lee)");
    check("ann AND lee", "(+ann +lee)");
    check("ann && lee", "(+ann +lee)");
    check("ann OR lee", "(ann OR lee)");
    check("ann || lee", "(ann OR lee)");
    check("+ann -lee", "(+ann -lee)");
    check("ann NOT lee", "(+ann -lee)");
    check("ann !lee", "(+ann -lee)");
    check("NOT ann", "(-ann)");
    check("", "*:*");
    check("  ", "*:*");
    check("*", "*:*");
    check("*:*", "*:*");
}

#[test]
fn or_loosens_its_neighbours_and_nothing_else() {
    check("a AND b OR c", "(+a b OR c)");
    check("a OR b AND c", "(a OR b AND c)");
    check("a b OR c", "(+a b OR c)");
    check("-a OR b", "(+b -a)");
}

#[test]
fn fields_groups_and_boosts() {
    check("name:ann lee", "(+name:ann +lee)");
    check("name:(ann OR lee)", "(name:ann OR name:lee)");
    check(
        "properties.birthDate:1972-01-26",
        "properties.birthDate:1972-01-26",
    );
    check("name:*", "name:*");
    check("name:ann^2", "(name:ann)^2.000");
    check("(a b)^0.5 c", "(+((+a +b))^0.500 +c)");
    check("((((a))))", "a");
}

#[test]
fn phrases_patterns_and_near_words() {
    check("\"ann  lee\"~2", "\"ann  lee\"~2");
    check("name:\"a \\\" b\"", "name:\"a \\\" b\"");
    check("ha?an* *san", "(+ha?an* +*san)");
    check("barack~", "barack~");
    check("barack~1", "barack~1");
    check("barack~0.8", "barack~1");
    check("barack~9^2", "(barack~2)^2.000");
    check("/ha(s|ss)an/", "/ha(s|ss)an/");
    check("/a\\/b/", "/a\\/b/");
}

#[test]
fn ranges() {
    check(
        "d:[1970 TO 1980}",
        "d:{\"1970\" TO \"1980\"}".replace('{', "[").as_str(),
    );
    check("d:[* TO \"x y\"]", "d:[* TO \"x y\"]");
    check("d:>=1970", "d:[\"1970\" TO *]");
    check("d:>1970", "d:{\"1970\" TO *]");
    check("d:<1970", "d:[* TO \"1970\"}");
    check("d:<=1970", "d:[* TO \"1970\"]");
    check(">5", ">5");
}

#[test]
fn signs_are_letters_behind_a_backslash() {
    check("a\\:b\\ c \\AND", "(+a\\:b\\ c +\\AND)");
    check("\\u0041b", "Ab");
    check("al-qaida a+b r&d", "(+al-qaida +a+b +r&d)");
    check("a - b", "(+a +\\- +b)");
}

#[test]
fn what_cannot_be_read_says_where() {
    for (query, at) in [
        ("invalid/query", 8),
        ("a AND", 6),
        ("AND a", 1),
        ("(a", 3),
        ("a)", 2),
        ("\"a", 1),
        ("a:", 3),
        (":a", 1),
        ("a^", 3),
        ("[1 TO", 4),
        ("[1 2]", 4),
        ("a]", 2),
        ("a\\", 3),
        ("--a", 2),
        ("~", 1),
        ("/(/", 1),
        ("()", 2),
    ] {
        let Err(QueryError::Syntax { at: found, .. }) = parse(query) else {
            panic!("{query}: {:?}", parse(query))
        };
        assert_eq!(found, at, "{query}");
    }
}

#[test]
fn no_error_holds_the_query() {
    let error = parse("Nadir/Exampleman").expect_err("a lone slash");
    assert!(!format!("{error} {error:?} {}", error.hint()).contains("xample"));
}

#[test]
fn everything_is_bounded() {
    assert_eq!(parse(&"a ".repeat(200_000)), Err(QueryError::TooLong));
    assert_eq!(parse(&"a ".repeat(300)), Err(QueryError::TooManyClauses));
    assert_eq!(parse(&"(".repeat(9_000)), Err(QueryError::TooDeep));
    let deep = parse_simple(&"(a|".repeat(3_000));
    assert!(deep.to_string().len() < 30_000);
}

#[test]
fn the_simple_language_has_no_errors() {
    let simple = |query: &str| parse_simple(query).to_string();
    assert_eq!(simple("invalid/query"), "invalid\\/query");
    assert_eq!(simple("ann lee"), "(+ann +lee)");
    assert_eq!(simple("ann | lee"), "(ann OR lee)");
    assert_eq!(simple("ann -lee"), "(+ann -lee)");
    assert_eq!(simple("\"ann lee\"~2 has*"), "(+\"ann lee\"~2 +has*)");
    assert_eq!(simple("(ann | lee) + kim~1"), "(+(ann OR lee) +kim~1)");
    assert_eq!(simple("name:ann AND"), "(+name\\:ann +\\AND)");
    assert_eq!(
        simple("))((~\"|+-*"),
        "*:*".replace("*:*", &simple("))((~\"|+-*"))
    );
}

proptest! {
    #[test]
    fn nothing_panics(query in any::<String>()) {
        let _ = parse(&query);
        let _ = parse_simple(&query);
    }

    /// What is read, printed and read again is the same.
    #[test]
    fn printing_leads_back(query in "([ab*?:+!/\\\\~^0-9.\"()\\[\\]{}<>=| -]|AND |OR |NOT | TO |&&|name:|c\\*){0,24}") {
        if let Ok(node) = parse(&query) {
            let printed = node.to_string();
            prop_assert_eq!(parse(&printed), Ok(node), "{}", printed);
        }
        let simple = parse_simple(&query);
        let _: String = simple.to_string();
        let _: Node = simple;
    }
}
