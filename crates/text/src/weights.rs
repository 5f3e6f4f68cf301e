//! How much a token tells: a fixed table of common names, and the class of the token.
//!
//! Weights never come from the lists that happen to be loaded: loading a list must not move the
//! score of anyone on another.

use crate::classic::is_classic;
use crate::tables::{Role, role};
use crate::types::TokenClass;

/// The weight of a name that is in no table.
pub(crate) const ORDINARY: u16 = 100;

/// The weight of a classic Arabic name: many bear it.
const CLASSIC: u16 = 75;

pub(crate) fn weight(text: &str, class: TokenClass) -> u16 {
    match class {
        TokenClass::LegalForm => 8,
        TokenClass::Generic => 30,
        TokenClass::Number => 90,
        TokenClass::Initial => 30,
        TokenClass::Word => match role(text) {
            Some(Role::Title) => 10,
            Some(Role::Soft | Role::Nasab) => 40,
            Some(Role::Particle | Role::Article | Role::And | Role::Assimilated) => 15,
            None if is_classic(text) => CLASSIC,
            _ => ORDINARY,
        },
    }
}
