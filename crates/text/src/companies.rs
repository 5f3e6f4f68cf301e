//! What the words of an organization's name are: legal forms, generic words, the rest.

use crate::tables::{generic, is_place, legal_form, longest_form};
use crate::tokens::Piece;
use crate::types::{Script, TokenClass};

/// Words of the longest legal form that is looked for.
const LONGEST_FORM: usize = 6;

/// Whether a name of unknown kind is that of an organization: it has a legal form that is not
/// also a word, or a generic word.
pub(crate) fn looks_like_one(pieces: &[Piece]) -> bool {
    (0..pieces.len()).any(|at| {
        // A place may be anybody's name: Jordan, India.
        form_at(pieces, at, true).is_some()
            || (generic(&pieces[at].text).is_some() && !is_place(&pieces[at].text))
    })
}

/// Marks legal forms and generic words; forms of several words become one piece.
pub(crate) fn mark(mut pieces: Vec<Piece>) -> Vec<Piece> {
    if pieces.iter().any(writes_together) {
        pieces = pieces.into_iter().flat_map(unglue).collect();
    }
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut at = 0;
    while at < pieces.len() {
        if let Some((family, words)) = form_at(&pieces, at, false)
            && (words < pieces.len())
        {
            let known = out
                .iter()
                .any(|piece| piece.class == TokenClass::LegalForm && piece.text == family);
            if !known {
                out.push(Piece {
                    text: family.to_owned(),
                    script: Script::Latin,
                    class: TokenClass::LegalForm,
                    flags: 0,
                    words: (pieces[at].words.0, pieces[at + words - 1].words.1),
                });
            }
            at += words;
            continue;
        }
        let mut piece = pieces[at].take();
        if generic(&piece.text).is_some() {
            piece.class = TokenClass::Generic;
        }
        out.push(piece);
        at += 1;
    }
    out
}

/// The legal form that begins at a word, and how many words it takes.
fn form_at(pieces: &[Piece], at: usize, strict: bool) -> Option<(&'static str, usize)> {
    let longest = longest_form(&pieces[at].text);
    let most = longest.min(LONGEST_FORM).min(pieces.len() - at);
    let mut joined = String::new();
    for words in (1..=most).rev() {
        let phrase = &pieces[at..at + words];
        let text = if let [word] = phrase {
            &word.text
        } else {
            joined.clear();
            for piece in phrase {
                if !joined.is_empty() {
                    joined.push(' ');
                }
                joined.push_str(&piece.text);
            }
            &joined
        };
        let Some(form) = legal_form(text) else {
            continue;
        };
        let end = at + words == pieces.len()
            || pieces[at + words..]
                .iter()
                .all(|piece| legal_form(&piece.text).is_some());
        let short = text.chars().filter(|c| *c != ' ').count() < 4;
        let latin = phrase.iter().all(|piece| piece.script == Script::Latin);
        let start = at == 0 && (!latin || text.len() > 2);
        if strict && (form.ambiguous || text.chars().count() < 3) {
            continue;
        }
        if form.ambiguous && !end {
            continue;
        }
        if short && !(start || end) {
            continue;
        }
        return Some((form.family, words));
    }
    None
}

fn writes_together(piece: &Piece) -> bool {
    matches!(piece.script, Script::Han | Script::Hangul | Script::Kana)
}

/// Chinese and Korean write the whole name together: forms and generic words are taken off its ends.
fn unglue(piece: Piece) -> Vec<Piece> {
    if !writes_together(&piece) {
        return vec![piece];
    }
    let is_part = |text: &str| legal_form(text).is_some() || generic(text).is_some();
    let letters: Vec<char> = piece.text.chars().collect();
    let (mut start, mut end) = (0, letters.len());
    let text = |from: usize, to: usize| letters[from..to].iter().collect::<String>();
    let mut cuts = vec![0, letters.len()];
    // The longest part first; at least two letters of a name must stay.
    let longest = |room: usize| (2..=8.min(room)).rev();
    while let Some(n) =
        longest((end - start).saturating_sub(2)).find(|&n| is_part(&text(end - n, end)))
    {
        end -= n;
        cuts.push(end);
    }
    while let Some(n) =
        longest((end - start).saturating_sub(2)).find(|&n| is_part(&text(start, start + n)))
    {
        start += n;
        cuts.push(start);
    }
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2)
        .map(|ends| Piece {
            text: text(ends[0], ends[1]),
            ..piece.clone()
        })
        .collect()
}
