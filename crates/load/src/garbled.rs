//! Names whose letters were destroyed on the way: traces of a wrong encoding, counted.
//!
//! A list that was read in one encoding and written in another is well-formed and whole, and clears
//! everybody whose name is not plain ASCII. Five traces are looked for in every name, alias, former
//! name and weak alias, as published:
//!
//! | trace | what happened |
//! |---|---|
//! | U+FFFD | a decoder replaced what it could not read |
//! | a control character (C0 or C1) | bytes of another code page, or letters cut to their low byte |
//! | question marks for letters (three in a row, or nothing else) | written in a code page without the letter |
//! | UTF-8 read as Latin-1 or Windows-1252 | each letter became two or three others |
//! | five letters between U+00C0 and U+00FF in a row | an Arabic or Cyrillic code page read as Latin-1 |
//!
//! More than one name in a thousand refuses the list (promise P2). Measured: UN 2026-02-27 has one in
//! 4,266 (U+FFFD), all other real versions in `../shared` none.
//!
//! What it is not: a repair, and not a spelling check. One letter changed for another leaves no trace.

use crate::LoadError;
use crate::error::ONE_IN;
use crate::sheet::{At, Sheet};
use kashf_core::{Place, ProblemKind};
use std::fmt::Write;

/// What a destroyed name shows, in the order of the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Trace {
    Replacement,
    Control,
    QuestionMarks,
    DoubleDecoded,
    CodePage,
}

const TRACES: [Trace; 5] = [
    Trace::Replacement,
    Trace::Control,
    Trace::QuestionMarks,
    Trace::DoubleDecoded,
    Trace::CodePage,
];

impl Trace {
    fn words(self) -> &'static str {
        match self {
            Self::Replacement => "U+FFFD",
            Self::Control => "control characters",
            Self::QuestionMarks => "question marks for letters",
            Self::DoubleDecoded => "UTF-8 read as Latin-1",
            Self::CodePage => "another code page read as Latin-1",
        }
    }
}

/// Names seen, and those with a trace.
#[derive(Debug, Default)]
pub(crate) struct Census {
    names: u64,
    counts: [u64; TRACES.len()],
    first: Option<(Place, Trace)>,
}

impl Sheet {
    /// Counts a name as published, before anything is cleaned away, and says what is wrong with it.
    pub(crate) fn see_name(&mut self, name: &str, field: &str, at: At<'_>) {
        if name.trim().is_empty() {
            return;
        }
        self.census.names += 1;
        let Some(trace) = trace_of(name) else { return };
        self.census.counts[trace as usize] += 1;
        self.census
            .first
            .get_or_insert_with(|| (at.place(None), trace));
        let message = format!(
            "the name shows {}: letters were lost before or after it was published",
            trace.words()
        );
        self.problem(ProblemKind::Doubtful, at, Some(field), message);
    }

    /// Counts names that were looked at elsewhere and show no trace.
    pub(crate) fn see_sound_names(&mut self, names: u64) {
        self.census.names += names;
    }

    /// How many names were seen.
    pub(crate) fn names_seen(&self) -> u64 {
        self.census.names
    }

    /// Refuses a list of which more than one name in a thousand shows a trace.
    pub(crate) fn check_names(&self) -> Result<(), LoadError> {
        let Census {
            names,
            counts,
            first,
        } = &self.census;
        let garbled: u64 = counts.iter().sum();
        let Some((place, trace)) = first else {
            return Ok(());
        };
        if garbled.saturating_mul(ONE_IN) <= *names {
            return Ok(());
        }
        let mut kinds = String::new();
        for (kind, count) in TRACES.iter().zip(counts).filter(|(_, count)| **count > 0) {
            let comma = if kinds.is_empty() { "" } else { ", " };
            // Writing to a text cannot fail.
            let _ = write!(kinds, "{comma}{} {count}", kind.words());
        }
        Err(LoadError::Garbled {
            place: Box::new(place.clone()),
            trace: trace.words(),
            garbled,
            names: *names,
            kinds,
        })
    }
}

/// The first trace in a name, in the order of [`TRACES`].
pub(crate) fn trace_of(name: &str) -> Option<Trace> {
    // Nearly all names are printable ASCII without a question mark.
    if name.bytes().all(|b| matches!(b, b' '..=b'~') && b != b'?') {
        return None;
    }
    if name.contains('\u{fffd}') {
        Some(Trace::Replacement)
    } else if is_double_decoded(name) {
        // Before control characters: Latin-1 has them where Windows-1252 has letters.
        Some(Trace::DoubleDecoded)
    } else if name
        .chars()
        .any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
    {
        Some(Trace::Control)
    } else if is_questions(name) {
        Some(Trace::QuestionMarks)
    } else if has_code_page_run(name) {
        Some(Trace::CodePage)
    } else {
        None
    }
}

/// No real name in `../shared` has two question marks in a row; one alone stands for doubt.
fn is_questions(name: &str) -> bool {
    let only = || !name.chars().any(char::is_alphanumeric) && name.matches('?').count() >= 2;
    name.contains("???") || only()
}

/// No language has five such letters in a row (Estonian has four: U+00E4 in the word for an ice edge).
fn has_code_page_run(name: &str) -> bool {
    let mut run = 0;
    name.chars().any(|c| {
        run = if matches!(c, '\u{c0}'..='\u{ff}') {
            run + 1
        } else {
            0
        };
        run >= 5
    })
}

/// True when the letters are bytes of UTF-8: one sequence that cannot be read otherwise, or two that
/// might be punctuation after an accented capital.
fn is_double_decoded(name: &str) -> bool {
    let mut doubtful = 0;
    let mut rest = name.chars();
    while let Some(lead) = rest.next() {
        let length = match lead {
            '\u{c2}'..='\u{df}' => 2,
            '\u{e0}'..='\u{ef}' => 3,
            '\u{f0}'..='\u{f4}' => 4,
            _ => continue,
        };
        let mut bytes = [0u8; 4];
        bytes[0] = u32::from(lead).to_le_bytes()[0];
        let mut ahead = rest.clone();
        let mut punctuation = false;
        for place in &mut bytes[1..length] {
            let next = ahead.next();
            *place = next.and_then(byte_of).unwrap_or_default();
            punctuation |= next.is_some_and(closes_or_joins);
        }
        let decoded = std::str::from_utf8(&bytes[..length]).unwrap_or_default();
        if decoded.chars().next().is_none_or(char::is_control) {
            continue;
        }
        if !punctuation {
            return true;
        }
        doubtful += 1;
        rest = ahead;
    }
    doubtful >= 2
}

/// Characters that follow a capital such as U+00C9 in honest text: quotes, dashes, ordinals, spaces.
fn closes_or_joins(c: char) -> bool {
    matches!(
        c,
        '\u{2018}'
            ..='\u{201e}'
                | '\u{2013}'
                | '\u{2014}'
                | '\u{2026}'
                | '\u{2039}'
                | '\u{203a}'
                | '\u{2122}'
                | '\u{a0}'
                | '\u{ab}'
                | '\u{ae}'
                | '\u{b0}'
                | '\u{b4}'
                | '\u{b7}'
                | '\u{aa}'
                | '\u{ba}'
                | '\u{bb}'
    )
}

/// The byte between 0x80 and 0xBF that Latin-1 or Windows-1252 shows as this character.
fn byte_of(c: char) -> Option<u8> {
    /// Windows-1252 from 0x80; U+FFFD where it has nothing.
    const WINDOWS: [char; 32] = [
        '\u{20ac}', '\u{fffd}', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}',
        '\u{2021}', '\u{2c6}', '\u{2030}', '\u{160}', '\u{2039}', '\u{152}', '\u{fffd}', '\u{17d}',
        '\u{fffd}', '\u{fffd}', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}', '\u{2022}',
        '\u{2013}', '\u{2014}', '\u{2dc}', '\u{2122}', '\u{161}', '\u{203a}', '\u{153}',
        '\u{fffd}', '\u{17e}', '\u{178}',
    ];
    if let '\u{80}'..='\u{bf}' = c {
        return Some(u32::from(c).to_le_bytes()[0]);
    }
    let at = WINDOWS.iter().position(|w| *w == c && c != '\u{fffd}')?;
    u8::try_from(0x80 + at).ok()
}

#[cfg(test)]
mod tests;
