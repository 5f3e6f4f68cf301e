//! Alphabets that write their vowels: Cyrillic, Greek, Armenian, Georgian.

use super::Sounder;
use super::caucasus::{armenian_phone, georgian_phone};
use super::class::{B, C, D, F, G, H, J, K, L, M, N, P, Q, R, S, T, U, W, X, Y, Z};
use super::gap::{A as A_, I as I_, U as U_};

/// Letters read; longer words are cut.
const MAX_LETTERS: usize = 64;

/// What a letter sounds like.
#[derive(Clone, Copy, Debug)]
pub(super) enum Phone {
    Vowel(u32),
    Consonant(u32),
    /// A vowel that brings a consonant along when nothing stands before it.
    Glide(u32, u32),
    Silent,
}
use Phone::{Consonant, Glide, Silent, Vowel};

fn utter(sounder: &mut Sounder, phone: Phone, next_is_vowel: bool) {
    match phone {
        Vowel(quality) => sounder.vowel(quality),
        Consonant(mask) => sounder.consonant(mask),
        Glide(mask, quality) => {
            if sounder.is_start() && (quality != I_ || next_is_vowel) {
                sounder.weak(mask);
                if quality == I_ {
                    return;
                }
            }
            sounder.vowel(quality);
        }
        Silent => {}
    }
}

fn spell(
    text: &str,
    phone: fn(char) -> Phone,
    special: fn(&[char], &mut Sounder) -> usize,
) -> Vec<u32> {
    let letters: Vec<char> = text.chars().take(MAX_LETTERS).collect();
    let mut sounder = Sounder::new(false);
    let mut at = 0;
    while at < letters.len() {
        let taken = special(&letters[at..], &mut sounder);
        if taken > 0 {
            at += taken;
            continue;
        }
        let next_is_vowel = letters
            .get(at + 1)
            .is_some_and(|&c| matches!(phone(c), Vowel(_) | Glide(_, _)));
        utter(&mut sounder, phone(letters[at]), next_is_vowel);
        at += 1;
    }
    sounder.finish()
}

/// The sound of a folded Cyrillic word.
pub(super) fn cyrillic(text: &str) -> Vec<u32> {
    spell(text, cyrillic_phone, |rest, sounder| match rest {
        // De with zhe is one sound: Dzhamal.
        ['\u{434}', '\u{436}', ..] => {
            sounder.consonant(J);
            2
        }
        // Final te may be a hardened de: Akhmet.
        ['\u{442}'] => {
            sounder.consonant(T | D);
            1
        }
        _ => 0,
    })
}

/// The sound of a folded Greek word.
pub(super) fn greek(text: &str) -> Vec<u32> {
    spell(text, greek_phone, |rest, sounder| match rest {
        // Omicron upsilon.
        ['\u{3BF}', '\u{3C5}', ..] => {
            sounder.vowel(U_);
            2
        }
        // Alpha, epsilon with upsilon: av, ev.
        ['\u{3B1}' | '\u{3B5}', '\u{3C5}', ..] => {
            sounder.vowel(A_);
            sounder.weak(F | W);
            2
        }
        // Mu pi, nu tau, gamma kappa, gamma gamma, tau zeta, tau sigma.
        ['\u{3BC}', '\u{3C0}', ..] => {
            sounder.consonant(B);
            2
        }
        ['\u{3BD}', '\u{3C4}', ..] => {
            if !sounder.is_start() {
                sounder.weak(N);
            }
            sounder.consonant(D | T);
            2
        }
        ['\u{3B3}', '\u{3BA}' | '\u{3B3}', ..] => {
            if !sounder.is_start() {
                sounder.weak(N);
            }
            sounder.consonant(G);
            2
        }
        ['\u{3C4}', '\u{3B6}', ..] => {
            sounder.consonant(J | Z);
            2
        }
        ['\u{3C4}', '\u{3C3}', ..] => {
            sounder.consonant(C | S | X);
            2
        }
        // Xi, psi.
        ['\u{3BE}', ..] => {
            sounder.consonant(K);
            sounder.weak(S);
            1
        }
        ['\u{3C8}', ..] => {
            sounder.consonant(P | B);
            sounder.consonant(S);
            1
        }
        _ => 0,
    })
}

/// The sound of a folded Armenian word.
pub(super) fn armenian(text: &str) -> Vec<u32> {
    spell(text, armenian_phone, |rest, sounder| match rest {
        // Vo yiwn.
        ['\u{578}', '\u{582}', ..] => {
            sounder.vowel(U_);
            2
        }
        _ => 0,
    })
}

/// The sound of a folded Georgian word.
pub(super) fn georgian(text: &str) -> Vec<u32> {
    spell(text, georgian_phone, |_, _| 0)
}

fn cyrillic_phone(c: char) -> Phone {
    match c {
        // a.
        '\u{430}' => Vowel(A_),
        // be.
        '\u{431}' => Consonant(B),
        // ve.
        '\u{432}' => Consonant(F | W),
        // ghe.
        '\u{433}' => Consonant(G | H | K | J),
        // de.
        '\u{434}' => Consonant(D),
        // ie.
        '\u{435}' => Glide(Y, A_ | I_),
        // zhe.
        '\u{436}' => Consonant(J | Z),
        // ze.
        '\u{437}' => Consonant(Z),
        // i.
        '\u{438}' => Glide(Y, I_),
        // ka.
        '\u{43A}' => Consonant(K | Q),
        // el.
        '\u{43B}' => Consonant(L),
        // em.
        '\u{43C}' => Consonant(M),
        // en.
        '\u{43D}' => Consonant(N),
        // o.
        '\u{43E}' => Vowel(U_ | A_),
        // pe.
        '\u{43F}' => Consonant(B | P),
        // er.
        '\u{440}' => Consonant(R),
        // es.
        '\u{441}' => Consonant(S),
        // te.
        '\u{442}' => Consonant(T),
        // u.
        '\u{443}' => Vowel(U_),
        // ef.
        '\u{444}' => Consonant(F | P),
        // ha.
        '\u{445}' => Consonant(U | H),
        // tse.
        '\u{446}' => Consonant(S | C),
        // che.
        '\u{447}' => Consonant(C | X),
        // sha.
        '\u{448}' => Consonant(X),
        // shcha.
        '\u{449}' => Consonant(X | C),
        // yeru.
        '\u{44B}' => Vowel(I_),
        // e.
        '\u{44D}' => Vowel(A_ | I_),
        // yu.
        '\u{44E}' => Glide(Y, U_),
        // ya.
        '\u{44F}' => Glide(Y, A_),
        // dje.
        '\u{452}' => Consonant(J | D),
        // gje.
        '\u{453}' => Consonant(G | J),
        // ukrainian ie.
        '\u{454}' => Glide(Y, A_ | I_),
        // byelorussian-ukrainian i.
        '\u{456}' => Vowel(I_),
        // yi.
        '\u{457}' => Glide(Y, I_),
        // je.
        '\u{458}' => Glide(Y, I_),
        // lje.
        '\u{459}' => Consonant(L),
        // nje.
        '\u{45A}' => Consonant(N),
        // tshe.
        '\u{45B}' => Consonant(C),
        // kje.
        '\u{45C}' => Consonant(K | C),
        // short u.
        '\u{45E}' => Vowel(U_ | A_),
        // dzhe.
        '\u{45F}' => Consonant(J),
        // ghe with stroke.
        '\u{493}' => Consonant(G | Q),
        // zhe with descender.
        '\u{497}' => Consonant(J),
        // ka with descender.
        '\u{49B}' => Consonant(K | Q),
        // en with descender.
        '\u{4A3}' => Consonant(N),
        // straight u.
        '\u{4AF}' => Vowel(U_),
        // straight u with stroke.
        '\u{4B1}' => Vowel(U_),
        // ha with descender.
        '\u{4B3}' => Consonant(H),
        // che with descender.
        '\u{4B7}' => Consonant(J),
        // shha.
        '\u{4BB}' => Consonant(H),
        // schwa.
        '\u{4D9}' => Vowel(A_),
        // i with macron.
        '\u{4E3}' => Vowel(I_),
        // barred o.
        '\u{4E9}' => Vowel(U_ | A_),
        // u with macron.
        '\u{4EF}' => Vowel(U_),
        _ => Silent,
    }
}

fn greek_phone(c: char) -> Phone {
    match c {
        // alpha.
        '\u{3B1}' => Vowel(A_),
        // beta.
        '\u{3B2}' => Consonant(B | F | W),
        // gamma.
        '\u{3B3}' => Consonant(G | Y | J),
        // delta.
        '\u{3B4}' => Consonant(D),
        // epsilon.
        '\u{3B5}' => Vowel(A_ | I_),
        // zeta.
        '\u{3B6}' => Consonant(Z),
        // eta.
        '\u{3B7}' => Vowel(I_),
        // theta.
        '\u{3B8}' => Consonant(T),
        // iota.
        '\u{3B9}' => Glide(Y, I_),
        // kappa.
        '\u{3BA}' => Consonant(K | Q),
        // lamda.
        '\u{3BB}' => Consonant(L),
        // mu.
        '\u{3BC}' => Consonant(M),
        // nu.
        '\u{3BD}' => Consonant(N),
        // omicron.
        '\u{3BF}' => Vowel(U_ | A_),
        // pi.
        '\u{3C0}' => Consonant(P | B),
        // rho.
        '\u{3C1}' => Consonant(R),
        // sigma.
        '\u{3C3}' => Consonant(S | X),
        // tau.
        '\u{3C4}' => Consonant(T),
        // upsilon.
        '\u{3C5}' => Vowel(I_ | U_),
        // phi.
        '\u{3C6}' => Consonant(F),
        // chi.
        '\u{3C7}' => Consonant(H | U | X),
        // omega.
        '\u{3C9}' => Vowel(U_ | A_),
        _ => Silent,
    }
}
