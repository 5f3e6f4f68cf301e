//! What the letters of Armenian and Georgian sound like.

use super::alphabets::Phone;
use super::alphabets::Phone::{Consonant, Glide, Silent, Vowel};
use super::class::{B, C, D, F, G, H, J, K, L, M, N, P, Q, R, S, T, U, W, X, Y, Z};
use super::gap::{A as A_, I as I_, U as U_};

pub(super) fn armenian_phone(c: char) -> Phone {
    match c {
        // ayb.
        '\u{561}' => Vowel(A_),
        // ben.
        '\u{562}' => Consonant(B),
        // gim.
        '\u{563}' => Consonant(G),
        // da.
        '\u{564}' => Consonant(D),
        // ech.
        '\u{565}' => Glide(Y, A_ | I_),
        // za.
        '\u{566}' => Consonant(Z),
        // eh.
        '\u{567}' => Vowel(A_ | I_),
        // et.
        '\u{568}' => Vowel(A_ | I_),
        // to.
        '\u{569}' => Consonant(T),
        // zhe.
        '\u{56A}' => Consonant(J | Z),
        // ini.
        '\u{56B}' => Vowel(I_),
        // liwn.
        '\u{56C}' => Consonant(L),
        // xeh.
        '\u{56D}' => Consonant(U | H),
        // ca.
        '\u{56E}' => Consonant(S | C | D),
        // ken.
        '\u{56F}' => Consonant(K | G),
        // ho.
        '\u{570}' => Consonant(H),
        // ja.
        '\u{571}' => Consonant(Z | D | J),
        // ghad.
        '\u{572}' => Consonant(G | Q),
        // cheh.
        '\u{573}' => Consonant(C | X | J),
        // men.
        '\u{574}' => Consonant(M),
        // yi.
        '\u{575}' => Glide(Y, I_),
        // now.
        '\u{576}' => Consonant(N),
        // sha.
        '\u{577}' => Consonant(X),
        // vo.
        '\u{578}' => Vowel(U_ | A_),
        // cha.
        '\u{579}' => Consonant(C | X),
        // peh.
        '\u{57A}' => Consonant(P | B),
        // jheh.
        '\u{57B}' => Consonant(J | C),
        // ra.
        '\u{57C}' => Consonant(R),
        // seh.
        '\u{57D}' => Consonant(S),
        // vew.
        '\u{57E}' => Consonant(F | W),
        // tiwn.
        '\u{57F}' => Consonant(T | D),
        // reh.
        '\u{580}' => Consonant(R),
        // co.
        '\u{581}' => Consonant(S | C),
        // yiwn.
        '\u{582}' => Vowel(U_),
        // piwr.
        '\u{583}' => Consonant(P | B),
        // keh.
        '\u{584}' => Consonant(K),
        // oh.
        '\u{585}' => Vowel(U_ | A_),
        // feh.
        '\u{586}' => Consonant(F),
        _ => Silent,
    }
}

pub(super) fn georgian_phone(c: char) -> Phone {
    match c {
        // an.
        '\u{10D0}' => Vowel(A_),
        // ban.
        '\u{10D1}' => Consonant(B),
        // gan.
        '\u{10D2}' => Consonant(G),
        // don.
        '\u{10D3}' => Consonant(D),
        // en.
        '\u{10D4}' => Vowel(A_ | I_),
        // vin.
        '\u{10D5}' => Consonant(F | W),
        // zen.
        '\u{10D6}' => Consonant(Z),
        // tan.
        '\u{10D7}' => Consonant(T),
        // in.
        '\u{10D8}' => Glide(Y, I_),
        // kan.
        '\u{10D9}' => Consonant(K),
        // las.
        '\u{10DA}' => Consonant(L),
        // man.
        '\u{10DB}' => Consonant(M),
        // nar.
        '\u{10DC}' => Consonant(N),
        // on.
        '\u{10DD}' => Vowel(U_ | A_),
        // par.
        '\u{10DE}' => Consonant(P | B),
        // zhar.
        '\u{10DF}' => Consonant(J | Z),
        // rae.
        '\u{10E0}' => Consonant(R),
        // san.
        '\u{10E1}' => Consonant(S),
        // tar.
        '\u{10E2}' => Consonant(T),
        // un.
        '\u{10E3}' => Vowel(U_),
        // phar.
        '\u{10E4}' => Consonant(P | F),
        // khar.
        '\u{10E5}' => Consonant(K),
        // ghan.
        '\u{10E6}' => Consonant(G | Q),
        // qar.
        '\u{10E7}' => Consonant(K | Q),
        // shin.
        '\u{10E8}' => Consonant(X),
        // chin.
        '\u{10E9}' => Consonant(C | X),
        // can.
        '\u{10EA}' => Consonant(S | C),
        // jil.
        '\u{10EB}' => Consonant(Z | D | J),
        // cil.
        '\u{10EC}' => Consonant(S | C),
        // char.
        '\u{10ED}' => Consonant(C | X),
        // xan.
        '\u{10EE}' => Consonant(U | H),
        // jhan.
        '\u{10EF}' => Consonant(J),
        // hae.
        '\u{10F0}' => Consonant(H),
        _ => Silent,
    }
}
