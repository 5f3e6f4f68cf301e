//! One record of an XML list as a small tree, bounded.
//!
//! Lists are long, their records short: the document is streamed through the guard, and only the
//! record at hand is held: element names, text, and attributes.

use super::attributes::Attributes;
use super::{Guard, Token};
use crate::LoadError;

/// Text of one record, all elements together. The longest of the UN has 6 KB.
const MAX_RECORD_BYTES: usize = 4 << 20;
/// Elements of one record. The longest of the UN has about 300.
const MAX_RECORD_ELEMENTS: usize = 50_000;

/// An element with its text and children.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Node<'a> {
    pub(crate) name: &'a str,
    pub(crate) text: String,
    pub(crate) attributes: Attributes,
    pub(crate) children: Vec<Node<'a>>,
}

impl<'a> Node<'a> {
    /// Reads the rest of an element whose start was just seen.
    pub(crate) fn read(guard: &mut Guard<'a>, name: &'a str) -> Result<Self, LoadError> {
        let mut elements = 0usize;
        let root = Node {
            name,
            attributes: guard.take_attributes(),
            ..Node::default()
        };
        let mut bytes = root.attribute_bytes();
        let mut open = vec![root];
        loop {
            let token = guard.next()?;
            // The guard ends the document only after every element was closed.
            let Some(token) = token else {
                let reason = String::from("a record is never closed");
                return Err(LoadError::Cut {
                    file: guard.file.to_owned(),
                    reason,
                });
            };
            match token {
                Token::Start(name) => {
                    elements += 1;
                    let node = Node {
                        name,
                        attributes: guard.take_attributes(),
                        ..Node::default()
                    };
                    bytes += node.attribute_bytes();
                    open.push(node);
                }
                Token::Text(text) => {
                    bytes += text.len();
                    if let Some(node) = open.last_mut() {
                        node.text.push_str(&text);
                    }
                }
                Token::End => {
                    let Some(done) = open.pop() else { continue };
                    match open.last_mut() {
                        Some(parent) => parent.children.push(done),
                        None => return Ok(done),
                    }
                }
            }
            if bytes > MAX_RECORD_BYTES || elements > MAX_RECORD_ELEMENTS {
                return Err(guard.refused("a record larger than any list has"));
            }
        }
    }

    fn attribute_bytes(&self) -> usize {
        let lengths = self.attributes.iter();
        lengths.map(|(name, value)| name.len() + value.len()).sum()
    }

    /// An attribute's value with white space runs as one space; empty when it is absent.
    pub(crate) fn attribute(&self, name: &str) -> String {
        let found = self.attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| collapse(value)).unwrap_or_default()
    }

    /// Text of the first child of that name, with white space runs as one space.
    pub(crate) fn text_of(&self, name: &str) -> String {
        self.child(name).map(Self::line).unwrap_or_default()
    }

    /// The first child of that name.
    pub(crate) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// All children of that name.
    pub(crate) fn all<'n>(&'n self, name: &'n str) -> impl Iterator<Item = &'n Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// This element's text with white space runs as one space.
    pub(crate) fn line(&self) -> String {
        collapse(&self.text)
    }

    /// True when neither it nor anything below it holds text.
    pub(crate) fn is_blank(&self) -> bool {
        self.text.trim().is_empty() && self.children.iter().all(Self::is_blank)
    }
}

/// White space runs (also no-break spaces) as one space, none at the ends.
pub(crate) fn collapse(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}
