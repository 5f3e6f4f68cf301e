//! The hand-written tables of `data/names`, read once: particles, legal forms, generic words.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::clean::clean;
use crate::fold::fold;
use crate::script::script_of;
use crate::types::Script;

const PARTICLES: &str = include_str!("../../../data/names/particles.tsv");
const LEGAL_FORMS: &str = include_str!("../../../data/names/legal_forms.tsv");
const GENERIC_WORDS: &str = include_str!("../../../data/names/generic_words.tsv");

/// What a word does inside a name, when it is not a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Article,
    Assimilated,
    Nasab,
    NasabAfter,
    Father,
    Mother,
    Servant,
    ServantBeforeArticle,
    Din,
    Allah,
    Tail,
    Title,
    Soft,
    Particle,
    And,
    Vessel,
    /// Begins with alef lam without an article: Ilyas.
    NotArticle,
}

/// A legal form found in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LegalForm {
    /// The code of its family.
    pub(crate) family: &'static str,
    /// Also an ordinary word: a form only at the end.
    pub(crate) ambiguous: bool,
}

#[derive(Debug)]
struct Tables {
    roles: FxHashMap<String, Role>,
    /// The first and last bytes and the lengths of the words with a role, as bits: hardly a name has those of one.
    role_marks: [u64; ROLE_MARKS],
    legal: FxHashMap<String, LegalForm>,
    /// By the first word of a legal form: how many words the longest one has.
    legal_words: FxHashMap<String, u8>,
    generic: FxHashMap<String, u16>,
    places: Vec<u16>,
}

/// Rows of a table: first column and the rest, without comments and empty lines.
pub(crate) fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    // Lines are short: to walk through them is sooner done than to set up a search in each.
    let mut rest = table;
    let lines = std::iter::from_fn(move || {
        let end = rest.bytes().position(|b| b == b'\n').unwrap_or(rest.len());
        let line = &rest[..end];
        (!rest.is_empty()).then(|| {
            rest = rest.get(end + 1..).unwrap_or_default();
            line
        })
    });
    lines
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let tab = line.bytes().position(|b| b == b'\t')?;
            Some((&line[..tab], &line[tab + 1..]))
        })
}

/// The folded form of a word or phrase of a table, as tokens will carry it.
pub(crate) fn folded(phrase: &str) -> String {
    let exact = clean(phrase).exact;
    let words: Vec<String> = exact
        .split([' ', ',', '.', '/'])
        .filter(|word| !word.is_empty() && *word != "&")
        .map(|word| fold(word, script_of(word).unwrap_or(Script::Other)))
        .collect();
    words.join(" ")
}

fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| {
        let mut tables = Tables {
            roles: FxHashMap::default(),
            role_marks: [0; ROLE_MARKS],
            legal: FxHashMap::default(),
            legal_words: FxHashMap::default(),
            generic: FxHashMap::default(),
            places: Vec::new(),
        };
        for (name, spellings) in rows(PARTICLES) {
            let Some(role) = role_of_name(name) else {
                continue;
            };
            for spelling in spellings.split_whitespace() {
                let word = folded(spelling);
                let (at, bit) = role_mark(&word);
                tables.role_marks[at] |= bit;
                tables.roles.entry(word).or_insert(role);
            }
        }
        for (family, spellings) in rows(LEGAL_FORMS) {
            for spelling in spellings.split('|') {
                let plain = spelling.trim().trim_start_matches('!');
                let form = LegalForm {
                    family,
                    ambiguous: plain.len() < spelling.trim().len(),
                };
                let phrase = folded(plain);
                // Forms of single letters are also written with dots, which joins them.
                if phrase.contains(' ') && phrase.split(' ').all(|word| word.chars().count() == 1) {
                    tables.legal.entry(phrase.replace(' ', "")).or_insert(form);
                }
                tables.legal.entry(phrase).or_insert(form);
            }
        }
        for phrase in tables.legal.keys() {
            let first = phrase.split(' ').next().unwrap_or_default();
            let words = tables.legal_words.entry(first.to_owned()).or_default();
            *words = (*words).max(phrase.split(' ').count().min(255) as u8);
        }
        for (concept, (name, spellings)) in rows(GENERIC_WORDS).enumerate() {
            if name.starts_with("place-") {
                tables.places.push(concept as u16);
            }
            for spelling in spellings.split_whitespace() {
                let entry = tables.generic.entry(folded(spelling));
                entry.or_insert(concept as u16);
            }
        }
        tables
    })
}

fn role_of_name(name: &str) -> Option<Role> {
    Some(match name {
        "article" => Role::Article,
        "assimilated" => Role::Assimilated,
        "nasab" => Role::Nasab,
        "nasab_after" => Role::NasabAfter,
        "father" => Role::Father,
        "mother" => Role::Mother,
        "abd" => Role::Servant,
        "abd_before_article" => Role::ServantBeforeArticle,
        "din" => Role::Din,
        "allah" => Role::Allah,
        "tail" => Role::Tail,
        "title" => Role::Title,
        "soft" => Role::Soft,
        "particle" => Role::Particle,
        "and" => Role::And,
        "vessel" => Role::Vessel,
        "not_article" => Role::NotArticle,
        _ => return None,
    })
}

/// The role of a folded word.
#[inline]
pub(crate) fn role(text: &str) -> Option<Role> {
    let tables = tables();
    let (at, bit) = role_mark(text);
    if tables.role_marks[at] & bit == 0 {
        return None;
    }
    known_role(tables, text)
}

#[inline(never)]
fn known_role(tables: &Tables, text: &str) -> Option<Role> {
    tables.roles.get(text).copied()
}

const ROLE_MARKS: usize = 64;

/// Where among the marks a word is, and which bit it has there.
#[inline]
fn role_mark(text: &str) -> (usize, u64) {
    let bytes = text.as_bytes();
    let (first, last) = (bytes.first().copied(), bytes.last().copied());
    let (first, last) = (u32::from(first.unwrap_or(0)), u32::from(last.unwrap_or(0)));
    let at = first * 5 + last;
    let bit = first + last * 3 + text.len() as u32 * 7;
    (at as usize % ROLE_MARKS, 1 << (bit % 64))
}

/// The legal form that a folded phrase names.
pub(crate) fn legal_form(phrase: &str) -> Option<LegalForm> {
    tables().legal.get(phrase).copied()
}

/// How many words the longest legal form has that begins with a folded word; 0 when none does.
pub(crate) fn longest_form(first: &str) -> usize {
    tables()
        .legal_words
        .get(first)
        .copied()
        .map_or(0, usize::from)
}

/// The number of the concept that a folded generic word names.
pub(crate) fn generic(text: &str) -> Option<u16> {
    tables().generic.get(text).copied()
}

/// Whether a folded generic word names a country or a region.
pub(crate) fn is_place(text: &str) -> bool {
    generic(text).is_some_and(|concept| tables().places.contains(&concept))
}
