//! What is shown of a finding, as plain owned data: who, when, how much, through what, on whose word, what is unsure.
//!
//! A card holds everything that any format prints, so that one filler serves all of them and a card can be kept, sent and
//! printed again without the network it came from. Texts from outside stand in it as they came; each format makes them safe
//! in its own way.

use crate::{Amount, Currency, LinkKind, MoveKind, Share};

/// A language of the evidence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Arabic.
    Arabic,
}

impl Language {
    /// `en` or `ar`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Arabic => "ar",
        }
    }

    /// `ltr` or `rtl`.
    #[must_use]
    pub fn direction(self) -> &'static str {
        match self {
            Self::English => "ltr",
            Self::Arabic => "rtl",
        }
    }

    /// By its tag.
    #[must_use]
    pub fn of(tag: &str) -> Option<Self> {
        [Self::English, Self::Arabic]
            .into_iter()
            .find(|language| tag.eq_ignore_ascii_case(language.tag()))
    }
}

/// Words that the filler has in both languages; where it has one only, both are the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// In English.
    pub en: String,
    /// In Arabic.
    pub ar: String,
}

impl Words {
    /// In a language.
    #[must_use]
    pub fn of(&self, language: Language) -> &str {
        match language {
            Language::English => &self.en,
            Language::Arabic => &self.ar,
        }
    }
}

impl From<&str> for Words {
    fn from(text: &str) -> Self {
        Self {
            en: text.to_owned(),
            ar: text.to_owned(),
        }
    }
}

/// How times are written: as the input wrote them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TimeForm {
    /// ISO 8601; midnight is written as a day alone.
    #[default]
    Iso,
    /// Whole numbers, as the input has them (seconds, steps).
    Number,
}

/// Findings with where they come from, as one file or answer shows them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dossier {
    /// What the reader called it; empty for none.
    pub title: String,
    /// When it was made (ISO 8601); the caller's clock, for this crate has none.
    pub made: Option<String>,
    /// Program and version.
    pub program: String,
    /// Snapshot of the lists that parties were held against.
    pub snapshot: Option<String>,
    /// Policy of the joins by name.
    pub policy: Option<String>,
    /// Files that were read.
    pub inputs: Vec<Input>,
    /// Rows that were left out, by reason, in a fixed order.
    pub left_out: Vec<LeftOut>,
    /// Options of the search as the reader would write them: (`--window`, `1d`).
    pub options: Vec<(String, String)>,
    /// How times are written.
    pub times: TimeForm,
    /// Whether a limit cut the search anywhere.
    pub capped: bool,
    /// References of parties that the search passed over as hubs, sorted.
    pub hubs: Vec<String>,
    /// The findings, in their order.
    pub cards: Vec<Card>,
}

impl Dossier {
    /// Whether parties were held against lists: "not found on the lists asked" is said only then.
    #[must_use]
    pub fn asked(&self) -> bool {
        let known = |party: &CardParty| party.listed.is_some() || party.joined.is_some();
        self.snapshot.is_some() || self.cards.iter().any(|card| card.parties.iter().any(known))
    }
}

/// A file that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input {
    /// Its name as the reader gave it.
    pub file: String,
    /// Rows taken.
    pub rows: u64,
    /// Its hash with the name of the method, such as `blake3:...`, so that the evidence can be held against it; empty for none.
    pub hash: String,
}

/// Rows left out for one reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Why.
    pub why: Words,
    /// How many.
    pub rows: u64,
}

/// One finding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// Which typology: `channel`, `cycle`, `fan-in` ...
    pub typology: String,
    /// Steps, in the order in which they are to be read.
    pub hops: Vec<CardHop>,
    /// Parties; hops and facts name them by their place here.
    pub parties: Vec<CardParty>,
    /// What the typology says beside.
    pub facts: Vec<CardFact>,
    /// What it amounts to; none when currencies differ.
    pub amount: Option<Amount>,
    /// First and last time of its movements, seconds since 1970 (or whatever [`TimeForm::Number`] counts).
    pub span: Option<(i64, i64)>,
    /// Whether a limit cut the search: there may be more.
    pub capped: bool,
    /// What is unsure.
    pub unsure: Vec<Unsure>,
}

/// What kind of step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HopKind {
    /// Something moved from one party to another.
    Move(MoveKind),
    /// A link: the first party holds, directs, represents or is related to the second.
    Link(LinkKind),
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardHop {
    /// Its kind.
    pub kind: HopKind,
    /// Who gave, or who holds: a place in [`Card::parties`].
    pub from: usize,
    /// Who received, or what is held.
    pub to: usize,
    /// For a link: whether the finding walks it from what is held to the holder (money paid to a company reaches its owner).
    pub walked_back: bool,
    /// When it moved.
    pub time: Option<i64>,
    /// For a link: first and last day, in days since 1970, as far as known.
    pub stands: (Option<i32>, Option<i32>),
    /// How much moved.
    pub amount: Option<Amount>,
    /// For ownership: the share.
    pub share: Option<Share>,
    /// Its id in the input.
    pub id: String,
    /// Whether the input's ids are whole numbers; JSON writes them so.
    pub id_is_number: bool,
    /// What the input says of it: purpose, goods, vessel; empty for nothing.
    pub detail: String,
    /// On whose word: the rows and statements that it rests on.
    pub word: Vec<OnWord>,
    /// Why it belongs to the finding or draws attention.
    pub why: Vec<Words>,
}

/// What a step rests on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OnWord {
    /// A row of the reader's own input.
    Row {
        /// The file.
        file: String,
        /// Its line, or row of a column file, counted from 1.
        line: u64,
    },
    /// A statement of a published source.
    Statement {
        /// The dataset.
        dataset: String,
        /// The entity that says it, in the dataset.
        entity: String,
        /// The statement's id; empty for none.
        id: String,
        /// When the source was last seen saying so (ISO 8601); empty for unknown.
        seen: String,
    },
}

/// What part a party plays in a finding. Never a verdict: it says where the party stands in the picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Where it begins.
    Source,
    /// Where much meets.
    Hub,
    /// On the way.
    #[default]
    Middle,
    /// Where it ends.
    Target,
}

impl Part {
    /// The word of the output.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Hub => "hub",
            Self::Middle => "middle",
            Self::Target => "target",
        }
    }
}

/// A party of a finding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CardParty {
    /// Its reference in the input: account, IBAN, id.
    pub reference: String,
    /// The name under which it is shown, in any script; empty when only the reference is known.
    pub caption: String,
    /// Further names.
    pub names: Vec<String>,
    /// FollowTheMoney schema (`Person`, `Company`, `BankAccount` ...); empty for unknown.
    pub schema: String,
    /// Country code; empty for unknown.
    pub country: String,
    /// The part it plays.
    pub part: Part,
    /// Its entry on lists; none when it was not found on those asked.
    pub listed: Option<Listed>,
    /// How the reference came to be this entry.
    pub joined: Option<Joined>,
    /// More to say.
    pub notes: Vec<Words>,
}

impl CardParty {
    /// The name, or the reference where there is none.
    #[must_use]
    pub fn shown(&self) -> &str {
        if self.caption.is_empty() {
            &self.reference
        } else {
            &self.caption
        }
    }
}

/// A listed party's entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// Id of the entity.
    pub id: String,
    /// Its caption on the list.
    pub caption: String,
    /// Datasets that list it.
    pub datasets: Vec<String>,
    /// Programmes.
    pub programmes: Vec<String>,
    /// What the listing does (asset freeze, travel ban ...).
    pub measures: Vec<Words>,
    /// Since when (ISO 8601); empty for unknown.
    pub since: String,
}

/// How a reference was joined with an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// By an identifier.
    Identifier,
    /// By its name.
    Name,
    /// The reader said so.
    Given,
}

/// A join with its reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    /// By what.
    pub by: Join,
    /// For a join by name: the score in thousandths, 0 to 1,000.
    pub score: Option<u16>,
    /// Reasons as sentences.
    pub reasons: Vec<Words>,
}

/// Something that the typology says beside: its name (`hub`, `threshold`, `width`) and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardFact {
    /// Its name.
    pub name: String,
    /// What it is.
    pub value: FactValue,
}

/// What a fact is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactValue {
    /// A party, by its place in [`Card::parties`].
    Party(usize),
    /// A number.
    Number(i64),
    /// An amount.
    Amount(Amount),
    /// A length of time in seconds.
    Seconds(i64),
    /// A share in hundredths of a percent.
    Share(i64),
    /// Words.
    Words(Words),
}

/// What is unsure of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unsure {
    /// A party is who the card says only if its name means that entry.
    JoinedByName {
        /// Which party.
        party: usize,
    },
    /// How much is owned is not known, or only within limits.
    ShareUnknown {
        /// Which hop.
        hop: usize,
    },
    /// Whether a link stood at the time is not known.
    DatesUnknown {
        /// Which hop.
        hop: usize,
    },
    /// Amounts are in several currencies and were not added up.
    CurrenciesDiffer {
        /// Which.
        currencies: Vec<Currency>,
    },
    /// Movements without a currency.
    NoCurrency,
    /// Movements are earlier than the one before them, within the tolerance that was asked for.
    OrderRelaxed {
        /// How many.
        movements: usize,
        /// By how many seconds at most.
        seconds: i64,
    },
    /// A limit cut the search: there may be more.
    Capped,
    /// Anything else.
    Other(Words),
}
