//! The types of a prepared name: scripts, kinds, tokens, flags, what was seen through.
//!
//! A token's sound, weight and class depend on its text, script and class alone, so a list can
//! keep each distinct token once and hand out [`TokenRef`]s into its own memory.

use std::hash::{Hash, Hasher};

pub use crate::alignment::{Alignment, How, Places, TokenPair, TokenScore};

/// A writing system, as far as the comparison of names tells them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Script {
    /// Latin letters with all regional additions.
    Latin = 0,
    /// Arabic letters, also Persian, Urdu, Pashto, Kurdish, Uyghur.
    Arabic = 1,
    /// Cyrillic letters, also Ukrainian, Central Asian, Caucasian.
    Cyrillic = 2,
    /// Greek.
    Greek = 3,
    /// Hebrew.
    Hebrew = 4,
    /// Armenian.
    Armenian = 5,
    /// Georgian.
    Georgian = 6,
    /// Chinese characters (hanzi, kanji, hanja).
    Han = 7,
    /// Hiragana and katakana.
    Kana = 8,
    /// Korean syllables and letters.
    Hangul = 9,
    /// Devanagari.
    Devanagari = 10,
    /// Thai.
    Thai = 11,
    /// Any other script, and tokens that are digits alone.
    Other = 12,
}

impl Script {
    /// The script with this number, as stored in an index; unknown numbers are `Other`.
    #[must_use]
    pub const fn from_u8(number: u8) -> Self {
        match number {
            0 => Self::Latin,
            1 => Self::Arabic,
            2 => Self::Cyrillic,
            3 => Self::Greek,
            4 => Self::Hebrew,
            5 => Self::Armenian,
            6 => Self::Georgian,
            7 => Self::Han,
            8 => Self::Kana,
            9 => Self::Hangul,
            10 => Self::Devanagari,
            11 => Self::Thai,
            _ => Self::Other,
        }
    }

    /// The English name of the script, for counts and explanations.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Latin => "Latin",
            Self::Arabic => "Arabic",
            Self::Cyrillic => "Cyrillic",
            Self::Greek => "Greek",
            Self::Hebrew => "Hebrew",
            Self::Armenian => "Armenian",
            Self::Georgian => "Georgian",
            Self::Han => "Han",
            Self::Kana => "Kana",
            Self::Hangul => "Hangul",
            Self::Devanagari => "Devanagari",
            Self::Thai => "Thai",
            Self::Other => "Other",
        }
    }
}

/// What kind of party a name belongs to: it decides how the name is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum NameKind {
    /// A human being.
    Person = 0,
    /// A company, a charity, a group, an authority.
    Organization = 1,
    /// A ship or an aircraft.
    Vessel = 2,
    /// Not known: read as an organization when the name says so, else as a person.
    Unknown = 3,
}

impl NameKind {
    /// The kind with this number; unknown numbers are `Unknown`.
    #[must_use]
    pub const fn from_u8(number: u8) -> Self {
        match number {
            0 => Self::Person,
            1 => Self::Organization,
            2 => Self::Vessel,
            _ => Self::Unknown,
        }
    }
}

/// What a token is by itself, whatever name it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum TokenClass {
    /// A word that can tell one party from another.
    Word = 0,
    /// A single letter that stands for a name.
    Initial = 1,
    /// A number; two different numbers contradict each other.
    Number = 2,
    /// A legal form (`Ltd`, `GmbH`); its text is the code of its family in `legal_forms.tsv`.
    LegalForm = 3,
    /// A word that many organizations share (`trading`, `bank`).
    Generic = 4,
}

impl TokenClass {
    /// The class with this number; unknown numbers are `Word`.
    #[must_use]
    pub const fn from_u8(number: u8) -> Self {
        match number {
            1 => Self::Initial,
            2 => Self::Number,
            3 => Self::LegalForm,
            4 => Self::Generic,
            _ => Self::Word,
        }
    }
}

/// A token that borrows its parts, from a [`Token`] or from an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenRef<'a> {
    /// The folded text in its own script.
    pub text: &'a str,
    /// The sounds: consonant classes in the low 24 bits, the vowels before it in the high 8.
    pub sound: &'a [u32],
    /// The script of `text`.
    pub script: Script,
    /// What the token is.
    pub class: TokenClass,
    /// How much the token tells; about 100 is ordinary, a common name less, a rare one more.
    pub weight: u16,
}

/// A token that owns its parts. Equal when text, script and class are equal.
#[derive(Clone, Debug)]
pub struct Token {
    /// The folded text in its own script.
    pub text: String,
    /// The sounds: consonant classes in the low 24 bits, the vowels before it in the high 8.
    pub sound: Vec<u32>,
    /// The script of `text`.
    pub script: Script,
    /// What the token is.
    pub class: TokenClass,
    /// How much the token tells; about 100 is ordinary, a common name less, a rare one more.
    pub weight: u16,
}

impl Token {
    /// The borrowed form.
    #[must_use]
    pub fn as_ref(&self) -> TokenRef<'_> {
        TokenRef {
            text: &self.text,
            sound: &self.sound,
            script: self.script,
            class: self.class,
            weight: self.weight,
        }
    }

    fn key(&self) -> (&str, Script, TokenClass) {
        (&self.text, self.script, self.class)
    }
}

impl PartialEq for Token {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Token {}

impl PartialOrd for Token {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Token {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}

impl Hash for Token {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

/// A token where it stands in one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameToken {
    /// The token.
    pub token: Token,
    /// What its place says: the constants of this type.
    pub flags: u8,
    /// The first and the last word of [`PreparedName::exact`] that it was made of, from 0.
    pub words: (u16, u16),
}

impl NameToken {
    /// Stands after *bin*, *ibn*, *bint*: it names the father (grandfather, house).
    pub const AFTER_NASAB: u8 = 1;
    /// Joined from *Abu* or *Umm* and a name.
    pub const KUNYA: u8 = 2;
    /// Stands before the comma of `SURNAME, Given`.
    pub const FAMILY: u8 = 4;
    /// An article was taken off.
    pub const ARTICLE: u8 = 8;
    /// A title or an honorific (*Dr*, *Haji*): weighs next to nothing.
    pub const TITLE: u8 = 16;
    /// Stands behind a slash or *alias*: another name of the same party.
    pub const ALTERNATIVE: u8 = 32;

    /// The borrowed form.
    #[must_use]
    pub fn as_ref(&self) -> NameTokenRef<'_> {
        NameTokenRef {
            token: self.token.as_ref(),
            flags: self.flags,
        }
    }
}

/// A borrowed token where it stands in one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameTokenRef<'a> {
    /// The token.
    pub token: TokenRef<'a>,
    /// What its place says: the constants of [`NameToken`].
    pub flags: u8,
}

/// Something done to a spelling that hides a name from a machine and not from an eye.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Obfuscation {
    /// Zero-width or direction characters inside the name.
    HiddenCharacters,
    /// Letters of another alphabet that look alike, inside a word.
    Homoglyphs,
    /// Letters in presentation, fullwidth or mathematical form.
    LetterForms,
    /// Arabic letters drawn out with tatweel.
    Tatweel,
    /// Digits in the place of letters.
    DigitsAsLetters,
    /// Letters that a reader or a machine took for others: small l among capitals.
    MisreadLetters,
    /// The replacement character: bytes of the name were lost before it came here.
    LostCharacters,
}

impl Obfuscation {
    /// A stable key for messages and JSON.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::HiddenCharacters => "hidden-characters",
            Self::Homoglyphs => "homoglyphs",
            Self::LetterForms => "letter-forms",
            Self::Tatweel => "tatweel",
            Self::DigitsAsLetters => "digits-as-letters",
            Self::MisreadLetters => "misread-letters",
            Self::LostCharacters => "lost-characters",
        }
    }
}

/// A name made ready for comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreparedName {
    /// The kind it was read as.
    pub kind: NameKind,
    /// The whole name normalised in its own script; equal `exact` means the same spelling.
    pub exact: String,
    /// Its tokens in the order written.
    pub tokens: Vec<NameToken>,
    /// Whether the name was longer than is compared.
    pub truncated: bool,
    /// What was seen through, sorted, each once.
    pub seen_through: Vec<Obfuscation>,
}

impl PreparedName {
    /// The tokens in their borrowed form, as [`crate::compare`] takes them.
    #[must_use]
    pub fn token_refs(&self) -> Vec<NameTokenRef<'_>> {
        self.tokens.iter().map(NameToken::as_ref).collect()
    }

    /// The words that some tokens were made of, as they stand in the exact form: what to show of
    /// them. Articles and *bin* go with the token they belong to.
    ///
    /// ```
    /// use kashf_text::{NameKind, prepare};
    /// let name = prepare("Salman bin Abd al-Rahman", NameKind::Person);
    /// assert_eq!(name.tokens[1].token.text, "abdrahman");
    /// assert_eq!(name.words_of(&[1]), "bin abd al rahman");
    /// ```
    #[must_use]
    pub fn words_of(&self, tokens: &[usize]) -> String {
        let words: Vec<&str> = self.exact.split(' ').collect();
        let mut shown: Vec<usize> = Vec::new();
        for token in tokens.iter().filter_map(|&at| self.tokens.get(at)) {
            shown.extend(usize::from(token.words.0)..=usize::from(token.words.1));
        }
        shown.sort_unstable();
        shown.dedup();
        let shown = shown.iter().filter_map(|&at| words.get(at));
        let shown = shown.map(|word| word.trim_end_matches(','));
        shown.collect::<Vec<_>>().join(" ")
    }
}
