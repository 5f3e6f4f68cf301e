//! Evidence out: a finding as a card that a person reads and another program takes.
//!
//! Pure: plain data in ([`Dossier`], [`Card`]), text out. No file is written, no clock is read, no network is touched. The same
//! card gives the same bytes in every format, the pictures included.
//!
//! It concludes nothing about a person: each format for people ends with that sentence, in English and in Arabic.

mod arrows;
mod card;
mod csv;
mod cypher;
mod describe;
mod fill;
mod format;
mod ftm;
mod graph;
mod graphml;
mod html;
mod json;
mod json_value;
mod layers;
mod origin;
mod page;
mod page_steps;
mod pairs;
mod places;
mod safe;
mod sankey;
mod svg;
mod text;
mod time;
mod timeline;
mod whole;
mod words;

pub use card::{
    Card, CardFact, CardHop, CardParty, Dossier, FactValue, HopKind, Input, Join, Joined, Language,
    LeftOut, Listed, OnWord, Part, TimeForm, Unsure, Words,
};
pub use csv::csv;
pub use cypher::{Cypher, cypher};
pub use fill::Labels;
pub use format::Format;
pub use ftm::ftm;
pub use graph::svg;
pub use graphml::graphml;
pub use html::html;
pub use json::{hops_json, json};
pub use text::{Look, card_text, text};
