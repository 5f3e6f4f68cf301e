//! Any table, CSV or XLSX, by a mapping file: a bank's own list, a regulator's spreadsheet.
//!
//! A mapping is TOML and says which columns become which properties. Its words are those of
//! FollowTheMoney's own mappings (<https://followthemoney.tech/docs/mappings/>): `entities`, `schema`,
//! `keys`, `key_literal`, `id_column`, `properties`, `column`, `columns`, `literal`, `join`, `split`,
//! `format`, `filters`. What FollowTheMoney leaves to the program that calls it stands under `[source]`.
//! The mapping is a file of the load like the table: kept with it, and part of the version's hash.
//!
//! Required of each record: an id, and a name or an identifier; of each row as many cells as the header
//! has. More than one record in a thousand without them refuses the list (`structure.rs`).
//!
//! What it is not: a language. It computes nothing, looks nothing up and joins no tables.
//!
//! | key | meaning |
//! |---|---|
//! | `mapping = 1` | the format of this file; the first line that is no comment |
//! | `dataset`, `prefix` | name of the dataset without `--as`; what ids begin with (default: the alias of a known dataset, else its name with `-` for `_`) |
//! | `source.format`, `encoding`, `delimiter`, `quote` | `csv` or `xlsx` (default: by content); a code page such as `windows-1256` (default `utf-8`); one character each |
//! | `source.header`, `columns`, `sheet` | row of the header (default 1, 0 for none), names of the columns when there is none, name or number of the sheet (default 1) |
//! | `source.empty`, `required`, `ignore` | cells that say nothing ("None", "n/a"), columns that no row may leave empty, columns that are meant to be left out |
//! | `source.open_end` | true when the last line of a CSV has no line end; else that is taken for a cut |
//! | `as_of` | date of the list: a text, or `{ column, format }`, the latest of a column |
//! | `[filters]`, `[filters_not]` | only rows whose column is, or is not, a value or one of several |
//! | `[entities.NAME]` `schema` | a FollowTheMoney schema |
//! | `schema_from` | `{ column, values }`: the schema by a column's value; `schema` for all other values |
//! | `id_column`, or `keys` and `key_literal` | the id: a column as it stands, or a hash of columns (and a word of yours); without them a hash of the whole row. Rows of one id become one entity |
//! | `when` | as `filters`, for one entity or one property |
//! | `record` | whether it is one of the list's records (default: parties and vessels are) |
//! | `[entities.NAME.properties]` `PROPERTY` | a column's name, a table of the words below, or a list of such tables |
//! | `column`, `columns`, `literal`, `literals`, `template`, `entity` | columns, fixed values, a text with `{{column}}`, the id of another entity of the row |
//! | `join`, `split`, `keep_with`, `without` | a separator between columns; one or several separators in a cell; parts that stay with the one before ("Ltd"); a column whose text is taken out of the cell first |
//! | `format` | dates: one or several of `%d/%m/%Y` and the like, with `%d %m %Y %b %B %H %M %S`; `00` is not known |
//! | `values` | other words for a cell's value: `{ M = "male" }` |
//! | `lang`, `required` | language of the value; true: without a value of this property the row gives no such entity |
//! | a column that is neither used nor ignored | not held, counted |

mod check;
mod columns;
pub(crate) mod dates;
mod entities;
mod plan;
mod spec;
mod suggest;
mod table;
mod values;

pub(crate) use values::slug;

use crate::sheet::Sheet;
use crate::{LoadError, Loaded, SourceFile, recognise};
use spec::Spec;

/// A mapping is written by hand.
const MAX_BYTES: usize = 256 << 10;

/// A mapping file, read and checked against FollowTheMoney's model.
#[derive(Clone, Debug)]
pub struct Mapping {
    file: SourceFile,
    spec: Spec,
}

impl Mapping {
    /// The mapping's own file.
    #[must_use]
    pub fn file(&self) -> &SourceFile {
        &self.file
    }

    /// The dataset that the mapping names.
    #[must_use]
    pub fn dataset(&self) -> Option<&str> {
        self.spec.dataset.as_deref()
    }

    fn error(&self, key: &str, problem: impl Into<String>, remedy: impl Into<String>) -> LoadError {
        LoadError::Mapping {
            file: self.file.name.clone(),
            key: key.to_owned(),
            problem: problem.into(),
            remedy: remedy.into(),
        }
    }
}

/// True when the file is a mapping: its first line that is no comment says `mapping = 1`.
///
/// ```
/// use kashf_load::{SourceFile, mapping::is_mapping};
/// assert!(is_mapping(&SourceFile::from_bytes("m.toml", b"# ours\nmapping = 1\n".to_vec())));
/// assert!(!is_mapping(&SourceFile::from_bytes("list.csv", b"name,mapping\n".to_vec())));
/// ```
#[must_use]
pub fn is_mapping(file: &SourceFile) -> bool {
    let bytes = file
        .bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(&file.bytes);
    let lines = bytes[..bytes.len().min(MAX_BYTES)].split(|byte| *byte == b'\n');
    let first = lines
        .map(<[u8]>::trim_ascii)
        .find(|line| !line.is_empty() && !line.starts_with(b"#"));
    let rest = first.and_then(|line| line.strip_prefix(b"mapping"));
    rest.is_some_and(|rest| rest.trim_ascii_start().starts_with(b"="))
}

/// Reads a mapping and checks everything that can be checked without a table.
///
/// ```
/// use kashf_load::{SourceFile, mapping::read_mapping};
/// let text = "mapping = 1\n[entities.party]\nschema = \"Persn\"\nproperties.name = \"Name\"\n";
/// let error = read_mapping(&SourceFile::from_bytes("m.toml", text.as_bytes().to_vec())).unwrap_err();
/// assert_eq!(error.to_string(), "`m.toml` entities.party.schema: no schema is called `Persn`");
/// assert!(error.hint().unwrap().starts_with("did you mean `Person`?"));
/// ```
///
/// # Errors
///
/// No TOML, an unknown key, schema or property, keys that contradict each other.
pub fn read_mapping(file: &SourceFile) -> Result<Mapping, LoadError> {
    let refused = |key: String, problem: String, remedy: &str| LoadError::Mapping {
        file: file.name.clone(),
        key,
        problem,
        remedy: remedy.to_owned(),
    };
    if file.bytes.len() > MAX_BYTES {
        return Err(LoadError::TooLarge {
            file: file.name.clone(),
            reason: format!("a mapping has at most {} KiB", MAX_BYTES >> 10),
        });
    }
    if !is_mapping(file) {
        let problem = String::from("this is no mapping file");
        let remedy =
            "begin it with the line `mapping = 1` (docs/formats.md, Any table by a mapping)";
        return Err(refused(String::from("mapping"), problem, remedy));
    }
    let text = crate::text::text_of(file)?;
    let spec: Spec = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start.min(text.len()));
        let line = 1 + crate::text::count(&text.as_bytes()[..at], b'\n');
        let problem: String = error
            .message()
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .take(400)
            .collect();
        refused(
            format!("line {line}"),
            problem,
            "the keys stand in docs/formats.md, Any table by a mapping",
        )
    })?;
    let mapping = Mapping {
        file: file.clone(),
        spec,
    };
    mapping.check()?;
    Ok(mapping)
}

/// Reads the tables of ONE dataset by a mapping.
///
/// ```
/// use kashf_load::{SourceFile, mapping::{load_mapped, read_mapping}};
/// let mapping = "mapping = 1\n[entities.party]\nschema = \"Person\"\nid_column = \"No\"\nproperties.name = \"Name\"\n";
/// let mapping = read_mapping(&SourceFile::from_bytes("m.toml", mapping.as_bytes().to_vec()))?;
/// let table = SourceFile::from_bytes("list.csv", b"No,Name\n17,Nadir Exampleman\n".to_vec());
/// let loaded = load_mapped(&[table], "mine", &mapping)?;
/// assert_eq!(loaded.record_ids, ["mine-17"]);
/// # Ok::<(), kashf_load::LoadError>(())
/// ```
///
/// # Errors
///
/// A table that does not fit the mapping, or is refused as any list is ([`crate::load`]).
pub fn load_mapped(
    files: &[SourceFile],
    dataset: &str,
    mapping: &Mapping,
) -> Result<Loaded, LoadError> {
    let files: Vec<&SourceFile> = files.iter().collect();
    load_tables(&files, dataset, mapping)
}

pub(crate) fn load_tables(
    files: &[&SourceFile],
    dataset: &str,
    mapping: &Mapping,
) -> Result<Loaded, LoadError> {
    let name = crate::load::known_or_checked(dataset)?;
    let mut sheet = Sheet::new(&name);
    let mut stock = entities::Stock::new(mapping, &name);
    for file in files {
        let rows = table::read(file, mapping)?;
        let plan = plan::Plan::new(mapping, &file.name, &rows)?;
        stock.read(&plan, &rows, &file.name, &mut sheet)?;
    }
    stock.finish(&mut sheet)?;
    let mut all: Vec<&SourceFile> = files.to_vec();
    all.push(&mapping.file);
    crate::load::finish(sheet, &all)
}

/// Splits the mapping from the tables; `None` when there is no mapping among the files.
pub(crate) fn among<'f>(
    files: &[&'f SourceFile],
) -> Result<Option<(Mapping, Vec<&'f SourceFile>)>, LoadError> {
    let (mappings, tables): (Vec<&SourceFile>, Vec<&SourceFile>) =
        files.iter().partition(|file| is_mapping(file));
    let Some(first) = mappings.first() else {
        return Ok(None);
    };
    let mixed = |file: &SourceFile, reason: String| LoadError::Mixed {
        file: file.name.clone(),
        reason,
    };
    if let Some(second) = mappings.get(1) {
        let reason = format!("`{}` is a mapping as well", first.name);
        return Err(mixed(second, reason));
    }
    if tables.is_empty() {
        let reason = String::from("a mapping without the table that it speaks of");
        return Err(mixed(first, reason));
    }
    Ok(Some((read_mapping(first)?, tables)))
}

/// A file that is no table at all is named as what it is: a login page, an error message, XML.
fn check_is_table(file: &SourceFile) -> Result<(), LoadError> {
    match recognise(file) {
        Err(LoadError::Unrecognised { .. } | LoadError::Encoding { .. }) | Ok(_) => Ok(()),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod error_tests;
#[cfg(test)]
mod real_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod workbook_tests;
