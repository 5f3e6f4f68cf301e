//! Rows of a Parquet file, a block at a time: no more is in memory than the block and the pages it stands in.
//!
//! Only the columns that mean something are read. Their values become the texts that a CSV file would hold:
//! text as it is, whole numbers as digits, dates and times in ISO 8601 (a time at midnight as its day), truth
//! values as `true` and `false`, null as an empty cell. Lists, structs and fractions have no such text; a column
//! of them that would be used is refused by name, before the first row.
//!
//! Not the crate's own rows: those panic on types that they do not know, and quote values in errors.

use super::headers::{Column, column_of};
use super::parquet_types::{Kind, day_of, kind_of, moment};
use super::text::MAX_LINE_BYTES;
use super::{Cells, InputError, NamedColumn};
use fs_err::File;
use parquet::basic::{Compression, Type};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::DataType;
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Rows that are taken out of the columns at a time.
const BLOCK_ROWS: usize = 1024;

const AS_TEXT: &str =
    "write it as text, a whole number or a date; or rename it when it is not to be screened";

/// Columns of a file; a wider one is no list of customers.
const MAX_COLUMNS: usize = 4096;

/// A Parquet file while it is read.
pub(crate) struct ParquetRows {
    file: String,
    reader: SerializedFileReader<std::fs::File>,
    /// Length of the file, in which progress is told.
    bytes: u64,
    rows: u64,
    read: u64,
    chosen: Vec<Chosen>,
    group: usize,
    /// Rows of the present group that were not taken out yet, and the columns that hold them.
    left: u64,
    columns: Vec<ColumnReader>,
    /// Rows that were taken out, the next one last.
    block: Vec<Result<Cells, String>>,
}

/// A column that is read.
struct Chosen {
    at: usize,
    kind: Kind,
    optional: bool,
}

impl std::fmt::Debug for ParquetRows {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ParquetRows")
            .field("rows", &self.rows)
            .field("read", &self.read)
            .finish_non_exhaustive()
    }
}

/// Headers of a file: of the columns that are read, and of the others.
pub(crate) type Headers = (Vec<String>, Vec<String>);

impl ParquetRows {
    /// Reads the directory of the file and chooses its columns: those that are read, then those that are not known.
    pub(super) fn open(file: File, name: &str) -> Result<(Self, Vec<NamedColumn>), InputError> {
        let choose = |headers: &[String]| {
            let known = headers.iter().map(|header| column_of(header).is_some());
            Ok::<_, InputError>(known.collect())
        };
        let (rows, headers) = Self::open_choosing(file, name, choose, false)?;
        let (read, rest) = headers;
        let named = read.into_iter().chain(rest).map(|header| NamedColumn {
            column: column_of(&header),
            header,
        });
        Ok((rows, named.collect()))
    }

    /// The same with the columns that `choose` chooses by their headers, in the order of the file; `fractions` says whether
    /// a column of fractions is read (as the shortest decimal number that means it). Gives the headers that are read, and
    /// the others.
    pub(crate) fn open_choosing<E: From<InputError>>(
        file: File,
        name: &str,
        choose: impl FnOnce(&[String]) -> Result<Vec<bool>, E>,
        fractions: bool,
    ) -> Result<(Self, Headers), E> {
        let file_bytes = file.metadata().map_err(|source| InputError::Io {
            file: name.to_owned(),
            source,
        })?;
        let (file, _) = file.into_parts();
        let damaged = |problem: String| damaged(name, problem);
        let reader = guarded(|| SerializedFileReader::new(file)).map_err(damaged)?;
        let metadata = reader.metadata().file_metadata();
        let fields = metadata.schema_descr().root_schema().get_fields();
        if fields.len() > MAX_COLUMNS {
            return Err(damaged(format!("more than {MAX_COLUMNS} columns")).into());
        }
        let headers: Vec<String> = fields
            .iter()
            .map(|field| field.name().trim().to_owned())
            .collect();
        let wanted = choose(&headers)?;
        let mut chosen = Vec::new();
        let (mut known, mut unknown) = (Vec::new(), Vec::new());
        let leaves = metadata.schema_descr().columns();
        for ((field, header), wanted) in fields.iter().zip(headers).zip(wanted) {
            let refused = |what: String, hint| InputError::Column {
                file: name.to_owned(),
                column: header.chars().take(80).collect(),
                what,
                hint,
            };
            if !wanted {
                unknown.push(header);
                continue;
            }
            let of_field =
                |parts: &[String]| parts.first().is_some_and(|part| part == field.name());
            let at = leaves.iter().position(|leaf| of_field(leaf.path().parts()));
            let at = at.ok_or_else(|| damaged("a column without values".to_owned()))?;
            let leaf = &leaves[at];
            let nested = field.is_group() || leaf.max_rep_level() > 0 || leaf.max_def_level() > 1;
            let kind = if nested {
                Err("a list or a struct".to_owned())
            } else if fractions && is_fraction(leaf.physical_type()) {
                Ok(Kind::Plain)
            } else {
                kind_of(leaf)
            };
            chosen.push(Chosen {
                at,
                kind: kind
                    .map_err(|what| refused(format!("is {what}, which is not read"), AS_TEXT))?,
                optional: leaf.max_def_level() == 1,
            });
            for group in reader.metadata().row_groups() {
                let codec = group.columns().get(at).map(|chunk| chunk.compression());
                if let Some(codec) = codec.filter(|codec| !is_read(*codec)) {
                    let packed = format!("{codec:?}");
                    let packed = packed.split('(').next().unwrap_or_default();
                    let what = format!("is packed with {packed}, which is not read");
                    return Err(
                        refused(what, "pack it with Snappy, zstd or gzip, or not at all").into(),
                    );
                }
            }
            known.push(header);
        }
        let rows = u64::try_from(metadata.num_rows()).unwrap_or(0);
        let rows = Self {
            file: name.to_owned(),
            reader,
            bytes: file_bytes.len(),
            rows,
            read: 0,
            chosen,
            group: 0,
            left: 0,
            columns: Vec::new(),
            block: Vec::new(),
        };
        Ok((rows, (known, unknown)))
    }

    /// The cells of the next row, nothing at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Result<Cells, String>>, InputError> {
        if self.block.is_empty() {
            let filled = guarded(|| self.fill());
            filled.map_err(|problem| damaged(&self.file, problem))?;
        }
        let row = self.block.pop();
        self.read += u64::from(row.is_some());
        Ok(row)
    }

    /// Passes over rows; whole groups are not unpacked.
    pub(super) fn skip(&mut self, mut rows: u64) -> Result<u64, InputError> {
        let before = self.read;
        while self.block.is_empty() && self.left == 0 {
            let groups = self.reader.metadata().row_groups();
            let of_group = groups.get(self.group).map(|group| group.num_rows());
            let of_group = of_group.and_then(|rows| u64::try_from(rows).ok());
            let Some(of_group) = of_group.filter(|of_group| *of_group <= rows) else {
                break;
            };
            self.group += 1;
            self.read += of_group;
            rows -= of_group;
        }
        while rows > 0 && self.next()?.is_some() {
            rows -= 1;
        }
        Ok(self.read - before)
    }

    /// How far the file is read, as if its rows were of one length.
    pub(crate) fn offset(&self) -> u64 {
        let share = u128::from(self.bytes) * u128::from(self.read) / u128::from(self.rows.max(1));
        u64::try_from(share).unwrap_or(self.bytes).min(self.bytes)
    }

    /// Takes the next rows out of the columns.
    fn fill(&mut self) -> Result<(), ParquetError> {
        while self.left == 0 {
            if self.group >= self.reader.num_row_groups() {
                return Ok(());
            }
            let group = self.reader.get_row_group(self.group)?;
            self.group += 1;
            self.left = u64::try_from(group.metadata().num_rows()).unwrap_or(0);
            let columns = self.chosen.iter();
            self.columns = columns
                .map(|chosen| group.get_column_reader(chosen.at))
                .collect::<Result<_, _>>()?;
        }
        let wanted = BLOCK_ROWS.min(usize::try_from(self.left).unwrap_or(BLOCK_ROWS));
        let mut rows: Vec<Cells> = vec![Vec::with_capacity(self.chosen.len()); wanted];
        for (chosen, column) in self.chosen.iter().zip(&mut self.columns) {
            let cells = cells_of(column, chosen, wanted)?;
            for (row, cell) in rows.iter_mut().zip(cells) {
                row.push(cell);
            }
        }
        self.left -= wanted as u64;
        let bounded = |row: Cells| {
            let long = row.iter().map(Vec::len).sum::<usize>() > MAX_LINE_BYTES;
            let problem = || format!("the row is longer than {MAX_LINE_BYTES} bytes");
            if long { Err(problem()) } else { Ok(row) }
        };
        self.block = rows.into_iter().map(bounded).rev().collect();
        Ok(())
    }
}

/// The next `wanted` values of a column as texts.
fn cells_of(
    column: &mut ColumnReader,
    chosen: &Chosen,
    wanted: usize,
) -> Result<Vec<Vec<u8>>, ParquetError> {
    let digits = |number: i64| number.to_string().into_bytes();
    let optional = chosen.optional;
    let kind = chosen.kind;
    match column {
        ColumnReader::BoolColumnReader(reader) => take(reader, wanted, optional, |value| {
            value.to_string().into_bytes()
        }),
        ColumnReader::Int32ColumnReader(reader) => {
            take(reader, wanted, optional, |value| match kind {
                Kind::Day => day_of(i64::from(*value)).into_bytes(),
                Kind::Unsigned => value.cast_unsigned().to_string().into_bytes(),
                _ => digits(i64::from(*value)),
            })
        }
        ColumnReader::Int64ColumnReader(reader) => {
            take(reader, wanted, optional, |value| match kind {
                Kind::Moment(a_second) => moment(*value, a_second).into_bytes(),
                Kind::Unsigned => value.cast_unsigned().to_string().into_bytes(),
                _ => digits(*value),
            })
        }
        ColumnReader::Int96ColumnReader(reader) => take(reader, wanted, optional, |value| {
            moment(value.to_seconds(), 1).into_bytes()
        }),
        ColumnReader::ByteArrayColumnReader(reader) => {
            take(reader, wanted, optional, |value| value.data().to_vec())
        }
        // Such columns are only opened where fractions are read.
        ColumnReader::FloatColumnReader(reader) => take(reader, wanted, optional, |value| {
            value.to_string().into_bytes()
        }),
        ColumnReader::DoubleColumnReader(reader) => take(reader, wanted, optional, |value| {
            value.to_string().into_bytes()
        }),
        ColumnReader::FixedLenByteArrayColumnReader(_) => Err(ParquetError::General(
            "a column changed its type".to_owned(),
        )),
    }
}

fn take<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    wanted: usize,
    optional: bool,
    text: impl Fn(&T::T) -> Vec<u8>,
) -> Result<Vec<Vec<u8>>, ParquetError> {
    let (mut values, mut levels) = (Vec::new(), Vec::new());
    let mut read = 0;
    while read < wanted {
        let (records, _, _) =
            reader.read_records(wanted - read, Some(&mut levels), None, &mut values)?;
        if records == 0 {
            let problem = "a column has fewer rows than the file says";
            return Err(ParquetError::EOF(problem.to_owned()));
        }
        read += records;
    }
    let mut values = values.iter().map(text);
    let mut cell = || values.next().unwrap_or_default();
    if !optional {
        return Ok((0..wanted).map(|_| cell()).collect());
    }
    let levels = levels.iter().take(wanted);
    Ok(levels
        .map(|level| if *level > 0 { cell() } else { Vec::new() })
        .collect())
}

/// Whether a column holds fractions in binary.
fn is_fraction(kind: Type) -> bool {
    matches!(kind, Type::FLOAT | Type::DOUBLE)
}

/// Whether the crate, as it is built here, unpacks this.
fn is_read(codec: Compression) -> bool {
    matches!(
        codec,
        Compression::UNCOMPRESSED
            | Compression::SNAPPY
            | Compression::GZIP(_)
            | Compression::ZSTD(_)
    )
}

/// What the crate does with foreign bytes; a panic of it is a damaged file, not the end of the program.
fn guarded<T>(read: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(error.to_string().chars().take(200).collect()),
        Err(_) => Err("its pages cannot be read".to_owned()),
    }
}

fn damaged(file: &str, problem: String) -> InputError {
    InputError::Parquet {
        file: file.to_owned(),
        problem,
    }
}

/// True for a column by which a party can be found.
pub(super) fn is_screened(named: &NamedColumn) -> bool {
    matches!(&named.column, Some(Column::Property(targets)) if super::can_be_screened(&targets[0]))
}
