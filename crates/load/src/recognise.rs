//! Which format a file has, told from its bytes and never from its name.
//!
//! It looks at the first kilobytes only, so it is not a check that the file is whole: readers do
//! that. Web pages and lists in formats that this version does not read are named as what they are,
//! because "not recognised" helps nobody.

use crate::{LoadError, SourceFile};
use answers::{error_of, looks_like_page, page_title, text_between};
use std::fmt;

mod answers;

/// A source format that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Format {
    /// The UN Security Council consolidated list, XML.
    UnXml,
    /// OFAC primary names, legacy CSV of 12 columns (`sdn.csv`, `cons_prim.csv`).
    OfacSdnCsv,
    /// OFAC alternate names, 5 columns (`alt.csv`, `cons_alt.csv`).
    OfacAltCsv,
    /// OFAC addresses, 6 columns (`add.csv`, `cons_add.csv`).
    OfacAddCsv,
    /// OFAC remarks beyond 1000 characters, 2 columns (`sdn_comments.csv`, `cons_comments.csv`).
    OfacCommentsCsv,
    /// OFAC's lists as `sdn.xml` or `consolidated.xml`.
    OfacSdnXml,
    /// OFAC's lists as `SDN_ADVANCED.xml` or `CONS_ADVANCED.xml`.
    OfacAdvancedXml,
    /// Canada's autonomous sanctions (SEMA), XML.
    CaXml,
    /// The EU's financial sanctions files, XML 1.1.
    EuXml,
    /// The EU's financial sanctions files, CSV.
    EuCsv,
    /// Switzerland's SECO list, XML.
    ChXml,
    /// The UK Sanctions List, XML.
    UkXml,
    /// The UK Sanctions List, CSV.
    UkCsv,
    /// OFSI's consolidated list, CSV, as it was until January 2026.
    UkConList,
    /// Australia's consolidated list, XLSX.
    AuXlsx,
    /// Australia's consolidated list, CSV.
    AuCsv,
    /// OpenSanctions' targets as simple CSV.
    TargetsCsv,
    /// FollowTheMoney entities, JSON lines.
    FtmJson,
    /// FollowTheMoney statements, CSV with a header.
    StatementsCsv,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnXml => "UN consolidated list (XML)",
            Self::OfacSdnCsv => "OFAC primary names (CSV)",
            Self::OfacAltCsv => "OFAC alternate names (CSV)",
            Self::OfacAddCsv => "OFAC addresses (CSV)",
            Self::OfacCommentsCsv => "OFAC remarks continued (CSV)",
            Self::OfacSdnXml => "OFAC list (sdn.xml)",
            Self::OfacAdvancedXml => "OFAC list (SDN_ADVANCED.xml)",
            Self::CaXml => "Canada's SEMA list (XML)",
            Self::EuXml => "EU financial sanctions files (XML)",
            Self::EuCsv => "EU financial sanctions files (CSV)",
            Self::ChXml => "SECO sanctions list (XML)",
            Self::UkXml => "UK Sanctions List (XML)",
            Self::UkCsv => "UK Sanctions List (CSV)",
            Self::UkConList => "OFSI consolidated list (CSV)",
            Self::AuXlsx => "Australian sanctions list (XLSX)",
            Self::AuCsv => "Australian sanctions list (CSV)",
            Self::TargetsCsv => "OpenSanctions targets (simple CSV)",
            Self::FtmJson => "FollowTheMoney entities (JSON lines)",
            Self::StatementsCsv => "FollowTheMoney statements (CSV)",
        })
    }
}

/// How much of a file is looked at. The UN's root stands in the first 300 bytes; a first JSON
/// entity may be longer than this, which is allowed for.
const LOOK_BYTES: usize = 64 << 10;

/// Tells the format of a file from its content.
///
/// ```
/// use kashf_load::{Format, SourceFile, recognise};
/// let file = SourceFile::from_bytes("x", b"{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{}}\n".to_vec());
/// assert_eq!(recognise(&file)?, Format::FtmJson);
/// # Ok::<(), kashf_load::LoadError>(())
/// ```
///
/// # Errors
///
/// An empty file, a web page, a known format that is not read, or something unknown.
pub fn recognise(file: &SourceFile) -> Result<Format, LoadError> {
    let name = || file.name.clone();
    let bytes = file
        .bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(&file.bytes);
    let head = &bytes[..bytes.len().min(LOOK_BYTES)];
    let text = head.trim_ascii_start();
    if text.iter().all(|b| *b == 0x1a || b.is_ascii_whitespace()) {
        return Err(LoadError::Empty { file: name() });
    }
    if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) {
        let reason = String::from("the file is UTF-16; lists must be UTF-8");
        return Err(LoadError::Encoding {
            file: name(),
            line: 1,
            reason,
        });
    }
    if crate::workbook::is_workbook(&file.bytes) {
        if crate::au::is_workbook(file) {
            return Ok(Format::AuXlsx);
        }
        return Err(LoadError::Unsupported {
            file: name(),
            format: String::from("an Excel workbook"),
            instead: Some("say which columns mean what: --mapping FILE (docs/formats.md)"),
        });
    }
    if crate::mapping::is_mapping(file) {
        return Err(LoadError::Unsupported {
            file: name(),
            format: String::from("a mapping file, not a list"),
            instead: Some("pass it with --mapping, and the table with --file"),
        });
    }
    if looks_like_page(text) {
        return Err(LoadError::WebPage {
            file: name(),
            title: page_title(text),
        });
    }
    match text[0] {
        b'<' => recognise_xml(file, text),
        b'{' => recognise_json(file, text),
        b'[' => Err(LoadError::Unsupported {
            file: name(),
            format: String::from("a JSON array"),
            instead: Some("FollowTheMoney is read as JSON lines: one entity a line"),
        }),
        _ => recognise_csv(file, text).map_err(|error| {
            // A list with a NUL in it is for its reader to refuse, with the line.
            if !head.iter().take(1024).any(|b| *b == 0) {
                return error;
            }
            let reason = String::from("it holds NUL bytes, so it is not text");
            LoadError::Unrecognised {
                file: name(),
                reason,
            }
        }),
    }
}

fn find(text: &[u8], needle: &[u8]) -> Option<usize> {
    text.windows(needle.len())
        .position(|window| window == needle)
}

/// Roots of lists that are read.
const ROOTS: &[(&str, Format)] = &[
    (crate::ca::ROOT, Format::CaXml),
    (crate::ch::ROOT, Format::ChXml),
    (crate::eu::ROOT, Format::EuXml),
    (crate::un::ROOT, Format::UnXml),
];

/// Roots of lists that later issues will read, with what to load meanwhile.
const OTHER_ROOTS: &[(&str, &str, &str)] = &[
    (
        "sanctionsData",
        "OFAC's enhanced XML",
        "load sdn.xml, SDN_ADVANCED.xml or the CSV files: sdn.csv, alt.csv, add.csv, sdn_comments.csv",
    ),
    (
        "ArrayOfFinancialSanctionsTarget",
        "OFSI's XML",
        "the UK list comes with a later version",
    ),
];

fn recognise_xml(file: &SourceFile, text: &[u8]) -> Result<Format, LoadError> {
    let root = crate::xml::root_name(&file.name, text)?;
    if let Some((_, format)) = ROOTS.iter().find(|(name, _)| *name == root) {
        return Ok(*format);
    }
    if root == crate::ofac_xml::ROOT {
        return Ok(Format::OfacSdnXml);
    }
    if root == crate::ofac_advanced::ROOT {
        return Ok(Format::OfacAdvancedXml);
    }
    if root == crate::uk::ROOT {
        return Ok(Format::UkXml);
    }
    if let Some((_, format, instead)) = OTHER_ROOTS.iter().find(|(name, _, _)| *name == root) {
        return Err(LoadError::Unsupported {
            file: file.name.clone(),
            format: (*format).to_owned(),
            instead: Some(instead),
        });
    }
    // As object stores answer: `<Error><Code>AccessDenied</Code>..`.
    if root.eq_ignore_ascii_case("error") {
        let said = text_between(text, b"<Message>").or_else(|| text_between(text, b"<Code>"));
        return Err(LoadError::ErrorAnswer {
            file: file.name.clone(),
            said,
        });
    }
    let root: String = root.chars().filter(|c| !c.is_control()).take(64).collect();
    let reason = format!("XML with the root element `{root}`");
    Err(LoadError::Unrecognised {
        file: file.name.clone(),
        reason,
    })
}

fn recognise_json(file: &SourceFile, text: &[u8]) -> Result<Format, LoadError> {
    let line = text.split(|b| *b == b'\n').next().unwrap_or_default();
    let unknown = |reason: &str| LoadError::Unrecognised {
        file: file.name.clone(),
        reason: reason.to_owned(),
    };
    let long = line.len() == text.len() && text.len() >= LOOK_BYTES - 64;
    if long {
        // The first entity is longer than what is looked at: its keys must do.
        let has = |key: &[u8]| find(line, key).is_some();
        return if has(b"\"schema\"") || has(b"\"properties\"") {
            Ok(Format::FtmJson)
        } else {
            Err(unknown("JSON without `schema` and `properties`"))
        };
    }
    match serde_json::from_slice::<serde_json::Value>(line) {
        Ok(serde_json::Value::Object(map)) => {
            if map.contains_key("id") && map.contains_key("schema") {
                Ok(Format::FtmJson)
            } else if let Some(said) = error_of(&map) {
                let file = file.name.clone();
                Err(LoadError::ErrorAnswer { file, said })
            } else if crate::delta::is_part(file) {
                Err(LoadError::Unsupported {
                    file: file.name.clone(),
                    format: String::from("changes to a list (a delta), not a list"),
                    instead: Some(
                        "load the folder with `index.json`, `delta.json` and all deltas, or the whole list",
                    ),
                })
            } else {
                Err(unknown("JSON lines without `id` and `schema`"))
            }
        }
        Ok(_) => Err(unknown("JSON that is not an object a line")),
        Err(_) if line.trim_ascii() == b"{" => {
            let file = file.name.clone();
            if let Ok(serde_json::Value::Object(map)) = serde_json::from_slice(text)
                && let Some(said) = error_of(&map)
            {
                return Err(LoadError::ErrorAnswer { file, said });
            }
            Err(LoadError::Unsupported {
                file,
                format: String::from("JSON over several lines"),
                instead: Some("FollowTheMoney is read as JSON lines: one entity a line"),
            })
        }
        // A damaged or cut first line of entities: the reader says which.
        Err(_) if find(line, b"\"schema\"").is_some() => Ok(Format::FtmJson),
        Err(_) => Err(unknown(
            "JSON that breaks off or is damaged on its first line",
        )),
    }
}

fn recognise_csv(file: &SourceFile, text: &[u8]) -> Result<Format, LoadError> {
    if crate::eu_csv::is_header(text) {
        return Ok(Format::EuCsv);
    }
    if let Some(ofsi) = crate::uk::csv::is_header(text) {
        return Ok(if ofsi {
            Format::UkConList
        } else {
            Format::UkCsv
        });
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text);
    let mut first = csv::ByteRecord::new();
    let unknown = |reason: String| LoadError::Unrecognised {
        file: file.name.clone(),
        reason,
    };
    if !reader.read_byte_record(&mut first).unwrap_or(false) {
        return Err(unknown(String::from("no first line")));
    }
    let fields: Vec<&[u8]> = first.iter().map(<[u8]>::trim_ascii).collect();
    let has = |name: &[u8]| fields.contains(&name);
    if has(b"prop") && has(b"value") && (has(b"entity_id") || has(b"canonical_id")) {
        return Ok(Format::StatementsCsv);
    }
    if crate::targets::is_header(&fields) {
        return Ok(Format::TargetsCsv);
    }
    if crate::au::is_header(&fields) {
        return Ok(Format::AuCsv);
    }
    let number = |ix: usize| {
        fields
            .get(ix)
            .is_some_and(|f| !f.is_empty() && f.iter().all(u8::is_ascii_digit))
    };
    let kind = |ix: usize| matches!(fields.get(ix), Some(&(b"aka" | b"fka" | b"nka" | b"-0-")));
    match fields.len() {
        12 if number(0) => Ok(Format::OfacSdnCsv),
        6 if number(0) && number(1) => Ok(Format::OfacAddCsv),
        5 if number(0) && number(1) && kind(2) => Ok(Format::OfacAltCsv),
        2 if number(0) => Ok(Format::OfacCommentsCsv),
        columns => Err(unknown(format!(
            "text whose first line has {columns} columns that no known list has"
        ))),
    }
}

#[cfg(test)]
mod tests;
