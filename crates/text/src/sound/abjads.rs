//! Scripts that leave short vowels out: Arabic with its daughters, and Hebrew.

use super::class::{B, C, D, F, G, H, J, K, L, M, N, P, Q, R, S, T, U, W, X, Y, Z};
use super::{Sounder, gap};

const ALEF: char = '\u{627}';
const WAW: char = '\u{648}';
const YA: char = '\u{64A}';
const LAM: char = '\u{644}';
const HEH: char = '\u{647}';

/// Letters read; longer words are cut.
const MAX_LETTERS: usize = 64;

fn arabic_consonant(c: char) -> u32 {
    match c {
        // beh.
        '\u{628}' => B,
        // teh.
        '\u{62A}' => T,
        // theh.
        '\u{62B}' => T | S,
        // jeem.
        '\u{62C}' => J,
        // hah.
        '\u{62D}' => H,
        // khah.
        '\u{62E}' => U,
        // dal.
        '\u{62F}' => D,
        // thal.
        '\u{630}' => D | Z,
        // reh.
        '\u{631}' => R,
        // zain.
        '\u{632}' => Z,
        // seen.
        '\u{633}' => S,
        // sheen.
        '\u{634}' => X,
        // sad.
        '\u{635}' => S,
        // dad.
        '\u{636}' => D | Z,
        // tah.
        '\u{637}' => T,
        // zah.
        '\u{638}' => D | Z,
        // ghain.
        '\u{63A}' => G,
        // feh.
        '\u{641}' => F | P,
        // qaf.
        '\u{642}' => K | Q,
        // kaf.
        '\u{643}' => K,
        // lam.
        '\u{644}' => L,
        // meem.
        '\u{645}' => M,
        // noon.
        '\u{646}' => N,
        // heh.
        '\u{647}' => H,
        // tteh.
        '\u{679}' => T,
        // teh with ring.
        '\u{67C}' => T,
        // peh.
        '\u{67E}' => B | P,
        // hah with hamza above.
        '\u{681}' => Z,
        // hah with three dots above.
        '\u{685}' => S,
        // tcheh.
        '\u{686}' => C | X | J,
        // ddal.
        '\u{688}' => D,
        // dal with ring.
        '\u{689}' => D,
        // rreh.
        '\u{691}' => R,
        // reh with ring.
        '\u{693}' => R,
        // reh with small v below.
        '\u{695}' => R,
        // reh with dot below and dot above.
        '\u{696}' => G | Z,
        // jeh.
        '\u{698}' => Z | J,
        // seen with dot below and dot above.
        '\u{69A}' => X | U,
        // veh.
        '\u{6A4}' => F | W,
        // feh with three dots below.
        '\u{6A5}' => F | W,
        // qaf with three dots above.
        '\u{6A8}' => G | Q,
        // ng.
        '\u{6AD}' => N,
        // gaf.
        '\u{6AF}' => G | J,
        // lam with small v.
        '\u{6B5}' => L,
        // keheh with three dots above.
        '\u{763}' => G,
        _ => 0,
    }
}

/// The sound of a folded word in Arabic letters.
pub(super) fn arabic(text: &str) -> Vec<u32> {
    let mut letters = ['\0'; MAX_LETTERS];
    let mut count = 0;
    for (slot, letter) in letters.iter_mut().zip(text.chars()) {
        *slot = letter;
        count += 1;
    }
    let letters = &letters[..count];
    let mut sounder = Sounder::new(true);
    let mut at = 0;
    while at < letters.len() {
        at += arabic_step(letters, at, &mut sounder);
    }
    sounder.finish()
}

fn arabic_step(letters: &[char], at: usize, sounder: &mut Sounder) -> usize {
    let (start, last) = (at == 0, at + 1 == letters.len());
    match letters[at] {
        ALEF if start => sounder.vowel(gap::AYN),
        ALEF => sounder.vowel(gap::A),
        // Hamza, ayn.
        '\u{621}' | '\u{639}' => sounder.vowel(gap::AYN),
        // Walid, but also Ould.
        WAW if start && !last && letters[1] == LAM => sounder.weak(W),
        WAW if start && !last => sounder.consonant(W),
        WAW => sounder.vowel(gap::U),
        YA if start => sounder.consonant(Y),
        YA if last => sounder.vowel(gap::I | gap::A),
        YA => sounder.vowel(gap::I),
        HEH if last && !start => sounder.vowel(gap::A),
        // Foreign ch and j, written with two letters: ta sheen, dal zhe, dal jeem.
        '\u{62A}' if letters.get(at + 1) == Some(&'\u{634}') => {
            // Inside a word they may also be two sounds: Ihtisham.
            if !start {
                sounder.weak(T);
            }
            sounder.consonant(C | X);
            return 2;
        }
        '\u{62F}' if matches!(letters.get(at + 1), Some('\u{698}' | '\u{62C}')) => {
            sounder.consonant(J);
            return 2;
        }
        c => {
            let mask = arabic_consonant(c);
            if mask != 0 {
                sounder.consonant(mask);
            }
        }
    }
    1
}

fn hebrew_consonant(c: char) -> u32 {
    match c {
        // bet.
        '\u{5D1}' => B | F | W,
        // gimel.
        '\u{5D2}' => G | J,
        // dalet.
        '\u{5D3}' => D,
        // zayin.
        '\u{5D6}' => Z,
        // het.
        '\u{5D7}' => H | U,
        // tet.
        '\u{5D8}' => T,
        // kaf.
        '\u{5DB}' => K | U,
        // lamed.
        '\u{5DC}' => L,
        // mem.
        '\u{5DE}' => M,
        // nun.
        '\u{5E0}' => N,
        // samekh.
        '\u{5E1}' => S,
        // pe.
        '\u{5E4}' => P | F | B,
        // tsadi.
        '\u{5E6}' => S | C | Z,
        // qof.
        '\u{5E7}' => K | Q,
        // resh.
        '\u{5E8}' => R,
        // shin.
        '\u{5E9}' => X | S,
        // tav.
        '\u{5EA}' => T | S,
        _ => 0,
    }
}

/// The sound of a folded word in Hebrew letters.
pub(super) fn hebrew(text: &str) -> Vec<u32> {
    let letters: Vec<char> = text.chars().take(MAX_LETTERS).collect();
    let mut sounder = Sounder::new(true);
    for (at, &c) in letters.iter().enumerate() {
        let (start, last) = (at == 0, at + 1 == letters.len());
        match c {
            // Alef, ayin.
            '\u{5D0}' if start => sounder.vowel(gap::AYN),
            '\u{5D0}' => sounder.vowel(gap::A | gap::AYN),
            '\u{5E2}' => sounder.vowel(gap::AYN),
            // He.
            '\u{5D4}' if last && !start => sounder.vowel(gap::A | gap::I),
            '\u{5D4}' => sounder.consonant(H),
            // Vav.
            '\u{5D5}' if start => sounder.consonant(W | F),
            '\u{5D5}' => sounder.vowel(gap::U | gap::A),
            // Yod.
            '\u{5D9}' if start => sounder.consonant(Y | J),
            '\u{5D9}' => sounder.vowel(gap::I),
            _ => {
                let mask = hebrew_consonant(c);
                if mask != 0 {
                    sounder.consonant(mask);
                }
            }
        }
    }
    sounder.finish()
}
