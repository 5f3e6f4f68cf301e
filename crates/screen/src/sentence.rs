//! Reasons as sentences, in English and in Arabic.
//!
//! The messages are Fluent files, `data/messages/en.ftl` and `ar.ftl`; a test holds that both know
//! every key. Values inside an Arabic sentence are isolated (U+2068, U+2069), so that a Latin name
//! or a number does not break the line's direction.

use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use kashf_core::Reason;

/// A language of the reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Arabic.
    Arabic,
}

/// The reason as one sentence.
#[must_use]
pub fn sentence(reason: &Reason, language: Language) -> String {
    let arguments = reason.evidence.arguments.iter();
    let arguments: Vec<(&str, &str)> = arguments.map(|(name, value)| (*name, &**value)).collect();
    // Never lose a reason for want of a translation.
    message(reason.evidence.key, &arguments, language)
        .unwrap_or_else(|| format!("{} ({})", reason.feature, reason.evidence.key))
}

/// The message of a key with its places filled; `None` for a key that nobody knows.
#[must_use]
pub fn message(key: &str, arguments: &[(&str, &str)], language: Language) -> Option<String> {
    let bundle = bundle(language);
    let pattern = bundle.get_message(key)?.value()?;
    let mut filled = FluentArgs::new();
    for (name, value) in arguments {
        filled.set(*name, FluentValue::from(*value));
    }
    let mut problems = Vec::new();
    let text = bundle.format_pattern(pattern, Some(&filled), &mut problems);
    Some(text.into_owned())
}

fn bundle(language: Language) -> &'static FluentBundle<FluentResource> {
    static ENGLISH: OnceLock<FluentBundle<FluentResource>> = OnceLock::new();
    static ARABIC: OnceLock<FluentBundle<FluentResource>> = OnceLock::new();
    match language {
        Language::English => ENGLISH
            .get_or_init(|| build("en", include_str!("../../../data/messages/en.ftl"), false)),
        Language::Arabic => {
            ARABIC.get_or_init(|| build("ar", include_str!("../../../data/messages/ar.ftl"), true))
        }
    }
}

fn build(tag: &str, text: &str, isolate: bool) -> FluentBundle<FluentResource> {
    // A message that does not parse is left out here and found by the test below.
    let resource = match FluentResource::try_new(text.to_owned()) {
        Ok(resource) => resource,
        Err((resource, _)) => resource,
    };
    let languages = tag.parse().map(|tag| vec![tag]).unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(languages);
    bundle.set_use_isolating(isolate);
    // Fails only on a key given twice; the first one stands, and the test below says so.
    let _ = bundle.add_resource(resource);
    bundle
}

#[cfg(test)]
mod tests {
    use super::*;
    use kashf_core::Evidence;

    const FILES: [&str; 2] = [
        include_str!("../../../data/messages/en.ftl"),
        include_str!("../../../data/messages/ar.ftl"),
    ];

    fn keys(text: &str) -> Vec<&str> {
        let lines = text
            .lines()
            .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
        lines
            .filter_map(|line| line.split_once(" =").map(|(key, _)| key))
            .collect()
    }

    #[test]
    fn both_languages_know_every_key_once() {
        assert_eq!(keys(FILES[0]), keys(FILES[1]));
        assert!(keys(FILES[0]).len() > 25);
        for text in FILES {
            assert!(FluentResource::try_new(text.to_owned()).is_ok());
            let mut sorted = keys(text);
            sorted.sort_unstable();
            sorted.dedup();
            assert_eq!(sorted.len(), keys(text).len());
        }
    }

    #[test]
    fn sentences_carry_their_values() {
        let reason = Reason {
            feature: "birth_date",
            points: -10,
            query: None,
            candidate: None,
            evidence: Evidence {
                key: "birth-swapped",
                arguments: vec![
                    ("query", "1962-03-04".to_owned()),
                    ("candidate", "1962-04-03".to_owned()),
                ],
            },
        };
        for language in [Language::English, Language::Arabic] {
            let text = sentence(&reason, language);
            assert!(
                text.contains("1962-03-04") && text.contains("1962-04-03"),
                "{text}"
            );
        }
    }
}
