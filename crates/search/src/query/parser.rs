//! Lucene's classic grammar over tokens, with AND between words.
//!
//! Its operators are no Boolean algebra: `AND` makes the condition before it required, `OR` makes it optional,
//! and both look at nothing further. So `a AND b OR c` requires `a`; the rest only adds to the relevance.

use super::lexer::{Kind, Token, tokens};
use super::{
    Bound, Group, MAX_BOOST, MAX_CLAUSES, MAX_DEPTH, MAX_QUERY_CHARS, MAX_SLOP, Node, Piece,
    QueryError, Target,
};
use crate::pattern;

/// Reads a query in Lucene's language; an empty one asks for everything.
///
/// ```
/// use kashf_search::parse;
/// assert!(parse("name:(hasan OR husein) -schema:Vessel").is_ok());
/// assert!(parse("invalid/query").is_err());
/// ```
///
/// # Errors
/// When it breaks the grammar or a bound.
pub fn parse(query: &str) -> Result<Node, QueryError> {
    if query.chars().nth(MAX_QUERY_CHARS).is_some() {
        return Err(QueryError::TooLong);
    }
    let query: Vec<char> = query.chars().collect();
    let tokens = tokens(&query)?;
    if matches!(tokens[0].kind, Kind::End) {
        return Ok(Node::All);
    }
    let mut parser = Parser {
        tokens,
        place: 0,
        clauses: 0,
        depth: 0,
    };
    let node = parser.group(None)?;
    match parser.peek() {
        Kind::End => Ok(node),
        _ => parser.error("a bracket is closed that was never opened"),
    }
}

struct Parser {
    tokens: Vec<Token>,
    place: usize,
    clauses: usize,
    depth: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Occur {
    Must,
    Should,
    Not,
}

impl Parser {
    fn peek(&self) -> &Kind {
        &self.tokens[self.place].kind
    }

    /// The token here; moves on, but never behind the end.
    fn next(&mut self) -> Kind {
        let kind = self.peek().clone();
        if kind != Kind::End {
            self.place += 1;
        }
        kind
    }

    fn error<T>(&self, what: &'static str) -> Result<T, QueryError> {
        let at = self.tokens[self.place].at;
        Err(QueryError::Syntax { at, what })
    }

    /// Conditions up to the end or a closing bracket.
    fn group(&mut self, field: Target) -> Result<Node, QueryError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(QueryError::TooDeep);
        }
        let mut clauses: Vec<(Occur, Node)> = Vec::new();
        loop {
            let conjunction = match self.peek() {
                Kind::And | Kind::Or if !clauses.is_empty() => Some(self.next()),
                _ => None,
            };
            let modifier = match self.peek() {
                Kind::Plus | Kind::Minus | Kind::Not => Some(self.next()),
                _ => None,
            };
            let node = self.clause(field.as_ref())?;
            if let Some(conjunction) = &conjunction
                && let Some((before, _)) = clauses.last_mut()
                && *before != Occur::Not
            {
                *before = match conjunction {
                    Kind::And => Occur::Must,
                    _ => Occur::Should,
                };
            }
            let occur = match (modifier, conjunction) {
                (Some(Kind::Minus | Kind::Not), _) => Occur::Not,
                (_, Some(Kind::Or)) => Occur::Should,
                _ => Occur::Must,
            };
            clauses.push((occur, node));
            if matches!(self.peek(), Kind::End | Kind::Close) {
                break;
            }
        }
        self.depth -= 1;
        let mut group = Group::default();
        for (occur, node) in clauses {
            match occur {
                Occur::Must => group.must.push(node),
                Occur::Should => group.should.push(node),
                Occur::Not => group.not.push(node),
            }
        }
        Ok(group.flat())
    }

    /// One condition, with the field before it and the boost behind it.
    fn clause(&mut self, field: Option<&String>) -> Result<Node, QueryError> {
        self.clauses += 1;
        if self.clauses > MAX_CLAUSES {
            return Err(QueryError::TooManyClauses);
        }
        let mut field = field.cloned();
        let named = self.tokens.get(self.place + 1).map(|token| &token.kind) == Some(&Kind::Colon);
        if named {
            match self.peek() {
                Kind::Word(name) => field = Some(name.clone()),
                Kind::Star => field = Some("*".to_owned()),
                _ => return self.error("the name of a field must stand before `:`"),
            }
            self.place += 2;
        }
        let start = self.place;
        match self.next() {
            Kind::Open => {
                let node = self.group(field)?;
                if self.next() != Kind::Close {
                    return self.error("a bracket is opened and never closed");
                }
                Ok(self.boosted(node))
            }
            Kind::Word(word) => self.word(field, word),
            Kind::Star => Ok(self.boosted(match field {
                Some(field) if field != "*" => Node::Exists(field),
                _ => Node::All,
            })),
            Kind::Pattern(pieces) => Ok(self.pattern(field, pieces)),
            Kind::Quoted(text) => Ok(self.phrase(field, text)),
            Kind::Regex(regex) => {
                if pattern::compile(&regex).is_none() {
                    self.place = start;
                    return self.error("the regular expression cannot be read, or is too large");
                }
                Ok(self.boosted(Node::Regex(any_field(field), regex)))
            }
            Kind::Range {
                from,
                from_included,
                to,
                to_included,
            } => {
                let node = Node::Range(
                    any_field(field),
                    bound(from, from_included),
                    bound(to, to_included),
                );
                Ok(self.boosted(node))
            }
            kind => {
                self.place = start;
                self.error(match kind {
                    Kind::End => "the query ends where a condition is expected",
                    Kind::Close => "a condition is expected before this bracket",
                    Kind::Colon => "the name of a field must stand before `:`",
                    Kind::Boost(_) | Kind::Tilde(_) => "nothing stands before this sign",
                    _ => "two operators follow each other, or one stands at the beginning",
                })
            }
        }
    }

    fn word(&mut self, field: Target, word: String) -> Result<Node, QueryError> {
        let tilde = match *self.peek() {
            Kind::Tilde(tilde) => {
                self.place += 1;
                Some(tilde)
            }
            _ => None,
        };
        let (boost, tilde) = match *self.peek() {
            Kind::Boost(boost) => {
                self.place += 1;
                match (tilde, self.peek()) {
                    (None, &Kind::Tilde(late)) => {
                        self.place += 1;
                        (Some(boost), Some(late))
                    }
                    _ => (Some(boost), tilde),
                }
            }
            _ => (None, tilde),
        };
        let field = any_field(field);
        let node = match tilde {
            Some(number) => {
                let letters = word.chars().count();
                Node::Fuzzy(field, word, number.map(|number| edits(number, letters)))
            }
            None => match compared(&field, &word) {
                Some(node) => node,
                None => Node::Words(field, word),
            },
        };
        Ok(raise(node, boost))
    }

    /// A pattern; what `~` could mean behind one, nobody says, so it means nothing.
    fn pattern(&mut self, field: Target, pieces: Vec<Piece>) -> Node {
        if matches!(self.peek(), Kind::Tilde(_)) {
            self.place += 1;
        }
        self.boosted(Node::Pattern(any_field(field), pieces))
    }

    fn phrase(&mut self, field: Target, text: String) -> Node {
        let slop = match *self.peek() {
            Kind::Tilde(number) => {
                self.place += 1;
                (number.unwrap_or(0) / 1000).min(MAX_SLOP)
            }
            _ => 0,
        };
        self.boosted(Node::Phrase(any_field(field), text, slop))
    }

    fn boosted(&mut self, node: Node) -> Node {
        let boost = match *self.peek() {
            Kind::Boost(boost) => {
                self.place += 1;
                Some(boost)
            }
            _ => None,
        };
        raise(node, boost)
    }
}

fn raise(node: Node, boost: Option<u32>) -> Node {
    match boost {
        Some(boost) if boost != 1000 => Node::Boost(Box::new(node), boost.min(MAX_BOOST)),
        _ => node,
    }
}

/// `*:word` looks where a word without a field does.
fn any_field(field: Target) -> Target {
    field.filter(|name| name != "*")
}

fn bound(value: Option<String>, included: bool) -> Bound {
    match value {
        None => Bound::Open,
        Some(value) if included => Bound::Included(value),
        Some(value) => Bound::Excluded(value),
    }
}

/// Elasticsearch's `field:>=value` and its three relatives.
fn compared(field: &Target, word: &str) -> Option<Node> {
    field.as_ref()?;
    let range = |from, to| Some(Node::Range(field.clone(), from, to));
    let value = |rest: &str| rest.to_owned();
    match (word.strip_prefix('>'), word.strip_prefix('<')) {
        (Some(""), _) | (_, Some("")) | (None, None) => None,
        (Some(rest), _) => match rest.strip_prefix('=') {
            Some(rest) if !rest.is_empty() => range(Bound::Included(value(rest)), Bound::Open),
            _ => range(Bound::Excluded(value(rest)), Bound::Open),
        },
        (None, Some(rest)) => match rest.strip_prefix('=') {
            Some(rest) if !rest.is_empty() => range(Bound::Open, Bound::Included(value(rest))),
            _ => range(Bound::Open, Bound::Excluded(value(rest))),
        },
    }
}

/// Letters that may differ: the number itself from 1 on, below it a share of the word (Lucene's old similarity).
fn edits(thousandths: u32, letters: usize) -> u8 {
    if thousandths >= 1000 {
        return if thousandths >= 2000 { 2 } else { 1 };
    }
    if thousandths == 0 {
        return 0;
    }
    let differing = letters.saturating_mul(1000 - thousandths as usize) / 1000;
    u8::try_from(differing.min(2)).unwrap_or(2)
}
