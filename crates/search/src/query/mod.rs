//! What a query says: a tree, read from one of two languages and printed in the first.
//!
//! [`parse`] reads the language of Lucene's classic query parser as Elasticsearch's `query_string` sets it
//! (words are joined by AND), [`parse_simple`] that of its `simple_query_string`, which has no errors.
//! Source: the grammar in Lucene's documentation of `org.apache.lucene.queryparser.classic` and
//! `SimpleQueryParser`, and what Elasticsearch adds (`field:*`, `field:>=x`).
//!
//! It is not bound to any index: fields are only names here.

mod error;
mod lexer;
mod parser;
mod print;
mod simple;
#[cfg(test)]
mod tests;

pub use error::QueryError;
pub use parser::parse;
pub use simple::parse_simple;

/// Longest query in characters: what a URL of 60,000 bytes holds in percent-encoded Arabic.
pub const MAX_QUERY_CHARS: usize = 10_000;

/// Most conditions in one query.
pub const MAX_CLAUSES: usize = 256;

/// Deepest nesting of groups.
pub const MAX_DEPTH: usize = 32;

/// Greatest distance between the words of a phrase.
const MAX_SLOP: u32 = 1_000;

/// Greatest boost, in thousandths.
const MAX_BOOST: u32 = 1_000_000;

/// A condition, and those inside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// Everything: an empty query, `*`, `*:*`.
    All,
    /// A value in this field, whichever.
    Exists(String),
    /// Words, or the one value of a field that is not cut into words.
    Words(Target, String),
    /// Words one after another, at most so far apart.
    Phrase(Target, String, u32),
    /// A word that begins or looks like this.
    Pattern(Target, Vec<Piece>),
    /// A word that differs in at most so many letters; `None`: as many as the request allows by the word's length.
    Fuzzy(Target, String, Option<u8>),
    /// A word that fits a regular expression from its first letter to its last.
    Regex(Target, String),
    /// A value between two others.
    Range(Target, Bound, Bound),
    /// Several conditions.
    Group(Group),
    /// A condition that counts so much more, in thousandths.
    Boost(Box<Node>, u32),
}

/// Conditions side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// All of them must hold.
    pub must: Vec<Node>,
    /// One of them must hold when there is no `must`; else they only add to the relevance.
    pub should: Vec<Node>,
    /// None of them may hold.
    pub not: Vec<Node>,
}

/// Where a condition looks: the field that it names, or the fields that a query looks in without a name.
pub type Target = Option<String>;

/// Part of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// These letters.
    Text(String),
    /// Any one letter.
    One,
    /// Any letters, or none.
    Any,
}

/// An end of a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bound {
    /// No end.
    Open,
    /// Up to and with this value.
    Included(String),
    /// Up to but without this value.
    Excluded(String),
}

impl Group {
    /// The one condition that it is, where it is one.
    fn flat(mut self) -> Node {
        // "-a OR b" leaves b the only one of its kind.
        if self.must.is_empty() && self.should.len() == 1 {
            self.must.append(&mut self.should);
        }
        if self.should.is_empty() && self.not.is_empty() && self.must.len() == 1 {
            return self.must.swap_remove(0);
        }
        Node::Group(self)
    }
}

/// Greatest distance in letters of a fuzzy word, as Elasticsearch's `AUTO`.
#[must_use]
pub const fn auto_edits(letters: usize) -> u8 {
    match letters {
        0..=2 => 0,
        3..=5 => 1,
        _ => 2,
    }
}
