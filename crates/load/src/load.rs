//! From the files of one dataset to its statements: choice of reader, name, version, counts.
//!
//! The version is made of what the publisher says (`as_of`) and of the bytes; no clock enters it, so
//! the same files give the same version on every machine.

use crate::sheet::Sheet;
use crate::{
    Format, Given, LoadError, SourceFile, au, ca, catalogue, ch, eu, eu_csv, ftm, mapping, ofac,
    ofac_advanced, ofac_xml, recognise, targets, uk, un,
};
use kashf_core::{Problem, ProblemKind};
use kashf_store::statements::Encoded;
use std::borrow::Borrow;
use std::collections::BTreeMap;

/// One dataset version, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loaded {
    /// Name of the dataset, such as `un_sc_sanctions`.
    pub dataset: String,
    /// `as_of` as digits, then the first eight hex digits of the source bytes' hash.
    pub version: String,
    /// The publisher's date of the version, ISO 8601, when the source carries one.
    pub as_of: Option<String>,
    /// Records of the publisher (not entities: one record may give several).
    pub records: u64,
    /// Records by the publisher's own types, such as `individual` or `vessel`.
    pub records_by_type: BTreeMap<String, u64>,
    /// Ids of the entities that the records became, in the publisher's order. A record that was lost
    /// has none. The list gate compares them with the last version's.
    pub record_ids: Vec<String>,
    /// All statements, grouped by entity, in the order of the source.
    pub statements: Encoded,
    /// Ids that another system merged into an entity (`referents`): entity, former id.
    pub referents: Vec<(String, String)>,
    /// What FollowTheMoney input says of its entities beside their values.
    pub given: Given,
    /// Problems with their places, at most [`crate::MAX_PROBLEMS`].
    pub problems: Vec<Problem>,
    /// All problems by kind, also those beyond the bound.
    pub problem_counts: BTreeMap<ProblemKind, u64>,
    /// What the source says that the model has no place for, by kind.
    pub not_held: BTreeMap<String, u64>,
    /// Where a source mixes facts into prose (the clauses of OFAC's remarks): how many were
    /// understood as what. Those with "kept as a note" in their name were not.
    pub understood: BTreeMap<String, u64>,
    /// Names of the files, in the order in which they were given.
    pub files: Vec<String>,
}

/// Reads the files of ONE dataset.
///
/// `dataset` is a known name or alias, or a name of the user's own; without one the format (and for
/// OFAC the file name, for FollowTheMoney the file's stem) decides.
///
/// ```
/// use kashf_load::{SourceFile, load};
/// let line = r#"{"id":"a-1","schema":"Person","properties":{"name":["Layla Example"]}}"#;
/// let loaded = load(&[SourceFile::from_bytes("mine.ftm.json", line.as_bytes().to_vec())], Some("mine"))?;
/// assert_eq!((loaded.dataset.as_str(), loaded.records), ("mine", 1));
/// # Ok::<(), kashf_load::LoadError>(())
/// ```
///
/// # Errors
///
/// Any file that is refused refuses the load: half a list is worse than yesterday's.
pub fn load<F: Borrow<SourceFile>>(
    files: &[F],
    dataset: Option<&str>,
) -> Result<Loaded, LoadError> {
    let files: Vec<&SourceFile> = files.iter().map(Borrow::borrow).collect();
    load_files(&files, dataset)
}

fn load_files(files: &[&SourceFile], dataset: Option<&str>) -> Result<Loaded, LoadError> {
    let Some(&first) = files.first() else {
        return Err(LoadError::NoFiles {
            place: String::from("load"),
        });
    };
    if let Some((mapping, tables)) = mapping::among(files)? {
        let stem = || {
            mapping
                .dataset()
                .map_or_else(|| stem_of(&tables[0].name), str::to_owned)
        };
        let name = dataset.map_or_else(stem, str::to_owned);
        return mapping::load_tables(&tables, &name, &mapping);
    }
    let mut told = Vec::with_capacity(files.len());
    for &file in files {
        told.push((recognise(file)?, file));
    }
    let family = family_of(told[0].0);
    for (format, file) in &told[1..] {
        if family_of(*format) != family {
            let reason = format!("`{}` is {}, this is {format}", first.name, told[0].0);
            return Err(LoadError::Mixed {
                file: file.name.clone(),
                reason,
            });
        }
        if let Some(reason) = family.one_file() {
            let reason = reason.to_owned();
            return Err(LoadError::Mixed {
                file: file.name.clone(),
                reason,
            });
        }
    }
    let mut sheet = Sheet::new(&name_of(dataset, family, files)?);
    match family {
        Family::Un => un::read(first, &mut sheet)?,
        Family::Ca => ca::read(first, &mut sheet)?,
        Family::Eu if told[0].0 == Format::EuCsv => eu_csv::read(first, &mut sheet)?,
        Family::Eu => eu::read(first, &mut sheet)?,
        Family::Ch => ch::read(first, &mut sheet)?,
        Family::Uk => match told[0].0 {
            Format::UkXml => uk::read(first, &mut sheet)?,
            format => uk::csv::read(first, format == Format::UkConList, &mut sheet)?,
        },
        Family::Ofac => ofac::read(&told, &mut sheet)?,
        Family::OfacXml => ofac_xml::read(first, &mut sheet)?,
        Family::OfacAdvanced => ofac_advanced::read(first, &mut sheet)?,
        Family::Au => au::read(first, &mut sheet)?,
        Family::Targets => targets::read(first, &mut sheet)?,
        Family::Ftm => ftm::read(&told, dataset.is_some(), &mut sheet)?,
    }
    finish(sheet, files)
}

/// The checks that every list passes at the end, and the version.
pub(crate) fn finish(mut sheet: Sheet, files: &[&SourceFile]) -> Result<Loaded, LoadError> {
    if sheet.records == 0 {
        return Err(LoadError::NoRecords {
            file: files
                .first()
                .map_or_else(String::new, |file| file.name.clone()),
        });
    }
    sheet.check_names()?;
    sheet.referents.sort();
    sheet.referents.dedup();
    Ok(Loaded {
        version: version_of(sheet.as_of.as_deref(), files),
        dataset: sheet.dataset,
        as_of: sheet.as_of,
        records: sheet.records,
        records_by_type: sheet.records_by_type,
        record_ids: sheet.record_ids,
        referents: sheet.referents,
        given: sheet.given,
        statements: sheet.statements.finish(),
        problems: sheet.problems,
        problem_counts: sheet.problem_counts,
        not_held: sheet.not_held,
        understood: sheet.held,
        files: files.iter().map(|file| file.name.clone()).collect(),
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Un,
    Ca,
    Eu,
    Ch,
    Uk,
    Ofac,
    OfacXml,
    OfacAdvanced,
    Au,
    Targets,
    Ftm,
}

impl Family {
    /// Why a second file of this family is refused, if it is.
    fn one_file(self) -> Option<&'static str> {
        match self {
            Self::Un => Some("a UN list is one file"),
            Self::Ca => Some("a Canadian list is one file"),
            Self::Ch => Some("a Swiss list is one file"),
            Self::Uk => Some("a UK list is one file"),
            Self::Eu => Some("an EU list is one file, XML or CSV"),
            Self::OfacXml | Self::OfacAdvanced => Some("an OFAC list in XML is one file"),
            Self::Au => Some("an Australian list is one file"),
            Self::Targets => Some("a file of targets stands alone"),
            Self::Ofac | Self::Ftm => None,
        }
    }
}

fn family_of(format: Format) -> Family {
    match format {
        Format::UnXml => Family::Un,
        Format::CaXml => Family::Ca,
        Format::EuXml | Format::EuCsv => Family::Eu,
        Format::ChXml => Family::Ch,
        Format::UkXml | Format::UkCsv | Format::UkConList => Family::Uk,
        Format::OfacSdnCsv | Format::OfacAltCsv | Format::OfacAddCsv | Format::OfacCommentsCsv => {
            Family::Ofac
        }
        Format::OfacSdnXml => Family::OfacXml,
        Format::OfacAdvancedXml => Family::OfacAdvanced,
        Format::AuXlsx | Format::AuCsv => Family::Au,
        Format::TargetsCsv => Family::Targets,
        Format::FtmJson | Format::StatementsCsv => Family::Ftm,
    }
}

/// A known dataset's name for its name or alias, else the name itself when it can be one.
pub(crate) fn known_or_checked(name: &str) -> Result<String, LoadError> {
    match catalogue::find(name) {
        Some(known) => Ok(known.name.to_owned()),
        None => check_name(name),
    }
}

fn name_of(
    given: Option<&str>,
    family: Family,
    files: &[&SourceFile],
) -> Result<String, LoadError> {
    if let Some(name) = given {
        return known_or_checked(name);
    }
    match family {
        Family::Un => Ok(String::from("un_sc_sanctions")),
        Family::Ca => Ok(String::from("ca_dfatd_sema_sanctions")),
        Family::Eu => Ok(String::from("eu_fsf")),
        Family::Ch => Ok(String::from("ch_seco_sanctions")),
        Family::Uk if recognise(files[0])? == Format::UkConList => {
            Ok(String::from("gb_hmt_sanctions"))
        }
        Family::Uk => Ok(String::from("gb_fcdo_sanctions")),
        Family::Ofac => Ok(ofac::dataset_of(files).to_owned()),
        Family::OfacXml => Ok(ofac_xml::dataset_of(files[0]).to_owned()),
        Family::OfacAdvanced => Ok(ofac_advanced::dataset_of(files[0]).to_owned()),
        Family::Au => Ok(String::from("au_dfat_sanctions")),
        Family::Ftm | Family::Targets => Ok(stem_of(&files[0].name)),
    }
}

pub(crate) fn check_name(name: &str) -> Result<String, LoadError> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let starts = name.starts_with(|c: char| c.is_ascii_alphanumeric());
    if starts && name.len() <= 64 && name.chars().all(allowed) && !matches!(name, "all" | "default")
    {
        Ok(name.to_owned())
    } else {
        Err(LoadError::DatasetName {
            name: crate::sheet::shown(name),
        })
    }
}

/// `donors.entities.ftm.json.gz` gives `donors`; what cannot stand in a name becomes `_`.
fn stem_of(file: &str) -> String {
    let last = file.rsplit('/').next().unwrap_or(file);
    let stem = last.split('.').next().unwrap_or_default();
    let name: String = stem
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '_'
            }
        })
        .take(64)
        .collect();
    let name = name.trim_matches('_');
    match check_name(name) {
        Ok(name) => name,
        Err(_) => String::from("my_list"),
    }
}

/// The hash does not depend on names, compression or the order of the files.
fn version_of(as_of: Option<&str>, files: &[&SourceFile]) -> String {
    let mut hashes: Vec<[u8; 32]> = files
        .iter()
        .map(|file| *blake3::hash(&file.bytes).as_bytes())
        .collect();
    hashes.sort_unstable();
    let mut all = blake3::Hasher::new();
    for hash in &hashes {
        all.update(hash);
    }
    let hash = all.finalize().to_hex();
    let hash = &hash.as_str()[..8];
    let digits: String = as_of
        .unwrap_or_default()
        .chars()
        .filter(char::is_ascii_digit)
        .take(14)
        .collect();
    let digits = if digits.len() == 14 {
        &digits[..]
    } else {
        digits.get(..8).unwrap_or_default()
    };
    if digits.is_empty() {
        hash.to_owned()
    } else {
        format!("{digits}-{hash}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_hold_the_date_and_the_bytes_and_nothing_else() {
        let a = SourceFile::from_bytes("a", b"one".to_vec());
        let b = SourceFile::from_bytes("b", b"two".to_vec());
        let renamed = SourceFile {
            name: String::from("c"),
            ..a.clone()
        };
        let both = version_of(Some("2026-02-27T00:00:09.554Z"), &[&a, &b]);
        assert!(
            both.starts_with("20260227000009-") && both.len() == 23,
            "{both}"
        );
        assert_eq!(
            both,
            version_of(Some("2026-02-27T00:00:09.554Z"), &[&b, &renamed])
        );
        assert_eq!(version_of(Some("2026-02-27"), &[&a]).len(), 17);
        assert_eq!(version_of(None, &[&a]).len(), 8);
        assert_ne!(version_of(None, &[&a]), version_of(None, &[&b]));
    }

    #[test]
    fn names_come_from_the_user_the_catalogue_or_the_file() {
        let file = SourceFile::from_bytes("Donors 2.entities.ftm.json.gz", Vec::new());
        let files = [&file];
        assert_eq!(
            name_of(Some("un"), Family::Ftm, &files).unwrap(),
            "un_sc_sanctions"
        );
        assert_eq!(
            name_of(Some("my_list"), Family::Un, &files).unwrap(),
            "my_list"
        );
        assert_eq!(name_of(None, Family::Ftm, &files).unwrap(), "donors_2");
        for wrong in ["", "../x", "all", "default", "-x", "a b"] {
            assert!(name_of(Some(wrong), Family::Un, &files).is_err(), "{wrong}");
        }
    }
}
