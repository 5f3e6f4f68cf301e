//! Names and kinds that are whole and stand in the wrong place, or end too early: a shifted column, a
//! narrow field, another reading of what a party is.

use super::Draft;
use super::text::{each_name, retyped};
use crate::corpus::{Class, Document, Prng, Shape, Subject, Witness};

/// Every record has the names of the one after it.
pub(super) fn names_shifted(subject: &Subject, prng: &mut Prng, _number: u64) -> Option<Draft> {
    let by = prng.within(1, 3);
    let mut all: Vec<Vec<String>> = Vec::new();
    let _ = subject.next.each(|_, piece| {
        let mut names = Vec::new();
        each_name(subject.shape, piece, &mut |name| {
            names.push(name.to_owned());
            name.to_owned()
        });
        all.push(names);
    });
    let document = subject.next.each(|ix, piece| {
        let other = &all[(ix + by) % all.len()];
        let mut names = other.iter().cycle();
        each_name(subject.shape, piece, &mut |name| {
            names.next().map_or_else(|| name.to_owned(), Clone::clone)
        });
    });
    let detail = format!("every record has names of the record {by} after it");
    Some(names_held(subject, detail, &document))
}

/// Names end after so many letters: a field that is too narrow.
pub(super) fn names_narrowed(subject: &Subject, prng: &mut Prng, _number: u64) -> Option<Draft> {
    let width = prng.within(5, 7);
    let document = subject.next.each(|_, piece| {
        each_name(subject.shape, piece, &mut |name| {
            name.chars().take(width).collect()
        });
    });
    let detail = format!("every name ends after {width} letters");
    let mut draft = names_held(subject, detail, &document);
    // Short names are whole still; a UN name has its words in fields of their own.
    draft.held.retain(|witness| {
        let is_cut = |text: &str| text.chars().count() > width + 1;
        match subject.shape {
            Shape::Un => witness.name.split_whitespace().any(is_cut),
            Shape::Ofac | Shape::Ftm | Shape::Statements => is_cut(&witness.name),
        }
    });
    Some(draft)
}

/// Names are other ones everywhere: held, or refused; found as they were in any case.
fn names_held(subject: &Subject, detail: String, document: &Document) -> Draft {
    let new = document.ids();
    let old = subject.base.pieces.iter();
    let kept = old.filter(|piece| new.contains(piece.id()));
    let mut draft = Draft::new(Class::MustHold, detail, document.files()).but_refusal_will_do();
    draft.held = kept
        .filter_map(|piece| {
            let name = piece.names.first()?.clone();
            let id = piece.id().to_owned();
            Some(Witness { id, name })
        })
        .collect();
    draft
}

/// Names in capitals: the same letters.
pub(super) fn capitals(subject: &Subject, _prng: &mut Prng, _number: u64) -> Option<Draft> {
    let document = subject.next.each(|_, piece| {
        // Entities of XML are not names.
        each_name(subject.shape, piece, &mut |name| {
            let capitals = name.to_uppercase();
            capitals
                .replace("&AMP;", "&amp;")
                .replace("&APOS;", "&apos;")
        });
    });
    let detail = "every name in capitals";
    let mut draft = Draft::new(Class::MustLoad, detail, document.files());
    draft.live = subject.additions(&document);
    Some(draft)
}

/// Every person is called an organization.
pub(super) fn persons_retyped(subject: &Subject, _prng: &mut Prng, _number: u64) -> Option<Draft> {
    let document = subject.next.each(|_, piece| {
        if piece.kind == "person" {
            retyped(subject.shape, piece);
        }
    });
    let detail = "every person is called an organization";
    Some(Draft::new(Class::MustRefuse, detail, document.files()))
}
