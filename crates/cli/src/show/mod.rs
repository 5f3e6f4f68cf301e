//! Text for people: foreign text made safe, columns that hold Arabic and Latin, colour.
//!
//! Foreign text never reaches a terminal raw: control characters could move the cursor, and direction
//! overrides could make one name look like another. On a terminal each foreign value stands between
//! isolates (FSI, PDI), so that an Arabic name does not pull the numbers beside it out of place; the
//! isolates have no width.

mod align;
mod card;
mod listing;
mod owned;
mod short;
mod side;
mod table;

pub(crate) use align::{Sides, picture};
pub(crate) use card::card;
pub(crate) use short::short;
pub(crate) use side::side_by_side;
pub(crate) use table::{Align, Table};

use std::io::{self, IsTerminal};
use unicode_width::UnicodeWidthChar;

/// FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE.
const FSI: char = '\u{2068}';
const PDI: char = '\u{2069}';

/// How text is shown on stdout.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    /// Colour and weight.
    pub(crate) colour: bool,
    /// Isolates around foreign text.
    pub(crate) isolate: bool,
    /// Columns of the terminal.
    pub(crate) width: usize,
}

impl Look {
    /// What suits stdout.
    pub(crate) fn of_stdout() -> Self {
        let terminal = io::stdout().is_terminal();
        Self {
            colour: crate::settings::colour().value,
            isolate: terminal,
            width: if terminal {
                terminal_width().clamp(60, 120)
            } else {
                100
            },
        }
    }

    /// Foreign text, safe and isolated.
    pub(crate) fn foreign(&self, text: &str) -> String {
        let text = safe(text);
        if self.isolate && text.chars().any(is_right_to_left) {
            self.isolated(&text)
        } else {
            text
        }
    }

    /// Text between isolates.
    pub(crate) fn isolated(&self, text: &str) -> String {
        format!("{FSI}{text}{PDI}")
    }

    /// Emphasis.
    pub(crate) fn bold(&self, text: &str) -> String {
        self.wrapped("1", text)
    }

    /// Something that stands back.
    pub(crate) fn faint(&self, text: &str) -> String {
        self.wrapped("2", text)
    }

    /// Text in one of the terminal's own colours.
    pub(crate) fn tinted(&self, tint: Tint, text: &str) -> String {
        let code = match tint {
            Tint::Red => "31",
            Tint::Green => "32",
            Tint::Yellow => "33",
            Tint::Cyan => "36",
        };
        self.wrapped(code, text)
    }

    fn wrapped(&self, code: &str, text: &str) -> String {
        if self.colour && !text.is_empty() {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }
}

/// Colours that carry a meaning here; never the only sign of it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Tint {
    /// A match.
    Red,
    /// Evidence for.
    Green,
    /// Something to look at.
    Yellow,
    /// A place in the output.
    Cyan,
}

/// Columns of the terminal; 100 where that is not known.
fn terminal_width() -> usize {
    let of_terminal = || terminal_size::terminal_size().map(|(columns, _)| usize::from(columns.0));
    let from_env = std::env::var("COLUMNS")
        .ok()
        .and_then(|text| text.parse().ok());
    from_env.or_else(of_terminal).unwrap_or(100)
}

/// A sentence of ours with foreign values in it: safe, and without isolates where none are shown.
pub(crate) fn safe_sentence(text: &str, look: &Look) -> String {
    let keep = |c: char| matches!(c, FSI | PDI);
    let mut out = String::new();
    for part in text.split_inclusive(keep) {
        let body = part.trim_end_matches(keep);
        out.push_str(&safe(body));
        if look.isolate {
            out.push_str(&part[body.len()..]);
        }
    }
    out
}

/// Foreign text without control characters and direction overrides; each becomes U+FFFD.
pub(crate) fn safe(text: &str) -> String {
    let unsafe_char = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{061c}')
    };
    text.chars()
        .map(|c| if unsafe_char(c) { '\u{fffd}' } else { c })
        .collect()
}

/// Columns that the text takes on a terminal; isolates and escape sequences take none.
pub(crate) fn width(text: &str) -> usize {
    let mut width = 0;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c == '\u{1b}' {
            // Our own sequences only: they end with `m`.
            chars.by_ref().find(|c| *c == 'm');
        } else if !matches!(c, FSI | PDI) {
            width += UnicodeWidthChar::width(c).unwrap_or(0);
        }
    }
    width
}

/// The text cut to so many columns, with an ellipsis.
pub(crate) fn fit(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        if width(&kept) + UnicodeWidthChar::width(c).unwrap_or(0) + 1 > columns {
            break;
        }
        kept.push(c);
    }
    kept.push('\u{2026}');
    kept
}

/// The text in lines of at most so many columns, broken at spaces.
pub(crate) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ') {
        if !line.is_empty() && width(&line) + 1 + width(word) > columns {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// A whole number with commas between thousands.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Hebrew, Arabic and their neighbours, with the presentation forms.
pub(crate) fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_cannot_move_the_cursor_or_turn_the_line() {
        assert_eq!(
            safe("a\u{1b}[2Jb\u{202e}c\rd"),
            "a\u{fffd}[2Jb\u{fffd}c\u{fffd}d"
        );
    }

    #[test]
    fn isolates_and_colour_take_no_column() {
        let look = Look {
            colour: true,
            isolate: true,
            width: 80,
        };
        let name = "\u{643}\u{634}\u{641}";
        assert_eq!(width(name), 3);
        assert_eq!(width(&look.foreign(name)), 3);
        assert_eq!(width(&look.bold(&look.foreign(name))), 3);
    }

    #[test]
    fn long_text_is_fitted_and_wrapped() {
        assert_eq!(fit("abcdef", 4), "abc\u{2026}");
        assert_eq!(fit("abcd", 4), "abcd");
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(grouped(100), "100");
    }
}
