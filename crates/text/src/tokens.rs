//! From the exact form to tokens: where words begin and end, what they are, which belong together.
//!
//! The Arabic parts of a name (kunya, divine compounds, compounds in *-al-Din*) become one token
//! in every script, so that they can be compared whole; articles and *bin* leave flags behind.

use crate::compounds::resolve;
use crate::fold::fold;
use crate::script::script_of;
use crate::sound::sound;
use crate::tables::{self, Role};
use crate::types::{NameKind, NameToken, Obfuscation, Script, Token, TokenClass};
use crate::weights::weight;

/// A word on its way to becoming a token.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    pub(crate) text: String,
    pub(crate) script: Script,
    pub(crate) class: TokenClass,
    pub(crate) flags: u8,
    /// The first and the last word of the exact form that it was made of.
    pub(crate) words: (u16, u16),
}

impl Piece {
    pub(crate) fn new(word: &str, flags: u8, at: u16) -> Self {
        let script = script_of(word).unwrap_or(Script::Other);
        Self {
            text: fold(word, script),
            script,
            class: TokenClass::Word,
            flags,
            words: (at, at),
        }
    }

    /// Moves the piece out; what is left has no text.
    pub(crate) fn take(&mut self) -> Self {
        Self {
            text: std::mem::take(&mut self.text),
            ..*self
        }
    }
}

/// Builds a token; sound and weight follow from text, script and class.
pub(crate) fn token(text: String, script: Script, class: TokenClass) -> Token {
    let sound = match class {
        TokenClass::LegalForm | TokenClass::Number => Vec::new(),
        TokenClass::Word | TokenClass::Initial | TokenClass::Generic => sound(&text, script),
    };
    Token {
        weight: weight(&text, class),
        sound,
        text,
        script,
        class,
    }
}

/// The tokens of a cleaned name.
pub(crate) fn tokenise(
    exact: &str,
    kind: NameKind,
    seen_through: &mut Vec<Obfuscation>,
) -> Vec<NameToken> {
    let mut pieces = split(exact, kind);
    aliases(&mut pieces);
    let organization = match kind {
        NameKind::Organization => true,
        NameKind::Unknown => crate::companies::looks_like_one(&pieces),
        NameKind::Person | NameKind::Vessel => false,
    };
    if organization {
        alternatives(exact, &mut pieces);
        pieces = crate::companies::mark(pieces);
    } else if kind == NameKind::Vessel {
        pieces = vessel(pieces);
    } else {
        for piece in &mut pieces {
            if let Some(plain) = crate::digits::as_letters(&piece.text) {
                piece.text = plain;
                seen_through.push(Obfuscation::DigitsAsLetters);
            }
        }
        pieces = east_asian(pieces);
    }
    crate::numbers::mark(&mut pieces, organization || kind == NameKind::Vessel);
    if kind != NameKind::Vessel {
        pieces = resolve(pieces, organization);
    }
    let mut tokens = Vec::with_capacity(pieces.len());
    let named = pieces.into_iter().filter(|piece| !piece.text.is_empty());
    tokens.extend(named.map(|piece| NameToken {
        token: token(piece.text, piece.script, piece.class),
        flags: piece.flags,
        words: piece.words,
    }));
    tokens
}

/// The text of a spelling that is one token; none when it is several. For tables: it asks for
/// neither weight nor sound, so the tables behind those may be read with it.
pub(crate) fn single_text(spelling: &str) -> Option<String> {
    let exact = crate::clean::clean(spelling).exact;
    let mut pieces = resolve(split(&exact, NameKind::Person), false);
    let piece = pieces.pop()?;
    (pieces.is_empty() && piece.class == TokenClass::Word).then_some(piece.text)
}

/// Words, with abbreviations of single letters joined where the kind asks for it.
fn split(exact: &str, kind: NameKind) -> Vec<Piece> {
    let person = matches!(kind, NameKind::Person | NameKind::Unknown);
    let has = |mark: u8| exact.as_bytes().contains(&mark);
    // `SURNAME, Given`: one comma, something on both sides, and not a suffix behind it.
    let comma = if has(b',') { exact.find(", ") } else { None };
    let family_end = comma.filter(|&at| {
        let rest = &exact[at + 2..];
        person && !rest.contains(", ") && tables::legal_form(&tables::folded(rest)).is_none()
    });
    let abbreviations = has(b'.') || has(b'/');
    let mut pieces = Vec::with_capacity(exact.len() / 5 + 2);
    let (mut at, mut number) = (0, 0);
    while at <= exact.len() {
        let end = exact.as_bytes()[at..].iter().position(|&b| b == b' ');
        let word = end.map_or(&exact[at..], |end| &exact[at..at + end]);
        let flags = match family_end {
            Some(end) if at <= end => NameToken::FAMILY,
            _ => 0,
        };
        at += word.len() + 1;
        let word = word.trim_end_matches(',');
        if abbreviations && word.contains(['.', '/']) {
            abbreviation(word, person, flags, number, &mut pieces);
        } else if !word.is_empty() {
            apostrophe(word, flags, number, &mut pieces);
        }
        // At most 512 characters, so the number of a word fits.
        number += 1;
    }
    pieces
}

fn abbreviation(word: &str, person: bool, flags: u8, at: u16, pieces: &mut Vec<Piece>) {
    let parts: Vec<&str> = word.split(['.', '/']).collect();
    let letters = parts.iter().all(|part| part.chars().count() == 1);
    if letters && parts.len() > 1 {
        let joined = Piece::new(&parts.concat(), flags, at);
        let form = tables::legal_form(&joined.text).is_some();
        // Two letters of a person are initials even where they spell a legal form.
        if !person || (form && parts.len() > 2) {
            pieces.push(joined);
            return;
        }
    }
    for part in parts {
        apostrophe(part, flags, at, pieces);
    }
}

/// *One Name alias Another*: marks what stands behind the word, and the word.
fn aliases(pieces: &mut [Piece]) {
    let is = |piece: Option<&Piece>, text: &str| piece.is_some_and(|piece| piece.text == text);
    let at = (1..pieces.len()).find(|&at| match pieces[at].text.as_str() {
        // Spelled: a.k.a.
        "a" | "f" | "n" => is(pieces.get(at + 1), "k") && is(pieces.get(at + 2), "a"),
        "alias" | "aka" | "fka" | "nka" | "nee" | "formerly" | "ex" | "tel" | "phone"
        | "mobile" | "dob" | "passport" => true,
        _ => false,
    });
    if let Some(at) = at
        && at + 1 < pieces.len()
    {
        for piece in &mut pieces[at..] {
            piece.flags |= NameToken::ALTERNATIVE;
        }
    }
}

/// *One Name/Another Name* of an organization: marks what stands behind the slash.
fn alternatives(exact: &str, pieces: &mut [Piece]) {
    let Some((before, after)) = exact.split_once('/') else {
        return;
    };
    let long = |part: &str| part.chars().filter(|c| c.is_alphabetic()).count() > 2;
    let word = |part: Option<&str>| part.is_some_and(long);
    if !word(before.split(' ').next_back()) || !word(after.split(' ').next()) {
        return;
    }
    let slash = before.matches(' ').count();
    let mut behind = false;
    for piece in pieces {
        let at = usize::from(piece.words.0);
        // The word with the slash gives two pieces: the second stands behind it.
        behind |= at > slash || (at == slash && after.starts_with(piece.text.as_str()));
        if behind {
            piece.flags |= NameToken::ALTERNATIVE;
        }
    }
}

/// L'Hocine, D'Angelo: a single letter before an apostrophe is an article of French or Italian.
fn apostrophe(word: &str, flags: u8, at: u16, pieces: &mut Vec<Piece>) {
    // Abd, run together with the name before it.
    const ABD: &str = "\u{639}\u{628}\u{62F}";
    if !word.is_ascii()
        && let Some(head) = word.strip_suffix(ABD)
        && head.chars().count() > 2
    {
        pieces.push(Piece::new(head, flags, at));
        pieces.push(Piece::new(ABD, flags, at));
        return;
    }
    let word = match word.strip_prefix("l'") {
        Some(rest) if rest.len() > 3 => rest,
        _ => word,
    };
    pieces.push(Piece::new(word, flags, at));
}

/// Drops `M/V` and the like from the front of a ship's name.
fn vessel(pieces: Vec<Piece>) -> Vec<Piece> {
    let prefix = |piece: &Piece| tables::role(&piece.text) == Some(Role::Vessel);
    let front = pieces.iter().take_while(|piece| prefix(piece)).count();
    if front < pieces.len() {
        pieces.into_iter().skip(front).collect()
    } else {
        pieces
    }
}

/// Chinese and Korean full names are written together: family first, one syllable as a rule.
fn east_asian(pieces: Vec<Piece>) -> Vec<Piece> {
    if pieces.len() != 1 || !matches!(pieces[0].script, Script::Han | Script::Hangul) {
        return pieces;
    }
    let piece = &pieces[0];
    let Some(family) = crate::spelling::family_length(&piece.text, piece.script) else {
        return pieces;
    };
    let at = piece
        .text
        .char_indices()
        .nth(family)
        .map_or(piece.text.len(), |(at, _)| at);
    let (head, tail) = piece.text.split_at(at);
    let words = piece.words.0;
    vec![
        Piece::new(head, NameToken::FAMILY, words),
        Piece::new(tail, 0, words),
    ]
}
