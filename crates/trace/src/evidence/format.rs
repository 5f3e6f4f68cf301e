//! Formats by the names of files: what a caller writes where.

use super::{Dossier, Language, Look, csv, cypher, ftm, graphml, html, json, svg, text};

/// A format of the evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text for people.
    Text,
    /// The whole as JSON.
    Json,
    /// FollowTheMoney entities, a line each.
    Ftm,
    /// A picture of each finding.
    Svg,
    /// A table for spreadsheets.
    Csv,
    /// A graph for Gephi, yEd and their like.
    GraphMl,
    /// Two tables for graph databases.
    Cypher,
    /// The page.
    Html,
}

impl Format {
    /// The format that a file's name asks for, by its ending: `.txt`, `.json`, `.ftm.json`, `.svg`, `.csv`, `.graphml`, `.cypher`,
    /// `.html`.
    ///
    /// ```
    /// use kashf_trace::evidence::Format;
    ///
    /// assert_eq!(Format::of_name("case.ftm.json"), Some(Format::Ftm));
    /// assert_eq!(Format::of_name("case.HTML"), Some(Format::Html));
    /// assert_eq!(Format::of_name("case.doc"), None);
    /// ```
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        ENDINGS
            .iter()
            .find(|(ending, _)| name.ends_with(ending))
            .map(|(_, format)| *format)
    }

    /// The files of this format, each with its name and content. Several pictures and the two tables of Cypher get names of
    /// their own beside the one that was asked for; the rest keep it.
    #[must_use]
    pub fn files(self, name: &str, dossier: &Dossier, language: Language) -> Vec<(String, String)> {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let one = |content: String| vec![(name.to_owned(), content)];
        match self {
            Self::Text => one(text(dossier, language, Look::default())),
            Self::Json => one(json(dossier)),
            Self::Ftm => one(ftm(dossier)),
            Self::Csv => one(csv(dossier, language)),
            Self::GraphMl => one(graphml(dossier)),
            Self::Html => one(html(dossier, language)),
            Self::Cypher => {
                let tables = cypher(dossier);
                vec![
                    (format!("{stem}.nodes.csv"), tables.nodes),
                    (format!("{stem}.relationships.csv"), tables.relationships),
                ]
            }
            Self::Svg => {
                let several = dossier.cards.len() > 1;
                let cards = dossier.cards.iter().enumerate();
                cards
                    .map(|(at, card)| {
                        let name = if several {
                            format!("{stem}-{}.svg", at + 1)
                        } else {
                            name.to_owned()
                        };
                        (name, svg(card, dossier.times, language))
                    })
                    .collect()
            }
        }
    }
}

/// The longer endings first.
const ENDINGS: [(&str, Format); 9] = [
    (".ftm.json", Format::Ftm),
    (".json", Format::Json),
    (".txt", Format::Text),
    (".svg", Format::Svg),
    (".csv", Format::Csv),
    (".graphml", Format::GraphMl),
    (".cypher", Format::Cypher),
    (".html", Format::Html),
    (".htm", Format::Html),
];
