//! Names as OFAC writes them, turned into names as people are addressed.
//!
//! "SURNAME, Given Names, Jr." is one name with a comma form; the comma says which part is the
//! family name, so it is kept as `lastName` and the published form as the original value.

use crate::sheet::{At, Sheet};
use crate::xml::tree::collapse;
use kashf_ftm::EntityBuilder;

/// A name in its parts.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct PersonName {
    pub(super) whole: String,
    pub(super) family: String,
    pub(super) given: String,
    pub(super) suffix: String,
}

/// Splits the comma form; `None` for a name without a comma.
pub(super) fn split(published: &str) -> Option<PersonName> {
    let mut parts: Vec<String> = published
        .split(',')
        .map(collapse)
        .filter(|p| !p.is_empty())
        .collect();
    if parts.len() < 2 {
        return None;
    }
    let suffix = if parts.len() > 2 && parts.last().is_some_and(|last| is_suffix(last)) {
        parts.pop().unwrap_or_default()
    } else {
        String::new()
    };
    let family = parts.remove(0);
    let given = parts.join(" ");
    let words = [given.as_str(), family.as_str(), suffix.as_str()];
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    Some(PersonName {
        whole: words.join(" "),
        family,
        given,
        suffix,
    })
}

fn is_suffix(part: &str) -> bool {
    let part = part.trim_end_matches('.').to_ascii_lowercase();
    matches!(
        part.as_str(),
        "jr" | "sr" | "ii" | "iii" | "iv" | "v" | "dr" | "md" | "phd"
    )
}

/// Adds a name of a party: persons are turned round, all others kept as published.
pub(super) fn add(
    builder: &mut EntityBuilder,
    prop: &str,
    published: &str,
    person: bool,
    origin: &str,
    sheet: &mut Sheet,
    at: At<'_>,
) {
    let published = published.trim();
    if published.is_empty() {
        return;
    }
    sheet.see_name(published, origin, at);
    let turned = if person { split(published) } else { None };
    match turned {
        Some(name) => {
            builder.add_as(prop, &name.whole, Some(published), Some(origin), None);
            if prop == "name" {
                for (part, value) in [
                    ("lastName", &name.family),
                    ("firstName", &name.given),
                    ("nameSuffix", &name.suffix),
                ] {
                    sheet.add(builder, part, value, origin, at);
                }
            }
        }
        None => {
            sheet.add(builder, prop, published, origin, at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_comma_form_is_turned_round() {
        let name = split("AL-EXAMPLE,  Layla Sara, Jr.").unwrap();
        assert_eq!(name.whole, "Layla Sara AL-EXAMPLE Jr.");
        assert_eq!(
            (
                name.family.as_str(),
                name.given.as_str(),
                name.suffix.as_str()
            ),
            ("AL-EXAMPLE", "Layla Sara", "Jr.")
        );
        assert_eq!(
            split("EXAMPLE, Layla, Sara").unwrap().whole,
            "Layla Sara EXAMPLE"
        );
        assert_eq!(split("LAYLA THE EXAMPLE"), None);
        assert_eq!(split(", ,"), None);
    }
}
