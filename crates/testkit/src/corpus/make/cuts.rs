//! Lists that end too early: at any byte, at a record, repaired so that they are whole in form.

use super::{Draft, any_file, changed, percent_of};
use crate::corpus::{Class, Document, File, Prng, Shape, Subject};

/// A file cut at a percent of its bytes.
pub(super) fn raw(subject: &Subject, prng: &mut Prng, number: u64) -> Option<Draft> {
    let file = any_file(subject, prng);
    let percent = percent_of(number);
    let text = subject.next.text_until(file, None);
    let at = text.len() * percent / 100 + prng.below(text.len() / 100);
    let at = inside(subject.shape, text.as_bytes(), at);
    let name = subject.next.file_names()[file];
    let detail = format!("`{name}` cut at {percent} %, byte {at} of {}", text.len());
    let files = changed(subject, file, |mut bytes| {
        bytes.truncate(at);
        bytes
    });
    Some(Draft::refused(detail, files, number))
}

/// The nearest place at or before `at` where what is before is no whole document: within the root,
/// before the end mark, within a line.
fn inside(shape: Shape, bytes: &[u8], at: usize) -> usize {
    let last = match shape {
        // The root's closing tag ends with the last `>`.
        Shape::Un => bytes.iter().rposition(|b| *b == b'>').unwrap_or(0),
        _ => bytes.len() - 1,
    };
    let mut at = at.min(last);
    if matches!(shape, Shape::Ftm | Shape::Statements) {
        // A line without its end is whole JSON; before its last byte it is not.
        while at > 0 && (bytes[at] == b'\n' || bytes[at - 1] == b'\n') {
            at -= 1;
        }
    }
    at
}

/// A file cut exactly after a record, nothing put back.
pub(super) fn at_record(subject: &Subject, prng: &mut Prng, number: u64) -> Option<Draft> {
    let pieces = subject.next.pieces.len();
    let kept = (pieces - 1) * percent_of(number) / 100 + prng.below(2);
    let file = any_file(subject, prng);
    let text = subject.next.text_until(file, Some(kept));
    let detail = format!("cut after record {kept} of {pieces}, nothing put back");
    match subject.shape {
        Shape::Un | Shape::Ofac => {
            let files = changed(subject, file, |_| text.into_bytes());
            Some(Draft::refused(detail, files, number))
        }
        // These formats have no end that could be missing.
        Shape::Ftm | Shape::Statements => Some(shortened(subject, detail, kept, number)),
    }
}

/// A cut whose end was put back: whole in form, short of its last records.
pub(super) fn repaired(subject: &Subject, prng: &mut Prng, number: u64) -> Option<Draft> {
    let pieces = subject.next.pieces.len();
    let kept = (pieces - 1) * percent_of(number) / 100 + prng.below(2);
    let detail = format!("the first {kept} of {pieces} records, the end put back");
    Some(shortened(subject, detail, kept, number))
}

fn shortened(subject: &Subject, detail: String, kept: usize, number: u64) -> Draft {
    let document = subject.next.first(kept);
    if kept == 0 {
        return Draft::refused(detail, document.files(), number);
    }
    if number % 8 == 7 {
        // Nothing is known of how long the list should be.
        return Draft::new(Class::OutOfReach, detail, document.files()).into_empty();
    }
    Draft::step(subject, detail, &document)
}

/// The live version again without its last few records.
pub(super) fn last_few(subject: &Subject, prng: &mut Prng, number: u64) -> Option<Draft> {
    let lost = if number < 10 {
        number as usize + 1
    } else {
        prng.within(1, 30)
    };
    let kept = subject.base.pieces.len().checked_sub(lost)?;
    let document = subject.base.first(kept);
    let detail = format!("the live version again without its last {lost} records");
    Some(Draft::step(subject, detail, &document))
}

/// Cut within a record, and all open elements closed.
pub(super) fn in_record_repaired(subject: &Subject, prng: &mut Prng, number: u64) -> Option<Draft> {
    let pieces = subject.next.pieces.len();
    // At least ten whole records are lost, so that the damaged one does not decide.
    let kept = (pieces - 12) * percent_of(number) / 100;
    let whole = subject.next.text_until(0, Some(kept)).len();
    let more = subject.next.text_until(0, Some(kept + 1)).len();
    let mut text = subject.next.text_until(0, None);
    let mut at = prng.within(whole, more - 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    text.truncate(at);
    // Not within a tag.
    if let Some(open) = text.rfind('<')
        && !text[open..].contains('>')
    {
        text.truncate(open);
    }
    let closed = close_elements(&mut text);
    let detail = format!(
        "cut within record {} of {pieces}, {closed} elements closed",
        kept + 1
    );
    let files = vec![File {
        name: subject.next.file_names()[0].to_owned(),
        bytes: text.into_bytes(),
    }];
    Some(Draft::new(Class::MustRefuse, detail, files))
}

fn close_elements(text: &mut String) -> usize {
    let mut open: Vec<String> = Vec::new();
    for tag in text.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap_or_default();
        let name = tag.split([' ', '/', '\n']).next().unwrap_or_default();
        if tag.starts_with('/') {
            open.pop();
        } else if !tag.ends_with('/') && !tag.starts_with(['?', '!']) {
            open.push(name.to_owned());
        }
    }
    let count = open.len();
    for name in open.iter().rev() {
        text.push_str("</");
        text.push_str(name);
        text.push('>');
        if name == "INDIVIDUALS" {
            text.push_str("<ENTITIES></ENTITIES>");
        }
    }
    count
}

/// The persons end too early, the entities are whole.
pub(super) fn section(subject: &Subject, prng: &mut Prng, _number: u64) -> Option<Draft> {
    let persons = subject
        .next
        .pieces
        .iter()
        .filter(|p| p.section == 0)
        .count();
    let lost = prng.within(1, persons * 6 / 10);
    let mut seen = 0;
    let kept = subject.next.pieces.iter().filter(|piece| {
        seen += usize::from(piece.section == 0);
        piece.section == 1 || seen <= persons - lost
    });
    let document = subject.next.with(kept.cloned().collect());
    let detail = format!("without the last {lost} of {persons} persons, all entities there");
    Some(Draft::step(subject, detail, &document))
}

/// One of OFAC's files short of its last records, its end mark put back, the others whole.
pub(super) fn one_file(subject: &Subject, prng: &mut Prng, number: u64) -> Option<Draft> {
    let pieces = subject.next.pieces.len();
    // So many that the files disagree beyond what is tolerated (5, or one in 200).
    let lost = prng.within(pieces / 20, pieces * 8 / 10);
    let kept = pieces - lost;
    let file = (number % 3) as usize;
    let cut = |document: &Document| -> Document {
        document.each(|ix, piece| {
            if ix >= kept {
                piece.parts[file].clear();
            }
        })
    };
    let document = cut(&subject.next);
    let name = subject.next.file_names()[file];
    let detail =
        format!("`{name}` without the lines of the last {lost} records, end mark put back");
    if file != 1 {
        return Some(Draft::refused(detail, document.files(), number));
    }
    let tail: Vec<_> = subject.next.pieces[kept..].iter().collect();
    super::fields::aliases_gone(subject, detail, &document, &tail)
}

/// A companion file of the version before.
pub(super) fn other_companion(subject: &Subject, _prng: &mut Prng, number: u64) -> Option<Draft> {
    if subject.real {
        return None;
    }
    let mut files = subject.next.files();
    let old = subject.base.files();
    // Addresses of new records are missing then; alternate names alone cannot show it.
    files[2] = old[2].clone();
    if number % 2 == 1 {
        files[1] = old[1].clone();
    }
    Some(Draft::refused(
        "addresses of the version before",
        files,
        number,
    ))
}

/// A companion file does not arrive.
pub(super) fn file_absent(subject: &Subject, _prng: &mut Prng, number: u64) -> Option<Draft> {
    let absent = (number % 3) as usize;
    let mut files = subject.next.files();
    let name = files.remove(absent).name;
    let detail = format!("`{name}` did not arrive");
    Some(Draft::new(Class::MustRefuse, detail, files))
}
