//! What a listing means: the measures, their legal basis and the standing humanitarian exemptions.
//!
//! A publisher names a programme; some say the measures too, most do not. What the list says stands first
//! ([`Source::List`]); what our table under `data/measures` knows of the programme stands beside it and is
//! marked as ours ([`Source::Kashf`]). It is resolved when an index is compiled and kept in it, so that a
//! snapshot answers the same under every later program; [`version`] tells which table made an index.
//!
//! What it is not: legal advice, or the measures on one single name, which an authority can narrow. Where the
//! table has no row the answer says that it does not know.

mod coverage;
mod resolve;
mod table;
#[cfg(test)]
mod tests;

pub use coverage::Coverage;
pub(crate) use resolve::{Listed, listings_of, unknown_listing};
pub use table::{MeasureTable, ProgrammeRow, measure_table};

/// Whether a measure blocks property.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Blocking {
    /// Funds and other assets are frozen.
    Yes,
    /// Something is forbidden, but assets are not frozen.
    No,
    /// Neither the list's words nor the table say.
    Unknown,
}

impl Blocking {
    /// `yes`, `no`, `unknown`: the words of the table and of the flat outputs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
        }
    }

    pub(crate) fn of_word(word: &str) -> Option<Self> {
        [Self::Yes, Self::No, Self::Unknown]
            .into_iter()
            .find(|known| known.as_str() == word)
    }
}

/// Who says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// The list itself.
    List,
    /// Our table of programmes.
    Kashf,
}

impl Source {
    /// `list` or `kashf`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Kashf => "kashf",
        }
    }
}

/// One measure.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Measure {
    /// Code of the table, such as `asset-freeze`.
    pub code: String,
    /// In English.
    pub en: String,
    /// In Arabic.
    pub ar: String,
    /// The list's own words, where the list says it.
    pub published: Option<String>,
    /// Whether it blocks.
    pub blocking: Blocking,
}

/// A standing humanitarian exemption.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Exemption {
    /// The act that grants it.
    pub citation: String,
    /// One sentence in English.
    pub en: String,
    /// The same in Arabic.
    pub ar: String,
}

/// What one listing under one programme means.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listing {
    /// The dataset that lists.
    pub dataset: String,
    /// The programme as published.
    pub programme: Option<String>,
    /// Its id, OpenSanctions' where it has one.
    pub programme_id: Option<String>,
    /// The measures; one with the code `unknown` where nobody says.
    pub measures: Vec<Measure>,
    /// Resolutions and paragraphs, regulations and articles, parts of the CFR.
    pub legal_basis: Vec<String>,
    /// Exemptions to these measures.
    pub exemptions: Vec<Exemption>,
    /// Day on which the regime ended, where it has.
    pub ended: Option<String>,
    /// Who says so.
    pub source: Source,
    /// False for what our table says from knowledge, not against the publisher's page.
    pub checked: bool,
    /// Where to look it up.
    pub url: Option<String>,
}

/// Listings of one entry that are kept; real entries have up to a dozen.
pub(crate) const MAX_LISTINGS: usize = 32;

/// Version of the table: changes with every byte of it.
#[must_use]
pub fn version() -> &'static str {
    &measure_table().version
}

/// Whether an entry with these listings is blocked: one freeze is enough; without one, what is unknown stays unknown.
#[must_use]
pub fn blocking(listings: &[Listing]) -> Option<Blocking> {
    listings
        .iter()
        .flat_map(|listing| &listing.measures)
        .map(|measure| measure.blocking)
        .max_by_key(|blocking| match blocking {
            Blocking::Yes => 2,
            Blocking::Unknown => 1,
            Blocking::No => 0,
        })
}

/// The measures and exemptions of an entry as plain English, each once: what the list says first.
#[must_use]
pub fn sentences(listings: &[Listing]) -> Vec<String> {
    let said = |source: Source| {
        listings
            .iter()
            .filter(move |listing| listing.source == source)
    };
    let mut out: Vec<String> = Vec::new();
    let mut add = |text: &str| {
        if !out.iter().any(|known| known.eq_ignore_ascii_case(text)) {
            out.push(text.to_owned());
        }
    };
    for listing in said(Source::List).chain(said(Source::Kashf)) {
        for measure in &listing.measures {
            add(measure.published.as_ref().unwrap_or(&measure.en));
        }
    }
    for exemption in listings.iter().flat_map(|listing| &listing.exemptions) {
        add(&exemption.en);
    }
    out
}
