//! Which script a letter belongs to, by Unicode block; not the full Unicode property.

use crate::types::Script;

/// The script of one letter; `None` for marks, digits, punctuation and unassigned places.
pub(crate) fn script_of_char(c: char) -> Option<Script> {
    if c.is_ascii() {
        return c.is_ascii_alphabetic().then_some(Script::Latin);
    }
    match c {
        // What most names are written in, all of them letters.
        '\u{620}'..='\u{63F}' | '\u{641}'..='\u{64A}' => return Some(Script::Arabic),
        '\u{400}'..='\u{45F}' => return Some(Script::Cyrillic),
        _ => {}
    }
    let script = match c as u32 {
        0x41..=0x5A | 0x61..=0x7A | 0xAA | 0xBA | 0xC0..=0x24F | 0x250..=0x2AF => Script::Latin,
        0x1E00..=0x1EFF | 0x2C60..=0x2C7F | 0xA720..=0xA7FF | 0xAB30..=0xAB64 => Script::Latin,
        0xFF21..=0xFF3A | 0xFF41..=0xFF5A => Script::Latin,
        0x370..=0x3FF | 0x1F00..=0x1FFF => Script::Greek,
        0x400..=0x52F | 0x1C80..=0x1C8F | 0x2DE0..=0x2DFF | 0xA640..=0xA69F => Script::Cyrillic,
        0x531..=0x58F | 0xFB13..=0xFB17 => Script::Armenian,
        0x590..=0x5FF | 0xFB1D..=0xFB4F => Script::Hebrew,
        0x600..=0x6FF | 0x750..=0x77F | 0x870..=0x8FF => Script::Arabic,
        0xFB50..=0xFDFF | 0xFE70..=0xFEFC => Script::Arabic,
        0x900..=0x97F | 0xA8E0..=0xA8FF => Script::Devanagari,
        0xE00..=0xE7F => Script::Thai,
        0x10A0..=0x10FF | 0x1C90..=0x1CBF | 0x2D00..=0x2D2F => Script::Georgian,
        0x1100..=0x11FF | 0x3130..=0x318F | 0xA960..=0xA97F | 0xAC00..=0xD7FF => Script::Hangul,
        0x3040..=0x30FF | 0x31F0..=0x31FF | 0xFF66..=0xFF9D => Script::Kana,
        0x2E80..=0x2FDF | 0x3005..=0x3007 | 0x3400..=0x4DBF | 0x4E00..=0x9FFF => Script::Han,
        0xF900..=0xFAFF | 0x2_0000..=0x3_FFFF => Script::Han,
        _ => Script::Other,
    };
    // Blocks hold digits and marks too; only what Unicode calls a letter has a script here.
    is_letter(c).then_some(script)
}

/// Whether Unicode calls a character a letter; those that most names are written with are known without
/// its tables.
pub(crate) fn is_letter(c: char) -> bool {
    is_plain_letter(c) || c.is_alphabetic()
}

/// Letters that stand for themselves: composed, no form of another letter, without marks that a normal form
/// would move. Capitals among them have one small letter each, of the same kind.
pub(crate) const fn is_plain_letter(c: char) -> bool {
    matches!(c,
        'a'..='z' | 'A'..='Z'
        | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{FF}'
        // Greek capitals and small letters, with and without accents.
        | '\u{391}'..='\u{3A1}' | '\u{3A3}'..='\u{3A9}' | '\u{3AC}'..='\u{3CE}'
        | '\u{400}'..='\u{45F}'
        | '\u{5D0}'..='\u{5EA}'
        // Arabic without tatweel.
        | '\u{620}'..='\u{63F}' | '\u{641}'..='\u{64A}' | '\u{671}'..='\u{674}'
        | '\u{679}'..='\u{6BF}' | '\u{6C1}' | '\u{6C3}'..='\u{6D2}'
        | '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{AC00}'..='\u{D7A3}')
}

/// The dominant script of the letters of a text; none when it has no letters.
///
/// ```
/// use kashf_text::{Script, script_of};
/// assert_eq!(script_of("Unit 8"), Some(Script::Latin));
/// assert_eq!(script_of("1957"), None);
/// ```
#[must_use]
pub fn script_of(text: &str) -> Option<Script> {
    if text.is_ascii() {
        let latin = text.bytes().any(|b| b.is_ascii_alphabetic());
        return latin.then_some(Script::Latin);
    }
    let mut counts = [0_u32; 13];
    for script in text.chars().filter_map(script_of_char) {
        counts[script as usize] += 1;
    }
    let mut best = None;
    for (number, &count) in counts.iter().enumerate() {
        // Strictly more: between equals the first of the enumeration wins, a fixed order.
        if count > 0 && best.is_none_or(|(most, _)| count > most) {
            best = Some((count, number as u8));
        }
    }
    best.map(|(_, number)| Script::from_u8(number))
}
