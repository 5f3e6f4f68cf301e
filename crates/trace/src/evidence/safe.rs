//! Foreign text made safe: for a reader's eye, and for each format's own rules.
//!
//! Names come from ledgers and lists that nobody vouches for. A direction override can make one name look like another, a
//! control character can move a cursor, a bracket can end a tag, an equals sign can start a formula. Formats for people
//! show U+FFFD where such a character stood; JSON and FollowTheMoney keep it, escaped, for they are the record.

use unicode_width::UnicodeWidthChar;

/// FIRST STRONG ISOLATE, LEFT-TO-RIGHT ISOLATE and POP DIRECTIONAL ISOLATE.
pub(super) const FSI: char = '\u{2068}';
pub(super) const LRI: char = '\u{2066}';
pub(super) const PDI: char = '\u{2069}';

/// The longest text that formats for people show of one value.
const LONGEST: usize = 400;

/// Text for people: controls and direction marks become U+FFFD, line ends a space, and what is too long ends in an ellipsis.
pub(super) fn safe(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(LONGEST));
    for (at, c) in text.chars().enumerate() {
        if at == LONGEST {
            out.push('\u{2026}');
            break;
        }
        out.push(shown(c));
    }
    out
}

/// The same without a bound: for tables that another program reads.
pub(super) fn safe_whole(text: &str) -> String {
    text.chars().map(shown).collect()
}

fn shown(c: char) -> char {
    match c {
        '\n' | '\r' | '\t' => ' ',
        _ if is_hidden(c) => '\u{fffd}',
        _ => c,
    }
}

/// Controls, marks and overrides of direction, line separators, tags, and what XML cannot hold.
pub(super) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{e007f}')
}

/// Text and attribute values of XML and HTML, for text that is already safe.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

/// Whether a text holds letters that run from right to left.
pub(super) fn is_right_to_left(text: &str) -> bool {
    text.chars().any(|c| {
        matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'
            | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
    })
}

/// Columns that a text takes; isolates take none.
pub(super) fn width(text: &str) -> usize {
    text.chars()
        .map(|c| {
            if is_hidden(c) {
                0
            } else {
                c.width().unwrap_or(0)
            }
        })
        .sum()
}

/// The text cut to so many columns, with an ellipsis.
pub(super) fn fit(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut taken = 1;
    for c in text.chars() {
        let wide = c.width().unwrap_or(0);
        if taken + wide > columns {
            break;
        }
        taken += wide;
        kept.push(c);
    }
    kept.truncate(kept.trim_end().len());
    kept.push('\u{2026}');
    kept
}

/// The text in at most so many lines of so many columns, broken at spaces; the last ends in an ellipsis where it must.
pub(super) fn wrap(text: &str, columns: usize, lines: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let joined = if line.is_empty() {
            word.to_owned()
        } else {
            format!("{line} {word}")
        };
        if line.is_empty() || width(&joined) <= columns {
            line = joined;
        } else if out.len() + 1 < lines {
            out.push(fit(&line, columns));
            line = word.to_owned();
        } else {
            // The last line takes all that is left, and is cut.
            line = joined;
            for word in words.by_ref() {
                line.push(' ');
                line.push_str(word);
            }
        }
    }
    out.push(fit(&line, columns));
    out
}

/// A field of a table: quoted, quotes doubled.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// A field of a table for spreadsheets: what would start a formula is led by an apostrophe.
///
/// SOURCE: OWASP, CSV Injection: `=`, `+`, `-`, `@`, tab and carriage return; and their wide forms, which some programs fold.
pub(super) fn guarded(text: &str) -> String {
    let text = safe_whole(text);
    let starts = text.trim_start().chars().next();
    let formula = matches!(
        starts,
        Some(
            '=' | '+'
                | '-'
                | '@'
                | '|'
                | '%'
                | '\u{ff1d}'
                | '\u{ff0b}'
                | '\u{ff0d}'
                | '\u{ff20}'
                | '\u{2212}'
        )
    );
    quoted(&if formula { format!("'{text}") } else { text })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_turns_the_line_is_seen() {
        assert_eq!(safe("a\u{202e}b\u{7}c\nd"), "a\u{fffd}b\u{fffd}c d");
        // What Persian needs stays.
        assert_eq!(safe("\u{645}\u{200c}\u{645}"), "\u{645}\u{200c}\u{645}");
        assert_eq!(safe(&"x".repeat(5000)).chars().count(), LONGEST + 1);
    }

    #[test]
    fn formulas_are_led_by_an_apostrophe() {
        assert_eq!(guarded("=1+1"), "\"'=1+1\"");
        assert_eq!(guarded(" @x\"y"), "\"' @x\"\"y\"");
        assert_eq!(guarded("\u{ff1d}1"), "\"'\u{ff1d}1\"");
        assert_eq!(guarded("\t=1"), "\"' =1\"");
        assert_eq!(guarded("Basil"), "\"Basil\"");
    }

    #[test]
    fn lines_are_cut_at_words() {
        assert_eq!(wrap("one two three", 7, 2), ["one two", "three"]);
        assert_eq!(
            wrap("one two three four five", 7, 2),
            ["one two", "three\u{2026}"]
        );
        assert_eq!(wrap("", 7, 2), [""]);
    }

    proptest! {
        #[test]
        fn nothing_escapes(text in any::<String>()) {
            let out = escaped(&safe(&text));
            prop_assert!(!out.contains(['<', '>', '"', '\'']) && !out.chars().any(is_hidden));
            let field = guarded(&text);
            let inner = &field[1..field.len() - 1];
            prop_assert!(!inner.replace("\"\"", "").contains('"') && !inner.contains('\n'));
            prop_assert!(!inner.trim_start().starts_with(['=', '+', '-', '@']));
        }

        #[test]
        fn lines_stay_within_their_columns(text in any::<String>(), columns in 4_usize..40, most in 1_usize..4) {
            let lines = wrap(&safe(&text), columns, most);
            prop_assert!(lines.len() <= most && lines.iter().all(|line| width(line) <= columns));
        }
    }
}
