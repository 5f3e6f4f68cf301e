//! Small writers in open formats: FollowTheMoney, OpenSanctions, a bank's own table.

use super::Form;
use super::people::{ALL, Holds, Person};
use kashf_core::Statement;
use kashf_ftm::statements_csv::Writer;
use kashf_load::SourceFile;

fn own_id(person: &Person) -> String {
    format!("ex-{}", person.number)
}

fn address(person: &Person) -> String {
    format!("{}, {}", person.street, person.city)
}

/// Property and value, as they are cleaned.
fn values(person: &Person) -> Vec<(&'static str, String)> {
    let mut values = vec![("name", person.whole())];
    for (name, weak) in person.names(&ALL) {
        values.push((if weak { "weakAlias" } else { "alias" }, name));
    }
    values.extend([
        ("birthDate", person.day()),
        ("passportNumber", person.passport.clone()),
        ("address", address(person)),
    ]);
    values
}

pub(crate) const FTM: Form = Form {
    holds: ALL,
    dataset: Some("mine"),
    id: own_id,
    write: |people| {
        let lines = people.iter().map(|person| {
            let mut properties = serde_json::Map::new();
            for (prop, value) in values(person) {
                let list = properties.entry(prop).or_insert_with(|| serde_json::json!([]));
                if let Some(list) = list.as_array_mut() {
                    list.push(value.into());
                }
            }
            let entity = serde_json::json!({"id": own_id(person), "schema": "Person", "properties": properties});
            format!("{entity}\n")
        });
        vec![SourceFile::from_bytes(
            "mine.ftm.json",
            lines.collect::<String>().into_bytes(),
        )]
    },
};

pub(crate) const STATEMENTS: Form = Form {
    holds: ALL,
    dataset: Some("mine"),
    id: own_id,
    write: |people| {
        let mut writer = Writer::new(Vec::new()).expect("in memory");
        for person in people {
            for (prop, value) in values(person) {
                let statement = Statement::new(&own_id(person), "Person", prop, &value, "mine");
                writer.write(&statement).expect("in memory");
            }
        }
        let bytes = writer.finish().expect("in memory");
        vec![SourceFile::from_bytes("statements.csv", bytes)]
    },
};

const TARGETS_HOLDS: Holds = Holds { weak: false, ..ALL };

pub(crate) const TARGETS: Form = Form {
    holds: TARGETS_HOLDS,
    dataset: Some("mine"),
    id: own_id,
    write: |people| {
        let mut text = String::from(
            "\"id\",\"schema\",\"name\",\"aliases\",\"birth_date\",\"countries\",\"addresses\",\"identifiers\",\"sanctions\",\"phones\",\"emails\",\"dataset\",\"first_seen\",\"last_seen\",\"last_change\"\n",
        );
        for person in people {
            let aliases: Vec<String> = person
                .names(&TARGETS_HOLDS)
                .into_iter()
                .map(|(name, _)| name)
                .collect();
            text += &format!(
                "\"{}\",\"Person\",\"{}\",\"{}\",\"{}\",\"sy\",\"{}\",\"{}\",\"Example\",\"\",\"\",\"Example List\",\"\",\"2026-01-01\",\"\"\n",
                own_id(person),
                person.whole(),
                aliases.join(";"),
                person.day(),
                address(person),
                person.passport
            );
        }
        vec![SourceFile::from_bytes(
            "targets.simple.csv",
            text.into_bytes(),
        )]
    },
};

const MAPPING_TEXT: &str = "mapping = 1\n[entities.party]\nschema = \"Person\"\nid_column = \"No\"\n[entities.party.properties]\n\
    name = \"Name\"\nalias = { column = \"Also\", split = \"|\" }\nweakAlias = { column = \"Low\", split = \"|\" }\n\
    birthDate = { column = \"Born\", format = \"%d/%m/%Y\" }\npassportNumber = \"Passport\"\n\
    address = { columns = [\"Street\", \"Town\"], join = \", \" }\n";

pub(crate) const MAPPING: Form = Form {
    holds: ALL,
    dataset: Some("mine"),
    id: |person| format!("mine-{}", person.number),
    write: |people| {
        let mut text = String::from("No,Name,Also,Low,Born,Passport,Street,Town\n");
        for person in people {
            let of = |weak: bool| {
                let names = person
                    .names(&ALL)
                    .into_iter()
                    .filter(|(_, is_weak)| *is_weak == weak);
                names.map(|(name, _)| name).collect::<Vec<_>>().join("|")
            };
            text += &format!(
                "{},{},{},{},{},{},{},{}\n",
                person.number,
                person.whole(),
                of(false),
                of(true),
                person.british_day(),
                person.passport,
                person.street,
                person.city
            );
        }
        vec![
            SourceFile::from_bytes("m.toml", MAPPING_TEXT.as_bytes().to_vec()),
            SourceFile::from_bytes("list.csv", text.into_bytes()),
        ]
    },
};
