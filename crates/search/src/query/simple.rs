//! The language of query boxes: `+` and, `|` or, `-` not, `"phrase"`, `prefix*`, `word~1`, brackets. Nothing in it
//! is an error: a sign that makes no sense is no sign.
//!
//! `+` and `|` are read from left to right without precedence, as Lucene's `SimpleQueryParser` does.

use super::lexer::is_blank;
use super::{Group, MAX_CLAUSES, MAX_DEPTH, MAX_QUERY_CHARS, Node, Piece};

/// Reads a query in the language of query boxes; what goes beyond a bound is left out.
///
/// ```
/// use kashf_search::{Node, parse_simple};
/// assert_eq!(parse_simple("").to_string(), "*:*");
/// assert_eq!(parse_simple("a | \"b c\" -d").to_string(), parse_simple("a|\"b c\"-d").to_string());
/// ```
#[must_use]
pub fn parse_simple(query: &str) -> Node {
    let query: Vec<char> = query.chars().take(MAX_QUERY_CHARS).collect();
    let mut reader = Simple {
        query: &query,
        place: 0,
        clauses: 0,
    };
    reader.group(0).unwrap_or(Node::All)
}

struct Simple<'q> {
    query: &'q [char],
    place: usize,
    clauses: usize,
}

impl Simple<'_> {
    fn peek(&self) -> Option<char> {
        self.query.get(self.place).copied()
    }

    /// Conditions up to the end or the bracket that closes this group.
    fn group(&mut self, depth: usize) -> Option<Node> {
        let mut sofar: Option<Node> = None;
        let (mut either, mut negated) = (false, false);
        while let Some(c) = self.peek() {
            match c {
                '|' => {
                    either = sofar.is_some();
                    self.place += 1;
                    continue;
                }
                '+' => {
                    either = false;
                    self.place += 1;
                    continue;
                }
                '-' => {
                    negated = !negated;
                    self.place += 1;
                    continue;
                }
                c if is_blank(c) => {
                    self.place += 1;
                    // A minus belongs to what it touches.
                    negated = false;
                    continue;
                }
                ')' if depth > 0 => break,
                _ => {}
            }
            let node = self.item(c, depth);
            self.clauses += 1;
            let Some(node) = node.filter(|_| self.clauses <= MAX_CLAUSES) else {
                continue;
            };
            let node = if negated { without(node) } else { node };
            sofar = Some(match sofar {
                None => node,
                Some(before) => joined(before, node, either),
            });
            (either, negated) = (false, false);
        }
        sofar
    }

    fn item(&mut self, c: char, depth: usize) -> Option<Node> {
        match c {
            ')' => {
                self.place += 1;
                None
            }
            '(' => {
                self.place += 1;
                if depth + 1 >= MAX_DEPTH {
                    return None;
                }
                let node = self.group(depth + 1);
                self.place += usize::from(self.peek() == Some(')'));
                node
            }
            '"' if self.query[self.place + 1..].contains(&'"') => self.phrase(),
            '"' => {
                self.place += 1;
                None
            }
            _ => self.word(),
        }
    }

    fn phrase(&mut self) -> Option<Node> {
        self.place += 1;
        let mut text = String::new();
        while let Some(c) = self.peek() {
            self.place += 1;
            match c {
                '"' => break,
                '\\' => text.extend(self.escaped()),
                c => text.push(c),
            }
        }
        let slop = self.tilde().unwrap_or(0);
        (!text.trim().is_empty()).then(|| Node::Phrase(None, text, slop.min(super::MAX_SLOP)))
    }

    fn escaped(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.place += 1;
        Some(c)
    }

    fn word(&mut self) -> Option<Node> {
        let mut text = String::new();
        while let Some(c) = self.peek() {
            if is_blank(c) || matches!(c, '"' | '|' | '+' | '(' | ')' | '~') {
                break;
            }
            self.place += 1;
            match c {
                '\\' => text.extend(self.escaped()),
                '*' if self
                    .peek()
                    .is_none_or(|c| is_blank(c) || matches!(c, '|' | '+' | ')' | '(')) =>
                {
                    let prefix = std::mem::take(&mut text);
                    return (!prefix.is_empty())
                        .then(|| Node::Pattern(None, vec![Piece::Text(prefix), Piece::Any]));
                }
                c => text.push(c),
            }
        }
        let tilde = self.peek() == Some('~');
        let edits = self.tilde();
        if text.is_empty() {
            return None;
        }
        Some(match edits {
            Some(edits) => Node::Fuzzy(None, text, u8::try_from(edits.min(2)).ok()),
            None if tilde => Node::Fuzzy(None, text, None),
            None => Node::Words(None, text),
        })
    }

    /// The number behind a `~`, which is read in any case.
    fn tilde(&mut self) -> Option<u32> {
        if self.peek() != Some('~') {
            return None;
        }
        self.place += 1;
        let rest = &self.query[self.place..];
        let digits: String = rest.iter().take_while(|c| c.is_ascii_digit()).collect();
        self.place += digits.len();
        digits.parse().ok()
    }
}

fn without(node: Node) -> Node {
    Node::Group(Group {
        not: vec![node],
        ..Group::default()
    })
}

/// Two conditions as one; a chain of the same sign stays flat.
fn joined(before: Node, node: Node, either: bool) -> Node {
    let mut group = match before {
        Node::Group(group) if either && group.must.is_empty() && group.not.is_empty() => group,
        Node::Group(group) if !either && group.should.is_empty() && !group.must.is_empty() => group,
        before => {
            let mut group = Group::default();
            if either {
                &mut group.should
            } else {
                &mut group.must
            }
            .push(before);
            group
        }
    };
    match node {
        Node::Group(Group {
            must,
            should,
            mut not,
        }) if !either && must.is_empty() && should.is_empty() => {
            group.not.append(&mut not);
        }
        node if either => group.should.push(node),
        node => group.must.push(node),
    }
    Node::Group(group)
}
