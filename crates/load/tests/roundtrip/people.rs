//! Generated people, and what a list said of one.

use kashf_load::Loaded;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// An invented person.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) number: u32,
    pub(crate) given: String,
    pub(crate) family: String,
    /// Further names, each with whether it is weak.
    pub(crate) aliases: Vec<(String, bool)>,
    pub(crate) birth: (u32, u32, u32),
    pub(crate) passport: String,
    pub(crate) street: String,
    pub(crate) city: String,
}

/// What a format can say.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Holds {
    pub(crate) weak: bool,
    pub(crate) latin_only: bool,
    pub(crate) passports: bool,
    pub(crate) addresses: bool,
    pub(crate) program: Option<&'static str>,
}

pub(crate) const ALL: Holds = Holds {
    weak: true,
    latin_only: false,
    passports: true,
    addresses: true,
    program: None,
};

/// What a list says of a person.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Said {
    strong: BTreeSet<String>,
    weak: BTreeSet<String>,
    births: BTreeSet<String>,
    numbers: BTreeSet<String>,
    places: BTreeSet<String>,
    programs: BTreeSet<String>,
}

impl Person {
    pub(crate) fn whole(&self) -> String {
        format!("{} {}", self.given, self.family)
    }

    pub(crate) fn day(&self) -> String {
        let (year, month, day) = self.birth;
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// `14/03/1962`.
    pub(crate) fn british_day(&self) -> String {
        let (year, month, day) = self.birth;
        format!("{day:02}/{month:02}/{year:04}")
    }

    /// `14 Mar 1962`.
    pub(crate) fn american_day(&self) -> String {
        const MONTHS: [&str; 12] = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ];
        let (year, month, day) = self.birth;
        format!("{day:02} {} {year}", MONTHS[month as usize - 1])
    }

    /// The further names that a format can write.
    pub(crate) fn names(&self, holds: &Holds) -> Vec<(String, bool)> {
        let names = self.aliases.iter();
        let names = names.filter(|(name, _)| !holds.latin_only || name.is_ascii());
        names
            .map(|(name, weak)| (name.clone(), *weak && holds.weak))
            .collect()
    }

    pub(crate) fn said(&self, holds: &Holds) -> Said {
        let mut said = Said::default();
        said.strong.insert(self.whole());
        for (name, weak) in self.names(holds) {
            let names = if weak {
                &mut said.weak
            } else {
                &mut said.strong
            };
            names.insert(name);
        }
        said.births.insert(self.day());
        if holds.passports {
            said.numbers.insert(self.passport.clone());
        }
        if holds.addresses {
            said.places.extend([self.street.clone(), self.city.clone()]);
        }
        said.programs.extend(holds.program.map(str::to_owned));
        said
    }
}

/// What came out of one person and the entities that hang on it. A part of an address counts when it
/// stands in one.
pub(crate) fn said(loaded: &Loaded, id: &str, holds: &Holds) -> Said {
    let hanging = format!("{id}-");
    let own = loaded.statements.iter();
    let own = own.filter(|s| s.entity_id == id || s.entity_id.starts_with(&hanging));
    let mut said = Said::default();
    for statement in own {
        let value = statement.value.to_owned();
        match statement.prop {
            "name" | "alias" | "previousName" => said.strong.insert(value),
            "weakAlias" => said.weak.insert(value),
            "birthDate" => said.births.insert(value),
            "passportNumber" | "idNumber" | "number" => said.numbers.insert(value),
            "program" if holds.program.is_some() => said.programs.insert(value),
            "address" | "full" | "street" | "city" => {
                let words = value.split([',', ' ']).filter(|word| !word.is_empty());
                said.places.extend(words.map(str::to_owned));
                false
            }
            _ => false,
        };
    }
    // The country of an address is written by all writers, and is no part of the comparison.
    said.places.retain(|place| {
        !matches!(
            place.as_str(),
            "Syria" | "Syrian" | "Arab" | "Republic" | "SYRIA" | "SYRIAN" | "ARAB" | "REPUBLIC"
        )
    });
    said
}

/// A word that no list uses for anything: no stop word, title or placeholder of any script.
fn latin() -> impl Strategy<Value = String> {
    "Z[bdfklmnr][aeiou][bdfklmnr][aeiou][bdklmnr]{0,1}"
}

/// A name of two words in one script: a field that mixes two holds two names to some readers.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        (latin(), latin()).prop_map(|(a, b)| format!("{a} {b}")),
        "[\u{628}\u{62a}\u{62c}\u{62f}\u{631}\u{633}\u{639}]{4,7} [\u{641}\u{643}\u{644}\u{645}\u{62f}]{4,7}",
        "\u{417}[\u{430}-\u{438}\u{43a}-\u{43f}]{4,7} \u{411}[\u{430}-\u{438}\u{43a}-\u{43f}]{4,7}",
        "[\u{5f20}\u{738b}\u{674e}\u{8d75}\u{5218}]{2,3}",
    ]
}

fn person() -> impl Strategy<Value = Person> {
    let aliases = prop::collection::vec((name(), any::<bool>()), 0..4);
    let birth = (1930u32..2005, 1u32..13, 1u32..29);
    (
        latin(),
        latin(),
        aliases,
        birth,
        "Z[0-9]{7}",
        latin(),
        latin(),
    )
        .prop_map(|(given, family, aliases, birth, passport, street, city)| {
            let whole = format!("{given} {family}");
            let mut known = BTreeSet::from([whole]);
            // One name once: a list that says it as strong and as weak says two things.
            let aliases = aliases
                .into_iter()
                .filter(|(name, _)| known.insert(name.clone()))
                .collect();
            Person {
                number: 0,
                given,
                family,
                aliases,
                birth,
                passport,
                street,
                city,
            }
        })
}

/// One to six people with numbers of their own.
pub(crate) fn people() -> impl Strategy<Value = Vec<Person>> {
    prop::collection::vec(person(), 1..6).prop_map(|mut people| {
        for (number, person) in (9001..).zip(&mut people) {
            person.number = number;
        }
        people
    })
}
