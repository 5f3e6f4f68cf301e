//! The ids of movements, as the input writes them, in little space: numbers where all are numbers, else texts.

use std::cmp::Ordering;
use std::fmt;

/// Ids by number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ids(Kept);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kept {
    Small(Vec<u32>),
    Wide(Vec<u64>),
    Texts { text: String, ends: Vec<u64> },
}

impl Default for Ids {
    fn default() -> Self {
        Self(Kept::Small(Vec::new()))
    }
}

/// An id for printing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Id<'i> {
    /// A decimal number without leading zeros.
    Number(u64),
    /// Any text.
    Text(&'i str),
}

impl fmt::Display for Id<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// The number that prints as exactly this text.
pub(crate) fn number_of(text: &str) -> Option<u64> {
    let plain = !text.is_empty()
        && text.len() <= 20
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && (text == "0" || !text.starts_with('0'));
    if plain { text.parse().ok() } else { None }
}

impl Ids {
    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.0 {
            Kept::Small(ids) => ids.len(),
            Kept::Wide(ids) => ids.len(),
            Kept::Texts { ends, .. } => ends.len(),
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The numbers from zero.
    pub(crate) fn numbers(count: u32) -> Self {
        Self(Kept::Small((0..count).collect()))
    }

    /// The order of two ids: numbers before texts, whatever the others are.
    pub(crate) fn compare(&self, one: usize, other: usize) -> Ordering {
        let plain = |at| match self.get(at) {
            Id::Text(text) => number_of(text).map_or(Id::Text(text), Id::Number),
            number @ Id::Number(_) => number,
        };
        plain(one).cmp(&plain(other))
    }

    /// Appends an id.
    pub fn push(&mut self, id: &str) {
        match (&mut self.0, number_of(id)) {
            (Kept::Small(ids), Some(number)) => match u32::try_from(number) {
                Ok(small) => ids.push(small),
                Err(_) => {
                    let mut wide: Vec<u64> = ids.iter().map(|id| u64::from(*id)).collect();
                    wide.push(number);
                    self.0 = Kept::Wide(wide);
                }
            },
            (Kept::Wide(ids), Some(number)) => ids.push(number),
            (Kept::Small(_) | Kept::Wide(_), None) => {
                let (mut text, mut ends) = (String::new(), Vec::with_capacity(self.len() + 1));
                for at in 0..self.len() {
                    text.push_str(&self.get(at).to_string());
                    ends.push(text.len() as u64);
                }
                text.push_str(id);
                ends.push(text.len() as u64);
                self.0 = Kept::Texts { text, ends };
            }
            (Kept::Texts { text, ends }, _) => {
                text.push_str(id);
                ends.push(text.len() as u64);
            }
        }
    }

    /// The id at a place.
    #[must_use]
    pub fn get(&self, at: usize) -> Id<'_> {
        match &self.0 {
            Kept::Small(ids) => Id::Number(u64::from(ids[at])),
            Kept::Wide(ids) => Id::Number(ids[at]),
            Kept::Texts { text, ends } => {
                let start = if at == 0 { 0 } else { ends[at - 1] };
                Id::Text(&text[start as usize..ends[at] as usize])
            }
        }
    }

    /// The same ids in another order.
    #[must_use]
    pub(crate) fn in_order(&self, order: &[u32]) -> Self {
        Self(match &self.0 {
            Kept::Small(ids) => Kept::Small(order.iter().map(|at| ids[*at as usize]).collect()),
            Kept::Wide(ids) => Kept::Wide(order.iter().map(|at| ids[*at as usize]).collect()),
            Kept::Texts { text: all, .. } => {
                let mut text = String::with_capacity(all.len());
                let mut ends = Vec::with_capacity(order.len());
                for at in order {
                    if let Id::Text(id) = self.get(*at as usize) {
                        text.push_str(id);
                    }
                    ends.push(text.len() as u64);
                }
                Kept::Texts { text, ends }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn ids_come_back_as_they_were(ids in prop::collection::vec(prop_oneof!["[0-9]{1,21}", "[a-z0-9]{0,4}", "[1-9]"], 0..12)) {
            let mut kept = Ids::default();
            for id in &ids {
                kept.push(id);
            }
            let back: Vec<String> = (0..kept.len()).map(|at| kept.get(at).to_string()).collect();
            prop_assert_eq!(&back, &ids);
            let order: Vec<u32> = (0..u32::try_from(ids.len()).unwrap_or(0)).rev().collect();
            let turned = kept.in_order(&order);
            let back: Vec<String> = (0..turned.len()).rev().map(|at| turned.get(at).to_string()).collect();
            prop_assert_eq!(&back, &ids);
        }
    }
}
