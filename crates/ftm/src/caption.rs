//! The caption of an entity: how it is called where only one name has room.
//!
//! The rule is the design's (section 5), not FollowTheMoney's: FollowTheMoney picks the name that most
//! others resemble, which changes when an alias is added. Ours is the source's own first choice.

use kashf_core::Entity;

use crate::model::model;

/// The first Latin name as published with single spaces, else the first name, else the first value
/// that the schema's caption rule finds, else the id.
///
/// ```
/// let mut person = kashf_core::Entity::new("ex-1", "Person");
/// assert_eq!(kashf_ftm::caption(&person), "ex-1");
/// person.add("name", "\u{0644}\u{064a}\u{0644}\u{0649}");
/// person.add("name", "Layla  Example");
/// assert_eq!(kashf_ftm::caption(&person), "Layla Example");
/// ```
#[must_use]
pub fn caption(entity: &Entity) -> String {
    let names = entity.values("name");
    let first = names.iter().find(|name| is_latin(name)).or(names.first());
    let by_schema = || {
        let schema = model().schema(&entity.schema)?;
        schema.caption.iter().find_map(|prop| entity.first(prop))
    };
    let text = first
        .map(String::as_str)
        .or_else(by_schema)
        .unwrap_or(&entity.id);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// True when most letters are Latin.
fn is_latin(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic());
    let (mut latin, mut other) = (0_u32, 0_u32);
    for letter in letters {
        match letter {
            'a'..='z'
            | 'A'..='Z'
            | '\u{aa}'
            | '\u{ba}'
            | '\u{c0}'..='\u{24f}'
            | '\u{1e00}'..='\u{1eff}'
            | '\u{ff21}'..='\u{ff5a}' => latin += 1,
            _ => other += 1,
        }
    }
    latin > other
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn falls_back_step_by_step() {
        let mut ship = Entity::new("ex-2", "CryptoWallet");
        ship.add("publicKey", "0x00");
        assert_eq!(caption(&ship), "0x00");
        ship.add("name", "\u{043f}\u{0440}\u{0438}\u{043c}\u{0435}\u{0440}");
        assert_eq!(
            caption(&ship),
            "\u{043f}\u{0440}\u{0438}\u{043c}\u{0435}\u{0440}"
        );
        assert_eq!(caption(&Entity::new("ex-3", "Ghost")), "ex-3");
    }
}
