//! Bytes that are not what was sent: garbled, zeroed, in another encoding.

use super::{Draft, any_file, changed, percent_of};
use crate::corpus::{Class, File, Prng, Shape, Subject};

/// One letter somewhere is another letter.
pub(super) fn one(subject: &Subject, prng: &mut Prng, _number: u64) -> Option<Draft> {
    Some(letters(subject, prng, 1))
}

/// A few letters somewhere are other letters.
pub(super) fn few(subject: &Subject, prng: &mut Prng, _number: u64) -> Option<Draft> {
    let count = prng.within(2, 20);
    Some(letters(subject, prng, count))
}

fn letters(subject: &Subject, prng: &mut Prng, count: usize) -> Draft {
    let file = any_file(subject, prng);
    let files = changed(subject, file, |mut bytes| {
        for _ in 0..count {
            let at = prng.below(bytes.len());
            if bytes[at].is_ascii_alphanumeric() {
                bytes[at] = b'a' + (prng.below(26) as u8);
            }
        }
        bytes
    });
    Draft::new(
        Class::OutOfReach,
        format!("{count} letters are others"),
        files,
    )
}

/// Half a percent to five of the bytes are bytes beyond ASCII.
pub(super) fn many(subject: &Subject, prng: &mut Prng, number: u64) -> Option<Draft> {
    let file = any_file(subject, prng);
    let per_thousand = prng.within(5, 50);
    let mut garbled = 0;
    let files = changed(subject, file, |mut bytes| {
        garbled = (bytes.len() * per_thousand / 1000).max(50);
        for _ in 0..garbled {
            let at = prng.below(bytes.len());
            bytes[at] = 0x80 | (prng.bits() as u8);
        }
        bytes
    });
    let detail = format!("{garbled} bytes are high ones ({per_thousand} of 1000)");
    Some(Draft::refused(detail, files, number))
}

/// NUL bytes: one or many.
pub(super) fn nul(subject: &Subject, prng: &mut Prng, number: u64) -> Option<Draft> {
    let file = any_file(subject, prng);
    let at_start = number % 3 == 2;
    let files = changed(subject, file, |mut bytes| {
        let at = if at_start {
            prng.below(1000.min(bytes.len()))
        } else {
            prng.within(1100.min(bytes.len() - 1), bytes.len() - 1)
        };
        bytes[at] = 0;
        bytes
    });
    if subject.shape == Shape::Un || at_start {
        return Some(Draft::refused("a NUL byte", files, number));
    }
    Some(Draft::new(Class::OutOfReach, "a NUL byte in a row", files))
}

/// Zeros from some place to the end: a download whose size was reserved, and that stopped.
pub(super) fn zero_tail(subject: &Subject, prng: &mut Prng, number: u64) -> Option<Draft> {
    let file = any_file(subject, prng);
    let percent = percent_of(number);
    let files = changed(subject, file, |mut bytes| {
        let from = bytes.len() * percent / 100;
        bytes[from..].fill(0);
        bytes
    });
    let detail = format!("zeros from {percent} % to the end");
    Some(Draft::refused(detail, files, number))
}

/// A block of 4,096 zeros in the middle: a lost disk block.
pub(super) fn zero_block(subject: &Subject, prng: &mut Prng, number: u64) -> Option<Draft> {
    let files = changed(subject, 0, |mut bytes| {
        let blocks = bytes.len() / 4096;
        let at = prng.within(1, blocks.max(3) - 2) * 4096;
        let end = (at + 4096).min(bytes.len() - 1);
        bytes[at.min(end)..end].fill(0);
        bytes
    });
    if subject.shape == Shape::Un {
        return Some(Draft::refused("a block of zeros", files, number));
    }
    Some(Draft::new(Class::OutOfReach, "a block of zeros", files))
}

/// UTF-16 and UTF-32, with and without a byte order mark.
pub(super) fn wide(subject: &Subject, prng: &mut Prng, number: u64) -> Option<Draft> {
    let file = any_file(subject, prng);
    let (name, mark, width, little) = [
        ("UTF-16 LE", true, 2, true),
        ("UTF-16 BE", true, 2, false),
        ("UTF-16 LE without a mark", false, 2, true),
        ("UTF-16 BE without a mark", false, 2, false),
        ("UTF-32 LE", true, 4, true),
        ("UTF-32 BE without a mark", false, 4, false),
    ][(number as usize) % 6];
    let text = subject.next.text_until(file, None);
    let mut bytes = Vec::with_capacity(text.len() * width);
    let mark = mark.then_some('\u{feff}');
    let mut put = |unit: u32| {
        let all = if little {
            unit.to_le_bytes()
        } else {
            unit.to_be_bytes()
        };
        let from = if little { 0 } else { 4 - width };
        bytes.extend_from_slice(&all[from..from + width]);
    };
    for letter in mark.into_iter().chain(text.chars()) {
        if width == 4 {
            put(u32::from(letter));
        } else {
            for unit in letter.encode_utf16(&mut [0; 2]) {
                put(u32::from(*unit));
            }
        }
    }
    let files = changed(subject, file, |_| bytes);
    Some(Draft::refused(name, files, number))
}

/// The declaration names an encoding that the bytes are not in, or that is not read.
pub(super) fn declared(subject: &Subject, _prng: &mut Prng, number: u64) -> Option<Draft> {
    let name = [
        "ISO-8859-1",
        "windows-1256",
        "UTF-16",
        "UTF-7",
        "x-user-defined",
        "utf-8-sig",
        "IBM037",
    ][(number as usize) % 7];
    let text = subject.next.text_until(0, None);
    let (declaration, rest) = text.split_once("?>")?;
    let declaration = declaration.replace("UTF-8", name);
    let files = changed(subject, 0, |_| {
        format!("{declaration}?>{rest}").into_bytes()
    });
    Some(Draft::refused(format!("declared as {name}"), files, number))
}

/// Written in Latin-1, letters that it lacks as `?`.
pub(super) fn converted(subject: &Subject, _prng: &mut Prng, number: u64) -> Option<Draft> {
    let text = subject.next.text_until(0, None);
    let byte = |letter: char| u8::try_from(u32::from(letter)).unwrap_or(b'?');
    let bytes: Vec<u8> = text.chars().map(byte).collect();
    if text.is_ascii() {
        return None;
    }
    let files = changed(subject, 0, |_| bytes);
    Some(Draft::refused("written in Latin-1", files, number))
}

/// Other line ends: an editor, a repository, a transfer in text mode.
pub(super) fn line_ends(subject: &Subject, _prng: &mut Prng, number: u64) -> Option<Draft> {
    let mut files = subject.next.files();
    for file in &mut files {
        let text = String::from_utf8(std::mem::take(&mut file.bytes)).ok()?;
        let plain = text.replace("\r\n", "\n");
        file.bytes = match number % 2 {
            0 => plain.into_bytes(),
            _ => plain.replace('\n', "\r\n").into_bytes(),
        };
    }
    let ends = if number.is_multiple_of(2) {
        "line feeds"
    } else {
        "CR LF"
    };
    Some(harmless(subject, &format!("line ends are {ends}"), files))
}

/// A UTF-8 byte order mark before each file.
pub(super) fn mark(subject: &Subject, _prng: &mut Prng, _number: u64) -> Option<Draft> {
    let mut files = subject.next.files();
    for file in &mut files {
        file.bytes.splice(0..0, *b"\xef\xbb\xbf");
    }
    Some(harmless(subject, "a UTF-8 byte order mark", files))
}

fn harmless(subject: &Subject, detail: &str, files: Vec<File>) -> Draft {
    let mut draft = Draft::new(Class::MustLoad, detail, files);
    draft.live = subject.additions(&subject.next);
    draft
}
