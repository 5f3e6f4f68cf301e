//! Letters that look like other letters: of other alphabets, and capital I for small L.
//!
//! A word that mixes alphabets is put right by the letters that leave no doubt (*d* is Latin only,
//! *zhe* Cyrillic only), then by those of the whole name, then by the majority. A word that is all
//! look-alikes among Latin words is read as Latin: *МОНА* beside *Hassan*. Not the whole of
//! Unicode's confusables: the letters that pass for a letter of a name in ordinary typefaces.

use std::borrow::Cow;

use crate::script::script_of_char;
use crate::types::{Obfuscation, Script};

/// Legal forms whose letters all look Latin: ooo, ao, nao, too, at, tov. Not asked of the table of
/// forms, which is cleaned with this very code.
const CYRILLIC_FORMS: [&str; 6] = [
    "\u{43E}\u{43E}\u{43E}",
    "\u{430}\u{43E}",
    "\u{43D}\u{430}\u{43E}",
    "\u{442}\u{43E}\u{43E}",
    "\u{430}\u{442}",
    "\u{442}\u{43E}\u{432}",
];

fn is_separator(c: char) -> bool {
    matches!(c, ' ' | '.' | ',' | '/' | '\'' | '&')
}

/// A small l among capitals is a capital I, a capital I among small letters a small l: `ALl`,
/// `SaIim`; `Al` is an article. Greek capital nu is N, where its small form looks like v.
pub(crate) fn misread_capitals<'n>(
    name: Cow<'n, str>,
    seen: &mut Vec<Obfuscation>,
) -> Cow<'n, str> {
    let misread = |c: char| matches!(c, 'l' | 'I' | '\u{39D}');
    // Names in one case have nothing to misread.
    if !name.contains(misread)
        || !name.chars().any(char::is_lowercase)
        || !name.chars().any(char::is_uppercase)
    {
        return name;
    }
    let shouted = name.chars().all(|c| !c.is_lowercase() || c == 'l');
    let mut out = String::with_capacity(name.len());
    for word in name.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let letters = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let upper = letters.chars().filter(|c| c.is_ascii_uppercase()).count();
        let lower = letters.chars().filter(|c| c.is_ascii_lowercase()).count();
        let small_l = letters.chars().filter(|&c| c == 'l').count();
        let article = matches!(letters, "Al" | "El" | "Ul" | "l");
        let capital_i = upper == 2 && lower > 1 && letters.chars().skip(1).any(|c| c == 'I');
        let plain: Option<String> = if small_l > 0 && small_l == lower && !article {
            // One capital alone before an l may be the beginning of a word.
            (upper > 1 || (shouted && upper > 0)).then(|| {
                letters
                    .chars()
                    .map(|c| if c == 'l' { 'I' } else { c })
                    .collect()
            })
        } else if capital_i {
            let read = |(at, c)| if at > 0 && c == 'I' { 'l' } else { c };
            Some(letters.chars().enumerate().map(read).collect())
        } else if upper > 0 && letters.contains('\u{39D}') {
            Some(letters.replace('\u{39D}', "N"))
        } else {
            None
        };
        match plain {
            Some(plain) => {
                seen.push(Obfuscation::MisreadLetters);
                out.push_str(&plain);
                out.push_str(&word[letters.len()..]);
            }
            None => out.push_str(word),
        }
    }
    Cow::Owned(out)
}

/// What [`signs`] and [`misread_capitals`] look for in the words of a name of ASCII, gathered letter by letter: for who
/// reads it anyway.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Misread {
    /// How many small letters, of these how many l, how many capitals, of these how many I: sixteen bits each.
    counts: u64,
}

impl Misread {
    const SMALL: u64 = 1;
    const SMALL_L: u64 = Self::SMALL | 1 << 16;
    const CAPITAL: u64 = 1 << 32;
    const CAPITAL_I: u64 = Self::CAPITAL | 1 << 48;

    /// A letter or a digit.
    #[inline]
    pub(crate) fn letter(&mut self, b: u8) {
        self.counts += match b {
            b'l' => Self::SMALL_L,
            b'a'..=b'z' => Self::SMALL,
            b'I' => Self::CAPITAL_I,
            b'A'..=b'Z' => Self::CAPITAL,
            _ => 0,
        };
    }

    /// The end of a word: whether it, or the sign that ends it, may have to be put right.
    #[inline]
    pub(crate) fn end(&mut self, word: &[u8], sign: u8) -> bool {
        let counts = std::mem::take(&mut self.counts);
        if matches!(sign, b'$' | b'@' | b'|' | b'!') {
            return true;
        }
        let [lower, small_l, upper, capital_i] = [0, 16, 32, 48].map(|at| counts >> at & 0xFFFF);
        let small = small_l > 0 && small_l == lower && upper > 0;
        (small && !matches!(word, b"Al" | b"El" | b"Ul"))
            || (capital_i > 0 && upper == 2 && lower > 1)
    }
}

/// Signs in the place of the letters they look like: `$alim`, `S@lim`, `Sa|im`. Beside letters only.
pub(crate) fn signs<'n>(name: Cow<'n, str>, seen: &mut Vec<Obfuscation>) -> Cow<'n, str> {
    const SIGNS: [(char, char); 6] = [
        ('$', 's'),
        ('@', 'a'),
        ('|', 'l'),
        ('!', 'i'),
        ('\u{20AC}', 'e'),
        ('\u{A7}', 's'),
    ];
    // Bytes that the signs begin with.
    let begins = |b: u8| matches!(b, b'$' | b'@' | b'|' | b'!' | 0xE2 | 0xC2);
    if !name.bytes().any(begins) || !name.contains(SIGNS.map(|(sign, _)| sign)) {
        return name;
    }
    let letters: Vec<char> = name.chars().collect();
    let is_letter = |at: Option<usize>| {
        at.and_then(|at| letters.get(at))
            .is_some_and(|c| c.is_alphabetic())
    };
    let mut out = String::with_capacity(name.len());
    for (at, &c) in letters.iter().enumerate() {
        let meant = SIGNS.iter().find(|(sign, _)| *sign == c);
        // A sign at an end may be a price or an exclamation; $ begins a word.
        let inside = is_letter(at.checked_sub(1)) && is_letter(Some(at + 1));
        let begins = c == '$' && is_letter(Some(at + 1));
        match meant {
            Some((_, letter)) if inside || begins => {
                seen.push(Obfuscation::DigitsAsLetters);
                out.push(*letter);
            }
            _ => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Letters of a text that can be of one alphabet only, and those that might be of another.
#[derive(Clone, Copy, Debug, Default)]
struct Letters {
    latin: u32,
    latin_only: u32,
    cyrillic: u32,
    cyrillic_only: u32,
    other: u32,
    /// Letters of other alphabets that look Latin.
    foreign: u32,
}

impl Letters {
    fn of(text: &str) -> Self {
        let mut letters = Self::default();
        for c in text.chars() {
            match script_of_char(c) {
                Some(Script::Latin) => {
                    letters.latin += 1;
                    letters.latin_only += u32::from(to_cyrillic(c).is_none());
                }
                Some(Script::Cyrillic) => {
                    letters.cyrillic += 1;
                    let alike = to_latin(c).is_some();
                    letters.foreign += u32::from(alike);
                    letters.cyrillic_only += u32::from(!alike);
                }
                // Letters of other alphabets than those of `to_latin` pass through it unchanged.
                Some(_) if to_latin(c).is_some_and(|latin| latin != c) => letters.foreign += 1,
                Some(_) => letters.other += 1,
                None => {}
            }
        }
        letters
    }
}

/// Whether a text has Latin letters and ones that look like them.
pub(crate) fn has_masks(text: &str) -> bool {
    // Most names have letters of one alphabet: none that look Latin, or none that are.
    let (mut latin, mut foreign) = (false, false);
    for c in text.chars() {
        match c as u32 {
            ..0x80 => latin |= c.is_ascii_alphabetic(),
            0x80..0x2B0 | 0x1D00..0x1F00 | 0x2C60..0x2C80 | 0xA720..0xAB65 | 0xFF21..0xFF5B => {
                latin = true;
            }
            _ => foreign = true,
        }
    }
    if !latin || !foreign {
        return false;
    }
    let letters = Letters::of(text);
    letters.foreign > 0 && letters.latin > 0
}

/// Puts look-alike letters right. Run again on its own result it comes to rest after one more
/// round: words that mix alphabets are settled by the first, a whole word read as Latin stays so,
/// and no letter becomes Cyrillic only or ceases to be.
pub(crate) fn unmask_words(text: &str, seen: &mut Vec<Obfuscation>) -> String {
    let whole = Letters::of(text);
    if whole.foreign == 0 || whole.latin == 0 {
        return text.to_owned();
    }
    // A word of another alphabet without look-alikes, or with more than them: a name in two scripts.
    let is_genuine =
        |letters: Letters| letters.latin == 0 && letters.cyrillic_only + letters.other > 0;
    let two_scripts = text
        .split(is_separator)
        .any(|word| is_genuine(Letters::of(word)));
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive(is_separator) {
        match unmask(word, whole, two_scripts) {
            Some(plain) => {
                seen.push(Obfuscation::Homoglyphs);
                out.push_str(&plain);
            }
            None => out.push_str(word),
        }
    }
    out
}

fn unmask(word: &str, whole: Letters, two_scripts: bool) -> Option<String> {
    let letters = Letters::of(word);
    if letters.foreign == 0 || letters.other > 0 {
        return None;
    }
    let latin = || word.chars().map(to_latin).collect();
    if letters.latin == 0 {
        // Nothing but look-alikes: Latin where all the rest is, unless it is a legal form.
        let plain = word.trim_end_matches(is_separator);
        let hidden = letters.cyrillic_only == 0
            && !two_scripts
            && whole.cyrillic_only == 0
            && whole.latin_only > 0
            && !CYRILLIC_FORMS.contains(&plain);
        return if hidden { latin() } else { None };
    }
    let cyrillic = || word.chars().map(to_cyrillic).collect();
    match (letters.latin_only > 0, letters.cyrillic_only > 0) {
        (true, true) => None,
        (true, false) => latin(),
        (false, true) => cyrillic(),
        // Both are possible: the rest of the name tells, then the majority.
        (false, false) if whole.cyrillic_only > whole.latin_only => cyrillic(),
        (false, false) if whole.latin_only > 0 || letters.latin >= letters.foreign => latin(),
        (false, false) => cyrillic().or_else(latin),
    }
}

/// The Latin letter that a letter looks like, in small or capital form; none for other letters of
/// other alphabets.
fn to_latin(c: char) -> Option<char> {
    Some(match c {
        // Cyrillic a, ve, ie, io, ka, em, en, o, er, es, te, u, straight u, ha, i, yi, je, dze, shha,
        // komi de, qa, we, palochka, soft sign, ghe with stroke, ukrainian ie, kurdish forms.
        '\u{430}' => 'a',
        '\u{432}' | '\u{44C}' => 'b',
        '\u{435}' | '\u{451}' | '\u{454}' => 'e',
        '\u{43A}' => 'k',
        '\u{43C}' => 'm',
        '\u{43D}' | '\u{4BB}' => 'h',
        '\u{43E}' => 'o',
        '\u{440}' => 'p',
        '\u{441}' => 'c',
        '\u{442}' => 't',
        '\u{443}' | '\u{4AF}' => 'y',
        '\u{445}' => 'x',
        '\u{456}' | '\u{457}' => 'i',
        '\u{458}' => 'j',
        '\u{455}' => 's',
        '\u{501}' => 'd',
        '\u{51B}' => 'q',
        '\u{51D}' => 'w',
        '\u{4CF}' => 'l',
        '\u{493}' => 'f',
        // Greek alpha, beta, epsilon, zeta, eta, iota, kappa, mu, nu, omicron, rho, tau, upsilon,
        // chi, omega, gamma.
        '\u{3B1}' => 'a',
        '\u{3B2}' => 'b',
        '\u{3B5}' => 'e',
        '\u{3B6}' => 'z',
        '\u{3B7}' => 'h',
        '\u{3B9}' => 'i',
        '\u{3BA}' => 'k',
        '\u{3BC}' => 'm',
        '\u{3BD}' => 'v',
        '\u{3BF}' => 'o',
        '\u{3C1}' => 'p',
        '\u{3C4}' => 't',
        '\u{3C5}' => 'y',
        '\u{3C7}' => 'x',
        '\u{3C9}' => 'w',
        '\u{3B3}' => 'y',
        // Armenian oh, seh, vo, ho, co, ken, za, yiwn.
        '\u{585}' => 'o',
        '\u{57D}' => 'u',
        '\u{578}' => 'n',
        '\u{570}' => 'h',
        '\u{581}' => 'g',
        '\u{566}' => 'q',
        _ => match script_of_char(c) {
            None | Some(Script::Latin | Script::Other) => c,
            Some(_) => return None,
        },
    })
}

/// The Cyrillic letter that a Latin letter looks like; none for other Latin letters.
fn to_cyrillic(c: char) -> Option<char> {
    Some(match c {
        'a' => '\u{430}',
        'b' => '\u{432}',
        'c' => '\u{441}',
        'e' => '\u{435}',
        'h' => '\u{43D}',
        'i' => '\u{456}',
        'j' => '\u{458}',
        'k' => '\u{43A}',
        'm' => '\u{43C}',
        'o' => '\u{43E}',
        'p' => '\u{440}',
        's' => '\u{455}',
        't' => '\u{442}',
        'x' => '\u{445}',
        'y' => '\u{443}',
        _ => match script_of_char(c) {
            Some(Script::Latin) => return None,
            _ => c,
        },
    })
}

/// The plain letter of a Latin small capital or script form that no normal form resolves.
pub(crate) const fn plain_latin(c: char) -> Option<char> {
    Some(match c {
        // Small capitals a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, r, s, t, u, v, w, y, z.
        '\u{1D00}' => 'a',
        '\u{299}' => 'b',
        '\u{1D04}' => 'c',
        '\u{1D05}' => 'd',
        '\u{1D07}' => 'e',
        '\u{A730}' => 'f',
        '\u{262}' => 'g',
        '\u{29C}' => 'h',
        '\u{26A}' => 'i',
        '\u{1D0A}' => 'j',
        '\u{1D0B}' => 'k',
        '\u{29F}' => 'l',
        '\u{1D0D}' => 'm',
        '\u{274}' => 'n',
        '\u{1D0F}' => 'o',
        '\u{1D18}' => 'p',
        '\u{280}' => 'r',
        '\u{A731}' => 's',
        '\u{1D1B}' => 't',
        '\u{1D1C}' => 'u',
        '\u{1D20}' => 'v',
        '\u{1D21}' => 'w',
        '\u{28F}' => 'y',
        '\u{1D22}' => 'z',
        // Latin alpha, script g, open e, click l, long s is resolved by NFKC.
        '\u{251}' => 'a',
        '\u{261}' => 'g',
        '\u{1C0}' => 'l',
        _ => return None,
    })
}
