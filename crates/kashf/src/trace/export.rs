//! Movements as Parquet files, a folder a day, for engines that take more than one machine (docs/spark.md).
//!
//! Columns: `id`, `src`, `dst` as text, `time` in whole seconds since 1970, `amount` as a decimal text in major units (null
//! when there is none), `currency` (null when none is named), `kind`, `file`, `line`. Rows stand in the network's order, so that the
//! same movements give the same bytes.

use super::{Traced, TracingError};
use fs_err::File;
use kashf_trace::{Currency, MoveNo};
use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

const SCHEMA: &str = "message movements {
  required binary id (UTF8); required binary src (UTF8); required binary dst (UTF8); required int64 time;
  optional binary amount (UTF8); optional binary currency (UTF8); required binary kind (UTF8);
  optional binary file (UTF8); optional int64 line;
}";

/// Rows a row group; bounds the memory.
const ROWS_A_GROUP: u32 = 1 << 16;
/// Seconds of a day.
const DAY: i64 = 86_400;

/// Writes `folder/day=YYYY-MM-DD/part-0.parquet` for every day on which something moved; gives the number of days.
///
/// # Errors
/// A folder that has something in it already, or a file that cannot be written.
pub fn export(traced: &Traced, folder: &Path) -> Result<u32, TracingError> {
    if fs_err::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(TracingError::Option {
            option: "--out",
            problem: format!("`{}` has something in it", folder.display()),
            hint: "name a new or an empty directory",
        });
    }
    let flow = traced.network.flow();
    let mut days = 0;
    let mut start: MoveNo = 0;
    while start < flow.len() {
        let day = flow.time(start).div_euclid(DAY);
        let end = flow.first_at((day + 1) * DAY);
        let name = super::TimeForm::days().text(day * DAY);
        let place = folder.join(format!("day={name}"));
        fs_err::create_dir_all(&place)?;
        let file = File::create(place.join("part-0.parquet"))?;
        write(traced, start..end, file).map_err(as_io)?;
        start = end;
        days += 1;
    }
    Ok(days)
}

fn as_io(error: ParquetError) -> io::Error {
    io::Error::other(error.to_string())
}

fn write(traced: &Traced, numbers: Range<MoveNo>, file: File) -> Result<(), ParquetError> {
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_created_by(format!("kashf {}", env!("CARGO_PKG_VERSION")))
        .build();
    let schema = Arc::new(parse_message_type(SCHEMA)?);
    let (file, _) = file.into_parts();
    let mut writer = SerializedFileWriter::new(file, schema, Arc::new(properties))?;
    let mut start = numbers.start;
    while start < numbers.end {
        let end = start.saturating_add(ROWS_A_GROUP).min(numbers.end);
        let mut group = writer.next_row_group()?;
        columns(traced, start..end, &mut group)?;
        group.close()?;
        start = end;
    }
    writer.close()?;
    Ok(())
}

fn columns(
    traced: &Traced,
    numbers: Range<MoveNo>,
    group: &mut SerializedRowGroupWriter<'_, std::fs::File>,
) -> Result<(), ParquetError> {
    let (flow, parties) = (traced.network.flow(), traced.network.parties());
    let bytes = |text: &str| ByteArray::from(text);
    let place = |number: MoveNo| traced.place(flow.get(number).row);
    let required = |text: &dyn Fn(MoveNo) -> ByteArray| -> Vec<Option<ByteArray>> {
        numbers.clone().map(|number| Some(text(number))).collect()
    };
    texts(
        group,
        required(&|number| bytes(&flow.id(number).to_string())),
        false,
    )?;
    texts(
        group,
        required(&|number| bytes(parties.reference(flow.from(number)))),
        false,
    )?;
    texts(
        group,
        required(&|number| bytes(parties.reference(flow.to(number)))),
        false,
    )?;
    longs(
        group,
        numbers
            .clone()
            .map(|number| Some(flow.time(number)))
            .collect(),
        false,
    )?;
    let amount = |number| {
        traced
            .has_amounts
            .then(|| bytes(&flow.amount(number).to_string()))
    };
    texts(group, numbers.clone().map(amount).collect(), true)?;
    let currency = |number| {
        let currency = flow.currency(number);
        (currency != Currency::NONE).then(|| bytes(currency.code()))
    };
    texts(group, numbers.clone().map(currency).collect(), true)?;
    texts(
        group,
        required(&|number| bytes(flow.kind(number).word())),
        false,
    )?;
    texts(
        group,
        numbers
            .clone()
            .map(|number| Some(bytes(place(number)?.0)))
            .collect(),
        true,
    )?;
    // It fits: lines of a file.
    let line = |number| i64::try_from(place(number)?.1).ok();
    longs(group, numbers.map(line).collect(), true)
}

fn texts(
    group: &mut SerializedRowGroupWriter<'_, std::fs::File>,
    values: Vec<Option<ByteArray>>,
    optional: bool,
) -> Result<(), ParquetError> {
    let Some(mut column) = group.next_column()? else {
        return Ok(());
    };
    let levels: Vec<i16> = values
        .iter()
        .map(|value| i16::from(value.is_some()))
        .collect();
    let values: Vec<ByteArray> = values.into_iter().flatten().collect();
    let levels = optional.then_some(levels.as_slice());
    column
        .typed::<ByteArrayType>()
        .write_batch(&values, levels, None)?;
    column.close()
}

fn longs(
    group: &mut SerializedRowGroupWriter<'_, std::fs::File>,
    values: Vec<Option<i64>>,
    optional: bool,
) -> Result<(), ParquetError> {
    let Some(mut column) = group.next_column()? else {
        return Ok(());
    };
    let levels: Vec<i16> = values
        .iter()
        .map(|value| i16::from(value.is_some()))
        .collect();
    let values: Vec<i64> = values.into_iter().flatten().collect();
    let levels = optional.then_some(levels.as_slice());
    column
        .typed::<Int64Type>()
        .write_batch(&values, levels, None)?;
    column.close()
}
