//! Which file belongs to which dataset.
//!
//! The format tells the publisher; OFAC's two lists have the same formats and are told apart by the
//! publisher's file names (`cons_prim.csv`), as XML by what they hold; FollowTheMoney files are named
//! after their dataset. What the user says goes before all that, except that a file of one publisher is
//! never taken for another's.

use crate::error::KashfError;
use crate::network::Origin;
use kashf_load::mapping::{Mapping, is_mapping, read_mapping};
use kashf_load::{Format, SourceFile, catalogue, recognise};

/// The files of one dataset.
#[derive(Debug)]
pub(crate) struct Group<'a> {
    pub(crate) dataset: String,
    pub(crate) files: Vec<&'a SourceFile>,
    /// Where they came from.
    pub(crate) origin: Origin,
}

/// Groups files; `wanted` are known datasets that were asked for, `name` is what `--as` says.
pub(crate) fn group_files<'a>(
    files: &'a [SourceFile],
    wanted: &[&'static str],
    name: Option<&str>,
) -> Result<Vec<Group<'a>>, KashfError> {
    let name = name.map(|name| catalogue::find(name).map_or(name, |info| info.name));
    if files.iter().any(is_mapping) {
        return mapped(files, wanted, name).map(|group| vec![group]);
    }
    let mut groups: Vec<Group<'a>> = Vec::new();
    for file in files {
        let format = recognise(file)?;
        let published = file.published.as_ref();
        let told = publisher_of(format, file)
            .or_else(|| published.map(|published| published.dataset.as_str()));
        let dataset = match (name, wanted, told) {
            (Some(name), _, _) => name.to_owned(),
            (None, [], Some(told)) => told.to_owned(),
            (None, [], None) => stem_of(&file.name),
            // A file of FollowTheMoney can hold any dataset, so the only one asked for is meant.
            (None, [one], None) => (*one).to_owned(),
            (None, _, Some(told)) if wanted.contains(&told) => told.to_owned(),
            (None, [one], Some(told)) => {
                let found = format!("{format} of `{told}`");
                let file = file.name.clone();
                return Err(KashfError::WrongDataset {
                    file,
                    found,
                    dataset: (*one).to_owned(),
                });
            }
            (None, several, _) => {
                let found = told.map_or_else(
                    || format.to_string(),
                    |told| format!("{format} of `{told}`"),
                );
                let dataset = several.join("` or `");
                return Err(KashfError::WrongDataset {
                    file: file.name.clone(),
                    found,
                    dataset,
                });
            }
        };
        match groups.iter_mut().find(|group| group.dataset == dataset) {
            Some(group) => group.files.push(file),
            None => groups.push(Group {
                dataset,
                files: vec![file],
                origin: Origin::File,
            }),
        }
    }
    for dataset in wanted {
        if name.is_none() && !groups.iter().any(|group| group.dataset == *dataset) {
            return Err(KashfError::NoFileFor {
                dataset: (*dataset).to_owned(),
            });
        }
    }
    Ok(groups)
}

/// All files of a load by a mapping are one dataset: `--as`, the one that was asked for, what the mapping
/// says, or the table's name.
fn mapped<'a>(
    files: &'a [SourceFile],
    wanted: &[&'static str],
    name: Option<&str>,
) -> Result<Group<'a>, KashfError> {
    let said = files.iter().find(|file| is_mapping(file)).map(read_mapping);
    let said = said.transpose()?;
    let said = said.as_ref().and_then(Mapping::dataset);
    let said = said.map(|name| catalogue::find(name).map_or(name, |info| info.name));
    let table = files.iter().find(|file| !is_mapping(file));
    let dataset = match (name, wanted) {
        (Some(name), _) => name.to_owned(),
        (None, [one]) => (*one).to_owned(),
        (None, []) => said.map_or_else(
            || stem_of(table.map_or("", |table| &table.name)),
            str::to_owned,
        ),
        (None, [first, ..]) => {
            return Err(KashfError::NoFileFor {
                dataset: (*first).to_owned(),
            });
        }
    };
    Ok(Group {
        dataset,
        files: files.iter().collect(),
        origin: Origin::File,
    })
}

/// The dataset that format and file name tell; `None` when any dataset can have the format.
fn publisher_of(format: Format, file: &SourceFile) -> Option<&'static str> {
    let name = file.name.as_str();
    let base = name.rsplit('/').next().unwrap_or(name).to_ascii_lowercase();
    match format {
        Format::UnXml => Some("un_sc_sanctions"),
        Format::CaXml => Some("ca_dfatd_sema_sanctions"),
        Format::EuXml | Format::EuCsv => Some("eu_fsf"),
        Format::ChXml => Some("ch_seco_sanctions"),
        Format::UkXml | Format::UkCsv => Some("gb_fcdo_sanctions"),
        Format::AuXlsx | Format::AuCsv => Some("au_dfat_sanctions"),
        Format::UkConList => Some("gb_hmt_sanctions"),
        Format::OfacSdnCsv | Format::OfacAltCsv | Format::OfacAddCsv | Format::OfacCommentsCsv => {
            Some(if base.starts_with("cons") {
                "us_ofac_cons"
            } else {
                "us_ofac_sdn"
            })
        }
        Format::OfacSdnXml => Some(kashf_load::ofac_xml::dataset_of(file)),
        Format::OfacAdvancedXml => Some(kashf_load::ofac_advanced::dataset_of(file)),
        _ => None,
    }
}

/// `donors.entities.ftm.json.gz` gives `donors`; what cannot stand in a name becomes `_`.
fn stem_of(file: &str) -> String {
    let base = file.rsplit('/').next().unwrap_or(file);
    let stem = base.split('.').next().unwrap_or_default();
    let lower = |c: char| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            '_'
        }
    };
    let name: String = stem.chars().map(lower).take(64).collect();
    let name = name.trim_matches('_');
    if name.is_empty() || name == "all" || name == "default" {
        "my_list".to_owned()
    } else {
        name.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, text: &str) -> SourceFile {
        SourceFile::from_bytes(name, text.as_bytes().to_vec())
    }

    const ENTITY: &str =
        "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Nadir Example\"]}}\n";
    const OFAC: &str =
        "36,\"EXAMPLE LINES\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n";

    fn names(
        files: &[SourceFile],
        wanted: &[&'static str],
        name: Option<&str>,
    ) -> Result<Vec<String>, String> {
        let groups = group_files(files, wanted, name).map_err(|error| error.to_string())?;
        Ok(groups.into_iter().map(|group| group.dataset).collect())
    }

    #[test]
    fn files_tell_their_dataset() {
        let files = [
            file("Donors 2.ftm.json", ENTITY),
            file("sdn.csv", OFAC),
            file("x/cons_prim.csv", OFAC),
        ];
        assert_eq!(
            names(&files, &[], None).unwrap(),
            ["donors_2", "us_ofac_sdn", "us_ofac_cons"]
        );
        assert_eq!(
            names(&files[1..], &["us_ofac_sdn", "us_ofac_cons"], None)
                .unwrap()
                .len(),
            2
        );
    }

    #[test]
    fn a_dataset_that_was_asked_for_takes_only_its_own_files() {
        let ofac = [file("sdn.csv", OFAC)];
        assert!(
            names(&ofac, &["un_sc_sanctions"], None)
                .unwrap_err()
                .contains("us_ofac_sdn")
        );
        let own = [file("list.json", ENTITY)];
        assert_eq!(
            names(&own, &["un_sc_sanctions"], None).unwrap(),
            ["un_sc_sanctions"]
        );
        assert_eq!(names(&own, &[], Some("mine")).unwrap(), ["mine"]);
        assert_eq!(names(&own, &[], Some("un")).unwrap(), ["un_sc_sanctions"]);
        assert!(
            names(&ofac, &["us_ofac_sdn", "us_ofac_cons"], None)
                .unwrap_err()
                .contains("none of the files")
        );
    }
}
