//! Parquet as input: what is read of it, what is refused, and that a CSV file says the same.

use super::{InputError, InputReader, Record};
use parquet::basic::{Compression, GzipLevel, ZstdLevel};
use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type, Int96, Int96Type,
};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::parser::parse_message_type;
use proptest::prelude::*;
use std::path::PathBuf;
use std::sync::Arc;

/// Values of one column of one row group, with their definition levels.
enum Values {
    Texts(Vec<Option<String>>),
    Ints(Vec<Option<i32>>),
    Longs(Vec<Option<i64>>),
    Moments(Vec<Int96>),
    Truths(Vec<bool>),
    Doubles(Vec<f64>),
    /// A list of one text a row.
    Listed(Vec<String>),
}

fn some<T: Clone>(values: &[Option<T>]) -> (Vec<T>, Vec<i16>) {
    let levels = values.iter().map(|value| i16::from(value.is_some()));
    (values.iter().flatten().cloned().collect(), levels.collect())
}

fn bytes_of(texts: &[String]) -> Vec<ByteArray> {
    texts
        .iter()
        .map(|text| ByteArray::from(text.as_str()))
        .collect()
}

fn write_values(column: &mut SerializedColumnWriter<'_>, values: &Values) {
    match values {
        Values::Texts(texts) => {
            let (texts, levels) = some(texts);
            let texts = bytes_of(&texts);
            let writer = column.typed::<ByteArrayType>();
            writer.write_batch(&texts, Some(&levels), None).unwrap();
        }
        Values::Ints(ints) => {
            let (ints, levels) = some(ints);
            let writer = column.typed::<Int32Type>();
            writer.write_batch(&ints, Some(&levels), None).unwrap();
        }
        Values::Longs(longs) => {
            let (longs, levels) = some(longs);
            let writer = column.typed::<Int64Type>();
            writer.write_batch(&longs, Some(&levels), None).unwrap();
        }
        Values::Moments(moments) => {
            column
                .typed::<Int96Type>()
                .write_batch(moments, None, None)
                .unwrap();
        }
        Values::Truths(truths) => {
            column
                .typed::<BoolType>()
                .write_batch(truths, None, None)
                .unwrap();
        }
        Values::Doubles(doubles) => {
            column
                .typed::<DoubleType>()
                .write_batch(doubles, None, None)
                .unwrap();
        }
        Values::Listed(texts) => {
            let (ones, zeros) = (vec![1; texts.len()], vec![0; texts.len()]);
            let writer = column.typed::<ByteArrayType>();
            writer
                .write_batch(&bytes_of(texts), Some(&ones), Some(&zeros))
                .unwrap();
        }
    }
}

struct Written {
    _folder: tempfile::TempDir,
    path: PathBuf,
}

/// A file of these row groups.
fn write(schema: &str, packed: Compression, groups: &[Vec<Values>]) -> Written {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("customers.parquet");
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let properties = WriterProperties::builder().set_compression(packed).build();
    let file = fs_err::File::create(&path).unwrap().into_parts().0;
    let mut writer = SerializedFileWriter::new(file, schema, Arc::new(properties)).unwrap();
    for group in groups {
        let mut row_group = writer.next_row_group().unwrap();
        for values in group {
            let mut column = row_group.next_column().unwrap().unwrap();
            write_values(&mut column, values);
            column.close().unwrap();
        }
        row_group.close().unwrap();
    }
    writer.close().unwrap();
    Written {
        _folder: folder,
        path,
    }
}

fn read(written: &Written) -> Result<Vec<Record>, InputError> {
    let mut reader = InputReader::open_path(&written.path)?;
    let mut records = Vec::new();
    while let Some(raw) = reader.next()? {
        records.push(reader.interpreter().interpret(raw, None));
    }
    Ok(records)
}

fn text(value: &str) -> Option<String> {
    Some(value.to_owned())
}

const PEOPLE: &str = "message m { optional binary id (UTF8); optional binary full_name (UTF8); }";

fn people(first: usize, count: usize) -> Vec<Values> {
    let each = |what: &str| {
        let numbers = first..first + count;
        Values::Texts(numbers.map(|n| Some(format!("{what}{n}"))).collect())
    };
    vec![each("c"), each("Nadir Example ")]
}

#[test]
fn dates_numbers_and_nulls_have_the_texts_of_a_csv_file() {
    let schema = "message m {
        optional int64 id; optional binary full_name (UTF8); optional int32 dob (DATE);
        optional binary favourite_colour (UTF8); required boolean gender; optional int64 country (TIMESTAMP(MICROS,false));
        required int96 nationality; optional int32 id_number (INTEGER(32,false)); }";
    let day = 86_400_000_000;
    let mut midnight = Int96::new();
    midnight.set_data(0, 0, 2_440_588 + 10);
    let group = vec![
        Values::Longs(vec![Some(7), Some(-8), None]),
        Values::Texts(vec![
            text("Nadir, \"Example\"\n"),
            None,
            text("\u{0644}\u{064a}\u{0644}\u{0649}"),
        ]),
        Values::Ints(vec![Some(-2_850), Some(0), None]),
        Values::Texts(vec![text("blue"), None, None]),
        Values::Truths(vec![true, false, true]),
        Values::Longs(vec![Some(day), Some(day + 1_500_000), None]),
        Values::Moments(vec![midnight, midnight, midnight]),
        Values::Ints(vec![Some(-1), None, Some(5)]),
    ];
    let written = write(schema, Compression::SNAPPY, &[group]);
    let csv = "id,full_name,dob,gender,country,nationality,id_number\n\
        7,\"Nadir, \"\"Example\"\"\n\",1962-03-14,true,1970-01-02,1970-01-11,4294967295\n\
        -8,,1970-01-01,false,1970-01-02T00:00:01,1970-01-11,\n\
        ,\u{0644}\u{064a}\u{0644}\u{0649},,true,,1970-01-11,5\n";
    let mut reader = InputReader::open(csv.as_bytes(), "x.csv").unwrap();
    let mut expected = Vec::new();
    while let Some(raw) = reader.next().unwrap() {
        expected.push(reader.interpreter().interpret(raw, None));
    }
    let records = read(&written).unwrap();
    assert_eq!(format!("{records:?}"), format!("{expected:?}"));
    assert_eq!(
        (
            records.len(),
            records[0].id.as_str(),
            records[2].id.as_str()
        ),
        (3, "7", "3")
    );
    let reader = InputReader::open_path(&written.path).unwrap();
    assert_eq!(reader.unknown_columns(), ["favourite_colour"]);
}

#[test]
fn what_has_no_text_is_refused_with_its_column() {
    let told = |schema: &str, values: Values, packed| {
        let written = write(schema, packed, &[vec![values]]);
        read(&written).unwrap_err().to_string()
    };
    let plain = Compression::UNCOMPRESSED;
    let doubles = || Values::Doubles(vec![1962.0]);
    let error = told("message m { required double name; }", doubles(), plain);
    assert!(
        error.ends_with("column `name` is DOUBLE, which is not read"),
        "{error}"
    );
    let listed = || Values::Listed(vec!["x".to_owned()]);
    let error = told(
        "message m { repeated binary alias (UTF8); }",
        listed(),
        plain,
    );
    assert!(
        error.ends_with("column `alias` is a list or a struct, which is not read"),
        "{error}"
    );
    let group = "message m { required group name { optional binary first (UTF8); } }";
    let error = told(group, Values::Texts(vec![text("x")]), plain);
    assert!(
        error.ends_with("column `name` is a list or a struct, which is not read"),
        "{error}"
    );
    let time = "message m { optional int32 name (TIME(MILLIS,true)); }";
    let error = told(time, Values::Ints(vec![Some(1)]), plain);
    assert!(
        error.ends_with("column `name` is INT32 (Time), which is not read"),
        "{error}"
    );
    let error = told("message m { required double price; }", doubles(), plain);
    assert!(
        error.ends_with("none of its columns holds a name or an identifier"),
        "{error}"
    );
    // A column that nobody would use harms nobody.
    let schema = "message m { required double price; optional binary name (UTF8); }";
    let group = vec![doubles(), Values::Texts(vec![text("Nadir Example")])];
    assert_eq!(read(&write(schema, plain, &[group])).unwrap().len(), 1);
}

#[test]
fn rows_of_many_groups_come_in_order_and_can_be_passed_over() {
    let zstd = Compression::ZSTD(ZstdLevel::default());
    let gzip = Compression::GZIP(GzipLevel::default());
    for packed in [zstd, gzip] {
        let sizes = [0, 2500, 1, 1024];
        let mut first = 0;
        let groups: Vec<_> = sizes
            .iter()
            .map(|size| {
                first += size;
                people(first - size, *size)
            })
            .collect();
        let written = write(PEOPLE, packed, &groups);
        let records = read(&written).unwrap();
        let ids: Vec<String> = (0..first).map(|n| format!("c{n}")).collect();
        assert!(records.iter().map(|record| &record.id).eq(&ids));
        let length = fs_err::metadata(&written.path).unwrap().len();
        for passed in [0, 1, 1024, 2499, 2500, 2501, 2502, 3000, first, first + 9] {
            let mut reader = InputReader::open_path(&written.path).unwrap();
            reader.skip_to(passed as u64).unwrap();
            let here = passed.min(first);
            assert_eq!(reader.position().record, here as u64);
            let next = reader.next().unwrap();
            assert_eq!(next.is_some(), here < first);
            if let Some(raw) = next {
                assert_eq!(reader.interpreter().interpret(raw, None).id, ids[here]);
                assert!(reader.position().offset <= length && reader.position().offset > 0);
            }
        }
    }
}

#[test]
fn a_row_that_is_too_long_or_not_text_costs_itself_only() {
    let schema = "message m { optional binary id (UTF8); optional binary name; }";
    let written = {
        let names = vec![
            text("Nadir Example"),
            Some("x".repeat(2 << 20)),
            text("Layla Example"),
        ];
        let ids = vec![text("a"), text("b"), text("c")];
        write(
            schema,
            Compression::UNCOMPRESSED,
            &[vec![Values::Texts(ids), Values::Texts(names)]],
        )
    };
    let records = read(&written).unwrap();
    assert!(records[0].entity.is_ok() && records[2].entity.is_ok());
    let problem = records[1].entity.as_ref().unwrap_err();
    assert_eq!(problem, "row 2: the row is longer than 1048576 bytes");
}

#[test]
fn a_pipe_cannot_carry_one() {
    let error = InputReader::open(&b"PAR1...."[..], "stdin").unwrap_err();
    assert!(error.hint().unwrap().contains("not a pipe"));
}

proptest! {
    #[test]
    fn a_damaged_file_is_an_error_and_no_panic(at in 4_usize..4000, byte: u8, cut in 0_usize..4000) {
        let written = write(PEOPLE, Compression::SNAPPY, &[people(0, 40), people(40, 40)]);
        let mut bytes = fs_err::read(&written.path).unwrap();
        let at = at % bytes.len();
        bytes[at] ^= byte;
        if cut % 3 == 0 {
            bytes.truncate(cut.max(4));
        }
        fs_err::write(&written.path, bytes).unwrap();
        match read(&written) {
            Ok(records) => prop_assert!(records.len() <= 80),
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }
}
