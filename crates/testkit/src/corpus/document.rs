//! A list as text, in pieces: one piece a party, with what stands before, between and after them.
//!
//! Damage is done to pieces (a party lost, a field of each gone) or to the text that they give. The
//! same form holds invented lists and real ones, so the same damage is done to both.

use super::Shape;
use std::collections::BTreeSet;

/// A file of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The text of one party in each file of the list.
#[derive(Clone, Debug, Default)]
pub struct Piece {
    /// Ids of the records that it becomes; the party's own first.
    pub ids: Vec<String>,
    /// Which section: 1 for the entities of a UN list, else 0.
    pub section: usize,
    /// Its lines, by file.
    pub parts: [String; 3],
    /// Its own names.
    pub names: Vec<String>,
    /// Its other names, weak ones left out.
    pub aliases: Vec<String>,
    /// Counted kinds that it has: `person`, `organization`, `vessel`.
    pub kind: &'static str,
}

impl Piece {
    /// The party's id.
    #[must_use]
    pub fn id(&self) -> &str {
        self.ids.first().map_or("", String::as_str)
    }
}

/// One version of a list.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its format.
    pub shape: Shape,
    /// The publisher's date, as it stands in the text, when the format has one.
    pub date: Option<String>,
    /// What stands before the pieces, between the sections and after: one text more than sections.
    pub glue: Vec<String>,
    /// The parties.
    pub pieces: Vec<Piece>,
}

impl Document {
    /// Names of the files.
    #[must_use]
    pub fn file_names(&self) -> &'static [&'static str] {
        match self.shape {
            Shape::Un => &["consolidated.xml"],
            Shape::Ofac => &["sdn.csv", "alt.csv", "add.csv"],
            Shape::Ftm => &["corpus.entities.ftm.json"],
            Shape::Statements => &["corpus.statements.csv"],
        }
    }

    /// The text of each file.
    #[must_use]
    pub fn texts(&self) -> Vec<String> {
        let files = 0..self.file_names().len();
        files.map(|file| self.text_until(file, None)).collect()
    }

    /// The text of a file; with `pieces`, raw, up to the end of that many.
    #[must_use]
    pub fn text_until(&self, file: usize, pieces: Option<usize>) -> String {
        let sections = self.glue.len().saturating_sub(1).max(1);
        let mut text = self.glue.first().cloned().unwrap_or_default();
        let mut written = 0;
        for section in 0..sections {
            for piece in self.pieces.iter().filter(|piece| piece.section == section) {
                if pieces == Some(written) {
                    return text;
                }
                text.push_str(&piece.parts[file]);
                written += 1;
            }
            text.push_str(self.glue.get(section + 1).map_or("", String::as_str));
        }
        text
    }

    /// The files.
    #[must_use]
    pub fn files(&self) -> Vec<File> {
        let names = self.file_names().iter();
        let texts = self.texts();
        names
            .zip(texts)
            .map(|(name, text)| File {
                name: (*name).to_owned(),
                bytes: text.into_bytes(),
            })
            .collect()
    }

    /// Pieces in the order of the file: section by section.
    #[must_use]
    pub fn ordered(&self) -> Vec<&Piece> {
        let mut pieces: Vec<&Piece> = self.pieces.iter().collect();
        pieces.sort_by_key(|piece| piece.section);
        pieces
    }

    /// The whole document of the first pieces only: a cut that was repaired.
    #[must_use]
    pub fn first(&self, pieces: usize) -> Self {
        let kept = self.ordered().into_iter().take(pieces).cloned().collect();
        self.with(kept)
    }

    /// The same document of other pieces.
    #[must_use]
    pub fn with(&self, pieces: Vec<Piece>) -> Self {
        Self {
            pieces,
            ..self.clone()
        }
    }

    /// The same document, each piece changed.
    #[must_use]
    pub fn each(&self, mut change: impl FnMut(usize, &mut Piece)) -> Self {
        let mut document = self.clone();
        for (ix, piece) in document.pieces.iter_mut().enumerate() {
            change(ix, piece);
        }
        document
    }

    /// The same document with another date, or none.
    #[must_use]
    pub fn dated(&self, replace: impl Fn(&str) -> String) -> Self {
        let mut document = self.clone();
        document.glue = self.glue.iter().map(|text| replace(text)).collect();
        for piece in &mut document.pieces {
            for part in &mut piece.parts {
                *part = replace(part);
            }
        }
        document
    }

    /// All record ids.
    #[must_use]
    pub fn ids(&self) -> BTreeSet<&str> {
        let all = self.pieces.iter().flat_map(|piece| &piece.ids);
        all.map(String::as_str).collect()
    }
}
