//! Invented parties as FollowTheMoney: entities as JSON lines, and the same as statements CSV.
//!
//! SOURCE: `entities.ftm.json` and `statements.csv` as OpenSanctions exports them: an entity a line, its
//! `Sanction` on the next, dates of first and last sight; 14 columns for statements.

use super::Shape;
use super::document::{Document, Piece};
use super::people::{Kind, Party, Role};
use kashf_ftm::statements_csv::Writer;
use serde_json::{Value, json};

const FIRST_SEEN: &str = "2025-11-02T04:40:02";

/// The list of these parties at a date, as JSON lines.
pub(crate) fn json(parties: &[Party], day: &str) -> Document {
    let date = format!("{day}T04:40:02");
    let pieces = parties
        .iter()
        .map(|party| {
            let mut piece = facts(party);
            piece.parts[0] = lines(party, &date).join("\n") + "\n";
            piece
        })
        .collect();
    Document {
        shape: Shape::Ftm,
        date: Some(date),
        glue: vec![String::new(), String::new()],
        pieces,
    }
}

/// The same as statements.
pub(crate) fn statements(parties: &[Party], day: &str) -> Document {
    let date = format!("{day}T04:40:02");
    let mut header = String::new();
    let pieces = parties
        .iter()
        .map(|party| {
            let text = rows(&lines(party, &date));
            let (first, rest) = text.split_once('\n').unwrap_or_default();
            header = format!("{first}\n");
            let mut piece = facts(party);
            piece.parts[0] = rest.to_owned();
            piece
        })
        .collect();
    Document {
        shape: Shape::Statements,
        date: Some(date),
        glue: vec![header, String::new()],
        pieces,
    }
}

fn id_of(party: &Party) -> String {
    format!("crp-{}", party.number)
}

fn facts(party: &Party) -> Piece {
    let id = id_of(party);
    let mut names = vec![party.full_name()];
    names.extend(party.original.clone());
    let strong = party.aliases.iter().filter(|(_, role)| *role != Role::Weak);
    Piece {
        ids: vec![id.clone(), format!("{id}-sanction")],
        names,
        aliases: strong.map(|(words, _)| words.join(" ")).collect(),
        kind: match party.kind {
            Kind::Person => "person",
            Kind::Vessel => "vessel",
            Kind::Organization => "organization",
        },
        ..Piece::default()
    }
}

fn lines(party: &Party, date: &str) -> [String; 2] {
    let id = id_of(party);
    let schema = match party.kind {
        Kind::Person => "Person",
        Kind::Organization => "Organization",
        Kind::Vessel => "Vessel",
    };
    let mut properties = serde_json::Map::new();
    let mut put = |prop: &str, values: Vec<String>| {
        if !values.is_empty() {
            properties.insert(prop.to_owned(), json!(values));
        }
    };
    let mut names = vec![party.full_name()];
    names.extend(party.original.clone());
    put("name", names);
    for (prop, role) in [
        ("alias", Role::Strong),
        ("previousName", Role::Former),
        ("weakAlias", Role::Weak),
    ] {
        let of_role = party.aliases.iter().filter(|(_, known)| *known == role);
        put(prop, of_role.map(|(words, _)| words.join(" ")).collect());
    }
    put("country", vec![party.country.1.to_owned()]);
    put("topics", vec!["sanction".to_owned()]);
    put("notes", vec![party.comment.clone()]);
    if party.kind == Kind::Person {
        put("nationality", vec![party.country.1.to_owned()]);
        put("birthDate", party.birth.iter().cloned().collect());
        put("birthPlace", party.birth_place.iter().cloned().collect());
        put("passportNumber", party.passport.iter().cloned().collect());
    }
    if party.kind != Kind::Vessel {
        put(
            "address",
            vec![format!("{}, {}", party.city, party.country.0)],
        );
    }
    let entity = |id: &str, schema: &str, target: bool, properties: Value| {
        json!({
            "id": id, "schema": schema, "properties": properties, "datasets": ["corpus"],
            "first_seen": FIRST_SEEN, "last_seen": date, "target": target,
        })
        .to_string()
    };
    let sanction = json!({
        "entity": [id],
        "program": [party.programme],
        "authority": ["An invented authority"],
        "listingDate": [party.listed],
    });
    [
        entity(&id, schema, true, Value::Object(properties)),
        entity(&format!("{id}-sanction"), "Sanction", false, sanction),
    ]
}

/// Statements of entities, with a header.
fn rows(lines: &[String]) -> String {
    let mut writer = Writer::new(Vec::new()).expect("writing to memory does not fail");
    for line in lines {
        let entity = kashf_ftm::json::read_entity(line).expect("written above");
        for statement in kashf_ftm::statements_from_entity(&entity, "corpus") {
            writer
                .write(&statement)
                .expect("writing to memory does not fail");
        }
    }
    let bytes = writer.finish().expect("writing to memory does not fail");
    String::from_utf8(bytes).expect("statements are text")
}
