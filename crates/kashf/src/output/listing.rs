//! What a listing means, in the form that leaves the program.

use kashf_screen::measures::{Blocking, Exemption, Listing, Measure, measure_table};
use serde::{Deserialize, Serialize};

/// One listing under one programme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListingLine {
    /// The dataset that lists.
    pub dataset: String,
    /// The programme as published.
    pub programme: Option<String>,
    /// Its id.
    pub programme_id: Option<String>,
    /// The measures; one with the code `unknown` where nobody says, none where another listing of this
    /// dataset says them.
    pub measures: Vec<MeasureLine>,
    /// Resolutions, regulations, parts of the CFR.
    pub legal_basis: Vec<String>,
    /// Standing humanitarian exemptions to these measures.
    pub exemptions: Vec<ExemptionLine>,
    /// Day on which the regime ended; left out while it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<String>,
    /// `list` or `kashf`: who says so.
    pub source: String,
    /// False where our table speaks from knowledge, not held against a source.
    pub checked: bool,
    /// Where to look it up.
    pub url: Option<String>,
}

/// One measure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MeasureLine {
    /// Code of `docs/measures.md`.
    pub code: String,
    /// In English.
    pub en: String,
    /// In Arabic.
    pub ar: String,
    /// True when assets are frozen, null when nobody says.
    pub blocking: Option<bool>,
    /// The list's own words; left out where our table speaks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
}

/// One standing humanitarian exemption.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExemptionLine {
    /// In English.
    pub en: String,
    /// In Arabic.
    pub ar: String,
    /// The act.
    pub citation: String,
}

impl ListingLine {
    pub(super) fn new(listing: &Listing) -> Self {
        Self {
            dataset: listing.dataset.clone(),
            programme: listing.programme.clone(),
            programme_id: listing.programme_id.clone(),
            measures: listing.measures.iter().map(MeasureLine::new).collect(),
            legal_basis: listing.legal_basis.clone(),
            exemptions: listing.exemptions.iter().map(ExemptionLine::new).collect(),
            ended: listing.ended.clone(),
            source: listing.source.as_str().to_owned(),
            checked: listing.checked,
            url: listing.url.clone(),
        }
    }

    /// Whether this listing blocks; `None` when it says nothing about it.
    #[must_use]
    pub fn blocking(&self) -> Option<Blocking> {
        blocking_of(&self.measures)
    }
}

/// The heading of a listing on a card, in English and Arabic: a freeze, no freeze, not known.
#[must_use]
pub fn freeze_heading(blocking: Option<Blocking>) -> (&'static str, &'static str) {
    let code = match blocking {
        Some(Blocking::Yes) => "freeze-yes",
        Some(Blocking::No) => "freeze-no",
        Some(Blocking::Unknown) | None => "freeze-unknown",
    };
    measure_table()
        .term(code)
        .map_or((code, code), |term| (&term.measure.en, &term.measure.ar))
}

impl MeasureLine {
    fn new(measure: &Measure) -> Self {
        Self {
            code: measure.code.clone(),
            en: measure.en.clone(),
            ar: measure.ar.clone(),
            blocking: match measure.blocking {
                Blocking::Yes => Some(true),
                Blocking::No => Some(false),
                Blocking::Unknown => None,
            },
            published: measure.published.clone(),
        }
    }
}

impl ExemptionLine {
    fn new(exemption: &Exemption) -> Self {
        Self {
            en: exemption.en.clone(),
            ar: exemption.ar.clone(),
            citation: exemption.citation.clone(),
        }
    }
}

/// One freeze is enough; without one, what is unknown stays unknown.
fn blocking_of<'a>(measures: impl IntoIterator<Item = &'a MeasureLine>) -> Option<Blocking> {
    let mut found = None;
    for measure in measures {
        found = match (measure.blocking, found) {
            (Some(true), _) => return Some(Blocking::Yes),
            (None, _) | (_, Some(Blocking::Unknown)) => Some(Blocking::Unknown),
            (Some(false), _) => Some(Blocking::No),
        };
    }
    found
}

/// `yes`, `no` or `unknown` for a whole match; empty where it has no listing.
pub(super) fn blocking_word(listings: &[ListingLine]) -> String {
    let measures = listings.iter().flat_map(|listing| &listing.measures);
    blocking_of(measures).map_or_else(String::new, |blocking| blocking.as_str().to_owned())
}

/// The measures and exemptions of a match in Arabic, each once.
pub(super) fn measures_ar(listings: &[ListingLine]) -> Vec<&str> {
    let measures = listings.iter().flat_map(|l| &l.measures).map(|m| &m.ar);
    let exemptions = listings.iter().flat_map(|l| &l.exemptions).map(|e| &e.ar);
    each_once(measures.chain(exemptions))
}

/// The legal basis of a match, each act once.
pub(super) fn legal_basis(listings: &[ListingLine]) -> Vec<&str> {
    each_once(listings.iter().flat_map(|listing| &listing.legal_basis))
}

fn each_once<'a>(texts: impl Iterator<Item = &'a String>) -> Vec<&'a str> {
    let mut out: Vec<&str> = Vec::new();
    for text in texts {
        if !out.contains(&text.as_str()) {
            out.push(text);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measure(blocking: Option<bool>) -> MeasureLine {
        MeasureLine {
            code: "x".to_owned(),
            en: "x".to_owned(),
            ar: "x".to_owned(),
            blocking,
            published: None,
        }
    }

    #[test]
    fn one_freeze_is_enough_and_what_is_unknown_stays_so() {
        let of = |all: &[Option<bool>]| {
            blocking_of(&all.iter().copied().map(measure).collect::<Vec<_>>())
        };
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[Some(false), Some(true), None]), Some(Blocking::Yes));
        assert_eq!(of(&[None, Some(false)]), Some(Blocking::Unknown));
        assert_eq!(of(&[Some(false), Some(false)]), Some(Blocking::No));
    }
}
