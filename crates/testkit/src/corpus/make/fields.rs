//! A field that is gone: everywhere, nearly everywhere, here and there; and dates.

use super::text::{Field, fields_of, remove};
use super::{Draft, Place};
use crate::corpus::{Class, Document, Piece, Prng, Shape, Subject, Witness};

/// Aliases lost for 10 to 60 % of the parties.
pub(super) fn aliases_lost(subject: &Subject, prng: &mut Prng, number: u64) -> Option<Draft> {
    let pieces = subject.next.pieces.len();
    let share = 10 + (number as usize * 7) % 51;
    let with: Vec<usize> = (0..pieces)
        .filter(|ix| !subject.next.pieces[*ix].aliases.is_empty())
        .collect();
    let chosen = prng.places(with.len(), with.len() * share / 100);
    let chosen: Vec<usize> = chosen.into_iter().map(|ix| with[ix]).collect();
    let document = subject.next.each(|ix, piece| {
        if chosen.binary_search(&ix).is_ok() {
            remove(subject.shape, Field::Aliases, piece);
        }
    });
    let lost: Vec<&Piece> = chosen.iter().map(|ix| &subject.next.pieces[*ix]).collect();
    let detail = format!(
        "aliases lost of {share} % of the {} parties with any",
        with.len()
    );
    aliases_gone(subject, detail, &document, &lost)
}

/// What must come of it when the aliases of these pieces are gone and all else is there.
pub(super) fn aliases_gone(
    subject: &Subject,
    detail: String,
    document: &Document,
    lost: &[&Piece],
) -> Option<Draft> {
    let old = subject.base.ids();
    let known = |piece: &&&Piece| old.contains(piece.id());
    let lost: Vec<&&Piece> = lost.iter().filter(known).collect();
    let names: usize = subject
        .base
        .pieces
        .iter()
        .map(|piece| piece.names.len() + piece.aliases.len())
        .sum();
    let aliases: usize = subject
        .base
        .pieces
        .iter()
        .map(|piece| piece.aliases.len())
        .sum();
    let gone: usize = lost.iter().map(|piece| piece.aliases.len()).sum();
    // A name that the entry still has in another spelling is not lost.
    let witnesses = lost.iter().flat_map(|piece| {
        let left: Vec<String> = piece.names.iter().map(|name| letters(name)).collect();
        let own = move |alias: &&String| !left.contains(&letters(alias));
        piece.aliases.iter().filter(own).map(|alias| Witness {
            id: piece.id().to_owned(),
            name: alias.clone(),
        })
    });
    // Amended parties have an alias that the live version does not.
    let base: Vec<(&str, &String)> = subject
        .base
        .pieces
        .iter()
        .flat_map(|piece| piece.aliases.iter().map(move |alias| (piece.id(), alias)))
        .collect();
    let witnesses: Vec<Witness> = witnesses
        .filter(|w| base.contains(&(w.id.as_str(), &w.name)))
        .collect();
    let class = if (aliases - gone.min(aliases)) * 5 < aliases {
        // Between a fifth and a tenth left, either answer is right; below, the field is emptied.
        if (aliases - gone.min(aliases)) * 20 < aliases {
            Class::MustRefuse
        } else {
            Class::OutOfReach
        }
    } else if gone * 20 > names && gone > 12 {
        Class::MustHold
    } else {
        Class::OutOfReach
    };
    let mut draft = Draft::new(class, detail, document.files());
    draft.held = witnesses;
    draft.live = subject.additions(document);
    Some(draft)
}

/// The letters of a name in the order of the alphabet: equal for two orders or two punctuations.
fn letters(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    let mut letters: Vec<char> = letters.flat_map(char::to_lowercase).collect();
    letters.sort_unstable();
    letters.into_iter().collect()
}

/// A field that no record has any more.
pub(super) fn gone(subject: &Subject, _prng: &mut Prng, number: u64) -> Option<Draft> {
    let fields = fields_of(subject.shape);
    let field = fields[(number as usize) % fields.len()];
    let document = subject
        .next
        .each(|_, piece| remove(subject.shape, field, piece));
    let detail = format!("{field:?} gone from every record");
    let mut draft = Draft::new(Class::MustRefuse, detail, document.files());
    // Without a number nothing is a record, whatever was live before.
    if field == Field::Ids && number % 2 == 1 {
        draft.place = Place::Empty;
    }
    Some(draft)
}

/// A field that one record in twenty-five has left.
pub(super) fn nearly_gone(subject: &Subject, prng: &mut Prng, number: u64) -> Option<Draft> {
    let fields = [
        Field::Births,
        Field::Aliases,
        Field::Papers,
        Field::Nationalities,
    ];
    let field = fields[(number as usize) % fields.len()];
    let start = prng.below(25);
    let document = subject.next.each(|ix, piece| {
        if ix % 25 != start {
            remove(subject.shape, field, piece);
        }
    });
    let detail = format!("{field:?} gone from 24 of 25 records");
    Some(Draft::new(Class::MustRefuse, detail, document.files()))
}

/// A field that some records have lost: a correction, or damage that nobody can tell from one.
pub(super) fn thinned(subject: &Subject, prng: &mut Prng, number: u64) -> Option<Draft> {
    let fields = [Field::Births, Field::Papers, Field::Addresses];
    let field = fields[(number as usize) % fields.len()];
    let share = prng.within(1, 50);
    let document = subject.next.each(|_, piece| {
        if prng.percent(share) {
            remove(subject.shape, field, piece);
        }
    });
    let detail = format!("{field:?} gone from about {share} % of the records");
    Some(Draft::new(Class::OutOfReach, detail, document.files()))
}

/// A required field that one record in a hundred lacks; one in a thousand may.
pub(super) fn required_absent(subject: &Subject, prng: &mut Prng, number: u64) -> Option<Draft> {
    let pieces = subject.next.pieces.len();
    let count = (pieces * prng.within(1, 5)).div_ceil(100).max(2);
    let chosen = prng.places(pieces, count);
    let document = subject.next.each(|ix, piece| {
        if chosen.binary_search(&ix).is_ok() {
            remove(subject.shape, Field::Ids, piece);
        }
    });
    let detail = format!("{count} of {pieces} records without their number");
    Some(Draft::refused(detail, document.files(), number))
}

/// The arriving version says that it is older than the live one.
pub(super) fn older_date(subject: &Subject, prng: &mut Prng, _number: u64) -> Option<Draft> {
    let live = subject.base.date.clone()?;
    let said = subject.next.date.clone()?;
    let year: usize = live.get(..4)?.parse().ok()?;
    let older = format!("{}{}", year - prng.within(1, 12), live.get(4..)?);
    let document = subject.next.dated(|text| text.replace(&said, &older));
    let detail = format!("dated {older}, live is {live}");
    Some(Draft::new(Class::MustRefuse, detail, document.files()))
}

/// The arriving version does not say its date, the live one does.
pub(super) fn date_absent(subject: &Subject, _prng: &mut Prng, number: u64) -> Option<Draft> {
    let said = subject.next.date.clone()?;
    let instead = ["", "soon", "0000-00-00"][(number as usize) % 3];
    let document = match (subject.shape, number % 3) {
        (Shape::Un, 0) => {
            let attribute = format!(" dateGenerated=\"{said}\"");
            subject.next.dated(|text| text.replace(&attribute, ""))
        }
        (Shape::Ftm, 0) => {
            let field = format!("\"last_seen\":\"{said}\",");
            subject.next.dated(|text| text.replace(&field, ""))
        }
        _ => subject.next.dated(|text| text.replace(&said, instead)),
    };
    let detail = format!("the date is \"{instead}\"");
    Some(Draft::new(Class::MustRefuse, detail, document.files()))
}
