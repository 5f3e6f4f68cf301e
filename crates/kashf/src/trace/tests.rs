//! Readers and joins together: what comes in, in every form, is the same network.

use super::*;
use crate::NoProgress;
use arrow_array::{
    ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray, TimestampMillisecondArray,
};
use std::io::Write;
use std::sync::Arc;

const NOW: i64 = 1_800_000_000;

fn read(text: &str, columns: &str) -> Traced {
    let input = TraceInput {
        mapping: Mapping::read(columns).expect("columns"),
        ..TraceInput::at(NOW)
    };
    let text = Box::new(std::io::Cursor::new(text.as_bytes().to_vec()));
    let reading = Reading::of_stream(text, "x.csv", &input, &NoProgress).expect("it reads");
    reading
        .join(&JoinPlan::default(), &NoProgress)
        .expect("it joins")
}

fn lines(traced: &Traced, search: Search) -> Vec<String> {
    let question = Question {
        best: 10,
        ..Question::default()
    };
    let found = search.run(traced, &question).expect("it searches");
    let line = |finding| {
        let mut line = String::new();
        write_line(traced, finding, &mut line);
        line
    };
    found.findings.iter().map(line).collect()
}

#[test]
fn a_cycle_comes_out_as_the_design_says() {
    let text = "id,src,dst,time,amount,currency\n7,a,b,10,100.50,EUR\n9,c,a,30,98,EUR\n8,b,c,20,99.00,EUR\n";
    let expected = concat!(
        r#"{"typology":"cycle","edges":[7,8,9],"parties":["a","b","c"],"amount":98.00,"currency":"EUR","start":10,"end":30,"#,
        r#""capped":false,"evidence":["#,
        r#"{"edge":7,"from":"a","to":"b","time":10,"amount":100.50,"currency":"EUR","kind":"payment","file":"x.csv","line":2},"#,
        r#"{"edge":8,"from":"b","to":"c","time":20,"amount":99.00,"currency":"EUR","kind":"payment","file":"x.csv","line":4},"#,
        r#"{"edge":9,"from":"c","to":"a","time":30,"amount":98.00,"currency":"EUR","kind":"payment","file":"x.csv","line":3}]}"#,
        "\n"
    );
    assert_eq!(lines(&read(text, ""), Search::Cycles), [expected]);
}

#[test]
fn every_bad_row_is_counted_and_shown() {
    let text = "id,src,dst,time,amount,currency\n\
        1,a,b,10,5,EUR\n2,a,b,10\n3,,b,10,5,EUR\n4,a,b,soon,5,EUR\n5,a,b,1900000000,5,EUR\n6,a,b,10,-5,EUR\n\
        7,a,b,10,much,EUR\n8,a,b,10,5,shells\n9,a,a,10,5,EUR\n1,a,b,10,5,EUR\n1,a,b,11,5,EUR\n12,a,b,12,5.555,EUR\n";
    let traced = read(text, "");
    let counts: Vec<(&str, u64)> = traced
        .problems
        .counts()
        .map(|(problem, rows)| (problem.word(), rows))
        .collect();
    let each_once = [
        "broken",
        "no_party",
        "time",
        "future",
        "amount",
        "negative",
        "currency",
        "self_payment",
        "repeated",
        "shared_id",
        "rounded",
    ];
    assert_eq!(counts, each_once.map(|word| (word, 1)));
    assert_eq!(
        (traced.problems.left_out(), traced.network.flow().len()),
        (8, 3)
    );
    let future = traced
        .problems
        .notes()
        .iter()
        .find(|note| note.problem == "future")
        .expect("it is shown");
    assert_eq!(
        (future.line, future.message.as_str()),
        (6, "in the future: `1900000000`")
    );
}

#[test]
fn dates_come_back_as_they_were_written() {
    let of = |first: &str, second: &str| {
        let text = format!("payer,payee,date\na,b,{first}\nb,a,{second}\n");
        let line = lines(&read(&text, ""), Search::Cycles).remove(0);
        let value: serde_json::Value = serde_json::from_str(&line).expect("a line is JSON");
        assert_eq!(
            value["edges"],
            serde_json::json!([0, 1]),
            "rows are counted from zero"
        );
        assert!(value["amount"].is_null() && value["currency"].is_null());
        (value["start"].to_string(), value["end"].to_string())
    };
    let texts = |start: &str, end: &str| (format!("\"{start}\""), format!("\"{end}\""));
    assert_eq!(of("10", "20"), ("10".to_owned(), "20".to_owned()));
    assert_eq!(
        of("2022-09-01", "2022-09-02"),
        texts("2022-09-01", "2022-09-02")
    );
    assert_eq!(
        of("2022/09/01 00:06", "2022/09/01 04:33"),
        texts("2022-09-01T00:06:00", "2022-09-01T04:33:00")
    );
    assert_eq!(
        of("2022-09-01T00:06:00Z", "2022-09-01T06:00:00+01:00"),
        texts("2022-09-01T00:06:00Z", "2022-09-01T05:00:00Z")
    );
}

/// The same three movements in an Arrow batch.
fn batch() -> RecordBatch {
    let columns: [(&str, ArrayRef); 5] = [
        ("id", Arc::new(Int64Array::from(vec![7, 9, 8]))),
        ("src", Arc::new(StringArray::from(vec!["a", "c", "b"]))),
        ("dst", Arc::new(StringArray::from(vec!["b", "a", "c"]))),
        (
            "ts",
            Arc::new(TimestampMillisecondArray::from(vec![
                10_000, 30_000, 20_000,
            ])),
        ),
        (
            "amount",
            Arc::new(Float64Array::from(vec![100.5, 98.0, 99.0])),
        ),
    ];
    RecordBatch::try_from_iter(columns).expect("columns of one length")
}

#[test]
fn arrow_files_streams_and_packed_text_say_what_csv_says() {
    let folder = tempfile::tempdir().expect("a scratch directory");
    let batch = batch();
    let mut file =
        arrow_ipc::writer::FileWriter::try_new(Vec::new(), &batch.schema()).expect("a writer");
    file.write(&batch).expect("memory");
    let mut stream =
        arrow_ipc::writer::StreamWriter::try_new(Vec::new(), &batch.schema()).expect("a writer");
    stream.write(&batch).expect("memory");
    let text = "id,src,dst,ts,amount\n7,a,b,1970-01-01T00:00:10,100.5\n9,c,a,1970-01-01T00:00:30,98\n8,b,c,1970-01-01T00:00:20,99\n";
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(text.as_bytes()).expect("memory");
    let json = "{\"id\":7,\"src\":\"a\",\"dst\":\"b\",\"ts\":\"1970-01-01T00:00:10\",\"amount\":100.5}\n\
        {\"id\":9,\"src\":\"c\",\"dst\":\"a\",\"ts\":\"1970-01-01T00:00:30\",\"amount\":98}\n\
        {\"id\":8,\"src\":\"b\",\"dst\":\"c\",\"ts\":\"1970-01-01T00:00:20\",\"amount\":99}\n";
    let forms = [
        ("x.csv", text.as_bytes().to_vec()),
        ("x.csv.gz", packed.finish().expect("memory")),
        (
            "x.csv.zst",
            zstd::encode_all(text.as_bytes(), 1).expect("memory"),
        ),
        ("x.arrow", file.into_inner().expect("memory")),
        ("x.arrows", stream.into_inner().expect("memory")),
        ("x.jsonl", json.as_bytes().to_vec()),
    ];
    for (name, bytes) in forms {
        let path = folder.path().join(name);
        fs_err::write(&path, bytes).expect("it is written");
        let input = TraceInput {
            files: vec![path],
            ..TraceInput::at(NOW)
        };
        let reading = Reading::of_files(&input, &NoProgress).expect(name);
        let traced = reading.join(&JoinPlan::default(), &NoProgress).expect(name);
        let found = lines(&traced, Search::Cycles);
        assert_eq!(found.len(), 1, "{name}");
        let value: serde_json::Value = serde_json::from_str(&found[0]).expect("a line is JSON");
        assert_eq!(value["edges"], serde_json::json!([7, 8, 9]), "{name}");
        assert_eq!(value["amount"].to_string(), "98.0", "{name}");
        assert_eq!(value["start"], "1970-01-01T00:00:10", "{name}");
    }
}

#[test]
fn one_iban_in_two_ways_is_one_party_and_a_join_can_be_undone() {
    let text = "src,dst,time\nDE89 3704 0044 0532 0130 00,b,10\nb,DE89370400440532013000,20\n";
    let traced = read(text, "");
    assert_eq!(lines(&traced, Search::Cycles).len(), 1);
    let [join] = traced.joins.lines() else {
        panic!("one join: {:?}", traced.joins)
    };
    assert_eq!(
        (join.by.as_str(), join.party.as_str()),
        ("identifier", "DE89 3704 0044 0532 0130 00")
    );
    let input = TraceInput::at(NOW);
    let reading = Reading::of_stream(Box::new(text.as_bytes()), "x.csv", &input, &NoProgress)
        .expect("it reads");
    let plan = JoinPlan {
        given: Some(Joins::default()),
        ..JoinPlan::default()
    };
    let apart = reading.join(&plan, &NoProgress).expect("it joins");
    assert!(lines(&apart, Search::Cycles).is_empty());
}

#[test]
fn entities_bring_payments_links_and_account_holders_identifiers() {
    let text = concat!(
        r#"{"id":"pay-1","schema":"Payment","properties":{"payer":["p-1"],"beneficiary":["c-1"],"amount":["500"],"currency":["EUR"],"date":["2024-01-02"]}}"#,
        "\n",
        r#"{"id":"c-1","schema":"Company","properties":{"name":["Example Trading"],"registrationNumber":["EX-778899"]}}"#,
        "\n",
        r#"{"id":"o-1","schema":"Ownership","properties":{"owner":["p-2"],"asset":["c-1"],"percentage":["60%"]}}"#,
        "\n",
        r#"{"id":"x-1","schema":"Nonsense","properties":{"name":["Who"]}}"#,
        "\n",
        r#"{"src":"EX 778899","dst":"p-1","time":"2024-01-03","amount":"490","currency":"EUR"}"#,
        "\n",
    );
    let traced = read(text, "");
    assert_eq!(
        (traced.network.flow().len(), traced.network.links().len()),
        (2, 1)
    );
    assert_eq!(traced.problems.left_out(), 1);
    let company = traced.party("EX 778899").expect("joined");
    assert_eq!(traced.network.parties().reference(company), "c-1");
    assert_eq!(traced.caption(company), "Example Trading");
    assert_eq!(lines(&traced, Search::Cycles).len(), 1);
}

#[test]
fn shares_of_a_table_are_links() {
    let traced = read(
        "owner,company,share,since\np,c,0.6,2020-01-01\nc,d,0.5,\nx,d,1.5,\n",
        "",
    );
    // One and a half is no part of one, so that the column is in percent.
    assert_eq!(
        (traced.network.links().len(), traced.problems.left_out()),
        (3, 0)
    );
    let traced = read(
        "owner,company,share,since\np,c,0.6,2020-01-01\nc,d,0.5,\nx,d,lots,\n",
        "",
    );
    assert_eq!(
        (traced.network.links().len(), traced.problems.left_out()),
        (2, 1)
    );
    assert_eq!(
        traced.network.links().all()[1].share,
        kashf_trace::Share::exactly(6_000)
    );
}
