//! Programmes and places of the Swiss list, by the numbers with which targets point to them.

use crate::un::is_placeholder;
use crate::xml::tree::Node;
use crate::xml::{Guard, Token};
use crate::{LoadError, SourceFile};
use rustc_hash::FxHashMap;

/// A set of sanctions: one annex of an ordinance.
#[derive(Clone, Debug, Default)]
pub(super) struct Set {
    /// Name and key of the programme.
    pub(super) programs: Vec<String>,
    /// What the set says of itself.
    pub(super) text: String,
}

/// A place with its country.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    /// Location and area.
    pub(super) text: String,
    pub(super) code: String,
    pub(super) country: String,
}

#[derive(Debug, Default)]
pub(super) struct Book {
    sets: FxHashMap<String, Set>,
    places: FxHashMap<String, Place>,
}

impl Book {
    /// Reads the list for its programmes and places only.
    pub(super) fn read(file: &SourceFile) -> Result<Self, LoadError> {
        let mut guard = Guard::new(&file.name, &file.bytes)?;
        let mut book = Self::default();
        let mut depth = 0usize;
        while let Some(token) = guard.next()? {
            match token {
                Token::Start(name @ ("sanctions-program" | "place")) if depth == 1 => {
                    let node = Node::read(&mut guard, name)?;
                    if name == "place" {
                        book.add_place(&node);
                    } else {
                        book.add_program(&node);
                    }
                }
                Token::Start(_) => depth += 1,
                Token::End => depth = depth.saturating_sub(1),
                Token::Text(_) => {}
            }
        }
        Ok(book)
    }

    pub(super) fn set(&self, number: &str) -> Option<&Set> {
        self.sets.get(number)
    }

    pub(super) fn place(&self, number: &str) -> Option<&Place> {
        self.places.get(number)
    }

    fn add_program(&mut self, node: &Node<'_>) {
        let mut programs: Vec<String> = Vec::new();
        for name in ["program-name", "program-key"] {
            let text = in_english(node, name, None);
            if !is_placeholder(&text) && !programs.contains(&text) {
                programs.push(text);
            }
        }
        for set in node.all("sanctions-set") {
            let number = set.attribute("ssid");
            let text = in_english(node, "sanctions-set", Some(&number));
            let programs = programs.clone();
            self.sets.insert(number, Set { programs, text });
        }
    }

    fn add_place(&mut self, node: &Node<'_>) {
        let parts = ["location", "area"].map(|name| node.text_of(name));
        let parts: Vec<&str> = parts
            .iter()
            .map(String::as_str)
            .filter(|part| !is_placeholder(part))
            .collect();
        let (code, country) = country_of(node);
        let text = parts.join(", ");
        let place = Place {
            text,
            code,
            country,
        };
        self.places.insert(node.attribute("ssid"), place);
    }
}

/// Code and name of the country in an element.
pub(super) fn country_of(node: &Node<'_>) -> (String, String) {
    let country = node.child("country");
    let code = country.map(|c| c.attribute("iso-code"));
    let name = country.map(Node::line).filter(|name| !is_placeholder(name));
    (code.unwrap_or_default(), name.unwrap_or_default())
}

/// The English text among those of that name (and number), else the first.
fn in_english(node: &Node<'_>, name: &str, number: Option<&str>) -> String {
    let of_number = |one: &&Node<'_>| number.is_none_or(|number| one.attribute("ssid") == number);
    let english = node
        .all(name)
        .filter(of_number)
        .find(|one| one.attribute("lang") == "eng");
    let any = english.or_else(|| node.all(name).find(of_number));
    any.map(Node::line).unwrap_or_default()
}

/// What is not read of a programme or a place.
pub(super) fn unknown_in<'n, 'a>(node: &'n Node<'a>) -> impl Iterator<Item = &'n Node<'a>> {
    const KNOWN: &[&str] = &[
        "program-key",
        "program-name",
        "sanctions-set",
        "origin",
        "location",
        "area",
        "country",
    ];
    node.children
        .iter()
        .filter(|child| !KNOWN.contains(&child.name))
}
