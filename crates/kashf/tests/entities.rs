//! Parties as readers see them: what lists say of one, put together.

use kashf::{Entities, EntityView, Kashf, LoadRequest, NoProgress};

const ONE: &str = concat!(
    r#"{"id":"NK-one","caption":"The Layla Example","schema":"Person","properties":{"name":["Example, Layla","Layla Example"],"topics":["sanction"],"addressEntity":["addr-1"]},"datasets":["us_source","eu_source"],"referents":["us-1","eu-1"],"target":true,"first_seen":"2023-11-02T16:38:16","last_seen":"2026-04-29T12:53:04","last_change":"2026-04-29T07:55:02"}"#,
    "\n",
    r#"{"id":"addr-1","schema":"Address","properties":{"full":["1 Invented Street, Nowhere"]},"datasets":["one"]}"#,
    "\n",
    r#"{"id":"own-1","schema":"Ownership","properties":{"owner":["eu-1"],"asset":["firm-1"]},"datasets":["eu_source"],"first_seen":"2025-01-01T00:00:00"}"#,
    "\n",
    r#"{"id":"firm-1","schema":"Company","properties":{"name":["Invented Limited"],"country":["de"]},"datasets":["one"]}"#,
    "\n",
    r#"{"id":"pay-1","schema":"Payment","properties":{"payer":["NK-one"]}}"#,
    "\n",
);
const TWO: &str = concat!(
    r#"{"id":"firm-1","schema":"LegalEntity","properties":{"name":["Invented Limited","Invented Ltd"],"country":["de","at"]}}"#,
    "\n",
    r#"{"id":"us-1","schema":"Person","properties":{"name":["Layla Example","Laila Example"]},"first_seen":"2022-01-01T00:00:00"}"#,
    "\n",
);

fn entities(lists: &[(&str, &str)]) -> (tempfile::TempDir, Entities) {
    let folder = tempfile::tempdir().expect("a scratch directory");
    let kashf = Kashf::open(folder.path().join("data")).expect("a data directory");
    for (name, lines) in lists {
        let file = folder.path().join(format!("{name}.ftm.json"));
        fs_err::write(&file, lines).expect("a scratch file");
        let request = LoadRequest {
            sources: vec![file.display().to_string()],
            name: Some((*name).to_owned()),
            now: "2026-01-01T00:00:00Z".to_owned(),
            ..LoadRequest::default()
        };
        let outcome = kashf.load(&request, &NoProgress).expect("the list loads");
        assert!(outcome.refusals.is_empty(), "{:?}", outcome.refusals);
    }
    let screener = kashf.screener().expect("lists are loaded");
    let entities = Entities::of(&screener).expect("whole tables");
    (folder, entities)
}

fn ids<'e>(views: impl Iterator<Item = EntityView<'e>>) -> Vec<String> {
    views.map(|view| view.id.to_owned()).collect()
}

#[test]
fn a_line_comes_back_as_it_was_given() {
    let (_folder, entities) = entities(&[("one", ONE)]);
    let layla = entities.get("NK-one").expect("it is listed");
    let json: serde_json::Value = serde_json::to_value(&layla).expect("it is JSON");
    assert_eq!(
        json,
        serde_json::json!({
            "id": "NK-one",
            "caption": "The Layla Example",
            "schema": "Person",
            "properties": {
                "name": ["Example, Layla", "Layla Example"],
                "topics": ["sanction"],
                "addressEntity": ["addr-1"],
            },
            "datasets": ["eu_source", "one", "us_source"],
            "referents": ["eu-1", "us-1"],
            "target": true,
            "first_seen": "2023-11-02T16:38:16",
            "last_seen": "2026-04-29T12:53:04",
            "last_change": "2026-04-29T07:55:02",
        })
    );
    assert_eq!(layla.lists, ["one"]);
}

#[test]
fn without_a_caption_it_is_called_by_its_name_or_its_kind() {
    let (_folder, entities) = entities(&[("one", ONE)]);
    let caption = |id: &str| entities.get(id).expect("it is listed").caption.into_owned();
    assert_eq!(caption("firm-1"), "Invented Limited");
    assert_eq!(caption("addr-1"), "1 Invented Street, Nowhere");
    assert_eq!(caption("pay-1"), "Payment");
    let payment = entities.get("pay-1").expect("it is listed");
    assert_eq!((payment.target, payment.first_seen), (false, None));
}

#[test]
fn a_former_id_leads_to_the_party_and_an_unknown_one_nowhere() {
    let (_folder, entities) = entities(&[("one", ONE)]);
    for former in ["us-1", "eu-1"] {
        assert_eq!(entities.get(former).map(|found| found.id), Some("NK-one"));
    }
    assert_eq!(entities.get("us-2"), None);
    assert_eq!(entities.get(""), None);
}

#[test]
fn an_entry_keeps_its_own_id_beside_former_ones() {
    let line = r#"{"id":"firm-9","schema":"Company","properties":{"name":["Invented Works"]},"referents":["us-9"]}"#;
    let (_folder, entities) = entities(&[("one", line)]);
    let firm = entities.get("us-9").expect("it is listed");
    assert_eq!((firm.id, firm.referents), ("firm-9", vec!["us-9"]));
}

#[test]
fn all_are_gone_through_in_the_order_of_the_file() {
    let (_folder, entities) = entities(&[("one", ONE)]);
    let order = ["NK-one", "addr-1", "own-1", "firm-1", "pay-1"];
    assert_eq!(ids(entities.iter()), order);
}

#[test]
fn what_two_lists_say_of_one_party_is_put_together() {
    let (_folder, entities) = entities(&[("one", ONE), ("two", TWO)]);
    let firm = entities.get("firm-1").expect("it is listed");
    assert_eq!(firm.schema, "Company");
    assert_eq!(firm.values("name"), ["Invented Limited", "Invented Ltd"]);
    assert_eq!(firm.values("country"), ["de", "at"]);
    assert_eq!(firm.datasets, ["one", "two"]);
    // `us-1` of the second list is a former id of `NK-one` of the first.
    let layla = entities.get("us-1").expect("it is listed");
    assert_eq!(
        (layla.id, layla.caption.as_ref()),
        ("NK-one", "The Layla Example")
    );
    assert_eq!(
        layla.values("name"),
        ["Example, Layla", "Layla Example", "Laila Example"]
    );
    assert_eq!(layla.lists, ["one", "two"]);
    assert_eq!(layla.referents, ["eu-1", "us-1"]);
    assert_eq!(layla.first_seen, Some("2022-01-01T00:00:00"));
    // Once, where it first stands.
    let order = ["NK-one", "addr-1", "own-1", "firm-1", "pay-1"];
    assert_eq!(ids(entities.iter()), order);
}

#[test]
fn who_refers_to_whom_is_known_the_other_way_round() {
    let (_folder, entities) = entities(&[("one", ONE), ("two", TWO)]);
    let reader = entities.reader();
    let to = |id: &str| {
        let number = reader.find(id).expect("it is listed");
        let references = reader.references_to(number).iter();
        references
            .map(|reference| (reader.view(reference.from).id, reference.prop))
            .collect::<Vec<_>>()
    };
    // The ownership names a former id.
    assert_eq!(to("NK-one"), [("own-1", "owner"), ("pay-1", "payer")]);
    assert_eq!(to("firm-1"), [("own-1", "asset")]);
    assert_eq!(to("addr-1"), [("NK-one", "addressEntity")]);
    assert_eq!(to("pay-1"), []);
}

#[test]
fn statements_that_were_merged_elsewhere_are_one_party() {
    let table = "canonical_id,entity_id,prop,schema,value,dataset,lang,original_value,external,first_seen,last_seen,origin,id,prop_type\n\
        NK-s,us-1,name,Person,Layla Example,us_source,,,f,2025-01-01,2026-01-02,,,\n\
        NK-s,eu-1,name,Person,Laila Example,eu_source,,,f,2025-02-01,2026-01-03,,,\n\
        firm-2,us-2,name,Company,Invented Works,us_source,,,f,,,,,\n";
    let folder = tempfile::tempdir().expect("a scratch directory");
    let file = folder.path().join("statements.csv");
    fs_err::write(&file, table).expect("a scratch file");
    let kashf = Kashf::open(folder.path().join("data")).expect("a data directory");
    let request = LoadRequest {
        sources: vec![file.display().to_string()],
        name: Some("merged".to_owned()),
        now: "2026-01-01T00:00:00Z".to_owned(),
        ..LoadRequest::default()
    };
    let outcome = kashf.load(&request, &NoProgress).expect("the list loads");
    assert!(outcome.refusals.is_empty(), "{:?}", outcome.refusals);
    let entities = Entities::of(&kashf.screener().expect("a list")).expect("whole tables");
    for id in ["NK-s", "us-1", "eu-1"] {
        let layla = entities.get(id).expect("it is listed");
        assert_eq!(layla.id, "NK-s");
        assert_eq!(layla.values("name"), ["Layla Example", "Laila Example"]);
        assert_eq!(layla.datasets, ["eu_source", "merged", "us_source"]);
        assert_eq!(layla.referents, ["eu-1", "us-1"]);
    }
    assert_eq!(entities.get("us-2").map(|firm| firm.id), Some("firm-2"));
    assert_eq!(ids(entities.iter()), ["NK-s", "firm-2"]);
}
