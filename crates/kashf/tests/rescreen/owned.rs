//! Ownership: an answer about a company also depends on links and on who is listed, which are other entries.

use super::World;
use kashf::{Format, Rescreened};
use kashf_screen::Options;

/// A list of one person, and a register in which that person holds so much of a company.
fn load(world: &World, topics: &str, percentage: &str) {
    world.load(
        "persons",
        &format!(
            r#"{{"id":"l-1","schema":"Person","properties":{{"name":["Nadir Exampleman"],"topics":[{topics}]}}}}"#
        ),
        true,
    );
    let register = [
        r#"{"id":"r-1","schema":"Company","properties":{"name":["Fabulous Front Trading"]}}"#
            .to_owned(),
        r#"{"id":"r-2","schema":"Company","properties":{"name":["Harmless Bakery Works"]}}"#
            .to_owned(),
        format!(
            r#"{{"id":"o-1","schema":"Ownership","properties":{{"owner":["l-1"],"asset":["r-1"],"percentage":["{percentage}"]}}}}"#
        ),
    ];
    world.load("register", &register.join("\n"), true);
}

#[test]
fn a_share_or_a_listing_elsewhere_changes_the_answer_about_a_company() {
    let world = World::new();
    let input = world.path("book.csv");
    let book =
        "id,name,schema\n1,Fabulous Front Trading,Company\n2,Harmless Bakery Works,Company\n";
    fs_err::write(&input, book).unwrap();
    let step = || world.step(&input, Format::JsonLines, &Options::default(), false);
    let owned = || {
        let answers = fs_err::read_to_string(world.path("kept.jsonl")).unwrap();
        let first = answers.lines().next().unwrap();
        first.contains(r#""answer":"owned""#)
    };
    load(&world, "", "60");
    step();
    assert!(!owned(), "nobody is listed");
    for (topics, percentage, expected) in [
        (r#""sanction""#, "60", true),
        (r#""sanction""#, "40", false),
        (r#""sanction""#, "50", true),
    ] {
        load(&world, topics, percentage);
        let rescreened = step();
        assert_eq!(owned(), expected, "{topics} {percentage}");
        let Rescreened::Some { screened, .. } = rescreened else {
            panic!("only what changed is screened: {rescreened:?}");
        };
        assert_eq!(screened, 1);
    }
}
