//! Tokens of Lucene's classic query grammar.
//!
//! The longest token wins, as in the grammar: `ANDREW` is a word and `AND` is not.

use super::{Piece, QueryError};

/// A token and where it begins (in characters, the first being 1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) at: usize,
    pub(super) kind: Kind,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    And,
    Or,
    Not,
    Plus,
    Minus,
    Open,
    Close,
    Colon,
    Star,
    /// `^` with its number, in thousandths.
    Boost(u32),
    /// `~` with its number, in thousandths, if it has one.
    Tilde(Option<u32>),
    /// Without its escapes.
    Word(String),
    Quoted(String),
    Pattern(Vec<Piece>),
    Regex(String),
    /// `[a TO b}`: an end is `None` when it is `*`.
    Range {
        from: Option<String>,
        from_included: bool,
        to: Option<String>,
        to_included: bool,
    },
    End,
}

/// Cuts a query into tokens; the last one is [`Kind::End`].
pub(super) fn tokens(query: &[char]) -> Result<Vec<Token>, QueryError> {
    let mut lexer = Lexer { query, place: 0 };
    let mut tokens = Vec::new();
    loop {
        lexer.skip_blanks();
        let at = lexer.place + 1;
        let kind = lexer.next_kind()?;
        let end = kind == Kind::End;
        tokens.push(Token { at, kind });
        if end {
            return Ok(tokens);
        }
    }
}

struct Lexer<'q> {
    query: &'q [char],
    place: usize,
}

pub(super) const fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{3000}')
}

/// True for a character that stands in no word without a backslash.
pub(super) const fn is_special(c: char) -> bool {
    is_blank(c)
        || matches!(
            c,
            '!' | '('
                | ')'
                | ':'
                | '^'
                | '['
                | ']'
                | '"'
                | '{'
                | '}'
                | '~'
                | '*'
                | '?'
                | '\\'
                | '/'
        )
}

impl Lexer<'_> {
    fn peek(&self) -> Option<char> {
        self.query.get(self.place).copied()
    }

    fn error<T>(&self, what: &'static str) -> Result<T, QueryError> {
        let at = self.place + 1;
        Err(QueryError::Syntax { at, what })
    }

    fn skip_blanks(&mut self) {
        while self.peek().is_some_and(is_blank) {
            self.place += 1;
        }
    }

    fn next_kind(&mut self) -> Result<Kind, QueryError> {
        let Some(first) = self.peek() else {
            return Ok(Kind::End);
        };
        let single = match first {
            '(' => Some(Kind::Open),
            ')' => Some(Kind::Close),
            ':' => Some(Kind::Colon),
            '+' => Some(Kind::Plus),
            '-' => Some(Kind::Minus),
            '!' => Some(Kind::Not),
            _ => None,
        };
        if let Some(kind) = single {
            self.place += 1;
            // An operator with a blank behind it is a word, which holds no letters.
            let bare = matches!(first, '+' | '-' | '!') && self.peek().is_some_and(is_blank);
            return Ok(if bare {
                Kind::Word(first.to_string())
            } else {
                kind
            });
        }
        match first {
            '^' => self.boost(),
            '~' => {
                self.place += 1;
                Ok(Kind::Tilde(self.number()))
            }
            '"' => self.quoted().map(Kind::Quoted),
            '/' => self.regex(),
            '[' | '{' => self.range(),
            ']' | '}' => self.error("no range begins before this bracket"),
            _ => self.word(),
        }
    }

    fn boost(&mut self) -> Result<Kind, QueryError> {
        self.place += 1;
        match self.number() {
            Some(number) => Ok(Kind::Boost(number)),
            None => self.error("a number must follow `^`"),
        }
    }

    /// Digits with or without a fraction, in thousandths; too great a one is the greatest.
    fn number(&mut self) -> Option<u32> {
        let whole = self.digits();
        if whole.is_empty() {
            return None;
        }
        let mut thousandths = whole
            .parse::<u32>()
            .unwrap_or(u32::MAX)
            .saturating_mul(1000);
        if self.peek() == Some('.')
            && self
                .query
                .get(self.place + 1)
                .is_some_and(char::is_ascii_digit)
        {
            self.place += 1;
            let mut fraction = self.digits();
            fraction.push_str("000");
            fraction.truncate(3);
            thousandths = thousandths.saturating_add(fraction.parse().unwrap_or(0));
        }
        Some(thousandths)
    }

    fn digits(&mut self) -> String {
        let rest = &self.query[self.place..];
        let digits: String = rest.iter().take_while(|c| c.is_ascii_digit()).collect();
        self.place += digits.len();
        digits
    }

    /// Up to the closing quote, escapes resolved.
    fn quoted(&mut self) -> Result<String, QueryError> {
        let open = self.place;
        self.place += 1;
        let mut text = String::new();
        loop {
            match self.peek() {
                None => {
                    self.place = open;
                    return self.error("a quotation is opened and never closed");
                }
                Some('"') => break,
                Some('\\') => text.push(self.escaped()?),
                Some(c) => {
                    text.push(c);
                    self.place += 1;
                }
            }
        }
        self.place += 1;
        Ok(text)
    }

    /// The character behind a backslash, or the one whose number follows `\u`.
    fn escaped(&mut self) -> Result<char, QueryError> {
        self.place += 1;
        let Some(c) = self.peek() else {
            return self.error("nothing follows the last backslash");
        };
        self.place += 1;
        if c != 'u' {
            return Ok(c);
        }
        let digits: String = self.query[self.place..].iter().take(4).collect();
        let number = u32::from_str_radix(&digits, 16).ok();
        match number.filter(|_| digits.chars().count() == 4) {
            Some(number) => {
                self.place += 4;
                // Halves of a pair stand for no character.
                Ok(char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER))
            }
            None => self.error("four hexadecimal digits must follow `\\u`"),
        }
    }

    fn regex(&mut self) -> Result<Kind, QueryError> {
        let open = self.place;
        self.place += 1;
        let mut pattern = String::new();
        loop {
            match self.peek() {
                None => {
                    self.place = open;
                    return self.error(
                        "a `/` opens a regular expression that is never closed; write `\\/` for the sign itself",
                    );
                }
                Some('/') => break,
                Some('\\') if self.query.get(self.place + 1) == Some(&'/') => {
                    pattern.push('/');
                    self.place += 2;
                }
                Some(c) => {
                    pattern.push(c);
                    self.place += 1;
                }
            }
        }
        self.place += 1;
        Ok(Kind::Regex(pattern))
    }

    fn range(&mut self) -> Result<Kind, QueryError> {
        let from_included = self.peek() == Some('[');
        self.place += 1;
        let from = self.range_end()?;
        self.skip_blanks();
        let rest = &self.query[self.place..];
        if !rest.starts_with(&['T', 'O']) || !rest.get(2).is_some_and(|&c| is_blank(c)) {
            return self.error("`TO` must stand between the two ends of a range");
        }
        self.place += 2;
        let to = self.range_end()?;
        self.skip_blanks();
        let to_included = match self.peek() {
            Some(']') => true,
            Some('}') => false,
            _ => return self.error("a range must end with `]` or `}`"),
        };
        self.place += 1;
        Ok(Kind::Range {
            from,
            from_included,
            to,
            to_included,
        })
    }

    fn range_end(&mut self) -> Result<Option<String>, QueryError> {
        self.skip_blanks();
        if self.peek() == Some('"') {
            return self.quoted().map(Some);
        }
        let start = self.place;
        let mut text = String::new();
        while let Some(c) = self.peek() {
            if is_blank(c) || matches!(c, ']' | '}') {
                break;
            }
            if c == '\\' {
                text.push(self.escaped()?);
            } else {
                text.push(c);
                self.place += 1;
            }
        }
        match self.place - start {
            0 => self.error("a range needs a value, or `*`, at both ends"),
            1 if text == "*" => Ok(None),
            _ => Ok(Some(text)),
        }
    }

    /// A word, a pattern, or an operator in letters.
    fn word(&mut self) -> Result<Kind, QueryError> {
        let start = self.place;
        let mut pieces: Vec<Piece> = Vec::new();
        let mut text = String::new();
        while let Some(c) = self.peek() {
            match c {
                '\\' => text.push(self.escaped()?),
                '*' | '?' => {
                    if !text.is_empty() {
                        pieces.push(Piece::Text(std::mem::take(&mut text)));
                    }
                    pieces.push(if c == '*' { Piece::Any } else { Piece::One });
                    self.place += 1;
                }
                c if is_special(c) => break,
                c => {
                    text.push(c);
                    self.place += 1;
                }
            }
        }
        if !pieces.is_empty() {
            if pieces == [Piece::Any] && text.is_empty() {
                return Ok(Kind::Star);
            }
            if !text.is_empty() {
                pieces.push(Piece::Text(text));
            }
            return Ok(Kind::Pattern(pieces));
        }
        let written = &self.query[start..self.place];
        Ok(match written {
            ['A', 'N', 'D'] | ['&', '&'] => Kind::And,
            ['O', 'R'] | ['|', '|'] => Kind::Or,
            ['N', 'O', 'T'] => Kind::Not,
            _ => Kind::Word(text),
        })
    }
}
