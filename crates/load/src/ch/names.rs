//! Names of the Swiss list: parts in their order, each with spelling variants in several scripts.

use crate::sheet::{At, Sheet, note};
use crate::un::is_placeholder;
use crate::xml::tree::Node;
use kashf_ftm::EntityBuilder;

/// Names made of the variants of one name; beyond this each variant stands once with the other parts
/// as they are.
const MAX_COMBINATIONS: usize = 100;

/// One part of a name.
struct Part {
    kind: String,
    value: String,
    variants: Vec<Variant>,
}

struct Variant {
    text: String,
    lang: String,
    latin: bool,
}

/// A whole name, made of parts.
struct Made {
    text: String,
    lang: Option<String>,
    /// False when a part was missing in its script.
    whole: bool,
}

/// Reads all names of an identity; false when there is none.
pub(super) fn read(
    identity: &Node<'_>,
    main: bool,
    party: &mut EntityBuilder,
    sheet: &mut Sheet,
    at: At<'_>,
) -> bool {
    let mut named = false;
    for name in identity.all("name") {
        let kind = name.attribute("name-type");
        let primary = kind == "primary-name";
        let weak = name.attribute("quality") == "low";
        let (prop, of_variants) = match kind.as_str() {
            _ if weak => ("weakAlias", "weakAlias"),
            "primary-name" if main => ("name", "alias"),
            "formerly-known-as" => ("previousName", "previousName"),
            _ => ("alias", "alias"),
        };
        let parts = parts_of(name, sheet, at);
        let base = join(parts.iter().filter(spoken).map(|part| part.value.as_str()));
        let lang = name.attribute("lang");
        let base = Made {
            text: base,
            lang: (!lang.is_empty()).then_some(lang),
            whole: true,
        };
        named |= add(prop, &base, party, sheet, at);
        for made in variants_of(&parts) {
            let prop = if made.whole { of_variants } else { "weakAlias" };
            named |= add(prop, &made, party, sheet, at);
        }
        if primary {
            read_parts(&parts, party, sheet, at);
        }
    }
    named
}

fn add(prop: &str, made: &Made, party: &mut EntityBuilder, sheet: &mut Sheet, at: At<'_>) -> bool {
    if is_placeholder(&made.text) {
        return false;
    }
    sheet.see_name(&made.text, "name", at);
    let lang = made.lang.as_deref();
    party.add_with(prop, &made.text, Some("name"), lang).is_ok()
        || sheet.add(party, prop, &made.text, "name", at)
}

/// Titles are no part of a name.
fn spoken(part: &&Part) -> bool {
    part.kind != "title"
}

fn join<'t>(words: impl Iterator<Item = &'t str>) -> String {
    let words: Vec<&str> = words.filter(|word| !is_placeholder(word)).collect();
    words.join(" ")
}

fn parts_of(name: &Node<'_>, sheet: &mut Sheet, at: At<'_>) -> Vec<Part> {
    let mut parts: Vec<(u32, Part)> = Vec::new();
    for child in &name.children {
        if child.name != "name-part" {
            let what = format!("element name/{}", crate::sheet::shown(child.name));
            sheet.not_held(&what, &child.line(), at);
            continue;
        }
        let order = child.attribute("order").parse().unwrap_or(u32::MAX);
        let variants = child.all("spelling-variant").map(|variant| {
            let script = variant.attribute("script").to_ascii_uppercase();
            let text = variant.line();
            Variant {
                latin: is_latin(&script, &text),
                text,
                lang: variant.attribute("lang"),
            }
        });
        let part = Part {
            kind: child.attribute("name-part-type"),
            value: child.text_of("value"),
            variants: variants.filter(|v| !is_placeholder(&v.text)).collect(),
        };
        parts.push((order, part));
        for below in &child.children {
            if !matches!(below.name, "value" | "spelling-variant") {
                let what = format!("element name-part/{}", crate::sheet::shown(below.name));
                sheet.not_held(&what, &below.line(), at);
            }
        }
    }
    parts.sort_by_key(|(order, _)| *order);
    parts.into_iter().map(|(_, part)| part).collect()
}

/// By the script that is given, else by the letters.
fn is_latin(script: &str, text: &str) -> bool {
    if script.is_empty() {
        return text
            .chars()
            .filter(|c| c.is_alphabetic())
            .all(|c| c < '\u{300}' || ('\u{1e00}'..='\u{1eff}').contains(&c));
    }
    script == "LATN"
}

fn variants_of(parts: &[Part]) -> Vec<Made> {
    let parts: Vec<&Part> = parts.iter().filter(spoken).collect();
    let mut made = latin_names(&parts);
    // Each language of another script by itself, in the order of the file.
    let mut langs: Vec<&str> = Vec::new();
    for variant in parts.iter().flat_map(|part| &part.variants) {
        if !variant.latin && !langs.contains(&variant.lang.as_str()) {
            langs.push(&variant.lang);
        }
    }
    for lang in langs {
        let of = |part: &Part, nth: usize| -> Option<String> {
            let mut own = part.variants.iter().filter(|v| !v.latin && v.lang == lang);
            let first = own.clone().next();
            own.nth(nth).or(first).map(|v| v.text.clone())
        };
        let most = |part: &&Part| {
            let own = part.variants.iter().filter(|v| !v.latin && v.lang == lang);
            own.count()
        };
        let count = parts.iter().map(most).max().unwrap_or(0);
        for nth in 0..count.min(MAX_COMBINATIONS) {
            let words: Vec<Option<String>> = parts.iter().map(|part| of(part, nth)).collect();
            made.push(Made {
                text: join(words.iter().flatten().map(String::as_str)),
                lang: (!lang.is_empty()).then(|| lang.to_owned()),
                whole: words.iter().all(Option::is_some),
            });
        }
    }
    made
}

/// Each spelling of each part with each of the others, the name as it stands left out.
fn latin_names(parts: &[&Part]) -> Vec<Made> {
    let spellings: Vec<Vec<&str>> = parts
        .iter()
        .map(|part| {
            let variants = part.variants.iter().filter(|v| v.latin);
            let own = std::iter::once(part.value.as_str());
            own.chain(variants.map(|v| v.text.as_str())).collect()
        })
        .collect();
    let all = spellings
        .iter()
        .try_fold(1usize, |count, words| count.checked_mul(words.len()));
    let latin = |text: String| Made {
        text,
        lang: None,
        whole: true,
    };
    if all.is_some_and(|all| all <= MAX_COMBINATIONS) {
        let mut names = vec![String::new()];
        for words in &spellings {
            names = names
                .iter()
                .flat_map(|name| {
                    words
                        .iter()
                        .map(move |word| join([name.as_str(), word].into_iter()))
                })
                .collect();
        }
        return names.into_iter().skip(1).map(latin).collect();
    }
    let mut made = Vec::new();
    for (ix, words) in spellings.iter().enumerate() {
        for word in words.iter().skip(1) {
            let part = |(at, words): (usize, &Vec<&'_ str>)| {
                if at == ix { *word } else { words[0] }.to_owned()
            };
            let name: Vec<String> = spellings.iter().enumerate().map(part).collect();
            made.push(latin(join(name.iter().map(String::as_str))));
        }
    }
    made
}

fn read_parts(parts: &[Part], party: &mut EntityBuilder, sheet: &mut Sheet, at: At<'_>) {
    let person = party
        .schema()
        .is_some_and(|s| s.property("lastName").is_some());
    for part in parts.iter().filter(|part| !is_placeholder(&part.value)) {
        let prop = match part.kind.as_str() {
            "title" => "title",
            "given-name" => "firstName",
            "further-given-name" => "middleName",
            "father-name" => "fatherName",
            "family-name" | "maiden-name" => "lastName",
            "suffix" => "nameSuffix",
            "whole-name" => continue,
            "grand-father-name" | "tribal-name" | "other" => {
                note(
                    party,
                    &format!("{}: {}", part.kind, part.value),
                    "name-part",
                );
                continue;
            }
            other => {
                let what = format!("name-part-type {}", crate::sheet::shown(other));
                sheet.not_held(&what, &part.value, at);
                continue;
            }
        };
        if person {
            sheet.add(party, prop, &part.value, "name-part", at);
        } else if part.kind == "title" {
            note(party, &format!("title: {}", part.value), "name-part");
        }
    }
}
