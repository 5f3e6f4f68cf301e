//! Articles, *bin*, *Abu*, *Abd al-*, *-al-Din*, titles: what to drop, to mark and to join.

use crate::canonical::{ALLAH, DIN, FATHER, MOTHER, SERVANT, canonical};
use crate::slips::is_misspelt_servant;
use crate::tables::{Role, role};
use crate::tokens::Piece;
use crate::types::{NameToken, Script, TokenClass};

/// Resolves the small words of a name.
pub(crate) fn resolve(pieces: Vec<Piece>, organization: bool) -> Vec<Piece> {
    let names = pieces.iter().filter(|piece| is_name(piece)).count();
    let mut resolver = Resolver {
        out: Vec::with_capacity(pieces.len()),
        prefix: None,
        flags: 0,
        start: None,
        names,
        organization,
    };
    let mut pieces = pieces;
    let mut rest = &mut pieces[..];
    while !rest.is_empty() {
        bengali_article(rest);
        let Some((piece, behind)) = rest.split_first_mut() else {
            break;
        };
        resolver.take(piece.take(), behind);
        rest = behind;
    }
    resolver.out
}

fn is_name(piece: &Piece) -> bool {
    match role(&piece.text) {
        None | Some(Role::Soft | Role::Particle | Role::Din | Role::Allah | Role::Tail) => true,
        Some(Role::Vessel | Role::NotArticle) => true,
        Some(_) => false,
    }
}

/// Saiful Islam, Habibur Rahman: in South Asia the article hangs on the word before it.
fn bengali_article(pieces: &mut [Piece]) {
    let [piece, next, ..] = pieces else {
        return;
    };
    if piece.script != Script::Latin || piece.text.len() < 5 || role(&piece.text).is_some() {
        return;
    }
    if is_misspelt_servant(&piece.text) {
        return;
    }
    let tail = role(&next.text) == Some(Role::Tail);
    if tail && let Some(name) = piece.text.strip_suffix("ul") {
        piece.text.truncate(name.len());
        next.flags |= NameToken::ARTICLE;
    } else if piece.text.ends_with("ur")
        && (next.text.starts_with("rah") || next.text.starts_with("reh"))
    {
        piece.text.truncate(piece.text.len() - 2);
        next.flags |= NameToken::ARTICLE;
    }
}

struct Resolver {
    out: Vec<Piece>,
    /// The joined beginning (*abu*, *abd*) that waits for its name.
    prefix: Option<(String, u8)>,
    /// Flags for the next token.
    flags: u8,
    /// The first of the small words that go with the next token.
    start: Option<u16>,
    /// Words that can carry the name without titles.
    names: usize,
    organization: bool,
}

impl Resolver {
    fn take(&mut self, piece: Piece, rest: &[Piece]) {
        if piece.class != TokenClass::Word {
            self.flags = 0;
            self.start = None;
            self.out.push(piece);
            return;
        }
        let next = rest.first().filter(|piece| piece.class == TokenClass::Word);
        let own = match piece.text.as_str() {
            "&" => Some(Role::And),
            text => role(text),
        };
        match own {
            // L. Example: in front of a whole name it is an initial.
            Some(Role::Article)
                if next.is_some_and(|next| {
                    piece.text != "l" || (!self.out.is_empty() && next.text.chars().count() > 1)
                }) =>
            {
                self.mark(&piece, NameToken::ARTICLE);
            }
            Some(Role::Assimilated) if self.assimilates(&piece, next) => {
                self.mark(&piece, NameToken::ARTICLE);
            }
            Some(Role::Nasab) if next.is_some() && self.is_link(&piece, rest) => {
                self.mark(&piece, NameToken::AFTER_NASAB);
            }
            Some(Role::NasabAfter) if !self.out.is_empty() => {
                if let Some(last) = self.out.last_mut() {
                    last.flags |= NameToken::AFTER_NASAB;
                    last.words.1 = piece.words.1;
                }
            }
            Some(Role::And) if !self.out.is_empty() && !rest.is_empty() => {}
            Some(Role::Father) if next.is_some() && !self.organization_word(&piece) => {
                self.join_front(FATHER, &piece, NameToken::KUNYA);
            }
            Some(Role::Mother) if next.is_some() && !self.organization_word(&piece) => {
                self.join_front(MOTHER, &piece, NameToken::KUNYA);
            }
            Some(Role::Servant) if next.is_some() => self.join_front(SERVANT, &piece, 0),
            // What it belongs to stands elsewhere or is lost: *Latif Abdul*, `ABDU` at a line's end.
            Some(Role::Servant) => {
                let mut alone = piece;
                SERVANT[script_column(alone.script)].clone_into(&mut alone.text);
                self.push_name(alone);
            }
            None if next.is_some() && is_misspelt_servant(&piece.text) => {
                self.join_front(SERVANT, &piece, 0);
            }
            Some(Role::ServantBeforeArticle)
                if next.is_some_and(|next| role(&next.text) == Some(Role::Article))
                    && rest.len() > 1 =>
            {
                self.join_front(SERVANT, &piece, 0);
            }
            Some(Role::Din) if self.can_join_back() => self.join_back(DIN, &piece),
            Some(Role::Allah) if self.can_join_back() => self.join_back(ALLAH, &piece),
            Some(Role::Tail) if self.can_join_back() && self.has_article(&piece) => {
                let plain = strip_article(&piece.text, piece.script);
                self.join_back_text(plain.unwrap_or(&piece.text), &piece);
            }
            Some(Role::Title) if self.names > 0 => {
                let mut title = piece;
                title.flags |= NameToken::TITLE;
                self.flags = 0;
                self.out.push(title);
            }
            _ => self.push_name(piece),
        }
    }

    /// *ash-Sharif*: the article takes the first letter of the word.
    fn assimilates(&self, article: &Piece, next: Option<&Piece>) -> bool {
        let (Some(last), Some(next)) = (article.text.chars().last(), next) else {
            return false;
        };
        let long = next.text.chars().count() > 4;
        let same = next.text.starts_with(last)
            || (last == 'h' && (next.text.starts_with("sh") || next.text.starts_with("ch")));
        let usual = article.text.starts_with(['a', 'e', '\u{430}', '\u{44D}']);
        same && (long || (usual && !self.out.is_empty()) || self.prefix.is_some())
    }

    /// *bin* inside a name links; at its beginning only when more than one name follows.
    fn is_link(&self, piece: &Piece, rest: &[Piece]) -> bool {
        !self.out.is_empty() || rest.len() > 1 || piece.flags & NameToken::FAMILY != 0
    }

    /// In the name of a company these are not the father of anybody unless spelled out.
    fn organization_word(&self, piece: &Piece) -> bool {
        self.organization && piece.text.chars().count() < 3
    }

    fn has_article(&self, piece: &Piece) -> bool {
        (self.flags | piece.flags) & NameToken::ARTICLE != 0
            || strip_article(&piece.text, piece.script).is_some()
    }

    fn can_join_back(&self) -> bool {
        self.prefix.is_none()
            && self.out.last().is_some_and(|last| {
                last.class == TokenClass::Word && last.flags & NameToken::TITLE == 0
            })
    }

    fn join_front(&mut self, canonical: [&str; 3], piece: &Piece, flags: u8) {
        let start = canonical[script_column(piece.script)];
        let (before, old) = self.prefix.take().unwrap_or_default();
        self.prefix = Some((before + start, old | flags));
        self.mark(piece, 0);
    }

    /// Leaves a small word out, with a flag for the token that follows.
    fn mark(&mut self, piece: &Piece, flag: u8) {
        self.flags |= flag;
        self.start.get_or_insert(piece.words.0);
    }

    fn join_back(&mut self, canonical: [&str; 3], piece: &Piece) {
        let script = self.out.last().map_or(Script::Latin, |last| last.script);
        self.join_back_text(canonical[script_column(script)], piece);
    }

    fn join_back_text(&mut self, text: &str, piece: &Piece) {
        if let Some(last) = self.out.last_mut() {
            last.text.push_str(text);
            last.words.1 = piece.words.1;
        }
        self.flags = 0;
        self.start = None;
    }

    fn push_name(&mut self, mut name: Piece) {
        if let Some(plain) = strip_article(&name.text, name.script) {
            name.flags |= NameToken::ARTICLE;
            name.text = plain.to_owned();
        }
        if role(&name.text) == Some(Role::Allah) {
            ALLAH[script_column(name.script)].clone_into(&mut name.text);
        }
        if let Some((prefix, flags)) = self.prefix.take() {
            let glued = strip_latin_article(&name.text);
            name.text = format!("{prefix}{}", divine(glued));
            name.flags |= flags;
        } else if is_letter(&name.text)
            && !self.organization
            && !matches!(name.script, Script::Han | Script::Hangul | Script::Kana)
        {
            name.class = TokenClass::Initial;
        }
        if let Some(text) = canonical(&name.text, name.script) {
            name.text = text;
        }
        name.flags |= self.flags;
        self.flags = 0;
        if let Some(start) = self.start.take() {
            name.words.0 = start;
        }
        self.out.push(name);
    }
}

/// Whether a text is one character.
fn is_letter(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some() && letters.next().is_none()
}

const fn script_column(script: Script) -> usize {
    match script {
        Script::Arabic => 1,
        Script::Cyrillic => 2,
        _ => 0,
    }
}

/// Takes the glued Arabic article off a word that is long enough to bear it; none when it bears none.
fn strip_article(text: &str, script: Script) -> Option<&str> {
    const AL: &str = "\u{627}\u{644}";
    if script != Script::Arabic {
        return None;
    }
    let rest = text.strip_prefix(AL)?;
    // Allah itself: lam, heh.
    if text == "\u{627}\u{644}\u{644}\u{647}" {
        return Some(ALLAH[1]);
    }
    (rest.chars().count() > 1 && role(text) != Some(Role::NotArticle)).then_some(rest)
}

/// The Latin article glued to a name behind *Abu* or *Abd*.
fn strip_latin_article(text: &str) -> &str {
    let rest = text
        .strip_prefix("al")
        .or_else(|| text.strip_prefix("el"))
        .or_else(|| text.strip_prefix("ul"));
    match rest {
        Some(rest) if rest.len() > 3 && rest.is_ascii() => rest,
        _ => text,
    }
}

/// Allah behind a compound, in one spelling.
fn divine(text: &str) -> &str {
    match text {
        "allah" | "ullah" | "llah" | "lah" | "oullah" | "laye" | "alla" => "lah",
        _ => text,
    }
}
