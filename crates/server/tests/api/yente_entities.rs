//! `/entities` as clients of yente know it: one entity, what stands around it, and pages of that.

use crate::support::Desk;
use crate::support::lists::{CIRCLE, GIFTS};
use serde_json::{Value, json};

fn desk() -> Desk {
    Desk::new(&[("circle", CIRCLE), ("gifts", GIFTS)])
}

async fn got(desk: &Desk, uri: &str) -> Value {
    let got = desk.get(uri).await;
    assert_eq!(got.status, 200, "{uri}: {}", got.json());
    got.json()
}

fn ids(list: &Value) -> Vec<&str> {
    let list = list.as_array().expect("a list").iter();
    list.map(|item| {
        item["id"]
            .as_str()
            .or_else(|| item.as_str())
            .expect("an entity or an id")
    })
    .collect()
}

fn by_id<'v>(list: &'v Value, id: &str) -> &'v Value {
    let mut list = list.as_array().expect("a list").iter();
    list.find(|item| item["id"] == id)
        .expect("it is in the list")
}

#[tokio::test]
async fn an_unknown_id_is_404() {
    let desk = desk();
    for uri in [
        "/entities/banana",
        "/entities/banana/adjacent",
        "/entities/banana/adjacent/payer",
    ] {
        let got = desk.get(uri).await;
        assert_eq!(
            (got.status.as_u16(), got.json()),
            (404, json!({ "detail": "No such entity!" }))
        );
    }
}

#[tokio::test]
async fn a_former_id_is_308_to_the_present_one() {
    let desk = desk();
    for uri in [
        "/entities/us-45",
        "/entities/eu-9?nested=false",
        "/entities/us-45/adjacent",
        "/entities/us-45/adjacent/sanctions",
    ] {
        let got = desk.get(uri).await;
        assert_eq!(got.status, 308, "{uri}");
        assert_eq!(got.headers["location"], "/entities/NK-nadir");
    }
}

#[tokio::test]
async fn an_entity_alone_has_ids_for_its_neighbours() {
    let desk = desk();
    let giver = got(&desk, "/entities/giver?nested=false").await;
    assert_eq!(giver["properties"]["addressEntity"], json!(["a-1", "a-2"]));
    assert!(giver["properties"].get("paymentPayer").is_none());
    assert_eq!(giver["caption"], "Frau Erika Beispiel");
    assert_eq!(giver["datasets"], json!(["gifts"]));
    for (key, value) in [
        ("target", json!(false)),
        ("referents", json!([])),
        ("first_seen", json!(null)),
        ("last_change", json!(null)),
    ] {
        assert_eq!(giver[key], value, "{key}");
    }
}

#[tokio::test]
async fn neighbours_stand_inside_an_entity_and_behind_a_relation_its_other_end() {
    let desk = desk();
    let giver = got(&desk, "/entities/giver").await;
    let addresses = &giver["properties"]["addressEntity"];
    assert_eq!(
        by_id(addresses, "a-1")["properties"]["full"],
        json!(["First Street 1"])
    );
    assert_eq!(addresses.as_array().map(Vec::len), Some(2));
    let gifts = &giver["properties"]["paymentPayer"];
    assert_eq!(ids(gifts), ["gift-9", "gift-8"]);
    let gift = by_id(gifts, "gift-9");
    assert_eq!(gift["schema"], "Payment");
    assert_eq!(
        gift["properties"]["payer"],
        json!(["giver"]),
        "what leads back stays an id"
    );
    let receivers = &gift["properties"]["beneficiary"];
    assert_eq!(ids(receivers), ["union", "bund"]);
    assert_eq!(
        by_id(receivers, "union")["properties"]["name"],
        json!(["Union der Beispiele"])
    );
}

#[tokio::test]
async fn relations_that_name_a_former_id_are_found() {
    let desk = desk();
    let nadir = got(&desk, "/entities/NK-nadir").await;
    let inside = &nadir["properties"];
    assert_eq!(ids(&inside["sanctions"]), ["sanc-1"]);
    assert_eq!(
        inside["sanctions"][0]["properties"]["entity"],
        json!(["NK-nadir"])
    );
    let owned = &inside["ownershipOwner"][0];
    assert_eq!(owned["id"], "own-1");
    assert_eq!(
        owned["properties"]["asset"][0]["caption"],
        "Aerofabula Works"
    );
    assert_eq!(
        inside["familyPerson"][0]["properties"]["relative"][0]["id"],
        "NK-nadira"
    );
    assert_eq!(inside["addressEntity"][0]["id"], "addr-1");
    assert!(inside["birthDate"][0].is_string());
}

#[tokio::test]
async fn pages_of_all_neighbours_say_how_many_there_are() {
    let desk = desk();
    let all = got(&desk, "/entities/giver/adjacent").await;
    assert_eq!(all["entity"]["caption"], "Frau Erika Beispiel");
    assert_eq!(
        all["entity"]["properties"]["addressEntity"],
        json!(["a-1", "a-2"])
    );
    let properties: Vec<&String> = all["adjacent"].as_object().expect("pages").keys().collect();
    assert_eq!(
        properties,
        ["addressEntity", "paymentPayer"],
        "only those that it has"
    );
    let page = &all["adjacent"]["addressEntity"];
    assert_eq!((&page["limit"], &page["offset"]), (&json!(10), &json!(0)));
    assert_eq!(page["total"], json!({ "value": 2, "relation": "eq" }));
    assert_eq!(
        ids(&page["results"]),
        ["a-2", "a-1"],
        "in the order of the file"
    );
    let gifts = &all["adjacent"]["paymentPayer"]["results"];
    assert_eq!(
        by_id(gifts, "gift-8")["properties"]["payer"],
        json!(["giver"])
    );
}

#[tokio::test]
async fn pages_are_cut_but_not_what_stands_inside_their_entities() {
    let desk = desk();
    for (offset, address, gift, receivers) in [(0, "a-2", "gift-9", 2), (1, "a-1", "gift-8", 1)] {
        let all = got(
            &desk,
            &format!("/entities/giver/adjacent?limit=1&offset={offset}"),
        )
        .await;
        let page = |name: &str| all["adjacent"][name].clone();
        assert_eq!(ids(&page("addressEntity")["results"]), [address]);
        assert_eq!(ids(&page("paymentPayer")["results"]), [gift]);
        for name in ["addressEntity", "paymentPayer"] {
            assert_eq!(page(name)["total"]["value"], 2);
            assert_eq!(
                (&page(name)["limit"], &page(name)["offset"]),
                (&json!(1), &json!(offset))
            );
        }
        let inside = &page("paymentPayer")["results"][0]["properties"]["beneficiary"];
        assert_eq!(ids(inside).len(), receivers);
    }
    let beyond = got(&desk, "/entities/giver/adjacent?offset=2").await;
    assert_eq!(beyond["adjacent"]["addressEntity"]["results"], json!([]));
}

#[tokio::test]
async fn one_property_has_pages_of_its_own() {
    let desk = desk();
    let page = got(&desk, "/entities/giver/adjacent/addressEntity").await;
    assert_eq!(
        (&page["limit"], &page["offset"], &page["total"]["value"]),
        (&json!(10), &json!(0), &json!(2))
    );
    assert_eq!(by_id(&page["results"], "a-1")["schema"], "Address");
    let second = got(
        &desk,
        "/entities/giver/adjacent/paymentPayer?limit=1&offset=1",
    )
    .await;
    assert_eq!(ids(&second["results"]), ["gift-8"]);
    assert_eq!(second["total"]["value"], 2);
    // The other way round, along a property that only shows what points here.
    let back = got(&desk, "/entities/union/adjacent/paymentBeneficiary").await;
    assert_eq!(ids(&back["results"]), ["gift-9", "gift-8"]);
    let back = got(&desk, "/entities/a-1/adjacent/things").await;
    assert_eq!(ids(&back["results"]), ["giver"]);
}

#[tokio::test]
async fn a_property_without_entities_is_404() {
    let desk = desk();
    for property in ["address", "name", "nothing"] {
        let got = desk
            .get(&format!("/entities/giver/adjacent/{property}"))
            .await;
        assert_eq!(
            (got.status.as_u16(), got.json()),
            (404, json!({ "detail": "No such property!" }))
        );
    }
}

#[tokio::test]
async fn neighbours_may_be_sorted() {
    let desk = desk();
    for (sort, order) in [
        ("properties.amountEur:desc", ["gift-8", "gift-9"]),
        ("properties.amountEur:asc", ["gift-9", "gift-8"]),
        ("id", ["gift-8", "gift-9"]),
        ("first_seen:desc", ["gift-9", "gift-8"]),
    ] {
        let page = got(
            &desk,
            &format!("/entities/giver/adjacent/paymentPayer?sort={sort}"),
        )
        .await;
        assert_eq!(ids(&page["results"]), order, "{sort}");
    }
}

#[tokio::test]
async fn parameters_that_cannot_be_read_are_422() {
    let desk = desk();
    for uri in [
        "/entities/giver?nested=perhaps",
        "/entities/giver/adjacent?limit=501",
        "/entities/giver/adjacent?offset=9500",
        "/entities/giver/adjacent/addressEntity?limit=x",
    ] {
        let got = desk.get(uri).await;
        assert_eq!(got.status, 422, "{uri}");
        assert_eq!(got.json()["detail"][0]["loc"][0], "query");
    }
    assert_eq!(
        desk.get("/entities/giver/adjacent?limit=500&offset=9499")
            .await
            .status,
        200
    );
}
