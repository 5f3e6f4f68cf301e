//! What the lists are asked about a reference: what could be a name or an identifier of somebody, and the best answer.

use super::fill::Filler;
use crate::Screener;
use kashf_core::Entity;
use kashf_ftm::identifier::{IdentifierKind, recognise};
use kashf_screen::{Options, Query};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

pub(super) struct Answered {
    pub(super) party: String,
    pub(super) by: &'static str,
    pub(super) score: Option<f64>,
    pub(super) reason: String,
}

/// What can be asked about each reference: its id, and an entity to screen where it has a name or an identifier.
pub(super) fn questions(
    filler: &Filler,
    written: &BTreeMap<String, Vec<u32>>,
) -> Vec<(String, Option<Entity>)> {
    let mut entities: FxHashMap<u32, Entity> = filler.parties.iter().cloned().collect();
    for (number, name) in &filler.names {
        let entity = entities
            .entry(*number)
            .or_insert_with(|| Entity::new("", "LegalEntity"));
        entity.add("name", name);
    }
    for (form, numbers) in written {
        for number in numbers {
            if let Some((kind, _)) = identifier_of(form)
                && let Some((schema, property)) = property_of(kind)
            {
                let entity = entities
                    .entry(*number)
                    .or_insert_with(|| Entity::new("", schema));
                entity.add(property, form);
            }
        }
    }
    let count = u32::try_from(filler.builder.references()).unwrap_or(u32::MAX);
    let mut asked = Vec::new();
    for number in 0..count {
        let reference = filler.builder.reference(number);
        let entity = entities.remove(&number).or_else(|| {
            is_name(reference).then(|| {
                let mut entity = Entity::new("", "LegalEntity");
                entity.add("name", reference);
                entity
            })
        });
        // Plain account numbers are nobody's id: ids of lists have letters.
        if entity.is_some() || reference.bytes().any(|byte| byte.is_ascii_alphabetic()) {
            asked.push((reference.to_owned(), entity));
        }
    }
    asked.sort_unstable_by(|one, other| {
        // What can be screened comes first, should there be too many.
        other
            .1
            .is_some()
            .cmp(&one.1.is_some())
            .then_with(|| one.0.cmp(&other.0))
    });
    asked
}

/// The best match of an entity, if there is one.
pub(super) fn ask(screener: &Screener, entity: &Entity) -> Option<Answered> {
    let options = Options {
        limit: 1,
        ..Options::default()
    };
    let answer = screener.ask_kept(&Query::new(entity), &options, None);
    let best = answer
        .matches
        .into_iter()
        .next()
        .filter(|best| best.is_match)?;
    let strongest = best.reasons.iter().max_by_key(|reason| reason.points)?;
    let by_name = best
        .reasons
        .iter()
        .any(|reason| matches!(reason.feature, "name" | "weak_alias") && reason.points > 0);
    let sentence = kashf_screen::sentence(strongest, kashf_screen::Language::English);
    Some(Answered {
        party: best.id.clone(),
        by: if by_name { "name" } else { "identifier" },
        score: Some(f64::from(best.score.thousandths()) / 1000.0),
        reason: sentence.replace(['\u{2068}', '\u{2069}'], ""),
    })
}

/// An identifier that leaves no doubt; cheap where there is none.
pub(super) fn identifier_of(reference: &str) -> Option<(IdentifierKind, String)> {
    // The shortest such identifier is an IMO number with its letters; plain digits could be any account.
    let digits = reference.bytes().filter(u8::is_ascii_digit).count();
    let letters = reference.bytes().any(|byte| byte.is_ascii_alphabetic());
    if digits < 4 || !letters || reference.len() > 200 {
        return None;
    }
    recognise(reference)
}

/// The form in which an identifier of the input's own entities is compared: at least six signs with a digit, since shorter
/// ones are nobody's alone.
pub(super) fn key_of(value: &str) -> Option<String> {
    if value.len() > 200 {
        return None;
    }
    let normal = kashf_ftm::identifier::normalise(value);
    let telling = normal.len() >= 6 && normal.bytes().any(|byte| byte.is_ascii_digit());
    telling.then_some(normal)
}

fn property_of(kind: IdentifierKind) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        IdentifierKind::Iban => ("BankAccount", "iban"),
        IdentifierKind::Lei => ("LegalEntity", "leiCode"),
        IdentifierKind::Imo => ("Vessel", "imoNumber"),
        IdentifierKind::Ogrn => ("LegalEntity", "ogrnCode"),
        IdentifierKind::CryptoWallet { .. } => ("CryptoWallet", "publicKey"),
        _ => return None,
    })
}

/// Whether a reference is a name rather than a number or a code: two words of letters, or letters of another script.
fn is_name(reference: &str) -> bool {
    if reference.len() > 300 || !reference.chars().any(|c| c.is_alphabetic()) {
        return false;
    }
    let is_word = |word: &&str| {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        letters >= 2 && word.chars().all(|c| !c.is_ascii_digit())
    };
    let words = reference.split_whitespace().filter(is_word).count();
    words >= 2
        || (words == 1
            && reference
                .chars()
                .any(|c| c.is_alphabetic() && !c.is_ascii()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_numbers_and_codes() {
        for name in [
            "Nadir Exampleman",
            "\u{643}\u{634}\u{641}",
            "Example Trading LLC",
        ] {
            assert!(is_name(name), "{name}");
        }
        for code in [
            "12345",
            "acc-1",
            "ACC 17",
            "DE89370400440532013000",
            "C_12 3",
        ] {
            assert!(!is_name(code), "{code}");
        }
    }

    #[test]
    fn identifiers_are_seen_in_whatever_way_they_are_written() {
        let (_, form) = identifier_of("de89 3704 0044 0532 0130 00").expect("an IBAN");
        assert_eq!(
            Some(form),
            identifier_of("DE89370400440532013000").map(|(_, form)| form)
        );
        assert_eq!(identifier_of("800737690"), None);
    }
}
