//! Round trips, columns in another order, and files that are something else.

use super::*;
use proptest::prelude::*;

fn write(statements: &[Statement]) -> String {
    let mut writer = Writer::new(Vec::new()).unwrap();
    for statement in statements {
        writer.write(statement).unwrap();
    }
    String::from_utf8(writer.finish().unwrap()).unwrap()
}

fn read(text: &str) -> Result<Vec<Statement>, CsvError> {
    Reader::new(text.as_bytes())?.collect()
}

#[test]
fn writes_as_python_does() {
    let mut statement = Statement::new("ex-1", "Person", "name", "Layla \"L\" Example", "example");
    statement.id = "0".to_owned();
    assert_eq!(
        write(&[statement]),
        "\"canonical_id\",\"entity_id\",\"prop\",\"prop_type\",\"schema\",\"value\",\"dataset\",\
         \"origin\",\"lang\",\"original_value\",\"external\",\"first_seen\",\"last_seen\",\"id\"\n\
         \"ex-1\",\"ex-1\",\"name\",\"name\",\"Person\",\"Layla \"\"L\"\" Example\",\"example\",\
         \"\",\"\",\"\",\"f\",\"\",\"\",\"0\"\n"
    );
}

#[test]
fn finds_columns_by_name_and_computes_what_is_missing() {
    let text =
        "\u{feff}dataset,value,schema,prop,entity_id,external\nexample,x,Person,name,ex-1,t\n";
    let statements = read(text).unwrap();
    assert!(statements[0].external && statements[0].canonical_id == "ex-1");
    assert_eq!(statements[0].id, statement_id(&statements[0]));
}

#[test]
fn other_columns_are_counted() {
    let text = "entity_id,colour,prop,schema,value,dataset,value\nex-1,,name,Person,x,example,\nex-1,blue,name,Person,y,example,z\n";
    let mut reader = Reader::new(text.as_bytes()).unwrap();
    let values: Vec<String> = reader.by_ref().map(|row| row.unwrap().value).collect();
    assert_eq!(values, ["x", "y"]);
    let told = reader.unknown_columns().iter();
    let told: Vec<_> = told
        .map(|c| (c.name.as_str(), c.filled, c.first.as_str()))
        .collect();
    assert_eq!(told, [("colour", 1, "blue"), ("value", 1, "z")]);
}

#[test]
fn says_where_it_went_wrong() {
    let header = "entity_id,prop,schema,value,dataset\n";
    assert!(matches!(
        read("a,b\n1,2\n"),
        Err(CsvError::NoColumn("entity_id"))
    ));
    assert!(matches!(read(""), Err(CsvError::NoColumn("entity_id"))));
    let empty = read(&format!(
        "{header}ex-1,name,Person,x,example\nex-1,,Person,x,example\n"
    ));
    assert!(matches!(
        empty,
        Err(CsvError::NoValue {
            line: 3,
            column: "prop"
        })
    ));
    for (row, cells) in [
        ("ex-1,Person,x,example", 4),
        ("ex-1,name,Person,x,example,y", 6),
    ] {
        let good = "ex-1,name,Person,\"x\ny\",example";
        let error = read(&format!("{header}{good}\n{row}\n")).unwrap_err();
        let words = format!("line 4: {cells} cells in a table of 5 columns");
        assert_eq!(error.to_string(), words);
        assert!(error.hint().is_some_and(|hint| hint.contains("comma")));
    }
    let bytes = [header.as_bytes(), b"ex-1,name,Person,\xff,example\n"].concat();
    let bad: Result<Vec<_>, _> = Reader::new(bytes.as_slice()).unwrap().collect();
    assert!(matches!(bad, Err(CsvError::Malformed { line: 2, .. })));
}

#[test]
fn an_unclosed_quote_does_not_swallow_memory() {
    let header = "entity_id,prop,schema,value,dataset\nex-1,name,Person,\"";
    let endless = io::Read::chain(header.as_bytes(), io::repeat(b'x'));
    let rows: Result<Vec<_>, _> = Reader::new(endless).unwrap().collect();
    assert!(matches!(rows, Err(CsvError::Malformed { .. })));
}

fn statements() -> impl Strategy<Value = Statement> {
    let text = || "\\PC{1,12}|[\"\n\r, ]{1,5}";
    let optional = || proptest::option::of("\\PC{1,12}|[\"\n\r, ]{1,5}");
    (
        (text(), text(), text(), text(), text(), text(), text()),
        (optional(), optional(), optional(), any::<bool>()),
        proptest::option::of((text(), text())),
    )
        .prop_map(|(required, optional, seen)| Statement {
            id: required.0,
            entity_id: required.1,
            canonical_id: required.2,
            schema: required.3,
            prop: required.4,
            value: required.5,
            dataset: required.6,
            original_value: optional.0,
            lang: optional.1,
            origin: optional.2,
            external: optional.3,
            first_seen: seen.clone().map(|seen| seen.0),
            last_seen: seen.map(|seen| seen.1),
        })
}

proptest! {
    #[test]
    fn statements_survive_the_round_trip(statements in proptest::collection::vec(statements(), 0..5)) {
        prop_assert_eq!(read(&write(&statements)).unwrap(), statements);
    }

    #[test]
    fn no_text_breaks_the_reader(text in "\\PC{0,60}") {
        let _ = read(&format!("entity_id,prop,schema,value,dataset\n{text}"));
        let _ = read(&text);
    }
}
