//! Ownership by listed persons on the card of a match that is not listed itself: what the rule says, and its proof step by step.

use super::card::sentence;
use super::{Look, Tint};
use kashf::{Language, MatchLine, OwnedStep, step_sentence};

/// Appends what the rules of ownership say of a match; `arabic` adds the Arabic.
pub(super) fn owned(text: &mut String, found: &MatchLine, look: &Look, arabic: bool) {
    for said in &found.owned {
        let (mark, tint) = match said.answer.as_str() {
            "owned" => ("OWNED", Tint::Red),
            _ => ("maybe", Tint::Yellow),
        };
        // Colour is never the only sign: the sentence says it in words.
        sentence(text, &look.tinted(tint, mark), &said.en, look);
        if arabic {
            sentence(text, "     ", &said.ar, look);
        }
        for (number, step) in (1..).zip(&said.proof) {
            let place = place_of(step, look);
            let line = step_sentence(step, Language::English);
            sentence(
                text,
                &format!("{number:>5}"),
                &format!("{line} {place}"),
                look,
            );
            if arabic {
                sentence(text, "     ", &step_sentence(step, Language::Arabic), look);
            }
        }
    }
}

/// Where a step stands.
fn place_of(step: &OwnedStep, look: &Look) -> String {
    let statements = step.statements.iter();
    let places: Vec<String> = statements
        .map(|said| format!("{} {}", look.foreign(&said.dataset), look.foreign(&said.id)))
        .collect();
    format!("({})", places.join(", "))
}
