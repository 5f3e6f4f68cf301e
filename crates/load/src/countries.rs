//! Countries as lists write them when they are not sure: "possibly X", "X/Y", "X or Y", "X / unknown".
//!
//! Every country that is named is taken, with the whole text as original: a list that says "X or Y"
//! must be found under both. A text that says more ("X citizenship withdrawn in 2002") is not guessed.

use crate::sheet::Sheet;
use kashf_ftm::EntityBuilder;

/// Adds the country or countries of a text; false when any part of it is not understood.
pub(crate) fn add(builder: &mut EntityBuilder, prop: &str, raw: &str, origin: &str) -> bool {
    if Sheet::try_add(builder, prop, raw, origin) {
        return true;
    }
    let Some(parts) = parts_of(raw) else {
        return false;
    };
    for part in parts {
        Sheet::try_add_as(builder, prop, part, raw, origin);
    }
    true
}

/// The parts of a text, if all of them are countries.
fn parts_of(raw: &str) -> Option<Vec<&str>> {
    let parts: Vec<&str> = raw
        .split('/')
        .flat_map(|part| part.split(" or "))
        .map(|part| without_doubt(part.trim().trim_start_matches("or ")))
        .filter(|part| !part.is_empty() && !part.eq_ignore_ascii_case("unknown"))
        .collect();
    let known = |part: &&str| kashf_ftm::clean_country(part).is_some();
    (!parts.is_empty() && parts.iter().all(known)).then_some(parts)
}

fn without_doubt(part: &str) -> &str {
    let doubts = ["possibly", "probably", "allegedly", "likely", "reportedly"];
    match part.split_once(' ') {
        Some((word, rest)) if doubts.contains(&word.to_ascii_lowercase().as_str()) => rest.trim(),
        _ => part,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubtful_countries_are_all_taken_and_stories_are_not() {
        assert_eq!(parts_of("possibly Palestinian"), Some(vec!["Palestinian"]));
        assert_eq!(
            parts_of("Sudan/or South Sudan"),
            Some(vec!["Sudan", "South Sudan"])
        );
        assert_eq!(parts_of("Iran / unknown"), Some(vec!["Iran"]));
        assert_eq!(parts_of("Kuwaiti citizenship withdrawn in 2002"), None);
        assert_eq!(parts_of("unknown"), None);
    }
}
