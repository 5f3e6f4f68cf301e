//! What is wrong with a mapping, or a table, and how it is told.

use super::tests::{PLAIN, mapped};

#[test]
fn errors_name_file_key_and_remedy() {
    for (from, to, message, remedy) in [
        (
            "mapping = 1",
            "mapping = 2",
            "`m.toml` mapping: format 2 is not known",
            "mapping = 1",
        ),
        (
            "mapping = 1",
            "list = 1",
            "`m.toml` mapping: this is no mapping file",
            "begin it with",
        ),
        (
            "\"Name\"",
            "\"Nme\"",
            "properties.name: `list.csv` has no column `Nme`",
            "did you mean `Name`?",
        ),
        (
            "\"Name\"",
            "9",
            "`list.csv` has no column 9",
            "the table has 2",
        ),
        (
            "properties.name",
            "properties.nam",
            "Person has no property `nam`",
            "did you mean `name`?",
        ),
        (
            "\"Name\"",
            "{ colum = \"Name\" }",
            "line 4: unknown field `colum`, expected one of `column`",
            "docs/formats.md",
        ),
        (
            "\"Name\"",
            "{ split = \",\" }",
            "must be made of exactly one thing",
            "give `column`",
        ),
        (
            "\"Name\"",
            "{ entity = \"owner\" }",
            "no entity `owner`",
            "there are: `party`",
        ),
        (
            "\"Name\"",
            "{ column = \"Name\", format = \"%d.%m.%y\" }",
            "two centuries",
            "use %d",
        ),
        (
            "schema = \"Person\"",
            "schema = \"Thing\"",
            "entities.party.schema: `Thing` is abstract",
            "use Person",
        ),
        (
            "schema = \"Person\"",
            "schema = \"Person\"\nkeys = [\"No\"]\nid_column = \"No\"",
            "there are `keys` as well",
            "one of the two",
        ),
        (
            "schema = \"Person\"",
            "schema = \"Person\"\nrecord = false",
            "none of the entities is a record",
            "record = true",
        ),
        (
            "[entities",
            "[source]\ndelimiter = \";;\"\n[entities",
            "source.delimiter: `;;` is not one ASCII",
            "such as",
        ),
        (
            "[entities",
            "[source]\nencoding = \"morse\"\n[entities",
            "no encoding is called `morse`",
            "windows-1256",
        ),
        (
            "[entities",
            "[source]\nheader = 9\n[entities",
            "source.header: `list.csv` has no row 9",
            "in which row",
        ),
        (
            "[entities",
            "[source]\nformat = \"xlsx\"\n[entities",
            "source.format: `list.csv` is not",
            "leave it out",
        ),
        (
            "[entities",
            "[filters]\nNo = \"5\"\n[entities",
            "filters: no row passes",
            "compare the values",
        ),
        (
            "[entities",
            "colour = 1\n[entities",
            "unknown field `colour`",
            "docs/formats.md",
        ),
        ("[entities", "[entities", "", ""),
    ] {
        let told = mapped(&PLAIN.replacen(from, to, 1), b"No,Name\n1,Layla Example\n");
        if message.is_empty() {
            assert_eq!(told.unwrap().records, 1);
            continue;
        }
        let error = told.unwrap_err();
        assert!(error.to_string().contains(message), "{error}");
        assert!(
            error.hint().unwrap().contains(remedy),
            "{error}: {:?}",
            error.hint()
        );
    }
}

#[test]
fn tables_that_are_none_are_named() {
    for (table, words) in [
        (
            &b"<!doctype html><title>Sign in</title>"[..],
            "web page titled \"Sign in\"",
        ),
        (
            b"<?xml version='1.0'?><ArrayOfFinancialSanctionsTarget>",
            "OFSI's XML",
        ),
        (b"", "empty"),
        (b"Name\nLayla", "has no line end"),
        (b"Name\n\xcf\xe0\n", "source.encoding: `list.csv` line 2"),
        (b"Name\n\"Layla\n", "never closed"),
        (
            b"No,Name\n1,Layla Example\n2\n",
            "the row has 1 cells, the table 2 columns",
        ),
        (b"No,Name\n1,\n", "no name and no identifier"),
        (b"No,Name\n", "holds no record"),
        (b"Name,Name\na,b\n", "two columns `Name`"),
    ] {
        let error = mapped(PLAIN, table).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    }
    assert!(
        mapped(
            &format!("{PLAIN}[source]\nopen_end = true\n"),
            b"Name\nLayla"
        )
        .is_ok()
    );
}
