//! What listings mean, packed once each: entries of one programme share theirs.
//!
//! The texts are kept, not numbers of our table's rows, so that a snapshot answers the same under a later
//! program with another table.

use kashf_core::StatementView;
use kashf_store::statements::Statements;
use rustc_hash::FxHashMap;

use super::facts::{Reader, put_count, put_text, put_texts};
use crate::measures::{Blocking, Exemption, Listed, Listing, Measure, Source};
use crate::measures::{MAX_LISTINGS, listings_of, unknown_listing};

/// The listings of each entry, by its id.
#[derive(Debug)]
pub(crate) struct Sanctions<'a> {
    statements: Statements<'a>,
    /// Entities that are listings.
    by_id: FxHashMap<&'a str, Vec<u32>>,
}

impl<'a> Sanctions<'a> {
    /// Finds the listings among all statements.
    pub(crate) fn new(statements: Statements<'a>) -> Self {
        let mut by_id: FxHashMap<&str, Vec<u32>> = FxHashMap::default();
        for statement in statements.iter() {
            if statement.prop() == "entity" && statement.schema() == "Sanction" {
                let listed = by_id.entry(statement.value()).or_default();
                listed.push(statement.entity());
            }
        }
        Self { statements, by_id }
    }

    /// What the listings of an entry mean; `marked` when it is said to be under sanctions.
    pub(crate) fn of(&self, id: &str, schema: &str, dataset: &str, marked: bool) -> Vec<Listing> {
        let listed = Listed { schema };
        let mut listings: Vec<Listing> = Vec::new();
        for sanction in self.by_id.get(id).into_iter().flatten() {
            let said = self.statements.statements(*sanction);
            let said: Vec<StatementView<'_>> = said.map(|statement| statement.view()).collect();
            for listing in listings_of(&said, listed) {
                if listings.len() < MAX_LISTINGS && !listings.contains(&listing) {
                    listings.push(listing);
                }
            }
        }
        if listings.is_empty() && marked {
            listings.push(unknown_listing(dataset, listed));
        }
        // What lists say first; the order is else that of the statements.
        listings.sort_by_key(|listing| listing.source);
        listings
    }
}

/// The table `ix_listings` while it grows.
#[derive(Debug, Default)]
pub(super) struct ListingTable {
    pub(super) bytes: Vec<u8>,
    starts: FxHashMap<Vec<u8>, u32>,
}

impl ListingTable {
    /// The place of a packed listing.
    pub(super) fn add(&mut self, packed: Vec<u8>) -> u32 {
        if let Some(start) = self.starts.get(&packed) {
            return *start;
        }
        let start = super::compile::u32_of(self.bytes.len());
        self.bytes.extend_from_slice(&packed);
        self.starts.insert(packed, start);
        start
    }
}

pub(super) fn pack(listing: &Listing, out: &mut Vec<u8>) {
    put_text(out, &listing.dataset);
    for text in [
        &listing.programme,
        &listing.programme_id,
        &listing.ended,
        &listing.url,
    ] {
        put_text(out, text.as_deref().unwrap_or_default());
    }
    out.push(listing.source as u8);
    out.push(u8::from(listing.checked));
    put_count(out, listing.measures.len());
    for measure in &listing.measures {
        for text in [&measure.code, &measure.en, &measure.ar] {
            put_text(out, text);
        }
        put_text(out, measure.published.as_deref().unwrap_or_default());
        out.push(measure.blocking as u8);
    }
    put_texts(out, &listing.legal_basis);
    put_count(out, listing.exemptions.len());
    for exemption in &listing.exemptions {
        for text in [&exemption.citation, &exemption.en, &exemption.ar] {
            put_text(out, text);
        }
    }
}

/// Reads the listing that begins here; `None` when the bytes are not one.
pub(super) fn unpack(bytes: &[u8]) -> Option<Listing> {
    let mut reader = Reader(bytes);
    let reader = &mut reader;
    let dataset = reader.text()?;
    let optional = |text: String| (!text.is_empty()).then_some(text);
    Some(Listing {
        dataset,
        programme: optional(reader.text()?),
        programme_id: optional(reader.text()?),
        ended: optional(reader.text()?),
        url: optional(reader.text()?),
        source: match reader.take(1)?[0] {
            0 => Source::List,
            1 => Source::Kashf,
            _ => return None,
        },
        checked: reader.take(1)?[0] == 1,
        measures: reader.items(|reader| {
            Some(Measure {
                code: reader.text()?,
                en: reader.text()?,
                ar: reader.text()?,
                published: optional(reader.text()?),
                blocking: match reader.take(1)?[0] {
                    0 => Blocking::Yes,
                    1 => Blocking::No,
                    2 => Blocking::Unknown,
                    _ => return None,
                },
            })
        })?,
        legal_basis: reader.texts()?,
        exemptions: reader.items(|reader| {
            Some(Exemption {
                citation: reader.text()?,
                en: reader.text()?,
                ar: reader.text()?,
            })
        })?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn unpacks_what_it_packs(
            dataset in "\\PC{0,9}", programme in "\\PC{1,20}", en in "\\PC{0,20}", ar in "\\PC{0,20}",
            blocking in 0..3usize, ours: bool, checked: bool,
        ) {
            let listing = Listing {
                dataset,
                programme: Some(programme),
                programme_id: None,
                measures: vec![Measure {
                    code: "asset-freeze".to_owned(),
                    en: en.clone(),
                    ar,
                    published: Some(en.clone()).filter(|text| !text.is_empty()),
                    blocking: [Blocking::Yes, Blocking::No, Blocking::Unknown][blocking],
                }],
                legal_basis: vec![en.clone()],
                exemptions: vec![Exemption { citation: en.clone(), en: en.clone(), ar: en }],
                ended: None,
                source: if ours { Source::Kashf } else { Source::List },
                checked,
                url: Some("https://example.org".to_owned()),
            };
            let mut bytes = Vec::new();
            pack(&listing, &mut bytes);
            prop_assert_eq!(unpack(&bytes), Some(listing));
        }

        #[test]
        fn never_panics_on_foreign_bytes(bytes: Vec<u8>) {
            let _ = unpack(&bytes);
        }
    }
}
