//! Places of birth: words in common, a point in favour and never a contradiction.
//!
//! Lists write one village in many ways and name a province, a district or the state instead, so that two places
//! that share nothing say nothing.

/// At most this many words of a place are looked at.
const MAX_WORDS: usize = 32;

/// Words that places share without being one place.
const COMMON: [&str; 20] = [
    "and",
    "city",
    "district",
    "el",
    "governorate",
    "in",
    "near",
    "of",
    "or",
    "province",
    "region",
    "republic",
    "state",
    "the",
    "town",
    "village",
    "al",
    "democratic",
    "islamic",
    "arab",
];

/// The telling words of a place, rising; what stands behind the last comma is the country, as a rule, and not counted.
pub(super) fn words_of(place: &str) -> Vec<String> {
    let town = place.rsplit_once(',').map_or(place, |(town, _)| town);
    let mut words: Vec<String> = town
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 2)
        .take(MAX_WORDS)
        .map(str::to_lowercase)
        .filter(|word| !COMMON.contains(&word.as_str()))
        .collect();
    words.sort();
    words.dedup();
    words
}

/// The first two places that share a word.
pub(super) fn shared<'a>(
    one: &'a [(String, Vec<String>)],
    other: &'a [(String, Vec<String>)],
) -> Option<(&'a str, &'a str)> {
    one.iter().find_map(|(place, words)| {
        let same = |(_, others): &&(String, Vec<String>)| {
            words.iter().any(|word| others.binary_search(word).is_ok())
        };
        other
            .iter()
            .find(same)
            .map(|(found, _)| (place.as_str(), found.as_str()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meet(one: &str, other: &str) -> bool {
        let side = |place: &str| vec![(place.to_owned(), words_of(place))];
        shared(&side(one), &side(other)).is_some()
    }

    #[test]
    fn one_town_in_two_writings_and_no_country_alone() {
        assert!(meet(
            "Port Selim, Example Province, Examplia",
            "Selim, Examplia"
        ));
        assert!(!meet("Port Selim, Examplia", "Qasr Nur, Examplia"));
        assert!(!meet("Selim Province", "Nur Province"));
        assert!(meet("Selim", "Selim, Examplia"));
    }
}
