//! Invented parties, as lists and as books have them.

use proptest::prelude::*;

const GIVEN: [&str; 14] = [
    "Nadir",
    "Layla",
    "Zarblek",
    "Mohammed",
    "Muhammad",
    "Ostbrin",
    "Ali",
    "Omar",
    "Irina",
    "Jean Paul",
    "Jeanpaul",
    "\u{0645}\u{062D}\u{0645}\u{062F}",
    "\u{0418}\u{0440}\u{0438}\u{043D}\u{0430}",
    "Abd al-Rahman",
];
const FAMILY: [&str; 12] = [
    "Exampleman",
    "Undrowen",
    "Kelwaday",
    "Kelvaday",
    "al-Masri",
    "Elmasry",
    "Petrova",
    "Petrov",
    "Dupont",
    "Example",
    "\u{0627}\u{0644}\u{0645}\u{0635}\u{0631}\u{064A}",
    "Ben Youssef",
];
const COMPANY: [&str; 7] = [
    "Zarblek Trading Ltd",
    "Zarblekgeneraltrading",
    "Zarblek General Trading",
    "Kelwaday Shipping",
    "Orient Oil & Gas Co",
    "Undrowen Bank",
    "ZT Holding 7",
];

/// A party, of a list or of the book.
#[derive(Clone, Debug)]
pub(crate) struct Party {
    pub(crate) schema: &'static str,
    pub(crate) names: Vec<String>,
    pub(crate) weak: Option<String>,
    pub(crate) birth: Option<u16>,
    pub(crate) country: Option<&'static str>,
    pub(crate) number: Option<u32>,
    pub(crate) phone: Option<u32>,
    pub(crate) listed: bool,
}

fn person() -> impl Strategy<Value = String> {
    let part =
        prop_oneof![4 => prop::sample::select(&GIVEN[..]), 1 => prop::sample::select(&FAMILY[..])];
    (
        part,
        prop::option::of(prop::sample::select(&GIVEN[..])),
        prop::option::of(prop::sample::select(&FAMILY[..])),
        0..12_u8,
        any::<u8>(),
    )
        .prop_map(|(first, middle, last, slip, at)| {
            let parts = [Some(first), middle, last];
            let name: Vec<&str> = parts.into_iter().flatten().collect();
            slipped(&name.join(" "), slip, at)
        })
}

/// The name as a clerk may write it.
pub(crate) fn slipped(name: &str, slip: u8, at: u8) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let at = usize::from(at) % letters.len();
    match slip {
        0 => {
            letters.remove(at);
        }
        1 => letters.insert(at, 'e'),
        2 if at > 0 => letters.swap(at - 1, at),
        3 => return name.to_uppercase(),
        4 => return name.replace(' ', ""),
        _ => {}
    }
    letters.into_iter().collect()
}

pub(crate) fn party() -> impl Strategy<Value = Party> {
    let company = prop::sample::select(&COMPANY[..]).prop_map(str::to_owned);
    let kind = prop_oneof![6 => Just("Person"), 2 => Just("Company"), 1 => Just("LegalEntity"), 1 => Just("Vessel")];
    (
        kind,
        prop::collection::vec(prop_oneof![4 => person(), 1 => company], 1..4),
        prop::option::weighted(0.2, person()),
        prop::option::of(1960..1968_u16),
        prop::option::of(prop::sample::select(&["sy", "fr", "ru"][..])),
        prop::option::weighted(0.15, 0..6_u32),
        prop::option::weighted(0.15, 0..6_u32),
        any::<bool>(),
    )
        .prop_map(
            |(schema, names, weak, birth, country, number, phone, listed)| Party {
                schema,
                names,
                weak,
                birth,
                country,
                number,
                phone,
                listed,
            },
        )
}

pub(crate) fn lines(list: &[(usize, Party)], name: &str) -> String {
    let mut text = String::new();
    for (number, party) in list {
        let id = format!("{name}-{number}");
        let mut properties =
            serde_json::json!({ "name": &party.names[..1], "alias": &party.names[1..] });
        let of_person = party.schema == "Person";
        if let Some(weak) = &party.weak {
            properties["weakAlias"] = serde_json::json!([weak]);
        }
        if let Some(year) = party.birth.filter(|_| of_person) {
            properties["birthDate"] = serde_json::json!([year.to_string()]);
        }
        if let Some(country) = party.country {
            properties["country"] = serde_json::json!([country]);
        }
        if let Some(number) = party.number {
            properties["registrationNumber"] = serde_json::json!([format!("REG{number}0000")]);
        }
        if let Some(phone) = party.phone.filter(|_| party.schema != "Vessel") {
            properties["phone"] = serde_json::json!([format!("+33 1 23 45 67 8{phone}")]);
        }
        let entity =
            serde_json::json!({ "id": id, "schema": party.schema, "properties": properties });
        text.push_str(&format!("{entity}\n"));
        if party.listed {
            let sanction = serde_json::json!({
                "id": format!("{id}-s"), "schema": "Sanction",
                "properties": { "entity": [id], "program": [format!("Programme {}", number % 3)] },
            });
            text.push_str(&format!("{sanction}\n"));
        }
    }
    text
}

pub(crate) fn table(book: &[Party], with_ids: bool) -> String {
    let mut text = "schema,name,alias,dob,country,registrationNumber,phone,id\n".to_owned();
    for (at, party) in book.iter().enumerate() {
        let id = if with_ids {
            format!("c{}-{at}", party.names[0])
        } else {
            String::new()
        };
        let schema = if at % 5 == 0 { "" } else { party.schema };
        let birth = match at % 17 {
            0 => "not a date".to_owned(),
            _ => party
                .birth
                .map_or_else(String::new, |year| format!("{year}-02-03")),
        };
        let number = party
            .number
            .map_or_else(String::new, |number| format!("REG{number}0000"));
        let phone = party
            .phone
            .map_or_else(String::new, |phone| format!("+33 1 23 45 67 8{phone}"));
        let alias = party.names.get(1).cloned().unwrap_or_default();
        // A quoted cell over two lines, and a row that cannot be read.
        let name = if at % 11 == 3 {
            format!("\"{}\n\"", party.names[0])
        } else {
            party.names[0].clone()
        };
        text.push_str(&format!(
            "{schema},{name},{alias},{birth},{},{number},{phone},{id}\n",
            party.country.unwrap_or("")
        ));
        if at % 13 == 7 {
            text.push_str("a row,too short\n");
        }
    }
    text
}
