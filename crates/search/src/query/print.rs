//! A query printed in Lucene's language, so that reading it gives the same query.

use super::lexer::is_special;
use super::{Bound, Group, Node, Piece, Target};
use std::fmt::{self, Display, Formatter, Write};

impl Display for Node {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => out.write_str("*:*"),
            Self::Exists(field) => {
                escaped(out, field)?;
                out.write_str(":*")
            }
            Self::Words(target, text) => {
                named(out, target)?;
                escaped(out, text)
            }
            Self::Phrase(target, text, slop) => {
                named(out, target)?;
                quoted(out, text)?;
                if *slop == 0 {
                    return Ok(());
                }
                write!(out, "~{slop}")
            }
            Self::Pattern(target, pieces) => {
                named(out, target)?;
                pieces.iter().try_for_each(|piece| match piece {
                    Piece::Text(text) => escaped(out, text),
                    Piece::One => out.write_char('?'),
                    Piece::Any => out.write_char('*'),
                })
            }
            Self::Fuzzy(target, text, edits) => {
                named(out, target)?;
                escaped(out, text)?;
                out.write_char('~')?;
                edits.map_or(Ok(()), |edits| write!(out, "{edits}"))
            }
            Self::Regex(target, pattern) => {
                named(out, target)?;
                write!(out, "/{}/", pattern.replace('/', "\\/"))
            }
            Self::Range(target, from, to) => {
                named(out, target)?;
                range(out, from, to)
            }
            Self::Group(group) => write!(out, "({group})"),
            Self::Boost(node, boost) => {
                write!(out, "({node})^{}.{:03}", boost / 1000, boost % 1000)
            }
        }
    }
}

impl Display for Group {
    /// Who is required comes first, then who is excluded, then who is optional: `OR` makes what stands before it
    /// optional, unless that is excluded.
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let mut parts: Vec<String> = Vec::new();
        let (mut must, mut should) = (self.must.as_slice(), self.should.as_slice());
        if let ([one], [first, second, rest @ ..], []) = (should, must, self.not.as_slice()) {
            parts.push(format!("{one} OR {first} AND {second}"));
            (must, should) = (rest, &[]);
        }
        parts.extend(must.iter().map(|node| format!("+{node}")));
        parts.extend(self.not.iter().map(|node| format!("-{node}")));
        if let [one] = should {
            parts.push(format!("OR {one}"));
        } else if !should.is_empty() {
            let should: Vec<String> = should.iter().map(Node::to_string).collect();
            parts.push(should.join(" OR "));
        }
        out.write_str(&parts.join(" "))
    }
}

fn named(out: &mut Formatter<'_>, target: &Target) -> fmt::Result {
    let Some(field) = target else {
        return Ok(());
    };
    escaped(out, field)?;
    out.write_char(':')
}

/// A word in which no sign is an operator.
fn escaped(out: &mut Formatter<'_>, text: &str) -> fmt::Result {
    let operator = matches!(text, "AND" | "OR" | "NOT" | "&&" | "||");
    for (place, c) in text.chars().enumerate() {
        let first = place == 0 && (operator || matches!(c, '+' | '-'));
        if first || is_special(c) {
            out.write_char('\\')?;
        }
        out.write_char(c)?;
    }
    Ok(())
}

fn quoted(out: &mut Formatter<'_>, text: &str) -> fmt::Result {
    out.write_char('"')?;
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            out.write_char('\\')?;
        }
        out.write_char(c)?;
    }
    out.write_char('"')
}

fn range(out: &mut Formatter<'_>, from: &Bound, to: &Bound) -> fmt::Result {
    out.write_char(if matches!(from, Bound::Excluded(_)) {
        '{'
    } else {
        '['
    })?;
    end(out, from)?;
    out.write_str(" TO ")?;
    end(out, to)?;
    out.write_char(if matches!(to, Bound::Excluded(_)) {
        '}'
    } else {
        ']'
    })
}

fn end(out: &mut Formatter<'_>, bound: &Bound) -> fmt::Result {
    match bound {
        Bound::Open => out.write_char('*'),
        Bound::Included(value) | Bound::Excluded(value) => quoted(out, value),
    }
}
