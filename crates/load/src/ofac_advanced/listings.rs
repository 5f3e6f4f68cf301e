//! What the tables say of a profile's listings and of its relations to others.

use super::tables::Tables;
use super::{dates, unknown_below};
use crate::sheet::{At, Sheet};
use crate::xml::tree::Node;

/// A listing.
#[derive(Debug, Default)]
pub(super) struct Listing {
    pub(super) list: String,
    pub(super) dates: Vec<String>,
    pub(super) reasons: Vec<String>,
    pub(super) summaries: Vec<String>,
    pub(super) programs: Vec<String>,
    pub(super) measures: Vec<String>,
}

/// A relation to another profile.
#[derive(Debug)]
pub(super) struct Relation {
    pub(super) to: String,
    pub(super) kind: String,
    pub(super) former: bool,
    pub(super) comment: String,
}

impl Listing {
    /// Reads a sanctions entry.
    pub(super) fn read(node: &Node<'_>, tables: &Tables, sheet: &mut Sheet, at: At<'_>) -> Self {
        let known = ["EntryEvent", "SanctionsMeasure", "LimitationsToListing"];
        unknown_below(node, &known, sheet, at);
        let mut listing = Self {
            list: tables.text("List", &node.attribute("ListID")).to_owned(),
            ..Self::default()
        };
        for event in node.all("EntryEvent") {
            let kind = tables.text("EntryEventType", &event.attribute("EntryEventTypeID"));
            if let Some(date) = event.child("Date").and_then(dates::iso) {
                match kind.to_ascii_lowercase().as_str() {
                    "" | "created" | "list" | "listed" => listing.dates.push(date),
                    _ => listing.summaries.push(format!("{kind}: {date}")),
                }
            }
            let basis = tables.text("LegalBasis", &event.attribute("LegalBasisID"));
            listing.reasons.push(basis.to_owned());
            listing.summaries.push(event.text_of("Comment"));
        }
        for measure in node.all("SanctionsMeasure") {
            let kind = tables.text("SanctionsType", &measure.attribute("SanctionsTypeID"));
            let comment = measure.text_of("Comment");
            match (kind, comment.is_empty()) {
                ("Program", _) => listing.programs.push(comment),
                (kind, true) => listing.measures.push(kind.to_owned()),
                (kind, false) => listing.measures.push(format!("{kind}: {comment}")),
            }
        }
        listing
    }
}

impl Relation {
    /// Reads a relation between profiles.
    pub(super) fn read(node: &Node<'_>, tables: &Tables, sheet: &mut Sheet, at: At<'_>) -> Self {
        unknown_below(node, &["Comment"], sheet, at);
        let quality = tables.text("RelationQuality", &node.attribute("RelationQualityID"));
        if !matches!(quality, "" | "Unknown") {
            sheet.not_held("quality of a relation", quality, at);
        }
        let kind = tables.text("RelationType", &node.attribute("RelationTypeID"));
        Self {
            to: node.attribute("To-ProfileID"),
            kind: kind.to_owned(),
            former: node.attribute("Former") == "true",
            comment: node.text_of("Comment"),
        }
    }
}
