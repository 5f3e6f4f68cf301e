//! Assertions of yente's own API tests over the data of those tests, which stand in `../shared`.
//!
//! They are real: nobody's name stands here, each is taken from the files by its id.

use crate::support::Desk;
use kashf_testkit::shared::{read_text, shared_or_skip};
use serde_json::{Value, json};

/// A person of `zala`.
const PERSON: &str = "NK-aU5ybkbRFJucf8YMwsJvDw";
/// A former id of the same person.
const FORMER: &str = "ofac-45937";
const GIVER: &str = "/entities/281d01c426ce39ddf80aa0e46574843c1ba8bfc9";

/// Both lists, and the caption of the person: three words in Latin letters.
fn desk() -> Option<(Desk, String)> {
    let folder = shared_or_skip()?.join("data/sanctions/ftm");
    let read = |name: &str| {
        let file = folder.join(format!("{name}.entities.ftm.json.gz"));
        read_text(&file).expect("the folder holds both files")
    };
    let (zala, gifts) = (read("zala"), read("parteispenden"));
    let mut entities = zala.lines().map(|line| {
        let entity: Value = serde_json::from_str(line).expect("a line is an entity");
        entity
    });
    let person = entities.find(|entity| entity["id"] == PERSON);
    let caption = person.expect("the person is there")["caption"].clone();
    let caption = caption.as_str().expect("a caption").to_owned();
    let desk = Desk::new(&[("zala", &zala), ("parteispenden", &gifts)]);
    Some((desk, caption))
}

fn query(name: &str) -> Value {
    json!({ "schema": "Person", "properties": { "name": [name] } })
}

fn dated(name: &str) -> Value {
    json!({
        "schema": "Person",
        "properties": { "name": [name], "birthDate": ["1965"], "country": "Russia" },
    })
}

/// The first and the last word with other letters at these places, counted from the end where they are negative.
fn misspelt(name: &str, changes: [&[(isize, char)]; 2]) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    let ends = [words[0], words[words.len() - 1]];
    let ends = ends.iter().zip(changes).map(|(word, changes)| {
        let mut letters: Vec<char> = word.chars().collect();
        for &(at, letter) in changes {
            let count = letters.len().cast_signed();
            let at = if at < 0 { count + at } else { at };
            letters[at.cast_unsigned()] = letter;
        }
        String::from_iter(letters)
    });
    ends.collect::<Vec<_>>().join(" ")
}

async fn first(desk: &Desk, parameters: &str, query: Value) -> (Option<String>, Value) {
    let body = json!({ "queries": { "q": query } });
    let got = desk.post(&format!("/match/zala?{parameters}"), &body).await;
    assert_eq!(got.status, 200, "{parameters}");
    let answer = got.json()["responses"]["q"].clone();
    let id = answer["results"][0]["id"].as_str().map(str::to_owned);
    (id, answer)
}

#[tokio::test]
async fn matching() {
    let Some((desk, name)) = desk() else { return };
    for parameters in ["", "algorithm=name-based", "algorithm=logic-v1&fuzzy=false"] {
        let (id, answer) = first(&desk, parameters, dated(&name)).await;
        assert_eq!(id.as_deref(), Some(PERSON), "{parameters}");
        assert!(answer["results"][0]["score"].as_f64() > Some(0.7));
        assert_eq!(answer["query"]["properties"]["country"][0], "ru");
        assert_eq!(answer["results"][0]["caption"], name);
    }
    for parameters in [
        "exclude_dataset=zala",
        "include_dataset=ae_local_terrorists&include_dataset=mx_governors",
        "include_dataset=zala&exclude_dataset=zala",
        "topics=crime.cyber",
        &format!("exclude_entity_ids={PERSON}"),
        &format!("exclude_entity_ids={FORMER}"),
    ] {
        let (id, _) = first(&desk, parameters, dated(&name)).await;
        assert_eq!(id, None, "{parameters}");
    }
    let (id, _) = first(
        &desk,
        "include_dataset=zala&include_dataset=ae_local_terrorists",
        dated(&name),
    )
    .await;
    assert_eq!(id.as_deref(), Some(PERSON));
}

#[tokio::test]
async fn misspelt_names_are_retrieved() {
    let Some((desk, name)) = desk() else { return };
    for changes in [
        [&[(1, 'i'), (-2, 'v')][..], &[(-1, 'm')][..]],
        [&[(0, 'Z')][..], &[(0, 'S')][..]],
    ] {
        let query = query(&misspelt(&name, changes));
        let (id, answer) = first(&desk, "threshold=0.2&algorithm=logic-v2", query).await;
        assert_eq!(id.as_deref(), Some(PERSON), "{answer}");
    }
}

#[tokio::test]
async fn entities_and_their_neighbours() {
    let Some((desk, _)) = desk() else { return };
    let got = desk.get(&format!("/entities/{FORMER}")).await;
    assert_eq!(got.status, 308);
    let person = desk.get(&format!("/entities/{PERSON}")).await.json();
    assert!(
        person["referents"]
            .as_array()
            .is_some_and(|ids| ids.len() > 5)
    );
    assert_eq!(person["first_seen"], "2023-07-19T18:02:43");
    let datasets = person["datasets"].as_array().expect("datasets");
    assert!(datasets.contains(&json!("zala")) && datasets.contains(&json!("eu_fsf")));

    let all = desk.get(&format!("{GIVER}/adjacent?limit=1")).await.json();
    let (addresses, payments) = (
        &all["adjacent"]["addressEntity"],
        &all["adjacent"]["paymentPayer"],
    );
    assert_eq!(
        addresses["results"][0]["id"],
        "582e64e961eaf537d8a80856520d601519a5fb98"
    );
    assert_eq!(
        payments["results"][0]["id"],
        "98a5b377dffde7307e265a7cc928297e318daaef"
    );
    assert_eq!(
        (&addresses["total"]["value"], &payments["total"]["value"]),
        (&json!(2), &json!(2))
    );
    let receivers = payments["results"][0]["properties"]["beneficiary"].as_array();
    assert_eq!(receivers.map(Vec::len), Some(2));
    let second = desk
        .get(&format!("{GIVER}/adjacent/paymentPayer?limit=1&offset=1"))
        .await
        .json();
    assert_eq!(
        second["results"][0]["id"],
        "8928105b8d3748805295a0fb01ae57cc37be30a5"
    );
    assert_eq!(
        desk.get(&format!("{GIVER}/adjacent/address")).await.status,
        404
    );
}
