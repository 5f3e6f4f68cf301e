//! Values: cleaning and names. These meet every cell of every customer file.

use kashf_text::{NameKind, compare, prepare, token_similarity};

/// Cleaning: `property kind` in the first line, the raw value after it. Clean values stay clean.
pub(crate) fn clean(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let (choice, raw) = text.split_once('\n').unwrap_or(("Person.name", text));
    let (schema, name) = choice.split_once('.').unwrap_or(("Person", choice));
    let _ = kashf_ftm::date_spans(raw);
    let _ = kashf_ftm::clean_country(raw);
    let _ = kashf_ftm::identifier::recognise(raw);
    let _ = kashf_ftm::identifier::normalise(raw);
    let schema = kashf_ftm::model().schema(schema);
    let Some(property) = schema.and_then(|schema| schema.property(name)) else {
        return;
    };
    for cleaned in kashf_ftm::clean(property, raw).unwrap_or_default() {
        assert!(!cleaned.value.is_empty(), "a clean value says something");
        let again = kashf_ftm::clean(property, &cleaned.value);
        let values: Vec<String> = again
            .unwrap_or_default()
            .into_iter()
            .map(|again| again.value)
            .collect();
        assert_eq!(
            values,
            [cleaned.value],
            "clean values stay as they are: {choice}"
        );
    }
}

/// Names: a query and a candidate in two lines, under every kind.
pub(crate) fn names(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (query, candidate) = text.split_once('\n').unwrap_or((&text, &text));
    for kind in [
        NameKind::Person,
        NameKind::Organization,
        NameKind::Vessel,
        NameKind::Unknown,
    ] {
        let (one, other) = (prepare(query, kind), prepare(candidate, kind));
        let alignment = compare(&one.token_refs(), &other.token_refs(), kind);
        assert!(alignment.similarity <= 1000);
        let mirrored = compare(&other.token_refs(), &one.token_refs(), kind);
        assert_eq!(
            alignment.similarity, mirrored.similarity,
            "the order of the two names does not matter"
        );
        if !one.tokens.is_empty() {
            let same = compare(&one.token_refs(), &one.token_refs(), kind);
            assert_eq!(same.similarity, 1000, "a name is like itself");
        }
        for query in &one.tokens {
            for candidate in &other.tokens {
                let (query, candidate) = (query.token.as_ref(), candidate.token.as_ref());
                let score = token_similarity(query, candidate);
                assert_eq!(score, token_similarity(candidate, query), "symmetric");
                assert!(score.thousandths <= 1000);
            }
            let mut keys = Vec::new();
            kashf_text::block_keys(query.token.as_ref(), &mut keys);
            assert!(keys.len() <= 64, "the keys of a token are bounded");
            assert!(
                keys.windows(2).all(|pair| pair[0] < pair[1]),
                "sorted, each once"
            );
        }
    }
}
