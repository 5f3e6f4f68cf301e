//! Letters that writers use for one another, folded inside one script.
//!
//! Alef with and without hamza, Persian and Arabic kaf, Latin letters with and without accents. A
//! Latin letter whose mark changes its sound (s with cedilla, c with caron) keeps it: the sound
//! needs it, and [`latin_base`] lets the comparison of letters look past it.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::types::Script;

/// Folds one word of the exact form.
pub(crate) fn fold(word: &str, script: Script) -> String {
    match script {
        Script::Latin if word.is_ascii() => plain(word),
        Script::Latin => fold_latin(word),
        Script::Arabic => each(word, fold_arabic),
        Script::Cyrillic => each(word, fold_cyrillic),
        Script::Greek => word
            .nfd()
            .filter(|&c| !is_combining_mark(c))
            // Final sigma is sigma.
            .map(|c| if c == '\u{3C2}' { '\u{3C3}' } else { c })
            .collect(),
        Script::Hebrew => each(word, fold_hebrew),
        Script::Kana => each(word, fold_kana),
        _ => plain(word),
    }
}

/// A letter for each letter, of about the same length.
fn each(word: &str, folded: fn(char) -> char) -> String {
    let mut out = String::with_capacity(word.len());
    word.chars().for_each(|c| out.push(folded(c)));
    out
}

/// Without apostrophes, which few words have.
fn plain(word: &str) -> String {
    if word.bytes().any(|b| b == b'\'') {
        word.replace('\'', "")
    } else {
        word.to_owned()
    }
}

fn fold_arabic(c: char) -> char {
    match c {
        // Alef with hamza above, below, madda, wasla.
        '\u{623}' | '\u{625}' | '\u{622}' | '\u{671}' | '\u{672}' | '\u{673}' => '\u{627}',
        // Ya with hamza, Farsi ya, e, ya with tail, barree, with small v, alef maqsura.
        '\u{626}' | '\u{6CC}' | '\u{6D0}' | '\u{6CD}' | '\u{6D2}' | '\u{6CE}' | '\u{649}'
        | '\u{6D3}' => '\u{64A}',
        // Waw with hamza, oe, u, yu, ve, kirghiz oe.
        '\u{624}' | '\u{6C6}' | '\u{6C7}' | '\u{6C8}' | '\u{6CB}' | '\u{6C5}' | '\u{6C9}' => {
            '\u{648}'
        }
        // Keheh, swash kaf; gaf with ring.
        '\u{6A9}' | '\u{6AA}' | '\u{63B}' => '\u{643}',
        '\u{6AB}' | '\u{6B0}' | '\u{6B4}' => '\u{6AF}',
        // Heh goal, doachashmee, ae, heh with ya above; ta marbuta and its goal form.
        '\u{6C1}' | '\u{6BE}' | '\u{6D5}' | '\u{6C0}' | '\u{6C2}' | '\u{629}' | '\u{6C3}'
        | '\u{6FF}' => '\u{647}',
        // Noon ghunna, rnoon.
        '\u{6BA}' | '\u{6BC}' => '\u{646}',
        _ => c,
    }
}

fn fold_cyrillic(c: char) -> char {
    match c {
        // Io as ie, short i as i, ghe with upturn as ghe, palochka forms.
        '\u{451}' => '\u{435}',
        '\u{439}' => '\u{438}',
        '\u{491}' => '\u{433}',
        _ => c,
    }
}

fn fold_hebrew(c: char) -> char {
    match c {
        // Final kaf, mem, nun, pe, tsadi.
        '\u{5DA}' => '\u{5DB}',
        '\u{5DD}' => '\u{5DE}',
        '\u{5DF}' => '\u{5E0}',
        '\u{5E3}' => '\u{5E4}',
        '\u{5E5}' => '\u{5E6}',
        _ => c,
    }
}

fn fold_kana(c: char) -> char {
    match c as u32 {
        // Hiragana to katakana.
        n @ 0x3041..=0x3096 => char::from_u32(n + 0x60).unwrap_or(c),
        _ => c,
    }
}

fn fold_latin(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            'a'..='z' | '0'..='9' => out.push(c),
            '\'' => {}
            // Kept: c cedilla, c caron, c acute, s cedilla/comma/caron/acute, z caron, g breve,
            // d stroke, n tilde.
            '\u{E7}' | '\u{10D}' | '\u{107}' => out.push('\u{E7}'),
            '\u{15F}' | '\u{219}' | '\u{161}' | '\u{15B}' => out.push('\u{15F}'),
            '\u{17E}' => out.push('\u{17E}'),
            '\u{11F}' => out.push('\u{11F}'),
            '\u{111}' => out.push('\u{111}'),
            '\u{F1}' => out.push('\u{F1}'),
            // g caron; g dot; h breve below, h line below, k line below; d and t line below.
            '\u{1E7}' => out.push('j'),
            '\u{121}' => out.push_str("gh"),
            '\u{1E2B}' | '\u{1E96}' | '\u{1E35}' => out.push_str("kh"),
            '\u{1E0F}' => out.push_str("dh"),
            '\u{1E6F}' => out.push_str("th"),
            // Sharp s, ae, oe, thorn, eth, o stroke, l stroke, dotless i, schwa, kra.
            '\u{DF}' => out.push_str("ss"),
            '\u{E6}' => out.push_str("ae"),
            '\u{153}' => out.push_str("oe"),
            '\u{FE}' => out.push_str("th"),
            '\u{F0}' => out.push('d'),
            '\u{F8}' => out.push('o'),
            '\u{142}' => out.push('l'),
            '\u{131}' => out.push('i'),
            '\u{259}' => out.push('a'),
            '\u{138}' => out.push('q'),
            '\u{127}' => out.push('h'),
            '\u{14B}' => out.push_str("ng"),
            _ => out.extend(std::iter::once(c).nfd().filter(|&c| !is_combining_mark(c))),
        }
    }
    out
}

/// The plain letter under a Latin letter that [`fold`] keeps.
pub(crate) const fn latin_base(c: char) -> char {
    match c {
        '\u{E7}' => 'c',
        '\u{15F}' => 's',
        '\u{17E}' => 'z',
        '\u{11F}' => 'g',
        '\u{111}' => 'd',
        '\u{F1}' => 'n',
        _ => c,
    }
}
