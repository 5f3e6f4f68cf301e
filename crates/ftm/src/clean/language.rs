//! Languages: ISO 639-3 codes that the model knows, from two-letter codes, names and tags.
//!
//! SOURCE: `rigour.langs.iso_639_alpha3` and `followthemoney.types.language`; the aliases are rows of
//! `data/ftm/model.tsv`.

use crate::model::{PropertyType, model};

pub(crate) fn clean(text: &str) -> Option<&'static str> {
    let code = text.trim().to_lowercase();
    find(&code).or_else(|| {
        // A tag such as zh-Hans: its first part counts.
        let primary = code.split(['-', '_']).next()?;
        find(primary)
    })
}

fn find(code: &str) -> Option<&'static str> {
    let model = model();
    if let Some(alias) = model.alias(PropertyType::Language, code) {
        return Some(alias);
    }
    model
        .value(PropertyType::Language, code)
        .map(|(code, _)| code)
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn reads_codes_names_and_tags() {
        for (text, code) in [
            ("ar", "ara"),
            ("ARA", "ara"),
            ("zh-Hans", "zho"),
            ("English", "eng"),
        ] {
            assert_eq!(clean(text), Some(code), "{text}");
        }
        assert_eq!(clean("xxx"), None);
    }
}
