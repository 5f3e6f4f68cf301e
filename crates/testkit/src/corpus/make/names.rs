//! Names whose letters were destroyed on the way: by a wrong conversion, mostly of what is not Latin.

use super::text::each_name;
use super::{Draft, changed};
use crate::corpus::{Class, File, Piece, Prng, Shape, Subject, Witness};

/// One letter of one name is another one.
pub(super) fn one_letter(subject: &Subject, prng: &mut Prng, _number: u64) -> Option<Draft> {
    let chosen = prng.below(subject.next.pieces.len());
    let letter = *prng.pick(&['a', 'e', 'k', 'm', 'o', 'r']);
    let place = prng.below(6);
    let mut left = 1;
    let document = subject.next.each(|ix, piece| {
        if ix != chosen {
            return;
        }
        each_name(subject.shape, piece, &mut |name| {
            let swap = |(ix, old)| if ix == place { letter } else { old };
            if left == 0 {
                return name.to_owned();
            }
            left -= 1;
            name.chars().enumerate().map(swap).collect()
        });
    });
    let detail = format!("letter {place} of the first name of record {chosen} is {letter}");
    Some(Draft::new(Class::OutOfReach, detail, document.files()))
}

/// Letters of names became U+FFFD.
pub(super) fn replacement(subject: &Subject, prng: &mut Prng, number: u64) -> Option<Draft> {
    let share = [2, 5, 10, 30, 100][(number as usize) % 5];
    let whole = prng.percent(50);
    destroyed(subject, prng, share, |letter| {
        if whole || !letter.is_ascii() {
            '\u{fffd}'
        } else {
            letter
        }
    })
    .map(|(share, files)| {
        let what = if whole {
            "every letter"
        } else {
            "letters beyond ASCII"
        };
        let detail = format!("{what} of the names of {share} % of the records is U+FFFD");
        Draft::refused(detail, files, number)
    })
}

/// One record whose name holds U+FFFD: some publisher's own mistake.
pub(super) fn few_replacements(subject: &Subject, prng: &mut Prng, _number: u64) -> Option<Draft> {
    let chosen = prng.below(subject.next.pieces.len());
    let mut left = 1;
    let document = subject.next.each(|ix, piece| {
        if ix == chosen {
            each_name(subject.shape, piece, &mut |name| {
                let hit = left > 0;
                left = 0;
                if hit {
                    name.replacen(['a', 'i', 'u'], "\u{fffd}", 1)
                } else {
                    name.to_owned()
                }
            });
        }
    });
    let detail = format!("one letter of record {chosen} is U+FFFD");
    Some(Draft::new(Class::OutOfReach, detail, document.files()))
}

/// The letters of the names of so many records, changed; at least two records with such a letter.
fn destroyed(
    subject: &Subject,
    prng: &mut Prng,
    share: usize,
    change: impl Fn(char) -> char,
) -> Option<(usize, Vec<File>)> {
    let mut hit = 0;
    let document = subject.next.each(|ix, piece| {
        if share < 100 && !prng.percent(share) && ix % 50 != 7 {
            return;
        }
        let before = piece.parts.clone();
        each_name(subject.shape, piece, &mut |name| {
            let letter = |c: char| if c.is_alphabetic() { change(c) } else { c };
            name.chars().map(letter).collect()
        });
        hit += usize::from(before != piece.parts);
    });
    // One in a hundred is ten times what may be.
    (hit * 100 >= subject.next.pieces.len()).then(|| (share, document.files()))
}

/// Names whose every letter became `?`.
pub(super) fn only_question_marks(
    subject: &Subject,
    prng: &mut Prng,
    number: u64,
) -> Option<Draft> {
    let share = [100, 10, 30, 60][(number as usize) % 4];
    let chosen: Vec<bool> = subject
        .next
        .pieces
        .iter()
        .map(|_| prng.percent(share))
        .collect();
    let document = subject.next.each(|ix, piece| {
        if chosen[ix] {
            each_name(subject.shape, piece, &mut |name| {
                let letter = |c: char| if c.is_alphabetic() { '?' } else { c };
                name.chars().map(letter).collect()
            });
        }
    });
    let detail =
        format!("every letter of the names of {share} % of the records is a question mark");
    // A name without a letter finds nobody: refused, or the names that were are held.
    let mut draft = Draft::new(Class::MustHold, detail, document.files()).but_refusal_will_do();
    let old = subject.base.pieces.iter();
    let next = &subject.next.pieces;
    let lost = |piece: &&Piece| {
        let ix = next.iter().position(|new| new.id() == piece.id());
        ix.is_some_and(|ix| chosen[ix])
    };
    draft.held = old.filter(lost).flat_map(names_of).collect();
    Some(draft)
}

fn names_of(piece: &Piece) -> Vec<Witness> {
    let own = piece.names.iter().map(|name| Witness {
        id: piece.id().to_owned(),
        name: name.clone(),
    });
    own.collect()
}

/// Every character beyond ASCII became `?`: a conversion to Latin without the letters.
pub(super) fn question_marks(subject: &Subject, _prng: &mut Prng, number: u64) -> Option<Draft> {
    converted(
        subject,
        number,
        "every letter beyond ASCII is a question mark",
        |text| {
            let letter = |c: char| if c.is_ascii() { c } else { '?' };
            text.chars().map(letter).collect()
        },
    )
}

/// UTF-8 read as Windows-1252 and written as UTF-8 again.
pub(super) fn mojibake(subject: &Subject, _prng: &mut Prng, number: u64) -> Option<Draft> {
    converted(
        subject,
        number,
        "UTF-8 read as Latin-1 and written again",
        |text| text.bytes().map(char::from).collect(),
    )
}

/// The whole text converted: letters of other scripts are gone then, accented ones are others.
fn converted(
    subject: &Subject,
    number: u64,
    detail: &str,
    change: impl Fn(&str) -> String,
) -> Option<Draft> {
    if subject.next.texts().iter().all(|text| text.is_ascii()) {
        return None;
    }
    let mut document = subject.next.clone();
    for piece in &mut document.pieces {
        for part in &mut piece.parts {
            *part = change(part);
        }
    }
    let files = document.files();
    if number % 4 == 3 {
        // Nothing is known of the letters that the list should have.
        return Some(Draft::new(Class::OutOfReach, detail, files).into_empty());
    }
    if subject.shape != Shape::Ofac {
        return Some(Draft::new(Class::MustRefuse, detail, files));
    }
    // Latin only: the names with an accent are others now, 3 in 10.
    let new = subject.next.ids();
    let old = subject.base.pieces.iter();
    let kept = old.filter(|piece| new.contains(piece.id()));
    let accented = kept.filter(|piece| piece.names.iter().any(|name| !name.is_ascii()));
    let mut draft = Draft::new(Class::MustHold, detail, files).but_refusal_will_do();
    draft.held = accented.flat_map(names_of).collect();
    Some(draft)
}

/// Every character cut to its low byte, as in the real broken copy of the UN list.
pub(super) fn low_bytes(subject: &Subject, _prng: &mut Prng, number: u64) -> Option<Draft> {
    let broken = |bytes: Vec<u8>| -> Vec<u8> {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        text.chars()
            .map(|letter| (u32::from(letter) & 0xff) as u8)
            .collect()
    };
    if subject.next.texts()[0].is_ascii() {
        return None;
    }
    let files = changed(subject, 0, broken);
    let detail = "every character cut to its low byte";
    Some(Draft::refused(detail, files, number))
}
