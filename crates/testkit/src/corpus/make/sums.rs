//! A checksum beside the list, as publishers give it: what no comparison can see, it sees.

use super::text::{Field, remove};
use super::{Draft, any_file, changed};
use crate::corpus::{Class, File, Prng, Subject};
use sha2::{Digest as _, Sha256};

fn sum_of(file: &File) -> File {
    let digest = Sha256::digest(&file.bytes);
    let digits: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    File {
        name: format!("{}.sha256", file.name),
        bytes: format!("{digits}  {}\n", file.name).into_bytes(),
    }
}

/// A list as its checksum says.
pub(super) fn right(subject: &Subject, _prng: &mut Prng, _number: u64) -> Option<Draft> {
    let mut files = subject.next.files();
    let sums: Vec<File> = files.iter().map(sum_of).collect();
    files.extend(sums);
    let mut draft = Draft::new(Class::MustLoad, "each file with its checksum", files);
    draft.live = subject.additions(&subject.next);
    Some(draft)
}

/// A list that is not as its checksum says, in a way that nothing else would show.
pub(super) fn wrong(subject: &Subject, prng: &mut Prng, number: u64) -> Option<Draft> {
    let sums: Vec<File> = subject.next.files().iter().map(sum_of).collect();
    let pieces = subject.next.pieces.len();
    let (detail, mut files) = match number % 4 {
        0 => {
            let file = any_file(subject, prng);
            let files = changed(subject, file, |mut bytes| {
                let letters: Vec<usize> = (0..bytes.len())
                    .filter(|at| bytes[*at].is_ascii_lowercase())
                    .collect();
                let at = letters[prng.below(letters.len())];
                bytes[at] = if bytes[at] == b'x' { b'y' } else { b'x' };
                bytes
            });
            ("one letter is another", files)
        }
        1 => {
            let lost = prng.within(pieces / 4, pieces / 2);
            let mut kept = subject.next.pieces.clone();
            kept.remove(lost);
            ("one record is not there", subject.next.with(kept).files())
        }
        2 => {
            let shortened = subject.next.first(pieces - 1 - prng.below(pieces / 2));
            ("the last records are not there", shortened.files())
        }
        _ => {
            let thin = subject.next.each(|ix, piece| {
                if ix == pieces / 2 {
                    remove(subject.shape, Field::Addresses, piece);
                }
            });
            ("one record has no address", thin.files())
        }
    };
    let same = files == subject.next.files();
    files.extend(sums);
    let detail = format!("{detail}, and the checksum tells");
    (!same).then(|| {
        let mut draft = Draft::refused(detail, files, 0);
        if number / 4 % 2 == 1 {
            draft = draft.into_empty();
        }
        draft
    })
}
