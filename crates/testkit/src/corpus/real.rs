//! The real lists of a development machine as subjects, cut into pieces.
//!
//! Names and ids of their records are read with the loader (`kashf-load`), from the undamaged files;
//! the pieces are found in the text. Nothing of them is ever printed or kept.

use super::document::{Document, Piece};
use super::{Shape, Subject};
use kashf_load::SourceFile;
use std::collections::BTreeMap;
use std::path::Path;

/// The UN list of 2026 over that of 2025, and OFAC's of 2021-07 over that of 2019-01; those that
/// are there.
///
/// # Errors
/// When a file cannot be read.
pub fn subjects(shared: &Path) -> std::io::Result<Vec<Subject>> {
    let folder = shared.join("data/sanctions");
    let un =
        |file: &str| -> std::io::Result<Document> { un(&text(&folder.join("un").join(file))?) };
    let ofac = |date: &str| -> std::io::Result<Document> {
        let file = |part: &str| text(&folder.join(format!("ofac/{part}.{date}.csv.gz")));
        ofac(&[file("sdn")?, file("alt")?, file("add")?])
    };
    let old_un = un("UN.2025-04-19.xml.gz")?;
    let new_un = un("UN_consolidated.2026-02-27.xml.gz")?;
    let old_ofac = ofac("2019-01")?;
    let new_ofac = ofac("2021-07")?;
    let invented = |shape| Subject::invented(shape, 1_000);
    Ok(vec![
        Subject {
            label: "real-un".to_owned(),
            base: old_un,
            next: new_un.clone(),
            foreign: new_ofac.clone(),
            real: true,
            ..invented(Shape::Un)
        },
        Subject {
            label: "real-ofac".to_owned(),
            base: old_ofac,
            next: new_ofac,
            foreign: new_un,
            real: true,
            ..invented(Shape::Ofac)
        },
    ])
}

fn text(path: &Path) -> std::io::Result<String> {
    crate::shared::read_text(path)
}

/// Names of the records, own and others, by id.
type Names = BTreeMap<String, (Vec<String>, Vec<String>)>;

fn names_of(files: &[SourceFile], dataset: &str) -> std::io::Result<Names> {
    let loaded = kashf_load::load(files, Some(dataset)).map_err(std::io::Error::other)?;
    let mut names = Names::new();
    for statement in loaded.statements.iter() {
        let known = names.entry(statement.entity_id.to_owned()).or_default();
        match statement.prop {
            "name" => known.0.push(statement.value.to_owned()),
            "alias" | "previousName" => known.1.push(statement.value.to_owned()),
            _ => {}
        }
    }
    Ok(names)
}

fn un(text: &str) -> std::io::Result<Document> {
    let file = SourceFile::from_bytes("consolidated.xml", text.as_bytes().to_vec());
    let mut names = names_of(&[file], "un_sc_sanctions")?;
    let mut glue = Vec::new();
    let mut pieces = Vec::new();
    let mut rest = text;
    for (section, tag) in [(0, "INDIVIDUAL"), (1, "ENTITY")] {
        let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
        let first = rest.find(&open).unwrap_or(0);
        glue.push(rest[..first].to_owned());
        rest = &rest[first..];
        while rest.starts_with(&open) {
            // White space belongs to the record before it.
            let next = rest[open.len()..].find(&open).map(|at| at + open.len());
            let end = next.or_else(|| rest.find(&close).map(|at| at + close.len()));
            let end = end.ok_or_else(|| std::io::Error::other("a record is not closed"))?;
            let record = &rest[..end];
            let number = record.split("<DATAID>").nth(1);
            let number = number.and_then(|after| after.split('<').next());
            let id = format!("un-{}", number.unwrap_or_default());
            let (own, others) = names.remove(&id).unwrap_or_default();
            pieces.push(Piece {
                ids: vec![id],
                section,
                parts: [record.to_owned(), String::new(), String::new()],
                names: own,
                aliases: others,
                kind: if section == 0 {
                    "person"
                } else {
                    "organization"
                },
            });
            rest = &rest[end..];
        }
    }
    glue.push(rest.to_owned());
    let date = text.split("dateGenerated=").nth(1);
    let date = date.and_then(|after| after.split(['"', '\'']).nth(1));
    Ok(Document {
        shape: Shape::Un,
        date: date.map(str::to_owned),
        glue,
        pieces,
    })
}

fn ofac(texts: &[String; 3]) -> std::io::Result<Document> {
    let names = ["sdn.csv", "alt.csv", "add.csv"];
    let files: Vec<SourceFile> = names
        .iter()
        .zip(texts)
        .map(|(name, text)| SourceFile::from_bytes(name, text.as_bytes().to_vec()))
        .collect();
    let mut names = names_of(&files, "us_ofac_sdn")?;
    let mut pieces: Vec<Piece> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for (part, text) in texts.iter().enumerate() {
        for line in text.split_inclusive('\n') {
            let number = line.split(',').next().unwrap_or_default();
            if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
                continue;
            }
            // The files of 2019 were rewritten with bare line feeds and lost their last byte.
            let line = format!("{}\r\n", line.trim_end_matches(['\r', '\n', '\u{1a}']));
            let line = if line.ends_with(",-0\r\n") {
                line.replace(",-0\r\n", ",-0- \r\n")
            } else {
                line
            };
            let place = match (places.get(number), part) {
                (Some(place), _) => *place,
                (None, 0) => {
                    places.insert(number.to_owned(), pieces.len());
                    let id = format!("us-sdn-{number}");
                    let (own, others) = names.remove(&id).unwrap_or_default();
                    let kind = line.contains(",\"individual\",");
                    pieces.push(Piece {
                        ids: vec![id],
                        names: own,
                        aliases: others,
                        kind: if kind { "person" } else { "organization" },
                        ..Piece::default()
                    });
                    pieces.len() - 1
                }
                (None, _) => continue,
            };
            pieces[place].parts[part].push_str(&line);
        }
    }
    Ok(Document {
        shape: Shape::Ofac,
        date: None,
        glue: vec![String::new(), "\u{1a}".to_owned()],
        pieces,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shared::shared_or_skip;

    #[test]
    fn pieces_give_the_real_list_again() {
        let Some(shared) = shared_or_skip() else {
            return;
        };
        let subjects = subjects(&shared).unwrap();
        let file = shared.join("data/sanctions/un/UN_consolidated.2026-02-27.xml.gz");
        assert_eq!(subjects[0].next.text_until(0, None), text(&file).unwrap());
        assert_eq!(subjects[0].next.pieces.len(), 1_003);
        assert_eq!(subjects[1].next.pieces.len(), 8_976);
        let file = shared.join("data/sanctions/ofac/sdn.2021-07.csv.gz");
        let plain = text(&file).unwrap();
        let plain = plain.trim_end_matches(['\n', '\u{1a}', '\r']);
        assert!(subjects[1].next.text_until(0, None).starts_with(plain));
    }
}
