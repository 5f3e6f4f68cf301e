//! Lists that are whole in form and have other records than they should.

use super::{Draft, percent_of};
use crate::corpus::{Class, Document, Place, Prng, Shape, Step, Subject};

/// The arriving version as it is, or the live one again.
pub(super) fn unharmed(subject: &Subject, _prng: &mut Prng, number: u64) -> Option<Draft> {
    let again = number % 3 == 2;
    let document = if again { &subject.base } else { &subject.next };
    let detail = if again {
        "the live version again"
    } else {
        "the next version, unharmed"
    };
    let mut draft = Draft::step(subject, detail, document);
    if number % 3 == 1 {
        draft = draft.into_empty();
        if draft.class == Class::MustHold {
            // Nothing is live there that could be held.
            draft.class = Class::OutOfReach;
            draft.held.clear();
        }
    }
    Some(draft)
}

/// The arriving version without these pieces. The last ones stay: without them it would be a cut.
fn without(subject: &Subject, lost: impl Fn(usize) -> bool) -> Document {
    let pieces = subject.next.ordered();
    let last = pieces.len() - last_kept(subject);
    let kept = pieces.into_iter().enumerate();
    let kept = kept.filter(|(ix, _)| *ix >= last || !lost(*ix));
    subject
        .next
        .with(kept.map(|(_, piece)| piece.clone()).collect())
}

/// So many pieces from the end that an old one is among them.
fn last_kept(subject: &Subject) -> usize {
    let old = subject.base.ids();
    let pieces = subject.next.ordered();
    let new = pieces
        .iter()
        .rev()
        .take_while(|piece| !old.contains(piece.id()));
    new.count() + 1
}

/// Records lost at random, 3 to 60 %.
pub(super) fn shrunk(subject: &Subject, prng: &mut Prng, _number: u64) -> Option<Draft> {
    let pieces = subject.next.pieces.len();
    let lost = prng.places(pieces, pieces * prng.clone().within(4, 60) / 100);
    let document = without(subject, |ix| lost.binary_search(&ix).is_ok());
    let detail = format!("{} of {pieces} records lost at random", lost.len());
    Some(Draft::step(subject, detail, &document))
}

/// One record more lost than may be.
pub(super) fn just_too_much(subject: &Subject, prng: &mut Prng, _number: u64) -> Option<Draft> {
    let too_many = |missing, allowance| missing > allowance;
    Some(up_to(subject, prng, too_many))
}

/// As many records lost as may be, or fewer.
pub(super) fn a_little(subject: &Subject, prng: &mut Prng, _number: u64) -> Option<Draft> {
    let share = prng.within(1, 100);
    let so_many = |missing, allowance| missing * 100 >= allowance * share;
    Some(up_to(subject, prng, so_many))
}

/// Loses old records one by one until it is enough.
fn up_to(subject: &Subject, prng: &mut Prng, enough: impl Fn(usize, usize) -> bool) -> Draft {
    let pieces = subject.next.pieces.len();
    let mut order: Vec<usize> = (0..pieces).collect();
    prng.shuffle(&mut order);
    let old = subject.base.ids();
    let ordered = subject.next.ordered();
    order.retain(|ix| old.contains(ordered[*ix].id()) && *ix < pieces * 9 / 10);
    // The step itself loses some; each piece that goes takes its records along.
    let step = Step::between(&subject.base, &subject.next);
    let mut missing = step.missing;
    let mut lost = Vec::new();
    for ix in order {
        if enough(missing, step.allowance) {
            break;
        }
        missing += ordered[ix].ids.len();
        lost.push(ix);
    }
    let document = without(subject, |ix| lost.contains(&ix));
    let detail = format!(
        "{} records lost, so that {missing} are missing of {} allowed",
        lost.len(),
        step.allowance
    );
    Draft::step(subject, detail, &document)
}

/// Records lost in one run that is not the end.
pub(super) fn block(subject: &Subject, prng: &mut Prng, number: u64) -> Option<Draft> {
    let pieces = subject.next.pieces.len();
    let length = pieces * prng.within(3, 50) / 100;
    let start = if number.is_multiple_of(3) {
        0
    } else {
        prng.below(pieces * 9 / 10 - length.min(pieces * 8 / 10))
    };
    let document = without(subject, |ix| (start..start + length).contains(&ix));
    let detail = format!("{length} of {pieces} records lost in a row from {start} on");
    Some(Draft::step(subject, detail, &document))
}

/// All entries of a kind are gone.
pub(super) fn kind_gone(subject: &Subject, _prng: &mut Prng, number: u64) -> Option<Draft> {
    let mut kinds: Vec<&str> = subject.base.pieces.iter().map(|piece| piece.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let gone = kinds[(number as usize) % kinds.len()];
    let kept = subject
        .next
        .pieces
        .iter()
        .filter(|piece| piece.kind != gone);
    let document = subject.next.with(kept.cloned().collect());
    // However many they are, they are removals: held. Unless they are the end of the list.
    let detail = format!("every {gone} is gone");
    let draft = Draft::step(subject, detail, &document);
    // On a real list others' links to them are gone as well, which is a field emptied.
    Some(if subject.real {
        draft.but_refusal_will_do()
    } else {
        draft
    })
}

/// The same records in any order.
pub(super) fn shuffled(subject: &Subject, prng: &mut Prng, _number: u64) -> Option<Draft> {
    let mut pieces = subject.next.pieces.clone();
    prng.shuffle(&mut pieces);
    let document = subject.next.with(pieces);
    let mut draft = Draft::step(subject, "records in another order", &document);
    // Nothing new stands behind the last record any more, or everything does: no matter.
    draft.class = Class::MustLoad;
    Some(draft)
}

/// Some records stand twice.
pub(super) fn repeated(subject: &Subject, prng: &mut Prng, _number: u64) -> Option<Draft> {
    let pieces = subject.next.pieces.len();
    let chosen = prng.places(pieces, 1 + pieces * prng.clone().within(0, 30) / 100);
    let mut all = Vec::new();
    for (ix, piece) in subject.next.pieces.iter().enumerate() {
        all.push(piece.clone());
        if chosen.binary_search(&ix).is_ok() {
            all.push(piece.clone());
        }
    }
    let detail = format!("{} of {pieces} records stand twice", chosen.len());
    let files = subject.next.with(all).files();
    Some(Draft::new(Class::OutOfReach, detail, files))
}

/// Each file holds its content twice.
pub(super) fn twice(subject: &Subject, _prng: &mut Prng, number: u64) -> Option<Draft> {
    let mut files = subject.next.files();
    for file in &mut files {
        file.bytes.extend(file.bytes.clone());
    }
    let detail = "each file holds its content twice";
    if subject.shape == Shape::Un {
        return Some(Draft::refused(detail, files, number));
    }
    Some(Draft::new(Class::OutOfReach, detail, files))
}

/// The same list under other numbers.
pub(super) fn renumbered(subject: &Subject, prng: &mut Prng, _number: u64) -> Option<Draft> {
    let digit = prng.within(1, 9).to_string();
    let document = subject.next.each(|_, piece| {
        let id = piece.id().to_owned();
        let old = id.trim_start_matches(|c: char| !c.is_ascii_digit());
        let new = format!("{old}{digit}");
        for part in &mut piece.parts {
            *part = part.replace(old, &new);
        }
        piece.ids = piece.ids.iter().map(|id| id.replace(old, &new)).collect();
    });
    if subject.shape == Shape::Ofac && subject.real {
        // Small numbers stand in too many other fields.
        return None;
    }
    let detail = format!("every record number with a {digit} behind it");
    Some(Draft::new(Class::MustRefuse, detail, document.files()))
}

/// A first load of a known list, shorter than it ever was.
pub(super) fn below_floor(subject: &Subject, prng: &mut Prng, number: u64) -> Option<Draft> {
    let (dataset, records) = match subject.shape {
        Shape::Un => ("un", 600),
        Shape::Ofac => ("us_sdn", 5_000),
        Shape::Ftm | Shape::Statements => (["un", "us_sdn"][(number % 2) as usize], 500),
    };
    let per_piece = subject.next.pieces[0].ids.len();
    let most = subject.next.pieces.len().min(records / per_piece);
    let kept = 1 + (most - 1) * (100 - percent_of(number)) / 100;
    let mut order: Vec<usize> = (0..subject.next.pieces.len()).collect();
    prng.shuffle(&mut order);
    order.truncate(kept);
    order.sort_unstable();
    let pieces = order.iter().map(|ix| subject.next.pieces[*ix].clone());
    let document = subject.next.with(pieces.collect());
    let detail = format!("{kept} records as the first version of `{dataset}`");
    let mut draft = Draft::new(Class::MustRefuse, detail, document.files());
    draft.place = Place::As(dataset);
    Some(draft)
}

/// A first load of a known list at its usual size.
pub(super) fn above_floor(subject: &Subject, _prng: &mut Prng, _number: u64) -> Option<Draft> {
    let kinds = |kind| {
        subject
            .next
            .pieces
            .iter()
            .filter(|p| p.kind == kind)
            .count()
    };
    if kinds("person") < 620 || kinds("organization") < 200 {
        return None;
    }
    let detail = "a whole first version of `un`";
    let mut draft = Draft::new(Class::MustLoad, detail, subject.next.files());
    draft.place = Place::As("un");
    Some(draft)
}
